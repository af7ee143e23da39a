/* help.c - the commands help and version. */
#include <expat.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdio.h>
#include <xlsxwriter.h>

#include "common/knowledge.h"
#include "common/message.h"
#include "manual/manual.h"

const char intended_use_words[] =
    "decision support for qualified staff who can review the basis of each\n"
    "result (rules, citations, evidence in the text, what was missing). Not a diagnosis, not\n"
    "for patients on their own, not for emergencies as they happen; 'none' is not 'well'.\n";

const char exit_status_words[] = "0 done, 1 failed, 2 wrong usage, 3 done but some rows were rejected.\n";

void help_overview(bool to_stderr) {
  FILE *out = to_stderr ? stderr : stdout;
  fputs("uti-report reads tables of patient reports and says how urgently each person with a\n"
        "urinary tract infection must be seen, and why.\n\n"
        "Usage: uti-report COMMAND [OPTION...] [ARGUMENT...]\n\nCommands:\n",
        out);
  for (const command *c = commands; c->run != NULL; c++) fprintf(out, "  %-12s %s\n", c->name, c->summary);
  fprintf(out, "\nIntended use: %s\nExit status: %sMore: uti-report help COMMAND\n", intended_use_words, exit_status_words);
}

void help_command(const command *c) {
  printf("uti-report %s: %s\n\nUsage: uti-report %s [OPTION...] %s\n\n", c->name, c->summary, c->name, c->usage);
  if (*c->description) printf("%s\n\n", c->description);
  printf("Options:\n");
  options_print(c);
}

int run_help(const options *o) {
  if (o->manual) {
    manual_print();
    return EXIT_DONE;
  }
  if (o->arguments.count > 1) return message_usage("wanted one command, got %zu", o->arguments.count);
  if (o->arguments.count == 0) {
    help_overview(false);
    return EXIT_DONE;
  }
  const command *c = command_find(o->arguments.items[0]);
  if (c == NULL) return message_usage("there is no command '%s'", o->arguments.items[0]);
  help_command(c);
  return EXIT_DONE;
}

int run_version(const options *o) {
  if (o->arguments.count > 0) return message_usage("wanted no argument");
  static const uti_rule_set sets[] = {UTI_RULES_ARTICLE, UTI_RULES_CORE, UTI_RULES_FULL};
  XML_Expat_Version expat = XML_ExpatVersionInfo();
  printf("uti-report %s\nSQLite %s\nlibxlsxwriter %s\njansson %s\nexpat %d.%d.%d\n", UTI_VERSION, sqlite3_libversion(), lxw_version(),
         jansson_version_str(), expat.major, expat.minor, expat.micro);
  for (size_t i = 0; i < 3; i++) {
    char id[17];
    uti_rules_id(knowledge_in_force(), sets[i], id);
    printf("rules %s %s\n", id, uti_rule_set_name(sets[i]));
  }
  return EXIT_DONE;
}
