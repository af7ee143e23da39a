# windows.sh - part of run.sh: the extension and the command line for Windows, in Wine.
# Each command is run in two folders with the same files, by the program of this system
# and by that of Windows: what is said, what is written and how it ends must be the same,
# byte for byte.
export WINEPREFIX="$built/wine" WINEDEBUG=-all DISPLAY=

exe=$built/windows/uti-report.exe
in_wine() { wine "$@"; }

# ---- The extension, in the shell of SQLite ----

shell_in_wine() { in_wine "$built/windows/sqlite3.exe" -batch "$@" | tr -d '\r'; }
dll_answers() { shell_in_wine "Z:$database" ".load 'Z:$built/windows/uti.dll' sqlite3_uti_init" ".read 'Z:$query'" > "$work/answers" && same "$work/answers"; }
pack_sql() { echo "SELECT uti_load_rules('$1/fixtures/packs/es') || uti_urgency('Tengo fiebre y cistitis.')"; }
dll_reads_pack() {
  of_windows=$(shell_in_wine :memory: ".load 'Z:$built/windows/uti.dll' sqlite3_uti_init" "$(pack_sql "Z:$root")")
  [ -n "$of_windows" ] && [ "$of_windows" = "$(sqlite3 -batch :memory: ".load '$built/uti'" "$(pack_sql "$root")")" ]
}

# ---- The command line, beside that of this system ----

# The same files for both; a line of NDJSON for each of the first reports.
lay_out() {
  rm -rf "$work/linux" "$work/windows"
  mkdir -p "$work/linux" && cd "$work/linux" || return
  cp "$root/fixtures/reports/clinic.csv" "$root/fixtures/reports/clinic_labels.ndjson" "$root"/fixtures/bad/utf16*_bom.csv "$root/fixtures/bad/ragged.csv" "$root/fixtures/bad/bad_lines.ndjson" .
  cp "$root/fixtures/fhir/bundle.json" "$work/clinic.db" .
  cp -R "$root/fixtures/packs/es" es
  cp clinic.csv 'Übersicht – 日本.csv'
  echo '0123456789abcdef0123456789abcdef' > key && chmod 600 key
  echo 'SELECT urgency, count(*) AS n FROM flagged_cases GROUP BY 1 ORDER BY 2 DESC' > own.sql
  "$built/uti-report" import clinic.csv --db filled.db --quiet --now 2026-03-30T07:00:00Z &&
    "$built/uti-report" run own.sql --db filled.db > /dev/null && cp -R "$work/linux" "$work/windows"
}

# both ARGUMENT...: stdin is $work/stdin.
both() {
  (cd "$work/linux" && "$built/uti-report" "$@" < "$work/stdin" > "$work/linux.out" 2> "$work/linux.err"; echo "exit status $?" >> "$work/linux.err")
  (cd "$work/windows" && in_wine "$exe" "$@" < "$work/stdin" > "$work/windows.out" 2> "$work/windows.err"; echo "exit status $?" >> "$work/windows.err")
  cmp "$work/linux.out" "$work/windows.out" && diff "$work/linux.err" "$work/windows.err" && diff -r "$work/linux" "$work/windows"
}
# What failed alike is no success.
both_do() { both "$@" && grep -qx 'exit status 0' "$work/windows.err"; }
both_refuse() { both "$@" && ! grep -qx 'exit status 0' "$work/windows.err"; }

