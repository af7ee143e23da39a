# The manual page and the completions are made from the tables of commands and
# options: whatever help shows, they show.
load helper

# command option: a line an option, as help lists them.
options_by_help() {
  "$UTI_REPORT" help | sed -n 's/^  \([a-z]*\) .*/\1/p' > commands
  while read -r command; do
    "$UTI_REPORT" help "$command" | sed -n '/^Options:/,$p' | grep -o -- '--[a-z][a-z-]*' | sort -u | sed "s/^/$command /"
  done < commands
}

# Words offered for the line "uti-report $@", the last one being typed.
completed_by_bash() {
  bash --norc -c 'source completion.bash
    COMP_WORDS=(uti-report "$@"); COMP_CWORD=$#
    _uti_report 2> /dev/null
    printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}

@test "bash completes commands, every option, and the words that an option takes" {
  "$UTI_REPORT" completions bash > completion.bash
  bash -n completion.bash
  [ "$(completed_by_bash fl)" = flag ]
  options_by_help > wanted
  [ "$(wc -l < wanted)" -gt 40 ]
  while read -r command option; do
    completed_by_bash "$command" "$option" | grep -q -- "^$option=\?$" || { echo "bash does not offer $option of $command"; return 1; }
  done < wanted
  [ "$(completed_by_bash flag --rule-set co)" = core ]
  [ "$(completed_by_bash flag -l e)" = emergency ]
  [ "$(completed_by_bash rules pr)" = print ]
  [ "$(completed_by_bash help ev)" = eval ]
  mkdir folder; touch folder.txt
  [ "$(completed_by_bash flag fold | sort | tr '\n' ' ')" = "folder folder.txt " ]
  [ "$(completed_by_bash rules --rules fold)" = folder ]
}

@test "zsh and fish scripts hold every option, and are sound where the shell is there" {
  "$UTI_REPORT" completions zsh > completion.zsh
  "$UTI_REPORT" completions fish > completion.fish
  options_by_help > wanted
  while read -r command option; do
    grep -q -- "seen_subcommand_from $command' -l ${option#--} " completion.fish || { echo "fish: $option of $command"; return 1; }
    sed -n "/^    $command) /,/;;/p" completion.zsh | grep -q -e "'[*]$option[=[]" || { echo "zsh: $option of $command"; return 1; }
  done < wanted
  if command -v zsh > /dev/null; then zsh -n completion.zsh; fi
  if command -v fish > /dev/null; then fish -n completion.fish; fi
  uti completions tcsh
  exits 2
  says "wanted bash, zsh or fish, got 'tcsh'"
}

@test "the manual page holds every command and option with its help" {
  "$UTI_REPORT" help --man > page
  sed 's/\\-/-/g' page > plain
  options_by_help > wanted
  while read -r command option; do
    awk -v wanted="$command" '/^\.S[SH]/ {inside = $2 == "uti-report" && $3 == wanted} inside' plain | grep -q -- "$option" || { echo "$option of $command"; return 1; }
  done < wanted
  while read -r command; do
    summary=$("$UTI_REPORT" help "$command" | sed -n '1s/^[^:]*: //p')
    grep -qF -- "$summary" plain || { echo "missing: $summary"; return 1; }
  done < commands
  grep -q '^.SH EXIT STATUS' page
  if command -v mandoc > /dev/null; then ! mandoc -Tlint -W error page | grep .; fi
  if command -v groff > /dev/null; then [ -z "$(groff -man -ww -Tutf8 page 2>&1 > /dev/null)" ]; fi
}
