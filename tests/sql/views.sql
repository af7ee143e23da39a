-- assessable_reports: facts as one JSON object, age from the birth date
SELECT report_id, facts_json ->> 'age' AS age, facts_json ->> 'sex' AS sex, facts_json ->> 'temp_f' AS temp_f, facts_json ->> 'diabetes' AS diabetes FROM assessable_reports WHERE report_id IN ('R02', 'R05', 'R06', 'R10', 'R11', 'R12');

-- a BLOB is shown as NULL
SELECT report_id, report IS NULL FROM assessable_reports WHERE report_id IN ('R01', 'R15');

-- flagged_cases
SELECT report_id, urgency, cramp_mechanism, outside_scope FROM flagged_cases;

-- urgency_by_day
SELECT * FROM urgency_by_day;

-- mechanism_summary
SELECT * FROM mechanism_summary;

-- current_reviews: the last row of a report
INSERT INTO reviews (report_id, reviewer, decision) VALUES ('R04', 'NN', 'agree'), ('R04', 'NN', 'changed'), ('R03', 'MM', 'agree');
SELECT report_id, decision FROM current_reviews ORDER BY report_id;
SELECT report_id, decision FROM flagged_cases WHERE decision IS NOT NULL ORDER BY report_id;

-- reviews_by_reviewer: two reviewers of a report are both there, each with the level that is meant
INSERT INTO reviews (report_id, reviewer, decision, seen_urgency) VALUES ('R04', 'MM', 'too high', 'emergency'), ('R04', 'MM', 'cannot tell', 'emergency'), ('R03', 'MM', 'too low', 'soon'), ('R03', NULL, 'agree', 'soon');
SELECT report_id, reviewer, decision, reviewer_urgency FROM reviews_by_reviewer ORDER BY report_id, reviewer;

-- review_history: old and new
SELECT report_id, reviewer, old_decision, new_decision FROM review_history ORDER BY review_id;

-- reviewer_pairs
SELECT * FROM reviewer_pairs ORDER BY 1, 2, 3;
