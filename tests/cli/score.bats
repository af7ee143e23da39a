# score: NDJSON in, NDJSON out.
load helper

score() {
  printf '%s\n' "$@" > in.ndjson
  uti score in.ndjson
}

@test "a line comes back with the answer added" {
  score '{"id":"00123","text":"I have a UTI and shaking chills. No fever."}'
  exits 0
  [ "$(field 1 'x["id"]')" = 00123 ]
  [ "$(field 1 'x["urgency"], x["urgency_rank"]')" = "('urgent', 3)" ]
  [ "$(field 1 'x["findings"]["uti"], x["findings"]["chills"], x["findings"]["fever"]')" = "('present', 'present', 'absent')" ]
  [ "$(field 1 'any("[A3]" in r for r in x["reasons"])')" = True ]
  [ "$(field 1 'x["warnings"]')" = "[]" ]
  [ "$(field 1 'len(x["rules_id"])')" = 16 ]
  [ "$(field 1 'x["cramp_mechanism"]')" = None ]
}

@test "what the line held stays as it was written, also numbers" {
  score '{"id":12345678901234567890123, "text":"UTI", "price":1.10, "nested":{"a":["}",{"b":"\"{"}]}, "e":"\u00e9"}'
  exits 0
  answers '"id":12345678901234567890123'
  answers '"price":1.10'
  answers '"nested":{"a":["}",{"b":"\"{"}]}'
  answers '"e":"\u00e9"'
}

@test "fields that score adds replace those of the line" {
  score '{"text":"I have a UTI","urgency":"emergency","findings":{"dvt":"present"}}'
  [ "$(field 1 'x["urgency"]')" = routine ]
  [ "$(field 1 '"dvt" in x["findings"]')" = False ]
  [ "$(grep -o '"urgency":' data.out | wc -l)" -eq 1 ]
}

@test "facts count from the facts object and from top-level fields" {
  score '{"text":"I have a UTI","facts":{"temp_f":103.1}}' '{"text":"I have a UTI","temp_f":"103,1"}' '{"text":"I have a UTI","potassium":3.1,"fever":true}'
  exits 0
  [ "$(field 1 'x["findings"]["high_fever"]')" = present ]
  [ "$(field 2 'x["findings"]["high_fever"]')" = present ]
  [ "$(field 3 'x["findings"]["low_potassium"], x["findings"]["fever"]')" = "('present', 'present')" ]
}

@test "a fact may be named by its LOINC code" {
  score '{"id":1,"text":"UTI","facts":{"8310-5":39.5}}' '{"id":2,"text":"UTI","2823-3":"2.4"}'
  exits 0
  [ "$(field 1 'x["urgency"], x["findings"]["high_fever"]')" = "('urgent', 'present')" ]
  [ "$(field 2 'x["urgency"], x["findings"]["low_potassium"]')" = "('emergency', 'present')" ]
}

@test "a temperature fact gives fever, high fever or no fever" {
  score '{"text":"I have a UTI","facts":{"temp_c":38.0}}' '{"text":"I have a UTI","facts":{"temp_c":37.2}}'
  [ "$(field 1 'x["findings"]["fever"]')" = present ]
  [ "$(field 2 'x["findings"]["fever"]')" = absent ]
}

@test "no text is no level; facts alone give one" {
  score '{"id":1,"text":null}' '{"id":2,"text":"  "}' '{"id":3,"text":null,"facts":{"uti":1}}'
  exits 0
  [ "$(field 1 'x["urgency"], x["urgency_rank"]')" = "(None, None)" ]
  [ "$(field 2 'x["urgency"]')" = None ]
  [ "$(field 3 'x["urgency"]')" = routine ]
}

@test "a bad line comes back as an error in its place, and the exit status is 3" {
  score '{"text":"UTI"}' 'nonsense' '' '[1,2]' '{"text":"UTI"' '{"text":"UTI","facts":{"tempf":3}}' '{"text":["UTI"]}' '{"text":"UTI","facts":[]}' '{"text":"UTI"}'
  exits 3
  [ "$(wc -l < data.out)" -eq 9 ]
  for line in 2 3 4 5 6 7 8; do
    [ "$(field $line 'sorted(x), x["line"]')" = "(['error', 'line'], $line)" ]
    says "line $line:"
  done
  [ "$(field 9 'x["urgency"]')" = routine ]
  [ "$(field 6 'x["error"]')" = '"tempf" is no fact: did you mean "temp_f"?' ]
}

@test "of many bad lines the first are named and the rest counted" {
  for i in $(seq 50); do echo "a,b,$i"; done > in.ndjson
  uti score in.ndjson
  exits 3
  [ "$(grep -c '"error"' data.out)" -eq 50 ]
  [ "$(grep -c 'rejected: in.ndjson line' words.out)" -eq 20 ]
  grep -q 'in.ndjson: ... and 30 more lines' words.out
}

@test "an error never repeats the text" {
  score '{"text":"Mary Miller has a UTI", }' '{"text":{"Mary Miller":1}}' 'Mary Miller has a UTI'
  exits 3
  says_nothing_of Miller
}

@test "a byte order mark, CRLF and a missing last line break are tolerated" {
  printf '\xef\xbb\xbf{"text":"UTI"}\r\n{"text":"UTI"}' > in.ndjson
  uti score in.ndjson
  exits 0
  [ "$(wc -l < data.out)" -eq 2 ]
  lacks $'\r' data.out
}

