# doctor: what is wrong with an installation or a database, and the way out.
load helper
ROOT=$BATS_TEST_DIRNAME/../..

make_database() {
  sqlite3 clinic.db ".read $ROOT/sql/schema.sql" ".read $ROOT/sql/views.sql" "INSERT INTO reports (report_id, report) VALUES ('1', 'secret UTI')"
}

@test "a sound installation has no problem; hosts that are there load the extension" {
  uti doctor
  exits 0
  data=$(echo "$data" | tr -s ' \n' ' ')   # lines are broken where paths are long
  answers "the same rules as the program"
  answers "sqlite3 loads it"
  answers "0 problems found"
  [ -z "$words" ]
}

@test "a Python that cannot load extensions is told the way round" {
  mkdir bin
  printf '#!/bin/sh\necho "no enable_load_extension" >&2\nexit 1\n' > bin/python3
  chmod +x bin/python3
  PATH=$PWD/bin:$PATH COLUMNS=200 uti doctor
  exits 0
  answers "python3 (sqlite3) cannot load the extension"
  answers "pysqlite3-binary"
}

@test "a host with another version's rules is a problem" {
  mkdir bin
  printf '#!/bin/sh\necho "rules 0123456789abcdef"\n' > bin/python3
  chmod +x bin/python3
  PATH=$PWD/bin:$PATH COLUMNS=200 uti doctor
  exits 1
  answers "answers with other rules"
}

@test "an extension that does not load is a problem" {
  echo "no library" > uti.so
  uti doctor --extension uti.so
  exits 1
  answers "does not load"
  uti doctor --extension nothing.so
  exits 1
  answers "cannot be read"
}

@test "a variable that is no option's is a problem" {
  UTI_REPORT_RULESET=core UTI_REPORT_MIN_LEVEL=soon uti doctor
  exits 1
  answers "UTI_REPORT_RULESET is no option's variable"
  answers "UTI_REPORT_MIN_LEVEL is set"
}

@test "a folder for temporary files that is not there is a problem" {
  uti doctor --tmpdir nothing
  exits 1
  answers "--tmpdir"
}

@test "a database: sound, its schema, what is not assessed, what is under other rules" {
  make_database
  uti doctor --db clinic.db
  exits 0
  answers "sound"
  answers "it has the shipped schema"
  answers "1 of 1 reports are not assessed"
  says_nothing_of "secret"
  sqlite3 clinic.db "INSERT INTO assessments (report_id, rules_id, engine_version, rules, findings, warnings) VALUES ('1', 'old', '0', '[]', '[]', '[]')"
  COLUMNS=200 uti doctor --db clinic.db
  answers "last assessed under other rules"
}

@test "indexes, generated columns and CHECKs that hold our answers are a problem, with REINDEX as the way out" {
  make_database
  sqlite3 clinic.db '.load '"${UTI_REPORT%-report}" "CREATE INDEX by_level ON reports (uti_urgency(report))"
  COLUMNS=200 uti doctor --db clinic.db
  exits 1
  answers "index main.by_level"
  answers "REINDEX"
}

@test "what is no database, or damaged, is a problem and stays as it is" {
  echo "no database" > x.db
  uti doctor --db x.db
  exits 1
  uti doctor --db nothing.db
  exits 1
  [ ! -e nothing.db ]
  make_database
  sqlite3 clinic.db "INSERT INTO reports (report_id, report) SELECT value, hex(randomblob(200)) FROM generate_series(2, 2000)"
  sum=$(md5sum < clinic.db)
  printf 'damage damage damage' | dd of=clinic.db bs=1 seek=12400 conv=notrunc 2> /dev/null
  uti doctor --db clinic.db
  exits 1
  answers "damaged"
  sqlite3 other.db "CREATE TABLE t(x)"
  COLUMNS=200 uti doctor --db other.db
  exits 0
  answers "lacks parts of the shipped schema: patients, reports"
}
