# run_helper.bash - a database of the shipped schema, with the small clinic of
# tests/sql/seed.sql assessed, as clinic.db in the test's folder.
setup_file() {
  root="$BATS_TEST_DIRNAME/../.."
  EXTENSION=$(cd "$root" && realpath "${BUILD:-build}")/uti
  export EXTENSION
  (cd "$root" && sqlite3 -batch -bail "$BATS_FILE_TMPDIR/clinic.db" ".load $EXTENSION" '.read sql/schema.sql' \
    '.read sql/views.sql' '.read tests/sql/seed.sql' '.read sql/assess_reports.sql') > /dev/null
}

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  cp "$BATS_FILE_TMPDIR/clinic.db" clinic.db
}

# run_query ARGUMENT...: on the clinic.
run_query() {
  uti run --db clinic.db "$@"
}

# asks SQL [ARGUMENT...]: a query of the user's own.
asks() {
  printf '%s\n' "$1" > own.sql
  shift
  run_query own.sql "$@"
}

# is TEXT: all of stdout.
is() {
  [ "$data" = "$1" ] || { echo "wanted: $1"; echo "got: $data"; return 1; }
}

# A terminal of $1 columns; $data is what it shows.
on_terminal() {
  columns=$1
  shift
  script -qec "stty cols $columns; TERM=xterm NO_COLOR=${NO_COLOR-1} $UTI_REPORT $*" /dev/null > terminal.out 2>&1 < /dev/null
  data=$(tr -d '\r' < terminal.out)
}
