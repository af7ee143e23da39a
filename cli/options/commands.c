/* commands.c - the commands, and what their help says. */
#include "options/option_table.h"

#include <string.h>

const command commands[] = {
    {"flag", FLAG, "INPUT... -o OUT.xlsx", "read report tables, assess every row, write the review workbook",
     "INPUT is a CSV or TSV file, NDJSON, a SQLite database (clinic.db or clinic.db:table), FHIR R4 (a\n"
     "bundle, or bulk NDJSON in several files), or - for stdin. A row is flagged from the level 'soon'\n"
     "on (see --min-level), for a possible clot, and for serious signs outside the scope.",
     run_flag},
    {"import", IMPORT, "INPUT... --db DB", "read report tables into a database, which may be done again and again",
     "INPUT is what flag reads. Tables and views of the shipped schema are created where they are\n"
     "missing; reports that are there are left alone, and those that have changed are replaced and kept\n"
     "as versions. What is new is assessed. All of it is done, or nothing.",
     run_import},
    {"run", RUN, "[QUERY...] --db DB", "run queries on a database, to a workbook, CSV, NDJSON or a table",
     "QUERY is the name of a query that comes with the program (without one they are listed) or a file of\n"
     "your own: what ends in .sql or holds a slash; - is stdin. The database is only read. On a terminal\n"
     "the result is a table, elsewhere CSV; several results fit into a workbook, or into text.",
     run_queries},
    {"score", SCORE, "[FILE...]", "filter: NDJSON in, NDJSON out, one line for each line",
     "Reads objects {\"id\":..., \"text\":..., \"facts\":{...}} from the files or stdin and writes each with\n"
     "urgency, urgency_rank, cramp_mechanism, reasons, findings, warnings and rules_id added. A line\n"
     "that is no such object comes back as {\"error\":..., \"line\":N} in its place.",
     run_score},
    {"explain", EXPLAIN, "TEXT|-|--db DB --id ID", "show why: the text with its evidence, rules, citations and gaps",
     "TEXT is one report; - reads it from stdin; --db takes the report with its facts from a database\n"
     "of the shipped schema (see import). --format html is one file without scripts, to keep or print.",
     run_explain},
    {"eval", EVAL, "FILE...", "compare with labelled texts (NDJSON)",
     "FILE holds objects {\"id\", \"text\", \"facts\", \"findings\", \"urgency\", \"mechanism\"}, where findings,\n"
     "urgency and mechanism are the labels. Misses come first. The rule set is 'core' unless\n"
     "--rule-set says otherwise.",
     run_eval},
    {"rules", RULES, "print|check DIR|diff DIR", "list the rules, check a rule pack, or compare one with the built-in rules",
     "print [TABLE...] lists the rules in force, or only the named tables (rules, phrases, ...). check DIR\n"
     "names file, line and column of every mistake of a pack, and exits with 1 where there is any. diff\n"
     "DIR shows the rows that a pack adds (+), changes (~) and removes (-).",
     run_rules},
    {"review", REVIEW, "FILE.xlsx --db DB", "take reviewers' decisions back from a workbook, and measure the agreement",
     "FILE is a workbook of flag or sample that reviewers filled in. Without --apply it shows what\n"
     "would be written, and nothing is; with it, decisions are added to the table reviews. Then it\n"
     "prints the agreement of program and reviewers.",
     run_review},
    {"sample", SAMPLE, "INPUT... -o OUT.xlsx --size N", "draw a random sample of rows that were not flagged, to look for misses",
     "INPUT is what flag reads. Reviewers fill in the sheet Sample, and review reads it back. A file\n"
     "that ends in .csv holds the same rows for other uses; review does not read it.",
     run_sample},
    {"doctor", DOCTOR, "", "check this installation, the programs that may load the extension, and a database",
     "Looks at versions, the extension beside the program, hosts such as sqlite3, Python and Node, and\n"
     "temporary space; with --db also at a database: whether it is sound, what was assessed under other\n"
     "rules, and which indexes hold answers of an older version. Exits with 1 where it finds a problem.",
     run_doctor},
    {"completions", COMPLETIONS, "bash|zsh|fish", "print a completion script for a shell", "", run_completions},
    {"help", HELP, "[COMMAND]", "show how to use the program or a command", "", run_help},
    {"version", VERSION, "", "show the versions of the program, its libraries and its rules", "", run_version},
    {NULL, 0, NULL, NULL, NULL, NULL}};

const command *command_find(const char *name) {
  for (const command *c = commands; c->run != NULL; c++)
    if (strcmp(c->name, name) == 0) return c;
  return NULL;
}
