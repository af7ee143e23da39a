# flag: what it reads, and which column is what.
load helper

@test "CSV with usual column names needs no option; the mapping is printed" {
  printf 'report_id,temp_f,k,sex,site,note\n00123,103.4,3.1,F,A,I have a UTI\n' > in.csv
  flag in.csv
  exits 0
  counts 1 1 0
  says "report        <- note"
  says "id            <- report_id"
  says "potassium     <- k (mmol/L)"
  says "not read      :  site"
  says "1 rows flagged: out.xlsx"
  [ -z "$data" ]
}

@test "delimiters are detected: tab, semicolon, pipe" {
  printf 'id\tnote\n1\tUTI; chills, rigors\n' > in.tsv
  printf 'id;note\n1;"UTI; chills, rigors"\n' > semicolon.csv
  printf 'id|note\n1|UTI; chills, rigors\n' > pipe.csv
  for file in in.tsv semicolon.csv pipe.csv; do
    flag "$file"
    exits 0
    counts 1 1 0
  done
  printf 'id#note\n1#UTI and chills\n' > other.csv
  flag other.csv --delimiter '#'
  exits 0
  counts 1 1 0
}

@test "one column of texts with commas is one column" {
  printf 'note\nI have a UTI, and chills, too\nno, nothing\n' > in.csv
  flag in.csv
  exits 0
  counts 2 2 0
}

@test "quoted line breaks, doubled quotes, CRLF, blank lines and old Mac line ends" {
  printf 'id,note\r\n1,"I have a ""UTI""\r\nand chills"\r\n\r\n2,UTI\r\n' > in.csv
  flag in.csv
  exits 0
  counts 2 2 0
  printf 'id,note\r1,UTI and chills\r2,UTI\r' > mac.csv
  flag mac.csv
  exits 0
  counts 2 2 0
}

@test "UTF-16, with and without a byte order mark, and a UTF-8 mark" {
  printf 'id,note\n1,UTI and chills \xf0\x9f\x99\x82\n' > in.csv
  for encoding in UTF-16 UTF-16LE UTF-16BE; do
    iconv -f UTF-8 -t $encoding in.csv > wide.csv
    flag wide.csv
    exits 0
    counts 1 1 0
    says "urgent                              1"
  done
  { printf '\xef\xbb\xbf'; cat in.csv; } > marked.csv
  flag marked.csv
  exits 0
  says "id            <- id"
}

@test "Windows-1252 is read, with a note in Data quality" {
  printf 'id,note\n1,UTI at 103\xb0F and can\x92t keep fluids down\n' > in.csv
  flag in.csv
  exits 0
  says "urgent                              1"
}

@test "NDJSON: members are columns, facts is an object, a bad line is rejected" {
  printf '%s\n' '{"id":1,"text":"UTI and chills"}' '' 'nonsense' '{"id":2,"text":["x"]}' \
    '{"id":3,"text":"UTI","facts":{"temp_f":104}}' '{"id":4,"text":"UTI","facts":{"tempf":1}}' > in.ndjson
  flag in.ndjson
  exits 3
  counts 5 2 3
  says "in.ndjson line 3: wanted a JSON object"
  says "in.ndjson line 4: the report in 'text' is an object or an array"
  says "in.ndjson line 6: facts: \"tempf\" is no fact"
  says "urgent                              2"
}

@test "a SQLite file with one table of reports; ids stay text" {
  sqlite3 clinic.db "CREATE TABLE visits (id TEXT, note TEXT, temp_f REAL); CREATE TABLE sites (name TEXT);
    INSERT INTO visits VALUES ('00012', 'UTI and chills', 103.5), ('x', x'00ff', 1), (NULL, NULL, NULL), ('y', 12345, 'abc');"
  before=$(cksum < clinic.db)
  flag clinic.db
  exits 3
  counts 4 3 1
  says "clinic.db:visits row 2: the report in 'note' is a BLOB"
  [ "$(cksum < clinic.db)" = "$before" ]
  flag clinic.db:visits
  exits 3
  counts 4 3 1
}

@test "a SQLite file with several tables of reports: they are listed" {
  sqlite3 clinic.db "CREATE TABLE visits (id, note); CREATE TABLE calls (id, report);"
  flag clinic.db
  exits 1
  says "several tables with reports: calls, visits"
  flag clinic.db:calls
  exits 0
  counts 0 0 0
  flag clinic.db:nothing
  exits 1
  says "no such table"
}

@test "several inputs and stdin go into one workbook" {
  printf 'id,note\n1,UTI and chills\n' > a.csv
  printf '{"id":2,"text":"UTI and chills"}\n' > b.ndjson
  "$UTI_REPORT" flag a.csv b.ndjson - -o out.xlsx 2> words.out < a.csv
  words=$(cat words.out)
  counts 3 3 0
  says "3 rows flagged"
}

@test "--text is repeatable, --id and --map name columns" {
  printf 'nr,T,complaint,story\n1,103.2,cystitis,shivering all night\n' > in.csv
  flag in.csv --text complaint --text story --id nr --map temp_f=T
  exits 0
  says "report        <- complaint"
  says "report        <- story"
  says "id            <- nr"
  says "temp_f        <- T (°F)"
}

@test "a date of birth and the time of the report give the age" {
  printf 'id,dob,reported_at,note\n1,1950-06-01,2026-03-01,I have a UTI\n2,1990-06-01,2026-03-01,I have a UTI\n' > in.csv
  flag in.csv
  exits 0
  says "soon                                1"
  says "routine                             1"
}

@test "no column for the report: the error names the columns and --text" {
  printf 'a,b\n1,2\n' > in.csv
  flag in.csv
  exits 1
  says "the columns are a, b. Name one with --text COL"
  flag in.csv --text c
  exits 1
  says "--text names the column 'c', and there is none: the columns are a, b"
}

@test "a file without a header does not show its first row" {
  printf '1,Mary Miller says that it burns when she pees\n2,x\n' > in.csv
  flag in.csv
  exits 1
  says "does not look like columns' names"
  says_nothing_of Miller
  printf 'burning pee\nchills\n' > one.csv
  flag one.csv
  exits 1
  says_nothing_of burning
}

@test "duplicate and empty column names are told apart" {
  printf 'note,id,note,\nUTI and chills,1,x,y\n' > in.csv
  flag in.csv
  exits 0
  says "not read      :  note (2), column 4"
}

@test "an empty file is a failure, a header alone is none" {
  : > empty.csv
  flag empty.csv
  exits 1
  says "empty.csv is empty"
  printf '\n\n' > blank.csv
  flag blank.csv
  exits 1
  printf 'id,note\n' > header.csv
  flag header.csv
  exits 0
  counts 0 0 0
}

@test "files that are no report tables say what to do" {
  printf 'PK\3\4xxxxxxxxxx' > book.xlsx
  flag book.xlsx
  exits 1
  says "save the sheet as CSV UTF-8"
  printf '\37\213\10\0' > in.csv.gz
  flag in.csv.gz
  exits 1
  says "uncompress it first"
  printf '[{"text":"UTI"}]' > list.json
  flag list.json
  exits 1
  says "wanted one object a line"
  printf '{"text":\n{]\n' > broken.ndjson
  flag broken.ndjson
  exits 1
  says "none of its first lines is a JSON object"
  flag nothing.csv
  exits 1
  says "cannot open nothing.csv"
  flag .
  exits 1
  says "it is a folder"
}
