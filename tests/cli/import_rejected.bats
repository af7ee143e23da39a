# import: rows that no report can be made of.
load helper

import() {
  uti import --db clinic.db "$@"
}

is() {
  got=$(sqlite3 clinic.db "$2")
  [ "$got" = "$1" ] || { echo "wanted: $1"; echo "got: $got"; return 1; }
}

@test "a rejected row is kept with file, line, reason and its own words, and is not shown" {
  printf 'id,note\n1,UTI\n2,Mary Miller,has chills\n3,"never closed\n4,UTI\n' > in.csv
  import in.csv
  exits 3
  says "in.csv line 3: it has 3 cells, wanted 2"
  says "in.csv line 4: a quote is opened"
  says_nothing_of Miller
  says_nothing_of never
  is '3|2,Mary Miller,has chills' "SELECT line, raw FROM rejected_rows WHERE line = 3"
  is '3,"never closed' "SELECT raw FROM rejected_rows WHERE line = 4 AND file = 'in.csv' AND reason LIKE 'a quote%'"
  is '1,4' "SELECT group_concat(report_id) FROM (SELECT report_id FROM reports ORDER BY 1)"
}

@test "of many rejected rows twenty are listed, and all are kept" {
  { echo 'id,note'; seq 1 30; } > in.csv
  import in.csv
  exits 3
  [ "$(grep -c 'rejected: in.csv line' words.out)" -eq 20 ]
  says "... and 10 more: see the table rejected_rows"
  is 30 "SELECT count(*) FROM rejected_rows"
  flag in.csv
  exits 3
  [ "$(grep -c 'rejected: in.csv line' words.out)" -eq 20 ]
  says "... and 10 more: see the sheet Data quality"
}

@test "bytes that are no UTF-8 are kept as text that every program can read" {
  printf 'id,note\n1,UTI\n2,caf\xe9,x\n' > in.csv
  import in.csv
  exits 3
  is '2,café,x' "SELECT raw FROM rejected_rows"
}

@test "reports with zero bytes, formulas, control characters and 2 MB" {
  { printf 'id,note\n1,"a\000b UTI"\n2,"=1+1 UTI"\n3,"\033[31mUTI"\n4,'; head -c 2000000 /dev/zero | tr '\0' 'a'; echo; } > in.csv
  import in.csv
  exits 0
  is '4|ok|2000000' "SELECT count(*), (SELECT * FROM pragma_integrity_check), max(length(report)) FROM reports"
  is '61006220555449' "SELECT hex(CAST(report AS BLOB)) FROM reports WHERE report_id = '1'"
}
