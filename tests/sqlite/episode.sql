/* uti_episode and uti_episode_explain: several reports of one patient. */
CREATE TABLE reports (patient_id INTEGER, reported_at, report TEXT, facts TEXT);

-- the highest level of the reports
SELECT uti_episode(column1, column2) FROM (VALUES ('I have a UTI.', '2026-11-01'), ('I have a UTI and chills.', '2026-11-01'), ('I feel well.', '2026-11-01'));

-- nothing to assess is NULL: no row, no text, age alone; a fact is something
SELECT uti_episode(column1, column2) FROM (VALUES (1, 2)) WHERE 0;
SELECT uti_episode(column1, column2, column3), uti_episode_explain(column1, column2, column3) FROM (VALUES (NULL, '2026-11-01', NULL), (' ', '2026-11-02', '{"age":80}'));
SELECT uti_episode(column1, column2, column3) FROM (VALUES (NULL, '2026-11-01', NULL), (NULL, '2026-11-02', '{"uti_confirmed":1}'));

-- E1: fever in two reports 24 hours or more apart, with a UTI in any of them
SELECT uti_episode(column1, column2) FROM (VALUES ('UTI and fever.', '2026-11-01 08:00'), ('Still feverish.', '2026-11-02 08:00'));
SELECT uti_episode(column1, column2) FROM (VALUES ('Feverish.', '2026-11-01 08:00'), ('Still feverish.', '2026-11-02 08:00'), ('I have a UTI.', '2026-11-01 12:00'));
SELECT uti_episode(column1, column2, column3) FROM (VALUES ('I have a UTI.', '2026-11-01 08:00', '{"temp_c":38.0}'), ('Tired.', '2026-11-02 08:00', '{"temp_f":100.4}'));

-- E1 nearly: a minute less than 24 hours; fever in one report; no UTI; fever denied
SELECT uti_episode(column1, column2) FROM (VALUES ('UTI and fever.', '2026-11-01 08:00'), ('Still feverish.', '2026-11-02 07:59'));
SELECT uti_episode(column1, column2) FROM (VALUES ('UTI and fever.', '2026-11-01 08:00'), ('I have a UTI.', '2026-11-03 08:00'));
SELECT uti_episode(column1, column2) FROM (VALUES ('I have a cold and fever.', '2026-11-01 08:00'), ('Still feverish.', '2026-11-03 08:00'));
SELECT uti_episode(column1, column2) FROM (VALUES ('UTI and fever.', '2026-11-01 08:00'), ('I have a UTI. No fever.', '2026-11-03 08:00'));

-- E2: a level that rose, or a new red flag, with a UTI in any report
SELECT uti_episode(column1, column2) FROM (VALUES ('I feel odd.', '2026-11-01'), ('It burns when I pee.', '2026-11-02'));
SELECT uti_episode(column1, column2) FROM (VALUES ('It burns when I pee.', '2026-11-01'), ('I have shaking chills.', '2026-11-02'));

-- E2: reports of one time may have come in either order
SELECT uti_episode(column1, column2) FROM (VALUES ('It burns when I pee.', '2026-11-01'), ('I have shaking chills.', '2026-11-01'));
SELECT uti_episode(column1, column2) FROM (VALUES ('I have shaking chills.', '2026-11-01'), ('It burns when I pee.', '2026-11-01'));
SELECT uti_episode(column1, column2) FROM (VALUES ('It burns when I pee.', '2026-11-01'), ('It burns when I pee.', '2026-11-01'));

-- E2 nearly: the level fell; the flag was there from the start; no UTI
SELECT uti_episode(column1, column2) FROM (VALUES ('It burns when I pee.', '2026-11-01'), ('I feel well.', '2026-11-02'));
SELECT uti_episode(column1, column2) FROM (VALUES ('I feel odd.', '2026-11-01'), ('I have shaking chills.', '2026-11-02'));
SELECT json_array_length(uti_episode_explain(column1, column2), '$.rules') FROM (VALUES ('I have a UTI and shaking chills.', '2026-11-01'), ('I have a UTI and shaking chills.', '2026-11-02'));

-- E3: symptoms 48 hours or more after the first report of antibiotics, or not better on them
SELECT uti_episode(column1, column2) FROM (VALUES ('I have a UTI and started nitrofurantoin.', '2026-11-01 08:00'), ('It burns when I pee.', '2026-11-03 08:00'));
SELECT uti_episode(column1, column2, column3) FROM (VALUES ('I have a UTI.', '2026-11-01', NULL), ('No change.', '2026-11-01', '{"not_better_on_antibiotics":1}'));

