#!/bin/sh
# uti_context() against labelled phrases: TSV files with the columns phrase,
# sentence, negation (Negated, Affirmed), temporality (Historical, ...) and
# experiencer (Patient, ...), as the test kit of NegEx has them.
#   sh tests/eval/contexts.sh FILE.tsv...
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
for file in "$@"; do
  head -n 1 "$file" | tr -d '\r' | grep -q '^phrase	sentence	negation	temporality	experiencer$' || continue
  echo "== $file"
  sqlite3 -batch :memory: <<END | awk -f tests/eval/contexts.awk
.load $BUILD/uti
.mode ascii
.separator "\t" "\n"
.import "$file" labelled
SELECT phrase, sentence, negation = 'Negated', temporality = 'Historical', experiencer <> 'Patient',
       coalesce(uti_context(sentence, phrase), 'not found')
FROM labelled WHERE coalesce(phrase, '') <> '';
END
done
