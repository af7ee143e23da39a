/* uti_findings: one row a mention, and one for each finding that a fact gives. */
CREATE TABLE reports (id INTEGER PRIMARY KEY, report TEXT);
INSERT INTO reports (report) VALUES
  ('It burns when I pee. No fever.'),
  ('Été? No, chills – and flank pain 😖, again flank pain.'),
  ('Bonjour ' || CAST(x'ff' AS TEXT) || ' I have leg cramps and a UTI'),
  (CAST(x'f09f98' AS TEXT) || 'burning urine'),
  (CAST(x'c0aff8808080e28228' AS TEXT) || 'fever and chills' || CAST(x'80bf' AS TEXT) || ' dysuria');

-- start and length count characters as substr() does, bad UTF-8 included
SELECT id, concept, substr(r.report, start, length) = text AS exact
FROM reports AS r, uti_findings(r.report) WHERE start IS NOT NULL ORDER BY id, start, concept;

-- the statuses and the words that decided them
SELECT concept, status, text, cue FROM uti_findings('Dysuria. No fever.') ORDER BY start;

-- a mention twice is two rows
SELECT count(*) FROM uti_findings('Flank pain on Monday, flank pain today.') WHERE concept = 'flank_pain';

-- a finding from a fact has no place in the text
SELECT concept, status, start, length, text, cue, value, unit, source FROM uti_findings('It burns when I pee.', '{"potassium":3.1}') WHERE concept = 'low_potassium';

-- a measured value in the text has its number and unit
SELECT DISTINCT value, unit FROM uti_findings('UTI, temperature 103.1 F') WHERE value IS NOT NULL;

-- an implication is a row of its own
SELECT concept, status, source, start FROM uti_findings('I have had a high fever.') ORDER BY source = 'implied', concept;

-- the names of the columns, in order
SELECT group_concat(name, ' ') FROM pragma_table_xinfo('uti_findings') WHERE hidden = 0;
SELECT group_concat(name, ' ') FROM pragma_table_xinfo('uti_findings') WHERE hidden = 1;
SELECT group_concat(name, ' ') FROM pragma_table_xinfo('uti_assess');
SELECT group_concat(name, ' ') FROM pragma_table_xinfo('cramp_mechanisms');

-- report is a column of the table too: another table's is written with its name
SELECT count(*) FROM reports, uti_findings(report);
SELECT count(*) FROM reports, uti_findings(reports.report);

-- the arguments can be read back
SELECT DISTINCT report, facts_json FROM uti_findings('I have a UTI.', '{"age":30}');

-- the arguments as constraints
SELECT count(*) FROM uti_assess WHERE report = 'I have a UTI.';
SELECT report, urgency FROM uti_assess WHERE report IN ('I have a UTI.', 'I have a UTI and chills.') ORDER BY report;
SELECT report, urgency FROM uti_assess WHERE report = 'I have a UTI.' OR report = 'I have a UTI and chills.' ORDER BY report;
SELECT count(*) FROM uti_assess('I have a UTI.') WHERE report = 'something else';

-- a join in either order of the FROM clause
SELECT id, count(*) FROM reports, uti_findings(reports.report) GROUP BY id;
SELECT r.id, count(*) FROM uti_findings AS f, reports AS r WHERE f.report = r.report GROUP BY r.id;

-- a left join keeps the reports without a finding
SELECT column1, concept FROM (VALUES ('I have a UTI.'), ('hello')) LEFT JOIN uti_findings(column1);

-- row ids differ
SELECT count(*) = count(DISTINCT rowid) FROM uti_findings('Flank pain, chills, fever, nausea and a UTI.');

-- two cursors at once do not disturb each other
SELECT a.concept, b.concept FROM uti_findings('I have chills.') AS a, uti_findings('I have a fever.') AS b
WHERE a.concept = 'chills' AND b.concept = 'fever';

-- sorted, grouped and counted like any table
SELECT status, count(*) FROM uti_findings('I have a UTI. No fever, no chills.') GROUP BY status ORDER BY status;

-- an OR between columns of the table
SELECT concept FROM uti_findings('Dysuria. No fever. Chills last month.') WHERE status = 'absent' OR concept = 'dysuria' ORDER BY start;
