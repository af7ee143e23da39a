-- cramps with fluid or salt loss and no potassium known
INSERT INTO reports (report_id, patient_id, reported_at, report) VALUES ('R20', 'P01', '2024-03-11', 'I have a UTI, leg cramps and I am drinking less.'), ('R21', 'P01', '2024-03-11', 'I have a UTI, leg cramps and I am drinking less. Potassium was 4.1.');
.read sql/assess_reports.sql
.read sql/cramps_without_potassium.sql
