#!/bin/sh
# pages.sh - runs the commands of the reference pages, as README.md is held to its
# word by run.sh; prints TAP. From the root of the repository, once the extension
# and the command are built in $BUILD (default: build).
#
# Each ```sh block runs in a folder of its own, which holds the files that the page
# speaks of, with uti-report on the PATH; a command that fails is an error. Blocks that
# begin with `make` are not run: they build, install, or start a server.
#
# Lists are read word by word on purpose; dollar signs belong to the pages.
# shellcheck disable=SC2013,SC2016
cd "$(dirname "$0")/../.." || exit 1
root=$(pwd)
built=$(realpath "${BUILD:-build}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tests/sqlite/script.sh
unset MAKEFLAGS MAKELEVEL COLUMNS NO_COLOR
mkdir "$work/bin" "$work/home" "$work/files"
ln -s "$built/uti-report" "$work/bin/uti-report"
PATH=$work/bin:$PATH
HOME=$work/home
export PATH HOME

# Programs of examples that are no part of this project.
command -v jq > /dev/null || { printf '#!/bin/sh\ncat\n' > "$work/bin/jq" && chmod +x "$work/bin/jq"; }
command -v man > /dev/null || { printf '#!/bin/sh\ncat\n' > "$work/bin/man" && chmod +x "$work/bin/man"; }

# ---- The files that the pages speak of ----

cd "$work/files" || exit 1
ln -s "$built" build
for part in ext sql fixtures; do ln -s "$root/$part" $part; done
cat > visits.csv << 'END'
id,site,reported_at,age,Wert,note
00017,North,2024-03-11,34,98.4,It burns when I pee since Monday. No fever.
00018,North,2024-03-11,71,103.1,Bladder infection and shaking chills since last night.
00123,South,2024-03-12,52,,"UTI and leg cramps, and my left calf is swollen and warm."
END
for month in january february; do sed "s/^00/$month-/" visits.csv > $month.csv; done
sed 's/,age,/,Alter,/' visits.csv > german.csv
uti-report import visits.csv --db clinic.db --quiet
sqlite3 old.db '.import --csv visits.csv visits'
printf '%s\n' '{"id":"m1","text":"UTI since Sunday."}' > march.ndjson
printf '%s\n' '{"id":1,"text":"UTI and shaking chills."}' > reports.ndjson
echo 'UTI and shaking chills. No fever.' > letter.txt
for kind in Patient Observation Communication Condition; do
  # One line there is cut off on purpose.
  grep -h "\"resourceType\": *\"$kind\".*}$" fixtures/fhir/bulk/*.ndjson > $kind.ndjson
done
# A table whose symptoms are columns, with the columns that the query asks for.
{
  echo 'row,age,gender,ua_clarity,ua_blood,ua_nitrite,ua_leuk,dysuria,fever_subjective,temp,hr,sbp,ams,low_abd_pain,flank_pain,cva,vomiting,catheter,immunocompromised,pregnant'
  echo '1,40,Female,clear,negative,negative,negative,1,2,2,1,2,2,1,2,2,2,2,2,2'
} > FILE
cd "$root" || exit 1

# ---- The commands ----

# In a shell of its own, which may change its folder.
alone() { ("$@"); }
# blocks PAGE: each ```sh block as a file block-LINE, which ends at the first failure.
blocks() {
  awk -v folder="$work" '
    /^```sh/ { file = folder "/block-" FNR; print "set -e -o pipefail" > file; inside = 1; next }
    /^```/ { if (inside) close(file); inside = 0 }
    inside { print > file }' "$1"
}
# In bash, told where zsh would look for its completions.
run_block() {
  rm -rf "$work/here" && cp -R "$work/files" "$work/here" && cd "$work/here" || return
  mkdir -p zsh
  bash -c 'fpath=(none "$PWD/zsh"); source "$1"' bash "$1" < /dev/null
}
for page in cli/README.md sql/README.md ext/README.md fixtures/packs/es/README.md; do
  blocks $page
  for block in $(find "$work" -name 'block-*' | sort -t - -k 2 -n); do
    line=${block##*block-}
    case $(sed -n 2p "$block") in
      make*) ;;
      *) check "$page, line $line" alone run_block "$block" ;;
    esac
    rm "$block"
  done
done

# ---- The settings, the example of a pack ----

# fenced PAGE HEADING LANGUAGE: the first such block below the heading.
fenced() {
  awk -v heading="$2" -v fence="\`\`\`$3" '
    index($0, heading) == 1 { below = 1 }
    below && !inside && $0 == fence { inside = 1; next }
    inside && /^```/ { exit }
    inside' "$1"
}
settings_are_read() {
  cd "$work/files" && fenced "$root/cli/README.md" '## Settings' text > clinic.conf &&
    uti-report flag german.csv -o "$work/settings.xlsx" --config clinic.conf 2>&1 | grep 'temp_f  *<- Wert'
}
check "cli/README.md: the file of settings" alone settings_are_read
pack_is_right() {
  mkdir "$work/pack" && fenced ext/knowledge/README.md '## Rule packs' '' > "$work/pack/off.tsv" &&
    uti-report rules check "$work/pack" && [ "$(uti-report rules diff "$work/pack" | grep -c '^-')" -ge 2 ]
}
check "ext/knowledge/README.md: the rows that a pack switches off" pack_is_right

# ---- The options of the commands ----

# options_of COMMAND: as its help lists them: `-o`, `--output
options_of() { uti-report help "$1" | sed -nE '/^Options:/,$ { s/^  (-[a-z]), (--[a-z-]+).*/`\1`, `\2/p; s/^      (--[a-z-]+).*/`\1/p; }'; }
commands() { uti-report help | sed -n 's/^  \([a-z]*\) .*/\1/p'; }
# section COMMAND: what the page says below the heading that names it.
section() { awk -v name="\`$1\`" '/^## / { inside = index($0, name) } inside' cli/README.md; }
options_are_described() {
  missing=0
  for command in $(commands); do
    case $command in completions | help | version) section=completions ;; *) section=$command ;; esac
    section "$section" > "$work/section"
    options_of "$command" > "$work/options"
    [ -s "$work/options" ] || { echo "$command has no options"; return 1; }
    [ -s "$work/section" ] || { echo "$command has no section"; return 1; }
    while read -r option; do
      grep -qE -- "$option([]\`[ =]|\$)" "$work/section" || { echo "$command: $option is not described"; missing=1; }
    done < "$work/options"
  done
  return $missing
}
check "cli/README.md: each option of each command, in the section of the command" options_are_described
options_exist() {
  for command in $(commands); do uti-report help "$command"; done > "$work/all-help"
  missing=0
  for option in $(grep -oE -- '`--[a-z][a-z-]*' cli/README.md | tr -d '`' | sort -u); do
    grep -qE -- "(^|[^a-z-])$option([^a-z-]|\$)" "$work/all-help" || { echo "no command has $option"; missing=1; }
  done
  return $missing
}
check "cli/README.md: each option that it names exists" options_exist

