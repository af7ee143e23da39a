#!/bin/sh
# make bench: the ratios of speed on a fixed corpus, with goal and reached.
#   BENCH_CORPUS=DIR   lexicon.py and gen.py that make the corpus (../shared/bench)
#   BENCH_ROWS=N       its rows (100000); BENCH_ROUNDS=N interleaved rounds (5)
#   BENCH_COUNT=N      rows for callgrind (20000; 0: none)
#   BENCH_PYTHON=FILE  a Python that has medspaCy, for that peer (python3)
#   BENCH_GOLD=FILES   labelled texts on which medspaCy and uti are compared
#   BENCH_RECORD=TEXT  append the run to tests/bench/history.tsv under this name
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
CC=${CC:-cc}
corpus=${BENCH_CORPUS:-../shared/bench}
rows=${BENCH_ROWS:-100000}
rounds=${BENCH_ROUNDS:-5}
count=${BENCH_COUNT:-20000}
python=${BENCH_PYTHON:-/usr/bin/python3}   # Debian's loads extensions
gold=${BENCH_GOLD:-$(ls ../shared/data/gold_*.ndjson 2> /dev/null)}
folder=$BUILD/bench
mkdir -p "$folder"

make_corpus() {
  rm -rf "$folder/corpus" && mkdir -p "$folder/corpus/data"
  cp "$corpus/lexicon.py" "$corpus/gen.py" "$folder/corpus/" &&
    (cd "$folder/corpus" && python3 lexicon.py && python3 gen.py "$rows") > "$folder/corpus.log" 2>&1
}

