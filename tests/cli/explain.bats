# explain: why one report has its level.
load helper

@test "the page shows level, evidence, rules with citations, denials and gaps" {
  uti explain "I have a UTI, shaking chills and leg cramps. No fever."
  exits 0
  answers "urgent: to be seen today"
  answers "[UTI]"
  answers "A3"
  answers "Article: Connection of a urinary tract infection with leg"
  answers "Denied"
  answers "fever"
  answers "Not known, and would raise the level"
  answers "cramps: "
  [ -z "$words" ]
}

@test "other causes in view and what to ask next stand on the page" {
  uti explain "I have a UTI and leg cramps. I take a statin."
  exits 0
  answers "another cause in view: a statin"
  answers "To ask next"
  answers "Is it one leg or both, and is either weak or numb?"
  uti explain "I have a UTI."
  lacks "To ask next" data.out
}

@test "evidence is coloured with --color=always, and NO_COLOR is honoured" {
  uti explain --color=always "I have a UTI"
  grep -q $'\33\[1;31m' data.out
  lacks '\[UTI\]' data.out
  uti explain "I have a UTI"
  lacks $'\33' data.out
}

@test "lines fit the terminal's width" {
  text="I have a UTI and chills, and this goes on for a long time with many words so that it must be broken. $(head -c 300 /dev/zero | tr '\0' x)"
  COLUMNS=50 uti explain "$text"
  exits 0
  lacks '.\{51,\}' data.out
}

@test "- reads the report from stdin" {
  status=0
  printf 'I have a UTI\nand chills' | "$UTI_REPORT" explain - > data.out
  grep -q "urgent" data.out
}

@test "--fact adds what is known; an unknown name is wrong usage" {
  uti explain "I have a UTI" --fact temp_f=103.5 --fact age=30
  answers "urgent"
  answers "A2"
  uti explain "I have a UTI" --fact tempf=103
  exits 2
  says "did you mean 'temp_f'?"
  uti explain --fact uti=yes
  exits 0
  answers "routine"
}

@test "--format json is one JSON object" {
  uti explain --format json "I have a UTI and chills. No fever."
  exits 0
  [ "$(field 1 'x["urgency"], x["denied"][0]["concept"]')" = "('urgent', 'fever')" ]
}

@test "control characters of a report do not reach the terminal" {
  uti explain "$(printf 'UTI \033]0;x\007 and chills')"
  exits 0
  lacks $'\33' data.out
}

@test "an empty report has no level" {
  uti explain ""
  exits 0
  answers "not assessable"
  uti explain
  exits 2
}
