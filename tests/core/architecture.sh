#!/bin/sh
# The core stands alone: no SQLite, no input or output, no state.
BUILD=${BUILD:-build}
number=0
check() {
  number=$((number + 1))
  name=$1
  shift
  if "$@"; then echo "ok $number - $name"; else echo "not ok $number - $name"; fi
}
no_match() { ! grep -nE "$1" ext/core/*.c ext/core/*.h ext/uti.h; }
no_symbol() { ! nm "$BUILD/libuti_core.a" 2>/dev/null | grep -E "$1"; }
short_files() { ! find ext/core ext/sqlite cli -name '*.c' -exec wc -l {} + | awk '$2 != "total" && $1 > 560' | grep .; }
no_symptom() {
  names=$(tail -n +2 ext/knowledge/concepts.tsv | cut -f1 | tr '\n' '|' | sed 's/|$//')
  ! grep -nE "\"($names)\"" ext/core/*.c ext/sqlite/*.c
}
check "no SQLite in the core" no_match 'sqlite3'
check "no input or output in the core" no_match '<(stdio|unistd|fcntl|time|locale)\.h>'
check "no symbol of SQLite in its archive" no_symbol ' sqlite3_'
check "no call of the input and output library" no_symbol ' U (printf|fprintf|fopen|fread|fwrite|getenv|time|setlocale)$'
# A build that counts (make coverage) keeps its counts in the objects.
counts() { nm "$BUILD/libuti_core.a" 2>/dev/null | grep -q __gcov; }
no_state() { counts || ! size -A "$BUILD/libuti_core.a" 2>/dev/null | awk '$1 ~ /^\.(data|bss)$/ && $2 > 0' | grep .; }
check "no mutable data in its archive" no_state
check "no C code names a concept" no_symptom
check "no file of C is much over 500 lines" short_files
echo "1..$number"
