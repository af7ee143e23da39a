#!/bin/sh
# Serves a database of the shipped schema on this machine alone:
#   serve.sh DATABASE.db [PORT]
# Wants datasette on the PATH (or DATASETTE), and the built extension in BUILD.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${BUILD:-build}" && pwd)
database=$1
port=${2:-8001}
metadata=$(mktemp)
trap 'rm -f "$metadata"' EXIT INT TERM
python3 "$here/make_metadata.py" "$(basename "$database" .db)" > "$metadata"
UTI_REPORT=${UTI_REPORT:-$build/uti-report}
export UTI_REPORT
# Visitors run the queries of sql/ and no SQL of their own: a query of theirs could
# change the rules of the connection, which other visitors share.
"${DATASETTE:-datasette}" serve "$database" --host 127.0.0.1 --port "$port" \
  --load-extension "$build/uti.so:sqlite3_uti_init" --metadata "$metadata" \
  --plugins-dir "$here/plugins" --static "uti:$here/static" \
  --setting default_allow_sql off --setting sql_time_limit_ms 10000 --setting allow_download off
