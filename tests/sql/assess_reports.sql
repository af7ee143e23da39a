-- what is assessed already is left alone
.read sql/assess_reports.sql

-- every report has a score that names rules and version
SELECT count(*), sum(rules_id = uti_rules_id()), sum(uti_version() LIKE engine_version || ' %') FROM current_assessments;

-- the scores are those of the functions
SELECT count(*) FROM current_assessments JOIN assessable_reports AS r USING (report_id) WHERE urgency IS NOT uti_urgency(r.report, r.facts_json) OR cramp_mechanism IS NOT cramp_mechanism(r.report, r.facts_json) OR reasons IS NOT uti_reasons(r.report, r.facts_json);

-- levels
SELECT report_id, urgency, cramp_mechanism FROM current_assessments ORDER BY report_id;

-- a new report, and one that changed
INSERT INTO reports (report_id, report) VALUES ('R99', 'I have a UTI and chills.');
UPDATE reports SET report = 'I have a UTI.' WHERE report_id = 'R02';
.read sql/assess_reports.sql
SELECT report_id, urgency FROM current_assessments WHERE report_id IN ('R02', 'R99') ORDER BY report_id;

-- other rules: all are assessed again, and the old scores are kept
SELECT uti_rule_set('article');
.read sql/assess_reports.sql
SELECT count(*), count(DISTINCT report_id), count(DISTINCT rules_id) FROM assessments;

-- back to all rules: the current scores are theirs again
SELECT uti_rule_set('full');
.read sql/assess_reports.sql
SELECT count(*), sum(rules_id = uti_rules_id()) FROM current_assessments;
