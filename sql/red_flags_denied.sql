-- Title: Red flags that the report denies
-- What it answers: which low-level cases rest on a denial ("no fever, no flank
--   pain"), with the words that decided it: the sample to read when looking for
--   misses.
-- Parameters:
--   :max_level  the highest level looked at; default 'routine'
--   :from       first day, ISO 8601; default the first in the table
--   :to         last day, included; default the last in the table
-- Output columns: report_id, urgency, denied (labels), words (the cue and the
--   finding as they stand in the text)

WITH parameter AS (
  SELECT uti_urgency_rank(coalesce(:max_level, 'routine')) AS max_rank
),
red_flag (concept) AS (
  VALUES ('high_fever'), ('fever'), ('chills'), ('flank_pain'), ('persistent_vomiting'),
    ('vomiting'), ('confusion'), ('hematuria'), ('leg_swelling'), ('leg_redness'),
    ('leg_warmth'), ('dvt'), ('chest_pain'), ('shortness_of_breath'), ('saddle_numbness'),
    ('urinary_retention'), ('pregnancy')
)
SELECT
  r.report_id, a.urgency,
  group_concat(f.label, '; ') AS denied,
  group_concat(coalesce(f.cue || ' ... ', '') || f.text, '; ') AS words
FROM parameter
JOIN current_assessments AS a ON a.urgency_rank <= parameter.max_rank
JOIN reports AS d USING (report_id)
JOIN assessable_reports AS r USING (report_id)
JOIN uti_findings(r.report, r.facts_json) AS f
JOIN red_flag ON red_flag.concept = f.concept
WHERE f.status = 'absent' AND f.source = 'text'
  AND (:from IS NULL OR date(d.reported_at) >= :from)
  AND (:to IS NULL OR date(d.reported_at) <= :to)
GROUP BY r.report_id
ORDER BY r.report_id;
