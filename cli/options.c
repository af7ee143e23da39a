/* options.c - see options.h. A row of option_table is an option: how it is
** written, which commands take it, what reads its value, and its help. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "knowledge.h"
#include "message.h"

const command commands[] = {
    {"flag", "INPUT... -o OUT.xlsx", "read report tables, assess every row, write the review workbook",
     "INPUT is a CSV or TSV file, NDJSON, a SQLite database (clinic.db or clinic.db:table), or - for\n"
     "stdin. A row is flagged from the level 'soon' on (see --min-level), for a possible clot, and for\n"
     "serious signs outside the scope.",
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
    {"help", "[COMMAND]", "show how to use the program or a command", "", run_help},
    {"version", "", "show the versions of the program, its libraries and its rules", "", run_version},
    {NULL, NULL, NULL, NULL, NULL}};

enum { FLAG = 1, SCORE = 2, EXPLAIN = 4, EVAL = 8, ASSESSING = 15, RULES = 16, ALL = 255 };

static unsigned command_bit(const command *c) { return 1u << (c - commands); }

const command *command_find(const char *name) {
  for (const command *c = commands; c->run != NULL; c++)
    if (strcmp(c->name, name) == 0) return c;
  return NULL;
}

/* ---- Readers of values: NULL, or what was wanted ---- */

typedef const char *(*value_reader)(options *, const char *value);

static const char *read_output(options *o, const char *value) {
  o->output = value;
  return *value ? NULL : "a file name";
}

static const char *read_text_column(options *o, const char *value) {
  names_add(&o->text_columns, value, strlen(value));
  return *value ? NULL : "a column's name";
}

static const char *read_id_column(options *o, const char *value) {
  o->id_column = value;
  return *value ? NULL : "a column's name";
}

#define MAP_WANTED "FACT=COL, such as temp_f=Temperature, where FACT is a fact or a concept"
#define CONCEPTS_WANTED "names of concepts with commas between"

static const char *read_map(options *o, const char *value) {
  const char *equals = strchr(value, '=');
  names_add(&o->fact_columns, value, strlen(value));
  return equals != NULL && equals[1] != 0 ? NULL : MAP_WANTED;
}

static const char *read_delimiter(options *o, const char *value) {
  static const struct { const char *name; char delimiter; } known[] = {
      {"comma", ','}, {"tab", '\t'}, {"semicolon", ';'}, {"pipe", '|'}, {"\\t", '\t'}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(value, known[i].name) == 0) o->delimiter = known[i].delimiter;
  if (o->delimiter == 0 && strlen(value) == 1 && (unsigned char)*value < 0x80 && !strchr("\"\r\n", *value)) o->delimiter = *value;
  return o->delimiter != 0 ? NULL : "one character, or comma, tab, semicolon or pipe";
}

static const char *read_rule_set(options *o, const char *value) {
  o->rule_set_given = true;
  return uti_rule_set_parse(slice_of(value), &o->rule_set) ? NULL : "article, core or full";
}

static const char *read_rules(options *o, const char *value) {
  o->rules = value;
  return *value ? NULL : "the folder of a rule pack";
}

static const char *read_minimum_level(options *o, const char *value) {
  return uti_level_parse(slice_of(value), &o->minimum_level) ? NULL : "emergency, urgent, soon, routine or none";
}

static const char *read_now(options *o, const char *value) {
  struct tm t;
  const char *rest = NULL;
  static const char *const shapes[] = {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"};
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes && (rest == NULL || *rest != 0); i++) {
    memset(&t, 0, sizeof t);
    rest = strptime(value, shapes[i], &t);
    if (rest != NULL && strcmp(rest, "Z") == 0) rest = "";
  }
  if (rest == NULL || *rest != 0) return "a time such as 2026-03-01T09:30:00Z";
  o->now_given = true;
  o->now = timegm(&t);
  return NULL;
}

static const char *read_number(const char *value, unsigned long most, unsigned long *number) {
  char *end;
  *number = strtoul(value, &end, 10);
  return *value >= '0' && *value <= '9' && *end == 0 && *number >= 1 && *number <= most ? NULL : "a number from 1 on";
}

static const char *read_sheet_rows(options *o, const char *value) {
  unsigned long number;
  const char *wanted = read_number(value, 1048575, &number);
  o->sheet_rows = (uint32_t)number;
  return wanted == NULL ? NULL : "a number from 1 to 1048575";
}

static const char *read_threads(options *o, const char *value) {
  unsigned long number;
  const char *wanted = read_number(value, 1024, &number);
  o->threads = (unsigned)number;
  return wanted == NULL ? NULL : "a number from 1 to 1024";
}

static const char *read_temporary_folder(options *o, const char *value) {
  o->temporary_folder = value;
  return *value ? NULL : "a folder";
}

static const char *read_color(options *o, const char *value) {
  static const char *const modes[] = {"auto", "always", "never"};
  if (value == NULL) value = "always";
  for (size_t i = 0; i < 3; i++) {
    if (strcmp(value, modes[i]) != 0) continue;
    o->color = (color_mode)i;
    return NULL;
  }
  return "auto, always or never";
}

