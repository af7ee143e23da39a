#!/bin/sh
# run.sh - tests of the workbooks by an independent reader; prints TAP.
# Takes the first Python that has openpyxl.
cd "$(dirname "$0")/../.." || exit 1
for python in python3 /usr/bin/python3; do
  if "$python" -c 'import openpyxl' 2>/dev/null; then
    "$python" tests/workbook/test_workbook.py "$@"
    failed=$?
    "$python" tests/workbook/test_review.py "$@" || failed=1
    "$python" tests/workbook/test_hostile.py "$@" || failed=1
    "$python" tests/workbook/test_run.py "$@" || failed=1
    "$python" tests/workbook/test_day.py "$@" || failed=1
    exit $failed
  fi
done
echo "1..1"
echo "ok 1 - the workbook is read by openpyxl # SKIP no Python here has openpyxl"
