# script.sh - runs a script in the sqlite3 shell and compares its output with
# what is expected, test by test. Read by run.sh and by ../sql/run.sh.
#
# A test begins with a line `-- title` at the left edge; its output is all that
# follows up to the next title. Errors stand where they happen, as `Error: ...`.

LC_ALL=C
export LC_ALL
SQLITE=${SQLITE:-sqlite3}
passed=0
failed=0

# Errors go to stderr at once, answers through a buffer: without stdbuf they
# would not come out in the order in which they happened.
line_by_line() {
  if command -v stdbuf > /dev/null; then stdbuf -oL "$@"; else "$@"; fi
}

ok() {
  passed=$((passed + 1))
  echo "ok $((passed + failed)) - $1"
}

not_ok() {
  failed=$((failed + 1))
  echo "not ok $((passed + failed)) - $1"
}

# check TITLE COMMAND...: one test that is the exit status of a command.
check() {
  title=$1
  shift
  if "$@" > "$work/check" 2>&1; then
    ok "$title"
  else
    not_ok "$title"
    sed 's/^/#   /' "$work/check"
  fi
}

# run_script FILE [DATABASE]: the output with titles, errors made comparable.
run_script() {
  {
    echo ".load $extension"
    echo ".nullvalue NULL"
    sed 's/^-- \(.*\)$/.print "-- \1"/' "$1"
  } | line_by_line "$SQLITE" -batch "${2:-:memory:}" 2>&1 |
    sed -e 's/^[A-Z][a-z]* error near line [0-9]*: /Error: /' -e 's/^Error: near line [0-9]*: /Error: /' \
      -e '/^Error: /s/ ([0-9]*)$//' |
    awk '/(\^--- error here|error here ---\^)$/ { held = 0; next } held { print line } { line = $0; held = 1 } END { if (held) print line }'
}

# compare NAME EXPECTED OUTPUT: one TAP line a title.
compare() {
  awk -v name="$1" -v number="$((passed + failed))" '
    function flush() { if (title != "") body[side, title] = text; text = "" }
    FNR == 1 { flush(); side++; title = "" }
    /^-- / {
      flush(); title = substr($0, 4)
      if (side == 1) order[++count] = title
      if (side == 2 && !((1, title) in body)) extra[++extras] = title
      next
    }
    { text = text $0 "\n" }
    END {
      flush()
      for (i = 1; i <= count; i++) {
        t = order[i]
        good = ((2, t) in body) && body[1, t] == body[2, t]
        printf "%s %d - %s: %s\n", good ? "ok" : "not ok", ++number, name, t
        if (!good) { show("wanted", body[1, t]); show("got", body[2, t]) }
      }
      for (i = 1; i <= extras; i++)
        printf "not ok %d - %s: %s\n#   no expected output\n", ++number, name, extra[i]
    }
    function show(word, text,   n, lines, i) {
      n = split(text, lines, "\n")
      for (i = 1; i < n; i++) printf "#   %-6s %s\n", word, lines[i]
    }' "$2" "$3" > "$work/tap"
  cat "$work/tap"
  passed=$((passed + $(grep -c '^ok ' "$work/tap")))
  failed=$((failed + $(grep -c '^not ok ' "$work/tap")))
}

# judge NAME SCRIPT EXPECTED [DATABASE]: runs, compares; with --write notes the
# output instead.
judge() {
  run_script "$2" "$4" > "$work/output"
  if [ -n "$write" ]; then
    cp "$work/output" "$3"
  elif [ -f "$3" ]; then
    compare "$1" "$3" "$work/output"
  else
    not_ok "$1 has no expected output"
  fi
}

finish() {
  echo "1..$((passed + failed))"
  [ "$failed" -eq 0 ]
}