static const char *read_fact(options *o, const char *value) {
  const char *equals = strchr(value, '=');
  names_add(&o->facts, value, strlen(value));
  return equals != NULL && equals != value ? NULL : "name=value, such as temp_f=103.1";
}

static const char *read_format(options *o, const char *value) {
  o->format = strcmp(value, "json") == 0 ? FORMAT_JSON : FORMAT_TEXT;
  return o->format == FORMAT_JSON || strcmp(value, "text") == 0 ? NULL : "text or json";
}

static const char *read_table_format(options *o, const char *value) {
  if (strcmp(value, "tsv") != 0) return read_format(o, value) == NULL ? NULL : "text, tsv or json";
  o->format = FORMAT_TSV;
  return NULL;
}

static const char *read_text_field(options *o, const char *value) {
  o->text_field = value;
  return *value ? NULL : "a field's name";
}

static const char *read_id_field(options *o, const char *value) {
  o->id_field = value;
  return *value ? NULL : "a field's name";
}

static const char *read_concepts(options *o, const char *value) {
  for (const char *from = value; *from != 0;) {
    size_t length = strcspn(from, ",");
    uti_slice name = slice_trim((uti_slice){from, length});
    names_add(&o->concepts, name.bytes, name.length);
    from += length + (from[length] == ',');
  }
  return o->concepts.count > 0 ? NULL : CONCEPTS_WANTED;
}

#define SWITCH(name, field) \
  static const char *name(options *o, const char *value) { (void)value; o->field = true; return NULL; }
SWITCH(set_force, force)
SWITCH(set_quiet, quiet)
SWITCH(set_no_progress, no_progress)
SWITCH(set_help, help)

/* ---- The table ---- */

typedef struct option_row {
  const char *name;
  char letter;                 /* 0: none */
  const char *argument;        /* NULL: none; in brackets: may be left out */
  unsigned commands;
  value_reader read;
  bool private_value;          /* may hold something of a patient: never repeated in a message */
  const char *help;
} option_row;

static const option_row option_table[] = {
    {"output", 'o', "FILE", FLAG, read_output, false, "the workbook to write; it must not exist (see --force)"},
    {"force", 'f', NULL, FLAG, set_force, false, "replace the file if it exists"},
    {"text", 't', "COL", FLAG, read_text_column, false, "column with the report; give it again to join several"},
    {"id", 'i', "COL", FLAG, read_id_column, false, "column that identifies a row"},
    {"map", 'm', "FACT=COL", FLAG, read_map, false, "column that holds a fact, such as temp_f=Temperature"},
    {"delimiter", 'd', "CHAR", FLAG, read_delimiter, false, "comma, tab, semicolon, pipe or a character (detected)"},
    {"rule-set", 'r', "NAME", ASSESSING | RULES, read_rule_set, false, "article, core or full (default: full; eval: core)"},
    {"rules", 0, "DIR", ASSESSING | RULES, read_rules, false, "folder of a rule pack to work with (the built-in rules)"},
    {"min-level", 'l', "LEVEL", FLAG, read_minimum_level, false, "flag from this level on (default: soon)"},
    {"sheet-rows", 0, "N", FLAG, read_sheet_rows, false, "rows a sheet at most; more go on in 'Cases 2' (1048575)"},
    {"tmpdir", 0, "DIR", FLAG, read_temporary_folder, false, "folder for temporary files (TMPDIR or /tmp)"},
    {"threads", 0, "N", FLAG | SCORE, read_threads, false, "threads at most; the answer is the same for all (1)"},
    {"text-field", 0, "NAME", SCORE | EVAL, read_text_field, false, "field with the report (default: text)"},
    {"id-field", 0, "NAME", SCORE | EVAL, read_id_field, false, "field with the id (default: id)"},
    {"fact", 0, "NAME=VALUE", EXPLAIN, read_fact, true, "something known beside the text; may be given again"},
    {"format", 0, "FORMAT", EXPLAIN, read_format, false, "text or json (default: text)"},
    {"format", 0, "FORMAT", RULES, read_table_format, false, "text, tsv or json (default: text)"},
    {"concepts", 0, "LIST", EVAL, read_concepts, false, "concepts that the labels cover, with commas between"},
    {"now", 0, "TIME", FLAG, read_now, false, "the time to write into the file, so that it is reproducible"},
    {"quiet", 'q', NULL, FLAG | SCORE | EVAL, set_quiet, false, "errors and rejected rows only"},
    {"no-progress", 0, NULL, FLAG, set_no_progress, false, "no progress line on the terminal"},
    {"color", 0, "[WHEN]", FLAG | EXPLAIN, read_color, false, "auto, always or never; NO_COLOR is honoured (auto)"},
    {"help", 'h', NULL, ALL, set_help, false, "show this help"},
};
enum { OPTION_COUNT = sizeof option_table / sizeof *option_table };

