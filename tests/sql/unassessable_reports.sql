-- what could not be assessed, and why
.read sql/unassessable_reports.sql

-- a report that came after the last assessment
INSERT INTO reports (report_id, report) VALUES ('R99', 'I have a UTI.');
.read sql/unassessable_reports.sql
