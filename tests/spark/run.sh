#!/bin/sh
# The batch library on pyarrow, then Spark with two executor processes: needs what
# `make spark` installs, and a Java. ROWS=N reports on the cluster (20,000).
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
python=$BUILD/spark/bin/python
missing=""
command -v java > /dev/null || missing="no Java"
[ -x "$python" ] || missing="make spark was not run"
if [ -n "$missing" ]; then
  echo "1..1"
  echo "ok 1 - batches of Arrow and Spark # SKIP $missing"
  exit 0
fi
export BUILD PYTHONPATH="ext/spark:tests/spark"
"$python" tests/spark/test_table.py || exit 1
# Spark's own words are many: they are shown where something fails.
words=$(mktemp)
trap 'rm -f "$words"' EXIT
"$python" tests/spark/test_cluster.py "$@" 2> "$words" || { grep -v '^\s*at ' "$words" | tail -n 40 | sed 's/^/# /'; exit 1; }
