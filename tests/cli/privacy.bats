# --redact and --hash-ids: who the person is does not show, what ails them does.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  head -c 32 /dev/urandom > key
  chmod 600 key
  cat > in.csv <<'END'
visit,mrn,patient_name,dob,phone,note
7,A-1001,"Zimmerling, Jane",1980-03-04,555-123-4567,"My name is Jane Zimmerling (DOB 3/4/1980). UTI, shaking chills, temp 103.1, HR 120, BP 120/80. MRN A-1001."
8,A-1002,Burns,1971-01-01,,"Mrs. Burns has burning when peeing and rigors since 2024-03-11."
END
}

strings() {
  unzip -p "$1" xl/sharedStrings.xml
}

# shown TEXT: the report as explain shows it with --redact.
shown() {
  COLUMNS=110 "$UTI_REPORT" explain --redact --fact uti=1 "$1" | sed -n '/^Report/{n;s/^  //;p;}'
}

@test "names, numbers and addresses are hidden in the text" {
  hidden=(
    "I am jane.doe+x@mail.example.org"
    "call 555-123-4567 or (020) 7946 0018 or +44 20 7946 0018"
    "my mobile is 07700900123"
    "mobile: 07700 900123"
    "SSN 123-45-6789"
    "NHS no. 943 476 5919"
    "MRN: AB123456"
    "DOB 3/4/1980" "born on 4 March 1980" "date of birth: March 4th, 1980"
    "12 Baker Street" "221b Old Baker Rd., Flat 3"
    "SW1A 1AA" "Springfield, IL 62704"
    "Dr. Müller" "Mrs Jane Q. O'Brien-Smith"
    "My name is Jane Doe" "my name is jane"
    "This is Jane Doe, I called" "Hello, Jane here." "my daughter Jane Doe rang" "her husband, Jim Baker"
  )
  for text in "${hidden[@]}"; do
    shown "x $text x" | grep -q '\*\*' || { echo "shown: $text"; return 1; }
    for word in jane Jane doe 4567 0018 900123 6789 5919 123456 1980 Baker 1AA 62704 ller Brien; do
      case $text in *"$word"*) if shown "x $text x" | grep -q -- "$word"; then echo "$word of '$text' is shown"; return 1; fi ;; esac
    done
  done
}

@test "measurements, doses and dates of the illness stay" {
  for text in "temp 103.1 since 2024-03-11" "BP 120/80, HR 110, RR 18, SpO2 97" "potassium 2.9 mmol/L, Na 131" "500 mg twice a day for 7 days" "day 10 after 3 doses" "3/7 dysuria, T 38.9"; do
    if shown "$text" | grep -q '\*'; then echo "hidden: $(shown "$text")"; return 1; fi
  done
}

@test "the level is that of the whole text, and evidence is never hidden" {
  text="Mrs. Burns: burning when peeing, rigors, temp 103.1"
  [ "$("$UTI_REPORT" explain "$text" | head -1)" = "$("$UTI_REPORT" explain --redact "$text" | head -1)" ]
  shown "$text" | grep -q 'burning when peeing\], \[rigors\], \[temp 103.1\]'
}

@test "places in the text stay what they were" {
  "$UTI_REPORT" explain --format json "Dr. Müller-Lüdenscheidt: UTI" > plain
  "$UTI_REPORT" explain --redact --format json "Dr. Müller-Lüdenscheidt: UTI" > masked
  cmp plain masked
}

@test "what a row's own columns hold is hidden wherever it stands" {
  flag in.csv --redact --id visit
  exits 0
  strings out.xlsx > all
  for word in Jane Zimmerling 1980 4567 A-1001; do lacks "$word" all; done
  grep -q 'shaking chills' all
  grep -q 'temp 103.1' all
}

@test "what is hidden leaves no trace: other names and numbers give the same workbook, byte for byte" {
  row() { printf '%s,"UTI and shaking chills. My name is %s %s, call me on 555-%s."\n' "$1" "$2" "$3" "$4"; }
  { echo visit_id,note; row 7 Jane Miller 123-4567; row 8 Mary Smiths 765-4321; } > one.csv
  { echo visit_id,note; row 7 Rose Burton 999-0000; row 8 Anne Parker 111-2222; } > two.csv
  cut -d , -f 2- one.csv > three.csv
  cut -d , -f 2- two.csv > four.csv
  for pair in "one two" "three four"; do
    for options in "" "--hash-ids key" "--min-level emergency --sample 2"; do
      # Without an id a key makes one of the content: nobody else can.
      [ "$pair" = "three four" ] && [ "$options" = "--hash-ids key" ] && continue
      for file in $pair; do
        cp $file.csv in.csv
        # shellcheck disable=SC2086  # several options
        uti flag in.csv -o $file.xlsx --force --redact --now 2026-03-01 $options
        exits 0
      done
      # shellcheck disable=SC2086
      cmp $(printf '%s.xlsx ' $pair)
    done
  done
  cmp -s one.xlsx three.xlsx && return 1
  cp one.csv in.csv
  uti flag in.csv -o plain.xlsx --now 2026-03-01
  cp two.csv in.csv
  uti flag in.csv -o other.xlsx --now 2026-03-01
  if cmp -s plain.xlsx other.xlsx; then return 1; fi
}

