-- Title: The patient-report schema
-- What it answers: nothing; it creates the tables that the views and queries of
--   this folder read. Running it again changes nothing.
-- Parameters: none
-- Output columns: none
--
-- No index, generated column or CHECK calls a function of the extension: the
-- tables open, and can be written, in every SQLite. Scores stand in a plain
-- table that names the rules they come from.

CREATE TABLE IF NOT EXISTS patients (
  patient_id TEXT PRIMARY KEY NOT NULL,
  sex TEXT,                      -- F, M, female, male; NULL: not known
  birth_date TEXT                -- ISO 8601 date
);

-- One row a report. Columns beside the text have the names of facts (see
-- SELECT * FROM uti_facts); NULL is "not known". Values stay as they came, also
-- where they are no number: the assessment warns of them and goes on.
CREATE TABLE IF NOT EXISTS reports (
  report_id TEXT PRIMARY KEY NOT NULL,
  patient_id TEXT REFERENCES patients (patient_id),
  site TEXT,
  reported_at TEXT,              -- ISO 8601 date or date and time, local
  report TEXT,
  temp_f REAL,                   -- degrees Fahrenheit
  temp_c REAL,                   -- degrees Celsius
  heart_rate REAL,               -- beats a minute
  resp_rate REAL,                -- breaths a minute
  systolic_bp REAL,              -- mmHg
  spo2 REAL,                     -- percent
  potassium REAL,                -- mmol/L
  sodium REAL,                   -- mmol/L
  magnesium REAL,                -- mmol/L
  calcium REAL,                  -- mmol/L
  creatinine REAL,               -- in the unit of uti_facts
  wbc REAL,                      -- 10^9/L
  nitrite TEXT,                  -- 1/0, true/false, yes/no, y/n
  leukocyte_esterase TEXT,
  culture_positive TEXT,
  pregnant TEXT,
  days REAL,                     -- since the first symptom
  other_facts TEXT               -- any other facts: one JSON object, name to value
);

CREATE INDEX IF NOT EXISTS reports_by_patient ON reports (patient_id, reported_at);
CREATE INDEX IF NOT EXISTS reports_by_time ON reports (reported_at);

-- What uti_assess() said. A report has one row for each version of the rules
-- that it was assessed with; the view current_assessments shows the last.
CREATE TABLE IF NOT EXISTS assessments (
  assessment_id INTEGER PRIMARY KEY,
  report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
  rules_id TEXT NOT NULL,        -- uti_rules_id()
  engine_version TEXT NOT NULL,  -- the first word of uti_version()
  assessed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
  urgency TEXT,                  -- NULL: there was nothing to assess
  urgency_rank INTEGER,
  cramp_mechanism TEXT,
  reasons TEXT,
  rules TEXT NOT NULL,           -- JSON, as in uti_assess
  findings TEXT NOT NULL,
  warnings TEXT NOT NULL,
  UNIQUE (report_id, rules_id, engine_version)
);

CREATE INDEX IF NOT EXISTS assessments_by_level ON assessments (urgency_rank);

-- Reviewers' decisions, append-only: a later row of a report replaces an
-- earlier one in the views, and nothing is lost.
CREATE TABLE IF NOT EXISTS reviews (
  review_id INTEGER PRIMARY KEY,
  report_id TEXT NOT NULL REFERENCES reports (report_id),
  reviewer TEXT,
  reviewed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
  decision TEXT NOT NULL,
  corrected_urgency TEXT
    CHECK (corrected_urgency IN ('emergency', 'urgent', 'soon', 'routine', 'none')),
  corrected_mechanism TEXT,
  comment TEXT,
  seen_urgency TEXT,             -- what the program said when the reviewer decided
  seen_mechanism TEXT,
  seen_rules_id TEXT
);

CREATE INDEX IF NOT EXISTS reviews_by_report ON reviews (report_id);

-- What `uti-report import` has read: a row an input. Read is the sum of added,
-- changed, unchanged and rejected.
CREATE TABLE IF NOT EXISTS imports (
  import_id INTEGER PRIMARY KEY,
  file TEXT NOT NULL,            -- as it was named, or stdin
  kind TEXT NOT NULL,            -- CSV, NDJSON, ...
  imported_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
  read INTEGER NOT NULL DEFAULT 0,
  added INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  notes TEXT NOT NULL DEFAULT '[]',  -- what was not understood: JSON, a sentence each
  program_version TEXT NOT NULL
);

-- What a report was before an import changed it.
CREATE TABLE IF NOT EXISTS report_versions (
  report_id TEXT NOT NULL,
  version INTEGER NOT NULL,      -- 1 is the oldest
  content TEXT NOT NULL,         -- the row of reports as JSON, column to value
  replaced_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
  import_id INTEGER REFERENCES imports (import_id),
  PRIMARY KEY (report_id, version)
);

-- Rows that no report could be made of. A row that is rejected again belongs to
-- the last import that read it.
CREATE TABLE IF NOT EXISTS rejected_rows (
  rejected_id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL REFERENCES imports (import_id),
  file TEXT NOT NULL,
  line INTEGER NOT NULL,         -- where it begins; the row's number in a database
  reason TEXT NOT NULL,
  raw TEXT                       -- the row as it was written: it holds patients' words
);

CREATE INDEX IF NOT EXISTS rejected_rows_by_place ON rejected_rows (file, line);

-- A score of a text that has changed is worth nothing: assess_reports.sql makes
-- it anew.
CREATE TRIGGER IF NOT EXISTS reports_changed
AFTER UPDATE OF report, patient_id, reported_at, temp_f, temp_c, heart_rate, resp_rate,
  systolic_bp, spo2, potassium, sodium, magnesium, calcium, creatinine, wbc, nitrite,
  leukocyte_esterase, culture_positive, pregnant, days, other_facts ON reports
BEGIN
  DELETE FROM assessments WHERE report_id = old.report_id;
END;

-- Without any score the reports of the patient need not be looked for: in a first
-- import, which makes the indexes last, that would read all of them.
CREATE TRIGGER IF NOT EXISTS patients_changed
AFTER UPDATE OF sex, birth_date ON patients
WHEN EXISTS (SELECT 1 FROM assessments)
BEGIN
  DELETE FROM assessments
  WHERE report_id IN (SELECT report_id FROM reports WHERE patient_id = old.patient_id);
END;

CREATE TRIGGER IF NOT EXISTS reviews_are_kept_update BEFORE UPDATE ON reviews
BEGIN
  SELECT raise(ABORT, 'reviews are append-only: insert a new row');
END;

CREATE TRIGGER IF NOT EXISTS reviews_are_kept_delete BEFORE DELETE ON reviews
BEGIN
  SELECT raise(ABORT, 'reviews are append-only: insert a new row');
END;
