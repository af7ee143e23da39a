#!/bin/sh
# run.sh - tests of the extension in the sqlite3 shell and in small C programs;
# prints TAP. From the root of the repository:
#
#   tests/sqlite/run.sh [--write] [EXTENSION]     default: build/uti
#
# --write notes the output of the scripts as expected: read the difference before
# it is committed. The programs are built in build/tests.
cd "$(dirname "$0")/../.." || exit 1
write=
[ "$1" = --write ] && write=1 && shift
extension=$(realpath "${1:-${BUILD:-build}/uti}.so" | sed 's/\.so$//')
tests=tests/sqlite
CC=${CC:-cc}
built=${BUILD:-build}/tests
mkdir -p "$built"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. "$tests/script.sh"

for script in "$tests"/*.sql; do
  judge "$(basename "$script" .sql)" "$script" "${script%.sql}.expected"
done
[ -n "$write" ] && exit 0

# Every example of the reference.
awk -v script="$work/examples.sql" -v expected="$work/examples.expected" \
  -f "$tests/examples.awk" ext/README.md
run_script "$work/examples.sql" > "$work/output"
compare "ext/README.md" "$work/examples.expected" "$work/output"

# Every function and table of the reference exists, and nothing else does.
names() {
  "$SQLITE" -batch :memory: "$@" "SELECT name FROM pragma_function_list
    UNION SELECT name FROM pragma_module_list ORDER BY name;"
}
names > "$work/before"
names -cmd ".load $extension" > "$work/after"
comm -13 "$work/before" "$work/after" > "$work/registered"
sed -n 's/^### `\([a-z_0-9]*\).*/\1/p' ext/README.md | sort -u > "$work/documented"
check "the reference names every function and table, and no other" \
  diff "$work/documented" "$work/registered"

# What a build that counts (make coverage) adds is not the extension's.
only_entry_point() {
  [ "$(nm -D --defined-only "$extension.so" | awk '$3 !~ /^(__gcov|mangle_path)/ { print $3 }')" = sqlite3_uti_init ]
}
check "the extension exports its entry point alone" only_entry_point

# Beside an extension with clashing internal names, loaded before and after.
$CC -shared -fPIC -o "$built/neighbour.so" "$tests/neighbour.c"
neighbour=$(realpath "$built")/neighbour
beside() {
  answer=$("$SQLITE" -batch :memory: -cmd ".load $1" -cmd ".load $2" \
    "SELECT neighbour(), uti_urgency('I have a UTI and chills.'), urgency FROM uti_assess('x');")
  [ "$answer" = "neighbour|urgent|none" ] || { echo "got $answer"; return 1; }
}
check "beside an extension with the same internal names" beside "$neighbour" "$extension"
check "the same, loaded in the other order" beside "$extension" "$neighbour"

# Programs: each prints what failed and exits 0 when nothing did.
program() {
  name=$1
  shift
  $CC -std=c11 -D_GNU_SOURCE -g -Iext -o "$built/$name" "$tests/$name.c" "$@" &&
    "$built/$name" "$extension.so"
}
check "an older SQLite is refused with a message" program old_sqlite -ldl
refused() {
  $CC -std=c11 -D_GNU_SOURCE -g -o "$built/refused" "$tests/refused.c" -lsqlite3 && "$built/refused" "$extension.so" "$work/mistakes"
}
check "a schema that cannot be read, and a pack of 10,000 mistakes, are errors that say so" refused
check "connections in threads of their own, with rules of their own" program threads -lsqlite3 -lpthread
check "every allocation may fail; linked in without the loader" \
  program out_of_memory "${BUILD:-build}"/static/ext/sqlite/*.o "${BUILD:-build}"/ext/pack/*.o "${BUILD:-build}/libuti_core.a" -lsqlite3 -lm

finish
