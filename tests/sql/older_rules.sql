-- all scores are up to date
.read sql/older_rules.sql

-- under other rules none is
SELECT uti_rule_set('article');
CREATE TEMP TABLE clock AS SELECT 1;
UPDATE assessments SET assessed_at = '2024-03-11T00:00:00Z', rules_id = 'older', engine_version = 'old';
.read sql/older_rules.sql