/* getopt_long's view of the rows that the command takes; val is the row + 256. */
static void make_getopt_tables(const command *c, struct option *longs, char *shorts) {
  *shorts++ = ':';
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    const option_row *row = &option_table[i];
    if ((row->commands & command_bit(c)) == 0) continue;
    int argument = row->argument == NULL ? no_argument : *row->argument == '[' ? optional_argument : required_argument;
    *longs++ = (struct option){row->name, argument, NULL, (int)i + 256};
    if (row->letter == 0) continue;
    *shorts++ = row->letter;
    if (argument == required_argument) *shorts++ = ':';
  }
  *longs = (struct option){NULL, 0, NULL, 0};
  *shorts = 0;
}

static const option_row *row_of(int found) {
  if (found >= 256 && found < 256 + OPTION_COUNT) return &option_table[found - 256];
  for (size_t i = 0; i < OPTION_COUNT; i++)
    if (found != 0 && option_table[i].letter == found) return &option_table[i];
  return NULL;
}

/* A row that begins as the unknown option does, or holds it. */
static const option_row *similar_row(const command *c, const char *given) {
  given += strspn(given, "-");
  size_t length = strcspn(given, "=");
  for (size_t common = length; common >= 3; common--)
    for (size_t i = 0; i < OPTION_COUNT; i++)
      if ((option_table[i].commands & command_bit(c)) && strncmp(option_table[i].name, given, common) == 0) return &option_table[i];
  return NULL;
}

static int unknown_option(const command *c, const char *given) {
  /* The option's name alone: a value after "=" may be a patient's. */
  int shown = (int)strcspn(given, "=");
  const option_row *near = similar_row(c, given);
  if (optopt >= 256) return message_usage("--%s takes no value", row_of(optopt)->name);
  if (near != NULL) return message_usage("there is no option %.*s: did you mean --%s?", shown, given, near->name);
  return message_usage("there is no option %.*s", shown, given);
}

static int read_value(const option_row *row, options *o) {
  const char *wanted = row->read(o, optarg);
  if (wanted == NULL) return EXIT_DONE;
  if (row->private_value) return message_usage("--%s: wanted %s, got something else", row->name, wanted);
  return message_usage("--%s: wanted %s, got '%s'", row->name, wanted, optarg);
}

int options_read(const command *c, int count, char **arguments, options *o) {
  struct option longs[OPTION_COUNT + 1];
  char shorts[2 * OPTION_COUNT + 2];
  make_getopt_tables(c, longs, shorts);
  opterr = 0;
  for (int found; (found = getopt_long(count, arguments, shorts, longs, NULL)) != -1;) {
    const option_row *row = row_of(found);
    if (found == ':') {
      row = row_of(optopt);
      return message_usage("--%s: wanted %s, got nothing", row->name, row->argument);
    }
    char letter[3] = {'-', (char)optopt, 0};
    bool is_letter = optopt > 0 && optopt < 256;
    if (row == NULL) return unknown_option(c, is_letter ? letter : arguments[optind - 1]);
    int status = read_value(row, o);
    if (status != EXIT_DONE) return status;
  }
  for (int i = optind; i < count; i++) names_add(&o->arguments, arguments[i], strlen(arguments[i]));
  return EXIT_DONE;
}

int options_check(const options *o) {
  const uti_knowledge *k = knowledge_in_force();
  for (size_t i = 0; i < o->fact_columns.count; i++) {
    const char *given = o->fact_columns.items[i];
    uti_slice name = slice_trim((uti_slice){given, strcspn(given, "=")});
    if (uti_fact_find(k, name) < 0) return message_usage("--map: wanted " MAP_WANTED ", got '%s'", given);
  }
  for (size_t i = 0; i < o->concepts.count; i++)
    if (uti_concept_find(k, slice_of(o->concepts.items[i])) < 0)
      return message_usage("--concepts: wanted " CONCEPTS_WANTED ", got '%s'", o->concepts.items[i]);
  return EXIT_DONE;
}

void options_free(options *o) {
  names_free(&o->arguments);
  names_free(&o->text_columns);
  names_free(&o->fact_columns);
  names_free(&o->facts);
  names_free(&o->concepts);
}

void options_print(const command *c) {
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    const option_row *row = &option_table[i];
    if ((row->commands & command_bit(c)) == 0) continue;
    char letter[8] = "    ", name[64];
    if (row->letter != 0) snprintf(letter, sizeof letter, "-%c, ", row->letter);
    bool optional = row->argument != NULL && *row->argument == '[';
    snprintf(name, sizeof name, "--%s%s%s", row->name, row->argument == NULL ? "" : optional ? "[=" : " ",
             row->argument == NULL ? "" : row->argument + optional);
    printf("  %s%-22s %s\n", letter, name, row->help);
  }
}

int64_t options_now(const options *o) { return o->now_given ? o->now : (int64_t)time(NULL); }
