# flag: the workbook appears whole or not at all.
load helper

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  printf 'id,note\n1,UTI and chills\n2,UTI\n3,Leg cramps and my calf is swollen\n4,nothing\n' > in.csv
}

leaves_nothing() {
  [ -z "$(find . -name '*.tmp' -o -name 'out.xlsx')" ]
}

@test "the file is for its owner alone" {
  umask 000
  flag in.csv
  exits 0
  [ "$(stat -c %a out.xlsx)" = 600 ]
}

@test "an existing file is kept without --force and replaced with it" {
  echo old > out.xlsx
  uti flag in.csv -o out.xlsx
  exits 1
  says "out.xlsx: it exists; --force replaces it"
  [ "$(cat out.xlsx)" = old ]
  uti flag in.csv -o out.xlsx --force
  exits 0
  [ "$(head -c 2 out.xlsx)" = PK ]
}

@test "a failed run keeps the old file and leaves nothing behind" {
  echo old > out.xlsx
  uti flag nothing.csv -o out.xlsx --force
  exits 1
  [ "$(cat out.xlsx)" = old ]
  [ -z "$(find . -name '.uti-report*')" ]
}

@test "a link, a folder or a device is not replaced" {
  ln -s in.csv link.xlsx
  uti flag in.csv -o link.xlsx --force
  exits 2
  ln -s target other.xlsx
  uti flag in.csv -o other.xlsx --force
  exits 1
  [ -L other.xlsx ]
  mkdir folder.xlsx
  uti flag in.csv -o folder.xlsx --force
  exits 1
  says "no ordinary file"
}

# While the rows are read somebody puts a link in the place of the workbook: to a file
# that is the user's and not theirs.
@test "a link that appears while rows are read leads nowhere" {
  echo precious > precious
  mkfifo rows
  for force in '' --force; do
    rm -f out.xlsx
    [ -z "$force" ] || echo old > out.xlsx
    # shellcheck disable=SC2086
    { "$UTI_REPORT" flag - -o out.xlsx $force < rows > said 2>&1; echo $? > flag_status; } &
    { head -1 in.csv; sleep 0.3; ln -sf precious out.xlsx; tail -n +2 in.csv; } > rows
    wait
    [ "$(cat precious)" = precious ]
    if [ "$(cat flag_status)" -eq 0 ]; then [ -f out.xlsx ] && [ ! -L out.xlsx ]; else [ -L out.xlsx ]; fi
    [ -z "$(find . -name '.uti-report*')" ]
  done
}

@test "a folder that is missing or cannot be written is found out before reading" {
  uti flag in.csv -o nowhere/out.xlsx
  exits 1
  says "No such file or directory"
  [ "$(id -u)" -ne 0 ] || skip "root may write everywhere"
  mkdir closed && chmod 500 closed
  uti flag in.csv -o closed/out.xlsx
  exits 1
  says "Permission denied"
}

@test "-o must be given, and must name a workbook" {
  uti flag in.csv
  exits 2
  says "wanted -o OUT.xlsx"
  uti flag in.csv -o out.csv
  exits 2
  says "ends in .xlsx"
}

@test "a full disk leaves no file" {
  mkdir small
  mount -t tmpfs -o size=16k tmpfs small 2> /dev/null || skip "cannot mount a small disk"
  uti flag in.csv -o small/out.xlsx
  left=$(ls -A small)
  umount small
  exits 1
  says "cannot write small/out.xlsx"
  [ -z "$left" ]
}

@test "a full temporary folder is a failure, not a broken workbook" {
  mkdir small
  mount -t tmpfs -o size=16k tmpfs small 2> /dev/null || skip "cannot mount a small disk"
  uti flag in.csv -o out.xlsx --tmpdir small
  umount small
  exits 1
  says "temporary file"
  leaves_nothing
}

@test "a folder too small for the flagged rows is a failure that names the way out" {
  mkdir small
  mount -t tmpfs -o size=16k tmpfs small 2> /dev/null || skip "cannot mount a small disk"
  seq 5000 | sed 's/$/,UTI and chills and flank pain and leg cramps and a swollen left calf/; 1i id,note' > many.csv
  uti flag many.csv -o out.xlsx --tmpdir small
  left=$(ls -A small)
  umount small
  exits 1
  says "the flagged rows cannot be kept in small: No space left on device; give a folder with room as --tmpdir"
  [ -z "$left" ]
  leaves_nothing
}

# Rows of several pieces of work, from two inputs, with warnings and rejected rows.
many_rows() {
  for i in $(seq 400); do
    printf '%s,"UTI and chills, flank pain, Mr Miller of 12 Main Street",%s\n' "$i" "$i"
    printf '%s,pain on peeing,97\n%s,,\n' "b$i" "c$i"
  done | sed '1i id,note,age' > many.csv
  sed -n '2,300p' many.csv | awk -F, 'NR % 7 == 0 { print "{broken"; next } { gsub(/"/, ""); print "{\"id\": \"" $1 "\", \"note\": \"" $2 "\"}" }' > more.ndjson
}

