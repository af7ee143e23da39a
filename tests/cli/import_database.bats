# import: the database it writes, whatever state that is in, and all or nothing.
load helper

import() {
  uti import --db clinic.db "$@"
}

db() {
  sqlite3 clinic.db "$1"
}

is() {
  [ "$(db "$2")" = "$1" ] || { echo "wanted: $1"; echo "got: $(db "$2")"; return 1; }
}

a_table() {
  printf 'id,note\n1,UTI and chills\n2,UTI\n' > in.csv
}

@test "a new database is readable by its owner alone, and opens in every SQLite" {
  a_table
  import in.csv
  exits 0
  [ "$(stat -c %a clinic.db)" = 600 ]
  is 'ok' "PRAGMA integrity_check"
  is 1 "SELECT count(*) FROM flagged_cases"
  [ "$(ls)" = "$(printf 'clinic.db\ndata.out\nin.csv\nwords.out')" ]
}

@test "a failure leaves no new database, and an old one as it was" {
  printf 'a,b\n1,2\n' > in.csv
  import in.csv
  exits 1
  says "the columns are a, b"
  [ ! -e clinic.db ]
  sqlite3 clinic.db "CREATE TABLE mine (x); INSERT INTO mine VALUES (1);"
  before=$(cksum < clinic.db)
  import in.csv
  exits 1
  [ "$(cksum < clinic.db)" = "$before" ]
  a_table
  import in.csv missing.csv
  exits 1
  says "cannot open missing.csv"
  [ "$(cksum < clinic.db)" = "$before" ]
}

@test "other tables of the database stay as they are" {
  sqlite3 clinic.db "CREATE TABLE mine (x); INSERT INTO mine VALUES (1);"
  a_table
  import in.csv
  exits 0
  is '1|2' "SELECT x, (SELECT count(*) FROM reports) FROM mine"
}

@test "a folder, a missing folder, a file that is no database" {
  a_table
  mkdir clinic.db
  import in.csv
  exits 1
  says "cannot use clinic.db: it is a folder"
  uti import in.csv --db nowhere/clinic.db
  exits 1
  says "cannot use nowhere/clinic.db: No such file or directory"
  rmdir clinic.db
  printf 'this is a letter, and no database, but it is long enough to be looked at as one of them. this is a letter' > clinic.db
  before=$(cksum < clinic.db)
  import in.csv
  exits 1
  says "it is no SQLite database"
  [ "$(cksum < clinic.db)" = "$before" ]
  uti import in.csv --db /dev/null
  exits 1
  says "it is no ordinary file"
}

@test "a database that cannot be written" {
  a_table
  import in.csv
  chmod 0444 clinic.db
  not_as_root
  if [ -n "$as" ]; then
    open=$(mktemp -d)
    chmod 777 "$open"
    cp -p clinic.db in.csv "$UTI_REPORT" "$open"
    chmod 444 "$open/in.csv"
    cd "$open" || return 1
  fi
  status=0
  program=$UTI_REPORT
  [ -z "$as" ] || program=./uti-report
  $as "$program" import in.csv --db clinic.db 2> "$BATS_TEST_TMPDIR/words.out" || status=$?
  words=$(cat "$BATS_TEST_TMPDIR/words.out")
  [ -z "$as" ] || rm -r "$open"
  exits 1
  says "cannot use clinic.db: Permission denied"
}

@test "a table of another kind with the name of one of ours" {
  sqlite3 clinic.db "CREATE TABLE reports (id, note);"
  before=$(cksum < clinic.db)
  a_table
  import in.csv
  exits 1
  says "has a table 'reports' of another kind, without the column 'report_id'"
  [ "$(cksum < clinic.db)" = "$before" ]
}

