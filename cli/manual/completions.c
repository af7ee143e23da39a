/* completions.c - the command completions: a script for a shell, made from the
** tables of commands and options. */
#include <stdio.h>
#include <string.h>

#include "common/message.h"
#include "options/option_table.h"
#include "run/query.h"

/* What may stand after an option, by how its argument is written in the table. */
typedef enum { COMPLETE_NOTHING, COMPLETE_FILE, COMPLETE_FOLDER, COMPLETE_WORDS } completion;

static const char *argument_of(const option_row *row) { return row->argument == NULL ? "" : row->argument + (*row->argument == '['); }

static completion completion_of(const option_row *row) {
  const char *argument = argument_of(row);
  if (strchr(argument, '|') != NULL) return COMPLETE_WORDS;
  if (strcmp(argument, "FILE") == 0 || strcmp(argument, "DB") == 0 || strcmp(argument, "KEYFILE") == 0) return COMPLETE_FILE;
  return strcmp(argument, "DIR") == 0 ? COMPLETE_FOLDER : COMPLETE_NOTHING;
}

static void print_words(const option_row *row, char between) {
  for (const char *c = argument_of(row); *c != 0 && *c != ']'; c++) putchar(*c == '|' ? between : *c);
}

/* Words that a command takes beside files. */
static const char *words_of(const command *c) {
  if (strcmp(c->name, "rules") == 0) return "print check diff";
  if (strcmp(c->name, "completions") == 0) return "bash zsh fish";
  if (strcmp(c->name, "run") == 0) return query_names();
  return "";
}

static void print_command_names(void) {
  for (const command *c = commands; c->run != NULL; c++) printf("%s%s", c == commands ? "" : " ", c->name);
}

/* ---- bash ---- */

static void print_bash_options(const command *c) {
  for (size_t i = 0; i < option_count; i++) {
    const option_row *row = &option_table[i];
    if (!option_is_of(row, c)) continue;
    printf(" --%s%s", row->name, row->argument != NULL && *row->argument == '[' ? "=" : "");
    if (row->letter != 0) printf(" -%c", row->letter);
  }
}

static void print_bash_values(const command *c) {
  for (size_t i = 0; i < option_count; i++) {
    const option_row *row = &option_table[i];
    completion kind = completion_of(row);
    if (!option_is_of(row, c) || row->argument == NULL || *row->argument == '[') continue;
    printf("        %s:--%s", c->name, row->name);
    if (row->letter != 0) printf("|%s:-%c", c->name, row->letter);
    if (kind == COMPLETE_FILE) printf(") COMPREPLY=($(compgen -f -- \"$current\")) ;;\n");
    else if (kind == COMPLETE_FOLDER) printf(") COMPREPLY=($(compgen -d -- \"$current\")) ;;\n");
    else if (kind == COMPLETE_NOTHING) printf(") COMPREPLY=() ;;\n");
    else {
      printf(") COMPREPLY=($(compgen -W '");
      print_words(row, ' ');
      printf("' -- \"$current\")) ;;\n");
    }
  }
}

static void print_bash(void) {
  printf("# bash completion for uti-report: source <(uti-report completions bash)\n"
         "_uti_report() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
         "  compopt -o filenames 2> /dev/null\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W '");
  print_command_names();
  printf("' -- \"$current\"))\n    return\n  fi\n  case $command:$before in\n");
  for (const command *c = commands; c->run != NULL; c++) print_bash_values(c);
  printf("    *)\n      case $command:$current in\n");
  for (const command *c = commands; c->run != NULL; c++) {
    printf("        %s:-*) COMPREPLY=($(compgen -W '", c->name);
    print_bash_options(c);
    printf("' -- \"$current\")) ;;\n");
  }
  printf("        help:*) COMPREPLY=($(compgen -W '");
  print_command_names();
  printf("' -- \"$current\")) ;;\n");
  for (const command *c = commands; c->run != NULL; c++)
    if (*words_of(c) != 0) printf("        %s:*) COMPREPLY=($(compgen -W '%s' -- \"$current\") $(compgen -f -- \"$current\")) ;;\n", c->name, words_of(c));
  printf("        *) COMPREPLY=($(compgen -f -- \"$current\")) ;;\n      esac ;;\n  esac\n}\ncomplete -F _uti_report uti-report\n");
}

/* ---- zsh ---- */

