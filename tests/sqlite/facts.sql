/* Facts: name/value pairs or one JSON object. */

-- both forms say the same
SELECT uti_explain('It burns when I pee.', 'temp_f', 103.1, 'age', 70) = uti_explain('It burns when I pee.', '{"temp_f":103.1,"age":70}');

-- a NULL value is not known
SELECT uti_urgency('It burns when I pee.', 'temp_f', NULL, 'chills', NULL);

-- NULL in place of the JSON is no facts
SELECT uti_urgency('It burns when I pee.', NULL);

-- numbers may come as text, with a decimal comma and blanks
SELECT uti_urgency('It burns when I pee.', 'temp_c', ' 39,5 '), uti_urgency('It burns when I pee.', 'temp_f', '103.1'), uti_urgency('It burns when I pee.', '{"temp_c":"39,5"}');

-- other text in a number is not known, and leaves a warning
SELECT urgency, json_array_length(warnings) FROM uti_assess('It burns when I pee.', '{"temp_f":"warm"}');

-- a blank text is not known, without a warning
SELECT urgency, json_array_length(warnings) FROM uti_assess('It burns when I pee.', '{"temp_f":"  "}');

-- a value outside its range is kept out of the decision, with a warning
SELECT urgency, json_array_length(warnings) FROM uti_assess('It burns when I pee.', '{"temp_f":1031}');

-- yes and no in the ways people write them
SELECT value, uti_has(NULL, 'fever', 'fever', value) FROM json_each('[1,0,"true","false","yes","no","y","N","YES"]');

-- true and false of JSON
SELECT uti_has('x', 'fever', '{"fever":true}'), uti_has('x', 'fever', '{"fever":false}'), uti_has('x', 'fever', '{"fever":null}');

-- sex
SELECT uti_urgency('I have a UTI.', 'sex', 'M'), uti_urgency('I have a UTI.', 'sex', 'male'), uti_urgency('I have a UTI.', 'sex', 'f');

-- pregnant and pregnancy are one
SELECT uti_urgency('I have a UTI.', 'pregnant', 1), uti_urgency('I have a UTI.', 'pregnancy', 1);

-- a measured value gives a finding, present or absent
SELECT uti_has(NULL, 'fever', 'temp_f', 101), uti_has(NULL, 'fever', 'temp_f', 98.6), uti_has(NULL, 'low_potassium', 'potassium', 3.0), uti_has(NULL, 'low_potassium', 'potassium', 4.2);

-- text and fact disagree: present counts, with a warning
SELECT uti_has('No fever.', 'fever', 'temp_f', 101.5), (SELECT count(*) FROM uti_assess('No fever.', '{"temp_f":101.5}'), json_each(warnings));

-- integers, reals and texts of a column
CREATE TABLE v (t); INSERT INTO v VALUES (103), (103.1), ('103.1'), (NULL), ('');
SELECT typeof(t), uti_urgency('I have a UTI.', 'temp_f', t) FROM v;

-- names that come from a column
SELECT column1, uti_urgency('I have a UTI.', column1, column2) FROM (VALUES ('temp_f', 103), ('age', 30), ('temp_c', 39.5));

-- JSON that json_object() made
SELECT uti_urgency('I have a UTI.', json_object('temp_f', 103.1, 'sex', NULL));

-- an empty object
SELECT uti_urgency('I have a UTI.', '{}'), uti_urgency('I have a UTI.', ' { } ');
