/* Calls on one report share an assessment, and nothing stale is returned. */
CREATE TABLE reports (id INTEGER PRIMARY KEY, report TEXT, temp_f REAL);
INSERT INTO reports (report, temp_f) VALUES
  ('I have a UTI.', NULL), ('I have a UTI.', 103.1), ('I have a UTX.', 103.1), ('I have a UTI.', 98.6),
  ('', 103.1), (NULL, 103.1), ('I have a UTI', 103.1), ('I have a UTI.', '103.1'), ('I have a UTI.', '103.1 '), ('I have a UTI.', NULL);

-- reports and facts that differ a little
SELECT id, uti_urgency(report), uti_urgency(report, 'temp_f', temp_f), uti_urgency(report, json_object('temp_f', temp_f)), uti_has(report, 'fever', 'temp_f', temp_f) FROM reports ORDER BY id;

-- forwards and backwards the same
SELECT count(*) FROM
  (SELECT id, uti_urgency(report, 'temp_f', temp_f) AS u FROM reports ORDER BY id) AS a JOIN
  (SELECT id, uti_urgency(report, 'temp_f', temp_f) AS u FROM reports ORDER BY id DESC) AS b USING (id)
WHERE a.u IS NOT b.u;

-- several functions in a row, text ones between
SELECT uti_urgency(r), uti_context(r, 'chills'), uti_reasons(r) <> '', uti_highlight(r, '[', ']'), uti_urgency(r) FROM (SELECT 'I have a UTI and chills.' AS r);

-- calls inside calls
SELECT uti_urgency(uti_highlight('I have a UTI and chills.', ' (', ') ')), uti_urgency(uti_reasons('I have a UTI and chills.'));

-- a table inside a call inside a table
SELECT uti_urgency((SELECT text FROM uti_findings('I have a UTI and chills.') WHERE concept = 'chills')), urgency FROM uti_assess((SELECT report FROM reports WHERE id = 1));

-- in aggregates and windows
SELECT max(uti_urgency_rank(uti_urgency(report, 'temp_f', temp_f))), group_concat(uti_urgency(report), ' ') FROM reports WHERE report <> '';
SELECT id, max(uti_urgency_rank(uti_urgency(report, 'temp_f', temp_f))) OVER (ORDER BY id) FROM reports WHERE id <= 3;

-- the same fact names in another order, and one given as NULL
SELECT uti_urgency('I have a UTI.', 'temp_f', 103.1, 'age', 30), uti_urgency('I have a UTI.', 'age', 30, 'temp_f', 103.1), uti_urgency('I have a UTI.', 'age', 103.1, 'temp_f', 30), uti_urgency('I have a UTI.', 'age', 30, 'temp_f', NULL);

-- texts that would run together
SELECT uti_urgency('I have a UTI.', 'sex', 'M', 'avpu', ''), uti_urgency('I have a UTI.', 'sex', '', 'avpu', 'A');

-- another rule set at once applies
SELECT uti_urgency('I have a UTI and am pregnant.');
SELECT uti_rule_set('article');
SELECT uti_urgency('I have a UTI and am pregnant.');
SELECT uti_rule_set('full');
SELECT uti_urgency('I have a UTI and am pregnant.');