-- E3 nearly: less than 48 hours; well again; symptoms before the antibiotic
SELECT uti_episode(column1, column2) FROM (VALUES ('It burns when I pee and I started nitrofurantoin.', '2026-11-01 08:00'), ('It burns when I pee.', '2026-11-03 07:00'));
SELECT uti_episode(column1, column2) FROM (VALUES ('It burns when I pee and I started nitrofurantoin.', '2026-11-01 08:00'), ('No burning when I pee, I feel well.', '2026-11-03 08:00'));
SELECT uti_episode(column1, column2) FROM (VALUES ('It burns when I pee.', '2026-11-01 08:00'), ('I started nitrofurantoin.', '2026-11-04 08:00'));

-- the rules over time belong to the full set
SELECT uti_rule_set('core');
SELECT uti_episode(column1, column2) FROM (VALUES ('UTI and fever.', '2026-11-01'), ('Still feverish.', '2026-11-05'));
SELECT uti_rule_set('full');

-- neither the order of the rows nor a row that comes twice matters
SELECT count(DISTINCT level) FROM (
  SELECT uti_episode(r, t) AS level FROM (SELECT column1 AS r, column2 AS t FROM (VALUES ('UTI.', 2460000.5), ('Chills.', 2460001.5), ('Fever.', 2460002.5)) ORDER BY 2)
  UNION ALL SELECT uti_episode(r, t) FROM (SELECT column1 AS r, column2 AS t FROM (VALUES ('UTI.', 2460000.5), ('Chills.', 2460001.5), ('Fever.', 2460002.5)) ORDER BY 2 DESC)
  UNION ALL SELECT uti_episode(r, t) FROM (SELECT column1 AS r, column2 AS t FROM (VALUES ('Fever.', 2460002.5), ('UTI.', 2460000.5), ('UTI.', 2460000.5), ('Fever.', 2460002.5), ('Chills.', 2460001.5))));

-- every form of a time that SQLite reads, and the time that it reads
SELECT column1, ours, abs(julianday(ours) - julianday(column1, 'auto')) < 1.0 / 86400 AS same FROM (SELECT column1, json_extract(uti_episode_explain('UTI', column1), '$.reports[0].reported_at') AS ours FROM (VALUES
  ('2026-11-23'), ('2026-11-23 08:30'), ('2026-11-23T08:30'), ('2026-11-23 08:30:15'), ('2026-11-23T08:30:15.250'), ('2026-11-23T08:30Z'), ('2026-11-23 08:30:15+02:00'), ('2026-11-23T08:30:15-05:30'),
  ('2026-11-23 24:00'), ('2024-02-29'), ('2026-02-30'), ('0000-01-01'), ('9999-12-31 23:59:59'), ('-4713-11-24 12:00'), (2461367.5), (2461367), ('2461367.854'), (1795422600), ('1795422600'), (1795422600.5), (0), (5373484)) GROUP BY column1);

-- the same for many days
SELECT count(*), sum(ours <> t) FROM (
  WITH RECURSIVE n(x) AS (SELECT 1721060.0 UNION ALL SELECT x + 1719.3451 FROM n WHERE x < 5373484 - 1720),
  days AS (SELECT datetime(x) AS t FROM n)
  SELECT t, json_extract(uti_episode_explain('UTI', t), '$.reports[0].reported_at') AS ours FROM days GROUP BY t);

-- no time: NULL and blank text; the level counts, the rules over time do not see it
SELECT uti_episode(column1, column2), json_extract(uti_episode_explain(column1, column2), '$.warnings') FROM (VALUES ('UTI and fever.', '2026-11-01'), ('Fever.', NULL), ('Fever.', ' '));
SELECT uti_episode(column1, column2) FROM (VALUES ('I feel odd.', '2026-11-01'), ('I have a UTI and chills.', NULL));

-- a red flag that no rule over time could weigh is a warning
SELECT uti_episode(column1, column2), json_extract(uti_episode_explain(column1, column2), '$.warnings') FROM (VALUES ('I have a UTI.', '2026-11-01'), ('Shaking chills and confused.', NULL));
SELECT uti_episode(column1, column2), json_extract(uti_episode_explain(column1, column2), '$.warnings') FROM (VALUES ('Shaking chills.', NULL), ('Shaking chills, I think it is a cold.', '2026-11-01'));

