/* temp_f and temp_c. */

-- the unit is read from the value
SELECT temp_f(38.5), temp_c(101.3), temp_f(101.3), temp_c(38.5);

-- or given, in the ways people and standards write it
SELECT value, temp_c(98.6, value) FROM json_each('["F","f","°F","ºF","deg F","[degF]","Fahrenheit","Degrees F"]');
SELECT value, temp_f(37, value) FROM json_each('["C","c","°C","Cel","cel","deg C","degC","CELSIUS","centigrade"]');

-- a NULL or blank unit is no unit
SELECT temp_f(38.5, NULL), temp_f(38.5, ''), temp_f(38.5, ' ');

-- text with a decimal comma or blanks
SELECT temp_f('38,5'), temp_f(' 38.5 '), temp_c('101.3'), typeof(temp_f('38'));

-- what is no number is not known
SELECT temp_f('warm'), temp_f(''), temp_f('38.5.1'), temp_f('38 5'), temp_f('1e2'), temp_f('.'), temp_f('inf'), temp_f('nan');

-- what fits no range is not known
SELECT temp_f(60), temp_f(0), temp_f(-5), temp_f(400), temp_c(1e300), temp_c(-1e300), temp_f(46), temp_f(76);

-- edges of the ranges
SELECT temp_c(25), temp_c(45), temp_f(77), temp_f(113);

-- converting there and back gives the same
SELECT count(*) FROM (WITH RECURSIVE n(x) AS (SELECT 340 UNION ALL SELECT x + 1 FROM n WHERE x < 430) SELECT x / 10.0 AS c FROM n)
WHERE round(temp_c(temp_f(c, 'C'), 'F'), 6) <> c;

-- the fever thresholds are exact
SELECT temp_f(38.0) = 100.4, temp_c(100.4) = 38.0, temp_f(38.9, 'C'), temp_c(102.2) = 39.0;

-- uti_convert: published factors, spellings, there and back
SELECT uti_convert(2.431, 'mg/dL', 'mmol/L', 'magnesium'), uti_convert(1, 'mmol/L', 'mEq/L', 'calcium'), uti_convert(88.4, 'µmol/L', 'mg/dl', 'creatinine'), uti_convert(18.016, 'MG / DL', 'mmol/l', 'Glucose');
SELECT sum(CASE WHEN a.analyte = b.analyte THEN abs(uti_convert(uti_convert(7.3, a.unit, b.unit, a.analyte), b.unit, a.unit, a.analyte) - 7.3) > 1e-9 END), sum(a.analyte = b.analyte)
FROM uti_units AS a, uti_units AS b;
SELECT uti_convert(NULL, 'mg/dL', 'mmol/L', 'calcium'), uti_convert('low', 'mg/dL', 'mmol/L', 'calcium'), uti_convert(1, NULL, 'mmol/L', 'calcium'), uti_convert(1, 'mg/dL', 'mmol/L', NULL);

-- what is not in uti_units is an error that names what is
SELECT uti_convert(1, 'mg/dL', 'mmol/L', 'potassium');
SELECT uti_convert(1, 'mmol/L', 'stone', 'calcium');
SELECT uti_convert(1, 'mg/dL', 'mmol/L', 'lithium');
SELECT uti_convert(1, x'00', 'mmol/L', 'calcium');

-- blanks of every kind stand around numbers and units; a sign stands before a number
SELECT temp_f(char(9) || '38.5' || char(13, 10)), temp_f(' +38.5'), temp_f(38.5, char(9, 10, 13) || 'C'), temp_f('-38.5'), uti_convert('-5', 'C', 'F', 'temperature'), uti_convert('+-5', 'C', 'F', 'temperature'), uti_convert('-', 'C', 'F', 'temperature');

-- a number with more digits than a double keeps is that number, as programs write 115/3
SELECT temp_c('38.333333333333336'), uti_convert('38.33333333333333333333', 'C', 'C', 'temperature'), temp_c('000000000000000038'), temp_c('1234567890123456');

-- a column of words is no unit, however long; nor is a digit
SELECT temp_f(38, 'degreesfahrenhei'), temp_f(38, '1');
SELECT temp_f(38, 'degrees of the scale of Fahrenheit');
SELECT temp_f(38, '1');
SELECT temp_f(38, 'centigrade' || '[.. ..]');

-- a BLOB is no value and no unit
SELECT temp_f(x'00');
SELECT temp_c(38, x'43');
SELECT uti_convert(x'31', 'C', 'F', 'temperature');

-- units compare without blanks, dots, brackets and degree signs; both letters that look like µ are u
SELECT uti_convert(88.4, 'µmol/L', 'mg/dL', 'creatinine'), uti_convert(88.4, 'μmol/L', 'mg / dL.', 'creatinine'), uti_convert(88.4, char(9) || '[umol/L]', 'MG/DL', 'creatinine'), uti_convert(38, '°C', 'ºF', 'temperature'), uti_convert(38, 'C', '[degF]', 'temperature');
SELECT uti_convert(1, '©mol/L', 'mg/dL', 'creatinine');
SELECT uti_convert(1, 'Ωmol/L', 'mg/dL', 'creatinine');
SELECT uti_convert(1, '', 'mg/dL', 'creatinine');
SELECT uti_convert(1, 'umol/L', 'a unit of more than twenty-four letters', 'creatinine');
SELECT uti_convert(1, 'umol/L', 'mg/dL' || CAST(x'c2' AS TEXT), 'creatinine');
