# Options from a file and from the environment.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  printf 'id,note,Wert\n1,UTI,103\n2,UTI,\n3,UTI and chills,\n' > in.csv
}

@test "--config reads options from a file" {
  printf '# of our clinic\n\nmin-level = urgent\nmap=temp_f=Wert\n' > clinic.conf
  flag in.csv --config clinic.conf
  exits 0
  says "2 rows flagged"
  says "temp_f        <- Wert"
}

@test "the environment goes before the file, the command line before both" {
  echo 'min-level = emergency' > clinic.conf
  export UTI_REPORT_CONFIG=clinic.conf
  flag in.csv
  says "0 rows flagged"
  export UTI_REPORT_MIN_LEVEL=urgent
  flag in.csv
  says "1 rows flagged"
  flag in.csv --min-level none
  says "3 rows flagged"
}

@test "a list on the command line takes the place of the file's" {
  printf 'text = id\ntext = note\n' > clinic.conf
  flag in.csv --config clinic.conf
  says "report        <- id"
  flag in.csv --config clinic.conf --text note
  says "report        <- note"
  case $words in *"report        <- id"*) false ;; esac
}

@test "a switch takes yes or no" {
  echo 'quiet = yes' > clinic.conf
  flag in.csv --config clinic.conf
  [ -z "$words" ]
  echo 'quiet = no' > clinic.conf
  flag in.csv --config clinic.conf
  says "rows read"
  echo 'quiet = maybe' > clinic.conf
  flag in.csv --config clinic.conf
  exits 2
  says "clinic.conf line 1: quiet: wanted yes or no, got 'maybe'"
}

@test "options of other commands are passed over; what is no option is not" {
  echo 'concepts = fever' > clinic.conf
  flag in.csv --config clinic.conf
  exits 0
  printf 'quiet=yes\nmin-levle = soon\n' > clinic.conf
  flag in.csv --config clinic.conf
  exits 2
  says "clinic.conf line 2: there is no option 'min-levle'"
}

@test "a wrong value names where it comes from" {
  echo 'min-level = soo' > clinic.conf
  flag in.csv --config clinic.conf
  exits 2
  says "clinic.conf line 1: min-level: wanted emergency, urgent, soon, routine or none, got 'soo'"
  UTI_REPORT_MIN_LEVEL=high flag in.csv
  exits 2
  says "environment: --min-level: wanted"
  flag in.csv --config nothing.conf
  exits 1
}

@test "what belongs to one run, or to a patient, cannot stand in a file" {
  for line in output=x.xlsx force=yes config=x fact=age=30; do
    echo "$line" > clinic.conf
    uti explain UTI --config clinic.conf
    exits 2
    says "on the command line only"
  done
}

@test "the workbook's About names the options and where they come from" {
  echo 'min-level = urgent' > clinic.conf
  UTI_REPORT_ID=id flag in.csv --config clinic.conf --rule-set core
  unzip -p out.xlsx xl/sharedStrings.xml > strings.xml
  grep -q -e '--min-level urgent (from the file of settings)' strings.xml
  grep -q -e '--id id (from the environment)' strings.xml
  grep -q -e '--rule-set core<' strings.xml
}