-- a time of any other form is an error that says what it looks like, and nothing of what it says
SELECT uti_episode('UTI', '23/11/2026');
SELECT uti_episode('UTI', 'last Tuesday');
SELECT uti_episode('UTI', '2026-13-01');
SELECT uti_episode('UTI', '2026-11-23 25:00');
SELECT uti_episode('UTI', '2026-11-23 08:30 +2');
SELECT uti_episode('UTI', 'now');
SELECT uti_episode('UTI', '08:30');
SELECT uti_episode('UTI', 20261123);
SELECT uti_episode('UTI', '20261123');
SELECT uti_episode('UTI', 202611230830);
SELECT uti_episode('UTI', 1795422600000);
SELECT uti_episode('UTI', -1);
SELECT uti_episode('UTI', 9e999);
SELECT uti_episode('UTI', x'00');
SELECT uti_episode_explain('UTI', 'It burns when I pee since yesterday');

-- other arguments as everywhere
SELECT uti_episode(x'00', NULL);
SELECT uti_episode('UTI', NULL, '{"tempf":1}');
SELECT uti_episode('UTI', NULL, '[]');
SELECT uti_episode('UTI', NULL, 'temp_f');
SELECT uti_episode('UTI');

-- an error in a later row frees what was gathered
SELECT patient, uti_episode_explain(r, t) ->> 'urgency' FROM (SELECT 1 AS patient, 'UTI' AS r, 1 AS t UNION ALL SELECT 2, 'UTI', 1 UNION ALL SELECT 2, 'UTI', 'x') GROUP BY patient;

-- the explanation: reports by time, the rules over time with the reports that they rest on
SELECT json_remove(uti_episode_explain(column1, column2, column3), '$.rules_id') FROM (VALUES
  ('Still feverish.', '2026-11-03 09:00', NULL), ('It burns when I pee.', '2026-11-01 09:00', '{"temp_f":101}'), ('Chills.', '2026-11-02 09:00', '{"temp_f":1031}'));

-- evidence of each kind of rule
SELECT value ->> 'id', value ->> 'context_report', value -> 'evidence' FROM json_each(
  (SELECT uti_episode_explain(column1, column2) FROM (VALUES ('I have a UTI and started nitrofurantoin.', '2026-11-01'), ('Feverish, not better on the antibiotic.', '2026-11-02'), ('Fever and shaking chills.', '2026-11-04'))), '$.rules');

-- what was not known and would raise the level
SELECT value ->> 'rule', value ->> 'level', value ->> 'sentence' FROM json_each((SELECT uti_episode_explain(column1, column2) FROM (VALUES ('It burns when I pee.', '2026-11-01'), ('It burns when I pee.', '2026-11-04'))), '$.not_known');
SELECT json_extract(uti_episode_explain(column1, column2), '$.not_known') FROM (VALUES ('It burns when I pee. No fever, no antibiotics.', '2026-11-01'), ('It burns when I pee. No fever, no antibiotics.', '2026-11-04'));

-- a group a patient
INSERT INTO reports VALUES (1, '2026-11-01', 'UTI and fever.', NULL), (2, '2026-11-01', 'I have a UTI.', NULL), (1, '2026-11-02', 'Fever.', NULL), (3, '2026-11-02', NULL, NULL), (2, '2026-11-02', 'I have a UTI.', '{"temp_f":98.6}');
SELECT patient_id, uti_episode(report, reported_at, facts) FROM reports GROUP BY patient_id;

-- a window: the level as it was known at each report
SELECT patient_id, reported_at, uti_episode(report, reported_at, facts) OVER (PARTITION BY patient_id ORDER BY reported_at) FROM reports ORDER BY 1, 2;

-- over many random reports each window gives what the plain aggregate gives
CREATE TABLE many AS WITH RECURSIVE
  n(i, s) AS (SELECT 1, 20261123 UNION ALL SELECT i + 1, (s * 1103515245 + 12345) % 2147483648 FROM n WHERE i < 400),
  words(w, report) AS (VALUES (0, 'I have a UTI.'), (1, 'Fever.'), (2, 'It burns when I pee, no fever.'), (3, 'I started nitrofurantoin.'), (4, 'I feel well.'), (5, NULL), (6, 'Shaking chills.'), (7, 'I have a cold.'))
SELECT i, (s / 65536) % 5 AS patient, CASE WHEN (s / 7) % 11 = 0 THEN NULL ELSE 2460000.5 + ((s / 4096) % 97) / 8.0 END AS t, report FROM n JOIN words ON w = (s / 128) % 8;
SELECT count(*), sum(a IS NOT (SELECT uti_episode(report, t) FROM many AS m WHERE m.patient = w.patient AND m.i BETWEEN w.i - 60 AND w.i)) FROM
  (SELECT i, patient, uti_episode(report, t) OVER (PARTITION BY patient ORDER BY i RANGE BETWEEN 60 PRECEDING AND CURRENT ROW) AS a FROM many) AS w;