# ---- What the pages name ----

slugs() { sed -n 's/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed -e 's/[^a-z0-9 _-]//g' -e 's/ /-/g'; }
links_lead_somewhere() {
  folder=$(dirname "$1")
  missing=0
  for link in $(grep -o '](\([^)]*\))' "$1" | sed 's/^](//; s/)$//' | sort -u); do
    case $link in
      *:*) continue ;;
      '#'*) slugs "$1" | grep -qx -- "${link#?}" ;;
      *'#'*) slugs "$folder/${link%%#*}" | grep -qx -- "${link#*#}" ;;
      *) [ -e "$folder/$link" ] ;;
    esac || { echo "$link"; missing=1; }
  done
  return $missing
}
for page in $(git ls-files '*/README.md' 2> /dev/null || find cli sql ext fixtures tests -name README.md); do
  check "every link of $page leads somewhere" links_lead_somewhere "$page"
done

# A page that a merge has cut short ends in the middle of a sentence.
ends_whole() { tail -n 1 "$1" | grep -qE '([.`|)]|^```)$'; }
for page in README.md CHANGELOG.md $(git ls-files '*/README.md' 2> /dev/null || find cli sql ext fixtures tests -name README.md); do
  check "$page ends with a whole sentence" ends_whole "$page"
done

# A query in a code span must name tables and columns that there are.
queries() { grep -ho '`SELECT [^`]*`' "$@" | tr -d '`' | sort -u; }
queries_run() {
  queries README.md cli/README.md sql/README.md ext/README.md ext/*/README.md > "$work/queries"
  while read -r query; do
    sqlite3 -batch :memory: ".load '$built/uti'" "EXPLAIN $query" > /dev/null 2> "$work/error" || { echo "$query: $(cat "$work/error")"; return 1; }
  done < "$work/queries"
  [ -s "$work/queries" ]
}
check "every query in the running text of the pages can run" queries_run

finish
