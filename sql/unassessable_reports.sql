-- Title: Reports that could not be assessed
-- What it answers: which rows need another look at the source: nothing in them,
--   not text, hardly English, cut at a NUL, or not assessed yet.
-- Parameters: none
-- Output columns: report_id, patient_id, site, reported_at, problem
-- The report itself is not shown.

SELECT
  r.report_id, r.patient_id, r.site, r.reported_at,
  CASE
    WHEN r.report IS NULL THEN 'no report'
    WHEN typeof(r.report) = 'blob' THEN 'binary, not text'
    WHEN trim(r.report, ' ' || char(9, 10, 13)) = '' THEN 'blank report'
    WHEN a.report_id IS NULL THEN 'not assessed yet: run assess_reports.sql'
    WHEN a.urgency IS NULL THEN 'no letter and no digit in it'
    ELSE (SELECT group_concat(value, '; ') FROM json_each(a.warnings)
          WHERE value LIKE '%language not covered%' OR value LIKE '%NUL%')
  END AS problem
FROM reports AS r
LEFT JOIN current_assessments AS a USING (report_id)
WHERE problem IS NOT NULL
ORDER BY problem, r.report_id;
