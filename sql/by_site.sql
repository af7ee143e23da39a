-- Title: Levels by site
-- What it answers: how many reports each site had in a period, at which level,
--   and what share was flagged as soon or worse.
-- Parameters:
--   :from  first day, ISO 8601; default the first in the table
--   :to    last day, included; default the last in the table
-- Output columns: site, reports, emergency, urgent, soon, routine, none,
--   not_assessed, percent_soon_or_worse (of those assessed)
-- Chart: stacked bar site; emergency, urgent, soon, routine, none, not_assessed

SELECT
  coalesce(r.site, '(not known)') AS site,
  count(*) AS reports,
  count(*) FILTER (WHERE a.urgency = 'emergency') AS emergency,
  count(*) FILTER (WHERE a.urgency = 'urgent') AS urgent,
  count(*) FILTER (WHERE a.urgency = 'soon') AS soon,
  count(*) FILTER (WHERE a.urgency = 'routine') AS routine,
  count(*) FILTER (WHERE a.urgency = 'none') AS none,
  count(*) FILTER (WHERE a.urgency IS NULL) AS not_assessed,
  round(100.0 * count(*) FILTER (WHERE a.urgency_rank >= 2) / count(a.urgency), 1)
    AS percent_soon_or_worse
FROM reports AS r
LEFT JOIN current_assessments AS a USING (report_id)
WHERE (:from IS NULL OR date(r.reported_at) >= :from)
  AND (:to IS NULL OR date(r.reported_at) <= :to)
GROUP BY coalesce(r.site, '(not known)')
ORDER BY percent_soon_or_worse DESC, site;
