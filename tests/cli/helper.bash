# helper.bash - what the tests of the command line share. A test runs in a folder
# of its own; words on stderr and data on stdout are kept apart in $words and $data.
UTI_REPORT=$(realpath "${UTI_REPORT:-build/uti-report}")
unset NO_COLOR COLUMNS

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
}

# Runs the program: $status, $data, $words.
uti() {
  status=0
  "$UTI_REPORT" "$@" > data.out 2> words.out || status=$?
  data=$(cat data.out)
  words=$(cat words.out)
}

# Root may write everything: $as runs a program as another user, where that user can be.
not_as_root() {
  as=
  [ "$(id -u)" -eq 0 ] || return 0
  command -v setpriv > /dev/null || skip "only root is here"
  as="setpriv --reuid=65534 --regid=65534 --clear-groups"
}

exits() {
  [ "$status" -eq "$1" ] || { echo "exit status $status, wanted $1"; echo "$words"; return 1; }
}

says() {
  case $words in *"$1"*) ;; *) echo "wanted on stderr: $1"; echo "got: $words"; return 1 ;; esac
}

says_nothing_of() {
  case $words$data in *"$1"*) echo "must not be shown: $1"; return 1 ;; esac
}

answers() {
  case $data in *"$1"*) ;; *) echo "wanted on stdout: $1"; echo "got: $data"; return 1 ;; esac
}

lacks() {
  if grep -q -- "$1" "$2"; then echo "$2 holds: $1"; return 1; fi
}

# Reads JSON of stdout line $1 and prints the value of a Python expression over `x`.
field() {
  python3 -c 'import json, sys
x = json.loads(open("data.out").read().split("\n")[int(sys.argv[1]) - 1])
print(eval(sys.argv[2]))' "$1" "$2"
}

# flag: reads INPUT... and leaves out.xlsx.
flag() {
  uti flag -o out.xlsx --force "$@"
}

# counts READ ASSESSED REJECTED: what the summary says.
counts() {
  says "$1 rows read, $2 assessed, $3 rejected"
}
