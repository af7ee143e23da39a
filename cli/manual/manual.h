/* manual.h - what the program says of itself, made from the tables of commands and
** options. */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "options/options.h"

extern const char intended_use_words[];
extern const char exit_status_words[];

void help_overview(bool to_stderr);
void help_command(const command *);
/* The manual page, in the roff of man(7). */
void manual_print(void);

#endif
