#!/bin/sh
# Names a Python whose sqlite3 can load extensions: the one on the PATH, or the
# system's own.
for python in python3 "$(command -p -v python3)"; do
  if "$python" -c 'import sqlite3; sqlite3.connect(":memory:").enable_load_extension(True)' 2> /dev/null; then
    echo "$python"
    exit 0
  fi
done
echo "no Python here can load SQLite extensions: install the system's python3" >&2
exit 1
