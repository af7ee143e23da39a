-- Title: Views over the patient-report schema
-- What it answers: nothing by itself; run it after schema.sql. Running it again
--   replaces the views.
-- Parameters: none
-- Output columns: see each view
--
-- No view calls a function of the extension: they work in every SQLite. With
-- trusted_schema=OFF, SQLite 3.40 refuses its own JSON functions in a view, and
-- with them assessable_reports; the other views do without.

DROP VIEW IF EXISTS mechanism_summary;
DROP VIEW IF EXISTS urgency_by_day;
DROP VIEW IF EXISTS flagged_cases;
DROP VIEW IF EXISTS reviewer_pairs;
DROP VIEW IF EXISTS review_history;
DROP VIEW IF EXISTS reviews_by_reviewer;
DROP VIEW IF EXISTS current_reviews;
DROP VIEW IF EXISTS current_assessments;
DROP VIEW IF EXISTS assessable_reports;

-- Each report with its facts as the one JSON object that uti_assess() takes.
-- A report that is a BLOB is shown as NULL (unassessable_reports.sql lists it),
-- other_facts that are no JSON object are left out (data_quality.sql lists them).
CREATE VIEW assessable_reports AS
SELECT
  r.report_id,
  CASE WHEN typeof(r.report) <> 'blob' THEN r.report END AS report,
  json_patch(
    json_object(
      'sex', p.sex,
      'age', strftime('%Y', r.reported_at) - strftime('%Y', p.birth_date)
             - (strftime('%m-%d', r.reported_at) < strftime('%m-%d', p.birth_date)),
      'reported_at', r.reported_at,
      'temp_f', r.temp_f, 'temp_c', r.temp_c,
      'heart_rate', r.heart_rate, 'resp_rate', r.resp_rate,
      'systolic_bp', r.systolic_bp, 'spo2', r.spo2,
      'potassium', r.potassium, 'sodium', r.sodium,
      'magnesium', r.magnesium, 'calcium', r.calcium,
      'creatinine', r.creatinine, 'wbc', r.wbc,
      'nitrite', r.nitrite, 'leukocyte_esterase', r.leukocyte_esterase,
      'culture_positive', r.culture_positive, 'pregnant', r.pregnant, 'days', r.days),
    CASE WHEN json_valid(r.other_facts) AND json_type(r.other_facts) = 'object'
         THEN r.other_facts ELSE '{}' END) AS facts_json
FROM reports AS r
LEFT JOIN patients AS p USING (patient_id);

-- The last assessment of each report.
CREATE VIEW current_assessments AS
SELECT a.*
FROM assessments AS a
WHERE a.assessment_id =
  (SELECT max(assessment_id) FROM assessments AS b WHERE b.report_id = a.report_id);

-- The last review of each report.
CREATE VIEW current_reviews AS
SELECT v.*
FROM reviews AS v
WHERE v.review_id = (SELECT max(review_id) FROM reviews AS w WHERE w.report_id = v.report_id);

-- The last review of each report by each reviewer, and the level that it means: a
-- decision without a corrected level means the next one up or down.
CREATE VIEW reviews_by_reviewer AS
SELECT
  v.*,
  CASE
    WHEN v.decision = 'cannot tell' THEN NULL
    WHEN v.corrected_urgency IS NOT NULL THEN v.corrected_urgency
    WHEN v.decision = 'too low' THEN CASE v.seen_urgency WHEN 'none' THEN 'routine' WHEN 'routine' THEN 'soon'
      WHEN 'soon' THEN 'urgent' WHEN 'urgent' THEN 'emergency' WHEN 'emergency' THEN 'emergency' END
    WHEN v.decision = 'too high' THEN CASE v.seen_urgency WHEN 'emergency' THEN 'urgent' WHEN 'urgent' THEN 'soon'
      WHEN 'soon' THEN 'routine' WHEN 'routine' THEN 'none' WHEN 'none' THEN 'none' END
    ELSE v.seen_urgency
  END AS reviewer_urgency
FROM reviews AS v
WHERE v.review_id =
  (SELECT max(review_id) FROM reviews AS w WHERE w.report_id = v.report_id AND w.reviewer IS v.reviewer);

-- Each review beside the one of the same reviewer that it replaced.
CREATE VIEW review_history AS
SELECT
  review_id, report_id, reviewer, reviewed_at,
  lag(decision) OVER before AS old_decision, decision AS new_decision,
  lag(corrected_urgency) OVER before AS old_urgency, corrected_urgency AS new_urgency,
  lag(corrected_mechanism) OVER before AS old_mechanism, corrected_mechanism AS new_mechanism
FROM reviews
WINDOW before AS (PARTITION BY report_id, reviewer ORDER BY review_id);

-- What two reviewers said of the same report.
CREATE VIEW reviewer_pairs AS
SELECT
  a.report_id, a.reviewer AS first_reviewer, b.reviewer AS second_reviewer,
  a.reviewer_urgency AS first_urgency, b.reviewer_urgency AS second_urgency
FROM reviews_by_reviewer AS a
JOIN reviews_by_reviewer AS b ON b.report_id = a.report_id AND coalesce(b.reviewer, '') > coalesce(a.reviewer, '')
WHERE a.reviewer_urgency IS NOT NULL AND b.reviewer_urgency IS NOT NULL;

-- Who must be looked at, worst first: soon and above, or a possible clot, or
-- serious signs that this program does not judge ("none" is not "well").
CREATE VIEW flagged_cases AS
SELECT
  r.report_id, r.patient_id, r.site, r.reported_at,
  a.urgency, a.urgency_rank, a.cramp_mechanism, a.outside_scope, a.reasons,
  r.report, v.decision, v.corrected_urgency, v.reviewer, a.rules_id
FROM (
  SELECT *, warnings LIKE '%"serious signs outside the scope%' AS outside_scope
  FROM current_assessments
) AS a
JOIN reports AS r USING (report_id)
LEFT JOIN current_reviews AS v USING (report_id)
WHERE a.urgency_rank >= 2 OR a.cramp_mechanism = 'possible_clot' OR a.outside_scope
ORDER BY a.urgency_rank DESC, a.outside_scope DESC, r.reported_at, r.report_id;

-- A row a day on which there was a report; not_assessed counts reports without
-- an assessment, or with nothing in them to assess.
CREATE VIEW urgency_by_day AS
SELECT
  date(r.reported_at) AS day,
  count(*) AS reports,
  count(*) FILTER (WHERE a.urgency = 'emergency') AS emergency,
  count(*) FILTER (WHERE a.urgency = 'urgent') AS urgent,
  count(*) FILTER (WHERE a.urgency = 'soon') AS soon,
  count(*) FILTER (WHERE a.urgency = 'routine') AS routine,
  count(*) FILTER (WHERE a.urgency = 'none') AS none,
  count(*) FILTER (WHERE a.urgency IS NULL) AS not_assessed
FROM reports AS r
LEFT JOIN current_assessments AS a USING (report_id)
GROUP BY day
ORDER BY day;

-- A row a mechanism that was given: reports, their share, and how many of them
-- were urgent or worse.
CREATE VIEW mechanism_summary AS
SELECT
  cramp_mechanism,
  count(*) AS reports,
  round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent,
  count(*) FILTER (WHERE urgency_rank >= 3) AS urgent_or_worse
FROM current_assessments
WHERE cramp_mechanism IS NOT NULL
GROUP BY cramp_mechanism
ORDER BY reports DESC, cramp_mechanism;
