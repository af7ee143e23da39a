#!/bin/sh
# serve.sh [prepare] - the shipped reports in Datasette, on this machine alone, with the
# extension and the queries of sql/. Datasette comes into build/demo by pip unless it is there.
set -eu
cd "$(dirname "$0")/../../.."
built=$(realpath "${BUILD:-build}")
demo=$built/demo
mkdir -p "$demo"
rm -f "$demo/clinic.db"
sqlite3 -batch "$demo/clinic.db" ".load '$built/uti'" '.read sql/schema.sql' '.read sql/views.sql' \
  '.import --csv fixtures/reports/clinic.csv clinic' '.read ext/packages/datasette/demo.sql' '.read sql/assess_reports.sql' > /dev/null
python3 ext/packages/datasette/metadata.py clinic sql/*.sql > "$demo/metadata.json"
datasette=$(command -v datasette || echo "$demo/venv/bin/datasette")
if [ ! -x "$datasette" ]; then
  /usr/bin/python3 -m venv "$demo/venv" && "$demo/venv/bin/pip" install --quiet --disable-pip-version-check datasette==0.65.5
fi
[ "${1:-}" = prepare ] && { echo "$datasette"; exit 0; }
echo "Datasette on this machine alone: Ctrl+C ends it"
exec "$datasette" "$demo/clinic.db" --metadata "$demo/metadata.json" --load-extension "$built/uti.so" \
  --setting sql_time_limit_ms 10000 --setting allow_download off --host 127.0.0.1 --port "${PORT:-8001}"
