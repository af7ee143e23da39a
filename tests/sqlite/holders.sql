/* What uti_rule_set() takes for a stored value of ours: schemas as SQLite writes
   them, and such as somebody has written into them. */
PRAGMA writable_schema = ON;
CREATE TABLE spelled (n INTEGER PRIMARY KEY, sql TEXT, refused INTEGER);
INSERT INTO spelled (refused, sql) VALUES
  (1, 'CREATE TABLE odd (r CHECK (uti_urgency(r)))'),
  (1, 'CREATE TABLE odd (r CHECK (UTI_Urgency (r)))'),
  (1, 'CREATE TABLE odd (r CHECK ("uti_urgency"(r)))'),
  (1, 'CREATE TABLE odd (r CHECK (`uti_urgency`(r)))'),
  (1, 'CREATE TABLE odd (r CHECK ([uti_urgency] (r)))'),
  (1, 'CREATE TABLE odd (r CHECK (uti_urgency /* of it */ -- here' || char(10) || ' (r)))'),
  (1, 'CREATE TABLE odd (é, z_9$ CHECK (1-1/1 > 0 AND uti_has(r, ''x'')))'),
  (1, 'CREATE INDEX odd ON t (temp_f(r))'),
  (0, 'CREATE TABLE odd (r CHECK (uti_urgency9(r)))'),
  (0, 'CREATE TABLE odd (r CHECK (uti_urgency$(r)))'),
  (0, 'CREATE TABLE odd (r CHECK (uti_urgency:(r)))'),
  (0, 'CREATE TABLE odd (r CHECK (uti_urgencyé(r)))'),
  (0, 'CREATE TABLE odd (r CHECK (my_uti_urgency(r)))'),
  (0, 'CREATE TABLE odd (r CHECK (uti_rules_id(r)))'),
  (0, 'CREATE TABLE odd (r CHECK (r <> ''uti_urgency(r)''))'),
  (0, 'CREATE TABLE odd (uti_urgency)'),
  (0, 'CREATE TABLE uti_urgency (r)'),
  (0, 'CREATE TABLE IF NOT EXISTS uti_urgency (r)'),
  (0, 'CREATE INDEX odd ON uti_urgency (r)'),
  (0, 'CREATE TABLE odd (r REFERENCES uti_urgency (r))'),
  (0, 'CREATE TABLE odd (r) -- uti_urgency(r)'),
  (0, 'CREATE TABLE odd (r) /* uti_urgency(r) */'),
  (0, 'CREATE TABLE odd (r) /* uti_urgency(r)'),
  (0, 'CREATE TABLE odd (r) ''uti_urgency(r)'),
  (0, 'CREATE TABLE odd (r) "'),
  (0, 'CREATE TABLE odd (r) "uti_urgency'),
  (0, 'CREATE TABLE odd (r {@~}'),
  (0, '');
CREATE TRIGGER shown AFTER UPDATE ON spelled BEGIN
  DELETE FROM sqlite_schema WHERE name = 'odd';
  INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', 'odd', 'odd', 0, new.sql);
END;

-- spelling 1 is refused
UPDATE spelled SET n = n WHERE n = 1;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 2 is refused
UPDATE spelled SET n = n WHERE n = 2;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 3 is refused
UPDATE spelled SET n = n WHERE n = 3;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 4 is refused
UPDATE spelled SET n = n WHERE n = 4;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 5 is refused
UPDATE spelled SET n = n WHERE n = 5;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 6 is refused
UPDATE spelled SET n = n WHERE n = 6;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 7 is refused
UPDATE spelled SET n = n WHERE n = 7;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 8 is refused
UPDATE spelled SET n = n WHERE n = 8;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 9 is no call of ours
UPDATE spelled SET n = n WHERE n = 9;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 10 is no call of ours
UPDATE spelled SET n = n WHERE n = 10;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 11 is no call of ours
UPDATE spelled SET n = n WHERE n = 11;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 12 is no call of ours
UPDATE spelled SET n = n WHERE n = 12;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 13 is no call of ours
UPDATE spelled SET n = n WHERE n = 13;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 14 is no call of ours
UPDATE spelled SET n = n WHERE n = 14;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 15 is no call of ours
UPDATE spelled SET n = n WHERE n = 15;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 16 is no call of ours
UPDATE spelled SET n = n WHERE n = 16;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 17 is no call of ours
UPDATE spelled SET n = n WHERE n = 17;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 18 is no call of ours
UPDATE spelled SET n = n WHERE n = 18;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 19 is no call of ours
UPDATE spelled SET n = n WHERE n = 19;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 20 is no call of ours
UPDATE spelled SET n = n WHERE n = 20;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 21 is no call of ours
UPDATE spelled SET n = n WHERE n = 21;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 22 is no call of ours
UPDATE spelled SET n = n WHERE n = 22;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 23 is no call of ours
UPDATE spelled SET n = n WHERE n = 23;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 24 is no call of ours
UPDATE spelled SET n = n WHERE n = 24;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 25 is no call of ours
UPDATE spelled SET n = n WHERE n = 25;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 26 is no call of ours
UPDATE spelled SET n = n WHERE n = 26;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 27 is no call of ours
UPDATE spelled SET n = n WHERE n = 27;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- spelling 28 is no call of ours
UPDATE spelled SET n = n WHERE n = 28;
SELECT sql FROM sqlite_schema WHERE name = 'odd';
SELECT uti_rule_set('core'), uti_rule_set('full');

-- more objects than are named are counted
DELETE FROM sqlite_schema WHERE name = 'odd';
PRAGMA writable_schema = OFF;
CREATE TABLE c1 (r TEXT CHECK (uti_urgency(r) <> 'none'));
CREATE TABLE c2 (r TEXT CHECK (uti_urgency(r) <> 'none'));
CREATE TABLE c3 (r TEXT CHECK (uti_urgency(r) <> 'none'));
CREATE TABLE c4 (r TEXT CHECK (uti_urgency(r) <> 'none'));
CREATE TABLE c5 (r TEXT CHECK (uti_urgency(r) <> 'none'));
CREATE TABLE c6 (r TEXT CHECK (uti_urgency(r) <> 'none'));
CREATE TABLE c7 (r TEXT CHECK (uti_urgency(r) <> 'none'));
CREATE TABLE c8 (r TEXT CHECK (uti_urgency(r) <> 'none'));
SELECT uti_rule_set('core');
