-- what is wrong with the table
.read sql/data_quality.sql

-- other facts that are no JSON object stop nothing
UPDATE reports SET other_facts = '[1]' WHERE report_id = 'R01';
UPDATE reports SET other_facts = '{"diabetes":1' WHERE report_id = 'R02';
.read sql/assess_reports.sql
.read sql/data_quality.sql
