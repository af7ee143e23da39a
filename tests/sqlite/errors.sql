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
