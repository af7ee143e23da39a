#!/bin/sh
# run.sh [all] - runs commands while one call to the system after another fails: each
# run is as without the failure, or says that it failed and leaves everything as it
# was. Without "all" the first calls are tried, then ever fewer. Prints TAP.
# shellcheck disable=SC2030,SC2031  # what is exported is for one command
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
every=$1
program=$(realpath "${UTI_REPORT:-$BUILD/uti-report}")
repository=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset UTI_REPORT
count=0

if ! ${CC:-cc} -std=c11 -O1 -shared -fPIC tests/faults/faults.c -ldl -o "$work/faults.so" 2> "$work/why"; then
  echo "ok 1 - calls that fail # SKIP the library that makes them fail cannot be built here"
  exit
fi
cd "$work" || exit 1
mkdir inputs before now after

# ---- Inputs ----

cat > inputs/visits.csv <<'END'
id,patient_id,age,temp_f,note
1,P1,,,UTI and shaking chills
2,P2,34,98.4,"It burns when I pee. No fever."
3,P2,52,,"Leg cramps, and my left calf is swollen."
4,P3,1
5,P4,,,I feel fine.
END
sed -e 's/feel fine/have a fever/' -e 's/^1,/9,/' inputs/visits.csv > inputs/later.csv
printf '%s\n' '{"id":1,"text":"UTI and chills"}' 'no JSON' '{"id":2,"text":"cramps","facts":{"potassium":3.1}}' > inputs/reports.ndjson
cp "$repository/fixtures/fhir/bundle.json" inputs/bundle.json
# Its one case is number 1, with a decision.
cp "$repository/fixtures/fuzz/xlsx/zip" inputs/decided.xlsx
"$program" import inputs/visits.csv --db inputs/clinic.db -q --now 2026-01-01T00:00:00Z 2> /dev/null
cp inputs/clinic.db inputs/wal.db
sqlite3 inputs/wal.db 'PRAGMA journal_mode = WAL' > /dev/null

# ---- States ----

# What a database holds but for the time of an assessment: a journal beside it is taken
# back by whoever opens it next.
database_state() {
  [ -s "$1" ] && { sqlite3 "$1" 'PRAGMA integrity_check; PRAGMA foreign_key_check' '.dump' 2>&1 || echo 'it cannot be read'; } |
    sed "s/'20[-0-9]*T[:0-9]*Z'/TIME/g" | cksum
}

# Whether two folders hold the same: other files byte by byte, no file more or less.
same_state() {
  for file in "$1"/* "$2"/* "$1"/tmp/* "$1"/.uti* ; do
    [ -e "$file" ] || continue
    name=${file#*/}
    case $name in tmp | *.db-journal | *.db-wal | *.db-shm) continue ;; esac
    cmp -s "$1/$name" "$2/$name" && [ ! -e "$1/$name-journal" ] && [ ! -e "$1/$name-wal" ] && continue
    case $name in *.db) [ "$(database_state "$1/$name")" = "$(database_state "$2/$name")" ] || return 1 ;; *) return 1 ;; esac
  done
}

begin() {
  rm -rf now
  cp -r before now
}

# The command, in the folder now: stdout and stderr beside it.
run_command() {
  (cd now && eval "$1") > answer 2> words
}

# ---- One fault ----

why_wrong() {
  if [ "$status" -ge 128 ]; then echo "ended by a signal, $status"; return; fi
  if [ "$status" -eq "$wanted_status" ]; then
    cmp -s answer wanted_answer || { echo "status $status, and another answer"; return; }
    same_state now after || echo "status $status, and other files: $(cd now && find . -type f | tr '\n' ' ')"
    return
  fi
  [ "$strict" = yes ] && { echo "status $status, and this failure is none: $(head -1 words)"; return; }
  [ "$status" -eq 1 ] || { echo "status $status"; return; }
  [ -s words ] || { echo 'status 1 without a word'; return; }
  same_state now before || same_state now after || echo "status 1, and files that are neither old nor new: $(cd now && find . -type f | tr '\n' ' ')"
}

# fail_each CALL KIND [LASTING]
fail_each() {
  calls=$(sed -n "s/^$1 //p" calls)
  strict=no
  lasting=$3
  case $2 in EINTR | short) strict=yes ;; esac
  [ "${calls:-0}" -gt 0 ] || return
  number=1
  tried=0
  : > wrong
  while [ "$number" -le "$calls" ]; do
    begin
    (
      export UTI_FAULT_CALL="$1" UTI_FAULT_KIND="$2" UTI_FAULT_NUMBER="$number" LD_PRELOAD="$work/faults.so" TMPDIR="$work/now/tmp"
      [ -z "$lasting" ] || export UTI_FAULT_LASTING=1
      cd now && eval "exec $command"
    ) > answer 2> words
    status=$?
    tried=$((tried + 1))
    wrong=$(why_wrong)
    [ -z "$wrong" ] || echo "# $1 number $number: $wrong" >> wrong
    if [ -n "$every" ]; then number=$((number + 1)); else number=$((number + 1 + number / 3)); fi
  done
  count=$((count + 1))
  verdict=ok
  [ ! -s wrong ] || verdict='not ok'
  echo "$verdict $count - $name: $1 gives $2${3:+ from then on} ($tried of $calls)"
  head -40 wrong
}

