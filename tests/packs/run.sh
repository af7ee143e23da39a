#!/bin/sh
# Rule packs: fixtures/packs/NAME with the cases of tests/packs/NAME.tsv.
BUILD=${BUILD:-build}
for cases in tests/packs/*.tsv; do
  pack=fixtures/packs/$(basename "$cases" .tsv)
  "$BUILD/tests/run_cases" --rules "$pack" "$cases"
done
