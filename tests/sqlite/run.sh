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

# section NAME: what the reference says of a function or table.
section() { awk -v name="$1" '/^##/ { inside = $0 ~ "^### `" name "[(`]" } inside' ext/README.md; }
has_example() { section "$1" | grep -q '^-- ' || { echo "$1 has no example with its answer"; return 1; }; }
# Arguments: all, and those that may be left out, as SQLite knows them; -1 is any number.
arguments_match() {
  signature=$(section "$1" | sed -n '1s/.*(\(.*\)).*/\1/p')
  least=$(echo "${signature%%\[*}" | tr ',' '\n' | grep -c '[a-z]')
  most=$(echo "$signature" | tr ',' '\n' | grep -c '[a-z]')
  case $signature in *'[, facts]'*) wanted=-1 ;; *) wanted=$(seq "$least" "$most" | tr '\n' ' ') ;; esac
  got=$("$SQLITE" -batch :memory: -cmd ".load $extension" "SELECT narg FROM pragma_function_list WHERE name = '$1' GROUP BY narg" | tr '\n' ' ')
  [ "${wanted% }" = "${got% }" ] || { echo "$1: the reference has $wanted, SQLite $got arguments"; return 1; }
}
# Columns, in the section or, for the items of scores, in their chapter.
columns_are_named() {
  { section "$1"; case $1 in *_items) sed -n '/^## Scores/,/^###/p' ext/README.md ;; esac; } > "$work/section"
  "$SQLITE" -batch :memory: -cmd ".load $extension" "SELECT name FROM pragma_table_xinfo('$1') WHERE hidden = 0" > "$work/columns"
  [ -s "$work/columns" ] || { echo "$1 has no columns"; return 1; }
  while read -r column; do
    grep -qF "\`$column\`" "$work/section" || { echo "$1: nothing is said of the column $column"; return 1; }
  done < "$work/columns"
}
sections_are_whole() {
  wrong=0
  "$SQLITE" -batch :memory: -cmd ".load $extension" "SELECT DISTINCT name FROM pragma_function_list" > "$work/functions"
  while read -r name; do
    has_example "$name" || wrong=1
    if grep -qx "$name" "$work/functions"; then arguments_match "$name" || wrong=1; else columns_are_named "$name" || wrong=1; fi
  done < "$work/registered"
  return $wrong
}
check "each has its arguments or columns, and an example, in the reference" sections_are_whole

# What a score reads, with its unit: the names in the conditions of its rows.
inputs_are_named() {
  wrong=0
  for score in wells_dvt news2 qsofa sirs uti_probability; do
    section $score > "$work/section"
    awk -F '\t' -v s=$score '$1 == s && $2 != "reading" { print $4 }' ext/knowledge/scores.tsv | grep -oE '[a-z][a-z_0-9]*' | sort -u |
      grep -vxE "and|or|not|unproven|denied|past|celsius|highest|$score" > "$work/inputs"
    [ -s "$work/inputs" ] || { echo "$score has no inputs"; return 1; }
    while read -r input; do
      unit=$(awk -F '\t' -v f="$input" '$1 == f && $4 != "" { print ($3 == "age" ? "" : " (" $4 ")") }' ext/knowledge/facts.tsv)
      grep -qF "\`$input\`$unit" "$work/section" || { echo "$score: nothing is said of \`$input\`$unit"; wrong=1; }
    done < "$work/inputs"
  done
  return $wrong
}
check "each score names what it reads, with units, in the reference" inputs_are_named

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