SELECT sum(a IS NOT (SELECT uti_episode(report, t) FROM many AS m WHERE m.patient = w.patient AND m.i BETWEEN w.i - 11 AND w.i + 23)) FROM
  (SELECT i, patient, uti_episode(report, t) OVER (PARTITION BY patient ORDER BY i RANGE BETWEEN 11 PRECEDING AND 23 FOLLOWING) AS a FROM many) AS w;
SELECT sum(a IS NOT (SELECT uti_episode(report, t) FROM many AS m WHERE m.patient = w.patient AND m.i BETWEEN w.i + 5 AND w.i + 40)) FROM
  (SELECT i, patient, uti_episode(report, t) OVER (PARTITION BY patient ORDER BY i RANGE BETWEEN 5 FOLLOWING AND 40 FOLLOWING) AS a FROM many) AS w;
SELECT sum(a IS NOT (SELECT uti_episode(report, t) FROM many AS m WHERE m.patient = w.patient AND m.t BETWEEN w.t - 3.25 AND w.t)) FROM
  (SELECT t, patient, uti_episode(report, t) OVER (PARTITION BY patient ORDER BY t RANGE BETWEEN 3.25 PRECEDING AND CURRENT ROW) AS a FROM many WHERE t IS NOT NULL) AS w;
SELECT sum(a IS NOT (SELECT uti_episode(report, t) FROM many AS m WHERE m.patient = w.patient AND m.i <= w.i)) FROM
  (SELECT i, patient, uti_episode(report, t) OVER (PARTITION BY patient ORDER BY i DESC ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS a FROM many) AS w;
SELECT sum(a IS NOT (SELECT uti_episode(report, t) FROM many AS m WHERE m.patient = w.patient AND m.i BETWEEN w.i - 30 AND w.i + 30 AND m.i <> w.i)) FROM
  (SELECT i, patient, uti_episode(report, t) OVER (PARTITION BY patient ORDER BY i RANGE BETWEEN 30 PRECEDING AND 30 FOLLOWING EXCLUDE CURRENT ROW) AS a FROM many) AS w;

-- and each of 134 random episodes what the rules say in plain SQL
SELECT count(*), count(DISTINCT ours), sum(ours IS NOT theirs) FROM (
  SELECT g, uti_episode(report, t) AS ours, (
    WITH x AS MATERIALIZED (SELECT t, uti_urgency_rank(uti_urgency(report)) AS l, uti_has(report, 'fever') IS 1 AS fever, uti_has(report, 'chills') IS 1 AS chills,
      uti_has(report, 'antibiotic') IS 1 AS started, uti_has(report, 'dysuria') IS 1 OR uti_has(report, 'fever') IS 1 OR uti_has(report, 'chills') IS 1 AS ill
      FROM many AS m WHERE m.i / 3 = episodes.g AND uti_urgency(report) IS NOT NULL)
    SELECT CASE max((SELECT max(l) FROM x),
      iif((SELECT max(l) FROM x) >= 1 AND (SELECT max(t) - min(t) FROM x WHERE fever) >= 1, 3, 0),
      iif((SELECT max(l) FROM x) >= 1 AND EXISTS (SELECT 1 FROM x AS a JOIN x AS b ON a.t <= b.t AND (a.l < b.l OR a.fever < b.fever OR a.chills < b.chills)), 2, 0),
      iif((SELECT max(l) FROM x) >= 1 AND (SELECT max(t) FROM x WHERE ill) - (SELECT min(t) FROM x WHERE started) >= 2, 2, 0))
      WHEN 0 THEN 'none' WHEN 1 THEN 'routine' WHEN 2 THEN 'soon' WHEN 3 THEN 'urgent' WHEN 4 THEN 'emergency' END) AS theirs
  FROM (SELECT *, i / 3 AS g FROM many) AS episodes GROUP BY g);

-- the explanation likewise, text for text
SELECT sum(a IS NOT (SELECT uti_episode_explain(report, t) FROM (SELECT * FROM many AS m WHERE m.patient = w.patient AND m.i BETWEEN w.i - 40 AND w.i ORDER BY m.i))) FROM
  (SELECT i, patient, uti_episode_explain(report, t) OVER (PARTITION BY patient ORDER BY i RANGE BETWEEN 40 PRECEDING AND CURRENT ROW) AS a FROM many) AS w;

-- the level never falls when a report is added
SELECT count(*) FROM (SELECT a, lag(a) OVER (PARTITION BY patient ORDER BY i) AS b FROM
  (SELECT i, patient, uti_urgency_rank(uti_episode(report, t) OVER (PARTITION BY patient ORDER BY i)) AS a FROM many)) WHERE a < b;

-- in views, with untrusted schemas
CREATE VIEW episodes AS SELECT patient_id, uti_episode(report, reported_at) AS level FROM reports GROUP BY patient_id;
PRAGMA trusted_schema = OFF;
SELECT level FROM episodes;

-- what is no time is shown by its form alone, where it is short and has a digit
SELECT uti_episode('UTI', '23/11/2026');
SELECT uti_episode('UTI', 'Monday 23 Nov 26');
SELECT uti_episode('UTI', 'Møndag 23~');
SELECT uti_episode('UTI', '23 nøv {26}');
SELECT uti_episode('UTI', '1' || char(0));
SELECT uti_episode('UTI', 'yesterday');
SELECT uti_episode('UTI', '1234567890/1234567890/123');
SELECT uti_episode('UTI', '1234567890/1234567890/1234');
SELECT uti_episode('UTI', '2026-11-23 [8]');
SELECT uti_episode('UTI', '2026-11-23 8@');
SELECT uti_episode('UTI', 'zZ`9');

-- a frame that leaves rows behind before there are any
SELECT group_concat(ifnull(u, '-')) FROM (SELECT uti_episode(column1, column2) OVER (ORDER BY column2 ROWS BETWEEN 2 PRECEDING AND 2 PRECEDING) AS u FROM (VALUES ('UTI, fever', 2), ('fever', 1), (NULL, 3)));

-- times in every form that SQLite's own functions read; what is none of them is an error
SELECT column1, ours, ours IS strftime('%Y-%m-%d %H:%M:%S', julianday(column1) + 0.0001 / 86400) AS same FROM (SELECT column1, json_extract(uti_episode_explain('UTI', column1), '$.reports[0].reported_at') AS ours FROM (VALUES
  ('2026-11-23T08:30Z'), ('2026-11-23 08:30z'), ('2026-11-23 08:30 Z '), ('2026-11-23 08:30+01:00'), ('2026-11-23 08:30 -01:30'), ('2026-11-23 08:30:15.5'), ('2026-11-23 08:30:15.123456789012Z'), ('2026-11-23 08:30:15'),
  (char(9, 11) || '2026-11-23' || char(13)), ('2026-11-23 TT 08:30'), ('+2461367.5'), ('2461367.5e0'), ('24613675E-1'), ('0.24613675e+7')) GROUP BY column1);
SELECT uti_episode('UTI', '2026-11-23 08:60');
SELECT uti_episode('UTI', '2026-11-23 25:00');
SELECT uti_episode('UTI', '2026-11-23 08-30');
SELECT uti_episode('UTI', '2026-11-23 08:30:60');
SELECT uti_episode('UTI', '2026-11-23 08:30:15.');
SELECT uti_episode('UTI', '2026-11-23 08:30:15.x');
SELECT uti_episode('UTI', '2026-11-23 08:30+15:00');
SELECT uti_episode('UTI', '2026-11-23 08:30+01-00');
SELECT uti_episode('UTI', '2026-11-23 08:30+01:60');
SELECT uti_episode('UTI', '2026-11-23 08:30 x');
SELECT uti_episode('UTI', '2026-13-23');
SELECT uti_episode('UTI', '2026-00-23');
SELECT uti_episode('UTI', '2026-11-32');
SELECT uti_episode('UTI', '2026-11/23');
SELECT uti_episode('UTI', '202x-11-23');
SELECT uti_episode('UTI', '2026-11-');
SELECT uti_episode('UTI', '-4714-11-23');
SELECT uti_episode('UTI', '-2461367');
SELECT uti_episode('UTI', '2461367e');
SELECT uti_episode('UTI', '2461367e-');
SELECT uti_episode('UTI', '2461367.5.5');
SELECT uti_episode('UTI', '1e9999999999');
SELECT uti_episode('UTI', '24613675e-1x');
SELECT uti_episode('UTI', '.');
SELECT uti_episode('UTI', '99999999');
SELECT uti_episode('UTI', '100000000000');

-- a window of many reports, of which fewer than half have left
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 219)
SELECT u, count(*), min(i), max(i) FROM (
  SELECT i, uti_episode(iif(i % 50 = 7, 'UTI and chills.', 'UTI.'), 2460000 + i) OVER (ORDER BY i ROWS 89 PRECEDING) AS u FROM n) GROUP BY u;
