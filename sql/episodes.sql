-- Title: Patients whose reports together weigh more than each alone
-- What it answers: the level of each patient's reports taken as one episode
--   (fever that persists, a new red flag, not better on antibiotics), worst
--   first, and whether it is above every single report's.
-- Parameters:
--   :from  first day, ISO 8601; default the first in the table
--   :to    last day, included; default the last in the table
--   :all   1: all patients with two reports and more; default 0: only those
--          whose episode is above every single report
-- Output columns: patient_id, reports, first_at, last_at, episode_urgency,
--   highest_single, rules (of the episode), warnings

WITH dated AS (
  SELECT d.patient_id, r.report, r.facts_json, d.reported_at,
    -- what SQLite reads as no time counts without one
    CASE WHEN julianday(d.reported_at) IS NOT NULL THEN datetime(d.reported_at) END AS at
  FROM reports AS d
  JOIN assessable_reports AS r USING (report_id)
  WHERE d.patient_id IS NOT NULL
    AND (:from IS NULL OR date(d.reported_at) >= :from)
    AND (:to IS NULL OR date(d.reported_at) <= :to)
),
episodes AS (
  SELECT patient_id, count(*) AS reports, min(at) AS first_at, max(at) AS last_at,
    uti_episode(report, at, facts_json) AS urgency,
    uti_episode_explain(report, at, facts_json) AS explanation,
    max(uti_urgency_rank(uti_urgency(report, facts_json))) AS single_rank
  FROM dated
  GROUP BY patient_id
  HAVING count(*) > 1
)
SELECT patient_id, reports, first_at, last_at, urgency AS episode_urgency,
  (SELECT value FROM json_each('["none","routine","soon","urgent","emergency"]') WHERE key = single_rank) AS highest_single,
  (SELECT group_concat(json_extract(value, '$.id'), ' ') FROM json_each(explanation, '$.rules')) AS rules,
  (SELECT group_concat(value, '; ') FROM json_each(explanation, '$.warnings')) AS warnings
FROM episodes
WHERE coalesce(:all, 0) = 1 OR uti_urgency_rank(urgency) > coalesce(single_rank, -1)
ORDER BY uti_urgency_rank(urgency) DESC, patient_id;
