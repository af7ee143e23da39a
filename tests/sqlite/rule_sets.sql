/* uti_rule_set: the rules of this connection. */
CREATE TABLE seen (rule_set TEXT, id TEXT);
INSERT INTO seen VALUES ('full', uti_rules_id());

-- the article's rules, the core, all
SELECT uti_rule_set('article');
INSERT INTO seen VALUES ('article', uti_rules_id());
SELECT uti_urgency('I have a UTI and a fever of 101 F.');
SELECT uti_rule_set('core');
INSERT INTO seen VALUES ('core', uti_rules_id());
SELECT uti_urgency('I have a UTI and a fever of 101 F.');
SELECT uti_rule_set('full');

-- each has an id of its own, and the same again
SELECT count(DISTINCT id), uti_rules_id() = (SELECT id FROM seen WHERE rule_set = 'full') FROM seen;

-- refused while an index would go stale
CREATE TABLE t (report TEXT);
CREATE INDEX t_level ON t (uti_urgency(report));
SELECT uti_rule_set('core');
SELECT uti_rules_id() = (SELECT id FROM seen WHERE rule_set = 'full') FROM seen LIMIT 1;
DROP INDEX t_level;

-- or a generated column, a CHECK, whatever way it is written
CREATE TABLE g (report TEXT, urgency AS ("UTI_Urgency" /* level */ (report)));
CREATE TABLE c (report TEXT CHECK ([uti_has](report, 'fever') IS NULL));
CREATE TEMP TABLE tg (report TEXT, f AS (temp_f(1)));
SELECT uti_rule_set('core');
DROP TABLE g;
SELECT uti_rule_set('core');
DROP TABLE c;
DROP TABLE tg;

-- or in an attached database
ATTACH ':memory:' AS other;
CREATE TABLE other.o (report TEXT, m AS (cramp_mechanism(report)));
SELECT uti_rule_set('core');
DETACH other;

-- the rule set that is in force already is never refused
CREATE INDEX t_level ON t (uti_urgency(report));
SELECT uti_rule_set('full');
DROP INDEX t_level;

-- names, texts and comments are no calls
CREATE TABLE uti_urgency (report TEXT DEFAULT 'uti_urgency(report)' /* uti_urgency(report) */, -- uti_urgency(report)
  rules_id TEXT DEFAULT (uti_rules_id()));
CREATE INDEX named ON uti_urgency (report);
CREATE TABLE child (report TEXT REFERENCES uti_urgency (report));
SELECT uti_rule_set('core');

-- the rules over time belong to the full set: the others explain an episode without them
SELECT uti_rule_set('core');
SELECT json_extract(uti_episode_explain(column1, column2), '$.rules'), json_extract(uti_episode_explain(column1, column2), '$.not_known'), json_extract(uti_episode_explain(column1, column2), '$.warnings')
FROM (VALUES ('UTI and a fever.', '2026-11-01'), ('Still feverish. Chills.', '2026-11-03'));
SELECT uti_rule_set('full');
