-- Title: Data quality
-- What it answers: what is wrong with the table, how often, and with an example
--   to look up.
-- Parameters: none
-- Output columns: problem, reports, example (a report_id)

WITH problems (problem, report_id) AS (
  SELECT 'warning: ' || w.value, a.report_id
  FROM current_assessments AS a
  JOIN json_each(a.warnings) AS w
  UNION ALL
  SELECT 'no report text', report_id FROM reports WHERE report IS NULL OR trim(report) = ''
  UNION ALL
  SELECT 'report is binary, not text', report_id FROM reports WHERE typeof(report) = 'blob'
  UNION ALL
  SELECT 'no date, or one that is not ISO 8601', report_id FROM reports
  WHERE julianday(reported_at) IS NULL
  UNION ALL
  SELECT 'other_facts is no JSON object: left out', report_id FROM reports
  WHERE CASE WHEN json_valid(other_facts) THEN json_type(other_facts) <> 'object'
             ELSE other_facts IS NOT NULL END
  UNION ALL
  SELECT 'no patient', report_id FROM reports WHERE patient_id IS NULL
  UNION ALL
  SELECT 'sex of the patient not known', r.report_id
  FROM reports AS r JOIN patients AS p USING (patient_id) WHERE p.sex IS NULL
  UNION ALL
  SELECT 'birth date of the patient not known or not ISO 8601', r.report_id
  FROM reports AS r JOIN patients AS p USING (patient_id) WHERE julianday(p.birth_date) IS NULL
  UNION ALL
  SELECT 'same text twice for one patient on one day', max(report_id)
  FROM reports WHERE trim(report) <> ''
  GROUP BY patient_id, date(reported_at), report HAVING count(*) > 1
  UNION ALL
  SELECT 'neither temp_f nor temp_c', report_id FROM reports WHERE temp_f IS NULL AND temp_c IS NULL
)
SELECT problem, count(*) AS reports, min(report_id) AS example
FROM problems
GROUP BY problem
ORDER BY reports DESC, problem;
