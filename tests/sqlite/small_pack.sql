/* A pack in place of the built-in one, which lacks what functions are named after. */
SELECT length(uti_load_rules('fixtures/packs/small'));

-- years are numbers where they are numbers, and text else
SELECT source, year, typeof(year) FROM uti_sources ORDER BY rowid;

-- scores that the pack does not have are NULL, their tables empty
SELECT news2('blick', 'pulse', 120), qsofa('blick'), (SELECT count(*) FROM sirs_items('blick'));

-- codes in force stand beside their concept; one without has none
SELECT concept, icd10cm, loinc FROM uti_concepts ORDER BY concept LIMIT 2;

-- the functions of reports go by the pack
SELECT uti_urgency('lone'), cramp_mechanism('lone and zim'), uti_has('nix blick', 'blick'), uti_highlight('a dorn of doom', '[', ']');
SELECT mechanism, rank, score, grade, evidence FROM cramp_mechanisms('lone and zim');
SELECT concept, status, qualifier, text FROM uti_findings('dorn of doom. mighty dorn. pulse 90, nix blick', '{"plain":1,"sort":"M","speed":-3.25}');
SELECT json_remove(uti_explain('blick. pulse 180, deep 20. mighty dorn', '{"plain":1,"sort":"M","speed":-3.25}'), '$.rules_id');
SELECT json_remove(uti_explain('blick', '{"pulse":150,"gauge":190}'), '$.rules_id');
SELECT json_remove(uti_explain('zim', '{"pulse":30}'), '$.rules_id');

-- rules over time: what stays, follows, is worse, is new, is there once
SELECT uti_episode(column1, column2), json_remove(uti_episode_explain(column1, column2), '$.rules_id') FROM (VALUES ('zim', '2026-11-01'), ('zim again', '2026-11-03'));
SELECT uti_episode(column1, column2), json_remove(uti_episode_explain(column1, column2), '$.rules_id') FROM (VALUES ('blick', '2026-11-01'), ('dorn', '2026-11-01'));
SELECT uti_episode(column1, column2), json_remove(uti_episode_explain(column1, column2), '$.rules_id') FROM (VALUES ('blick', '2026-11-01'), ('blick, nix dorn', '2026-11-02'));
SELECT uti_episode(column1, column2), json_remove(uti_episode_explain(column1, column2), '$.rules_id') FROM (VALUES ('zim', '2026-11-01'), ('lone', '2026-11-02'), ('zim and lone', NULL));
SELECT uti_episode(column1, column2, column3), json_remove(uti_episode_explain(column1, column2, column3), '$.rules_id') FROM (VALUES ('zim', NULL, NULL), ('x', '2026-11-02', '{"plain":1}'));
SELECT uti_episode(column1, column2), json_remove(uti_episode_explain(column1, column2), '$.rules_id') FROM (VALUES ('dorn', '2026-11-01'), ('blick', '2026-11-02'));
