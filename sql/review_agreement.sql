-- Title: Agreement of program and reviewers
-- What it answers: for each pair of levels how often the program said the one
--   and the reviewer the other; equal levels are agreement.
-- Parameters: none
-- Output columns: program, reviewer, cases, verdict ('agree', 'too high',
--   'too low')

SELECT
  seen_urgency AS program,
  coalesce(corrected_urgency, seen_urgency) AS reviewer,
  count(*) AS cases,
  CASE
    WHEN coalesce(corrected_urgency, seen_urgency) = seen_urgency THEN 'agree'
    WHEN uti_urgency_rank(seen_urgency) > uti_urgency_rank(corrected_urgency) THEN 'too high'
    ELSE 'too low'
  END AS verdict
FROM current_reviews
WHERE seen_urgency IS NOT NULL
GROUP BY program, reviewer
ORDER BY uti_urgency_rank(program) DESC, uti_urgency_rank(reviewer) DESC;
