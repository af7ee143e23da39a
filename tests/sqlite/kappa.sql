-- the published example: 35 of 50 agree, 0.4 beyond chance
CREATE TABLE rated(a, b);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
INSERT INTO rated SELECT CASE WHEN i <= 25 THEN 'yes' ELSE 'no' END, CASE WHEN i <= 20 OR i BETWEEN 26 AND 35 THEN 'yes' ELSE 'no' END FROM n;
SELECT cohen_kappa(a, b) FROM rated;

-- a pair with a NULL is left out; no pair gives NULL
INSERT INTO rated VALUES (NULL, 'yes'), ('no', NULL);
SELECT cohen_kappa(a, b), typeof(cohen_kappa(a, NULL)) FROM rated;
SELECT cohen_kappa(1, 2) FROM rated WHERE 0;

-- one value throughout is not defined; full and reversed agreement
SELECT cohen_kappa('x', 'x') FROM rated;
SELECT cohen_kappa(a, a), cohen_kappa(a, CASE a WHEN 'yes' THEN 'no' ELSE 'yes' END) FROM rated WHERE a = 'yes' OR b = 'yes';

-- values compare as IS compares: 1 is 1.0 and not '1'
SELECT cohen_kappa(a, b) FROM (SELECT 1 AS a, 1.0 AS b UNION ALL SELECT 2, 2);
SELECT cohen_kappa(a, b) FROM (SELECT 1 AS a, '1' AS b UNION ALL SELECT 2, 2);

-- as a window function it equals the aggregate over the same rows
SELECT count(*) FROM (SELECT rowid AS i, cohen_kappa(a, b) OVER (ORDER BY rowid ROWS 9 PRECEDING) AS k FROM rated) AS w
WHERE ifnull(round(k, 12), 'none') IS NOT (SELECT ifnull(round(cohen_kappa(a, b), 12), 'none') FROM rated WHERE rowid BETWEEN i - 9 AND i);

-- a column of measured values is no rating
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT cohen_kappa(i, i) FROM n;

-- numbers of both kinds in either place
WITH r(a, b) AS (VALUES (1.5, 2.5), (2.5, 1.5), (2, 2.0), (1.0, 1), (1.5, 1.5)) SELECT round(cohen_kappa(a, b), 6) FROM r;

-- empty and equal blobs and texts; a blob is not the text of its bytes
WITH r(a, b) AS (VALUES (x'', x''), ('', ''), (x'41', x'41'), ('A', 'A'), (x'42', x'41')) SELECT round(cohen_kappa(a, b), 6) FROM r;
WITH r(a, b) AS (VALUES ('A', x'41'), ('B', 'B')) SELECT round(cohen_kappa(a, b), 6) FROM r;

-- one rater gives one value throughout, the other does not: agreement is that of chance
SELECT cohen_kappa(a, b) FROM (SELECT 'x' AS a, 'x' AS b UNION ALL SELECT 'x', 'y');
SELECT cohen_kappa(b, a) FROM (SELECT 'x' AS a, 'x' AS b UNION ALL SELECT 'x', 'y');

-- a window of one row after the other: each has one value throughout
SELECT group_concat(ifnull(k, '-')) FROM (SELECT cohen_kappa(column1, column1) OVER (ROWS CURRENT ROW) AS k FROM (VALUES ('x'), ('y'), ('x')));
