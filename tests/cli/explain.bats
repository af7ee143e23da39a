# explain: why one report has its level.
load helper
ROOT=$BATS_TEST_DIRNAME/../..

@test "the page shows level, evidence, rules with citations, denials and gaps" {
  uti explain "I have a UTI, shaking chills and leg cramps. No fever."
  exits 0
  answers "urgent: to be seen today"
  answers "[UTI]"
  answers "A3"
  answers "Article: Connection of a urinary tract infection with leg"
  answers "Denied"
  answers "fever"
  answers "Not known, and would raise the level"
  answers "cramps: "
  [ -z "$words" ]
}

@test "other causes in view and what to ask next stand on the page" {
  uti explain "I have a UTI and leg cramps. I take a statin."
  exits 0
  answers "another cause in view: a statin"
  answers "To ask next"
  answers "Is it one leg or both, and is either weak or numb?"
  uti explain "I have a UTI."
  lacks "To ask next" data.out
}

@test "evidence is coloured with --color=always, and NO_COLOR is honoured" {
  uti explain --color=always "I have a UTI"
  grep -q $'\33\[1;31m' data.out
  lacks '\[UTI\]' data.out
  uti explain "I have a UTI"
  lacks $'\33' data.out
}

@test "lines fit the terminal's width" {
  text="I have a UTI and chills, and this goes on for a long time with many words so that it must be broken. $(head -c 300 /dev/zero | tr '\0' x)"
  COLUMNS=50 uti explain "$text"
  exits 0
  lacks '.\{51,\}' data.out
}

@test "- reads the report from stdin" {
  status=0
  printf 'I have a UTI\nand chills' | "$UTI_REPORT" explain - > data.out
  grep -q "urgent" data.out
}

@test "--fact adds what is known; an unknown name is wrong usage" {
  uti explain "I have a UTI" --fact temp_f=103.5 --fact age=30
  answers "urgent"
  answers "A2"
  uti explain "I have a UTI" --fact tempf=103
  exits 2
  says "did you mean 'temp_f'?"
  uti explain "I have a UTI" --fact zzzz=103
  exits 2
  says "'zzzz' is no fact: uti-report rules print facts lists them"
  uti explain --fact uti=yes
  exits 0
  answers "routine"
}

@test "--format json is one JSON object" {
  uti explain --format json "I have a UTI and chills. No fever."
  exits 0
  [ "$(field 1 'x["urgency"], x["denied"][0]["concept"]')" = "('urgent', 'fever')" ]
}

@test "control characters of a report do not reach the terminal" {
  uti explain "$(printf 'UTI \033]0;x\007 and chills')"
  exits 0
  lacks $'\33' data.out
}

@test "an empty report has no level" {
  uti explain ""
  exits 0
  answers "not assessable"
  uti explain
  exits 2
}

@test "every finding stands there with its words, and what decided its status" {
  uti explain "UTI. No fever. My mom had a clot. Could it be pyelonephritis?"
  answers 'What was read'
  answers 'because of "No"'
  [ "$(grep -c 'absent       fever' data.out)" = 1 ]
  answers 'possible     kidney infection'
}

@test "scores that something speaks for are shown with what is missing" {
  uti explain "UTI. RR 24, HR 124."
  answers "news2"
  answers "respiratory rate 24 /min 2"
  answers "not known: spo2"
  uti explain "UTI."
  lacks "news2" data.out
}

@test "--format markdown: words of the report are no markup" {
  uti explain --format markdown '# UTI and *chills* <b>bold</b> | [x](y)
- no fever'
  exits 0
  answers "# urgent"
  answers '\# **UTI** and'
  answers '\<b\>bold\</b\> \| \[x\](y)'
  answers '> \- no fever'
  answers "| A3 | urgent | shaking chills with a urinary infection |"
}

@test "--format html is one file without scripts, and words of the report are no markup" {
  uti explain --format html 'UTI and chills <script>alert(1)</script> & "x". Might be a clot.'
  exits 0
  answers '<html lang="en">'
  answers "default-src 'none'"
  answers '&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;'
  answers '<mark class="present" id="e1"><span class="hidden">[present: </span>UTI<span class="hidden">]</span></mark>'
  answers '<mark class="possible"'
  answers 'href="#e1"'
  lacks '<script' data.out
  lacks '://' data.out
  xmllint --html --noout data.out 2> html.err
  ! grep -v -e 'Tag main' -e 'Tag section' -e 'Tag footer' -e 'Tag mark' html.err | grep -q 'error'
}

@test "-o writes the page to a file for its owner alone, and replaces it only with --force" {
  uti explain --format html "UTI" -o page.html
  exits 0
  [ -z "$data" ]
  [ "$(stat -c %a page.html)" = 600 ]
  uti explain --format html "UTI" -o page.html
  exits 1
  says "--force"
  uti explain --format html "UTI and chills" -o page.html --force
  exits 0
  grep -q '<h1 class="urgent">' page.html
}

# A database of the shipped schema with two reports.
make_database() {
  sqlite3 clinic.db ".read $ROOT/sql/schema.sql" ".read $ROOT/sql/views.sql" \
    "INSERT INTO patients VALUES ('p1', 'F', '1990-01-01')" \
    "INSERT INTO reports (report_id, patient_id, reported_at, report, temp_f) VALUES ('00123', 'p1', '2026-03-01', 'UTI', 103.4)" \
    "INSERT INTO reports (report_id, other_facts) VALUES ('f', '{\"uti\":1}')"
}

@test "--db and --id take the report and its facts from a database" {
  make_database
  uti explain --db clinic.db --id 00123
  exits 0
  answers "00123"
  answers "urgent"
  answers "A2"
  uti explain --db clinic.db --id f
  exits 0
  answers "routine"
}

@test "an id that is not there, and a database without our tables, are failures that say so" {
  make_database
  uti explain --db clinic.db --id 'secret name'
  exits 1
  says "no report with this id"
  says_nothing_of "secret name"
  sqlite3 other.db "CREATE TABLE t(x)"
  uti explain --db other.db --id 1
  exits 1
  says "no database of the shipped schema"
  uti explain --db nothing.db --id 1
  exits 1
  [ ! -e nothing.db ]
  uti explain --db clinic.db
  exits 2
}
