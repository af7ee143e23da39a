#!/bin/sh
# run.sh - holds README.md to its word; prints TAP. From a clean checkout, once
# the extension and the command are built in $BUILD (default: build).
#
# 1. ```sql blocks run in the sqlite3 shell; lines `-- answer` are the answers.
# 2. ```console blocks: a line `$ command`, then all that it prints.
# 3. ```sh blocks run as they are and print nothing; those that begin with
#    `make` are not run, their targets are looked up.
# 4. 2 and 3 share one scratch folder, in the order of the page. The id of the
#    rules changes with each row of the knowledge and is not compared.
# 5. Files, targets, packages, rules and mechanisms that it names exist.
#
# Lists are read word by word on purpose, and code spans are no expressions.
# shellcheck disable=SC2013,SC2016
cd "$(dirname "$0")/../.." || exit 1
root=$(pwd)
built=$(realpath "${BUILD:-build}")
# shellcheck disable=SC2034  # read by script.sh
extension=$built/uti
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tests/sqlite/script.sh
unset MAKEFLAGS MAKELEVEL COLUMNS NO_COLOR

scratch=$work/scratch
mkdir "$scratch"
ln -s "$built" "$scratch/build"
for part in ext sql fixtures; do ln -s "$root/$part" "$scratch/$part"; done
cd "$scratch" || exit 1

# ---- 1: SQL ----

awk -v script="$work/examples.sql" -v expected="$work/examples.expected" \
  -f "$root/tests/sqlite/examples.awk" "$root/README.md"
run_script "$work/examples.sql" > "$work/output"
compare README.md "$work/examples.expected" "$work/output"

# ---- 2, 3, 4: commands ----

awk -v script="$work/commands.sh" -v expected="$work/commands.expected" '
  function begin() {
    title = "-- " heading ", line " FNR
    print "echo \"" title "\"" > script
    print title > expected
  }
  function command(text) {
    print text > script
    print "status=$?; [ $status = 0 ] || echo \"exit status $status\"" > script
  }
  /^#+ / && mode == "" { heading = $0; gsub(/[#`"]/, "", heading); sub(/^ */, "", heading); next }
  /^```console/ { mode = "console"; begin(); next }
  /^```sh/ { mode = "sh"; text = ""; next }
  /^```/ && mode == "sh" { if (text !~ /^make /) { begin(); command(text) } }
  /^```/ { mode = (mode == "" ? "other" : ""); next }
  mode == "sh" { text = text (text == "" ? "" : "\n") $0 }
  mode == "console" && /^\$ / { command(substr($0, 3)); next }
  mode == "console" { print > expected }' "$root/README.md"
without_ids() { sed 's/[0-9a-f]\{16\}/RULES_ID/g' "$1"; }
sh "$work/commands.sh" > "$work/output" 2>&1
without_ids "$work/output" > "$work/output.plain"
without_ids "$work/commands.expected" > "$work/commands.plain"
compare README.md "$work/commands.plain" "$work/output.plain"

# One program has one id: two on the page would look like two versions.
one_id() { [ "$(grep -o '"rules_id":"[0-9a-f]*"\|rules [0-9a-f]\{16\}' "$root/README.md" | grep -o '[0-9a-f]\{16\}' | sort -u | wc -l)" = 1 ]; }
check "the README shows one id of the rules" one_id

# ---- 5: what it names ----

cd "$root" || exit 1

# Code spans outside fenced blocks, one a line.
spans() { awk '/^```/ { inside = !inside; next } !inside' "$1" | grep -o '`[^`]*`' | tr -d '`' | sort -u; }

make_commands() {
  awk '/^```sh/ { inside = 1; next } /^```/ { inside = 0 } inside && /^make / ' README.md
  spans README.md | grep '^make '
}
targets_exist() {
  missing=0
  for word in $(make_commands | sed 's/^make//'); do
    case $word in
      -* | *=*) continue ;;
    esac
    make -n "$word" BUILD="$built" > /dev/null 2>&1 || { echo "make $word"; missing=1; }
  done
  return $missing
}
check "every make target of the README exists" targets_exist

