-- no reviews yet
.read sql/reviewer_agreement.sql

-- the last review of each counts; 'cannot tell' does not
INSERT INTO reviews (report_id, reviewer, decision, corrected_urgency, seen_urgency) VALUES
  ('R02', 'A', 'too high', 'none', 'urgent'), ('R02', 'A', 'agree', NULL, 'urgent'), ('R02', 'B', 'agree', NULL, 'urgent'),
  ('R04', 'A', 'agree', NULL, 'emergency'), ('R04', 'B', 'too high', NULL, 'emergency'),
  ('R05', 'A', 'agree', NULL, 'routine'), ('R05', 'B', 'cannot tell', NULL, 'routine'), ('R06', 'B', 'agree', NULL, 'none');
.read sql/reviewer_agreement.sql
