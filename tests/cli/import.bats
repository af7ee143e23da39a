# import: what goes where, and what a second run does.
load helper

import() {
  uti import --db clinic.db "$@"
}

# Prints what a query of the database gives.
db() {
  sqlite3 clinic.db "$1"
}

# is VALUE QUERY
is() {
  [ "$(db "$2")" = "$1" ] || { echo "wanted: $1"; echo "got: $(db "$2")"; return 1; }
}

# says_counts READ ADDED CHANGED UNCHANGED REJECTED
says_counts() {
  says "$1 rows read, $2 added, $3 changed, $4 unchanged, $5 rejected"
}

@test "a table goes into patients, reports and other facts, and is assessed" {
  printf 'report_id,patient_id,site,visit_date,sex,dob,temp_f,k,glucose,note\n00123,007,North,2026-03-01,F,1950-06-01,103.4,3.1,9.5,I have a UTI\n' > in.csv
  import in.csv
  exits 0
  says "patient       <- patient_id"
  says "site          <- site"
  says_counts 1 1 0 0 0
  says "1 reports assessed"
  says "urgent                              1"
  [ -z "$data" ]
  is '00123|007|North|2026-03-01|I have a UTI|103.4|3.1|{"glucose":9.5}' "SELECT report_id, patient_id, site, reported_at, report, temp_f, potassium, other_facts FROM reports"
  is '007|F|1950-06-01' "SELECT * FROM patients"
  is 'urgent|ok' "SELECT urgency, (SELECT * FROM pragma_integrity_check) FROM current_assessments"
  is '75' "SELECT facts_json ->> 'age' FROM assessable_reports"
}

@test "every column of facts in the schema is filled from a column of its name" {
  facts=$(sqlite3 :memory: ".read $OLDPWD/sql/schema.sql" "SELECT group_concat(name) FROM pragma_table_info('reports') WHERE name NOT IN ('report_id', 'patient_id', 'site', 'reported_at', 'report', 'other_facts')" 2> /dev/null ||
    sqlite3 :memory: ".read $BATS_TEST_DIRNAME/../../sql/schema.sql" "SELECT group_concat(name) FROM pragma_table_info('reports') WHERE name NOT IN ('report_id', 'patient_id', 'site', 'reported_at', 'report', 'other_facts')")
  [ -n "$facts" ]
  { echo "id,note,$facts"; echo "1,UTI,$(echo "$facts" | sed 's/[a-z_0-9]*[a-z_0-9]/1/g')"; } > in.csv
  import in.csv
  exits 0
  for fact in $(echo "$facts" | tr , ' '); do is 1 "SELECT $fact IS NOT NULL FROM reports"; done
  is '' "SELECT other_facts FROM reports"
}

@test "--patient, --site, --reported-at, --id, --text and --map name columns" {
  printf 'nr,who,where,when,story,T\n1,Z9,West,2026-03-01,UTI and chills,103.1\n' > in.csv
  import in.csv --id nr --patient who --site where --reported-at when --text story --map temp_f=T
  exits 0
  is '1|Z9|West|2026-03-01|UTI and chills|103.1' "SELECT report_id, patient_id, site, reported_at, report, temp_f FROM reports"
  import in.csv --text story --patient nobody
  exits 1
  says "--patient names the column 'nobody', and there is none"
}

@test "importing again adds nothing twice" {
  printf 'id,patient_id,sex,note\n1,A,F,UTI and chills\n2,B,M,UTI\n3,C,F\n' > in.csv
  import in.csv
  exits 3
  says_counts 3 2 0 0 1
  import in.csv
  exits 3
  says_counts 3 0 0 2 1
  says "0 reports assessed"
  is '2|2|2|1|0|2' "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM patients), (SELECT count(*) FROM assessments), (SELECT count(*) FROM rejected_rows), (SELECT count(*) FROM report_versions), (SELECT count(*) FROM imports)"
  is '2' "SELECT import_id FROM rejected_rows"
}

@test "rows without an id are known by their content" {
  printf 'note\nUTI and chills\nUTI\n' > in.csv
  printf 'note\nUTI\nUTI and chills\nnothing\n' > later.csv
  import in.csv
  says_counts 2 2 0 0 0
  import later.csv
  says_counts 3 1 0 2 0
  is 3 "SELECT count(*) FROM reports WHERE report_id LIKE 'content-%'"
}

@test "a patient's number or a line's number is no id of a report" {
  printf 'patient_id,note\nA,UTI\nA,UTI and chills\nB,UTI\n' > in.csv
  import in.csv
  exits 0
  says_counts 3 3 0 0 0
  is '3|2' "SELECT count(*), count(DISTINCT patient_id) FROM reports"
  printf 'row,note\n1,January\n' > january.csv
  printf 'row,note\n1,February\n' > february.csv
  import january.csv february.csv
  exits 0
  says_counts 2 2 0 0 0
}

