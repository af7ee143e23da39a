#!/bin/sh
# seeds.sh - every seed of the fuzz targets once, without a fuzzer; prints TAP.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A target may define what it takes the place of, so it is linked to an archive.
find "$BUILD/cli" "$BUILD/static/ext/sqlite" "$BUILD/ext/pack" -name '*.o' ! -path "$BUILD/cli/main.o" > "$work/objects"
xargs ar rcs "$work/libuti_all.a" < "$work/objects" || exit 1
libraries="-lxlsxwriter -lminizip -lexpat -lcsv -ljansson -lpcre2-8 -lsodium -lsqlite3 -lpthread -lm"

for target in fixtures/fuzz/*/; do
  target=$(basename "$target")
  case $target in csv | ndjson | fhir | xlsx) shared=tests/fuzz/fuzz_cli.c ;; *) shared= ;; esac
  # shellcheck disable=SC2086
  if ! ${CC:-cc} -std=c11 -g -O1 -Iext -Icli -Itests/fuzz "tests/fuzz/$target.c" $shared tests/fuzz/replay.c \
      "$work/libuti_all.a" "$BUILD/libuti_core.a" $libraries -o "$work/$target" 2> "$work/why"; then
    echo "not ok - the target $target cannot be built"
    sed 's/^/# /' "$work/why"
    continue
  fi
  "$work/$target" "fixtures/fuzz/$target"/* > "$work/answer" 2> "$work/words"
  status=$?
  grep '^ok' "$work/answer" | sed 's/^ok [0-9]* /ok /'
  if [ "$status" -ne 0 ]; then
    echo "not ok - the seed of $target after these ended with status $status"
    sed 's/^/# /' "$work/words"
  fi
done
