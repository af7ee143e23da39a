-- Title: Cases where a reviewer disagrees
-- What it answers: which cases a reviewer saw otherwise than the program, those
--   that the program rated too low first; the list to read when rules are
--   reviewed. Of each reviewer the last word on a case counts.
-- Parameters:
--   :from      first day of the review, ISO 8601; default the first in the table
--   :to        last day, included; default the last in the table
--   :reviewer  only this reviewer; default all
-- Output columns: report_id, verdict ('too low', 'too high', 'mechanism'), program,
--   reviewer_says, levels_apart, program_mechanism, reviewer_mechanism, decision,
--   reviewer, reviewed_at, reviewers (that saw the case), comment, reasons (of the
--   program, as they are now)

WITH last_words AS (
  SELECT v.*,
    -- what was seen is not known for rows that were entered by hand
    CASE WHEN v.seen_urgency IS NULL AND v.seen_rules_id IS NULL THEN a.urgency ELSE v.seen_urgency END AS program,
    CASE WHEN v.seen_mechanism IS NULL AND v.seen_rules_id IS NULL THEN a.cramp_mechanism ELSE v.seen_mechanism END AS mechanism,
    a.reasons
  FROM reviews AS v
  LEFT JOIN current_assessments AS a USING (report_id)
  WHERE v.review_id = (SELECT max(review_id) FROM reviews AS w
                       WHERE w.report_id = v.report_id AND w.reviewer IS v.reviewer)
),
compared AS (
  SELECT *,
    uti_urgency_rank(corrected_urgency) - coalesce(uti_urgency_rank(program), -1) AS apart,
    corrected_mechanism IS NOT NULL AND corrected_mechanism <> coalesce(mechanism, 'none') AS other_mechanism
  FROM last_words
),
judged AS (
  SELECT *,
    CASE
      WHEN apart > 0 OR (apart IS NULL AND decision = 'too low') THEN 'too low'
      WHEN apart < 0 OR (apart IS NULL AND decision = 'too high') THEN 'too high'
      WHEN other_mechanism OR decision = 'wrong mechanism' THEN 'mechanism'
    END AS verdict
  FROM compared
)
SELECT
  j.report_id, j.verdict, j.program, j.corrected_urgency AS reviewer_says, abs(j.apart) AS levels_apart,
  j.mechanism AS program_mechanism, j.corrected_mechanism AS reviewer_mechanism,
  j.decision, j.reviewer, j.reviewed_at,
  (SELECT count(DISTINCT coalesce(w.reviewer, '')) FROM reviews AS w WHERE w.report_id = j.report_id) AS reviewers,
  j.comment, j.reasons
FROM judged AS j
WHERE j.verdict IS NOT NULL
  AND (:from IS NULL OR date(j.reviewed_at) >= :from)
  AND (:to IS NULL OR date(j.reviewed_at) <= :to)
  AND (:reviewer IS NULL OR j.reviewer = :reviewer)
ORDER BY j.verdict = 'too low' DESC, j.verdict = 'too high' DESC, levels_apart DESC, j.report_id, j.reviewer;
