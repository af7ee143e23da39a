-- a second run of schema and views changes nothing
SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name;

-- no table or index depends on the extension
SELECT count(*) FROM sqlite_schema WHERE type IN ('table', 'index') AND (sql LIKE '%uti_%(%' AND sql NOT LIKE '%REFERENCES%' OR sql LIKE '%cramp_mechanism(%');

-- so the rule set may be changed
SELECT uti_rule_set('core');
SELECT uti_rule_set('full');

-- a report that changes loses its score
UPDATE reports SET report = 'I have chills and a UTI.' WHERE report_id = 'R01';
SELECT count(*) FROM assessments WHERE report_id = 'R01';

-- so does a patient who turns out to be older
UPDATE patients SET birth_date = '1940-01-01' WHERE patient_id = 'P01';
SELECT count(*) FROM assessments WHERE report_id IN ('R01', 'R02');

-- a change of the site keeps it
UPDATE reports SET site = 'East' WHERE report_id = 'R03';
SELECT count(*) FROM assessments WHERE report_id = 'R03';

-- reviews are append-only
INSERT INTO reviews (report_id, reviewer, decision) VALUES ('R01', 'NN', 'agree');
UPDATE reviews SET decision = 'disagree';
DELETE FROM reviews;
SELECT count(*) FROM reviews;

-- a corrected level is a level
INSERT INTO reviews (report_id, decision, corrected_urgency) VALUES ('R01', 'changed', 'severe');
