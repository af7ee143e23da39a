-- all scores are up to date
.read sql/older_rules.sql

-- under other rules none is
SELECT uti_rule_set('article');
CREATE TEMP TABLE clock AS SELECT 1;
UPDATE assessments SET assessed_at = '2024-03-11T00:00:00Z', rules_id = 'older', engine_version = 'old';
.read sql/older_rules.sql

-- a rule pack makes all others older
UPDATE assessments SET rules_id = uti_rules_id(), engine_version = substr(uti_version(), 1, instr(uti_version(), ' ') - 1);
.read sql/older_rules.sql
SELECT length(uti_load_rules('fixtures/packs/es'));
SELECT count(*) = (SELECT count(*) FROM current_assessments) FROM current_assessments WHERE rules_id <> uti_rules_id();
