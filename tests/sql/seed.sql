-- seed.sql: a small clinic, for the tests of the batch queries. The day of the
-- tests is 2024-03-11.
INSERT INTO patients (patient_id, sex, birth_date) VALUES
  ('P01', 'F', '1990-05-02'), ('P02', 'F', '1950-01-15'), ('P03', 'M', '1979-08-30'),
  ('P04', 'F', '2000-12-24'), ('P05', 'F', NULL), ('P06', NULL, '1985-02-29'),
  ('P07', 'female', '1996-06-06'), ('P08', 'F', '1988-03-11');

INSERT INTO reports (report_id, patient_id, site, reported_at, report, temp_f, temp_c, potassium, nitrite, pregnant, other_facts) VALUES
  ('R01', 'P01', 'North', '2024-03-01 08:15', 'It burns when I pee and I have to go all the time.', 98.6, NULL, NULL, NULL, NULL, NULL),
  ('R02', 'P01', 'North', '2024-03-04 09:00', 'Still burning when I pee, and now I have shaking chills.', NULL, 38.9, NULL, NULL, NULL, NULL),
  ('R03', 'P02', 'North', '2024-03-04 10:30', 'Bladder infection, leg cramps at night, hardly drinking anything.', NULL, NULL, 3.1, NULL, NULL, NULL),
  ('R04', 'P03', 'South', '2024-03-05 11:00', 'I have a UTI. My left calf cramps, it is swollen and red.', NULL, NULL, NULL, NULL, NULL, NULL),
  ('R05', 'P04', 'South', '2024-03-06 07:45', 'Burning urine. No fever, no chills, no flank pain, no vomiting.', 98.2, NULL, NULL, '1', NULL, NULL),
  ('R06', 'P05', 'South', '2024-03-08 16:20', 'Sore throat and a runny nose, otherwise fine.', NULL, NULL, NULL, NULL, NULL, NULL),
  ('R07', 'P06', 'South', '2024-03-08 17:00', '', NULL, NULL, NULL, NULL, NULL, NULL),
  ('R08', 'P06', NULL, '2024-03-09', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  ('R09', 'P07', 'North', '2024-03-10 06:10', 'I have a UTI, my legs cramp and my whole body aches with a fever.', 101.2, NULL, NULL, NULL, 'yes', NULL),
  ('R10', 'P08', 'North', '2024-03-11 05:50', 'Kidney infection. I cannot keep anything down, my flank hurts.', 'warm', NULL, NULL, NULL, NULL, NULL),
  ('R11', 'P08', 'North', '2024-03-11 05:50', 'Kidney infection. I cannot keep anything down, my flank hurts.', 1031, NULL, NULL, NULL, NULL, NULL),
  ('R12', 'P04', 'South', '2024-03-11 12:00', 'Burning urine again, no fever.', NULL, 36.9, NULL, NULL, NULL, '{"diabetes":true}'),
  ('R13', 'P05', 'South', '2024-03-11 13:30', '?!', NULL, NULL, NULL, NULL, NULL, NULL),
  ('R14', 'P05', 'South', '11 March 2024', 'Back from travel, 40 C with rigors, vomiting and unable to drink.', NULL, 40.0, NULL, NULL, NULL, NULL),
  ('R15', NULL, 'North', '2024-03-11 14:00', CAST('It burns when I pee.' AS BLOB), NULL, NULL, NULL, NULL, NULL, NULL),
  ('R16', 'P07', 'North', '2024-03-11 15:00', 'Ich habe seit gestern starke Schmerzen beim Wasserlassen und hohes Fieber.', NULL, NULL, NULL, NULL, NULL, NULL),
  ('R17', 'P02', 'North', '2024-03-11 16:00', 'My calf is swollen and hurts, no urinary problems.', NULL, NULL, NULL, NULL, NULL, NULL);
