/* Published scores: arguments, NULL, types, tables and errors. */

-- facts in both forms
SELECT news2('UTI.', 'resp_rate', 25), news2('UTI.', '{"resp_rate":25}'), news2('UTI.', 'resp_rate', '25,0'), news2('UTI.', NULL);

-- other names of facts
SELECT wells_dvt('My calf hurts.', 'deep_vein_tenderness', 1, 'pitting_oedema', 'yes', 'cancer', 'true');

-- all five with nothing known: the lowest possible value
SELECT wells_dvt('Leg cramps.'), news2('Leg cramps.'), qsofa('Leg cramps.'), sirs('Leg cramps.'), uti_probability('Urgency.');

-- types: integers, and a probability
SELECT typeof(wells_dvt('x')), typeof(news2('x')), typeof(qsofa('x')), typeof(sirs('x')), typeof(uti_probability('Dysuria.'));

-- facts alone
SELECT wells_dvt(NULL, 'active_cancer', 1), news2(NULL, 'spo2', 91), qsofa(NULL, 'avpu', 'V'), sirs(NULL, 'wbc', 3.9), uti_probability(NULL, 'dysuria', 1);

-- NULL where there is nothing to assess
SELECT wells_dvt(NULL), news2('  '), qsofa(NULL, 'age', 40), sirs(NULL, NULL), uti_probability(NULL, 'sex', 'F');

-- and no rows
SELECT count(*) FROM wells_dvt_items(NULL);
SELECT count(*) FROM news2_items(NULL, '{"age":40}');

-- NULL outside the population
SELECT wells_dvt('My calf hurts.', 'pregnant', 1), wells_dvt('My calf hurts. I gave birth last week.'), news2('UTI.', 'age', 15), news2('UTI.', 'pregnant', 1), qsofa('UTI.', 'age', 5), sirs('UTI.', 'age_months', 7), uti_probability('Dysuria.', 'age', 65);

-- the reason stands in the table, beside the items
SELECT item, lowest, highest, population FROM qsofa_items('UTI.', '{"age":5,"resp_rate":30}');

-- the same columns for all
SELECT m.name, group_concat(x.name, ' ') FROM (SELECT 'wells_dvt_items' AS name UNION ALL SELECT 'news2_items' UNION ALL SELECT 'qsofa_items' UNION ALL SELECT 'sirs_items' UNION ALL SELECT 'uti_probability_items') AS m, pragma_table_xinfo(m.name) AS x GROUP BY m.name;

-- one row an item, the total last
SELECT group_concat(item, ' ') FROM wells_dvt_items('My calf hurts.');
SELECT group_concat(item, ' ') FROM news2_items('UTI.');
SELECT group_concat(item, ' ') FROM sirs_items('UTI.');
SELECT group_concat(item, ' ') FROM uti_probability_items('UTI, dysuria.');

-- the function is the lowest of the table
SELECT wells_dvt(r, f) = (SELECT lowest FROM wells_dvt_items(r, f) WHERE item = 'total'), news2(r, f) = (SELECT lowest FROM news2_items(r, f) WHERE item = 'total'), uti_probability(r, f) = (SELECT lowest FROM uti_probability_items(r, f) WHERE item = 'total')
FROM (SELECT 'Dysuria and leg pain, temp 101.' AS r, '{"prior_dvt":1,"spo2":93}' AS f);

-- the items of a score of points add up to its total
SELECT sum(lowest) FILTER (WHERE item <> 'total') = max(lowest) FILTER (WHERE item = 'total'), sum(highest) FILTER (WHERE item <> 'total') = max(highest) FILTER (WHERE item = 'total') FROM news2_items('UTI.', '{"spo2":91,"heart_rate":45}');

-- joined to a table of reports
WITH r(id, report, facts) AS (VALUES (1, 'UTI.', '{"resp_rate":25}'), (2, 'UTI, confused.', NULL), (3, NULL, NULL))
SELECT id, i.lowest, i.highest, i.interpretation FROM r LEFT JOIN news2_items(r.report, r.facts) AS i ON i.item = 'total';

-- beside the level in one row
SELECT uti_urgency(r, f), wells_dvt(r, f), news2(r, f) FROM (SELECT 'Leg cramps.' AS r, '{"prior_dvt":1,"bedridden":1}' AS f);

-- the rule set does not change a score
SELECT uti_rule_set('article'), wells_dvt('Leg cramps.', 'prior_dvt', 1), uti_rule_set('full');

-- an implausible value is left out
SELECT news2('UTI.', 'resp_rate', 250), missing FROM news2_items('UTI.', '{"resp_rate":250}') WHERE item = 'resp_rate';

-- in an index and a generated column
CREATE TABLE visits(report TEXT, wells AS (wells_dvt(report)) STORED);
INSERT INTO visits(report) VALUES ('My whole leg is swollen and I had a DVT in 2015.');
CREATE INDEX by_news ON visits(news2(report));
SELECT wells, news2(report) FROM visits;

-- a BLOB report
SELECT wells_dvt(x'00');

-- an unknown fact
SELECT wells_dvt('My calf hurts.', 'active_cancr', 1);

-- an odd number of arguments
SELECT news2('UTI.', 'spo2');

-- no report
SELECT qsofa();

-- no report for a table
SELECT * FROM sirs_items;

-- a table takes one JSON object
SELECT * FROM uti_probability_items('UTI.', '[1]');
