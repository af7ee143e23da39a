/* commands.c - the commands, and what their help says. */
#include "options/options.h"

#include <string.h>

const command commands[] = {
    {"flag", "INPUT... -o OUT.xlsx", "read report tables, assess every row, write the review workbook",
     "INPUT is a CSV or TSV file, NDJSON, a SQLite database (clinic.db or clinic.db:table), FHIR R4 (a\n"
     "bundle, or bulk NDJSON in several files), or - for stdin. A row is flagged from the level 'soon'\n"
     "on (see --min-level), for a possible clot, and for serious signs outside the scope.",
     run_flag},
    {"score", "[FILE...]", "filter: NDJSON in, NDJSON out, one line for each line",
     "Reads objects {\"id\":..., \"text\":..., \"facts\":{...}} from the files or stdin and writes each with\n"
     "urgency, urgency_rank, cramp_mechanism, reasons, findings, warnings and rules_id added. A line\n"
     "that is no such object comes back as {\"error\":..., \"line\":N} in its place.",
     run_score},
    {"explain", "TEXT|-", "show why: the text with its evidence, rules, citations and gaps",
     "TEXT is one report; - reads it from stdin.", run_explain},
    {"eval", "FILE...", "compare with labelled texts (NDJSON)",
     "FILE holds objects {\"id\", \"text\", \"facts\", \"findings\", \"urgency\", \"mechanism\"}, where findings,\n"
     "urgency and mechanism are the labels. Misses come first. The rule set is 'core' unless\n"
     "--rule-set says otherwise.",
     run_eval},
    {"rules", "print|check DIR|diff DIR", "list the rules, check a rule pack, or compare one with the built-in rules",
     "print [TABLE...] lists the rules in force, or only the named tables (rules, phrases, ...). check DIR\n"
     "names file, line and column of every mistake of a pack, and exits with 1 where there is any. diff\n"
     "DIR shows the rows that a pack adds (+), changes (~) and removes (-).",
     run_rules},
    {"import", "INPUT... --db DB", "read report tables into a database, which may be done again and again",
     "INPUT is what flag reads. Tables and views of the shipped schema are created where they are\n"
     "missing; reports that are there are left alone, and those that have changed are replaced and kept\n"
     "as versions. What is new is assessed. All of it is done, or nothing.",
     run_import},
    {"help", "[COMMAND]", "show how to use the program or a command", "", run_help},
    {"version", "", "show the versions of the program, its libraries and its rules", "", run_version},
    {NULL, NULL, NULL, NULL, NULL}};

const command *command_find(const char *name) {
  for (const command *c = commands; c->run != NULL; c++)
    if (strcmp(c->name, name) == 0) return c;
  return NULL;
}
