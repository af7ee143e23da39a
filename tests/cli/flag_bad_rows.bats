# flag: nothing is dropped silently, and no message holds anything of a report.
load helper

@test "rows with too many or too few cells are rejected with line and reason" {
  printf 'id,note\n1,UTI,extra\n2\n3,"two\nlines and UTI and fever"\n4,UTI and rigors,,\n5,x,y\n' > in.csv
  flag in.csv
  exits 3
  counts 5 2 3
  says "rejected: in.csv line 2: it has 3 cells, wanted 2 as in the header"
  says "rejected: in.csv line 3: it has 1 cell, wanted 2"
  says "rejected: in.csv line 7: it has 3 cells"
}

@test "a quote that is never closed costs its own row, not those after it" {
  printf 'id,note\n1,"I have a UTI and chills\n2,"fever, chills and UTI"\n3,UTI and flank pain\n' > in.csv
  flag in.csv
  exits 3
  counts 3 2 1
  says "rejected: in.csv line 2: a quote is opened that is not closed in its row"
  says "urgent                              2"
}

@test "a quote that is never closed at the end of the file" {
  printf 'id,note\n1,UTI and chills\n2,"UTI and fever\n' > in.csv
  flag in.csv
  exits 3
  counts 2 1 1
  says "line 3: a quote is opened"
}

@test "many lines after an unclosed quote are all read again" {
  { printf 'id,note\n0,"UTI\n'; for i in $(seq 2000); do echo "$i,UTI and chills"; done; } > in.csv
  flag in.csv
  exits 3
  counts 2001 2000 1
  { printf 'id,note\n'; for i in $(seq 400); do echo "$i,\"UTI and chills"; done; } > all.csv
  flag all.csv
  exits 3
  counts 400 0 400
  says "... and 380 more: see the sheet Data quality"
}

@test "unquoted quotes inside a line are text" {
  printf 'id,note\n1,she said "UTI" and chills\n2,"5 ft 4" tall, UTI"\n' > in.csv
  flag in.csv
  exits 0
  counts 2 2 0
}

@test "zero bytes, control characters and 10 MB cells are read" {
  printf 'id,note\n1,UTI \0 and chills\n2,UTI \1\2\33[31m and chills\n' > in.csv
  flag in.csv
  exits 0
  counts 2 2 0
  { printf 'id,note\n1,"'; head -c 10000000 /dev/zero | tr '\0' 'a'; printf ' UTI and chills"\n'; } > big.csv
  flag big.csv
  exits 0
  counts 1 1 0
  says "urgent                              1"
}

@test "columns whose names end in zero bytes, and thousands of one name, are told apart" {
  printf 'id,note,a\0b,a,a\0\n1,UTI and chills,,,\n' > in.csv
  flag in.csv
  exits 0
  says "a (3)"
  awk 'BEGIN { printf "note"; for (i = 0; i < 8000; i++) printf ",a"; print ""; printf "UTI and chills"; for (i = 0; i < 8000; i++) printf ",x"; print "" }' > wide.csv
  timeout 20 "$UTI_REPORT" flag wide.csv -o wide.xlsx -q
}

@test "no message shows a word of a report" {
  printf 'id,note\n1,Mary Miller,UTI\n2,"Mary Miller\n3,"Mary Miller"x\n' > in.csv
  flag in.csv
  exits 3
  says_nothing_of Miller
  printf '{"id":1,"text":"Mary Miller" x}\n{"Mary Miller":\n' > in.ndjson
  flag in.ndjson --text text
  says_nothing_of Miller
}

@test "control characters of a column's name do not reach the terminal" {
  printf 'id,note,\33[31mred\nx,UTI,1\n' > in.csv
  flag in.csv
  exits 0
  lacks $'\33' words.out
}

@test "a blank report is counted as not assessable" {
  printf 'id,note\n1,\n2,"  "\n3,UTI\n' > in.csv
  flag in.csv
  exits 0
  counts 3 3 0
  says "not assessable                      2"
}

@test "--quiet keeps rejected rows and errors" {
  printf 'id,note\n1,UTI,x\n2,UTI\n' > in.csv
  flag in.csv -q
  exits 3
  [ "$(wc -l < words.out)" -eq 1 ]
  says "rejected: in.csv line 2"
}

@test "bytes 0 and equal names in a header end in columns with names of their own" {
  printf 'note,a\0,a\0,a,a (2)\nUTI and chills,1,2,3,4\n' > in.csv
  timeout 20 "$UTI_REPORT" flag in.csv -o out.xlsx 2> words.out && status=0 || status=$?
  words=$(cat words.out)
  exits 0
  counts 1 1 0
}
