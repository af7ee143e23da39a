-- Title: Red flags that were denied and reported later
-- What it answers: which patients denied a red flag in one report ("no fever") and
--   had it in a later one, within a span of days: the change to ask about, or a
--   reading to check.
-- Parameters:
--   :days  the span; default 30
--   :from  first day of the later report, ISO 8601; default the first in the table
--   :to    last day, included; default the last in the table
-- Output columns: patient_id, finding, denied_in (a report_id), denied_at,
--   denied_words, urgency_then, reported_in, reported_at, reported_words (NULL where
--   a value gave it), urgency_later, days_between

WITH parameter AS (
  SELECT coalesce(:days, 30) AS days
),
red_flag (concept) AS (
  VALUES ('high_fever'), ('fever'), ('chills'), ('flank_pain'), ('persistent_vomiting'),
    ('vomiting'), ('confusion'), ('hematuria'), ('leg_swelling'), ('leg_redness'),
    ('leg_warmth'), ('dvt'), ('chest_pain'), ('shortness_of_breath'), ('saddle_numbness'),
    ('leg_weakness'), ('urinary_retention'), ('pregnancy')
),
seen AS MATERIALIZED (
  SELECT d.patient_id, d.report_id, d.reported_at, julianday(d.reported_at) AS day,
    a.urgency, f.concept, f.label, f.status,
    group_concat(CASE f.status WHEN 'absent' THEN coalesce(f.cue || ' ... ', '') ELSE '' END || f.text, '; ') AS words
  FROM reports AS d
  JOIN assessable_reports AS r USING (report_id)
  LEFT JOIN current_assessments AS a USING (report_id)
  JOIN uti_findings(r.report, r.facts_json) AS f
  WHERE d.patient_id IN (SELECT patient_id FROM reports GROUP BY patient_id HAVING count(*) > 1)
    -- The plus keeps each report from being read once for every red flag.
    AND +f.concept IN (SELECT concept FROM red_flag)
    AND (f.status = 'present' OR (f.status = 'absent' AND f.source = 'text'))
  GROUP BY d.report_id, f.concept, f.status
),
-- Of each denial what follows first, of each later report the last denial before it.
pairs AS (
  SELECT d.patient_id, d.label AS finding, d.report_id AS denied_in, d.reported_at AS denied_at,
    d.words AS denied_words, d.urgency AS urgency_then, p.report_id AS reported_in, p.reported_at,
    p.words AS reported_words, p.urgency AS urgency_later, round(p.day - d.day, 1) AS days_between,
    row_number() OVER (PARTITION BY d.report_id, d.concept ORDER BY p.day, p.report_id) AS following,
    row_number() OVER (PARTITION BY p.report_id, d.concept ORDER BY d.day DESC, d.report_id) AS preceding
  FROM seen AS d
  JOIN seen AS p ON p.patient_id = d.patient_id AND p.concept = d.concept
  JOIN parameter
  WHERE d.status = 'absent' AND p.status = 'present'
    AND p.day > d.day AND p.day <= d.day + parameter.days
)
SELECT patient_id, finding, denied_in, denied_at, denied_words, urgency_then, reported_in,
  reported_at, reported_words, urgency_later, days_between
FROM pairs
WHERE following = 1 AND preceding = 1
  AND (:from IS NULL OR date(reported_at) >= :from)
  AND (:to IS NULL OR date(reported_at) <= :to)
ORDER BY uti_urgency_rank(urgency_later) DESC, reported_at DESC, patient_id, finding;
