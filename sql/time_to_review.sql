-- Title: Time to review
-- What it answers: how long flagged cases wait for their first review, by site or
--   by level; cases that still wait are counted, and are not in the hours.
-- Parameters:
--   :by    'site' or 'level'; default 'site'
--   :from  first day of the report, ISO 8601; default the first in the table
--   :to    last day, included; default the last in the table
-- Output columns: by (the site or level), flagged, reviewed, waiting, median_hours,
--   p90_hours (nine of ten were reviewed within), longest_hours, without_time
--   (reviewed, and one of the two times cannot be read or they are the wrong way
--   round)
-- Chart: bar by; median_hours, p90_hours

-- A review's own time ends in Z and is UTC; reports carry local time.
WITH first_reviews AS (
  SELECT report_id,
    min(CASE WHEN reviewed_at LIKE '%Z' THEN julianday(reviewed_at, 'localtime')
             ELSE julianday(reviewed_at) END) AS day
  FROM reviews
  GROUP BY report_id
),
cases AS (
  SELECT
    CASE WHEN coalesce(:by, 'site') = 'level' THEN coalesce(c.urgency, '(not assessed)')
         ELSE coalesce(c.site, '(not known)') END AS by,
    CASE WHEN coalesce(:by, 'site') = 'level' THEN -c.urgency_rank END AS place,
    v.report_id IS NOT NULL AS reviewed,
    CASE WHEN v.day >= julianday(c.reported_at) THEN 24 * (v.day - julianday(c.reported_at)) END AS hours
  FROM flagged_cases AS c
  LEFT JOIN first_reviews AS v USING (report_id)
  WHERE (:from IS NULL OR date(c.reported_at) >= :from)
    AND (:to IS NULL OR date(c.reported_at) <= :to)
),
ordered AS (
  SELECT *,
    row_number() OVER (PARTITION BY by ORDER BY hours IS NULL, hours) AS number,
    count(hours) OVER (PARTITION BY by) AS known
  FROM cases
)
SELECT
  by,
  count(*) AS flagged,
  sum(reviewed) AS reviewed,
  sum(NOT reviewed) AS waiting,
  round(avg(hours) FILTER (WHERE number IN ((known + 1) / 2, (known + 2) / 2)), 1) AS median_hours,
  round(max(hours) FILTER (WHERE number = (9 * known + 9) / 10), 1) AS p90_hours,
  round(max(hours), 1) AS longest_hours,
  sum(reviewed AND hours IS NULL) AS without_time
FROM ordered
GROUP BY by
ORDER BY min(place), p90_hours DESC, by;
