#!/bin/sh
# Agreement with the shipped labels, and what typing errors cost.
#   sh tests/eval/run.sh [FILE...]     labelled NDJSON; the shipped ones by default
cd "$(dirname "$0")/../.." || exit 1
UTI_REPORT=${UTI_REPORT:-build/uti-report}
floor=0
if [ $# -eq 0 ]; then
  set -- fixtures/reports/clinic_labels.ndjson
  floor=0.92
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0
score() { "$UTI_REPORT" eval "$1" | awk '/^concept and status/ {print $(NF-1)}'; }
at_least() { awk -v a="$1" -v b="$2" 'BEGIN {exit !(a >= b)}'; }
check() {
  number=$((number + 1))
  if at_least "$2" "$3"; then echo "ok $number - $1"; else echo "not ok $number - $1"; fi
}
for file in "$@"; do
  python3 tests/eval/typing_errors.py < "$file" > "$folder/typing.ndjson"
  clean=$(score "$file")
  damaged=$(score "$folder/typing.ndjson")
  echo "# $(basename "$file"): F1 of concept and status $clean, with typing errors $damaged"
  check "$(basename "$file"): F1 is at least $floor" "$clean" "$floor"
  check "$(basename "$file"): typing errors cost at most 0.03" "$damaged" "$(awk -v a="$clean" 'BEGIN {print a - 0.03}')"
done
if [ "$floor" != 0 ]; then
  lines=$(sh tests/eval/contexts.sh tests/eval/contexts.tsv | awk '$1 == "absent" || $1 == "past" || $1 == "other" {print $1, $2, $3, $4}')
  check "contexts: right, missed and extra statuses of phrases" "$([ "$lines" = "$(cat tests/eval/contexts.expected)" ] && echo 1 || echo 0)" 1
fi
echo "1..$number"
