/* option_table.c - see option_table.h. */
#include "options/option_table.h"

#include <stdlib.h>
#include <string.h>

#include "system/system.h"

/* ---- Readers of values ---- */

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

static const char *read_patient_column(options *o, const char *value) {
  o->patient_column = value;
  return *value ? NULL : "a column's name";
}

static const char *read_site_column(options *o, const char *value) {
  o->site_column = value;
  return *value ? NULL : "a column's name";
}

static const char *read_time_column(options *o, const char *value) {
  text map = {0};
  text_add_format(&map, "reported_at=%s", value);
  names_add(&o->fact_columns, map.bytes, map.length);
  text_free(&map);
  return *value ? NULL : "a column's name";
}

static const char *read_database(options *o, const char *value) {
  o->database = value;
  return *value ? NULL : "the file of a database";
}

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

/* Reads a number of at most `digits` digits, and what must stand behind it. */
static bool read_part(const char **from, int digits, int least, int most, const char *after, int *number) {
  const char *at = *from;
  *number = 0;
  while (at - *from < digits && *at >= '0' && *at <= '9') *number = 10 * *number + (*at++ - '0');
  if (at == *from || *number < least || *number > most) return false;
  if (*after != 0 && (*at == 0 || strchr(after, *at) == NULL)) return false;
  *from = at + (*after != 0);
  return true;
}

/* Days since 1970; a day that its month does not have is one of the next. */
static int64_t days_since_1970(int year, int month, int day) {
  static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  int64_t y = year - 1;
  return y * 365 + y / 4 - y / 100 + y / 400 - 719162 + before[month - 1] + (leap && month > 2) + day - 1;
}

/* YYYY-MM-DD, and after a blank or T HH:MM or HH:MM:SS; Z may follow. */
static const char *read_now(options *o, const char *value) {
  int year, month, day, hour = 0, minute = 0, second = 0;
  const char *at = value;
  bool good = read_part(&at, 4, 1, 9999, "-", &year) && read_part(&at, 2, 1, 12, "-", &month) && read_part(&at, 2, 1, 31, "", &day);
  if (good && (*at == 'T' || *at == ' ')) {
    at++;
    good = read_part(&at, 2, 0, 23, ":", &hour) && read_part(&at, 2, 0, 59, "", &minute);
    if (good && *at == ':') good = (at++, read_part(&at, 2, 0, 60, "", &second));
  }
  if (good && *at == 'Z') at++;
  if (!good || *at != 0) return "a time such as 2026-03-01T09:30:00Z";
  o->now_given = true;
  o->now = days_since_1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
  return NULL;
}

static const char *read_number(const char *value, unsigned long long most, unsigned long long *number) {
  char *end;
  *number = strtoull(value, &end, 10);
  return *value >= '0' && *value <= '9' && *end == 0 && *number >= 1 && *number <= most ? NULL : "a number from 1 on";
}

static const char *read_sheet_rows(options *o, const char *value) {
  unsigned long long number;
  const char *wanted = read_number(value, 1048575, &number);
  o->sheet_rows = (uint32_t)number;
  return wanted == NULL ? NULL : "a number from 1 to 1048575";
}

static const char *read_sample(options *o, const char *value) {
  unsigned long long number;
  const char *wanted = read_number(value, 1000000, &number);
  o->sample_size = (uint32_t)number;
  return wanted == NULL ? NULL : "a number from 1 to 1000000";
}

static const char *read_size(options *o, const char *value) {
  o->sample_only = true;
  return read_sample(o, value);
}

static const char *read_seed(options *o, const char *value) {
  unsigned long long number;
  const char *wanted = strcmp(value, "0") == 0 ? NULL : read_number(value, UINT32_MAX, &number);
  if (wanted == NULL) o->seed = strtoull(value, NULL, 10);
  return wanted == NULL ? NULL : "a number from 0 to 4294967295";
}

static const char *read_reviewer(options *o, const char *value) {
  o->reviewer = value;
  return slice_trim(slice_of(value)).length > 0 ? NULL : "a reviewer's name";
}

static const char *read_threads(options *o, const char *value) {
  unsigned long long number;
  const char *wanted = read_number(value, 1024, &number);
  o->threads = (unsigned)number;
  return wanted == NULL ? NULL : "a number from 1 to 1024";
}

static const char *read_wait(options *o, const char *value) {
  unsigned long long number;
  const char *wanted = read_number(value, 86400, &number);
  o->wait = (unsigned)number;
  return wanted == NULL ? NULL : "seconds, from 1 to 86400";
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

typedef struct format_word {
  const char *word;
  page_format format;
} format_word;

static bool read_format(options *o, const char *value, const format_word *words, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(value, words[i].word) != 0) continue;
    o->format = words[i].format;
    return true;
  }
  return false;
}

static const char *read_page_format(options *o, const char *value) {
  static const format_word words[] = {{"text", FORMAT_TEXT}, {"json", FORMAT_JSON}, {"markdown", FORMAT_MARKDOWN}, {"html", FORMAT_HTML}};
  return read_format(o, value, words, 4) ? NULL : "text, json, markdown or html";
}

