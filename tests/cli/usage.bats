# What every command has in common: help, versions, wrong usage.
load helper

@test "without a command it shows the commands on stderr and exits 2" {
  uti
  exits 2
  says "Commands:"
  [ -z "$data" ]
}

@test "help names every command, and help COMMAND its options" {
  uti help
  exits 0
  for command in flag score explain eval help version; do answers "  $command "; done
  uti help flag
  exits 0
  for option in --output --force --text --id --map --delimiter --rule-set --min-level --now --tmpdir --quiet --no-progress --color --threads --sheet-rows; do
    answers "$option"
  done
  uti help score
  for option in --rule-set --text-field --id-field --threads --quiet; do answers "$option"; done
  uti help explain
  for option in --fact --format --color --rule-set; do answers "$option"; done
  uti help eval
  for option in --concepts --rule-set; do answers "$option"; done
}

@test "COMMAND --help is help COMMAND" {
  uti help flag
  by_help=$data
  uti flag --help
  exits 0
  [ "$data" = "$by_help" ]
}

@test "every option of the program stands in its reference" {
  reference="$BATS_TEST_DIRNAME/../../cli/README.md"
  for command in $("$UTI_REPORT" help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    uti help "$command"
    for option in $(grep -o -- '--[a-z][a-z-]*' data.out | sort -u); do
      grep -q -- "$option" "$reference" || { echo "$option of $command is not in cli/README.md"; return 1; }
    done
  done
}

@test "version names the program, its libraries and its rules" {
  uti version
  exits 0
  answers "uti-report "
  answers "SQLite 3."
  answers "libxlsxwriter "
  [ "$(grep -cE '^rules [0-9a-f]{16} (article|core|full)$' data.out)" -eq 3 ]
  uti --version
  exits 0
  answers "uti-report "
}

@test "an unknown command, option or value is wrong usage and says the way out" {
  uti frobnicate
  exits 2
  says "there is no command 'frobnicate'"
  uti score --rule-st full
  exits 2
  says "did you mean --rule-set?"
  uti score --rule-set best
  exits 2
  says "--rule-set: wanted article, core or full, got 'best'"
  uti score --rule-set
  exits 2
  says "got nothing"
  uti flag --quiet=yes
  exits 2
  says "--quiet takes no value"
  uti flag x.csv -o o.xlsx --now yesterday
  exits 2
  says "--now: wanted a time such as"
  uti flag x.csv -o o.xlsx --threads 0
  exits 2
  uti flag x.csv -o o.xlsx --min-level high
  exits 2
  says "emergency, urgent, soon, routine or none"
  uti flag x.csv -o o.xlsx --map temperatuur=T
  exits 2
  says "--map: wanted FACT=COL"
  uti help nothing
  exits 2
  for try in "flag x.csv -o o.xlsx --delimiter xyz" "flag x.csv -o o.xlsx --sheet-rows 0" "explain x --format pdf" "eval x --concepts nothing"; do
    # shellcheck disable=SC2086
    uti $try
    exits 2
    says "See: uti-report help"
  done
}

@test "a value that may be a patient's is not repeated" {
  uti explain x --fact "my name is Mary"
  exits 2
  says "--fact: wanted name=value"
  says_nothing_of Mary
  uti explain "Mary has" "a UTI"
  exits 2
  says "put the text in quotes"
  says_nothing_of Mary
}

@test "a reader that stops early is no failure" {
  for i in $(seq 5000); do echo '{"text":"I have a UTI and a fever"}'; done > in.ndjson
  set -o pipefail
  "$UTI_REPORT" score in.ndjson 2> words.out | head -1 > /dev/null
  [ ! -s words.out ]
}

@test "a full stdout is a failure" {
  [ -c /dev/full ] || skip "there is no /dev/full"
  echo '{"text":"UTI"}' > in.ndjson
  status=0
  "$UTI_REPORT" score in.ndjson > /dev/full 2> words.out || status=$?
  [ "$status" -eq 1 ]
  grep -q "cannot write" words.out
}

@test "help states the intended use" {
  uti help
  exits 0
  answers "Intended use: decision support for qualified staff who can review the basis of each"
  answers "Not a diagnosis"
  answers "for patients on their own"
}
