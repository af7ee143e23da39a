# run: the formats of results, and the files that they are written to.
load helper
load run_helper

@test "piped it is CSV, on a terminal a table" {
  run_query by_site
  exits 0
  [ "$(head -1 data.out)" = "site,reports,emergency,urgent,soon,routine,none,not_assessed,percent_soon_or_worse" ]
  on_terminal 120 run by_site --db clinic.db
  answers "site         reports  emergency"
  answers "North              9          1"
  answers "(3 rows)"
}

@test "csv: quotes where they are needed, numbers as SQLite writes them, NULL as nothing" {
  asks "SELECT 'a,b' AS \"x,y\", 'say \"hi\"' AS q, 'two
lines' AS l, NULL AS n, 1.5 AS f, 12.0 AS w, -3 AS i, '' AS e, x'00ff' AS b, ' pad ' AS p" --format csv
  is '"x,y",q,l,n,f,w,i,e,b,p
"a,b","say ""hi""","two
lines",,1.5,12.0,-3,,x'"'00ff'"', pad '
}

@test "csv: a row of one empty cell is no blank line" {
  asks "SELECT NULL AS a UNION ALL SELECT 'x'" --format csv
  is $'a\n""\nx'
}

@test "tsv: tabs between, cells with tabs or line breaks in quotes" {
  asks "SELECT 'a	b' AS x, 'c,d' AS y" --format tsv
  is $'x\ty\n"a\tb"\tc,d'
}

@test "ndjson: numbers stay numbers, JSON stays text, NULL is null" {
  asks "SELECT 1 AS i, 1.5 AS f, '01' AS t, NULL AS n, '[1,2]' AS j, 'a\"\\' AS q, char(10, 27) AS c, 9007199254740993 AS big" --format ndjson
  is '{"i":1,"f":1.5,"t":"01","n":null,"j":"[1,2]","q":"a\"\\","c":"\n\u001b","big":9007199254740993}'
  asks "SELECT 1e999 AS i" --format ndjson
  [ "$(field 1 'x["i"]')" = inf ]
}

