-- Title: Cramps that want a blood test
-- What it answers: where fluid or salt loss may explain the cramps and no
--   potassium is known, in the columns or in the text.
-- Parameters:
--   :from  first day, ISO 8601; default the first in the table
-- Output columns: report_id, patient_id, reported_at, urgency, evidence

SELECT d.report_id, d.patient_id, d.reported_at, a.urgency, m.evidence
FROM current_assessments AS a
JOIN reports AS d USING (report_id)
JOIN assessable_reports AS r USING (report_id)
JOIN cramp_mechanisms(r.report, r.facts_json) AS m ON m.mechanism = 'electrolyte_imbalance'
WHERE a.cramp_mechanism IS NOT NULL
  AND m.score > 0
  AND uti_has(r.report, 'low_potassium', r.facts_json) IS NULL
  AND (:from IS NULL OR date(d.reported_at) >= :from)
ORDER BY a.urgency_rank DESC, d.report_id;
