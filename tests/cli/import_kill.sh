#!/bin/sh
# import_kill.sh TIMES [SEED] - kills imports at random moments: each leaves the
# database as it was, or complete. Prints how often it was which; exits with 1 at the
# first database that is neither. From the root of the repository; works in a folder
# of its own.
program=$(realpath "${UTI_REPORT:-build/uti-report}")
times=$1
seed=${2:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

rows() {
  awk -v from="$1" -v to="$2" -v words="$3" 'BEGIN {
    print "id,patient_id,sex,reported_at,note"
    for (i = from; i <= to; i++) printf "%d,P%d,%s,2026-03-%02d,%s %d\n", i, i % 700, i % 2 ? "F" : "M", 1 + i % 28, words, i }'
}
rows 1 1000 'UTI and chills on day' > first.csv
rows 501 2000 'Burning when I pee and leg cramps on day' > second.csv
echo '1,2,3' >> second.csv

# All that an import may change.
state() {
  sqlite3 "$1" "PRAGMA integrity_check; SELECT count(*), sum(report LIKE 'Burning%'), (SELECT count(*) FROM patients), (SELECT count(*) FROM assessments),
    (SELECT count(*) FROM report_versions), (SELECT count(*) FROM imports), (SELECT count(*) FROM rejected_rows) FROM reports" | tr '\n' ' '
}

"$program" import first.csv --db before.db -q || exit 1
cp before.db after.db
"$program" import second.csv --db after.db -q 2> /dev/null
before=$(state before.db)
after=$(state after.db)
[ "$before" != "$after" ] || exit 1

# How long an import takes, in milliseconds: kills fall into it and after.
began=$(date +%s%N)
cp before.db clinic.db
"$program" import second.csv --db clinic.db -q 2> /dev/null
length=$((($(date +%s%N) - began) / 600000))

unchanged=0
complete=0
moments=$(awk -v n="$times" -v seed="$seed" -v length_ms="$length" 'BEGIN { srand(seed); for (i = 0; i < n; i++) printf "%.4f\n", rand() * length_ms / 1000 }')
for moment in $moments; do
  rm -f clinic.db*
  cp before.db clinic.db
  [ $((complete + unchanged)) -ge $((times / 2)) ] && sqlite3 clinic.db 'PRAGMA journal_mode = WAL' > /dev/null
  "$program" import second.csv --db clinic.db -q 2> /dev/null &
  pid=$!
  sleep "$moment"
  kill -KILL $pid 2> /dev/null
  wait $pid 2> /dev/null
  now=$(state clinic.db)
  case $now in
    "$before") unchanged=$((unchanged + 1)) ;;
    "$after") complete=$((complete + 1)) ;;
    *)
      echo "killed after $moment s: $now"
      echo "as it was: $before"
      echo "complete:  $after"
      exit 1
      ;;
  esac
done
echo "$times kills: $unchanged left it as it was, $complete found it complete"
[ "$unchanged" -gt 0 ]
