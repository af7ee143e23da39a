# run: which queries there are, their parameters, and where they find no answer.
load helper
load run_helper

@test "without a query it lists those that come with the program, with their parameters" {
  uti run
  exits 0
  listed=$data
  answers "by_site                    Levels by site [from to]"
  answers "flagged_today              Flagged today [day min_level]"
  [ "$(grep -c '^[a-z]' data.out)" -ge 12 ]
  for writing in schema views assess_reports; do lacks "^$writing" data.out; done
  uti run --list
  is "$listed"
}

@test "every query of the list runs on the shipped schema; those for other tables name them" {
  uti run
  cp data.out list.out
  while read -r name _; do
    run_query "$name"
    case $name in
      columns_*) exits 1 && says "clinic.db has no table" && says "run --describe $name" ;;
      *) exits 0 ;;
    esac
  done < list.out
}

@test "the answer is that of the sqlite3 shell" {
  for name in by_site cramps_by_mechanism data_quality rules_fired; do
    run_query "$name" --format csv
    wanted=$(sqlite3 -batch -csv -header clinic.db ".load $EXTENSION" ".read $BATS_TEST_DIRNAME/../../sql/$name.sql" | tr -d '\r')
    [ "$(python3 -c 'import csv, sys; print(list(csv.reader(open("data.out"))))')" = "$(printf '%s\n' "$wanted" | python3 -c 'import csv, sys; print(list(csv.reader(sys.stdin)))')" ]
  done
}

@test "--describe says what a query answers, --sql prints it" {
  uti run --describe by_site
  exits 0
  answers "What it answers: how many reports each site had"
  answers ":from  first day"
  uti run --sql by_site
  [ "$data" = "$(cat "$BATS_TEST_DIRNAME/../../sql/by_site.sql")" ]
  uti run --describe
  exits 2
  says "wanted a QUERY"
}

@test "an unknown name gets the nearest ones" {
  run_query by_sit
  exits 2
  says "did you mean by_site?"
  run_query flaged_today
  says "did you mean flagged_today?"
  run_query zzz
  exits 2
  says "uti-report run lists them"
}

@test "a file of the library that writes is not run" {
  for name in schema views assess_reports; do
    run_query "$name"
    exits 2
    says "'$name' writes, and run only reads"
  done
}

@test "a database must be named, and be one" {
  uti run by_site
  exits 2
  says "wanted --db DB"
  uti run by_site --db nowhere.db
  exits 1
  says "nowhere.db: there is no such file"
  seq 500 | sed '1i id,note' > table.csv
  uti run by_site --db table.csv
  exits 1
  says "table.csv: it is no SQLite database: uti-report import table.csv --db DB"
  echo "no database at all, but long enough to be looked at" > text.db
  uti run by_site --db text.db
  exits 1
  says "text.db"
  [ ! -e nowhere.db ]
}

@test "a name that looks like an URI is a file" {
  mv clinic.db "file:clinic.db?mode=rwc"
  uti run by_site --db "file:clinic.db?mode=rwc"
  exits 0
  [ ! -e clinic.db ]
}

@test "missing tables of the schema name the way to them" {
  sqlite3 empty.db "CREATE TABLE x(a)"
  uti run by_site --db empty.db
  exits 1
  says "empty.db has no table or view reports: uti-report import makes it"
  says "sql/schema.sql"
}

# ---- Files ----

@test "a file is told by its ending or a slash; - is stdin" {
  echo "SELECT 1 AS one" > own.sql
  cp own.sql own
  for given in own.sql ./own; do
    run_query "$given"
    exits 0
    is $'one\n1'
  done
  status=0
  data=$("$UTI_REPORT" run - --db clinic.db < own.sql)
  is $'one\n1'
  run_query own
  exits 2
  says "there is no query 'own'"
}

@test "several statements of a file are several results" {
  asks "SELECT 1 AS a; -- and

  SELECT 2 AS b;;
  /* no more */" --format markdown
  exits 0
  answers "## own (own)"
  answers "## own (own-2)"
}

@test "a mistake is told with its file and line" {
  asks "SELECT 1;

SELECT
  wrong FROM reports"
  exits 1
  says "own.sql line 4: no such column: wrong"
  asks ".headers on
SELECT 1"
  says "own.sql line 1: a dot-command belongs to the sqlite3 shell"
}

@test "an empty file, one that is no text, and one without a query are refused" {
  : > own.sql
  run_query own.sql
  exits 1
  says "own.sql is empty"
  printf 'SELECT 1\0;' > own.sql
  run_query own.sql
  exits 1
  says "no text in UTF-8"
  asks "-- only words"
  exits 1
  says "own.sql holds no query"
  run_query nowhere.sql
  exits 1
  says "nowhere.sql"
}

# ---- Parameters ----

@test "parameters are given by name, with their sign or without; others are NULL" {
  asks "SELECT :a AS a, @b AS b, \$c AS c, :none AS none" --param a=x -p b=y --param :c=z
  exits 0
  is $'a,b,c,none\nx,y,z,'
}

@test "a number is a number where it is written as one, everything else is text" {
  asks "SELECT typeof(:v) AS t" --format csv
  for pair in 1:integer -5:integer 0:integer 1.5:real -0.25:real 00123:text 1e5:text +1:text 1.:text .5:text ' 1:text' 0x10:text 12345678901234567890:text 2026-01-01:text :text; do
    run_query own.sql --param "v=${pair%:*}"
    is $'t\n'"${pair##*:}"
  done
}

