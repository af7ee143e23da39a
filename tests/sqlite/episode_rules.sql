/* Episodes and the rules that they are read by. */
CREATE TABLE reports (i INTEGER PRIMARY KEY, report TEXT, at TEXT);
INSERT INTO reports VALUES (1, 'I have a UTI and fever.', '2026-11-01'), (2, 'Still feverish.', '2026-11-03');

-- rules that change between the reports of an episode are an error; none of them is taken for another
SELECT uti_episode(iif(i = 2 AND uti_load_rules('fixtures/packs/es') <> '', report, report), at) FROM reports;
SELECT uti_load_rules(NULL) <> '';
SELECT uti_episode_explain(iif(i = 2 AND uti_load_rules('fixtures/packs/es') <> '', report, report), at) FROM reports;
SELECT uti_load_rules(NULL) <> '';

-- a window reads its rows first, and then its reports, by the rules then in force
SELECT uti_episode(iif(i = 2 AND uti_load_rules('fixtures/packs/es') <> '', report, report), at) OVER (ORDER BY i) FROM reports;
SELECT uti_load_rules(NULL) <> '';

-- the same rules once more change nothing
SELECT uti_episode(iif(i = 2 AND uti_load_rules(NULL) <> '', report, report), at) FROM reports;

-- before the first report is in time, and so is a statement of its own
SELECT uti_episode(iif(i = 1 AND uti_load_rules('fixtures/packs/es') <> '', report, report), at) FROM reports;
SELECT uti_episode(report, at) FROM reports;
SELECT uti_load_rules(NULL) <> '';

-- each report names the rules that gave its level
SELECT value ->> 'report', value ->> 'urgency', value -> 'rules' FROM json_each((SELECT uti_episode_explain(report, at) FROM reports), '$.reports');

-- nothing to assess: a warning is shown all the same, as uti_explain() does
SELECT uti_episode(NULL, '2026-11-01', '{"temp_f":1031}'), uti_explain(NULL, '{"temp_f":1031}') IS NULL;
SELECT json_extract(uti_episode_explain(NULL, '2026-11-01', '{"temp_f":1031}'), '$.urgency', '$.reports[0].warnings', '$.warnings');
SELECT uti_episode_explain(NULL, '2026-11-01'), uti_episode_explain(' ', '2026-11-01', '{"age":80}');

-- a warning that has left the window is not shown
SELECT i, json_extract(e, '$.reports[0].warnings') FROM (SELECT i, uti_episode_explain(NULL, i, iif(i = 1, '{"temp_f":1031}', NULL)) OVER (ORDER BY i ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS e FROM reports);
