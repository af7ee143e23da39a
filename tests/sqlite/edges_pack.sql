/* What a pack may hold and the built-in rows do not: fixtures/packs/edges. */
SELECT length(uti_load_rules('fixtures/packs/edges'));

-- a name of more letters than are compared is never the nearest
SELECT uti_urgency('UTI', '{"edge_pressure_fallen_far_below_what_is_usual_for_this_persom":1}');
SELECT uti_has('UTI', 'edge_pressure_fallen_far_below_what_is_usual_for_this_persom');
SELECT uti_has('UTI', 'edge_71');

-- a spelling of more letters than any unit has is none
SELECT uti_convert(1, 'mmolperlitreofwholebloodasdrawn', 'mmol/L', 'edge_base');
SELECT uti_convert(1, 'mmol/L', 'mmol/L', 'edge_base');

-- a value below 0
SELECT json_extract(value, '$.value'), json_extract(value, '$.concept') FROM json_each(uti_explain('Edgeword.', '{"edge_base":-7.25}'), '$.findings') WHERE json_extract(value, '$.value') IS NOT NULL;

-- evidence of a qualifier of several words
SELECT uti_reasons('Edgeword of steel.', 'temp_c', 38.5);

-- two signs that one report shows are one report after the other, and that one is named once
SELECT json_extract(uti_episode_explain('Edgeword, blickly, dornly.', '2026-11-01'), '$.rules[0].evidence');
SELECT json_extract(uti_episode_explain('Edgeword. zorb hot.', '2026-11-01'), '$.rules[0].evidence');
SELECT json_extract(uti_episode_explain('Edgeword. zorb hot.', column1), '$.rules[0].evidence') FROM (VALUES ('2026-11-01'), (NULL), ('2026-11-03'));

-- every spelling of an analyte's units is compared
SELECT uti_convert(1, 'g/L', 'mmol/L', 'edge_base');
