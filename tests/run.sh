#!/bin/sh
# Runs every suite and ends with the line "N passed, N failed". A suite prints
# TAP; what fails is shown, the rest is kept in build/tests/*.tap.
cd "$(dirname "$0")/.." || exit 1
BUILD=${BUILD:-build}
CC=${CC:-cc}
export BUILD CC
export UTI_REPORT="${UTI_REPORT:-$BUILD/uti-report}"
mkdir -p "$BUILD/tests"
passed=0
failed=0
skipped=0

suite() {
  name=$1
  shift
  printf '%s\n' "-- $name"
  "$@" > "$BUILD/tests/$name.tap" 2> "$BUILD/tests/$name.err"
  status=$?
  ok=$(grep -c '^ok ' "$BUILD/tests/$name.tap")
  not_ok=$(grep -c '^not ok ' "$BUILD/tests/$name.tap")
  skip=$(grep -c '^ok .*# [Ss][Kk][Ii][Pp]' "$BUILD/tests/$name.tap")
  if [ "$ok" -eq 0 ] && [ "$not_ok" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$not_ok" -eq 0 ]; }; then
    echo "not ok - $name ended with status $status:"
    tail -5 "$BUILD/tests/$name.err"
    not_ok=$((not_ok + 1))
  fi
  grep -A8 '^not ok ' "$BUILD/tests/$name.tap" | grep -E '^(not ok|#)' | head -60
  echo "   $((ok - skip)) passed, $not_ok failed$([ "$skip" -gt 0 ] && echo ", $skip skipped")"
  passed=$((passed + ok - skip))
  failed=$((failed + not_ok))
  skipped=$((skipped + skip))
}

# core_program SOURCE [OBJECT NAME]: a program of tests/core, with an object in the place of the core's own under another name.
core_program() {
  # shellcheck disable=SC2086  # no object, or several
  $CC -std=c11 -Wall -Wextra -Wpedantic -O1 -g -Iext "tests/core/$1.c" $2 "$BUILD"/ext/pack/*.o "$BUILD/libuti_core.a" -lm -lpthread -o "$BUILD/tests/${3:-$1}" && return
  echo "not ok - $1 was not built"
  failed=$((failed + 1))
  return 1
}

# Lists that check their indices: reading past the end of a text ends the program.
mkdir -p "$BUILD/checked"
checked=
for source in ext/core/*.c; do
  object="$BUILD/checked/$(basename "$source" .c).o"
  $CC -std=c11 -Wall -Wextra -Wpedantic -O1 -g -DUTI_CHECKED -Iext -c "$source" -o "$object"
  checked="$checked $object"
done
core_program run_frames "$checked" && suite core_frames "$BUILD/tests/run_frames" tests/core/frames.tsv
core_program run_cases "$checked" && suite core_cases "$BUILD/tests/run_cases" tests/core/cases/*.tsv fixtures/cases/*.tsv
suite packs sh tests/packs/run.sh
$CC -std=c11 -Wall -Wextra -Wpedantic -O1 -g -Iext tests/packs/faults.c "$BUILD"/ext/pack/*.o "$BUILD/libuti_core.a" -lm -o "$BUILD/tests/faults" &&
  suite pack_faults "$BUILD/tests/faults"
$CC -std=c11 -Wall -Wextra -Wpedantic -O1 -g -Iext tests/packs/layers.c "$BUILD/libuti_core.a" -lm -o "$BUILD/tests/layers" &&
  suite pack_layers "$BUILD/tests/layers"
$CC -std=c11 -Wall -Wextra -Wpedantic -O1 -g -Iext tests/packs/system_calls.c "$BUILD"/ext/pack/*.o "$BUILD/libuti_core.a" -lm \
  -Wl,--wrap=open,--wrap=openat,--wrap=fdopendir,--wrap=closedir,--wrap=close,--wrap=fstat,--wrap=read -o "$BUILD/tests/system_calls" &&
  suite pack_system_calls "$BUILD/tests/system_calls"
suite known_misreadings sh tests/core/known_misreadings.sh
core_program plain_matcher && suite core_plain_matcher "$BUILD/tests/plain_matcher" tests/core/cases/*.tsv fixtures/cases/*.tsv
core_program properties && suite core_properties "$BUILD/tests/properties" fixtures/cases/*.tsv
core_program composed "$checked" && suite core_composed "$BUILD/tests/composed" "${COMPOSED:-60000}" 1 tests/core/cases/*.tsv fixtures/cases/*.tsv
core_program prefixes "$checked" && suite core_prefixes "$BUILD/tests/prefixes" words tests/core/cases/*.tsv fixtures/cases/*.tsv
suite rule_conditions python3 tests/core/rule_conditions.py
core_program allocations && suite core_allocations "$BUILD/tests/allocations"
core_program long_lived && suite core_long_lived "$BUILD/tests/long_lived"
# An automaton that forgets within a sentence, and words that are read letter by letter, answer the
# same, with and without memory.
forgetful="$BUILD/forgetful/automaton.o $BUILD/forgetful/signs.o $BUILD/forgetful/words.o"
mkdir -p "$BUILD/forgetful"
for part in automaton signs words; do
  # shellcheck disable=SC2086  # several flags
  $CC -std=c11 -Wall -Wextra -Wpedantic ${PART_FLAGS:--O1 -g} -DUTI_FORGETFUL -DUTI_PORTABLE -Iext -c "ext/core/$part.c" -o "$BUILD/forgetful/$part.o"
done
core_program run_cases "$forgetful" run_cases_forgetful && suite core_cases_forgetful "$BUILD/tests/run_cases_forgetful" tests/core/cases/*.tsv fixtures/cases/*.tsv
core_program long_lived "$forgetful" long_lived_forgetful && suite core_long_lived_forgetful "$BUILD/tests/long_lived_forgetful"
core_program allocations "$forgetful" allocations_forgetful && suite core_allocations_forgetful "$BUILD/tests/allocations_forgetful"
suite core_architecture sh tests/core/architecture.sh
suite knowledge sh tests/knowledge/run.sh
suite pack_mistakes sh tests/knowledge/pack_mistakes.sh
suite sqlite sh tests/sqlite/run.sh
suite bounds python3 tests/bounds/run.py
suite sql sh tests/sql/run.sh
suite real_tables sh tests/sql/real_tables.sh
command -v bats > /dev/null && suite cli bats --tap tests/cli
[ -d tests/workbook ] && suite workbook sh tests/workbook/run.sh
suite datasette sh tests/datasette/run.sh
suite spreadsheet sh tests/spreadsheet/run.sh
suite fuzz_seeds sh tests/fuzz/seeds.sh
# Killed while it writes, or with writes that fail, a build that counts (make coverage)
# would leave broken counts behind: these go elsewhere.
suite faults env GCOV_PREFIX="$(pwd)/$BUILD/tests/broken" sh tests/faults/run.sh
suite kills env GCOV_PREFIX="$(pwd)/$BUILD/tests/broken" sh tests/faults/kills.sh 15
suite eval sh tests/eval/run.sh
suite hosts sh tests/hosts/run.sh here
suite spark sh tests/spark/run.sh
suite rqlite sh tests/rqlite/run.sh
suite readme sh tests/readme/run.sh
suite pages sh tests/readme/pages.sh

echo
if [ "$skipped" -gt 0 ]; then echo "$skipped skipped: known misreadings, and what this machine cannot run (see build/tests/*.tap)"; fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
