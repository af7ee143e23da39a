# FHIR R4: what flag and import make of bundles and bulk files.
load helper

fhir=$BATS_TEST_DIRNAME/../../fixtures/fhir

import() {
  uti import --db clinic.db "$@"
}

is() {
  got=$(sqlite3 clinic.db "$2")
  [ "$got" = "$1" ] || { echo "wanted: $1"; echo "got: $got"; return 1; }
}

# observation ID CODE VALUE-MEMBER [MORE-MEMBERS]: of patient p, 1 March 2026.
observation() {
  printf '{"resourceType":"Observation","id":"%s","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"%s"}]},"subject":{"reference":"Patient/p"},"effectiveDateTime":"2026-03-01T10:00:00Z",%s%s}\n' "$1" "$2" "$3" "$4"
}

# quantity VALUE UNIT
quantity() {
  printf '"valueQuantity":{"value":%s,"unit":"%s","code":"%s"}' "$1" "$2" "$2"
}

# message ID TEXT [MORE-MEMBERS]
message() {
  printf '{"resourceType":"Communication","id":"%s","status":"completed","subject":{"reference":"Patient/p"},"sent":"2026-03-01T12:00:00+01:00","payload":[{"contentString":"%s"}]%s}\n' "$1" "$2" "$3"
}

# condition TEXT CLINICAL VERIFICATION [MORE-MEMBERS]
condition() {
  printf '{"resourceType":"Condition","code":{"text":"%s"},"clinicalStatus":{"coding":[{"code":"%s"}]},"verificationStatus":{"coding":[{"code":"%s"}]},"subject":{"reference":"Patient/p"}%s}\n' "$1" "$2" "$3" "$4"
}

# The fact that an observation of a value gives: fact CODE VALUE-MEMBER COLUMN
fact() {
  rm -f clinic.db
  observation o "$1" "$2" > in.ndjson
  import in.ndjson
  exits 0
  sqlite3 clinic.db "SELECT $3 FROM reports"
}

@test "a bundle: reports by encounter, and by patient and day" {
  import "$fhir/bundle.json"
  exits 0
  says "(FHIR)"
  says "2 rows read, 2 added"
  is 'Encounter/visit-7|ada|Northgate Surgery|2026-03-02T08:55:00|39.4|104.0|112.0|true|{"creatinine_mg_dl":1.1}
Patient/ben/2026-03-03|ben||2026-03-03T20:15:00|||||{"dysuria":true}' \
    "SELECT report_id, patient_id, site, reported_at, temp_c, systolic_bp, heart_rate, nitrite, other_facts FROM reports ORDER BY 1"
  is 'ada|F|1948-05-02,ben|M|1979-01-01' "SELECT group_concat(p) FROM (SELECT patient_id || '|' || sex || '|' || birth_date AS p FROM patients ORDER BY 1)"
  is 'urgent,emergency' "SELECT group_concat(urgency) FROM (SELECT urgency FROM current_assessments ORDER BY report_id)"
}

@test "what is not understood is counted and said, and noted in imports" {
  import "$fhir/bundle.json"
  says "resources read: Patient (2), Observation (9), Communication, Condition (2), QuestionnaireResponse"
  says "resources of other types, not read: Encounter, MedicationRequest"
  says "codes that are no fact, not read: 8462-4"
  says "values left out, as their unit is not known: K"
  says "left out: Observation entered-in-error"
  is 1 "SELECT notes LIKE '%8462-4%' FROM imports"
}

