-- only what is above every single report
.read sql/episodes.sql

-- all patients with several reports
.parameter set :all 1
.read sql/episodes.sql

-- two reports a day and a half apart, a fever in both, a urinary infection in the first
INSERT INTO patients(patient_id) VALUES ('PE1');
INSERT INTO reports(report_id, patient_id, reported_at, report) VALUES
  ('RE1', 'PE1', '2024-03-01 08:00', 'I have a UTI and a fever.'),
  ('RE2', 'PE1', '2024-03-02 20:00', 'The fever is still there.');
.parameter set :all 0
.read sql/episodes.sql
