#!/bin/sh
# The mappings of symptom columns on the public tables that they were written
# for; prints TAP, and skips where the tables are not there.
#
#   tests/sql/real_tables.sh [EXTENSION]      UTI_DATA=DIR (default ../shared/data)
cd "$(dirname "$0")/../.." || exit 1
extension=${1:-${BUILD:-build}/uti}
SQLITE=${SQLITE:-sqlite3}
data=${UTI_DATA:-../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
result() {
  number=$((number + 1))
  if [ "$2" = "$3" ]; then echo "ok $number - $1: $3"; else echo "not ok $number - $1"; echo "#   wanted $2"; echo "#   got    $3"; fi
}
skip() {
  number=$((number + 1))
  echo "ok $number - $1 # SKIP $2 is not there"
}
# answers TABLE FILE QUERY: what the mapping gives, as a table to ask.
answers() {
  {
    echo ".load $extension"
    echo ".import --csv \"$2\" $1"
    echo ".mode insert answer"
    echo ".output $work/$1.sql"
    echo ".read sql/columns_$1.sql"
    echo ".output stdout"
    echo ".mode list"
    echo "CREATE TABLE answer ($3);"
    echo ".read $work/$1.sql"
  } > "$work/$1.load"
}
ask() { "$SQLITE" -batch :memory: ".read $work/$1.load" "$2"; }

table=$data/primary_care.csv
if [ -f "$table" ]; then
  answers primary_care "$table" '"row", any_high_risk_feature, urgency, reasons'
  rows=$(ask primary_care 'SELECT count(*) FROM primary_care')
  result "any_high_risk_feature is reproduced on all rows of primary_care.csv" "$rows of $rows" \
    "$(ask primary_care 'SELECT count(*) FROM answer JOIN primary_care USING ("row") WHERE answer.any_high_risk_feature = CAST(primary_care.any_high_risk_feature AS INTEGER)') of $rows"
  ask primary_care "SELECT '# primary_care.csv: ' || urgency || ' ' || count(*) FROM answer GROUP BY urgency ORDER BY uti_urgency_rank(urgency) DESC"
else
  skip "any_high_risk_feature is reproduced on all rows" "$table"
fi

table=$data/uci_acute_inflammations.csv
if [ -f "$table" ]; then
  answers inflammation "$table" '"row", urgency, reasons, warnings, bladder, nephritis'
  cases=$(ask inflammation "SELECT count(*) FROM answer WHERE nephritis = 'yes'")
  result "every nephritis of uci_acute_inflammations.csv is urgent at least" "$cases of $cases" \
    "$(ask inflammation "SELECT count(*) FROM answer WHERE nephritis = 'yes' AND uti_urgency_rank(urgency) >= uti_urgency_rank('urgent')") of $cases"
  cases=$(ask inflammation "SELECT count(*) FROM answer WHERE nephritis = 'no' AND bladder = 'no'")
  result "none of its cases with neither diagnosis is above soon" "$cases of $cases" \
    "$(ask inflammation "SELECT count(*) FROM answer WHERE nephritis = 'no' AND bladder = 'no' AND uti_urgency_rank(urgency) <= uti_urgency_rank('soon')") of $cases"
  ask inflammation "SELECT '# uci_acute_inflammations.csv: bladder ' || bladder || ', nephritis ' || nephritis || ': ' || urgency || ' ' || count(*) FROM answer GROUP BY bladder, nephritis, urgency"
else
  skip "nephritis is urgent at least" "$table"
  skip "neither diagnosis is not above soon" "$table"
fi
echo "1..$number"
