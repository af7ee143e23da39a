-- one sign a row
CREATE TEMP TABLE primary_care (
  "row" TEXT, age TEXT, gender TEXT, ua_clarity TEXT, ua_blood TEXT, ua_nitrite TEXT, ua_leuk TEXT, dysuria TEXT, fever_subjective TEXT, temp TEXT, hr TEXT, sbp TEXT, ams TEXT, low_abd_pain TEXT, flank_pain TEXT, cva TEXT, vomiting TEXT, catheter TEXT, immunocompromised TEXT, pregnant TEXT
);
INSERT INTO primary_care VALUES
  ('1', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '1', '2', '2', '2', '2', '2', '2', '2', '2', '2'),
  ('2', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '1', '2', '2', '1', '2', '2', '1', '2', '2', '2', '2', '2', '2'),
  ('3', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '3', '1', '2', '2', '2', '2', '2', '2', '2', '2', '2'),
  ('4', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '2', '2', '2', '2', '2', '2', '2', '2', '2', '2'),
  ('5', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '1', '1', '2', '2', '2', '2', '2', '2', '2', '2'),
  ('6', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '1', '2', '1', '2', '2', '2', '2', '2', '2', '2'),
  ('7', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '1', '2', '2', '2', '1', '2', '2', '2', '2', '2'),
  ('8', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '1', '2', '2', '2', '3', '1', '2', '2', '2', '2'),
  ('9', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '1', '2', '2', '2', '2', '2', '1', '2', '2', '2'),
  ('10', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '1', '2', '2', '2', '2', '2', '2', '1', '2', '2'),
  ('11', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '1', '2', '2', '2', '2', '2', '2', '2', '1', '2'),
  ('12', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '1', '2', '2', '2', '2', '2', '2', '2', '2', '1'),
  ('13', '70', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '1', '2', '2', '2', '2', '2', '2', '2', '2', '2'),
  ('14', '40', 'Male', 'clear', 'negative', 'negative', 'negative', '0', '2', '2', '1', '2', '2', '2', '2', '2', '2', '2', '2', '2'),
  ('15', '40', 'Female', 'clear', 'small', 'negative', 'negative', '0', '2', '2', '1', '2', '2', '2', '2', '2', '2', '2', '2', '2'),
  ('16', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '1', '2', '1', '2', '2', '2', '2', '2', '2', '2', '2', '2'),
  ('17', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '1', '4', '1', '2', '2', '2', '2', '2', '2', '2', '2', '2'),
  ('18', '40', 'Female', 'clear', 'negative', 'positive', 'negative', '0', '2', '2', '1', '2', '2', '2', '2', '2', '2', '2', '2', '2'),
  ('19', '40', 'Female', 'not_reported', 'negative', 'negative', 'negative', 'not_reported', '2', '4', '3', '2', '3', '2', '3', '3', '3', '3', '3', '3'),
  ('20', '40', 'Female', 'clear', 'negative', 'negative', 'negative', '0', '2', '3', '2', '2', '2', '2', '1', '2', '2', '2', '2', '2');
.read sql/columns_primary_care.sql

-- numbers instead of text in the columns give the same
CREATE TEMP TABLE as_numbers AS SELECT * FROM primary_care WHERE "row" IN ('3', '8');
DELETE FROM primary_care;
DROP TABLE primary_care;
CREATE TEMP TABLE primary_care AS SELECT "row", age, gender, ua_clarity, ua_blood, ua_nitrite, ua_leuk, dysuria, fever_subjective,
  CAST(temp AS INTEGER) AS temp, CAST(hr AS INTEGER) AS hr, CAST(sbp AS INTEGER) AS sbp, CAST(ams AS INTEGER) AS ams, low_abd_pain,
  CAST(flank_pain AS INTEGER) AS flank_pain, CAST(cva AS INTEGER) AS cva, vomiting, catheter, immunocompromised, pregnant FROM as_numbers;
.read sql/columns_primary_care.sql
