# The command rules, and --rules DIR of the others.
load helper

ROOT=$BATS_TEST_DIRNAME/../..
es() { echo "$ROOT/fixtures/packs/es"; }
bad() { echo "$ROOT/fixtures/bad/packs/$1"; }

@test "print lists every table of the rules in force" {
  uti rules print
  exits 0
  answers "pack uti "
  answers "rules: "
  answers "condition: context and chills"
  answers "fever: febrile"
}

@test "print of one table as TSV is that table" {
  uti rules print rules --format tsv
  exits 0
  diff data.out "$ROOT/ext/knowledge/rules.tsv"
}

@test "print as JSON" {
  uti rules print rules sources --format json
  exits 0
  python3 -c 'import json
x = json.load(open("data.out"))
assert len(x["rules_id"]) == 16 and x["rules"][0]["id"] == "C1" and x["sources"] and "phrases" not in x'
}

@test "print with a pack shows the pack" {
  uti rules print phrases --rules "$(es)" --format tsv
  exits 0
  answers "escalofrío"
}

@test "check of a good pack says so" {
  uti rules check "$(es)"
  exits 0
  says "no mistakes: pack uti-es 1"
  [ -z "$data" ]
}

@test "check names file, line and column of every mistake, and exits with 1" {
  uti rules check "$(bad many_at_once)"
  exits 1
  diff data.out "$(bad many_at_once)/expected"
  says "12 mistakes"
}

@test "the built-in pack is a pack without mistakes, and changes nothing" {
  uti rules check "$ROOT/ext/knowledge"
  exits 0
  uti rules diff "$ROOT/ext/knowledge"
  exits 0
  answers "0 added, 0 changed, 0 removed"
}

@test "diff shows what is added, changed and removed" {
  mkdir pack
  printf 'id\trule_set\tgives\tcondition\tlabel\tgap\tcitation\tsource\n' > pack/rules.tsv
  grep -P '^G3\t' "$ROOT/ext/knowledge/rules.tsv" | sed 's/soon/urgent/' >> pack/rules.tsv
  printf 'concept\tpattern\tsource\nfever\tzorbly hot\tlanguage\n' > pack/phrases.tsv
  printf 'table\tid\twords\treason\nrules\tG18\t\tnot ours\n' > pack/off.tsv
  uti rules diff pack
  exits 0
  answers '+ phrases: fever | zorbly hot'
  answers '~ rules: G3'
  answers 'gives: "soon" -> "urgent"'
  answers '- rules: G18'
  answers '1 added, 1 changed, 1 removed'
  uti rules diff pack --format tsv
  answers "$(printf 'changed\trules\tG3\t\tgives\tsoon\turgent')"
  uti rules diff pack --format json
  python3 -c 'import json; assert len(json.load(open("data.out"))) > 3'
}

@test "every assessing command takes --rules" {
  echo '{"id":"1","text":"Tengo ardor al orinar y tiritona","urgency":"urgent","findings":{"dysuria":"present","chills":"present"}}' > in.ndjson
  uti score --rules "$(es)" in.ndjson
  exits 0
  [ "$(field 1 'x["urgency"]')" = urgent ]
  id=$(field 1 'x["rules_id"]')
  uti explain --rules "$(es)" 'Tengo ardor al orinar y tiritona'
  exits 0
  answers "rules $id"
  answers "pack uti-es 1"
  uti eval --rules "$(es)" in.ndjson
  exits 0
  uti flag in.ndjson -o out.xlsx --rules "$(es)"
  exits 0
  unzip -p out.xlsx xl/sharedStrings.xml > strings || unzip -p out.xlsx > strings
  grep -aq "uti-es 1 (es, en)" strings
  grep -aq "$id" strings
}

@test "without the pack the id and the answer are others" {
  echo '{"id":"1","text":"Tengo ardor al orinar y tiritona"}' > in.ndjson
  uti score in.ndjson
  [ "$(field 1 'x["urgency"]')" = none ]
}

@test "a pack with mistakes stops a command before it starts" {
  uti explain --rules "$(bad unknown_source)" 'I have a UTI.'
  exits 1
  says "phrases.tsv:2:7: source: wanted a source of sources.tsv"
  says "nothing was done"
  [ -z "$data" ]
}

@test "facts and concepts of a pack may be named in options" {
  mkdir pack
  printf 'concept\tlabel\tsource\nzorb\tzorb\tarticle\n' > pack/concepts.tsv
  printf 'text,zorbs\nI have a UTI.,1\n' > in.csv
  uti flag in.csv -o out.xlsx --rules pack --map zorb=zorbs
  exits 0
  uti flag in.csv -o other.xlsx --map zorb=zorbs
  exits 2
  says "--map: wanted FACT=COL"
}

@test "wrong usage" {
  uti rules
  exits 2
  uti rules compare x
  exits 2
  uti rules check
  exits 2
  uti rules print nonsense
  exits 2
}