@test "bytes that are no UTF-8 are replaced, with a warning" {
  printf '{"text":"UTI \xff and chills"}\n' > in.ndjson
  uti score in.ndjson
  exits 0
  [ "$(field 1 'x["urgency"], len(x["warnings"])')" = "('urgent', 1)" ]
  iconv -f UTF-8 -t UTF-8 data.out > /dev/null
}

@test "an implausible or unreadable value is a warning, not a failure" {
  score '{"text":"I have a UTI","facts":{"temp_f":1031}}' '{"text":"I have a UTI","potassium":"low"}' '{"text":"I have a UTI","potassium":[3]}'
  exits 0
  for line in 1 2 3; do [ "$(field $line 'x["urgency"], len(x["warnings"])')" = "('routine', 1)" ]; done
}

@test "--text-field and --id-field name other fields" {
  printf '{"t2":"UTI and chills","age":"x1"}\n' > in.ndjson
  uti score --text-field t2 --id-field age in.ndjson
  exits 0
  [ "$(field 1 'x["urgency"], x["warnings"]')" = "('urgent', [])" ]
}

@test "a line without the text field carries a warning" {
  score '{"id":1,"note":"I have a UTI"}'
  [ "$(field 1 'x["urgency"], x["warnings"]')" = "(None, ['there is no field \"text\"'])" ]
}

@test "--rule-set chooses the rules" {
  echo '{"text":"I have a UTI and a fever"}' > in.ndjson
  uti score --rule-set article in.ndjson
  [ "$(field 1 'x["urgency"]')" = routine ]
  uti score --rule-set full in.ndjson
  [ "$(field 1 'x["urgency"]')" = soon ]
}

@test "stdin is read without a file, and answers come before the input ends" {
  mkfifo pipe
  "$UTI_REPORT" score < pipe > data.out &
  exec 7> pipe
  echo '{"text":"UTI"}' >&7
  for i in 1 2 3 4 5 6 7 8 9 10; do [ -s data.out ] && break; sleep 0.2; done
  lines=$(wc -l < data.out)
  exec 7>&-
  wait
  [ "$lines" -eq 1 ]
}

@test "10,000 lines come back in order" {
  for i in $(seq 10000); do echo "{\"id\":$i,\"text\":\"UTI and chills\"}"; done > in.ndjson
  uti score in.ndjson
  exits 0
  grep -o '^{"id":[0-9]*' data.out | grep -o '[0-9]*' | cmp - <(seq 10000)
}

@test "a text of 10 MB is answered" {
  { printf '{"text":"'; head -c 10000000 /dev/zero | tr '\0' 'a'; printf ' UTI and chills"}\n'; } > in.ndjson
  uti score in.ndjson
  exits 0
  [ "$(field 1 'x["urgency"]')" = urgent ]
}

@test "a missing file is a failure" {
  uti score nothing.ndjson
  exits 1
  says "cannot open nothing.ndjson"
}

@test "any number of threads gives the same bytes in the same order" {
  for i in $(seq 1 700); do
    echo "{\"id\":$i,\"text\":\"UTI and chills, day $i\",\"temp_f\":10$((i % 5))}"
    [ $((i % 97)) -ne 0 ] || echo "no object"
  done > in.ndjson
  uti score --threads 1 in.ndjson
  exits 3
  cp data.out one.out
  cp words.out one.words
  for threads in 2 3 8; do
    uti score --threads $threads in.ndjson
    exits 3
    cmp data.out one.out
    cmp words.out one.words
  done
}

@test "with threads, too, answers are written as soon as the input pauses" {
  mkfifo pipe
  "$UTI_REPORT" score --threads 4 < pipe > data.out &
  exec 7> pipe
  echo '{"id":1,"text":"UTI"}' >&7
  for attempt in $(seq 1 100); do [ -s data.out ] && break; sleep 0.1; done
  exec 7>&-
  wait
  [ "$attempt" -lt 100 ]
}

@test "a member with escaped characters in its name is known by its name" {
  score '{"te\u0078t":"Mary Miller has a UTI","n\u0061me":"Mary Miller","urg\u0065ncy":"none"}'
  [ "$(grep -o '"urg' data.out | wc -l)" -eq 2 ]
  uti score --redact in.ndjson
  exits 0
  says_nothing_of Miller
}

@test "Ctrl-C ends between two lines, and says where" {
  for i in $(seq 2000); do echo "{\"id\":$i,\"text\":\"UTI and shaking chills\"}"; done > in.ndjson
  printf '{"id":2001,"te' > rest
  for threads in 1 2; do
    rm -f pipe && mkfifo pipe
    exec 9<> pipe
    "$UTI_REPORT" score --threads $threads < pipe > answers 2> words.out 9>&- &
    pid=$!
    cat in.ndjson rest >&9
    for i in $(seq 100); do [ "$(wc -l < answers)" = 2000 ] && break; sleep 0.1; done
    kill -TERM $pid
    status=0
    wait $pid || status=$?
    exec 9>&-
    [ "$status" -eq 143 ]
    [ "$(wc -l < answers)" = 2000 ]
    [ "$(tail -c 2 answers)" = "}" ]
    grep -q "interrupted: stdin was answered up to line 2000" words.out
  done
}