@test "markdown: what would be markup is shown as it stands" {
  asks "SELECT 'a|b' AS \"c|d\", '<b>&' AS h, 'two
lines' AS l, 7 AS n, '[x](http://y)' AS u" --format markdown
  is '| c\|d | h | l | n | u |
| --- | --- | --- | ---: | --- |
| a\|b | &lt;b>&amp; | two<br>lines | 7 | \[x\](http://y) |'
}

@test "table: columns stand under their names by what is seen, numbers to the right" {
  asks "SELECT 'é' AS a, '中文' AS wide, 'e' || char(769) AS accent, 5 AS n, 'x' AS z UNION ALL SELECT 'eleven char', 'ab', 'e', 1234, 'y'" --format table
  is 'a            wide  accent     n  z
-----------  ----  ------  ----  -
é            中文  '$'e\xcc\x81''          5  x
eleven char  ab    e       1234  y'
}

@test "table: line breaks and control characters do not reach the terminal" {
  asks "SELECT 'a
b' || char(9) || 'c' || char(27) || '[31m' AS x" --format table
  answers "a b c␛[31m"
  on_terminal 80 run own.sql --db clinic.db --format csv
  answers "␛[31m"
}

@test "table: cut to the terminal's width, levels last; a file or a pipe is not" {
  on_terminal 100 run flagged_today -p day=2024-03-11 --db clinic.db
  [ "$(python3 -c 'print(max(len(l.rstrip("\r\n")) for l in open("terminal.out", encoding="utf-8") if "cells were cut" not in l))')" -le 100 ]
  answers "…"
  answers "emergency"
  answers "cells were cut to the terminal's width"
  COLUMNS=60 run_query flagged_today -p day=2024-03-11 --format table
  answers "serious signs outside the scope: temp 40 °C ≥ 38.9 °C; continuous vomiting; drinking little; chills or rigors"
  run_query flagged_today -p day=2024-03-11 -o out.txt
  grep -q "drinking little; chills or rigors" out.txt
}

@test "table: levels in colour on a terminal, not under NO_COLOR nor elsewhere" {
  NO_COLOR= on_terminal 200 run flagged_today -p day=2024-03-11 --db clinic.db
  grep -q $'\33\\[1;97;41memergency' terminal.out
  on_terminal 200 run flagged_today -p day=2024-03-11 --db clinic.db
  lacks $'\33' terminal.out
  run_query flagged_today -p day=2024-03-11 --format table
  lacks $'\33' data.out
  run_query flagged_today -p day=2024-03-11 --format table --color=always
  grep -q $'\33' data.out
}

@test "table: thousands of rows come in order" {
  asks "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n" --format table
  [ "$(sed 1,2d data.out | tr -d ' ' | md5sum)" = "$(seq 5000 | md5sum)" ]
}

@test "two columns of one name are told apart" {
  asks "SELECT 1 AS a, 2 AS a, 3 AS A" --format ndjson
  is '{"a":1,"a (2)":2,"A (3)":3}'
}

@test "bytes that are no UTF-8 are replaced" {
  asks "SELECT CAST(x'61ff62' AS TEXT) AS x, 'ok' AS y" --format ndjson
  is '{"x":"a�b","y":"ok"}'
}

@test "no rows leave the names of the columns" {
  asks "SELECT 1 AS a WHERE 0" --format csv
  is a
  run_query own.sql --format markdown
  is $'| a |\n| --- |'
}

# ---- Spreadsheets ----

@test "a cell is left as it is; --safe-csv takes the formula out of text" {
  sql="SELECT '=1+1' AS a, '+1' AS b, '-1' AS c, '@x' AS d, char(9) || 'x' AS e, -1 AS n, 'a=b' AS o"
  asks "$sql" --format csv
  is $'a,b,c,d,e,n,o\n=1+1,+1,-1,@x,\tx,-1,a=b'
  asks "$sql" --format csv --safe-csv
  is $'a,b,c,d,e,n,o\n\'=1+1,\'+1,\'-1,\'@x,\'\tx,-1,a=b'
  asks "SELECT '=x,y' AS a" --format csv --safe-csv
  is $'a\n"\'=x,y"'
  asks "$sql" --format ndjson --safe-csv
  exits 2
  says "--safe-csv is for csv and tsv"
}

@test "--bom begins with a byte order mark" {
  asks "SELECT 1 AS a" --format csv --bom
  [ "$(head -c 3 data.out | od -An -tx1)" = " ef bb bf" ]
}

# ---- Several results ----

@test "several results are printed one after the other with titles, not mixed in one CSV" {
  run_query by_site unassessable_reports --format table
  exits 0
  answers "Levels by site (by_site)"
  answers "Reports that could not be assessed (unassessable_reports)"
  run_query by_site unassessable_reports --format markdown
  answers "## Levels by site"
  for format in csv tsv ndjson; do
    run_query by_site unassessable_reports --format $format
    exits 2
    says "$format holds one result, and there are 2: -o FILE.xlsx makes a sheet of each"
    [ -z "$data" ]
  done
}

# ---- Files ----

@test "the ending of -o says the format, --format overrides it" {
  for ending in csv tsv ndjson jsonl md txt xlsx; do
    run_query by_site -o "out.$ending"
    exits 0
    says "by_site: 3 rows"
    says "written: out.$ending"
    [ -z "$data" ]
    [ "$(stat -c %a "out.$ending")" = 600 ]
  done
  [ "$(head -c 5 out.csv)" = "site," ]
  [ "$(head -c 5 out.tsv)" = $'site\t' ]
  cmp out.ndjson out.jsonl
  [ "$(head -c 2 out.xlsx)" = PK ]
  run_query by_site -o out.data
  exits 2
  says "wanted a name that ends in .xlsx, .csv"
  run_query by_site -o out.data --format csv
  cmp out.data out.csv
  run_query by_site --format xlsx
  exits 2
  says "wanted -o FILE.xlsx"
}

@test "a file appears whole or not at all, and is replaced with --force only" {
  echo old > out.csv
  run_query by_site -o out.csv
  exits 1
  says "out.csv: it exists; --force replaces it"
  asks "SELECT report_id FROM reports WHERE json_extract(report, '$.x') IS NULL" -o out.csv --force
  exits 1
  [ "$(cat out.csv)" = old ]
  [ -z "$(find . -name '*.tmp')" ]
  run_query by_site -o out.csv --force --quiet
  exits 0
  [ -z "$words" ]
  [ "$(wc -l < out.csv)" -eq 4 ]
}

@test "a full disk is a failure and leaves no file" {
  mkdir small
  mount -t tmpfs -o size=16k tmpfs small 2> /dev/null || skip "cannot mount a small disk"
  sql="WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT i FROM n"
  for format in csv xlsx; do
    asks "$sql" -o small/out.$format
    code=$status
    left=$(ls -A small)
    [ "$code" -eq 1 ] && [ -z "$left" ] || { umount small; return 1; }
    says "cannot write small/out.$format"
  done
  umount small
}

@test "a full stdout is a failure, a reader that stops early is none" {
  [ -c /dev/full ] || skip "there is no /dev/full"
  status=0
  "$UTI_REPORT" run by_site --db clinic.db > /dev/full 2> words.out || status=$?
  [ "$status" -eq 1 ]
  echo "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n" > own.sql
  set -o pipefail
  "$UTI_REPORT" run own.sql --db clinic.db 2> words.out | head -1 > /dev/null
  [ ! -s words.out ]
}
