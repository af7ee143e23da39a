/* In views, triggers, generated columns, indexes, checks. */
CREATE TABLE reports (id INTEGER PRIMARY KEY, report TEXT, temp_f REAL,
  urgency TEXT GENERATED ALWAYS AS (uti_urgency(report, 'temp_f', temp_f)) STORED,
  mechanism TEXT GENERATED ALWAYS AS (cramp_mechanism(report)) VIRTUAL);
CREATE INDEX reports_rank ON reports (uti_urgency_rank(uti_urgency(report)));
CREATE VIEW flagged AS SELECT id, uti_urgency(report) AS urgency, uti_reasons(report) AS reasons FROM reports WHERE uti_urgency_rank(uti_urgency(report)) >= 2;
CREATE VIEW mentioned AS SELECT id, concept, status FROM reports, uti_findings(reports.report);
CREATE TABLE scores (id INTEGER PRIMARY KEY, urgency TEXT, rules_id TEXT);
CREATE TRIGGER scored AFTER INSERT ON reports BEGIN
  INSERT INTO scores SELECT new.id, urgency, rules_id FROM uti_assess(new.report, printf('{"temp_f":"%s"}', new.temp_f));
END;
CREATE TRIGGER rescored AFTER UPDATE ON reports BEGIN
  UPDATE scores SET urgency = uti_urgency(new.report, 'temp_f', new.temp_f) WHERE id = new.id;
END;
INSERT INTO reports (report, temp_f) VALUES ('I have a UTI.', NULL), ('I have a UTI and chills.', NULL), ('I have a UTI.', 103.1), ('I have a UTI, leg cramps and I am drinking less.', NULL);

-- a stored and a virtual generated column
SELECT id, urgency, mechanism FROM reports;

-- a trigger that calls a function and a table
SELECT id, urgency, rules_id = uti_rules_id() FROM scores;

-- a view that calls functions
SELECT id, urgency FROM flagged;

-- a view that calls a table
SELECT id, concept FROM mentioned WHERE status = 'present' ORDER BY id, concept;

-- an expression index is used, and holds what the function says
EXPLAIN QUERY PLAN SELECT id FROM reports WHERE uti_urgency_rank(uti_urgency(report)) = 3;
SELECT id FROM reports WHERE uti_urgency_rank(uti_urgency(report)) = 3;
SELECT id FROM reports NOT INDEXED WHERE uti_urgency_rank(uti_urgency(report)) = 3;
PRAGMA integrity_check;

-- a report that is changed is scored anew
UPDATE reports SET report = 'I have a UTI and shaking chills.' WHERE id = 1;
SELECT r.urgency, s.urgency FROM reports AS r JOIN scores AS s USING (id) WHERE id = 1;

-- with trusted_schema=OFF everything works still
PRAGMA trusted_schema = OFF;
SELECT count(*) FROM flagged;
SELECT count(*) > 0 FROM mentioned;
INSERT INTO reports (report) VALUES ('I have a UTI and flank pain.');
SELECT urgency FROM scores WHERE id = 5;
PRAGMA trusted_schema = ON;

-- a CHECK
CREATE TABLE checked (report TEXT CHECK (uti_urgency(report) IS NOT NULL));
INSERT INTO checked VALUES ('I have a UTI.');
INSERT INTO checked VALUES ('  ');

-- uti_rules_id() may be a default, and no generated column
CREATE TABLE dated (id INTEGER PRIMARY KEY, rules_id TEXT DEFAULT (uti_rules_id()));
INSERT INTO dated DEFAULT VALUES;
SELECT rules_id = uti_rules_id() FROM dated;
CREATE TABLE refused (id INTEGER PRIMARY KEY, rules_id TEXT GENERATED ALWAYS AS (uti_rules_id()));

-- uti_rule_set() is for statements of one's own, not for views
CREATE VIEW sly AS SELECT uti_rule_set('core');
SELECT * FROM sly;

-- each function is innocuous or for statements of one's own, and these two alone are the latter
SELECT DISTINCT name, flags & 0x80000 > 0 AS directonly, flags & 0x200000 > 0 AS innocuous FROM pragma_function_list
WHERE name GLOB 'uti_*' OR name IN ('cramp_mechanism', 'wells_dvt', 'news2', 'qsofa', 'sirs', 'temp_f', 'temp_c', 'cohen_kappa') ORDER BY directonly DESC, name;

-- nor for triggers, indexes, checks and defaults, nor where schemas are not trusted
CREATE TRIGGER sly_trigger AFTER INSERT ON scores BEGIN SELECT uti_load_rules('fixtures/packs/es'); END;
INSERT INTO scores (id) VALUES (900);
DROP TRIGGER sly_trigger;
CREATE INDEX sly_index ON reports (uti_rule_set(report));
PRAGMA trusted_schema = OFF;
SELECT * FROM sly;
SELECT uti_rule_set('full');

-- in defensive mode, with schemas that are not trusted, everything else works still
.dbconfig defensive on
SELECT count(*) > 0 FROM flagged;
SELECT count(*) > 0 FROM mentioned;
INSERT INTO reports (report) VALUES ('I have a UTI and shaking chills.');
SELECT s.urgency FROM scores AS s WHERE id = (SELECT max(id) FROM reports);
SELECT count(*) > 0 FROM uti_rules;
SELECT uti_episode(report, '2026-11-01') FROM reports;
.dbconfig defensive off
PRAGMA trusted_schema = ON;

-- a CHECK of a database file does not choose the rules of a connection
DROP VIEW sly;
DROP TABLE scores;
DROP VIEW flagged;
DROP VIEW mentioned;
DROP TABLE reports;
DROP TABLE checked;
CREATE TABLE sly (a CHECK (uti_load_rules(a) <> ''), b CHECK (uti_rule_set(b) <> ''));
INSERT INTO sly (a) VALUES ('fixtures/packs/es');
INSERT INTO sly (b) VALUES ('article');
PRAGMA trusted_schema = OFF;
INSERT INTO sly (a) VALUES ('fixtures/packs/es');
INSERT INTO sly (b) VALUES ('article');
SELECT uti_load_rules('fixtures/packs/es');
SELECT count(*) FROM sly;
DROP TABLE sly;
SELECT length(uti_load_rules('fixtures/packs/es'));
