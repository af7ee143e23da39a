-- The shipped report table, imported as `clinic`, in the shipped schema.
INSERT OR REPLACE INTO patients (patient_id, sex)
SELECT patient_id, max(nullif(sex, '')) FROM clinic GROUP BY patient_id;
INSERT INTO reports (report_id, patient_id, site, reported_at, report, temp_f, temp_c, heart_rate, resp_rate, systolic_bp, spo2, potassium, pregnant, other_facts)
SELECT report_id, patient_id, site, reported_at, note, nullif(temp_f, ''), nullif(temp_c, ''), nullif(heart_rate, ''), nullif(resp_rate, ''),
  nullif(systolic_bp, ''), nullif(spo2, ''), nullif(potassium, ''), nullif(pregnant, ''), json_object('age', nullif(age, ''))
FROM clinic;
DROP TABLE clinic;
