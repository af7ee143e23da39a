#!/bin/sh
# Each folder of fixtures/bad/packs holds one kind of mistake, and in `expected`
# what `uti-report rules check` says of it; `among` holds some of its lines, where
# the others depend on the built-in rows.
UTI_REPORT=${UTI_REPORT:-build/uti-report}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
result() {
  number=$((number + 1))
  if [ "$2" = 0 ]; then echo "ok $number - $1"; else echo "not ok $number - $1"; sed 's/^/#   /' "$work/said"; fi
}
for folder in fixtures/bad/packs/*/; do
  "$UTI_REPORT" rules check "$folder" > "$work/said" 2> "$work/words"
  status=$?
  if [ -f "$folder/among" ]; then
    [ "$status" = 1 ] && ! grep -vxFf "$work/said" "$folder/among" > /dev/null
  else
    [ "$status" = 1 ] && cmp -s "$work/said" "$folder/expected"
  fi
  result "$(basename "$folder" | tr '_' ' ')" $?
done
# What cannot stand in a repository as a file.
refused() {
  "$UTI_REPORT" rules check "$work/pack" > "$work/said" 2>&1
  grep -qF "$2" "$work/said"
  result "$1" $?
}
fresh() { rm -rf "$work/pack"; mkdir "$work/pack"; }
row() { printf 'concept\tpattern\tsource\nfever\tzorbly hot\tlanguage\n'; }
fresh; row > "$work/elsewhere"; ln -s "$work/elsewhere" "$work/pack/phrases.tsv"
refused "a link" "phrases.tsv:1:1: wanted a regular file, got a link"
fresh; mkfifo "$work/pack/phrases.tsv"
refused "a pipe" "phrases.tsv:1:1: wanted a regular file, got something else"
fresh; mkdir "$work/pack/phrases.tsv"
refused "a folder in a file's place" "phrases.tsv:1:1: wanted a regular file"
fresh; head -c 5000000 /dev/zero > "$work/pack/phrases.tsv"
refused "a file over 4 MB" "phrases.tsv:1:1: wanted at most 4 MB"
fresh; for table in phrases contexts words; do head -c 3000000 /dev/zero | tr '\0' '#' > "$work/pack/$table.tsv"; done
refused "a pack over 8 MB" "wanted at most 8 MB in all files together"
fresh
refused "an empty folder" "wanted a folder with at least one table"
fresh; row | iconv -f UTF-8 -t UTF-16 > "$work/pack/phrases.tsv" 2> /dev/null
refused "UTF-16" "phrases.tsv:1:1: wanted UTF-8 text"
fresh; printf 'concept\tpattern\tsource\nfever\tzor\0bly\tlanguage\n' > "$work/pack/phrases.tsv"
refused "a zero byte" "phrases.tsv:2:1: wanted UTF-8 text"
rm -rf "$work/pack"
refused "no folder" "wanted a folder, got a name that does not exist"
printf x > "$work/pack"
refused "a file instead of a folder" "wanted a folder, got something else"
rm "$work/pack"; fresh
{ printf 'concept\tpattern\tsource\n'; for i in 1 2 3 4 5; do printf 'fever\t(a|b|c|d) (e|f|g|h) (i|j|k|l) (m|n|o|p) (q|r|s|t) x%s\tlanguage\n' $i; done; } > "$work/pack/phrases.tsv"
"$UTI_REPORT" rules check "$work/pack" > "$work/said" 2>&1
result "many alternatives are compiled" $?
fresh; printf '\357\273\277source\tpattern\tconcept\r\nlanguage\tzorbly hot\tfever\r\n\t\t\r\n\r\n# end\r\n' > "$work/pack/phrases.tsv"
"$UTI_REPORT" rules check "$work/pack" > "$work/said" 2>&1
result "a byte order mark, CRLF, empty rows and other orders of columns are read" $?
echo '{"text":"I feel zorbly hot"}' | "$UTI_REPORT" score --rules "$work/pack" | grep -q '"fever":"present"'
result "and take effect" $?
fresh; row > "$work/pack/phrases.tsv"; echo 'half a row' > "$work/pack/.phrases.tsv.swp.tsv"
"$UTI_REPORT" rules check "$work/pack" > "$work/said" 2>&1
result "an editor's hidden file beside the tables is passed over" $?
fresh
{ printf 'concept\tpattern\tsource\n'; for i in $(seq 1 3000); do printf 'fever\tzorb%s (a b|c d) (a b|c d) (a b|c d) (a b|c d) (a b|c d) (a b|c d) (a b|c d) (a b|c d) x y z\tlanguage\n' "$(printf %04d "$i" | tr 0-9 a-j)"; done; } > "$work/pack/phrases.tsv"
refused "more and longer patterns than the matcher takes" "wanted a pack with fewer and shorter patterns"
# Headers, and what stands in two tables.
header_of() {
  case $1 in
    pack) printf 'name\tmode\tlanguage\tversion\tnote\n' ;;
    off) printf 'table\tid\twords\treason\n' ;;
    *) grep -v '^#' "ext/knowledge/$1.tsv" | head -1 ;;
  esac
}
headed() {
  fresh
  printf '%b\n' "$2" > "$work/pack/phrases.tsv"
  refused "$1" "$3"
}
headed "a column twice" 'concept\tpattern\tconcept\tsource\nfever\tzorb\tfever\tlanguage' \
  'phrases.tsv:1:3: wanted the name of a column of this table, and tabs between names, got "concept"'
many=$(printf '%30s' '' | sed 's/ /\\t/g')
headed "many columns without a name" "concept\tpattern\tsource$many\nfever\tzorb\tlanguage$many" 'no mistakes'
headed "a row with more cells than a header of many" "concept\tpattern\tsource$many\nfever\tzorb\tlanguage$many\tzorb" \
  'phrases.tsv:2:34: wanted the end of the line, got "more"'
headed "empty lines" '\nconcept\tpattern\tsource\n\nfever\tzorb\tlanguage\n\n' 'no mistakes'
fresh
header_of concepts > "$work/pack/concepts.tsv"
printf 'zorb\tzorb\tother\t\tzarb\t\t\t\tx\tlanguage\nzarb\tzarb\tother\t\tzorb\t\t\t\tx\tlanguage\n' >> "$work/pack/concepts.tsv"
printf 'concept\tpattern\tsource\nfever\tzorbly\tlanguage\nzorb\t(zorbly)\tlanguage\n' > "$work/pack/phrases.tsv"
refused "words of a concept that implies itself" "phrases.tsv:3:2: pattern: wanted words that mean one thing, and not fever too"
fresh
header_of facts > "$work/pack/facts.tsv"
header_of rules > "$work/pack/rules.tsv"
printf 'zorb\tzorb\tnumber\t\t\t\t\thighest\ttemp_f|heart_rate\tx\tlanguage\n' >> "$work/pack/facts.tsv"
printf 'X1\tfull\tsoon\tcelsius(zorb) > 38\tx\t\tx\tclinical_base\n' >> "$work/pack/rules.tsv"
refused "celsius() of a fact that is °F or no temperature" "rules.tsv:2:4: condition: wanted a fact that is read as °F or °C"
# Rows and what is said of them.
tab=$(printf '\t')
while IFS=$tab read -r title table rows said; do
  case $title in "#"* | title) continue ;; esac
  fresh
  { header_of "$table"; printf '%b\n' "$rows"; } > "$work/pack/$table.tsv"
  "$UTI_REPORT" rules check "$work/pack" > "$work/said" 2>&1
  status=$?
  if [ "$said" = fine ]; then [ "$status" = 0 ]; else [ "$status" = 1 ] && grep -qF "$said" "$work/said"; fi
  result "$title" $?
done < tests/knowledge/pack_mistakes.tsv
echo "1..$number"
