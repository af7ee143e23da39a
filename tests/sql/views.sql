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
