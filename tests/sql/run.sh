#!/bin/sh
# run.sh - runs every file of sql/ in the plain sqlite3 shell on a small seeded
# database; prints TAP. From the root of the repository:
#
#   tests/sql/run.sh [--write] [EXTENSION]     default: build/uti
#
# --write notes the output as expected: read the difference before it is
# committed.
cd "$(dirname "$0")/../.." || exit 1
write=
[ "$1" = --write ] && write=1 && shift
extension=$(realpath "${1:-${BUILD:-build}/uti}.so" | sed 's/\.so$//')
tests=tests/sql
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tests/sqlite/script.sh

# The schema twice: a second run must change nothing.
seed() {
  "$SQLITE" -batch -bail "$work/seeded.db" -cmd ".load $extension" \
    '.read sql/schema.sql' '.read sql/views.sql' '.read sql/schema.sql' '.read sql/views.sql' \
    ".read $tests/seed.sql" '.read sql/assess_reports.sql'
}
check "schema, views and the first assessment" seed

# Each query has a test of its name.
for query in sql/*.sql; do
  script=$tests/$(basename "$query")
  if [ -f "$script" ]; then
    cp "$work/seeded.db" "$work/test.db"
    rm -f "$work/test.db-journal"
    judge "$query" "$script" "${script%.sql}.expected" "$work/test.db"
  else
    not_ok "$query has no test"
  fi
done

[ -n "$write" ] && exit 0

# Each file says what it is, in the words that readers and programs look for.
headed() {
  for word in '-- Title: ' '-- What it answers: ' '-- Parameters:' '-- Output columns:'; do
    grep -q -e "^$word" "$1" || { echo "no line '$word'"; return 1; }
  done
}
for query in sql/*.sql; do
  check "$query has its header" headed "$query"
done
listed() { grep -q "(${1#sql/})" sql/README.md; }
for query in sql/*.sql; do
  check "$query stands in sql/README.md" listed "$query"
done

# Tables and views work without the extension, and may be written.
without() {
  cp "$work/seeded.db" "$work/without.db"
  "$SQLITE" -batch -bail "$work/without.db" "SELECT count(*) FROM assessable_reports;
    PRAGMA trusted_schema = OFF;
    SELECT count(*) FROM flagged_cases; SELECT count(*) FROM urgency_by_day;
    SELECT count(*) FROM mechanism_summary;
    INSERT INTO reports (report_id, report) VALUES ('new', 'x');
    UPDATE reports SET report = 'y' WHERE report_id = 'new';
    DELETE FROM reports WHERE report_id = 'new';" > /dev/null
}
check "tables and views work without the extension" without

finish