/* Text between single quotes and in a description of _arguments. */
static void print_zsh_text(const char *words) {
  for (; *words != 0; words++) {
    if (*words == '\'') fputs("'\\''", stdout);
    else if (strchr("[]:\\", *words) != NULL) printf("\\%c", *words);
    else putchar(*words);
  }
}

static void print_zsh_option(const option_row *row, bool with_letter) {
  completion kind = completion_of(row);
  bool optional = row->argument != NULL && *row->argument == '[';
  printf("      '*");
  if (with_letter) printf("-%c", row->letter);
  else printf("--%s%s", row->name, row->argument == NULL ? "" : optional ? "=-" : "=");
  printf("[");
  print_zsh_text(row->help);
  printf("]");
  if (row->argument != NULL) {
    printf("%s", optional ? "::" : ":");
    printf("%s:", row->name);
    if (kind == COMPLETE_FILE) printf("_files");
    if (kind == COMPLETE_FOLDER) printf("_files -/");
    if (kind == COMPLETE_WORDS) {
      printf("(");
      print_words(row, ' ');
      printf(")");
    }
  }
  printf("' \\\n");
}

static void print_zsh(void) {
  printf("#compdef uti-report\n# zsh completion: uti-report completions zsh > \"${fpath[1]}/_uti-report\"\n_uti_report() {\n"
         "  local -a names\n  names=(\n");
  for (const command *c = commands; c->run != NULL; c++) {
    printf("    '%s:", c->name);
    print_zsh_text(c->summary);
    printf("'\n");
  }
  printf("  )\n  if (( CURRENT == 2 )); then\n    _describe command names\n    return\n  fi\n"
         "  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $command in\n");
  for (const command *c = commands; c->run != NULL; c++) {
    printf("    %s) _arguments -s \\\n", c->name);
    for (size_t i = 0; i < option_count; i++) {
      if (!option_is_of(&option_table[i], c)) continue;
      print_zsh_option(&option_table[i], false);
      if (option_table[i].letter != 0) print_zsh_option(&option_table[i], true);
    }
    if (strcmp(c->name, "help") == 0) {
      printf("      '*:command:(");
      print_command_names();
      printf(")' ;;\n");
    } else if (*words_of(c) != 0) {
      printf("      '1:what:(%s)' '*:file:_files' ;;\n", words_of(c));
    } else {
      printf("      '*:file:_files' ;;\n");
    }
  }
  printf("  esac\n}\n_uti_report \"$@\"\n");
}

/* ---- fish ---- */

static void print_fish_text(const char *words) {
  for (; *words != 0; words++) {
    if (*words == '\'' || *words == '\\') putchar('\\');
    putchar(*words);
  }
}

static void print_fish_option(const command *c, const option_row *row) {
  completion kind = completion_of(row);
  printf("complete -c uti-report -n '__fish_seen_subcommand_from %s' -l %s", c->name, row->name);
  if (row->letter != 0) printf(" -s %c", row->letter);
  if (row->argument != NULL && *row->argument != '[') printf(kind == COMPLETE_FILE ? " -r -F" : " -x");
  if (kind == COMPLETE_WORDS) {
    printf(" -a '");
    print_words(row, ' ');
    printf("'");
  }
  if (kind == COMPLETE_FOLDER) printf(" -a '(__fish_complete_directories)'");
  printf(" -d '");
  print_fish_text(row->help);
  printf("'\n");
}

static void print_fish(void) {
  printf("# fish completion: uti-report completions fish > ~/.config/fish/completions/uti-report.fish\n");
  for (const command *c = commands; c->run != NULL; c++) {
    printf("complete -c uti-report -f -n __fish_use_subcommand -a %s -d '", c->name);
    print_fish_text(c->summary);
    printf("'\n");
    if (*words_of(c) != 0) printf("complete -c uti-report -n '__fish_seen_subcommand_from %s' -a '%s'\n", c->name, words_of(c));
    for (size_t i = 0; i < option_count; i++)
      if (option_is_of(&option_table[i], c)) print_fish_option(c, &option_table[i]);
  }
}

int run_completions(const options *o) {
  const char *shell = o->arguments.count == 1 ? o->arguments.items[0] : "";
  if (strcmp(shell, "bash") == 0) print_bash();
  else if (strcmp(shell, "zsh") == 0) print_zsh();
  else if (strcmp(shell, "fish") == 0) print_fish();
  else if (*shell != 0) return message_usage("wanted bash, zsh or fish, got '%s'", shell);
  else return message_usage("wanted bash, zsh or fish, got %zu words", o->arguments.count);
  return EXIT_DONE;
}