# What is a step of another target, or stands for several, needs no line.
help_is_whole() {
  make -s help > "$work/help"
  missing=0
  for target in $(sed -n 's/^\.PHONY: //p' Makefile tests/*.mk ext/packages/*.mk); do
    case $target in
      all | deps | demo | test | test-deps | help | datasette | spark | rqlite | packages) continue ;;
      install-* | fuzz-*) continue ;;
    esac
    grep -qwF -- "$target" "$work/help" || { echo "make help says nothing of $target"; missing=1; }
  done
  return $missing
}
check "make help names every target" help_is_whole

# A path from the root, a file of ext/core, a name of what is built (by a rule,
# or as `make help` says of a target that is not built here), or a file that an
# example wrote.
file_exists() {
  for place in "$root" "$root/ext/core" "$scratch" "$built"; do
    [ -e "$place/$1" ] && return 0
  done
  case $1 in
    build/*) grep -qF "\$(BUILD)/${1#build/}" Makefile ext/packages/*.mk || grep -qwF "$1" "$work/help" ;;
    *) return 1 ;;
  esac
}
files_exist() {
  missing=0
  for file in $(spans "$1" | grep -E '^[A-Za-z.][^ |:=(]*(/|\.(c|h|md|so|sql|sh|tsv|csv|ndjson|xlsx))' | grep -v '^DIR/'); do
    file_exists "$file" || { echo "$file"; missing=1; }
  done
  return $missing
}
check "every file of the README exists" files_exist README.md
check "every file of the changelog exists" files_exist CHANGELOG.md

folders_are_named() {
  line=$(grep '^tests/ ' README.md)
  for folder in tests/*/; do
    name=$(basename "$folder")
    echo "$line" | grep -qwF "$name" || { echo "$name is missing"; return 1; }
  done
}
check "the tree of the README names every folder of tests" folders_are_named

slugs() { sed -n 's/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed -e 's/[^a-z0-9 _-]//g' -e 's/ /-/g'; }
links_lead_somewhere() {
  missing=0
  for link in $(grep -o '](\([^)]*\))' README.md | sed 's/^](//; s/)$//' | sort -u); do
    case $link in
      *:*) continue ;;
      *'#'*) slugs "${link%%#*}" | grep -qx -- "${link#*#}" ;;
      *) [ -e "$link" ] ;;
    esac || { echo "$link"; missing=1; }
  done
  return $missing
}
check "every link of the README leads somewhere" links_lead_somewhere

# The cell number $2 of the table row that begins with the code span $1.
cell() { awk -F ' *[|] *' -v name="\`$1\`" -v n="$2" '$2 == name { print $(n + 1); exit }' README.md; }

rules_of_levels() {
  wrong=0
  for level in emergency urgent soon routine; do
    wanted=$(awk -F '\t' -v level=$level '$3 == level { print $1 }' ext/knowledge/rules.tsv | sort | tr '\n' ' ')
    got=$(cell $level 3 | tr ' ' '\n' | sort | tr '\n' ' ')
    [ "$wanted" = "$got" ] || { echo "$level: rules.tsv has $wanted"; echo "$level: the README has $got"; wrong=1; }
  done
  return $wrong
}
check "the table of levels has the rules of rules.tsv" rules_of_levels

rules_exist() {
  missing=0
  for id in $(grep -owE '[ACGMW][0-9]+[a-z]?' README.md | sort -u); do
    cut -f1 ext/knowledge/rules.tsv | grep -qx "$id" || { echo "$id"; missing=1; }
  done
  return $missing
}
check "every rule of the README exists" rules_exist

# "core adds G1 to G9 and G20": the whole numbers, their variants included.
rules_of_core() {
  awk -F '\t' '$2 == "core" { print $1 }' ext/knowledge/rules.tsv | grep -vxE 'G([1-9]|20)[a-z]?' && return 1
  awk -F '\t' '$2 != "core" { print $1 }' ext/knowledge/rules.tsv | grep -xE 'G([1-9]|20)[a-z]?' && return 1
  return 0
}
check "the rule set core has the rules that the README gives it" rules_of_core

mechanisms_match() {
  for mechanism in $(tail -n +2 ext/knowledge/mechanisms.tsv | cut -f1 | sort -u); do
    [ -n "$(cell "$mechanism" 2)" ] || { echo "$mechanism is missing"; return 1; }
    for grade in $(awk -F '\t' -v m="$mechanism" '$1 == m { print $5 }' ext/knowledge/mechanisms.tsv | sort -u); do
      case $(cell "$mechanism" 3) in
        *"$grade"*) ;;
        *) echo "$mechanism: the grade $grade is missing"; return 1 ;;
      esac
    done
  done
}
check "the table of mechanisms has those of mechanisms.tsv, with their grades" mechanisms_match

