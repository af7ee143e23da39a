#!/bin/sh
# run.sh - loads the extension in every host of hosts.tsv, and holds its answers
# on the shipped reports to those of the sqlite3 shell, byte by byte; prints TAP.
#
#   tests/hosts/run.sh [--write] [HOST...]   default: all; `here`: what needs no network
#   tests/hosts/run.sh --packages            the Debian packages that they are part of
#
# --write notes what was seen in README.md. What a host installs stays in build/hosts;
# `make hosts-deps` installs the Debian packages.
# A host is a row of hosts.tsv and a folder: its program, and commands.sh with
# host_install (where it needs one), host_version and host_answers. They run in a copy
# of the folder, with the extension, the database and the query in UTI_EXTENSION,
# UTI_DATABASE and UTI_QUERY. Column `expected`: `same`, or the error that it must give.
#
# shellcheck disable=SC2317,SC1090,SC1091  # commands.sh is read by name, its functions called by it
cd "$(dirname "$0")/../.." || exit 1
write=
[ "$1" = --write ] && write=1 && shift
built=$(realpath "${BUILD:-build}")
cache=$built/hosts
tests=$(pwd)/tests/hosts
UTI_EXTENSION=$built/uti.so
UTI_DATABASE=$cache/clinic.db
LC_ALL=C.UTF-8
PYTHONIOENCODING=utf-8
export UTI_EXTENSION UTI_DATABASE UTI_QUERY LC_ALL PYTHONIOENCODING
unset MAKEFLAGS MAKELEVEL
number=0
failed=0
mkdir -p "$cache"

# A program, or a library of a language: perl:DBD::SQLite.
there() {
  case $1 in
    perl:*) perl -M"${1#perl:}" -e 1 ;;
    php:*) php -m | grep -qix "${1#php:}" ;;
    ruby:*) ruby -r "${1#ruby:}" -e 1 ;;
    tcl:*) [ "$(echo "puts [catch {package require ${1#tcl:}}]" | tclsh)" = 0 ] ;;
    R:*) Rscript -e "q(status = !requireNamespace('${1#R:}', quietly = TRUE))" ;;
    *) command -v "$1" ;;
  esac > /dev/null 2>&1
}

# The Debian package of what column `needs` names.
package_of() {
  case $1 in
    /usr/bin/python3) echo python3 python3-venv ;;
    perl:DBD::SQLite) echo libdbd-sqlite3-perl ;;
    tclsh) echo tcl ;;
    tcl:sqlite3) echo libsqlite3-tcl ;;
    php) echo php-cli ;;
    Rscript) echo r-base-core ;;
    R:RSQLite) echo r-cran-rsqlite ;;
    ruby:sqlite3 | php:sqlite3) echo "${1%:*}-sqlite3" ;;
    node) echo nodejs ;;
    go) echo golang-go ;;
    java) echo default-jdk-headless ;;
    mvn) echo maven ;;
    *) echo "$1" ;;
  esac
}
# Without those whose programs are there, wherever they come from.
if [ "$1" = --packages ]; then
  for program in $(tail -n +2 "$tests/hosts.tsv" | cut -f4 | tr ' ' '\n' | sort -u); do
    case $program in
      */python3) package_of "$program" ;;
      *) there "$program" || package_of "$program" ;;
    esac
  done
  exit 0
fi

say() { number=$((number + 1)); echo "$1 $number - $2"; }
installs_nothing() { ! grep -q '^host_install' "$tests/$1/commands.sh"; }

# Packages that compile need Node's headers, which may stand beside it.
npm_install() {
  headers=$(dirname "$(dirname "$(realpath "$(command -v node)")")")
  [ -f "$headers/include/node/node.h" ] && export npm_config_nodedir="$headers"
  npm install --silent --no-audit --no-fund --no-save --prefix . "$@"
}
npm_version() { node -p "require('./node_modules/$1/package.json').version"; }

# answers FOLDER QUERY: in the host's own folder, in a shell of its own.
answers() {
  UTI_QUERY=$tests/$2
  (cd "$cache/$1" && . "$tests/$1/commands.sh" && host_answers)
}

prepare() {
  mkdir -p "$cache/$1"
  cp -R "$tests/$1/." "$cache/$1/" || return
  installs_nothing "$1" && return
  # Once for each state of the folder.
  state=$(cat "$tests/$1/"* 2> /dev/null | cksum)
  [ "$(cat "$cache/$1/.installed" 2> /dev/null)" = "$state" ] && return
  (cd "$cache/$1" && . "$tests/$1/commands.sh" && host_install) < /dev/null > "$cache/$1/install.log" 2>&1 &&
    echo "$state" > "$cache/$1/.installed"
}

