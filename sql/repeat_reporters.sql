-- Title: Patients who report again and again
-- What it answers: who reported several times within a span of days with
--   something urinary each time, and whether the level rose from first to last.
-- Parameters:
--   :days   the span; default 14
--   :times  at least so many reports in it; default 2
-- Output columns: patient_id, reports, first_at, last_at, first_urgency,
--   last_urgency, worst_urgency, worse_now (1: the last is above the first)

WITH parameter AS (
  SELECT coalesce(:days, 14) AS days, coalesce(:times, 2) AS times
),
levels AS (
  SELECT r.patient_id, r.report_id, r.reported_at, julianday(r.reported_at) AS day,
    a.urgency, a.urgency_rank
  FROM reports AS r
  JOIN current_assessments AS a USING (report_id)
  WHERE a.urgency_rank >= 1 AND r.patient_id IS NOT NULL AND julianday(r.reported_at) IS NOT NULL
),
-- From each report on: what followed within the span.
spans AS (
  SELECT s.patient_id, s.reported_at AS first_at, s.urgency AS first_urgency,
    s.urgency_rank AS first_rank, count(*) AS reports, max(e.day) AS last_day,
    max(e.urgency_rank) AS worst_rank
  FROM levels AS s
  JOIN parameter
  JOIN levels AS e ON e.patient_id = s.patient_id
    AND e.day BETWEEN s.day AND s.day + parameter.days
  GROUP BY s.patient_id, s.report_id
  HAVING count(*) >= max(parameter.times)
),
-- The fullest span of each patient, the earliest of equals.
chosen AS (
  SELECT *,
    row_number() OVER (PARTITION BY patient_id ORDER BY reports DESC, first_at) AS place
  FROM spans
)
SELECT c.patient_id, c.reports, c.first_at, l.reported_at AS last_at, c.first_urgency,
  l.urgency AS last_urgency, w.urgency AS worst_urgency,
  l.urgency_rank > c.first_rank AS worse_now
FROM chosen AS c
JOIN levels AS l ON l.patient_id = c.patient_id AND l.day = c.last_day
JOIN (SELECT DISTINCT urgency, urgency_rank FROM levels) AS w ON w.urgency_rank = c.worst_rank
WHERE c.place = 1
GROUP BY c.patient_id
ORDER BY worse_now DESC, c.worst_rank DESC, c.reports DESC, c.patient_id;