@test "a database of the schema before imports were noted" {
  schema=$BATS_TEST_DIRNAME/../../sql/schema.sql
  sed '/^-- What `uti-report import` has read/,/^CREATE INDEX IF NOT EXISTS rejected_rows_by_place/d' "$schema" > old.sql
  lacks "CREATE TABLE IF NOT EXISTS imports" old.sql
  sqlite3 clinic.db '.read old.sql' ".read $(dirname "$schema")/views.sql" "INSERT INTO reports (report_id, report) VALUES ('old', 'My leg is swollen');"
  a_table
  import in.csv
  exits 0
  says "3 reports assessed"
  is '3|1' "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM imports)"
}

@test "views that were changed stay; where one is missing all are made" {
  a_table
  import in.csv
  sqlite3 clinic.db "DROP VIEW flagged_cases; CREATE VIEW flagged_cases AS SELECT 'mine';"
  import in.csv
  is mine "SELECT * FROM flagged_cases"
  sqlite3 clinic.db "DROP VIEW urgency_by_day;"
  import in.csv
  is 1 "SELECT count(*) FROM urgency_by_day"
}

@test "a database with a write-ahead log, and one in UTF-16" {
  a_table
  sqlite3 clinic.db "PRAGMA journal_mode = WAL;" > /dev/null
  import in.csv
  exits 0
  is '2|wal' "SELECT count(*), (SELECT * FROM pragma_journal_mode) FROM reports"
  rm clinic.db*
  sqlite3 clinic.db "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (x);"
  printf 'id,note\n\xc3\xa9,UTI, chills \xe2\x80\x93 yes\n' | sed 's/UTI, chills.*/"&"/' > in.csv
  import in.csv
  exits 0
  is 'é|UTI, chills – yes' "SELECT report_id, report FROM reports"
}

@test "the input and the database must be two files" {
  a_table
  import in.csv
  import clinic.db
  exits 2
  says "--db: wanted another file than the input"
  import clinic.db:reports
  exits 2
  uti import in.csv
  exits 2
  says "wanted --db FILE"
}

@test "an import waits for another writer" {
  a_table
  import in.csv
  { printf 'BEGIN IMMEDIATE;\n'; sleep 2; printf 'COMMIT;\n'; } | sqlite3 clinic.db 3>&- &
  sleep 0.5
  import in.csv
  exits 0
  says "waiting: another program is using clinic.db"
  wait
}

@test "an import that waited in vain changes nothing, and says so" {
  a_table
  import in.csv
  { printf 'BEGIN IMMEDIATE;\n'; sleep 4; printf 'COMMIT;\n'; } | sqlite3 clinic.db 3>&- &
  sleep 0.5
  printf 'id,note\n3,UTI\n' > more.csv
  import more.csv --wait 1
  exits 1
  says "another program has been using clinic.db for 1 seconds"
  wait
  is 2 "SELECT count(*) FROM reports"
}

@test "two imports at once are both done" {
  a_table
  printf 'id,note\n3,UTI\n4,chills\n' > more.csv
  "$UTI_REPORT" import in.csv --db clinic.db 2> first.out &
  import more.csv
  exits 0
  wait $!
  is '4|ok' "SELECT count(*), (SELECT * FROM pragma_integrity_check) FROM reports"
}

@test "an index that uses a function of ours refuses other rules, by name" {
  a_table
  import in.csv
  sqlite3 clinic.db ".load ${UTI_REPORT%/*}/uti" "CREATE INDEX by_level ON reports (uti_urgency(report));"
  import in.csv --rule-set core
  exits 1
  says "by_level"
}

@test "any number of threads writes the assessments that assess_reports.sql writes" {
  reports="$BATS_TEST_DIRNAME/../../fixtures/reports/clinic.csv"
  columns="assessment_id, report_id, rules_id, engine_version, urgency, urgency_rank, cramp_mechanism, reasons, rules, findings, warnings"
  "$UTI_REPORT" import "$reports" --db shell.db --no-assess -q
  sqlite3 shell.db ".load ${UTI_REPORT%/*}/uti" ".read $BATS_TEST_DIRNAME/../../sql/assess_reports.sql"
  sqlite3 shell.db "SELECT $columns FROM assessments" > shell.out
  for threads in 1 2 7; do
    "$UTI_REPORT" import "$reports" --db "$threads.db" --threads $threads -q
    sqlite3 "$threads.db" "SELECT $columns FROM assessments" | cmp - shell.out
  done
  [ "$(wc -l < shell.out)" -gt 64 ]
}

