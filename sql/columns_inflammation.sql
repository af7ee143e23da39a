-- Title: Symptoms in columns: acute inflammations
-- What it answers: the level of each row of a table with yes and no in columns
--   (UCI Acute Inflammations: Czerniak and Zarzycki, urinary system), where
--   nobody is known to have an infection: the symptoms must show it.
-- Parameters: none. Reads the table inflammation (.import --csv FILE inflammation).
-- Output columns: row, urgency, reasons, warnings, and the table's own labels
--   label_bladder_inflammation, label_nephritis_renal_pelvis
--
-- Yes and no go to facts as they are. urine_pushing is a constant need to pass
-- urine; micturition pains and a burning urethra are both dysuria; lumbar pain is
-- pain of the loin, where a kidney is felt: taken as back pain it would hide one.

SELECT
  i.rowid AS "row",
  assessed.urgency,
  assessed.reasons,
  assessed.warnings,
  label_bladder_inflammation,
  label_nephritis_renal_pelvis
FROM inflammation AS i
JOIN uti_assess(NULL, json_object(
  'temp_c', temperature_c,
  'nausea', nausea,
  'flank_pain', lumbar_pain,
  'urinary_urgency', urine_pushing,
  'dysuria', CASE WHEN 'yes' IN (micturition_pains, burning_of_urethra) THEN 'yes' ELSE 'no' END
)) AS assessed
ORDER BY assessed.urgency_rank DESC, i.rowid;