@test "any number of threads gives the same workbook and the same messages" {
  many_rows
  set -- flag many.csv more.ndjson --now 2026-03-01T09:30:00Z --sample 20 --redact --text note
  uti "$@" -o one.xlsx --threads 1
  exits 3
  says "more.ndjson line 7:"
  messages=$(echo "$output" | grep -v one.xlsx)
  for threads in 2 3 8; do
    uti "$@" -o "$threads.xlsx" --threads $threads
    exits 3
    cmp one.xlsx "$threads.xlsx"
    [ "$(echo "$output" | grep -v "$threads.xlsx")" = "$messages" ]
  done
}

# interrupt SIGNAL STATUS: a run that is writing its workbook, without a name or under another.
interrupt() {
  "$UTI_REPORT" flag many.csv -o out.xlsx -q &
  pid=$!
  for i in $(seq 600); do
    if ls .uti-report-*.tmp > /dev/null 2>&1 || find "/proc/$pid/fd" -lname "$PWD/#*" 2> /dev/null | grep -q .; then break; fi
    sleep 0.02
  done
  kill "-$1" $pid
  status=0
  wait $pid || status=$?
  [ "$status" -eq "$2" ] || { echo "exit status $status, wanted $2"; return 1; }
}

@test "an interrupted run leaves nothing behind, and a killed one neither" {
  for i in $(seq 30000); do echo "$i,UTI and chills and flank pain and leg cramps"; done | sed '1i id,note' > many.csv
  interrupt TERM 143
  leaves_nothing
  python3 -c 'import os; os.open(".", os.O_TMPFILE | os.O_WRONLY)' 2> /dev/null || skip "this disk has no files without names"
  interrupt KILL 137
  leaves_nothing
}

@test "a disk without files without names: the workbook is written under another" {
  ${CC:-cc} -shared -fPIC -o none.so -x c - -ldl <<'END' || skip "cannot be built here"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
int open(const char *name, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  int mode = va_arg(rest, int);
  va_end(rest);
  if ((flags & O_TMPFILE) == O_TMPFILE) { errno = EOPNOTSUPP; return -1; }
  return ((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open"))(name, flags, mode);
}
END
  uti flag in.csv -o named.xlsx --now 2026-03-01
  LD_PRELOAD=$PWD/none.so uti flag in.csv -o out.xlsx --now 2026-03-01
  case $words in *"runtime does not come first"*) skip "a build with sanitizers takes no other library before them" ;; esac
  exits 0
  cmp named.xlsx out.xlsx
  LD_PRELOAD=$PWD/none.so uti flag in.csv -o out.xlsx --now 2026-03-01
  exits 1
  LD_PRELOAD=$PWD/none.so uti flag in.csv -o out.xlsx --now 2026-03-01 --force
  exits 0
  [ -z "$(find . -name '.uti-report-*')" ]
  [ "$(stat -c %a out.xlsx)" = 600 ]
}

@test "--now makes the file the same, byte for byte" {
  uti flag in.csv -o a.xlsx --now 2026-03-01T09:30:00Z
  uti flag in.csv -o b.xlsx --now 2026-03-01T09:30:00Z --threads 4
  cmp a.xlsx b.xlsx
  uti flag in.csv -o c.xlsx --now 2026-03-02
  if cmp -s a.xlsx c.xlsx; then return 1; fi
}

@test "--min-level chooses what is flagged; possible clots always are" {
  flag in.csv
  says "2 rows flagged"
  flag in.csv --min-level routine
  says "3 rows flagged"
  flag in.csv --min-level none
  says "4 rows flagged"
  flag in.csv --min-level emergency
  says "1 rows flagged"
}

@test "no colours where stderr is no terminal; --color=always forces them" {
  flag in.csv
  lacks $'\33' words.out
  flag in.csv --color=always
  grep -q $'\33' words.out
  flag in.csv --color=never
  lacks $'\33' words.out
}

# on_terminal ARGUMENT...: what the program writes to a terminal, a line each time it begins one anew.
on_terminal() {
  python3 - "$UTI_REPORT" "$@" <<'PYTHON' | tr '\r' '\n'
import os, pty, sys
sys.stdin = open("/dev/null")
def read(terminal):
    return os.read(terminal, 65536)
pty.spawn(sys.argv[1:], read, lambda _: b"")
PYTHON
}

@test "on a terminal reading and writing show rows, rate and time left" {
  # A line is shown five times a second: enough rows that a machine ten times as fast shows one. Few are flagged, as
  # writing takes longer than reading.
  seq 150000 | sed -e 's/$/,UTI and leg cramps; no fever or chills or flank pain or vomiting since the antibiotics/' \
    -e '1~7s/,.*/,UTI and chills and flank pain and leg cramps/' -e '1i id,note' > many.csv
  on_terminal flag many.csv -o out.xlsx --threads 1 > shown
  exact='rows, [0-9]* a second, [0-9]* %, [0-9]* s left'
  grep -qE "^[^a-z]*[0-9]+ $exact" shown
  grep -qE "writing the workbook: [0-9]+ $exact" shown
  grep -q "packing the workbook" shown
  on_terminal flag many.csv -o out.xlsx --force --no-progress > shown
  lacks "a second" shown
  lacks "workbook \.\.\." shown
}

@test "there is no progress line where stderr is no terminal" {
  flag in.csv
  lacks $'\r' words.out
}