@test "other_facts that name no fact stop the assessment, and nothing is changed" {
  a_table
  import in.csv
  sqlite3 clinic.db "INSERT INTO reports (report_id, report, other_facts) VALUES ('x', 'UTI', '{\"no_such_fact\":1}')"
  printf 'id,note\n3,UTI\n' > more.csv
  import more.csv
  exits 1
  says "no_such_fact"
  is 3 "SELECT count(*) FROM reports"
  import more.csv --no-assess
  exits 0
}

@test "Ctrl-C ends an import that waits for its input" {
  mkfifo pipe
  exec 9<> pipe
  python3 -c 'import signal, os, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])' "$UTI_REPORT" import - --db clinic.db < pipe 2> words.out 9>&- &
  pid=$!
  sleep 1
  kill -INT $pid
  status=0
  wait $pid || status=$?
  exec 9>&-
  [ "$status" -eq 130 ]
  [ "$(cat words.out)" = "uti-report import: interrupted: nothing was changed" ]
  [ ! -e clinic.db ]
}

@test "Ctrl-C takes everything back" {
  a_table
  import in.csv
  before=$(db "SELECT count(*) FROM imports")
  mkfifo pipe
  "$UTI_REPORT" import pipe --db clinic.db > /dev/null 2> words.out 3>&- &
  pid=$!
  exec 9> pipe
  printf 'id,note\n8,UTI\n9,UTI\n' >&9
  sleep 0.5
  kill -INT $pid 2> /dev/null || true
  kill -TERM $pid
  (trap "" PIPE; printf '10,UTI\n' >&9) 2> /dev/null || true
  exec 9>&-
  status=0
  wait $pid || status=$?
  [ "$status" -eq 143 ] || [ "$status" -eq 130 ]
  words=$(cat words.out)
  says "interrupted: nothing was changed"
  is "2|$before" "SELECT count(*), (SELECT count(*) FROM imports) FROM reports"
  [ ! -e clinic.db-journal ]
}

@test "a kill while a new database is made leaves none, or an empty one" {
  awk 'BEGIN { print "id,note"; for (i = 0; i < 30000; i++) print i ",UTI and chills" }' > in.csv
  for moment in 0.01 0.03 0.06 0.1; do
    rm -f clinic.db*
    "$UTI_REPORT" import in.csv --db clinic.db -q 3>&- &
    pid=$!
    sleep $moment
    kill -KILL $pid
    wait $pid || true
    [ -e clinic.db ] || continue
    is ok "PRAGMA integrity_check"
    case $(db "SELECT count(*) FROM sqlite_schema") in 0) ;; *) is 30000 "SELECT count(*) FROM reports" ;; esac
  done
}

@test "a full disk leaves the database as it was, in both kinds of journal" {
  a_table
  printf 'id,note\n' > many.csv
  for i in $(seq 3 3000); do echo "$i,UTI and chills number $i"; done >> many.csv
  for journal in delete wal; do
    mkdir -p small
    mount -t tmpfs -o size=1500k tmpfs small 2> /dev/null || skip "cannot mount a small disk"
    uti import in.csv --db small/clinic.db
    sqlite3 small/clinic.db "PRAGMA journal_mode = $journal" > /dev/null
    before=$(sqlite3 small/clinic.db .dump | cksum)
    uti import many.csv --db small/clinic.db
    after=$(sqlite3 small/clinic.db .dump | cksum)
    sound=$(sqlite3 small/clinic.db 'PRAGMA integrity_check')
    umount small
    exits 1
    says "full"
    [ "$after" = "$before" ]
    [ "$sound" = ok ]
  done
}
