#!/bin/sh
# run.sh - Datasette on the shipped reports: every query of sql/ answers as it does in
# the sqlite3 shell, and the pages work by clicks and keys in a browser; prints TAP.
# From the root of the repository: make test-serve-demo. Skipped without the network.
cd "$(dirname "$0")/../.." || exit 1
built=$(realpath "${BUILD:-build}")
work=$(mktemp -d)
trap 'rm -rf "$work"; [ -z "$server" ] || kill "$server" 2> /dev/null' EXIT
server=
number=0
failed=0
LC_ALL=C.UTF-8
export LC_ALL
check() {
  number=$((number + 1))
  title=$1
  shift
  if ("$@") > "$work/output" 2>&1; then
    echo "ok $number - $title"
  else
    echo "not ok $number - $title"
    tail -15 "$work/output" | sed 's/^/#   /'
    failed=$((failed + 1))
  fi
}
skip() { number=$((number + 1)); echo "ok $number - $1 # SKIP $2"; }

if ! BUILD=$built sh ext/packages/datasette/serve.sh prepare > "$work/prepared" 2> "$work/errors"; then
  skip "Datasette" "it cannot be installed here: $(tail -n 1 "$work/errors")"
  echo "1..$number"
  exit 0
fi
datasette=$(cat "$work/prepared")
get() {
  "$datasette" "$built/demo/clinic.db" --metadata "$built/demo/metadata.json" --load-extension "$built/uti.so" \
    --setting sql_time_limit_ms 20000 --get "$1"
}
rows() { python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin), sort_keys=True))'; }
in_shell() { sqlite3 -batch -json "$built/demo/clinic.db" ".load '$built/uti'" "$@" | sed '1s/^$/[]/' | rows; }
# No clock in what is compared.
as_in_the_shell() {
  get "/clinic/$1.json?_shape=array&_size=max&$2" | rows > "$work/browser"
  shift 2
  in_shell "$@" > "$work/shell"
  [ -s "$work/shell" ] || echo '[]' > "$work/shell"
  diff "$work/shell" "$work/browser" | cut -c 1-300
  cmp -s "$work/shell" "$work/browser"
}
for query in by_day_7_day_mean by_site cramps_by_mechanism cramps_without_potassium data_quality episodes older_rules \
  red_flags_denied repeat_reporters review_agreement rules_fired unassessable_reports; do
  check "the query $query gives the answers of the sqlite3 shell" as_in_the_shell $query '' ".read sql/$query.sql"
done
check "a number given is compared as a number" as_in_the_shell repeat_reporters 'times=3&days=20' \
  '.parameter set :times 3' '.parameter set :days 20' '.read sql/repeat_reporters.sql'
check "a day given is a day" as_in_the_shell flagged_today 'day=2026-03-09' ".parameter set :day \"'2026-03-09'\"" '.read sql/flagged_today.sql'
waits() { get '/clinic/waiting_for_review.json?_shape=array&now=2026-04-01' | python3 -c 'import json, sys; assert len(json.load(sys.stdin)) > 100'; }
check "the query waiting_for_review lists what is flagged" waits
nothing_writes() { ! get '/clinic.json?sql=delete+from+reports' | grep -v '"ok": false' | grep .; }
check "nothing can be written" nothing_writes

# ---- In a browser ----

browser() {
  cd "$built/hosts/browser" && BASE="http://127.0.0.1:$port" PICTURE="$work/datasette.png" node pages.test.mjs
}
port=8137
mkdir -p "$built/hosts/browser"
cp tests/datasette/pages.test.mjs "$built/hosts/browser"
if ! command -v node > /dev/null || ! command -v chromium > /dev/null; then
  skip "the pages in a browser" "node and chromium are wanted"
elif ! [ -d "$built/hosts/browser/node_modules/playwright-core" ] &&
  ! (cd "$built/hosts/browser" && npm install --silent --no-audit --no-fund --no-save --prefix . playwright-core@1.58.0) > /dev/null 2>&1; then
  skip "the pages in a browser" "playwright-core cannot be installed here"
else
  BUILD=$built PORT=$port sh ext/packages/datasette/serve.sh > "$work/log" 2>&1 &
  server=$!
  tries=0
  until curl --silent --output /dev/null "http://127.0.0.1:$port/" || [ $tries -ge 60 ]; do tries=$((tries + 1)); sleep 1; done
  check "the pages work by clicks and keys" browser
  sed -n 's/^#/#/p' "$work/output"
  if [ -n "$PICTURES" ] && [ -f "$work/datasette.png" ]; then pngquant --force --strip 64 --output fixtures/pictures/datasette.png "$work/datasette.png"; fi
fi
echo "1..$number"
[ "$failed" -eq 0 ]
