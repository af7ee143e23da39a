#!/bin/sh
# run.sh TARGET... - each target for $SECONDS_EACH seconds, from its seeds and what
# earlier runs have kept in $FUZZ_BUILD/corpus. A find is kept in
# $FUZZ_BUILD/finds, and the run fails.
FUZZ_BUILD=${FUZZ_BUILD:-build/fuzz}
SECONDS_EACH=${SECONDS_EACH:-60}
failed=0

# The words of the knowledge, so that reports are made of them, and the names that the
# command line's readers look for.
dictionary() {
  cut -f2 ext/knowledge/phrases.tsv ext/knowledge/contexts.tsv | tr -c "a-z0-9\n" '\n' | grep -E '^[a-z]{3,}$' | sort -u | sed 's/.*/" &"/'
  cut -f1 ext/knowledge/facts.tsv ext/knowledge/concepts.tsv | grep -E '^[a-z0-9_]+$' | sort -u | sed 's/.*/"&"/'
  grep -ohE '"[A-Za-z_/.-]{3,}"' cli/input/*.c cli/spreadsheet/*.c cli/review/read_workbook.c | sort -u
  printf '"\\x1f"\n"\\x09"\n"\\x0a=== "\n".tsv\\x0a"\n'
}

mkdir -p "$FUZZ_BUILD/finds"
dictionary > "$FUZZ_BUILD/dictionary"
for target in "$@"; do
  mkdir -p "$FUZZ_BUILD/corpus/$target"
  log=$FUZZ_BUILD/$target.log
  quiet=0
  longest=4096
  case $target in csv | ndjson | fhir | xlsx) quiet=2 ;; pack) longest=16384 ;; esac   # their messages about bad input
  if ! "$FUZZ_BUILD/${target}_fuzzer" -close_fd_mask=$quiet -max_total_time="$SECONDS_EACH" -max_len=$longest -timeout=100 -rss_limit_mb=3000 \
      -dict="$FUZZ_BUILD/dictionary" -artifact_prefix="$FUZZ_BUILD/finds/$target-" -print_final_stats=1 \
      "$FUZZ_BUILD/corpus/$target" "fixtures/fuzz/$target" > "$log" 2>&1; then
    echo "$target: a find, see $log"
    failed=1
  fi
  echo "$target: $(sed -n 's/^stat::number_of_executed_units: */executions: /p' "$log"), $(grep -oE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -1)"
done
exit $failed
