/* The JSON documents. */

-- uti_explain is valid JSON, whatever the text holds
SELECT json_valid(uti_explain('I have a UTI "and" \chills' || char(1, 9, 10, 31, 127) || CAST(x'ff' AS TEXT)));

-- it nests as JSON, not as text
SELECT json_type(json_array(uti_explain('I have a UTI.')), '$[0]');
SELECT json_type(json_object('why', uti_explain('I have a UTI.')), '$.why');
SELECT json_type(json_group_array(uti_explain(column1)), '$[1]') FROM (VALUES ('I have a UTI.'), ('chills'));

-- so do the columns of uti_assess
SELECT json_type(json_array(rules, findings, warnings), '$[0]'), json_type(json_array(rules, findings, warnings), '$[1]'), json_type(json_array(rules, findings, warnings), '$[2]') FROM uti_assess('I have a UTI.');

-- once stored it is text again: json() makes it JSON
CREATE TEMP TABLE kept AS SELECT uti_explain('I have a UTI.') AS document;
SELECT json_type(json_array(document), '$[0]'), json_type(json_array(json(document)), '$[0]') FROM kept;

-- the level of the document is the level of the function
SELECT uti_explain('I have a UTI and chills.') ->> 'urgency' = uti_urgency('I have a UTI and chills.');

-- so are mechanism and rules id
SELECT uti_explain('I have a UTI and leg cramps.') ->> 'cramp_mechanism' = cramp_mechanism('I have a UTI and leg cramps.'), uti_explain('I have a UTI.') ->> 'rules_id' = uti_rules_id();

-- the members of uti_explain
SELECT group_concat(key, ' ') FROM json_each(uti_explain('I have a UTI and chills. No flank pain.'));

-- the members of a rule
SELECT group_concat(key, ' ') FROM json_each((SELECT rules ->> '$[0]' FROM uti_assess('I have a UTI and chills. No flank pain.')));

-- the members of a finding
SELECT group_concat(key, ' ') FROM json_each((SELECT findings ->> '$[0]' FROM uti_assess('I have a UTI and chills. No flank pain.')));

-- facts that are nearly JSON: each is an error that says what was wanted
SELECT uti_urgency('UTI', '"text"');
SELECT uti_urgency('UTI', '5');
SELECT uti_urgency('UTI', '{"age":3}{"sex":"F"}');
SELECT uti_urgency('UTI', '{"age":3} x');
SELECT uti_urgency('UTI', '{"age":3}]');
SELECT uti_urgency('UTI', '{"age"}');
SELECT uti_urgency('UTI', '{"age":3,"sex"}');
SELECT uti_urgency('UTI', '{age:3}');
SELECT uti_urgency('UTI', '{"age" 3}');
SELECT uti_urgency('UTI', '{"age"::3}');
SELECT uti_urgency('UTI', '{"age":3,,"sex":"F"}');
SELECT uti_urgency('UTI', '{"age":3 "sex":"F"}');
SELECT uti_urgency('UTI', '{"age","sex":"F"}');
SELECT uti_urgency('UTI', '{"age":3:"sex"}');
SELECT uti_urgency('UTI', '{"age":"3""sex":"F"}');
SELECT uti_urgency('UTI', '{"age"' || char(0) || ':3}');
SELECT uti_urgency('UTI', '{"age":3' || char(0) || ',"sex":"F"}');
SELECT uti_urgency('UTI', '{{"age":3}:4}');
SELECT uti_urgency('UTI', '{["age"]:4}');
SELECT uti_urgency('UTI', '{3:4}');
SELECT uti_urgency('UTI', '{"age",:3}');
SELECT uti_urgency('UTI', '{"sex":"F":,"age":3}');
SELECT uti_urgency('UTI', '{"sex":"F",:"age":3}');

-- quotes and backslashes inside what was found
SELECT json_extract(value, '$.text') FROM json_each(uti_explain('My leg "is" swollen. Burning \ peeing'), '$.findings');
