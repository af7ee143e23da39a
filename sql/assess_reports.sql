-- Title: Assess what is new or outdated
-- What it answers: writes an assessment for every report that has none yet, or
--   only one from other rules or another version; run it after each import and
--   after each upgrade.
-- Parameters: none
-- Output columns: assessed (rows written)

INSERT OR REPLACE INTO assessments
  (report_id, rules_id, engine_version, urgency, urgency_rank, cramp_mechanism,
   reasons, rules, findings, warnings)
SELECT
  r.report_id, a.rules_id, substr(uti_version(), 1, instr(uti_version(), ' ') - 1),
  a.urgency, a.urgency_rank, a.cramp_mechanism, a.reasons, a.rules, a.findings, a.warnings
FROM assessable_reports AS r
JOIN uti_assess(r.report, r.facts_json) AS a
WHERE NOT EXISTS (
  SELECT 1
  FROM current_assessments AS c
  WHERE c.report_id = r.report_id
    AND c.rules_id = uti_rules_id()
    AND c.engine_version = substr(uti_version(), 1, instr(uti_version(), ' ') - 1));

SELECT changes() AS assessed;
