-- loin pain counts with fever, cystitis is routine, one sign alone is none, fever alone is outside the scope
CREATE TEMP TABLE inflammation (
  temperature_c TEXT, nausea TEXT, lumbar_pain TEXT, urine_pushing TEXT, micturition_pains TEXT, burning_of_urethra TEXT,
  label_bladder_inflammation TEXT, label_nephritis_renal_pelvis TEXT
);
INSERT INTO inflammation VALUES
  ('38.0', 'no', 'yes', 'no', 'no', 'no', 'no', 'yes'),
  ('37.9', 'no', 'yes', 'no', 'no', 'no', 'no', 'no'),
  ('37,1', 'no', 'no', 'yes', 'yes', 'no', 'yes', 'no'),
  ('37.1', 'no', 'no', 'no', 'no', 'yes', 'yes', 'no'),
  ('37.1', 'no', 'no', 'yes', 'no', 'no', 'yes', 'no'),
  ('40.4', 'no', 'no', 'no', 'no', 'no', 'no', 'no');
.read sql/columns_inflammation.sql
