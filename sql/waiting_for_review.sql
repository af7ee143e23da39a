-- Title: Flagged and not yet reviewed
-- What it answers: the work list: flagged cases without a review, worst first,
--   and how long each has waited.
-- Parameters:
--   :now  the time to count to, ISO 8601; default now (local time)
-- Output columns: report_id, patient_id, site, reported_at, hours_waiting,
--   urgency, cramp_mechanism, reasons

SELECT
  report_id, patient_id, site, reported_at,
  round(24 * (julianday(coalesce(:now, datetime('now', 'localtime'))) - julianday(reported_at)), 1)
    AS hours_waiting,
  urgency, cramp_mechanism, reasons
FROM flagged_cases
WHERE decision IS NULL
ORDER BY urgency_rank DESC, outside_scope DESC, reported_at, report_id;
