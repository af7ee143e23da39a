#!/bin/sh
# Serves a database of the shipped schema on this machine alone:
#   serve.sh DATABASE.db [PORT]
# Wants datasette on the PATH (or DATASETTE), and the extension and uti-report: those of
# BUILD, or the installed ones.
set -eu
wanted() { echo "serve.sh: wanted $1" >&2; exit "$2"; }
[ $# -ge 1 ] || wanted "a database, got nothing: serve.sh DATABASE.db [PORT]" 2
database=$1
port=${2:-8001}
here=$(cd "$(dirname "$0")" && pwd)
[ -f "$database" ] || wanted "a database, got $database, which is not there: make one with uti-report import --db" 1
# Built (BUILD, or build in the current folder), or installed beside these pages.
build=${BUILD:-build}
if [ -z "${BUILD:-}" ] && [ ! -f build/uti.so ]; then build=$here/../../../../lib/sqlite3; fi
[ -f "$build/uti.so" ] || wanted "the extension in $build, which has no uti.so: run make, or set BUILD" 1
build=$(cd "$build" && pwd)
if [ -z "${UTI_REPORT:-}" ]; then
  for UTI_REPORT in "$build/uti-report" "$here/../../../../bin/uti-report" uti-report; do
    if command -v "$UTI_REPORT" > /dev/null; then break; fi
  done
fi
command -v "$UTI_REPORT" > /dev/null || wanted "the program uti-report beside the extension, got none: install it, or set UTI_REPORT" 1
command -v "${DATASETTE:-datasette}" > /dev/null ||
  wanted "Datasette, got no program ${DATASETTE:-datasette}: run make datasette, and set DATASETTE=build/datasette/bin/datasette" 1
metadata=$(mktemp)
server=
# A shell that is ended must not leave the server behind.
trap '[ -z "$server" ] || { kill "$server" 2> /dev/null && wait "$server" || true; }; rm -f "$metadata"' EXIT
trap 'exit 130' INT TERM
python3 "$here/make_metadata.py" "$(basename "$database" .db)" > "$metadata"
export UTI_REPORT
# Its list of requests holds ids and what visitors search for: it is not kept.
# Visitors run the queries of sql/ and no SQL of their own: a query of theirs could
# change the rules of the connection, which other visitors share.
"${DATASETTE:-datasette}" serve "$database" --host 127.0.0.1 --port "$port" \
  --load-extension "$build/uti.so:sqlite3_uti_init" --metadata "$metadata" \
  --plugins-dir "$here/plugins" --static "uti:$here/static" \
  --setting default_allow_sql off --setting sql_time_limit_ms 10000 --setting allow_download off > /dev/null &
server=$!
echo "http://127.0.0.1:$port/ (Ctrl-C ends it)"
wait "$server"
