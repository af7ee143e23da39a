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
# Of the C library the core and the adapter use text, numbers and memory; files are ext/pack's.
allowed='(str|mem)[a-z]+|_*(memcpy|strcat|longjmp|memset|memmove)_chk|realloc|free|qsort|pow|llround|_?_?setjmp|longjmp|_setjmp|__stack_chk_fail|__popcountdi2|_GLOBAL_OFFSET_TABLE_|sqlite3_[a-z0-9_]+|uti_[a-z0-9_]+|pack_[a-z0-9_]+|cue_[a-z0-9_]+'
asks_nobody() {
  counts && return
  ! nm --undefined-only "$BUILD/libuti_core.a" "$BUILD"/ext/sqlite/*.o 2>/dev/null | awk '$1 == "U" { print $2 }' | grep -vxE "$allowed" | grep .
}
check "neither the core nor the adapter asks the system for anything: no file, no environment, no network, no clock" asks_nobody
# What the C library offers against mistakes of memory (-O0 has no _FORTIFY_SOURCE).
hardened() {
  readelf -W -d "$1" | grep -q 'BIND_NOW\|NOW' && readelf -W -l "$1" | grep -q GNU_RELRO &&
    readelf -W -l "$1" | grep GNU_STACK | grep -qv 'RWE' && nm -D --undefined-only "$1" | grep -q __stack_chk_fail &&
    { counts || nm -D --undefined-only "$1" | grep -q '_chk@'; }
}
check "the extension is hardened" hardened "$BUILD/uti.so"
hardened_program() { hardened "$1" && readelf -W -d "$1" | grep -q PIE; }
check "the command is hardened, and may lie anywhere in memory" hardened_program "$BUILD/uti-report"
check "no C code names a concept" no_symptom
# The build has one compiler; what the other would say of the same sources.
other_compiler() {
  find ext cli -name '*.c' ! -path 'ext/packages/*' ! -path 'cli/system/windows*' -exec \
    clang -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror -Iext -Icli -fsyntax-only {} +
}
if command -v clang > /dev/null; then
  check "clang reads every source without a warning" other_compiler
else
  number=$((number + 1))
  echo "ok $number - clang reads every source without a warning # SKIP clang is not installed"
fi
check "no file of C is much over 500 lines" short_files
echo "1..$number"
