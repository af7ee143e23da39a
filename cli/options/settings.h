/* settings.h - options as they were given: on the command line, in the
** environment, in a file. Of each option those of the strongest origin count. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "options/option_table.h"

/* From the weakest to the strongest. */
typedef enum { FROM_FILE, FROM_ENVIRONMENT, FROM_COMMAND_LINE } setting_origin;

typedef struct setting {
  const option_row *row;
  char *value;                 /* NULL: none */
  setting_origin origin;
  size_t line;                 /* of the file */
} setting;

typedef struct settings {
  const command *command;
  const char *file;            /* of --config; NULL: none */
  setting *items;
  size_t count, room;
} settings;

void settings_add(settings *, const option_row *, const char *value, setting_origin, size_t line);
/* UTI_REPORT_RULE_SET for --rule-set, and so on; EXIT_DONE or EXIT_USAGE. */
int settings_read_environment(settings *);
/* Lines "name = value", "#" begins a comment; EXIT_DONE, EXIT_USAGE, EXIT_FAILED. */
int settings_read_file(settings *, const char *file);
/* Reads the values that count into the options. */
int settings_apply(const settings *, options *);
void settings_free(settings *);   /* and the memory it stands in */

/* The command's row with this name, or NULL. */
const option_row *option_named(const command *, const char *name, size_t length);

#endif
