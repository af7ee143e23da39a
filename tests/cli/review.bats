#!/usr/bin/env bats
# review: usage and files. What it reads is tested in tests/workbook/test_review.py and
# test_hostile.py.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  printf 'id,note\n0001,UTI and shaking chills\n' > in.csv
  flag in.csv -q
  sqlite3 clinic.db < "$BATS_TEST_DIRNAME/../../sql/schema.sql"
  sqlite3 clinic.db "INSERT INTO reports (report_id, report) VALUES ('0001', 'UTI and shaking chills')"
}

@test "a workbook that nobody filled in gives nothing new" {
  uti review out.xlsx --db clinic.db
  exits 0
  says "1 cases: 0 new decisions, 0 changed, 0 there already, 1 not reviewed, 0 rows left out"
  says "there is nothing new"
  answers "No decisions on these cases."
}

@test "wrong usage says the way out" {
  uti review --db clinic.db
  exits 2
  says "wanted one workbook, got 0"
  uti review out.xlsx out.xlsx --db clinic.db
  exits 2
  uti review out.xlsx
  exits 2
  says "wanted --db DB"
  uti review out.xlsx --db clinic.db --format xml
  exits 2
  uti review out.xlsx --db clinic.db --reviewer ' '
  exits 2
}

@test "a database that is not there is not made" {
  uti review out.xlsx --db other.db --apply
  exits 1
  says "uti-report import INPUT --db other.db"
  [ ! -e other.db ]
}

@test "a workbook that is not there" {
  uti review other.xlsx --db clinic.db
  exits 1
  says "cannot open other.xlsx: No such file"
}

# The workbook of the fuzz seeds holds a decision on the one report here.
@test "a database that cannot be written is still read" {
  not_as_root
  open=$(mktemp -d)
  chmod 777 "$open"
  printf 'id,patient_id,age,temp_f,note\n1,P1,,,UTI and shaking chills\n' > "$open/visits.csv"
  cp "$BATS_TEST_DIRNAME/../../fixtures/fuzz/xlsx/zip" "$open/decided.xlsx"
  cp "$UTI_REPORT" "$open/uti-report"
  cd "$open"
  ./uti-report import visits.csv --db clinic.db -q
  chmod 444 clinic.db decided.xlsx
  $as ./uti-report review decided.xlsx --db clinic.db > said 2>&1
  grep -q '1 new decision' said
  status=0
  $as ./uti-report review decided.xlsx --db clinic.db --apply > said 2>&1 || status=$?
  cat said
  [ "$status" -eq 1 ]
  [ "$(sqlite3 clinic.db 'SELECT count(*) FROM reviews')" -eq 0 ]
  rm -r "$open"
}

@test "a database that another program is writing is waited for" {
  { echo 'BEGIN IMMEDIATE;'; sleep 1; echo 'COMMIT;'; } | sqlite3 clinic.db &
  sleep 0.3
  uti review out.xlsx --db clinic.db --apply
  wait
  exits 0
}

@test "JSON is one object" {
  uti review out.xlsx --db clinic.db --format json
  exits 0
  [ "$(field 1 'x["cases"], x["not_reviewed"], x["applied"], x["changes"]')" = "(1, 1, False, [])" ]
}

@test "--quiet leaves out the sums" {
  uti review out.xlsx --db clinic.db --quiet
  exits 0
  [ -z "$words" ]
}
