/* Errors name function, argument, what was wanted and what was given, and never
   quote the report or a value. */

-- a BLOB report
SELECT uti_urgency(x'6665766572');

-- the way out
SELECT uti_urgency(CAST(x'4920686176652061205554492e' AS TEXT));

-- a BLOB report in the tables
SELECT * FROM uti_findings(x'00');

-- no report
SELECT uti_urgency();

-- no report for a table
SELECT * FROM uti_assess;

-- no concept
SELECT uti_has('x');

-- too many arguments for a table
SELECT * FROM uti_findings('x', '{}', 1);

-- an unknown fact, with the nearest name
SELECT uti_urgency('I have a UTI.', 'tempf', 103);

-- an unknown fact that is no name is not quoted
SELECT uti_urgency('I have a UTI.', 'my leg is swollen', 1);

-- an unknown fact in JSON
SELECT uti_urgency('I have a UTI.', '{"potasium":3}');

-- an odd number of arguments
SELECT uti_urgency('I have a UTI.', 'temp_f', 103, 'age');

-- a name that is no text
SELECT uti_urgency('I have a UTI.', NULL, 103);

-- a number in place of a name
SELECT uti_urgency('I have a UTI.', 103, 'temp_f');

-- a BLOB value
SELECT uti_urgency('I have a UTI.', 'temp_f', x'00');

-- an array as a value
SELECT uti_urgency('I have a UTI.', '{"temp_f":[103]}');

-- an object as a value
SELECT uti_urgency('I have a UTI.', '{"temp_f":{"value":103}}');

-- an array in place of the object
SELECT uti_urgency('I have a UTI.', '[103]');

-- JSON that ends too early
SELECT uti_urgency('I have a UTI.', '{"temp_f":103');

-- no JSON at all, and not quoted
SELECT uti_urgency('I have a UTI.', 'my leg is swollen');

-- text after the object
SELECT uti_urgency('I have a UTI.', '{"temp_f":103} and more');

-- a number in place of JSON
SELECT uti_urgency('I have a UTI.', 103);

-- a BLOB in place of JSON
SELECT * FROM uti_assess('I have a UTI.', x'7b7d');

-- an unknown concept, with the nearest name
SELECT uti_has('fever', 'feaver');

-- an unknown concept to highlight
SELECT uti_highlight('fever', '[', ']', 'flankpain');

-- a BLOB to put around the findings
SELECT uti_highlight('fever', x'00', ']');

-- a unit that is no unit of temperature
SELECT temp_f(310, 'K');

-- an unknown fact whose name has escapes is shown as the JSON has it
SELECT uti_urgency('x', '{"nonsens\u0065":1}');
SELECT uti_urgency('I have a UTI.', '{"\u0074emp_f":103}');

-- a number that only begins as one is no number
SELECT uti_urgency('x', '{"temp_f":1e2x}');
SELECT uti_urgency('I have a UTI.', '{"temp_f":1.03e2}'), uti_urgency('I have a UTI.', '{"temp_f":1030e-1}'), uti_urgency('I have a UTI.', '{"temp_f":0.0103E+0000000000000004}');

-- a rule set that is none
SELECT uti_rule_set('strict');

-- wrong numbers of arguments, where SQLite counts
SELECT temp_f();
SELECT uti_context('x');
SELECT uti_highlight('x', '[');

-- an error leaves nothing behind: the next call is right
SELECT uti_urgency('I have a UTI.', '{"temp_f":103,"nonsense":1}');
SELECT uti_urgency('I have a UTI.'), uti_urgency('I have a UTI.', '{"temp_f":103}'), uti_urgency('I have a UTI.', '{"age":30}');

-- more things that are no JSON object: nothing of them is quoted
SELECT uti_urgency('x', '');
SELECT uti_urgency('x', '{"temp_f" 103}');
SELECT uti_urgency('x', '{"temp_f":103 "age":30}');
SELECT uti_urgency('x', '{"temp_f":103,,"age":30}');
SELECT uti_urgency('x', '{"temp_f"}');
SELECT uti_urgency('x', '{"temp_f":}');
SELECT uti_urgency('x', '{temp_f:103}');
SELECT uti_urgency('x', '{"temp_f"=103}');
SELECT uti_urgency('x', '{103:"temp_f"}');
SELECT uti_urgency('x', '{"temp_f":103}}');
SELECT uti_urgency('x', '{}' || char(9, 10, 13, 32) || 'x');
SELECT uti_urgency('UTI', char(9, 10, 13, 32) || '{}' || char(9, 10, 13, 32));

