#!/bin/sh
# analyze.sh - gcc -fanalyzer, cppcheck and clang-tidy over the sources; prints a line a
# find that analyze_exceptions.tsv does not explain, and fails if there is one. A tool
# that is not installed is named and left out.
cd "$(dirname "$0")/.." || exit 1
BUILD=${BUILD:-build}
mkdir -p "$BUILD/analysis"
finds=$BUILD/analysis/finds
: > "$finds"
sources=$(find ext cli -name '*.c' ! -path 'ext/packages/*' ! -path 'cli/system/windows*' | sort)

# Each writes "tool file check" for a find.
with_gcc() {
  for source in $sources; do
    gcc -std=c11 -O1 -fanalyzer -Iext -Icli -c "$source" -o "$BUILD/analysis/object.o" 2>&1
  done | sed -nE 's/^([^: ]+):[0-9]+:[0-9]+: warning: .*\[-W(analyzer-[a-z-]+)\]$/gcc \1 \2/p'
}
with_cppcheck() {
  # shellcheck disable=SC2046  # an option a file
  cppcheck --std=c11 --enable=warning,performance,portability --inline-suppr --quiet -Iext -Icli --template='cppcheck {file} {id}' \
    '-Djson_object_foreach(object,name,value)=for(;;)' '-Djson_array_foreach(array,index,value)=for(;;)' ext/core ext/sqlite ext/pack ext/spark $(printf -- '-i%s ' cli/system/windows*.c) cli 2>&1 |
    grep -E '^cppcheck [^ ]+ [a-zA-Z]+$' | grep -v 'missingInclude\|checkersReport'
}
with_clang_tidy() {
  # shellcheck disable=SC2086
  clang-tidy --quiet --checks='-*,clang-analyzer-*,-clang-analyzer-security.insecureAPI.*,bugprone-infinite-loop,bugprone-sizeof-container,bugprone-suspicious-*,bugprone-too-small-loop-variable' \
    $sources -- -std=c11 -Iext -Icli 2> /dev/null |
    sed -nE "s|^$(pwd)/([^:]+):[0-9]+:[0-9]+: warning: .*\[([a-zA-Z.-]+)[^]]*\]\$|clang-tidy \1 \2|p"
}

missing() { echo "$1 is not installed"; }
if command -v gcc > /dev/null; then with_gcc >> "$finds"; else missing gcc; fi
if command -v cppcheck > /dev/null; then with_cppcheck >> "$finds"; else missing cppcheck; fi
if command -v clang-tidy > /dev/null; then with_clang_tidy >> "$finds"; else missing clang-tidy; fi
sort -u "$finds" -o "$finds"
awk 'NR == FNR { split($0, c, "\t"); known[c[1] " " c[2] " " c[3]] = 1; next } !($0 in known) { print; left++ } END { exit left > 0 }' \
  tests/analyze_exceptions.tsv "$finds"
status=$?
echo "$(wc -l < "$finds") kinds of finds, $([ $status -eq 0 ] && echo "all explained in tests/analyze_exceptions.tsv" || echo "some not explained")"
exit $status
