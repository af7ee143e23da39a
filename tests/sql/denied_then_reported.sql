-- nobody yet: the seeded patients deny again, or never had it
.read sql/denied_then_reported.sql

-- denied on the 6th, there on the 9th; a value counts as well as words
INSERT INTO reports (report_id, patient_id, site, reported_at, report, temp_c) VALUES
  ('R20', 'P04', 'South', '2024-03-09 07:45', 'Still burning, and now I have shaking chills and my flank hurts.', 39.1),
  ('R21', 'P05', 'South', '2024-03-12', 'No calf swelling.', NULL),
  ('R22', 'P05', 'South', '2024-03-14', 'My calf is swollen and hurts.', NULL);
.read sql/assess_reports.sql
.read sql/denied_then_reported.sql

-- of two denials the last before it, of two later reports the first
INSERT INTO reports (report_id, patient_id, reported_at, report) VALUES
  ('R30', 'P01', '2024-04-01', 'UTI, no confusion.'), ('R31', 'P01', '2024-04-03', 'UTI, no confusion.'),
  ('R32', 'P01', '2024-04-05', 'UTI and confusion.'), ('R33', 'P01', '2024-04-07', 'UTI and confusion.');
.read sql/assess_reports.sql
.parameter set :from "'2024-04-01'"
.read sql/denied_then_reported.sql

-- outside the span
.parameter set :days 1
.read sql/denied_then_reported.sql
