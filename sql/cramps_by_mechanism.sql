-- Title: Cramps by mechanism
-- What it answers: what may explain the cramps of patients with a urinary tract
--   infection, how good the evidence for each candidate is, and what was found.
-- Parameters:
--   :from  first day, ISO 8601; default the first in the table
--   :to    last day, included; default the last in the table
-- Output columns: cramp_mechanism, reports, percent, urgent_or_worse, grades (of
--   the evidence: article, contested, laboratory, published), most_common_evidence
-- Chart: bar cramp_mechanism; reports, urgent_or_worse

WITH cases AS (
  SELECT r.report_id, a.cramp_mechanism, a.urgency_rank
  FROM reports AS r
  JOIN current_assessments AS a USING (report_id)
  WHERE a.cramp_mechanism IS NOT NULL
    AND (:from IS NULL OR date(r.reported_at) >= :from)
    AND (:to IS NULL OR date(r.reported_at) <= :to)
),
explained AS (
  SELECT c.cramp_mechanism, nullif(m.grade, '') AS grade, nullif(m.evidence, '') AS evidence
  FROM cases AS c
  JOIN assessable_reports AS r USING (report_id)
  JOIN cramp_mechanisms(r.report, r.facts_json) AS m ON m.mechanism = c.cramp_mechanism
),
common AS (
  SELECT cramp_mechanism, evidence,
    row_number() OVER (PARTITION BY cramp_mechanism ORDER BY count(*) DESC, evidence) AS place
  FROM explained
  GROUP BY cramp_mechanism, evidence
)
SELECT
  c.cramp_mechanism,
  count(*) AS reports,
  round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent,
  count(*) FILTER (WHERE c.urgency_rank >= 3) AS urgent_or_worse,
  (SELECT group_concat(grade, ', ')
   FROM (SELECT DISTINCT e.grade FROM explained AS e
         WHERE e.cramp_mechanism = c.cramp_mechanism ORDER BY e.grade)) AS grades,
  (SELECT evidence FROM common AS o
   WHERE o.cramp_mechanism = c.cramp_mechanism AND o.place = 1) AS most_common_evidence
FROM cases AS c
GROUP BY c.cramp_mechanism
ORDER BY reports DESC, c.cramp_mechanism;
