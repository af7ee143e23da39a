-- Title: Rules that fired
-- What it answers: which rules carry the decisions, how often, and where each
--   comes from; rules that never fired are listed too.
-- Parameters: none
-- Output columns: rule, gives, label, citation, reports, percent (of the
--   assessed reports)

SELECT
  k.id AS rule, k.gives, k.label, k.citation,
  count(a.report_id) AS reports,
  round(100.0 * count(a.report_id) / (SELECT count(urgency) FROM current_assessments), 1) AS percent
FROM uti_rules AS k
LEFT JOIN (
  SELECT c.report_id, f.value ->> 'id' AS rule
  FROM current_assessments AS c
  JOIN json_each(c.rules) AS f
) AS a ON a.rule = k.id
WHERE k.gives IN ('emergency', 'urgent', 'soon', 'routine', 'warning', 'note', 'outside')
GROUP BY k.id
ORDER BY reports DESC, k.id;