-- numbers in JSON: signs, fractions and exponents as JSON has them, other words not
SELECT value, (SELECT json_extract(warnings, '$[0]') FROM uti_assess('UTI', printf('{"temp_f":%s}', value))) AS warning
FROM json_each('["103.5","-1","1035e-1","1.035E2","1.035e+2","99999999999999999999","1e999","-1e999","1e-999","0.00001035e7"]');
SELECT uti_urgency('UTI', '{"temp_f":1.2.3}');
SELECT uti_urgency('UTI', '{"temp_f":1e}');
SELECT uti_urgency('UTI', '{"temp_f":1e+}');
SELECT uti_urgency('UTI', '{"temp_f":1e5:}');
SELECT uti_urgency('UTI', '{"temp_f":+1}');
SELECT uti_urgency('UTI', '{"temp_f":NaN}');
SELECT uti_urgency('UTI', '{"temp_f":nul}');
SELECT uti_urgency('UTI', '{"temp_f":truely}');
SELECT uti_urgency('UTI', '{"temp_f":-}');
SELECT uti_urgency('UTI', '{"temp_f":1.}');
SELECT uti_urgency('UTI', '{"temp_f":1e-}');
SELECT uti_urgency('UTI', '{"pregnant":true,"age":null,"diabetes":false}');

-- escapes in names and values
SELECT uti_urgency('UTI', '{"temp\u005ff":"10\u0033"}'), uti_urgency('UTI', '{"temp\u005Ff":"\t103\n\r"}'), uti_urgency('UTI', '{"temp_f":"\u0031\u0030\u0033"}');
SELECT value, (SELECT json_extract(warnings, '$[0]') FROM uti_assess('UTI', printf('{"sex":"%s"}', value))) AS warning
FROM json_each('["F","\\u0046","\\f","\\b","\\u1046","\\u0146","\\/F","F\\\"","\\u0046\\u0020"]');

SELECT uti_urgency('UTI', '{"sex":"\u00z6"}');
SELECT uti_urgency('UTI', '{"sex":"' || replace(hex(zeroblob(64)), '0', 'f') || '"}');

-- more facts in JSON than are read
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1024) SELECT uti_urgency('UTI', '{' || group_concat('"age":30') || '}') FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1025) SELECT uti_urgency('UTI', '{' || group_concat('"age":30') || '}') FROM n;

-- values of pairs: numbers beyond all bounds, words that are none
SELECT uti_urgency('UTI', 'temp_f', 9223372036854775807), uti_urgency('UTI', 'temp_f', -9223372036854775807), uti_urgency('UTI', 'temp_f', 1e308), uti_urgency('UTI', 'temp_f', -1e308), uti_urgency('UTI', 'temp_f', 9e999);
SELECT warnings FROM uti_assess('UTI', '{"sex":1.5}');
SELECT warnings FROM uti_assess('UTI', '{"sex":1}');
SELECT warnings FROM uti_assess('UTI', '{"avpu":"sleepy"}');
SELECT warnings FROM uti_assess('UTI', '{"temp_f":"-103","age":"+41","potassium":"100000000000000000"}');
SELECT uti_reasons('UTI', 'sex', 1, 'avpu', 'V'), uti_reasons('UTI', 'sex', 1.0, 'temp_f', '+103'), uti_reasons('UTI', 'temp_f', '103.00000000000000000000000000');

-- names that are shown, and such that may be a report
SELECT uti_urgency('UTI', 'Temp-F.2', 1);
SELECT uti_urgency('UTI', 'temp{f', 1);
SELECT uti_urgency('UTI', 'temp^f', 1);
SELECT uti_urgency('UTI', '', 1);
SELECT uti_urgency('UTI', 'a_name_that_has_more_than_forty_letters_a', 1);
SELECT uti_urgency('UTI', 'a_name_that_has_just_about_forty_letters', 1);
SELECT uti_has('UTI', 7);
SELECT uti_has('UTI', x'00');
SELECT uti_urgency('UTI', '{"":1}');
SELECT uti_urgency('UTI', '{"temp_f":[1]}');
SELECT uti_urgency('UTI', '{"my leg":[1]}');
SELECT uti_urgency('UTI', '{"temp f":[1]}');

-- BLOBs wherever text is wanted
SELECT uti_highlight('fever', '[', x'5d');
SELECT uti_highlight(x'66', '[', ']');
SELECT uti_context(x'66', 'fever');
SELECT uti_context('fever', x'66');
SELECT uti_urgency_rank(x'66');
SELECT uti_rule_set(x'66');
SELECT uti_rule_set(NULL);
SELECT uti_load_rules('a' || char(0) || 'b');

-- a table asked for a report that is not known yet
SELECT count(*) FROM uti_findings WHERE report > 'x';
SELECT count(*) FROM uti_findings('fever') WHERE facts_json > 'x';
SELECT count(*) FROM (SELECT 'fever' AS r) AS a JOIN uti_findings AS f ON f.report = a.r WHERE f.facts_json IS NULL;
SELECT report, facts_json FROM uti_assess('UTI');
SELECT report, facts_json FROM uti_assess('UTI', NULL);
SELECT count(*) FROM wells_dvt_items('');
SELECT uti_urgency(NULL), cramp_mechanism(x'00');
SELECT cramp_mechanism('UTI'), uti_reasons(x'00');
SELECT text = '' FROM uti_findings('UTI', '{"fever":1}') WHERE source = 'fact' LIMIT 1;
