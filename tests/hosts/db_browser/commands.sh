# A program with windows: here it draws them nowhere, makes a table of the answers as
# its user would under "Execute SQL", and is ended once the table is there.
host_version() { echo "DB Browser for SQLite $(dpkg-query -W -f '${Version}' sqlitebrowser)"; }
host_answers() {
  copy=$PWD/copy.db
  rm -f "$copy" "$copy-journal"
  cp "$UTI_DATABASE" "$copy"
  { echo "CREATE TABLE answers AS"; cat "$UTI_QUERY"; } > make_answers.sql
  HOME=$PWD QT_QPA_PLATFORM=offscreen sqlitebrowser -o extensions/list="$UTI_EXTENSION" -s make_answers.sql "$copy" > window.log 2>&1 &
  window=$!
  tries=0
  until sqlite3 -batch "$copy" ".timeout 1000" "SELECT answer FROM answers ORDER BY rowid" 2> /dev/null; do
    tries=$((tries + 1))
    if [ $tries -ge 120 ] || ! kill -0 $window 2> /dev/null; then break; fi
    sleep 0.5
  done
  kill $window 2> /dev/null
  wait $window 2> /dev/null
  grep -i error window.log >&2 || true
}
