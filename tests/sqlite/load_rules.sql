/* uti_load_rules: a rule pack for this connection. */
CREATE TABLE seen (step TEXT, id TEXT);
INSERT INTO seen VALUES ('built in', uti_rules_id());

-- without the pack another language is not covered
SELECT urgency, warnings FROM uti_assess('Tengo ardor al orinar, tiritona y mucho cansancio');

-- with it, it is; the answer is the id of the rules in force
SELECT uti_load_rules('fixtures/packs/es') = uti_rules_id();
SELECT urgency, warnings FROM uti_assess('Tengo ardor al orinar, tiritona y mucho cansancio');
SELECT uti_urgency('Tengo ardor al orinar y tiritona'), uti_urgency('I have a UTI and chills.');
INSERT INTO seen VALUES ('es', uti_rules_id());

-- the tables of the knowledge show what is in force
SELECT count(*) > 0 FROM uti_phrases WHERE source = 'es_usage';
SELECT count(*) FROM uti_sources WHERE source = 'es_usage';

-- a rule set has an id of its own under a pack
SELECT uti_rule_set('core');
SELECT uti_rules_id() IN (SELECT id FROM seen), rules_id = uti_rules_id() FROM uti_assess('x');
SELECT uti_rule_set('full');

-- NULL goes back to the built-in rules
SELECT uti_load_rules(NULL) = (SELECT id FROM seen WHERE step = 'built in');
SELECT count(*) FROM uti_phrases WHERE source = 'es_usage';
SELECT uti_urgency('Tengo ardor al orinar y tiritona');

-- the same pack has the same id again
SELECT uti_load_rules('fixtures/packs/es') = (SELECT id FROM seen WHERE step = 'es');

-- every mistake in one message, and the rules in force stay
SELECT uti_load_rules('fixtures/bad/packs/many_at_once');
SELECT uti_rules_id() = (SELECT id FROM seen WHERE step = 'es');
SELECT uti_load_rules('fixtures/bad/packs/circle_of_rules');
SELECT uti_load_rules('fixtures/none');
SELECT uti_load_rules('Makefile');

-- arguments: the path of a folder, and nothing else is shown
SELECT uti_load_rules('');
SELECT uti_load_rules(x'41');
SELECT uti_load_rules('I have a UTI and chills.');
SELECT uti_load_rules();

-- a statement that reads rules while others are loaded ends with those it began with
SELECT count(*) > 3000, count(DISTINCT loaded) FROM
  (SELECT pattern, CASE WHEN rowid = 5 THEN uti_load_rules(NULL) END AS loaded FROM uti_phrases);
SELECT column1, length(CASE column1 WHEN 2 THEN uti_load_rules('fixtures/packs/es') END),
  uti_urgency('Tengo ardor al orinar y tiritona ' || column1) FROM (VALUES (1), (2), (3));

-- refused while a stored value would go stale, also for the way back
CREATE TABLE t (report TEXT);
CREATE INDEX t_level ON t (uti_urgency(report));
SELECT uti_load_rules('fixtures/packs/es');
SELECT uti_load_rules(NULL);
SELECT uti_rule_set('core');
SELECT uti_rules_id() = (SELECT id FROM seen WHERE step = 'es');
DROP INDEX t_level;
CREATE TABLE g (report TEXT, urgency AS (uti_urgency(report)));
CREATE TABLE c (report TEXT CHECK (uti_has(report, 'fever') IS NULL));
SELECT uti_load_rules(NULL);
DROP TABLE g;
DROP TABLE c;
SELECT uti_load_rules(NULL) = (SELECT id FROM seen WHERE step = 'built in');

-- the built-in rules that are in force already are never refused
CREATE INDEX t_level ON t (uti_urgency(report));
SELECT uti_load_rules(NULL) = uti_rules_id();
DROP INDEX t_level;

-- not from a view or a trigger
CREATE VIEW v AS SELECT uti_load_rules(NULL);
SELECT * FROM v;
