#!/bin/sh
# The pages in a browser: needs what `make datasette` installs, and a Chromium.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
python=$BUILD/datasette/bin/python
missing=""
[ -x "$python" ] || missing="make datasette was not run"
command -v chromedriver > /dev/null || missing="no chromedriver"
if [ -n "$missing" ]; then
  echo "1..1"
  echo "ok 1 - pages in a browser # SKIP $missing"
  exit 0
fi
BUILD=$BUILD "$python" tests/datasette/pages.py "$@"
