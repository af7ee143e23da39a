-- Title: Scores from older rules
-- What it answers: which assessments were not made by the rules and version in
--   force, and what they would be now; assess_reports.sql renews them.
-- Parameters: none
-- Output columns: report_id, assessed_at, rules_id, engine_version, urgency,
--   urgency_now, changed (1: the level differs)

SELECT
  a.report_id, a.assessed_at, a.rules_id, a.engine_version, a.urgency,
  n.urgency AS urgency_now, a.urgency IS NOT n.urgency AS changed
FROM current_assessments AS a
JOIN assessable_reports AS r USING (report_id)
JOIN uti_assess(r.report, r.facts_json) AS n
WHERE a.rules_id <> uti_rules_id()
   OR a.engine_version <> substr(uti_version(), 1, instr(uti_version(), ' ') - 1)
ORDER BY changed DESC, a.report_id;
