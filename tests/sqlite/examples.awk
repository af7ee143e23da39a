# examples.awk - turns the ```sql blocks of a Markdown file into a script and its
# expected output: lines `-- answer` after a statement are its answer.
/^### / { heading = $0; gsub(/[#`"]/, "", heading); sub(/^ */, "", heading); sub(/[ (].*/, "", heading) }
/^```sql/ { inside = 1; title = "-- " heading ", line " FNR; print title > script; print title > expected; next }
/^```/ { inside = 0 }
inside && /^-- / { print substr($0, 4) > expected; next }
inside { print > script }
