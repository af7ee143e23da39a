#!/bin/sh
# coverage.sh - branch coverage of ext/ by the whole suite, from a build with
# --coverage in $BUILD (make coverage). A table, a line for each source; the
# branches that no test took are in $BUILD/branches.txt.
#
# A branch that is proven out of reach has a line in tests/coverage_exceptions.tsv:
# source, a piece of the line's code, how many of its branches, and the reason.
BUILD=${BUILD:-build/coverage}
exceptions=tests/coverage_exceptions.tsv
: > "$BUILD/branches.txt"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The extension and the command line have objects of their own for the adapter:
# a branch is taken where either took it.
for source in ext/core/*.c ext/pack/*.c ext/sqlite/*.c; do
  for object in "$BUILD/${source%.c}" "$BUILD/static/${source%.c}"; do
    [ -f "$object.gcda" ] || continue
    gcov -b -c -t "$object.gcda" 2> /dev/null
  done > "$work/gcov"
  awk -v source="$source" '
    /^ *-: +0:Source:/ { own = index($0, "Source:" source) > 0; next }
    !own { next }
    /^branch/ { key = line SUBSEP $2; taken[key] += $4 == "never" ? 0 : $4; of[key] = line; next }
    /^ *[-#=0-9]+\*?: *[0-9]+:/ { split($0, part, ":"); line = part[2] + 0; code[line] = substr($0, length(part[1]) + length(part[2]) + 3) }
    END {
      for (key in of) {
        all++
        if (!taken[key]) missed[of[key]]++
      }
      for (line in missed) printf "%s\t%d\t%d\t%s\n", source, line, missed[line], code[line]
      printf "=\t%s\t%d\n", source, all
    }' "$work/gcov"
done | LC_ALL=C sort -s -t "$(printf "\t")" -k1,1 -k2,2n > "$work/all"

# Exceptions are taken off; one that fits no line, or names too many, is an error.
awk -F '\t' -v exceptions="$exceptions" -v missing="$BUILD/branches.txt" '
  function trimmed(text) { gsub(/^ +| +$/, "", text); return text }
  BEGIN {
    while ((getline row < exceptions) > 0) {
      if (row ~ /^#/ || row ~ /^source\t/) continue
      split(row, cell, "\t")
      count++; file[count] = cell[1]; piece[count] = cell[2]; allowed[count] = cell[3] + 0
    }
  }
  $1 == "=" { order[++sources] = $2; all[$2] = $3; next }
  {
    left = $3
    for (i = 1; i <= count && left > 0; i++)
      if (file[i] == $1 && index($4, piece[i]) > 0 && !used[i]) { n = allowed[i] < left ? allowed[i] : left; left -= n; used[i] = 1; excused[$1] += n }
    missed[$1] += left
    if (left > 0) printf "%s:%d\t%d\t%s\n", $1, $2, left, trimmed($4) > missing
  }
  END {
    printf "%-32s %9s %9s %9s %9s %8s\n", "source", "branches", "taken", "out of", "missed", "taken %"
    for (i = 1; i <= sources; i++) {
      s = order[i]; reach = all[s] - excused[s]
      printf "%-32s %9d %9d %9d %9d %8.2f\n", s, all[s], reach - missed[s], excused[s], missed[s], reach ? 100 * (reach - missed[s]) / reach : 100
      A += all[s]; E += excused[s]; M += missed[s]
    }
    printf "%-32s %9d %9d %9d %9d %8.2f\n", "all", A, A - E - M, E, M, 100 * (A - E - M) / (A - E)
    for (i = 1; i <= count; i++) if (!used[i]) { printf "tests/coverage_exceptions.tsv: fits no line that was missed: %s %s\n", file[i], piece[i]; bad = 1 }
    exit bad
  }' "$work/all"