@test "the names of a FHIR patient, numbers and addresses are hidden in the reports" {
  cat > in.ndjson <<'END'
{"resourceType":"Patient","id":"zq77","name":[{"use":"official","family":"Zimmerling","given":["Jane"]}],"telecom":[{"system":"phone","value":"0161 4960"}],"address":[{"line":["4 Elm Hill"],"city":"Hexham"}],"identifier":[{"system":"urn:mrn","value":"A-1001"}],"birthDate":"1980-03-04"}
{"resourceType":"Communication","id":"c1","status":"completed","subject":{"reference":"Patient/zq77"},"encounter":{"reference":"Encounter/e1"},"sent":"2026-03-01","payload":[{"contentString":"Jane Zimmerling of 4 Elm Hill, Hexham, zq77, A-1001, 1980-03-04, 0161 4960: UTI and shaking chills for official use."}]}
END
  uti flag in.ndjson -o out.xlsx --redact
  exits 0
  strings out.xlsx > all
  for word in Jane Zimmerling Elm Hexham zq77 A-1001 1980 4960; do lacks "$word" all; done
  grep -q 'shaking chills' all
  grep -q 'official use' all
  uti import in.ndjson --db clinic.db
  [ "$(sqlite3 clinic.db "SELECT patient_id, report LIKE '%Jane%' FROM reports")" = "zq77|1" ]
}

@test "what is typed behind explain does not stay in the list of processes" {
  mkfifo pipe
  exec 9<> pipe   # held open and not read: the page does not fit into it
  "$UTI_REPORT" explain "$(printf 'Zimmerling: UTI and shaking chills. %.0s' $(seq 3000))" --fact temp_f=103.75 --fact=age=77 >&9 9>&- &
  pid=$!
  for i in $(seq 100); do
    tr '\0' ' ' < /proc/$pid/cmdline > shown
    grep -q 'explain \*' shown && break
    sleep 0.05
  done
  kill $pid
  exec 9>&-
  grep -q 'explain \*\*\*.* --fact \*\*\*' shown
  for word in Zimmerling 103.75 77; do lacks "$word" shown; done
}

@test "an id that is a record number needs --hash-ids or another column" {
  flag in.csv --redact
  exits 1
  says "--hash-ids"
  [ ! -e out.xlsx ]
}

@test "--hash-ids gives the same hash for the same id and key, and tells no id" {
  flag in.csv --hash-ids key --id mrn
  exits 0
  strings out.xlsx | grep -o 'id-[0-9a-f]*' | sort -u > first
  [ "$(wc -l < first)" = 2 ]
  flag in.csv --hash-ids key --id mrn
  strings out.xlsx | grep -o 'id-[0-9a-f]*' | sort -u | cmp - first
  head -c 32 /dev/urandom > other
  flag in.csv --hash-ids other --id mrn
  ! strings out.xlsx | grep -o 'id-[0-9a-f]*' | sort -u | cmp -s - first
  strings out.xlsx | sed 's/MRN A-1001//' > all
  lacks 'A-100' all
}

@test "a key must be there, long enough, and is better for its owner alone" {
  printf short > small
  flag in.csv --hash-ids small
  exits 1
  says "16 bytes"
  flag in.csv --hash-ids nothing
  exits 1
  chmod 644 key
  flag in.csv --hash-ids key
  exits 0
  says "chmod 600"
}

@test "score: what tells who it is inside another member is left out, facts stay" {
  echo '{"id":1,"subject":{"ward":"3b","contact":[{"name":{"family":"Zimmerling","age":7712}}]},"more":{"room":"4"},"facts":{"temp_f":103},"text":"Zimmerling, 7712: UTI"}' > in.ndjson
  uti score --redact in.ndjson
  exits 0
  says_nothing_of "Zimmerling"
  says_nothing_of "7712"
  answers '"more":{"room":"4"}'
  answers '"facts":{"temp_f":103}'
  [ "$(field 1 '"subject" in x, x["urgency"]')" = "(False, 'urgent')" ]
}

@test "score: members that tell who it is are left out, the id is hashed, the text has masks" {
  echo '{"id":"A-1","name":"Jane Doe","ward":"3b","text":"Jane has a UTI, call 555 123 4567, id A-1","temp_f":103}' > in.ndjson
  uti score --redact --hash-ids key in.ndjson
  exits 0
  says_nothing_of "Jane"
  says_nothing_of "4567"
  says_nothing_of "A-1"
  answers '"ward":"3b"'
  [ "$(field 1 'x["urgency"], x["text"][:4], x["id"][:3]')" = "('urgent', '****', 'id-')" ]
}