# Without the generator: sentences of the cases, put together anew.
make_own_corpus() {
  mkdir -p "$folder/corpus/data"
  cut -f1 fixtures/cases/*.tsv tests/core/cases/*.tsv | grep -v '^#' | grep -v '^text$' | awk -v rows="$1" '
    function below(limit) { state = (state * 69069 + 1) % 4294967296; return int(state / 65536) % limit }
    length($0) > 3 { gsub(/"/, ""); gsub(/\\n/, " "); sentence[n++] = $0 }
    END {
      print "id,report"
      for (i = 1; i <= rows; i++) {
        text = ""
        for (size = 60 + below(500); length(text) < size;) text = text sentence[below(n)] " "
        printf "%d,\"%s\"\n", i, text
      }
    }' > "$folder/corpus/data/reports.csv"
}

name=$(basename "$corpus")-$rows
if [ -f "$corpus/gen.py" ] && [ -r /usr/share/dict/words ] && command -v python3 > /dev/null; then
  [ "$(cat "$folder/corpus.name" 2> /dev/null)" = "$name" ] || { make_corpus && echo "$name" > "$folder/corpus.name"; rm -f "$folder/corpus.db"; }
else
  rows=20000
  name=cases-$rows
  [ "$(cat "$folder/corpus.name" 2> /dev/null)" = "$name" ] || { make_own_corpus "$rows" && echo "$name" > "$folder/corpus.name"; rm -f "$folder/corpus.db"; }
fi
csv=$folder/corpus/data/reports.csv
[ -s "$csv" ] || { echo "bench: no corpus could be made, see $folder/corpus.log" >&2; exit 1; }
[ -f "$folder/corpus.db" ] || sqlite3 "$folder/corpus.db" ".mode csv" ".import $csv reports"

$CC -std=c11 -Wall -Wextra -O2 -g -Iext tests/bench/bench.c tests/bench/packs.c "$BUILD"/static/ext/sqlite/*.o "$BUILD"/ext/pack/*.o \
  "$BUILD/libuti_core.a" -lsqlite3 -lm -o "$folder/bench" || exit 1

seconds() {
  start=$(date +%s.%N)
  "$@" > /dev/null 2>> "$folder/commands.log" || return 1
  date +%s.%N | awk -v start="$start" '{print $1 - start}'
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {if (a > 0 && b > 0) printf "%.3g", a / b; else printf "-"}'; }
line() { printf '%s\t%s\t%s\n' "$1" "$2" "${3:--}"; }

# Rows 9 and 11 are of a table in which 2 % are flagged: the rows that are not, and
# as many of the others.
make_sparse() {
  "$BUILD/uti-report" score "$folder/corpus/data/reports.ndjson" --text-field report 2>> "$folder/commands.log" |
    awk '{print NR "," (/"urgency_rank":[2-4]/ || /"cramp_mechanism":"possible_clot"/ || /"serious signs/)}' > "$folder/flags.csv"
  rm -f "$folder/sparse.db"
  sqlite3 "$folder/sparse.db" "CREATE TABLE flags (row INTEGER PRIMARY KEY, flagged INTEGER)" ".mode csv" ".import $folder/flags.csv flags" \
    "ATTACH '$folder/corpus.db' AS corpus" ".headers on" ".output $folder/sparse.csv" \
    "SELECT r.* FROM flags f JOIN corpus.reports r ON r.rowid = f.row WHERE f.flagged = 0 OR f.row IN
       (SELECT row FROM flags WHERE flagged = 1 LIMIT (SELECT count(*) / 49 FROM flags WHERE flagged = 0))"
  sparse=$folder/sparse.csv
}

# The whole commands, once each beside the shell of SQLite.
commands() {
  : > "$folder/commands.log"
  report=$BUILD/uti-report
  make_sparse
  shell=$(seconds sqlite3 "$folder/import.db" "DROP TABLE IF EXISTS reports" ".mode csv" ".import $sparse reports")
  flag=$(seconds "$report" flag "$sparse" -o "$folder/flagged.xlsx" --force)
  line "11 flag, whole process / shell .import" "<= 1.5" "$(ratio "$flag" "$shell")"
  rm -f "$folder/imported.db"
  shell=$(seconds sqlite3 "$folder/import.db" "DROP TABLE IF EXISTS reports" ".mode csv" ".import $csv reports")
  line "10 import --no-assess of CSV / shell .import" "<= 0.65" "$(ratio "$(seconds "$report" import "$csv" --db "$folder/imported.db" --no-assess)" "$shell")"
  for command in flag score; do
    line "9 one thread / two threads, $command" ">= 1.8" "$(ratio "$(with_threads 1)" "$(with_threads 2)")"
  done
}

with_threads() {
  case $command in
    flag) seconds "$report" flag "$sparse" -o "$folder/flagged.xlsx" --force --threads "$1" ;;
    score) seconds "$report" score "$folder/corpus/data/reports.ndjson" --text-field report --threads "$1" ;;
  esac
}

# What others do with the same wordings; each is left out where it is not installed.
peers() {
  python3 tests/bench/literals.py "$BUILD/uti-report" "$folder/literals.tsv" || return
  # shellcheck disable=SC2086
  if $CC -std=c11 -O2 -g -Iext tests/bench/hyperscan.c "$BUILD"/static/ext/sqlite/*.o "$BUILD"/ext/pack/*.o "$BUILD/libuti_core.a" \
      -lsqlite3 -lhs -lm -o "$folder/hyperscan" 2> "$folder/hyperscan.log"; then
    "$folder/hyperscan" "$folder/corpus.db" "$folder/literals.tsv" "$rounds"
  else
    line "2 uti_urgency / Hyperscan" "<= 1" "libhyperscan-dev is not installed"
  fi
  # shellcheck disable=SC2086
  "$python" tests/bench/peers.py "$csv" "$folder/literals.tsv" "$BUILD/uti" $gold
}

instructions() {
  if [ "$count" -gt 0 ] && command -v valgrind > /dev/null; then
    valgrind --tool=callgrind --toggle-collect=assess_all --callgrind-out-file="$folder/callgrind.out" \
      "$folder/bench" --count "$folder/corpus.db" "$count" 2>&1 | awk -v rows="$count" '/Collected/ {print int($4 / rows)}'
  else
    echo "-"
  fi
}

machine="$(awk -F': ' '/model name/ {print $2; exit}' /proc/cpuinfo), $(getconf _NPROCESSORS_ONLN) cores"
{
  "$folder/bench" "$folder/corpus.db" "$folder" "$rounds" || exit 1
  peers
  commands
  line "12 instructions a report, $count rows" "no rise over 2 %" "$(instructions)"
} > "$folder/result.tsv" || exit 1

echo "machine: $machine"
echo "corpus:  $name rows, $(wc -c < "$csv" | awk '{printf "%.1f MB", $1 / 1e6}') of CSV; SQLite $(sqlite3 --version | cut -d' ' -f1)"
echo "rounds:  $rounds, interleaved; medians of processor time (rows 9 to 11: the clock)"
echo
awk -F'\t' '{printf "%-52s %-18s %s\n", $1, $2, $3}' "$folder/result.tsv"

if [ -n "$BENCH_RECORD" ]; then
  history=tests/bench/history.tsv
  [ -f "$history" ] || printf 'run\tcorpus\tmachine\twhat\tgoal\treached\n' > "$history"
  awk -F'\t' -v OFS='\t' -v run="$BENCH_RECORD" -v corpus="$name" -v machine="$machine" '{print run, corpus, machine, $1, $2, $3}' \
    "$folder/result.tsv" >> "$history"
fi
