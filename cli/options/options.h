/* options.h - the commands and options: one table from which the arguments are
** read and the help is printed. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

typedef enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color_mode;
typedef enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_TSV, FORMAT_MARKDOWN, FORMAT_HTML } page_format;
typedef enum { RESULT_UNSAID, RESULT_TABLE, RESULT_CSV, RESULT_TSV, RESULT_NDJSON, RESULT_MARKDOWN, RESULT_XLSX } result_format;

/* Values that are names are borrowed from `given`. */
typedef struct options {
  struct settings *given;
  names arguments;             /* what is no option: files, a text, a command's name */
  const char *output;
  const char *extension;
  const char *id;              /* of a report in the database */
  const char *database;        /* that is written or worked with */
  unsigned wait;               /* seconds that its other users are waited for */
  bool no_assess;
  bool keeps_patients;         /* the command, not the user, wants patients and sites from the readers */
  bool force;
  names text_columns;
  const char *id_column;
  names fact_columns;          /* fact=COL */
  const char *patient_column, *site_column;
  char delimiter;              /* 0: detected */
  uti_rule_set rule_set;
  const char *rules;           /* the folder of a rule pack; NULL: the built-in rules */
  bool rule_set_given;
  uti_level minimum_level;
  bool now_given;
  int64_t now;                 /* seconds since 1970, UTC */
  const char *temporary_folder;
  uint32_t sheet_rows;         /* 0: as many as Excel takes */
  uint32_t sample_size;        /* 0: no sample */
  uint64_t seed;
  bool sample_only;
  const char *reviewer;
  bool apply;
  bool quiet, no_progress, help, manual;
  color_mode color;
  unsigned threads;
  bool redact;                 /* hide what tells who a person is */
  const char *key_file;        /* ids are shown as keyed hashes; NULL: as they are */
  names facts;                 /* name=value */
  page_format format;
  const char *text_field, *id_field;
  names concepts;
  names parameters;            /* of queries: name=value */
  result_format result;
  bool list, describe, show_sql, safe_csv, byte_order_mark;
  unsigned timeout;            /* seconds; 0: none */
  names settings;              /* options that decide the result, as given, for the record */
} options;

typedef struct command {
  const char *name;
  unsigned bit;                /* by which options say that it takes them */
  const char *usage;           /* what follows the name */
  const char *summary;
  const char *description;
  int (*run)(const options *); /* NULL marks the end of the table */
} command;

extern const command commands[];

const command *command_find(const char *name);
/* Reads the arguments after the command's name; EXIT_DONE or EXIT_USAGE. */
int options_read(const command *, int count, char **arguments, options *);
/* Names of facts and concepts in options, by the rules in force. */
int options_check(const options *);
void options_free(options *);
void options_print(const command *);   /* the command's options, for its help */
/* Seconds since 1970 as the options fix them, or the clock's. */
int64_t options_now(const options *);

int run_flag(const options *);
int run_import(const options *);
int run_review(const options *);
int run_sample(const options *);
int run_score(const options *);
int run_explain(const options *);
int run_eval(const options *);
int run_rules(const options *);
int run_queries(const options *);
int run_completions(const options *);
int run_doctor(const options *);
int run_help(const options *);
int run_version(const options *);

#endif
