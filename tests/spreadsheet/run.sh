#!/bin/sh
# run.sh - builds the workbook reader with sanitizers and tests it; prints TAP.
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for python in python3 /usr/bin/python3; do
  "$python" -c 'import openpyxl' 2>/dev/null && break
  python=
done
${CC:-cc} -std=c11 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -Icli -Iext tests/spreadsheet/dump.c cli/spreadsheet/*.c cli/common/text.c cli/common/message.c -lminizip -lexpat -o "$work/dump" 2> "$work/why"
if [ -z "$python" ] || [ ! -x "$work/dump" ]; then
  echo "1..1"
  echo "ok 1 - the workbook reader # SKIP no Python here has openpyxl, or the compiler has no sanitizers"
  exit
fi
printf 'id,note\n1,UTI and shaking chills\n2,UTI\n3,"Leg cramps, calf swollen"\n4,"a UTI, fever"\n' > "$work/in.csv"
"${UTI_REPORT:-$BUILD/uti-report}" flag "$work/in.csv" -o "$work/book.xlsx" --sample 2 -q || exit 1
"$python" tests/spreadsheet/test_reader.py "$work/dump" "$work/book.xlsx" "$@"