note() { printf '%s\t' "$@" >> "$cache/seen"; echo >> "$cache/seen"; }

try() {
  folder=$1 title=$2 expected=$3
  if ! prepare "$folder"; then
    say ok "$title # SKIP it cannot be installed here (see build/hosts/$folder/install.log)"
    note "$folder" "not tested: it could not be installed" ""
    return
  fi
  version=$( (cd "$cache/$folder" && . "$tests/$folder/commands.sh" && host_version) 2> /dev/null | tr -d '\r')
  answers "$folder" golden.sql > "$cache/$folder/output" 2> "$cache/$folder/errors" < /dev/null
  if [ "$expected" = same ]; then
    if cmp -s "$cache/golden" "$cache/$folder/output"; then
      say ok "$title gives the same answers"
      note "$folder" "works" "$version, $(answers "$folder" version.sql 2> /dev/null < /dev/null)"
      return
    fi
    why="other answers than the sqlite3 shell"
  else
    if cat "$cache/$folder/output" "$cache/$folder/errors" | grep -qF "$expected"; then
      say ok "$title refuses with a clear message"
      note "$folder" "does not work: $expected" "$version"
      return
    fi
    why="wanted the error: $expected"
  fi
  say "not ok" "$title"
  echo "#   $why"
  diff "$cache/golden" "$cache/$folder/output" | head -3 | cut -c 1-160 | sed 's/^/#   /'
  head -5 "$cache/$folder/errors" | cut -c 1-200 | sed 's/^/#   /'
  note "$folder" "does not work" "$version"
  failed=$((failed + 1))
}

chosen() {
  [ -z "$hosts" ] && return 0
  case " $hosts " in *" $1 "* | *" $2 "*) return 0 ;; esac
  return 1
}

# ---- The golden answers ----

rm -f "$UTI_DATABASE" "$cache/seen"
sqlite3 -batch "$UTI_DATABASE" ".import --csv fixtures/reports/clinic.csv clinic" || exit 1
mkdir -p "$cache/shell"
answers shell golden.sql > "$cache/golden"
reports=$(sqlite3 -batch "$UTI_DATABASE" "SELECT count(*) FROM clinic")
all_answered() {
  [ "$(wc -l < "$cache/golden")" -eq "$reports" ] &&
    for level in emergency urgent soon routine none NULL; do
      cut -f2 "$cache/golden" | grep -qx $level || return 1
    done
}
if all_answered; then say ok "the sqlite3 shell answers for all $reports reports, with every level"
else say "not ok" "the sqlite3 shell does not answer for every report"; exit 1; fi

# ---- The hosts ----

hosts=$*
tab=$(printf '\t')
tail -n +2 "$tests/hosts.tsv" > "$cache/table"
while IFS="$tab" read -r folder title kind needs expected _; do
  chosen "$folder" "$kind" || continue
  missing=
  for program in $needs; do there "$program" || missing="$missing $program"; done
  if [ -n "$missing" ]; then
    say ok "$title # SKIP this machine has no$missing (make hosts-deps installs what is missing)"
    note "$folder" "not tested: no$missing" ""
  else
    try "$folder" "$title" "$expected"
  fi
done < "$cache/table"
echo "1..$number"

# ---- What was seen ----

page() {
  echo "# Hosts"
  echo
  echo "Made by \`make test-hosts WRITE=1\`: what each program answered on $(. /etc/os-release && echo "$PRETTY_NAME"), $(uname -m)."
  echo
  echo "Each loads \`uti.so\` in its own way and answers \`golden.sql\` over the $reports reports of \`fixtures/reports/clinic.csv\`: level, mechanism, level of the episode, reasons and the id of the rules. \`works\` means byte by byte the answers of the sqlite3 shell (rules \`$(head -1 "$cache/golden" | cut -f6)\`, sha256 \`$(sha256sum < "$cache/golden" | cut -c 1-16)...\`). The program of each host, to copy from, is in the folder of its name."
  echo
  echo "| host | result | tested | how it is loaded | where it does not work |"
  echo "| --- | --- | --- | --- | --- |"
  awk -F '\t' '
    FNR == NR { result[$1] = $2; version[$1] = $3; next }
    FNR > 1 && $1 in result {
      printf "| [%s](%s) | %s | %s | `%s` | %s |\n", $2, $1, result[$1], version[$1], $6, $7 }' "$cache/seen" "$tests/hosts.tsv"
}
[ -n "$write" ] && [ "$failed" -eq 0 ] && page > "$tests/README.md"
[ "$failed" -eq 0 ]