# scenario NAME COMMAND: the folder before is what it begins with.
scenario() {
  name=$1
  command="\"\$program\" $2"
  mkdir -p before/tmp
  begin
  (
    export UTI_FAULT_COUNTS="$work/calls" LD_PRELOAD="$work/faults.so" TMPDIR="$work/now/tmp"
    cd now && eval "exec $command"
  ) > wanted_answer 2> words
  wanted_status=$?
  rm -rf after
  cp -r now after
  if [ "$wanted_status" -ne 0 ] && [ "$wanted_status" -ne 3 ]; then
    count=$((count + 1))
    echo "not ok $count - $name ends with status $wanted_status without any failure: $(head -1 words)"
    return
  fi
  for call in read pread; do
    for kind in EIO EINTR short; do fail_each $call $kind; done
  done
  for call in write pwrite; do
    for kind in ENOSPC EIO EINTR short; do fail_each $call $kind; done
    fail_each $call ENOSPC lasting
  done
  for call in open mkstemp fsync close truncate rename link unlink; do fail_each $call EIO; done
}

# begins_with FILE...
begins_with() {
  rm -rf before
  mkdir before
  for file; do cp "inputs/$file" before; done
}

clock='--now 2026-02-02T00:00:00Z --threads 1'
begins_with visits.csv
scenario flag "flag visits.csv -o out.xlsx --sample 1 $clock"
echo old > before/out.xlsx
scenario 'flag --force' "flag visits.csv -o out.xlsx --force $clock"
begins_with visits.csv
scenario sample "sample visits.csv -o out.csv --size 1 $clock"
begins_with reports.ndjson
scenario score "score reports.ndjson --threads 1"
begins_with later.csv clinic.db
scenario import "import later.csv --db clinic.db $clock"
begins_with later.csv
scenario 'import into a new database' "import later.csv --db clinic.db $clock"
begins_with bundle.json
scenario 'import of FHIR' "import bundle.json --db clinic.db $clock"
begins_with later.csv wal.db
scenario 'import in WAL mode' "import later.csv --db wal.db $clock"
begins_with decided.xlsx clinic.db
scenario review "review decided.xlsx --db clinic.db --apply --now 2026-02-02T00:00:00Z"
begins_with clinic.db
echo "SELECT report_id, urgency FROM flagged_cases" > before/cases.sql
scenario run "run ./cases.sql --db clinic.db --format csv --now 2026-02-02T00:00:00Z"
scenario 'run to a workbook' "run ./cases.sql --db clinic.db -o out.xlsx --now 2026-02-02T00:00:00Z"
scenario 'run to a file' "run ./cases.sql --db clinic.db -o out.csv --now 2026-02-02T00:00:00Z"

# ---- A reader that has seen enough ----

closed_pipe() {
  count=$((count + 1))
  begin
  { (cd now && eval "\"\$program\" $2"; echo $? > ../pipe_status) 2> words | head -1 > answer; }
  if [ "$(cat pipe_status)" -eq 0 ] && [ "$(wc -l < answer)" -eq 1 ] && [ ! -s words ]; then echo "ok $count - $1 into a closed pipe"
  else echo "not ok $count - $1 into a closed pipe: status $(cat pipe_status), $(head -1 words)"; fi
}
# Nobody reads the messages: all is as with a reader.
unread_messages() {
  count=$((count + 1))
  begin
  run_command "\"\$program\" $2"
  wanted_status=$?
  cp answer wanted_answer
  rm -rf after
  cp -r now after
  begin
  { { sleep 0.1; run_unread "\"\$program\" $2"; } 2>&1 > answer | :; }
  sleep 0.3
  if [ "$(cat pipe_status)" -eq "$wanted_status" ] && cmp -s answer wanted_answer && same_state now after; then echo "ok $count - $1 with unread messages"
  else echo "not ok $count - $1 with unread messages: status $(cat pipe_status), wanted $wanted_status"; fi
}
run_unread() {
  (cd now && eval "$1")
  echo $? > pipe_status
}

awk 'BEGIN { for (i = 1; i <= 20000; i++) printf "{\"id\":%d,\"text\":\"UTI and chills\"}\n", i }' > before/many.ndjson
echo "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n" > before/many.sql
closed_pipe score 'score many.ndjson'
closed_pipe run 'run ./many.sql --db clinic.db --format csv --quiet'
closed_pipe 'rules print' 'rules print phrases --format tsv'
cp inputs/reports.ndjson inputs/visits.csv inputs/decided.xlsx inputs/later.csv before
unread_messages flag "flag visits.csv -o out.xlsx $clock"
unread_messages import "import later.csv --db clinic.db $clock"
unread_messages review 'review decided.xlsx --db clinic.db --apply --now 2026-02-02T00:00:00Z'
unread_messages score 'score reports.ndjson'
unread_messages run "run ./cases.sql --db clinic.db -o out.csv"
unread_messages 'run of no query' 'run no_such_query --db clinic.db'
echo "1..$count"