@test "bulk files are joined, in any order, and by flag too" {
  cp "$fhir"/bulk/*.ndjson .
  import Patient.ndjson Observation.ndjson Communication.ndjson Condition.ndjson
  exits 3
  says "Observation.ndjson line 7: wanted a JSON object"
  says "6 rows read, 5 added, 0 changed, 0 unchanged, 1 rejected"
  is 'emergency' "SELECT urgency FROM current_assessments WHERE report_id = 'Patient/p3/2026-03-06'"
  is 'Observation.ndjson|7' "SELECT file, line FROM rejected_rows"
  printf 'id,note\n1,UTI\n' > other.csv
  import Communication.ndjson other.csv Condition.ndjson Patient.ndjson Observation.ndjson
  exits 3
  says "7 rows read, 1 added, 0 changed, 5 unchanged, 1 rejected"
  flag Condition.ndjson Observation.ndjson Communication.ndjson Patient.ndjson
  exits 3
  counts 6 5 1
  says "emergency                           1"
}

@test "bulk files one after the other: what is known already stays" {
  cp "$fhir"/bulk/*.ndjson .
  for file in Communication Observation Patient; do import $file.ndjson -q; done
  is 'UTI again, and terrible leg cramps at night.|2.8|M|2' "SELECT report, potassium, sex, (SELECT max(version) FROM report_versions) + 1 FROM reports JOIN patients USING (patient_id) WHERE report_id = 'Patient/p3/2026-03-06'"
  import Communication.ndjson
  says "4 rows read, 0 added, 0 changed, 4 unchanged"
}

@test "a later message of the same day is added to its report; the worst value stays" {
  { message m1 'I have a UTI.'; observation o1 8310-5 "$(quantity 39.4 Cel)"; } > a.ndjson
  { message m2 'Now chills.'; observation o2 8310-5 "$(quantity 37.0 Cel)"; } > b.ndjson
  import a.ndjson
  import b.ndjson
  says "0 added, 1 changed"
  is 'I have a UTI.
Now chills.|39.4' "SELECT report, temp_c FROM reports"
  import a.ndjson
  says "0 changed, 1 unchanged"
}

@test "temperatures in Cel and [degF], without a unit, and in no unit of temperature" {
  [ "$(fact 8310-5 "$(quantity 39.4 Cel)" temp_c)" = 39.4 ]
  [ "$(fact 8310-5 "$(quantity 103.1 '[degF]')" temp_f)" = 103.1 ]
  [ "$(fact 8310-5 '"valueQuantity":{"value":103.1}' "other_facts ->> 'temp'")" = 103.1 ]
  observation o 8310-5 "$(quantity 312 K)" > in.ndjson
  rm clinic.db
  import in.ndjson
  says "values left out, as their unit is not known: K"
}

@test "values in other units are converted" {
  [ "$(fact 2823-3 "$(quantity 2.9 meq/L)" potassium)" = 2.9 ]
  [ "$(fact 17861-6 "$(quantity 2.1 mmol/L)" "other_facts ->> 'calcium_mg_dl'")" = 8.4168 ]
  [ "$(fact 6690-2 "$(quantity 15.2 '10*3/uL')" wbc)" = 15.2 ]
  [ "$(fact 9279-1 "$(quantity 28 '{breaths}/min')" resp_rate)" = 28.0 ]
  [ "$(fact 2708-6 "$(quantity 91 %)" spo2)" = 91.0 ]
}

@test "positive and negative as words, codes and yes or no" {
  [ "$(fact 5802-4 '"valueCodeableConcept":{"coding":[{"code":"10828004"}]}' nitrite)" = true ]
  [ "$(fact 5802-4 '"valueCodeableConcept":{"coding":[{"code":"LA6577-6"}]}' nitrite)" = false ]
  [ "$(fact 5799-2 '"valueString":"2+"' leukocyte_esterase)" = true ]
  [ "$(fact 5799-2 '"valueBoolean":false' leukocyte_esterase)" = false ]
  [ "$(fact 630-4 '"valueCodeableConcept":{"text":"Gram-negative rods, Escherichia coli"}' culture_positive)" = true ]
  [ "$(fact 630-4 '"valueString":"No growth after 48 h"' culture_positive)" = false ]
}

@test "components of a panel" {
  observation bp 85354-9 '"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":84,"code":"mm[Hg]"}}]' > in.ndjson
  import in.ndjson
  is 84.0 "SELECT systolic_bp FROM reports"
  says "resources read: Observation"
  case $words in *"not read:"*) false ;; esac
}

@test "words in an observation are read as words" {
  observation cc 10154-3 '"valueString":"burning when I pee"' > in.ndjson
  observation hx 10164-2 '"valueString":"shaking chills"' | sed 's/"code":{/"code":{"text":"History of present illness",/' >> in.ndjson
  import in.ndjson
  is 'burning when I pee
History of present illness: shaking chills|urgent' "SELECT report, urgency FROM reports JOIN current_assessments USING (report_id)"
}

@test "of several values in one report the one that weighs more counts" {
  { observation a 2823-3 "$(quantity 3.9 mmol/L)"; observation b 2823-3 "$(quantity 2.8 mmol/L)"; observation c 2823-3 "$(quantity 3.5 mmol/L)"
    observation d 8867-4 "$(quantity 80 /min)"; observation e 8867-4 "$(quantity 130 /min)"; } > in.ndjson
  import in.ndjson
  is '2.8|130.0' "SELECT potassium, heart_rate FROM reports"
}

@test "conditions in the words of their status" {
  { message m 'My leg hurts.'; condition 'Deep vein thrombosis' active confirmed; condition 'Kidney stone' resolved confirmed
    condition 'Pyelonephritis' active provisional; condition 'Cystitis' active refuted; condition 'Nonsense' active entered-in-error; } > in.ndjson
  import in.ndjson
  exits 0
  is 'My leg hurts.
Diagnosis: Deep vein thrombosis.
History of Kidney stone.
Suspected: Pyelonephritis.
Ruled out: Cystitis.' "SELECT report FROM reports"
  says "left out: Condition entered-in-error"
}

@test "a condition counts from its beginning, and after its end is history" {
  { message m 'I have a UTI.'; condition 'Diabetes' active confirmed ',"onsetDateTime":"2020"'; condition 'Appendicitis' active confirmed ',"onsetDateTime":"2026-03-02"'
    condition 'Pneumonia' resolved confirmed ',"onsetDateTime":"2026-01-01","abatementDateTime":"2026-02-01"'; } > in.ndjson
  import in.ndjson
  is 'I have a UTI.
Diagnosis: Diabetes.
History of Pneumonia.' "SELECT report FROM reports"
}

@test "a condition with a code alone, or named in another language, has the code's name" {
  printf '%s\n' '{"resourceType":"Condition","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"N39.0","display":"Harnwegsinfektion"}]},"subject":{"reference":"Patient/p"}}' > in.ndjson
  import in.ndjson
  is 'Diagnosis: Harnwegsinfektion (urinary tract infection).|routine' "SELECT report, urgency FROM reports JOIN current_assessments USING (report_id)"
}

@test "a questionnaire: a line a question, answers of every kind, facts from codes" {
  import "$fhir/bundle.json"
  is 'What brings you here? UTI symptoms, and my left calf cramps
Do you have a fever? No
Which of these do you have? Dysuria
Temperature: 98.4 F
Legs:
Is one leg swollen? Yes|98.4|1' "SELECT report, temp_f, other_facts ->> 'dysuria' FROM reports WHERE patient_id = 'ben'"
}

@test "a time without an encounter joins the encounter of that day" {
  { message m 'I have a UTI.' ',"encounter":{"reference":"Encounter/e"}'; observation o 8310-5 "$(quantity 39.9 Cel)"; } > in.ndjson
  import in.ndjson
  is 'Encounter/e|39.9|urgent' "SELECT report_id, temp_c, urgency FROM reports JOIN current_assessments USING (report_id)"
}

@test "without a time: the patient's only report, or one of its own" {
  { message m 'I have a UTI.'; observation o 8310-5 "$(quantity 39.9 Cel)" | sed 's/"effectiveDateTime":"[^"]*",//'; } > in.ndjson
  import in.ndjson
  is 'Patient/p/2026-03-01|39.9' "SELECT report_id, temp_c FROM reports"
  says "resources without a time: 1"
}

@test "nobody's message is a report too" {
  message m 'UTI and shaking chills.' | sed 's/"subject":{[^}]*},//' > in.ndjson
  import in.ndjson
  is 'Communication/m||urgent' "SELECT report_id, patient_id, urgency FROM reports JOIN current_assessments USING (report_id)"
}

@test "two patients in one encounter are two reports" {
  { message m 'I have a UTI.' ',"encounter":{"reference":"Encounter/e"}'; message n 'Chest pain.' ',"encounter":{"reference":"Encounter/e"}' | sed 's#Patient/p#Patient/q#'; } > in.ndjson
  import in.ndjson
  is 'Encounter/e/p,Encounter/e/q' "SELECT group_concat(report_id) FROM (SELECT report_id FROM reports ORDER BY 1)"
}

@test "references by URL, urn, version and identifier lead to one patient" {
  { printf '%s\n' '{"resourceType":"Patient","id":"p","gender":"male"}'
    for reference in 'http://host/fhir/Patient/p' 'Patient/p/_history/3' 'Patient?identifier=mrn|p' 'urn:uuid:p'; do message "$reference" "I have a UTI." | sed "s#\"Patient/p\"#\"$reference\"#"; done; } > in.ndjson
  import in.ndjson
  is '1|p|M' "SELECT count(*), min(patient_id), sex FROM reports JOIN patients USING (patient_id)"
}

@test "a resource that comes again counts once, as it came last" {
  { message m 'First words.'; message m 'Last words.'; } > in.ndjson
  import in.ndjson
  is 'Last words.' "SELECT report FROM reports"
  says "resources that came again: the last one counts: 1"
}

@test "one resource a line, on one line, over many lines, with a mark and in UTF-16" {
  { message a 'I have a UTI.'; } > a.ndjson
  printf '{"entry":[{"resource":%s}],"resourceType":"Bundle"}' "$(message a 'I have a UTI.')" > b.json
  python3 -m json.tool b.json > c.json
  { printf '\xef\xbb\xbf'; cat c.json; } > d.json
  iconv -f UTF-8 -t UTF-16 c.json > e.json
  for file in a.ndjson b.json c.json d.json e.json; do
    flag $file
    exits 0
    counts 1 1 0
  done
  flag - < b.json
  exits 0
  counts 1 1 0
}

@test "FHIR on stdin is read alone" {
  message a 'I have a UTI.' > a.ndjson
  message b 'I have a UTI.' > b.ndjson
  import a.ndjson - < b.ndjson
  exits 1
  says "cannot be joined with other inputs"
  [ ! -e clinic.db ]
}

@test "broken and odd resources are rejected or counted, and never shown" {
  { message a 'I have a UTI.'; echo '{"resourceType":"Communication","payload":"Mary Miller'; echo '{"resourceType":"Mary Miller"}'; echo '[]'
    echo '{"resourceType":"Patient"}'; echo '{"resourceType":"Observation","status":"final"}'; echo '{"resourceType":"Bundle","entry":[{},{"resource":{"id":"Miller"}}]}'
    echo '{"resourceType":"Communication","payload":[{"contentAttachment":{}},7,{"contentString":9}],"subject":"Mary"}'
    echo '{"resourceType":"QuestionnaireResponse","item":[{"linkId":"1","answer":[{}]},{"item":{}},3]}'; } > in.ndjson
  import in.ndjson
  exits 3
  says_nothing_of Miller
  says "in.ndjson line 2: wanted a JSON object"
  says "in.ndjson line 3: wanted a FHIR resource, got an object without a resourceType"
  says "in.ndjson line 4: wanted a JSON object, got an array"
  says "in.ndjson line 7: wanted a FHIR resource"
  says "Patient without an id"
  says "Communication payload without a text (3)"
  is '4' "SELECT count(*) FROM rejected_rows"
}

@test "a truncated bundle is rejected as a whole" {
  head -c 3000 "$fhir/bundle.json" > in.json
  import in.json
  exits 3
  says "in.json line 1: wanted a JSON object"
}

@test "NDJSON of reports with a member of that name somewhere inside stays NDJSON" {
  printf '%s\n' '{"id":"1","text":"UTI and chills","source":{"resourceType":"Patient"}}' > in.ndjson
  import in.ndjson
  exits 0
  says "(NDJSON)"
}

@test "a reference whose last colon stands behind its history is read" {
  echo '{"resourceType":"Communication","id":"m","subject":{"reference":"urn:uuid:p1/_history/b:c"},"payload":[{"contentString":"UTI and chills"}]}' > in.ndjson
  import in.ndjson
  exits 0
  is 'p1' "SELECT patient_id FROM reports"
}