@test "a changed report replaces the old one, which is kept as a version and assessed anew" {
  printf 'id,note,temp_f\n1,I feel fine.,98.6\n' > in.csv
  import in.csv --now 2026-03-01
  printf 'id,note,temp_f\n1,UTI and chills,\n' > in.csv
  import in.csv --now 2026-03-02
  exits 0
  says_counts 1 0 1 0 0
  says "1 reports assessed"
  is 'UTI and chills||urgent' "SELECT report, temp_f, urgency FROM reports JOIN current_assessments USING (report_id)"
  is '1|1|I feel fine.|98.6|2026-03-02T00:00:00Z|2' "SELECT report_id, version, content ->> 'report', content ->> 'temp_f', replaced_at, import_id FROM report_versions"
  printf 'id,note,temp_f\n1,Better.,\n' > in.csv
  import in.csv
  is '1,2' "SELECT group_concat(version) FROM (SELECT version FROM report_versions ORDER BY version)"
}

@test "two reports of one id in one run are both kept and assessed" {
  printf 'id,note\n1,UTI and chills\n1,My calf is swollen and red and cramps\n' > in.csv
  import in.csv
  exits 0
  says_counts 2 2 0 0 0
  says "1 have the id of another report"
  is '2|2' "SELECT (SELECT count(*) FROM reports WHERE report_id = '1' OR report_id LIKE '1#%'), (SELECT count(*) FROM assessments)"
  import in.csv
  says_counts 2 0 0 2 0
  printf 'id,note\n1,My calf is swollen and red and cramps\n1,UTI and chills\n' > turned.csv
  import turned.csv
  says_counts 2 0 0 2 0
}

@test "columns in another order are the same content; a row that comes twice is kept once" {
  printf 'note,temp_f,potassium\nUTI,99,3.9\n' > in.csv
  printf 'potassium,temp_f,note\n3.9,99,UTI\n3.9,99,UTI\n' > turned.csv
  import in.csv
  import turned.csv
  says_counts 2 0 0 2 0
  says "1 came more than once in this run, and were kept once"
}

@test "where most rows have changed, the ids may be none: it is said" {
  { echo id,note; for i in $(seq 20); do echo "$i,January $i"; done; } > january.csv
  { echo id,note; for i in $(seq 20); do echo "$i,February $i"; done; } > february.csv
  import january.csv
  case $words in *"most rows"*) false ;; esac
  import february.csv
  says_counts 20 0 20 0 0
  says "most rows that were there have changed"
  is 20 "SELECT count(*) FROM report_versions"
}

@test "the same id for another patient is another report" {
  printf 'id,patient_id,note\n1,A,UTI and chills\n' > a.csv
  printf 'id,patient_id,note\n1,B,UTI\n' > b.csv
  import a.csv
  import b.csv
  exits 0
  says_counts 1 1 0 0 0
  is 'A,B' "SELECT group_concat(patient_id) FROM (SELECT patient_id FROM reports ORDER BY 1)"
  is 0 "SELECT count(*) FROM report_versions"
}

@test "what becomes known of a patient later is kept, and their reports are assessed again" {
  printf 'id,patient_id,reported_at,note\n1,A,2026-03-01,I have a UTI\n' > in.csv
  import in.csv
  says "routine                             1"
  printf 'id,patient_id,reported_at,dob,note\n2,A,2026-03-02,1940-01-01,Nothing new\n' > later.csv
  import later.csv
  says "2 reports assessed"
  is 'soon' "SELECT urgency FROM current_assessments WHERE report_id = '1'"
}

@test "patients of whom more becomes known in a first large import cost no more than others" {
  awk 'BEGIN { print "id,patient_id,sex,note"; for (i = 0; i < 120000; i++) print i ",P" int(i / 2) "," (i % 2 ? "F" : "") ",UTI" }' > in.csv
  run timeout 120 "$UTI_REPORT" import in.csv --db clinic.db --quiet
  exits 0
  [ "$(sqlite3 clinic.db "SELECT count(*) FROM patients WHERE sex = 'F'")" = 60000 ]
}

@test "without a patient, sex and age stay with the report" {
  printf 'id,sex,dob,reported_at,note\n1,F,1950-06-01,2026-03-01,UTI\n' > in.csv
  import in.csv
  is '{"age":75,"sex":"F"}|0' "SELECT other_facts, (SELECT count(*) FROM patients) FROM reports"
}

@test "other facts are written in one order, numbers as numbers, the rest as text" {
  printf 'id,note,glucose,diabetes,usual_systolic,urea\n1,UTI,9.5,true,00130,"12,5"\n' > in.csv
  import in.csv
  is '{"usual_systolic":"00130","glucose":9.5,"urea":"12,5","diabetes":true}' "SELECT other_facts FROM reports"
  printf 'id,diabetes,urea,usual_systolic,glucose,note\n1,true,"12,5",00130,9.5,UTI\n' > in.csv
  import in.csv
  says_counts 1 0 0 1 0
}

