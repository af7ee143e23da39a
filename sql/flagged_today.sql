-- Title: Flagged today
-- What it answers: who must be looked at of those who reported on one day,
--   worst first, with the reasons. A report whose date cannot be read belongs to
--   no day: it is shown every day until it has been reviewed.
-- Parameters:
--   :day        the day, ISO 8601; default today (local time)
--   :min_level  the lowest level shown: 'emergency', 'urgent', 'soon', 'routine';
--               default 'soon'. Possible clots and serious signs outside the
--               scope are shown at any level.
-- Output columns: report_id, patient_id, site, reported_at, urgency,
--   cramp_mechanism, outside_scope (1: serious signs that are not judged here),
--   reasons, report, decision

WITH parameter AS (
  SELECT
    coalesce(:day, date('now', 'localtime')) AS day,
    uti_urgency_rank(coalesce(:min_level, 'soon')) AS min_rank
)
SELECT
  r.report_id, r.patient_id, r.site, r.reported_at, a.urgency, a.cramp_mechanism,
  a.warnings LIKE '%"serious signs outside the scope%' AS outside_scope,
  a.reasons, r.report, v.decision
FROM parameter
JOIN reports AS r
JOIN current_assessments AS a USING (report_id)
LEFT JOIN current_reviews AS v USING (report_id)
WHERE (a.urgency_rank >= parameter.min_rank OR a.cramp_mechanism = 'possible_clot' OR outside_scope)
  AND (date(r.reported_at) = date(parameter.day)
       OR date(r.reported_at) IS NULL AND v.decision IS NULL)
ORDER BY a.urgency_rank DESC, outside_scope DESC, r.reported_at, r.report_id;
