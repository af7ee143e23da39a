-- how long flagged cases have waited
.parameter set :now "'2024-03-11 20:00'"
.once "|cut -d'|' -f1-7"
.read sql/waiting_for_review.sql

-- a reviewed case is no longer there
INSERT INTO reviews (report_id, decision) SELECT report_id, 'agree' FROM flagged_cases WHERE report_id <> 'R04';
.once "|cut -d'|' -f1-7"
.read sql/waiting_for_review.sql
