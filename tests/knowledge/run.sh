#!/bin/sh
# The pack compiler finds every mistake of a pack and names its place.
BUILD=${BUILD:-build}
generate="$BUILD/ext/knowledge/generate"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
result() {
  number=$((number + 1))
  if [ "$2" = 0 ]; then echo "ok $number - $1"; else echo "not ok $number - $1"; [ -n "$3" ] && echo "#   $3"; fi
}
fresh() { rm -rf "$work/pack"; mkdir "$work/pack"; cp ext/knowledge/*.tsv "$work/pack/"; }
# wants NAME FILE ROW MESSAGE: the row appended to FILE makes this message
wants() {
  fresh
  printf '%b\n' "$3" >> "$work/pack/$2.tsv"
  said=$("$generate" "$work/pack" 2>&1 > /dev/null)
  printf '%s\n' "$said" | grep -qF "$4"
  result "$1" $? "said: $(printf '%s' "$said" | head -1)"
}
fresh
"$generate" "$work/pack" > "$work/one.c" 2> "$work/err"
result "the built-in pack compiles" $? "$(head -1 "$work/err")"
"$generate" "$work/pack" > "$work/two.c" 2> /dev/null
cmp -s "$work/one.c" "$work/two.c"
result "the same pack gives the same bytes" $?
wants "an unknown concept" phrases 'feaver\tfeaver\t\t\t\tlay\tlanguage' 'concept: wanted a concept, fact:NAME or -, got "feaver"'
wants "an unknown source" phrases 'fever\tpyrexy\t\t\t\tlay\thearsay' 'source: wanted a source of sources.tsv, got "hearsay"'
wants "a bracket left open" phrases 'fever\t(hot|warm to touch\t\t\t\tlay\tlanguage' 'pattern: wanted a closing bracket'
wants "an unknown class" phrases 'fever\t@nothing hot\t\t\t\tlay\tlanguage' 'pattern: wanted a class of words.tsv'
wants "a pattern that may be empty" phrases 'fever\t[hot]\t\t\t\tlay\tlanguage' 'pattern: wanted a pattern that begins and ends with a word'
wants "an unknown status" phrases 'fever\tpyrexic\t\tgone\t\tlay\tlanguage' 'status: wanted a status or an empty cell, got "gone"'
wants "an unknown kind of context" contexts 'negation\tnope\tafter\tclause\t\tlanguage' 'kind: wanted a kind of context, got "negation"'
wants "an unknown direction" contexts 'absent\tnope\tforward\tclause\t\tlanguage' 'direction: wanted after, before or both, got "forward"'
wants "a condition with an unknown name" rules 'X1\tfull\tsoon\tcontext and hedache\ta label\t\ta citation\tarticle' 'condition: wanted a concept, a fact or a name'
wants "a condition left open" rules 'X1\tfull\tsoon\t(context and fever\ta label\t\ta citation\tarticle' 'condition: wanted a closing bracket'
wants "a comparison of a concept" rules 'X1\tfull\tsoon\tfever > 3\ta label\t\ta citation\tarticle' 'condition: wanted a fact or a score before a comparison'
wants "a gap that names nothing" rules 'X1\tfull\tsoon\tcontext\ta label\tnot known\ta citation\tarticle' 'gap: wanted (name), (a|b) or (a, b) and a sentence'
wants "a weight that is none" mechanisms 'unexplained\tcontext\theavy\te\tarticle\tr\tarticle' 'weight: wanted a weight'
wants "a comparison with a score of an unknown fact" rules 'X1\tfull\tsoon\thighest(fever) > 3\ta label\t\ta citation\tarticle' 'condition: wanted a score'
wants "a difference with a concept that is none" rules 'X1\tfull\tsoon\tage - hedache > 3\ta label\t\ta citation\tarticle' 'condition: wanted a difference of two facts'
wants "a temperature that has no two units" rules 'X1\tfull\tsoon\tcelsius(age) > 3\ta label\t\ta citation\tarticle' 'condition: wanted a fact that is read as °F or °C'
wants "a difference without a comparison" rules 'X1\tfull\tsoon\tage - days and fever\ta label\t\ta citation\tarticle' 'condition: wanted a comparison'
wants "an unknown kind of row of a score" scores 'uti_probability\tband\tx\tfever\t1\tx\t\tarticle' 'kind: wanted sum, odds, outside, item, together or reading, got "band"'
wants "points that are none" scores 'news3\tsum\t\t\t\tNEWS3\t\tarticle\nnews3\titem\tx\tfever\tone\tx\t\tarticle' 'points: wanted points, got "one"'
wants "a ratio of nothing" scores 'uti_probability\titem\tx\tfever\t0\tx\t\tarticle' 'points: wanted a likelihood ratio above 0'
wants "a prior that is no probability" scores 'chance\todds\t\t\t1\tchance\t\tarticle' 'points: wanted a probability between 0 and 1'
wants "a row of another score" scores 'qsofa\titem\tx\tfever\t1\tx\t\tarticle' 'score: wanted the score that the last sum or odds row declares, got "qsofa"'
wants "a score twice" scores 'qsofa\tsum\t\t\t\tqSOFA\t\tarticle' 'score: wanted a name that no earlier score and no fact has, got "qsofa"'
wants "a score that asks for a rule" scores 'uti_probability\titem\tx\tcontext\t2\tx\t\tarticle' 'condition: wanted a concept, a fact or a name'
wants "a score that asks for one below" scores 'x\tsum\t\t\t\tx\t\tarticle\nx\titem\tx\ty > 1\t1\tx\t\tarticle' 'condition: wanted a fact or a score before a comparison'
wants "a concept twice" concepts 'fever\tfever\tsystemic\t\t\t\t\tR50.9\td\tarticle' 'concept: wanted a concept that no earlier row has'
wants "too few cells" facts 'x\tx\tnumber' 'wanted another cell, got "the end of the line"'
wants "a code of an unknown concept" codes 'feaver\ticd10cm\tR50.9\tFever\t\t\ticd10cm' 'concept: wanted a concept, fact:NAME or rule:ID, got "feaver"'
wants "a code of an unknown fact" codes 'fact:tempf\tloinc\t8310-5\tFever\t\t\tloinc' 'concept: wanted a concept, fact:NAME or rule:ID'
wants "an unknown system of codes" snomed 'fever\tread\tR50.9\tFever\t\t\ticd10cm' 'system: wanted icd10cm, loinc or snomed, got "read"'
wants "a day that is none" codes 'fever\ticd10cm\tR50.9\tFever\t1.10.2025\t\ticd10cm' 'valid_from: wanted a day such as 2025-10-01, or nothing, got "1.10.2025"'
fresh
rm "$work/pack/snomed.tsv"
"$generate" "$work/pack" > "$work/one.c" 2> "$work/err"
result "a pack without SNOMED CT codes compiles" $? "$(head -1 "$work/err")"
rm "$work/pack/codes.tsv"
"$generate" "$work/pack" > "$work/one.c" 2> "$work/err"
result "a pack without any codes compiles" $? "$(head -1 "$work/err")"
fresh
printf 'feaver\t(x\t\t\t\tlay\tlanguage\nfever\tpyrexy\t\tgone\t\tlay\thearsay\n' >> "$work/pack/phrases.tsv"
count=$("$generate" "$work/pack" 2>&1 > /dev/null | wc -l)
[ "$count" -ge 4 ]
result "all mistakes are listed in one go" $? "listed $count"
echo "1..$number"
