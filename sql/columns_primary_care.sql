-- Title: Symptoms in columns: a primary care table
-- What it answers: the level of each row of a table that has no report text but
--   a column a sign, and whether the row has a published high-risk feature (Ann
--   Fam Med 2023;21:11). A page to copy for a table of your own: one line a
--   column, names and codes on the left, facts on the right.
-- Parameters: none. Reads the table primary_care (.import --csv FILE primary_care)
--   with 1 yes, 2 no, 3 not documented; bands temp 2 normal 3 fever, hr 2 high,
--   sbp 1 low; tests in words.
-- Output columns: row, any_high_risk_feature (1 or 0), urgency, reasons
--
-- How it is done:
-- 1 Everybody in such a table is suspected of an infection: the report says so.
-- 2 A column becomes the fact that means the same. Not documented stays NULL, not
--   known, and is never read as no.
-- 3 A band is no measurement. It becomes the finding that it names (fever), or the
--   first value inside it (a pulse of 101, a pressure of 100), never a normal one.
-- 4 What is not a sign of this visit stays out: a history of stones, a culture
--   that comes back later, the diagnosis.
-- 5 A high-risk feature is one that raises a suspected infection to soon or above
--   by itself, so that question leaves age, sex, dysuria and urine tests aside.

WITH
  codes AS (
    SELECT
      *,
      CASE temp WHEN 3 THEN 1 WHEN 2 THEN 0 END AS fever_measured,
      CASE fever_subjective WHEN 1 THEN 1 WHEN 2 THEN 0 END AS fever_told,
      CASE WHEN flank_pain = 1 OR cva = 1 THEN 1 WHEN flank_pain = 2 AND cva = 2 THEN 0 END AS flank
    FROM primary_care
  ),
  mapped AS (
    SELECT
      *,
      json_object(
        'fever', fever_measured,
        'heart_rate', CASE hr WHEN 2 THEN 101 END,
        'systolic_bp', CASE sbp WHEN 1 THEN 100 END,
        'confusion', CASE ams WHEN 1 THEN 1 WHEN 2 THEN 0 END,
        'flank_pain', flank,
        'vomiting', CASE vomiting WHEN 1 THEN 1 WHEN 2 THEN 0 END,
        'catheter', CASE catheter WHEN 1 THEN 1 WHEN 2 THEN 0 END,
        'immunosuppressed', CASE immunocompromised WHEN 1 THEN 1 WHEN 2 THEN 0 END,
        'pregnant', CASE pregnant WHEN 1 THEN 1 WHEN 2 THEN 0 END
      ) AS features,
      json_object(
        'age', age,
        'sex', gender,
        'fever', coalesce(nullif(max(ifnull(fever_measured, 0), ifnull(fever_told, 0)), 0), fever_measured, fever_told),
        'dysuria', CASE dysuria WHEN 1 THEN 1 WHEN 0 THEN 0 END,
        'suprapubic_pain', CASE low_abd_pain WHEN 1 THEN 1 WHEN 2 THEN 0 END,
        'cloudy_or_foul_urine', CASE ua_clarity WHEN 'not_clear' THEN 1 WHEN 'clear' THEN 0 END,
        'hematuria', CASE WHEN ua_blood IN ('small', 'moderate', 'large') THEN 1 WHEN ua_blood = 'negative' THEN 0 END,
        'nitrite', CASE ua_nitrite WHEN 'positive' THEN 1 WHEN 'negative' THEN 0 END,
        'leukocyte_esterase', CASE WHEN ua_leuk IN ('small', 'moderate', 'large') THEN 1 WHEN ua_leuk = 'negative' THEN 0 END
      ) AS others
    FROM codes
  )
SELECT
  "row",
  uti_urgency_rank(uti_urgency('Suspected urinary tract infection.', features)) >= uti_urgency_rank('soon')
    AS any_high_risk_feature,
  assessed.urgency,
  assessed.reasons
FROM mapped
JOIN uti_assess('Suspected urinary tract infection.', json_patch(features, others)) AS assessed
ORDER BY assessed.urgency_rank DESC, CAST("row" AS INTEGER);
