-- no reviews yet
.read sql/disagreements.sql

-- too low first, the furthest apart on top; the last word of each reviewer counts; agreement is not listed
INSERT INTO reviews (report_id, reviewer, reviewed_at, decision, corrected_urgency, corrected_mechanism, seen_urgency, seen_mechanism, seen_rules_id) VALUES
  ('R04', 'ana', '2024-03-12', 'agree', NULL, NULL, 'emergency', 'possible_clot', 'r'),
  ('R02', 'ana', '2024-03-12', 'too high', 'soon', NULL, 'urgent', NULL, 'r'),
  ('R05', 'ana', '2024-03-12', 'too low', 'soon', NULL, 'routine', NULL, 'r'),
  ('R05', 'ana', '2024-03-13', 'too low', 'emergency', NULL, 'routine', NULL, 'r'),
  ('R05', 'ben', '2024-03-13', 'agree', NULL, NULL, 'routine', NULL, 'r'),
  ('R07', 'ben', '2024-03-13', 'too low', 'routine', NULL, NULL, NULL, 'r'),
  ('R09', 'ben', '2024-03-14', 'wrong mechanism', NULL, 'electrolyte_imbalance', 'soon', 'systemic_inflammation', 'r'),
  ('R03', 'ben', '2024-03-14', 'agree', 'soon', 'electrolyte_imbalance', 'soon', 'electrolyte_imbalance', 'r'),
  ('R06', 'ben', '2024-03-14', 'cannot tell', NULL, NULL, 'none', NULL, 'r');
.once "|cut -d'|' -f1-11"
.read sql/disagreements.sql

-- a decision without a level is not lost
INSERT INTO reviews (report_id, reviewer, reviewed_at, decision, seen_urgency, seen_rules_id) VALUES
  ('R12', 'cleo', '2024-03-15', 'too low', 'soon', 'r'), ('R11', 'cleo', '2024-03-15', 'too high', 'urgent', 'r');
.parameter set :reviewer "'cleo'"
.once "|cut -d'|' -f1-11"
.read sql/disagreements.sql
.parameter clear

-- a row entered by hand is compared with the present score
INSERT INTO reviews (report_id, reviewer, reviewed_at, decision, corrected_urgency) VALUES ('R01', 'dan', '2024-03-16', 'too low', 'urgent');
.parameter set :from "'2024-03-16'"
.once "|cut -d'|' -f1-11"
.read sql/disagreements.sql
