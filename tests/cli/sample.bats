#!/usr/bin/env bats
# sample, and flag --sample: random rows that were not flagged, for reviewers to look
# for misses.
load helper

clinic="$BATS_TEST_DIRNAME/../../fixtures/reports/clinic.csv"

# The cases of a sample, with their levels.
drawn() { python3 -c 'import csv, sys
for row in csv.DictReader(open(sys.argv[1], newline="")): print(row["case"], row["urgency"])' "$1"; }

@test "a sample holds as many rows as were asked for, none of them flagged" {
  uti sample "$clinic" -o s.csv --size 40
  exits 0
  says "179 rows flagged"
  says "40 drawn of 197 rows not flagged, seed 1: s.csv"
  [ "$(drawn s.csv | wc -l)" -eq 40 ]
  [ "$(drawn s.csv | sort -u | wc -l)" -eq 40 ]
  run bash -c "$(declare -f drawn); drawn s.csv | grep -Ew 'soon|urgent|emergency'"
  [ "$status" -eq 1 ]
}

@test "levels none and not assessable are drawn too, and marked" {
  uti sample "$clinic" -o s.csv --size 200
  [ "$(drawn s.csv | grep -c ' not assessable$')" -eq 5 ]
  [ "$(drawn s.csv | grep -c ' none$')" -gt 50 ]
}

@test "the same seed draws the same rows, another seed others" {
  uti sample "$clinic" -o a.csv --size 40 --seed 7
  uti sample "$clinic" -o b.csv --size 40 --seed 7
  uti sample "$clinic" -o c.csv --size 40 --seed 8
  cmp a.csv b.csv
  run cmp -s a.csv c.csv
  [ "$status" -eq 1 ]
}

@test "every row is as likely as another" {
  # 200 rows, 20 drawn, 60 seeds: each row is drawn 6 times on average. The chi-square
  # of 199 degrees of freedom is below 270 but once in 2000 such tests.
  for seed in $(seq 60); do uti sample "$clinic" -o s.csv --force --size 20 --seed "$seed"; drawn s.csv; done | cut -d' ' -f1 > all
  [ "$(wc -l < all)" -eq 1200 ]
  sort all | uniq -c | awk '{n++; x += ($1 - 6) ^ 2 / 6} END {x += (200 - n) * 6; exit !(x < 270 && x > 130)}'
}

@test "a sample larger than the rows holds all of them, in the order of the input" {
  printf 'id,note\n3,hello\n1,UTI and chills\n2,a cold\n' > in.csv
  uti sample in.csv -o s.csv --size 10
  [ "$(drawn s.csv)" = "$(printf '3 none\n2 none')" ]
}

@test "memory does not grow with the rows" {
  { echo id,note; yes 'x,I feel fine and I drink enough and all of this is only here to take some room' | head -200000; } > big.csv
  uti sample big.csv -o s.csv --size 10 -q
  exits 0
  command -v /usr/bin/time > /dev/null || skip "no /usr/bin/time"
  kilobytes=$( { /usr/bin/time -f %M "$UTI_REPORT" sample big.csv -o s.csv --force --size 10 -q; } 2>&1 | tail -1)
  [ "$kilobytes" -lt 40000 ]
}

@test "a workbook of a sample has the sheet Sample and no Cases" {
  uti sample "$clinic" -o s.xlsx --size 10 --now 2026-03-29
  exits 0
  unzip -p s.xlsx xl/workbook.xml > book.xml
  grep -q 'name="Sample"' book.xml
  lacks 'name="Cases"' book.xml
}

@test "flag --sample adds the sheet, and the same input gives the same bytes" {
  for name in a b; do uti flag "$clinic" -o $name.xlsx --sample 10 --seed 5 --now 2026-03-29; done
  says "179 rows flagged: b.xlsx"
  says "10 drawn of 197 rows not flagged, seed 5"
  cmp a.xlsx b.xlsx
  unzip -p a.xlsx xl/workbook.xml > book.xml
  grep -q 'name="Cases".*name="Sample"' book.xml
}

@test "a CSV file holds the report as it was" {
  printf 'id,note\n"a ""1""","two\nlines, and a ""quote"""\n' > in.csv
  uti sample in.csv -o s.csv --size 1
  python3 -c 'import csv
rows = list(csv.reader(open("s.csv", newline="")))
assert rows[0] == ["case", "urgency", "cramp_mechanism", "warnings", "reasons", "report"], rows
assert (rows[1][0], rows[1][5]) == ("a \"1\"", "two\nlines, and a \"quote\""), rows'
}

@test "the file is private, whole, and replaced only with --force" {
  uti sample "$clinic" -o s.csv --size 10
  [ "$(stat -c %a s.csv)" = 600 ]
  uti sample "$clinic" -o s.csv --size 10
  exits 1
  says "it exists; --force replaces it"
}

@test "rejected rows are listed" {
  printf 'id,note\n1,hello\n2\n' > in.csv
  uti sample in.csv -o s.csv --size 10
  exits 3
  says "rejected: in.csv line 3"
}

@test "wrong usage says the way out" {
  uti sample "$clinic" -o s.csv
  exits 2
  says "wanted --size N"
  uti sample "$clinic" --size 3
  exits 2
  says "wanted -o OUT.xlsx"
  uti sample "$clinic" -o s.txt --size 3
  exits 2
  says "ends in .xlsx or .csv"
  uti sample "$clinic" -o s.csv --size 0
  exits 2
  uti flag "$clinic" -o s.xlsx --sample 3 --seed x
  exits 2
  says "a number from 0 to 4294967295"
}
