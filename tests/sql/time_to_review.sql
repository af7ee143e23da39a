-- nothing reviewed: everything waits, and no hours are told
.read sql/time_to_review.sql

-- hours to the first review; what still waits is counted apart
INSERT INTO reviews (report_id, reviewer, decision, reviewed_at) VALUES
  ('R02', 'ana', 'agree', '2024-03-04 11:00'), ('R02', 'ben', 'agree', '2024-03-09 11:00'),
  ('R03', 'ana', 'agree', '2024-03-04 14:30'), ('R09', 'ana', 'agree', '2024-03-10 12:10'),
  ('R10', 'ana', 'agree', '2024-03-11 15:50'), ('R04', 'ana', 'agree', '2024-03-05 11:30'),
  ('R14', 'ana', 'agree', '2024-03-12 10:00'), ('R12', 'ana', 'agree', '2024-03-10 10:00');
.read sql/time_to_review.sql

-- by level, worst first, of reports from the tenth on
.parameter set :by "'level'"
.parameter set :from "'2024-03-10'"
.read sql/time_to_review.sql