packages_match() {
  for list in APT_BUILD APT_TEST; do
    packages=$(sed -n "s/^$list = //p" Makefile)
    grep -qF "\`$packages\`" README.md || { echo "$list: $packages"; return 1; }
  done
}
check "the packages of the README are those of the Makefile" packages_match

other_systems_match() {
  for list in DNF_BUILD DNF_TEST BREW_BUILD; do
    packages=$(sed -n "s/^$list=\"\(.*\)\"$/\1/p" tests/tools/install.sh)
    grep -qF "\`${packages:-none}\`" README.md || { echo "$list: $packages"; return 1; }
  done
}
check "the packages of other systems are those that make deps names" other_systems_match

# -lpcre2-8 comes with libpcre2-dev here and pcre2-devel there.
libraries_have_packages() {
  for library in $(sed -n 's/^CLI_LIBRARIES = //p' Makefile); do
    case $library in -lpthread | -lm) continue ;; esac
    name=$(echo "${library#-l}" | sed 's/-8$//; s/^sqlite3$/sqlite/')
    sed -n 's/^APT_BUILD = //p' Makefile | tr ' ' '\n' | grep -q "^lib$name.*-dev" || { echo "$library: no package in APT_BUILD"; return 1; }
    sed -n 's/^DNF_BUILD=//p' tests/tools/install.sh | tr -d '"' | tr ' ' '\n' | grep -qE "^(lib)?$name.*-devel" || { echo "$library: no package in DNF_BUILD"; return 1; }
    grep -q "lib$name.*-dev" ext/packages/debian/control || { echo "$library: no build dependency of the Debian packages"; return 1; }
  done
}
check "each library that the command links has its packages" libraries_have_packages

# The page of the hosts is made where they all are; the table may have grown since.
hosts_are_listed() {
  missing=0
  for host in $(tail -n +2 tests/hosts/hosts.tsv | cut -f1); do
    grep -q "^| \[[^]]*\]($host) | " tests/hosts/README.md || { echo "tests/hosts/README.md has no row for $host: make test-hosts WRITE=1"; missing=1; }
    [ -f "tests/hosts/$host/commands.sh" ] || { echo "tests/hosts/$host has no commands.sh"; missing=1; }
  done
  [ "$(tail -n +2 tests/hosts/hosts.tsv | wc -l)" = "$(grep -oE '[0-9]+ hosts tried' CHANGELOG.md | grep -oE '[0-9]+')" ] || { echo "the changelog counts other hosts"; missing=1; }
  return $missing
}
check "each host has its row in tests/hosts/README.md" hosts_are_listed

version_matches() {
  version=$(sed -n 's/^#define UTI_VERSION "\(.*\)"$/\1/p' ext/uti.h)
  grep -qx "## $version" CHANGELOG.md || { echo "CHANGELOG.md has no $version"; return 1; }
  [ "$(sed -n 2p ext/knowledge/pack.tsv | cut -f4)" = "$version" ] || { echo "ext/knowledge/pack.tsv has another version"; return 1; }
}
check "the changelog has an entry for this version, and the knowledge has it too" version_matches

ci_runs_the_tests() {
  command=$(make_commands | grep -x 'make test-deps test') && [ -x .ci/run ] &&
    grep -v '^#' .ci/run | grep -qF "$command"
}
check ".ci/run calls the README's test command" ci_runs_the_tests

# ---- Shell scripts ----

scripts=$(find tests -name '*.sh' | sort)
scripts_parse() {
  bad=0
  for script in $scripts; do sh -n "$script" || bad=1; done
  if command -v bash > /dev/null; then bash -n .ci/run || bad=1; fi
  return $bad
}
check "the shell reads every script" scripts_parse

# A file without #! is read by others: what they set is not known in it.
scripts_are_clean() {
  bad=0
  for script in $scripts .ci/run; do
    if head -n 1 "$script" | grep -q '^#!'; then
      shellcheck -x -P SCRIPTDIR "$script" || bad=1
    else
      shellcheck -s sh -e SC2154 "$script" || bad=1
    fi
  done
  return $bad
}
if command -v shellcheck > /dev/null; then
  check "shellcheck finds nothing in the scripts" scripts_are_clean
else
  ok "shellcheck finds nothing in the scripts # SKIP there is no shellcheck"
fi

finish
