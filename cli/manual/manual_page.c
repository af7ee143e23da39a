/* manual_page.c - the manual page uti-report(1). */
#include <stdio.h>
#include <string.h>

#include "manual/manual.h"
#include "options/option_table.h"

/* A line that begins with a dot or a quote would be a request; "-" is a hyphen
** that cannot be copied unless it is escaped. */
static void words(const char *text) {
  bool begins = true;
  for (; *text != 0; text++) {
    if (begins && (*text == '.' || *text == '\'')) fputs("\\&", stdout);
    begins = *text == '\n';
    if (*text == '-') fputs("\\-", stdout);
    else if (*text == '\\') fputs("\\e", stdout);
    else putchar(*text);
  }
}

static void print_options(const command *c) {
  for (size_t i = 0; i < option_count; i++) {
    const option_row *row = &option_table[i];
    if (!option_is_of(row, c)) continue;
    printf(".TP\n\\fB");
    if (row->letter != 0) printf("\\-%c\\fR, \\fB", row->letter);
    printf("\\-\\-");
    words(row->name);
    printf("\\fR");
    if (row->argument != NULL) {
      bool optional = *row->argument == '[';
      printf("%s\\fI", optional ? "[=" : " ");
      words(row->argument + optional);
      printf("\\fR");
    }
    printf("\n");
    words(row->help);
    printf("\n");
  }
}

static void print_command(const command *c) {
  printf(".SS uti\\-report ");
  words(c->name);
  printf(" ");
  words(c->usage);
  printf("\n");
  words(c->summary);
  printf(".\n");
  if (*c->description != 0) {
    printf(".PP\n");
    words(c->description);
    printf("\n");
  }
  print_options(c);
}

static const char *const environment[][2] = {
    {"UTI_REPORT_CONFIG", "a file of settings, as with --config"},
    {"UTI_REPORT_RULE_SET, UTI_REPORT_MIN_LEVEL, ...", "the option of the same name, where it is not given; what belongs to one run cannot be set so"},
    {"TMPDIR", "folder for temporary files"},
    {"NO_COLOR", "no colours"},
    {"COLUMNS", "width of the terminal"}};

void manual_print(void) {
  printf(".TH UTI\\-REPORT 1 \"\" \"uti\\-report %s\" \"User Commands\"\n.SH NAME\nuti\\-report \\- how urgently a person with a urinary tract infection must be seen, and why\n"
         ".SH SYNOPSIS\n.B uti\\-report\n.I COMMAND\n[\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n.SH DESCRIPTION\n", UTI_VERSION);
  words("Reads tables of patient reports and says for each row how urgently a person with a urinary tract\n"
        "infection must be seen, what may explain their leg cramps, and why. Data goes to stdout, words\n"
        "to stderr.\n");
  printf(".SH COMMANDS\n");
  for (const command *c = commands; c->run != NULL; c++) print_command(c);
  printf(".SH EXIT STATUS\n");
  words(exit_status_words);
  printf(".SH FILES\n");
  words("A file of settings (--config) holds lines name = value, where name is an option without its\n"
        "hyphens; # begins a comment. No file is read that was not named. The command line goes before\n"
        "the environment, the environment before the file.\n");
  printf(".SH ENVIRONMENT\n");
  for (size_t i = 0; i < sizeof environment / sizeof *environment; i++) {
    printf(".TP\n.B ");
    words(environment[i][0]);
    printf("\n");
    words(environment[i][1]);
    printf("\n");
  }
  printf(".SH INTENDED USE\nThis is ");
  words(intended_use_words);
}