numbered() { both_do version && both_do help && both_do completions bash; }
flags() {
  both_do flag clinic.csv -o flagged.xlsx --now 2026-03-30T09:00:00Z && both_do flag clinic.csv -o flagged.xlsx --force --redact --hash-ids key --sample 20 --now 2026-03-30T09:00:00Z
}
flags_more() {
  both_do flag clinic.csv -o many.xlsx --min-level routine --sheet-rows 50 --threads 3 --tmpdir . --now 2026-03-30T09:00:00Z && both_do sample clinic.csv -o sample.csv --size 40 && both_do sample clinic.csv -o sample.xlsx --size 40 --now 2026-03-30T09:00:00Z
}
reads_all_kinds() {
  for input in utf16le_bom.csv utf16be_bom.csv bundle.json filled.db clinic.db:clinic; do
    both_do flag "$input" -o "$(echo "$input" | tr .: __).xlsx" --now 2026-03-30T09:00:00Z || return
  done
}
names_are_utf8() {
  both_do flag 'Übersicht – 日本.csv' -o 'Résumé – 日本.xlsx' --now 2026-03-30T09:00:00Z && [ -s "$work/windows/Résumé – 日本.xlsx" ] &&
    both_do explain "UTI, fièvre – 39,2 °C \"since\" *.csv C:\\new\\"
}
rejects() { both flag ragged.csv -o ragged.xlsx --now 2026-03-30T09:00:00Z && both score bad_lines.ndjson && grep -q rejected "$work/windows.err"; }
scores() {
  sqlite3 "$work/clinic.db" "SELECT json_object('id', report_id, 'patient', patient_id, 'text', note, 'temp_f', temp_f) FROM clinic" > "$work/stdin"
  both_do score --threads 2 && both_do score --redact && [ "$(wc -l < "$work/windows.out")" -gt 100 ]
  status=$?
  : > "$work/stdin"
  return $status
}
answers_at_once() {
  mkfifo "$work/pipe" || return
  (exec wine "$exe" score --threads "$1" < "$work/pipe" > "$work/answers") &
  exec 7> "$work/pipe"
  echo '{"text":"UTI and chills"}' >&7
  for _ in $(seq 100); do [ -s "$work/answers" ] && break; sleep 0.1; done
  lines=$(wc -l < "$work/answers")
  exec 7>&-
  wait
  rm "$work/pipe"
  [ "$lines" -eq 1 ]
}
# The first of two lines is answered while the second is not there.
answers_come_at_once() { answers_at_once 1 && answers_at_once 4; }
explains() {
  for format in text json markdown html; do both_do explain 'I have a UTI, 103 F and shaking chills. No pain.' --format $format --color=always || return; done
  both_do explain --db filled.db --id 00144 -o page.html --format html && echo 'UTI and chills – 39 °C.' > "$work/stdin" && both_do explain -
  status=$?
  : > "$work/stdin"
  return $status
}
measures() { both_do eval clinic_labels.ndjson && both_do rules print && both_do rules check es && both_do rules diff es; }
# rows_of FILE, but for the times of assessments.
rows_of() { sqlite3 "$1" .dump | sed "/^INSERT INTO assessments /s/'$(date +%Y)-[0-9T:-]*Z'/TIME/"; }
same_rows() { rows_of "$work/linux/$1" > "$work/linux.sql" && rows_of "$work/windows/$1" > "$work/windows.sql" && diff "$work/linux.sql" "$work/windows.sql" && rm "$work/linux/$1" "$work/windows/$1"; }
imports() {
  for input in clinic.csv bundle.json; do
    both import "$input" --db new.db --now 2026-03-30T07:00:00Z > /dev/null
    both import "$input" --db new.db --now 2026-03-30T07:05:00Z > /dev/null
    diff "$work/linux.err" "$work/windows.err" && grep -qx 'exit status 0' "$work/windows.err" && same_rows new.db || return
  done
}
queries() {
  for file in cases.xlsx cases.csv cases.ndjson cases.md cases.txt; do both_do run flagged_today --param day=2026-03-29 --db filled.db -o $file --now 2026-03-30T09:00:00Z || return; done
  both_do run own.sql --db filled.db --format table && both_do run by_site by_day_7_day_mean --db filled.db -o charts.xlsx --now 2026-03-30T09:00:00Z && both_do run --list
}
reviewed() {
  both_do flag filled.db -o review.xlsx --now 2026-03-30T09:00:00Z &&
    "$python" tests/workbook/library_edit.py "$work/linux/review.xlsx" "$work/linux/decided.xlsx" "Dr Ahn" fixtures/reviews/levels.tsv && cp "$work/linux/decided.xlsx" "$work/windows" &&
    both_do review decided.xlsx --db filled.db --now 2026-03-30T12:00:00Z || return
  both review decided.xlsx --db filled.db --apply --now 2026-03-30T12:00:00Z > /dev/null
  diff "$work/linux.out" "$work/windows.out" && diff "$work/linux.err" "$work/windows.err" && grep -q 'decisions were recorded' "$work/windows.err" && same_rows filled.db
}
refuses() {
  both_refuse flag nothing.csv -o x.xlsx && both_refuse flag . -o x.xlsx && both_refuse flag clinic.csv -o flagged.xlsx && both_refuse flag clinic.csv -o clinic.csv && both_refuse flag clinic.csv -o nowhere/x.xlsx &&
    both_refuse import clinic.csv --db nowhere/x.db && both_refuse import ragged.csv --db clinic.csv && both_refuse run 'no_such_query' --db clinic.db && both_refuse flag --quiet=yes clinic.csv && both_refuse flag --seed 4294967296 clinic.csv -o x.xlsx && both_refuse
}
held_is_kept() {
  x86_64-w64-mingw32-gcc -std=c11 -Wall -Werror -O1 tests/packages/hold.c -o "$work/hold.exe" && mkfifo "$work/hand" || return
  before=$(cksum < "$work/windows/flagged.xlsx")
  (cd "$work/windows" && exec wine "$work/hold.exe" flagged.xlsx < "$work/hand" > "$work/held") &
  exec 8> "$work/hand"
  for _ in $(seq 100); do [ -s "$work/held" ] && break; sleep 0.1; done
  (cd "$work/windows" && in_wine "$exe" flag clinic.csv -o flagged.xlsx --force --quiet 2> "$work/windows.err" < /dev/null)
  status=$?
  exec 8>&-
  wait
  cat "$work/windows.err"
  [ $status = 1 ] && grep -q 'another program has it open' "$work/windows.err" && [ "$(cksum < "$work/windows/flagged.xlsx")" = "$before" ] && diff -r "$work/linux" "$work/windows"
}
examines() {
  in_wine "$exe" doctor > "$work/answers" 2>&1
  grep -F 'the same rules as the' "$work/answers" && grep -F 'not on this machine: sqlite3' "$work/answers" && grep -F '0 problems found' "$work/answers"
}
finds_hosts() { WINEPATH="Z:$built/windows" in_wine "$exe" doctor | grep -F 'sqlite3 loads it'; }
# Wine shows the rights of Windows as those of this system.
is_private() { for file in flagged.xlsx page.html; do [ "$(stat -c %A "$work/windows/$file" | cut -c 8-10)" = --- ] || return; done; }