@test "TSV, NDJSON, stdin and several inputs" {
  printf 'id\tnote\n1\tUTI\n' > a.tsv
  printf '%s\n' '{"id":"2","text":"UTI and chills","facts":{"temp_f":104}}' 'nonsense' > b.ndjson
  printf 'id,note\n3,UTI\n' > c.csv
  import a.tsv b.ndjson - < c.csv
  exits 3
  says "a.tsv: 1 rows read, 1 added"
  says "b.ndjson: 2 rows read, 1 added"
  says_counts 4 3 0 0 1
  is 'a.tsv,b.ndjson,stdin' "SELECT group_concat(file) FROM (SELECT file FROM imports ORDER BY import_id)"
  is 'nonsense|2|b.ndjson' "SELECT raw, line, file FROM rejected_rows"
}

@test "a SQLite table, and a database of the shipped schema with its patients" {
  sqlite3 other.db "CREATE TABLE visits (id TEXT, note TEXT); INSERT INTO visits VALUES ('01', 'UTI'), ('02', x'00ff');"
  import other.db:visits
  exits 3
  is '{"id":"02","note":"(a BLOB)"}|2' "SELECT raw, line FROM rejected_rows"
  printf 'id,patient_id,sex,dob,site,reported_at,note\n1,A,F,1940-01-01,North,2026-03-01,I have a UTI\n' > in.csv
  rm clinic.db
  import in.csv
  mv clinic.db first.db
  import first.db
  exits 0
  says "first.db:reports"
  is '1|A|North|F|1940-01-01|soon' "SELECT report_id, patient_id, site, sex, birth_date, urgency FROM reports JOIN patients USING (patient_id) JOIN current_assessments USING (report_id)"
}

@test "flag reads a database of the shipped schema without a table's name" {
  printf 'id,patient_id,dob,reported_at,note\n1,A,1940-01-01,2026-03-01,I have a UTI\n' > in.csv
  import in.csv --no-assess
  flag clinic.db
  exits 0
  says "clinic.db:assessable_reports"
  says "soon                                1"
  flag clinic.db:assessable_reports
  exits 0
}

@test "--no-assess leaves the assessment out; the next import makes it" {
  printf 'id,note\n1,UTI and chills\n' > in.csv
  import in.csv --no-assess
  exits 0
  is 0 "SELECT count(*) FROM assessments"
  import in.csv
  says "1 reports assessed"
}

@test "--rule-set and --rules assess by other rules" {
  printf 'id,note,age\n1,UTI,70\n' > in.csv
  import in.csv --rule-set article
  says "routine                             1"
  import in.csv
  says "soon                                1"
  printf 'id,note\n2,Tengo cistitis y escalofríos con temblores\n' > es.csv
  import es.csv --rules "$BATS_TEST_DIRNAME/../../fixtures/packs/es"
  says "urgent                              1"
}

@test "the import says what it read, and when; --quiet says nothing" {
  printf 'id,note,colour\n1,UTI,blue\n' > in.csv
  import in.csv --now 2026-03-01T09:30:00Z --quiet
  exits 0
  [ -z "$words" ]
  is "in.csv|CSV, comma|2026-03-01T09:30:00Z|1|1|0|0|0|[\"column 'colour' was not read\"]" "SELECT file, kind, imported_at, read, added, changed, unchanged, rejected, notes FROM imports"
  is 1 "SELECT program_version <> '' FROM imports"
}

@test "an empty table imports nothing, and is no failure" {
  printf 'id,note\n' > in.csv
  import in.csv
  exits 0
  says_counts 0 0 0 0 0
}

@test "blanks around cells and quotes are no part of them, in simple lines and others alike" {
  printf 'id,note,site\n 1 , "a b" ,  North \n 2 , "a ""b""" ,  North \n3,"  kept  ",\n4,"a\nb" , x y \n5,a "b" c,\t\n' > in.csv
  import in.csv --no-assess
  exits 0
  is '1|[a b]|North
2|[a "b"]|North
3|[  kept  ]|
4|[a
b]|x y
5|[a "b" c]|' "SELECT report_id, '[' || report || ']', site FROM reports"
}

@test "of a fact that a column and the JSON of facts give, the value that counts is kept" {
  echo '{"id":1,"note":"UTI","temp_c":39,"facts":{"temp_c":36.5,"potassium":3}}' > in.ndjson
  echo '{"id":2,"note":"UTI","temp_c":36.5,"facts":{"temp_c":39,"potassium":4}}' >> in.ndjson
  import in.ndjson
  exits 0
  is '39.0' "SELECT DISTINCT facts_json ->> 'temp_c' FROM assessable_reports"
  is 'urgent' "SELECT DISTINCT urgency FROM current_assessments"
}
