# eval: agreement with labelled texts.
load helper

@test "misses come first, then the matrix and the findings with intervals" {
  printf '%s\n' '{"id":"a","text":"I have a UTI and chills","findings":{"uti":"present","chills":"present"},"urgency":"urgent","mechanism":null}' \
    '{"id":"b","text":"hello there","findings":{"dvt":"present"},"urgency":"emergency","mechanism":null}' \
    '{"id":"c","text":"I have a UTI","findings":{"uti":"present"},"urgency":"routine","mechanism":null}' > in.ndjson
  uti eval in.ndjson
  exits 0
  answers "3 texts, rule set core"
  answers "under-triage: lower than the label              1 of 3"
  answers "b  UNDER: emergency, found none  dvt: present, found not mentioned"
  [ "$(grep -n 'Levels' data.out | cut -d: -f1)" -lt "$(grep -n 'Findings' data.out | cut -d: -f1)" ]
  grep -qE '^uti +2 +0 +0 +1.000 \(0.342-1.000\)' data.out
}

@test "labels that are no labels are rejected, the rest is counted" {
  printf '%s\n' '{"id":"a","text":"x","findings":{"nonsense":"present"},"urgency":"none"}' '{"id":"b","text":"x","findings":{},"urgency":"high"}' \
    '{"id":"c","text":"x","findings":{"uti":"maybe"},"urgency":"none"}' '{"id":"d","text":"hello","findings":{},"urgency":"none","mechanism":null}' > in.ndjson
  uti eval in.ndjson
  exits 3
  answers "1 texts"
  says "line 1"
  says "line 2"
  says "line 3"
}

@test "--concepts limits what is counted" {
  printf '%s\n' '{"id":"a","text":"I have a UTI and chills","findings":{},"urgency":"urgent","mechanism":null}' > in.ndjson
  uti eval --concepts chills in.ndjson
  grep -qE '^concept and status +0 +0 +1' data.out
}

@test "a file must be given" {
  uti eval
  exits 2
}