@test "a default counts where a parameter is not given" {
  run_query by_site --param from=2024-03-11
  answers "North,5,"
  run_query by_site
  answers "North,9,"
}

@test "an unknown parameter names those that there are, not the value" {
  run_query by_site flagged_today --param fron=Mary --format table
  exits 2
  says "there is no parameter 'fron'; parameters are by_site: from, to; flagged_today: day, min_level"
  says_nothing_of Mary
  run_query by_site --param Mary
  exits 2
  says_nothing_of Mary
  asks "SELECT 1" -p x=1
  exits 2
  says "parameters are own: none"
}

@test "a parameter counts for each query that has it" {
  run_query by_site flagged_today --param from=2024-03-11 --param day=2024-03-11 --format markdown
  exits 0
}

@test "a day that is no date is a warning, as it would leave rows out without a word" {
  run_query by_site --param to=11.3.2024
  exits 0
  says "warning: --param to: this is no date like 2024-03-11"
  says_nothing_of 11.3
  run_query by_site --param to=2024
  says "warning: --param to"
  run_query by_site --param to=2024-03-11
  [ -z "$words" ]
}

@test "a value is a value, whatever is in it" {
  asks "SELECT :v AS v" -p "v=x'); DROP TABLE reports; --"
  exits 0
  is $'v\n'"x'); DROP TABLE reports; --"
}

# ---- Rules, clock and freshness ----

@test "--rule-set counts for the functions of a query" {
  asks "SELECT uti_rules_id() AS id"
  full=$data
  run_query own.sql --rule-set core
  exits 0
  [ "$data" != "$full" ]
}

@test "--now is the clock of the queries too" {
  asks "SELECT datetime('now') AS now, date() AS today" --now 2024-03-11T10:00:00Z
  is $'now,today\n2024-03-11 10:00:00,2024-03-11'
}

@test "scores that are missing or come from other rules are a warning" {
  run_query by_site
  [ -z "$words" ]
  sqlite3 clinic.db "DELETE FROM assessments WHERE report_id = 'R01'; UPDATE assessments SET rules_id = 'old' WHERE report_id = 'R02'"
  run_query by_site
  exits 0
  says "warning: 1 of 17 reports are not assessed"
  says "1 of 17 reports were assessed under other rules"
}

@test "all results come from one moment of the database" {
  asks "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) AS n FROM n; SELECT count(*) AS n FROM reports" --format markdown > /dev/null
  sqlite3 clinic.db "PRAGMA journal_mode = WAL" > /dev/null
  "$UTI_REPORT" run own.sql --db clinic.db --format markdown > data.out 2> words.out &
  sleep 0.2
  sqlite3 clinic.db "INSERT INTO reports (report_id, report) VALUES ('new', 'x')"
  wait $!
  answers ""
  [ "$(tail -1 data.out)" = "| 17 |" ]
}

# ---- Stopping ----

@test "--timeout ends a query that takes too long" {
  asks "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n" --timeout 1
  exits 1
  says "own: not done after 1 seconds"
}

@test "a signal ends a query, and leaves nothing behind" {
  echo "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n" > own.sql
  for signal in INT TERM HUP; do
    for out in out.csv out.xlsx; do
      set +m
      python3 - "$UTI_REPORT" "$signal" "$out" <<'PYTHON'
import os, signal, subprocess, sys, time
name = getattr(signal, "SIG" + sys.argv[2])
run = subprocess.Popen([sys.argv[1], "run", "own.sql", "--db", "clinic.db", "-o", sys.argv[3]], stderr=subprocess.PIPE, preexec_fn=lambda: [signal.signal(s, signal.SIG_DFL) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)])
def writes():
    """Its output is open: another name beside the target, or none."""
    try: links = [os.readlink(f"/proc/{run.pid}/fd/{file}") for file in os.listdir(f"/proc/{run.pid}/fd")]
    except FileNotFoundError: return False   # closed meanwhile
    return any(f.startswith(".uti-report-") for f in os.listdir(".")) or any(link.startswith(os.getcwd() + "/#") for link in links)
while not writes(): time.sleep(0.01)
time.sleep(0.3)
run.send_signal(name)
words = run.communicate(timeout=20)[1].decode()
assert run.returncode == -name, (run.returncode, words)
assert "interrupted" in words, words
PYTHON
      [ -z "$(find . -name '*.tmp' -o -name 'out.*')" ]
    done
  done
}

# ---- Files beside the database ----

@test "a database in WAL mode in a folder that cannot be written says what to do" {
  mkdir small
  mount -t tmpfs tmpfs small 2> /dev/null || skip "cannot mount a disk"
  cp clinic.db small/clinic.db
  sqlite3 small/clinic.db "PRAGMA journal_mode = WAL" > /dev/null
  rm -f small/clinic.db-wal small/clinic.db-shm
  mount -o remount,ro small
  uti run by_site --db small/clinic.db
  umount small
  exits 1
  says "it is in WAL mode"
  says "journal_mode = DELETE"
}

@test "a database that another program writes is read as it was, or waited for" {
  sqlite3 clinic.db "PRAGMA journal_mode = WAL" "BEGIN IMMEDIATE" "DELETE FROM reports WHERE report_id NOT IN (SELECT report_id FROM reviews)" ".shell $UTI_REPORT run --db clinic.db by_site > during.out" "ROLLBACK" > /dev/null
  [ "$(wc -l < during.out)" -eq 4 ]
}
