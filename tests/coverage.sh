#!/bin/sh
# coverage.sh - what the whole suite takes of a build with --coverage in $BUILD
# (make coverage): the branches of ext/, the lines of cli/. A table, a line for
# each source; the branches that no test took are in $BUILD/branches.txt (source
# and line, how many, which of the line's, code), the lines in $BUILD/lines.txt.
#
# A branch that is proven out of reach has a line in tests/coverage_exceptions.tsv:
# source, a piece of the line's code, how many of its branches, and the reason.
# It fails where a folder of ext/ has more missed branches than it had (`most` below:
# lower them with each that is taken, never raise them; 0 is the goal), where an
# exception fits nothing that was missed, and where too few lines of cli/ are taken.
BUILD=${BUILD:-build/coverage}
exceptions=tests/coverage_exceptions.tsv
most='ext/core=0 ext/pack=0 ext/sqlite=0'
least_cli_lines=95
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# counted FOLDER...: each object of these folders, as gcov writes it.
counted() { find "$@" -name '*.gcda' -exec gcov -b -c -t {} \; 2> /dev/null; }

# The extension and the command line have objects of their own for the adapter, and
# headers stand in many: a branch is taken where any of them took it.
counted "$BUILD"/ext/core "$BUILD"/ext/pack "$BUILD"/ext/sqlite "$BUILD"/static "$BUILD"/forgetful |
  awk '
    /^ *-: +0:Source:/ { source = $0; sub(/.*Source:/, "", source); own = source ~ /^ext\//; next }
    !own { next }
    /^branch/ {
      key = source SUBSEP line SUBSEP $2
      if ($4 != "never") taken[key] += $4
      if (!(key in of)) { of[key] = source SUBSEP line; number[key] = $2 }
      next
    }
    /^ *[-#=0-9]+\*?: *[0-9]+:/ { split($0, part, ":"); line = part[2] + 0; code[source, line] = substr($0, length(part[1]) + length(part[2]) + 3) }
    END {
      for (key in of) {
        at = of[key]
        split(at, part, SUBSEP)
        all[part[1]]++
        if (!taken[key]) { missed[at]++; which[at] = which[at] " " number[key] }
      }
      for (at in missed) {
        split(at, part, SUBSEP)
        printf "%s\t%d\t%d\t%s\t%s\n", part[1], part[2], missed[at], which[at], code[at]
      }
      for (source in all) printf "=\t%s\t%d\n", source, all[source]
    }' | LC_ALL=C sort -t "$(printf "\t")" -k1,1 -k2,2n -k2,2 > "$work/all"

# Exceptions are taken off; one that fits no line, or names too many, is an error.
awk -F '\t' -v most="$most" -v exceptions="$exceptions" -v missing="$BUILD/branches.txt" '
  function trimmed(text) { gsub(/^[ \t]+|[ \t]+$/, "", text); return text }
  BEGIN {
    printf "" > missing
    while ((getline row < exceptions) > 0) {
      if (row ~ /^#/ || row ~ /^source\t/) continue
      split(row, cell, "\t")
      count++; file[count] = cell[1]; piece[count] = cell[2]; allowed[count] = cell[3] + 0
      if (cell[4] == "") { printf "%s: wanted a reason, got none: %s %s\n", exceptions, cell[1], cell[2]; bad = 1 }
    }
  }
  $1 == "=" { order[++sources] = $2; all[$2] = $3; next }
  {
    left = $3
    for (i = 1; i <= count && left > 0; i++)
      if (file[i] == $1 && index($5, piece[i]) > 0 && !used[i]) { n = allowed[i] < left ? allowed[i] : left; left -= n; used[i] = n; excused[$1] += n }
    missed[$1] += left
    if (left > 0) printf "%s:%d\t%d\t(%s)\t%s\n", $1, $2, left, trimmed($4), trimmed($5) > missing
  }
  END {
    printf "%-32s %9s %9s %9s %9s %8s\n", "source", "branches", "taken", "out of", "missed", "taken %"
    for (i = 1; i <= sources; i++) {
      s = order[i]; reach = all[s] - excused[s]
      printf "%-32s %9d %9d %9d %9d %8.2f\n", s, all[s], reach - missed[s], excused[s], missed[s], reach ? 100 * (reach - missed[s]) / reach : 100
      folder = s; sub(/\/[^\/]*$/, "", folder)
      if (!(folder in A)) folders[++folder_count] = folder
      A[folder] += all[s]; E[folder] += excused[s]; M[folder] += missed[s]
    }
    for (i = 1; i <= folder_count; i++) {
      f = folders[i]
      printf "%-32s %9d %9d %9d %9d %8.2f\n", f, A[f], A[f] - E[f] - M[f], E[f], M[f], 100 * (A[f] - E[f] - M[f]) / (A[f] - E[f])
    }
    n = split(most, wanted, " ")
    for (i = 1; i <= n; i++) {
      split(wanted[i], part, "=")
      if (M[part[1]] > part[2]) { printf "%s: wanted at most %d missed branches, got %d: see %s\n", part[1], part[2], M[part[1]], missing; bad = 1 }
    }
    for (i = 1; i <= count; i++)
      if (used[i] != allowed[i]) { printf "%s: wanted %d missed branches of %s in a line with %s, got %d: mend or remove the exception\n", exceptions, allowed[i], file[i], piece[i], used[i]; bad = 1 }
    exit bad
  }' "$work/all"
status=$?

counted "$BUILD"/cli |
  awk -v least="$least_cli_lines" -v missing="$BUILD/lines.txt" '
    /^ *-: +0:Source:/ { source = $0; sub(/.*Source:/, "", source); own = source ~ /^cli\//; next }
    !own { next }
    /^ *[#=0-9]+\*?: *[0-9]+:/ {
      split($0, part, ":")
      key = source ":" part[2] + 0
      code[key] = substr($0, length(part[1]) + length(part[2]) + 3)
      seen[key] += part[1] ~ /[0-9]/
    }
    END {
      printf "" > missing
      for (key in seen) {
        all++; taken += seen[key] > 0
        if (!seen[key]) print key "\t" code[key] | ("LC_ALL=C sort -t: -k1,1 -k2,2n >> " missing)
      }
      printf "%-32s %9d %9d %9d %9d %8.2f\n", "cli (lines)", all, taken, 0, all - taken, 100 * taken / all
      exit 100 * taken / all < least
    }' || status=1
exit "$status"
