#!/bin/sh
# run.sh ARGUMENTS - builds the library of failing calls and runs run.py with it, or
# with SCRIPT=kills kills.py.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
export BUILD
mkdir -p "$BUILD/tests"
for python in python3 /usr/bin/python3; do
  "$python" -c 'import openpyxl' 2> /dev/null && break
  python=
done
${CC:-cc} -std=c11 -Wall -Wextra -O1 -fPIC -shared tests/faults/failing_calls.c -ldl -o "$BUILD/tests/failing_calls.so" 2> "$BUILD/tests/failing_calls.err" || python=
if [ -z "$python" ]; then
  echo "1..1"
  echo "ok 1 - failing reads and writes # SKIP no Python here has openpyxl, or this is no Linux with glibc"
  exit
fi
"$python" "tests/faults/${SCRIPT:-run}.py" "$@"
