#!/bin/sh
# Writes the named SQL files as C: embed.sh sql/*.sql > sql_files.c
set -eu
export LC_ALL=C
echo '#include "library/sql_library.h"'
for file; do
  name=$(basename "$file" .sql)
  echo "static const char sql_$name[] = {"
  od -An -v -tu1 "$file" | sed 's/[0-9][0-9]*/&,/g'
  echo "0};"
done
echo "const sql_file sql_library[] = {"
for file; do
  name=$(basename "$file" .sql)
  echo "  {\"$name\", sql_$name},"
done
echo "  {NULL, NULL}};"
