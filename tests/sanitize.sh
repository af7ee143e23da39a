#!/bin/sh
# sanitize.sh address|thread - the programs of the core and the extension in a
# sqlite3 shell under the sanitizers, from a build in $BUILD. The shell is not
# built with them, so their library is loaded first; what the shell itself keeps
# to its end is not looked at there, the programs are looked at for leaks.
cd "$(dirname "$0")/.." || exit 1
kind=$1
BUILD=${BUILD:-build/sanitize}
CC=${CC:-cc}
flags="-std=c11 -D_GNU_SOURCE -O1 -g -fno-omit-frame-pointer -Iext"
[ "$kind" = address ] && flags="$flags -fsanitize=address,undefined -fno-sanitize-recover=all"
[ "$kind" = thread ] && flags="$flags -fsanitize=thread"
mkdir -p "$BUILD/tests"
failed=0

program() {
  name=$1
  source=$2
  shift 2
  # shellcheck disable=SC2086
  $CC $flags "$source" ext/pack/*.c "$BUILD/libuti_core.a" -lm -lpthread -o "$BUILD/tests/$name" &&
    "$BUILD/tests/$name" "$@" > "$BUILD/tests/$name.tap" 2> "$BUILD/tests/$name.err" &&
    ! grep -q '^not ok' "$BUILD/tests/$name.tap"
  verdict "$name" $?
}

verdict() {
  if [ "$2" -eq 0 ]; then
    echo "ok - $1 under $kind"
  else
    echo "not ok - $1 under $kind: see $BUILD/tests/$1.*"
    failed=$((failed + 1))
  fi
}

program properties tests/core/properties.c fixtures/cases/*.tsv
if [ "$kind" = address ]; then
  program run_cases tests/core/run_cases.c tests/core/cases/*.tsv fixtures/cases/*.tsv
  program composed tests/core/composed.c 300000 2 tests/core/cases/*.tsv fixtures/cases/*.tsv
  program prefixes tests/core/prefixes.c bytes tests/core/cases/*.tsv fixtures/cases/*.tsv
  program allocations tests/core/allocations.c
  program faults tests/packs/faults.c
  library=$($CC -print-file-name=libasan.so)
  for script in tests/sqlite/*.sql; do
    name=$(basename "$script" .sql)
    { echo ".load $BUILD/uti"; cat "$script"; } |
      LD_PRELOAD="$library" ASAN_OPTIONS=detect_leaks=0 sqlite3 :memory: > "$BUILD/tests/$name.out" 2> "$BUILD/tests/$name.err"
    ! grep -qE 'AddressSanitizer|runtime error:|undefined symbol|cannot open|no such function' "$BUILD/tests/$name.err"
    verdict "$name" $?
  done
  # The command line, beside an extension without sanitizers that a shell can load.
  # lxw_strdup: libxlsxwriter keeps strings of data validations. Memory limits are
  # not those of a build with sanitizers.
  folder=$BUILD/cli
  mkdir -p "$folder"
  cp "$BUILD/uti-report" build/uti.so "$folder/"
  printf 'leak:lxw_strdup\n' > "$folder/suppressions"
  if command -v bats > /dev/null; then
    suppressions=$(realpath "$folder/suppressions")
    env UTI_REPORT="$folder/uti-report" BUILD="$folder" LSAN_OPTIONS="suppressions=$suppressions:print_suppressions=0" \
      bats --tap tests/cli > "$BUILD/tests/cli.tap" 2> "$BUILD/tests/cli.err"
    grep -q '^ok ' "$BUILD/tests/cli.tap" && ! grep -q 'instead of expected' "$BUILD/tests/cli.tap" &&
      ! grep '^not ok' "$BUILD/tests/cli.tap" | grep -v 'memory does not grow'
    verdict cli $?
  fi
else
  $CC -std=c11 -D_GNU_SOURCE -g -fsanitize=thread -Iext -o "$BUILD/tests/threads" tests/sqlite/threads.c -lsqlite3 -lpthread &&
    "$BUILD/tests/threads" "$(realpath "$BUILD/uti.so")" > "$BUILD/tests/threads.out" 2> "$BUILD/tests/threads.err"
  verdict threads $?
fi
[ "$failed" -eq 0 ]