# ---- Ended before it is done ----

long_table() { (echo 'id,note'; yes 'UTI and shaking chills since Monday with a swollen calf' | head -200000 | awk '{ print NR "," $0 }') > "$work/long.csv"; }
# The program itself, not the one that started it: by its command line.
ended() {
  rm -rf "$work/ended" && mkdir -p "$work/ended/temporary" && cp "$work/long.csv" "$work/ended" && cd "$work/ended" || return
  (exec wine "$exe" flag long.csv -o out.xlsx --tmpdir temporary --quiet) &
  for _ in $(seq 200); do [ -n "$(ls temporary)" ] && break; sleep 0.1; done
  [ -n "$(ls temporary)" ] && [ -z "$(find temporary -type f ! -name 'uti-report-????????????????.tmp')" ] || return
  kill -KILL $!
  wait $! 2> /dev/null
  for _ in $(seq 100); do [ -z "$(ls temporary)" ] && break; sleep 0.1; done
  [ "$(ls -A)" = "$(printf 'long.csv\ntemporary')" ] && [ -z "$(ls -A temporary)" ]
}
# Ctrl-C on a console of Wine, which wants a terminal.
takes_back() {
  cd "$work/ended" && x86_64-w64-mingw32-gcc -std=c11 -Wall -Werror -O1 "$root/tests/packages/interrupt.c" -o interrupt.exe || return
  TERM=xterm timeout 120 python3 - > console << END || return
import os, pty
process, console = pty.fork()
if process == 0:
    os.execvp("wine", ["wine", "interrupt.exe", "new.db", "result", "Z:$exe", "import", "long.csv", "--db", "new.db", "--no-progress"])
try:
    while os.read(console, 65536):
        pass
except OSError:
    pass
END
  cat result
  grep -qix c000013a result && [ ! -e new.db ] && [ ! -e new.db-journal ]
}
full_disk() {
  rm -rf "$work/small" && mkdir "$work/small" && mount -t tmpfs -o size=300k tmpfs "$work/small" || return
  (cd "$work" && in_wine "$exe" flag long.csv -o out.xlsx --tmpdir small --quiet > "$work/output.small" 2>&1)
  status=$?
  left=$(ls -A "$work/small")
  umount "$work/small"
  cat "$work/output.small"
  [ $status = 1 ] && [ -z "$left" ] && [ ! -e "$work/out.xlsx" ] && grep -q 'No space left' "$work/output.small"
}
can_mount() { mkdir -p "$work/try" && mount -t tmpfs tmpfs "$work/try" 2> /dev/null && umount "$work/try"; }

