/* What every host must answer alike: a table-valued function and a window function
   over the shipped reports, a line of text a report. */
SELECT c.report_id || char(9) || coalesce(a.urgency, 'NULL') || char(9) || coalesce(a.cramp_mechanism, 'NULL')
  || char(9) || coalesce(uti_episode(c.note, c.reported_at) OVER (PARTITION BY c.patient_id), 'NULL')
  || char(9) || coalesce(a.reasons, 'NULL') || char(9) || a.rules_id AS answer
FROM clinic AS c, uti_assess(c.note, json_object('age', c.age, 'sex', c.sex, 'temp_f', c.temp_f, 'temp_c', c.temp_c,
  'potassium', c.potassium, 'heart_rate', c.heart_rate, 'systolic_bp', c.systolic_bp, 'resp_rate', c.resp_rate,
  'spo2', c.spo2, 'pregnant', c.pregnant)) AS a
ORDER BY c.report_id
