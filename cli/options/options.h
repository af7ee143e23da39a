/* options.h - the commands and options: one table from which the arguments are
** read and the help is printed. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

typedef enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color_mode;
typedef enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_TSV } page_format;

typedef struct options {
  names arguments;             /* what is no option: files, a text, a command's name */
  const char *output;
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
  bool quiet, no_progress, help;
  color_mode color;
  unsigned threads;
  names facts;                 /* name=value */
  page_format format;
  const char *text_field, *id_field;
  names concepts;
} options;

typedef struct command {
  const char *name;
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
int run_score(const options *);
int run_explain(const options *);
int run_eval(const options *);
int run_rules(const options *);
int run_help(const options *);
int run_version(const options *);
void help_command(const command *);
void help_overview(bool to_stderr);

#endif
