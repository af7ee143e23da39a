#!/bin/sh
# The extension in a cluster of rqlite: needs what `make rqlite` builds.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
if [ ! -x "$BUILD/rqlite/rqlited" ]; then
  echo "1..1"
  echo "ok 1 - three nodes of rqlite # SKIP make rqlite was not run"
  exit 0
fi
mkdir -p "$BUILD/rqlite/extensions"
cp "$BUILD/uti.so" "$BUILD/rqlite/extensions"
exec python3 tests/rqlite/cluster.py "$BUILD/rqlite/rqlited" "$BUILD/rqlite/extensions"
