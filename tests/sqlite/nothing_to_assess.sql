/* What is NULL: nothing at all to assess. */

-- a NULL report without facts
SELECT uti_urgency(NULL), uti_reasons(NULL), cramp_mechanism(NULL), uti_explain(NULL), uti_has(NULL, 'fever');

-- a report without a letter or a digit
SELECT uti_urgency(''), uti_urgency('   '), uti_urgency('?!... --'), uti_urgency(char(9, 10, 13));

-- age and sex alone are no report
SELECT uti_urgency(NULL, 'age', 40, 'sex', 'F'), uti_urgency('', '{"age":80,"sex":"M"}');

-- a fact beyond age and sex is something to assess
SELECT uti_urgency(NULL, 'temp_f', 98.6), uti_urgency(NULL, 'dysuria', 1), uti_urgency('', '{"uti":true}');

-- facts that are all NULL are no facts
SELECT uti_urgency(NULL, 'temp_f', NULL), uti_urgency(NULL, '{"temp_f":null}'), uti_urgency(NULL, NULL), uti_urgency(NULL, '{}');

-- a letter is enough, whatever it says
SELECT uti_urgency('x'), uti_urgency('7');

-- uti_assess has exactly one row, also for nothing
SELECT urgency, urgency_rank, cramp_mechanism, reasons, rules, findings, warnings, rules_id = uti_rules_id() FROM uti_assess(NULL);

-- nothing is found in nothing, and no mechanism is asked
SELECT (SELECT count(*) FROM uti_findings(NULL)), (SELECT count(*) FROM cramp_mechanisms(NULL));

-- NULL in the functions of a text
SELECT uti_highlight(NULL, '[', ']'), uti_highlight('fever', NULL, ']'), uti_highlight('fever', '[', NULL), uti_highlight('fever', '[', ']', NULL), uti_context(NULL, 'fever'), uti_context('fever', NULL);

-- NULL in the small functions
SELECT uti_urgency_rank(NULL), temp_f(NULL), temp_c(NULL), temp_f(NULL, 'C'), uti_has('fever', NULL);
