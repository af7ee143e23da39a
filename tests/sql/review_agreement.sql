-- no reviews yet
.read sql/review_agreement.sql

-- reviews that agree and differ; the last of a report counts
INSERT INTO reviews (report_id, decision, corrected_urgency, seen_urgency) VALUES
  ('R04', 'agree', NULL, 'emergency'), ('R02', 'agree', 'urgent', 'urgent'), ('R03', 'changed', 'soon', 'urgent'),
  ('R05', 'changed', 'soon', 'routine'), ('R05', 'changed', 'urgent', 'routine'), ('R06', 'agree', NULL, 'none'),
  ('R07', 'changed', 'soon', NULL);
.read sql/review_agreement.sql
