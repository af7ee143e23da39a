-- Title: Agreement among reviewers
-- What it answers: how far two reviewers of the same cases agree on the level: how
--   often, and Cohen's kappa (1 is full agreement, 0 is what chance gives).
-- Parameters: none
-- Output columns: first_reviewer, second_reviewer, cases, same, kappa (NULL where
--   both gave one level throughout)

SELECT
  first_reviewer, second_reviewer, count(*) AS cases,
  count(*) FILTER (WHERE first_urgency = second_urgency) AS same,
  round(cohen_kappa(first_urgency, second_urgency), 2) AS kappa
FROM reviewer_pairs
GROUP BY first_reviewer, second_reviewer
ORDER BY cases DESC, first_reviewer, second_reviewer;