static const char *read_review_format(options *o, const char *value) {
  static const format_word words[] = {{"text", FORMAT_TEXT}, {"json", FORMAT_JSON}};
  return read_format(o, value, words, 2) ? NULL : "text or json";
}

static const char *read_table_format(options *o, const char *value) {
  static const format_word words[] = {{"text", FORMAT_TEXT}, {"tsv", FORMAT_TSV}, {"json", FORMAT_JSON}};
  return read_format(o, value, words, 3) ? NULL : "text, tsv or json";
}

static const char *read_key_file(options *o, const char *value) {
  o->key_file = value;
  return *value ? NULL : "a file with a key";
}

static const char *read_extension(options *o, const char *value) {
  o->extension = value;
  return *value ? NULL : "the extension's file";
}

static const char *read_id(options *o, const char *value) {
  o->id = value;
  return *value ? NULL : "the id of a report";
}

static const char *read_parameter(options *o, const char *value) {
  const char *equals = strchr(value, '=');
  names_add(&o->parameters, value, strlen(value));
  return equals != NULL && equals != value ? NULL : "NAME=VALUE, such as from=2026-01-01";
}

static const char *read_result_format(options *o, const char *value) {
  static const char *const words[] = {"table", "csv", "tsv", "ndjson", "markdown", "xlsx"};
  o->result = RESULT_UNSAID;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(value, words[i]) == 0) o->result = (result_format)(RESULT_TABLE + i);
  return o->result != RESULT_UNSAID ? NULL : "table, csv, tsv, ndjson, markdown or xlsx";
}

