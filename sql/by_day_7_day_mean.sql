-- Title: Flagged reports by day, with the mean of seven days
-- What it answers: how many reports a day are soon or worse, and whether the
--   number rises; days without a report count as 0 in the mean.
-- Parameters:
--   :from  first day shown, ISO 8601; default the first in the table
--   :to    last day shown; default the last in the table
-- Output columns: day, reports, soon_or_worse, mean_7_days (of soon_or_worse,
--   over this day and the six before it; NULL until there are seven)
-- Chart: line day; soon_or_worse, mean_7_days

WITH RECURSIVE
range (first, last) AS (
  SELECT min(date(reported_at)), max(date(reported_at)) FROM reports
),
calendar (day) AS (
  SELECT first FROM range WHERE first IS NOT NULL
  UNION ALL
  SELECT date(day, '+1 day') FROM calendar JOIN range ON day < last
),
days AS MATERIALIZED (
  SELECT
    date(r.reported_at) AS day,
    count(*) AS reports,
    count(*) FILTER (WHERE a.urgency_rank >= 2) AS soon_or_worse
  FROM reports AS r
  LEFT JOIN current_assessments AS a USING (report_id)
  GROUP BY date(r.reported_at)
),
counted AS (
  SELECT day, coalesce(reports, 0) AS reports, coalesce(soon_or_worse, 0) AS soon_or_worse
  FROM calendar
  LEFT JOIN days USING (day)
),
averaged AS (
  SELECT *,
    CASE WHEN count(*) OVER week = 7
         THEN round(avg(soon_or_worse) OVER week, 2) END AS mean_7_days
  FROM counted
  WINDOW week AS (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)
)
SELECT day, reports, soon_or_worse, mean_7_days
FROM averaged
WHERE (:from IS NULL OR day >= :from) AND (:to IS NULL OR day <= :to)
ORDER BY day;