suite_windows() {
  if ! has x86_64-w64-mingw32-gcc; then skip "the programs for Windows" "there is no gcc-mingw-w64-x86-64"; return; fi
  check "the DLL for Windows builds" target "$built/windows/uti.dll"
  if ! target windows-deps > "$work/deps" 2>&1; then
    skip "the program for Windows" "the sources of its libraries cannot be fetched: $(grep -v '^make' "$work/deps" | tail -1)"
    return
  fi
  check "make windows" target windows
  if ! has wine; then skip "the programs for Windows, run" "there is no wine"; return; fi
  : > "$work/stdin"
  check "the shell of SQLite builds for Windows" target "$built/windows/sqlite3.exe"
  check "it loads the DLL in Wine and gives the same answers" dll_answers
  check "it loads a rule pack in Wine" dll_reads_pack
  check "a folder for each system" lay_out
  check "version, help, manual and completions" numbered
  check "flag: workbooks, also redacted and with hashes" flags
  check "flag and sample: sheets in parts, threads, a sample as workbook and CSV" flags_more
  check "UTF-16, FHIR and databases are read" reads_all_kinds
  check "names and arguments beyond ASCII, quotes, stars and backslashes" names_are_utf8
  check "rows and lines that are rejected" rejects
  check "score: NDJSON through stdin and stdout" scores
  check "score: answers come before the input ends" answers_come_at_once
  check "explain: text, JSON, Markdown and HTML, of stdin and of a database" explains
  check "eval and rules" measures
  check "import, and again: the same rows" imports
  check "run: workbook, CSV, NDJSON, Markdown, table, charts" queries
  python=$(sh tests/tools/python.sh)
  if "$python" -c 'import openpyxl' 2> /dev/null; then check "review: decisions of a workbook" reviewed; else skip "review" "there is no python3-openpyxl"; fi
  check "what cannot be is refused in the same words" refuses
  check "a workbook that another program has open is kept, and that is said" held_is_kept
  check "doctor loads the DLL that stands beside the program" examines
  check "doctor runs a shell of SQLite that PATH has" finds_hosts
  check "what is written is for its owner alone" is_private
  long_table
  check "a kill leaves no output and no temporary file" ended
  check "Ctrl-C takes an import back" takes_back
  if [ "$(id -u)" -eq 0 ] && can_mount; then check "a full disk is a failure, and leaves nothing" full_disk; else skip "a full disk" "a small disk cannot be mounted"; fi
}