static const char *read_timeout(options *o, const char *value) {
  unsigned long long number;
  const char *wanted = read_number(value, 86400, &number);
  o->timeout = (unsigned)number;
  return wanted == NULL ? NULL : "seconds from 1 to 86400";
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

/* Read before all others: see settings.c. */
static const char *read_config(options *o, const char *value) {
  (void)o;
  return *value ? NULL : "a file of settings";
}

#define SWITCH(name, field) \
  static const char *name(options *o, const char *value) { (void)value; o->field = true; return NULL; }
SWITCH(set_force, force)
SWITCH(set_apply, apply)
SWITCH(set_quiet, quiet)
SWITCH(set_no_progress, no_progress)
SWITCH(set_no_assess, no_assess)
SWITCH(set_help, help)
SWITCH(set_manual, manual)
SWITCH(set_redact, redact)
SWITCH(set_list, list)
SWITCH(set_describe, describe)
SWITCH(set_show_sql, show_sql)
SWITCH(set_safe_csv, safe_csv)
SWITCH(set_byte_order_mark, byte_order_mark)

/* ---- The table ---- */

const option_row option_table[] = {
    {"output", 'o', "FILE", FLAG, read_output, false, "the workbook to write; it must not exist (see --force)"},
    {"output", 'o', "FILE", EXPLAIN, read_output, false, "write the page to this file instead of stdout"},
    {"output", 'o', "FILE", SAMPLE, read_output, false, "the file to write, .xlsx or .csv; it must not exist (see --force)"},
    {"output", 'o', "FILE", RUN, read_output, false, "the file to write; its ending says the format"},
    {"force", 'f', NULL, WRITING | EXPLAIN | RUN, set_force, false, "replace the file if it exists"},
    {"force", 'f', NULL, REVIEW, set_force, false, "take decisions although reports have changed or are missing"},
    {"db", 0, "DB", IMPORT, read_database, false, "the database; it is created where there is none"},
    {"db", 0, "DB", RUN, read_database, false, "the database to read"},
    {"param", 'p', "NAME=VALUE", RUN, read_parameter, true, "a parameter of the query; may be given again"},
    {"list", 0, NULL, RUN, set_list, false, "list the queries that come with the program"},
    {"describe", 0, NULL, RUN, set_describe, false, "say what the named queries answer, and their parameters"},
    {"sql", 0, NULL, RUN, set_show_sql, false, "print the named queries themselves"},
    {"db", 0, "DB", EXPLAIN, read_database, false, "the database that holds the report"},
    {"db", 0, "DB", DOCTOR, read_database, false, "look at this database too"},
    {"db", 0, "DB", REVIEW, read_database, false, "the database that the reviewed reports are in"},
    {"apply", 0, NULL, REVIEW, set_apply, false, "write the decisions; without it nothing is written"},
    {"reviewer", 0, "NAME", REVIEW, read_reviewer, false, "who decided, where the column Reviewer is empty"},
    {"size", 'n', "N", SAMPLE, read_size, false, "rows to draw"},
    {"sample", 0, "N", FLAG, read_sample, false, "add a sheet with N random rows that were not flagged"},
    {"seed", 0, "S", WRITING, read_seed, false, "begins the random numbers: the same seed, the same rows (1)"},
    {"extension", 0, "FILE", DOCTOR, read_extension, false, "the extension to look at (" SYSTEM_EXTENSION " beside the program)"},
    {"text", 't', "COL", READING, read_text_column, false, "column with the report; give it again to join several"},
    {"id", 'i', "COL", READING, read_id_column, false, "column that identifies a row"},
    {"id", 'i', "ID", EXPLAIN, read_id, true, "the report's id in the database"},
    {"patient", 0, "COL", IMPORT, read_patient_column, false, "column that identifies the patient"},
    {"site", 0, "COL", IMPORT, read_site_column, false, "column with the site"},
    {"reported-at", 0, "COL", IMPORT, read_time_column, false, "column with the time of the report (--map reported_at=COL)"},
    {"map", 'm', "FACT=COL", READING, read_map, false, "column that holds a fact, such as temp_f=Temperature"},
    {"delimiter", 'd', "CHAR", READING, read_delimiter, false, "comma, tab, semicolon, pipe or a character (detected)"},
    {"rule-set", 'r', "article|core|full", ASSESSING | RULES | DOCTOR, read_rule_set, false, "the rules that count (default: full; eval: core)"},
    {"rules", 0, "DIR", ASSESSING | RULES | DOCTOR, read_rules, false, "folder of a rule pack to work with (the built-in rules)"},
    {"min-level", 'l', "emergency|urgent|soon|routine|none", WRITING, read_minimum_level, false, "flag from this level on (default: soon)"},
    {"sheet-rows", 0, "N", WRITING | RUN, read_sheet_rows, false, "rows a sheet at most; more go on in 'Cases 2' (1048575)"},
    {"no-assess", 0, NULL, IMPORT, set_no_assess, false, "leave the assessment to sql/assess_reports.sql"},
    {"wait", 0, "SECONDS", IMPORT, read_wait, false, "how long to wait for other programs that use it (30)"},
    {"tmpdir", 0, "DIR", READING | RUN | DOCTOR, read_temporary_folder, false, "folder for temporary files (" SYSTEM_TEMPORARY ")"},
    {"threads", 0, "N", READING | SCORE, read_threads, false, "threads at most; the answer is the same for all (the processors)"},
    {"text-field", 0, "NAME", SCORE | EVAL, read_text_field, false, "field with the report (default: text)"},
    {"id-field", 0, "NAME", SCORE | EVAL, read_id_field, false, "field with the id (default: id)"},
    {"fact", 0, "NAME=VALUE", EXPLAIN, read_fact, true, "something known beside the text; may be given again"},
    {"format", 0, "text|json|markdown|html", EXPLAIN, read_page_format, false, "how the page is written (default: text)"},
    {"format", 0, "table|csv|tsv|ndjson|markdown|xlsx", RUN, read_result_format, false, "how results are written (a table on a terminal, else csv)"},
    {"safe-csv", 0, NULL, RUN, set_safe_csv, false, "csv, tsv: an apostrophe before what a spreadsheet reads as a formula"},
    {"bom", 0, NULL, RUN, set_byte_order_mark, false, "csv, tsv: begin with a byte order mark, for Excel"},
    {"timeout", 0, "SECONDS", RUN, read_timeout, false, "give up on a query after this time (never)"},
    {"format", 0, "text|tsv|json", RULES, read_table_format, false, "how the tables are written (default: text)"},
    {"format", 0, "text|json", REVIEW, read_review_format, false, "how the answer is written (default: text)"},
    {"concepts", 0, "LIST", EVAL, read_concepts, false, "concepts that the labels cover, with commas between"},
    {"redact", 0, NULL, WRITING | SCORE | EXPLAIN, set_redact, false, "hide names, dates of birth, addresses, telephone and record numbers"},
    {"hash-ids", 0, "KEYFILE", WRITING | REVIEW | SCORE | EXPLAIN, read_key_file, false, "show ids as hashes that only the key's owner can make"},
    {"now", 0, "TIME", READING | RUN | REVIEW, read_now, false, "the time to write into the file, so that it is reproducible"},
    {"quiet", 'q', NULL, READING | SCORE | EVAL | RUN | REVIEW, set_quiet, false, "errors and rejected rows only"},
    {"no-progress", 0, NULL, READING | SCORE | RUN, set_no_progress, false, "no progress line on the terminal"},
    {"color", 0, "[auto|always|never]", READING | EXPLAIN | DOCTOR | RUN, read_color, false, "colours on the terminal; NO_COLOR is honoured (auto)"},
    {"config", 0, "FILE", ASSESSING | RULES | DOCTOR | REVIEW, read_config, false, "read options from this file: lines such as rule-set = core"},
    {"man", 0, NULL, HELP, set_manual, false, "print the manual page (man -l -)"},
    {"help", 'h', NULL, ALL, set_help, false, "show this help"},
};
const size_t option_count = sizeof option_table / sizeof *option_table;

bool option_is_of(const option_row *row, const command *c) { return (row->commands & c->bit) != 0; }
