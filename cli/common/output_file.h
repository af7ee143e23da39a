/* output_file.h - a file that appears whole or not at all: it is written in its target's
** folder without a name, readable by its owner alone, and named when it is complete.
** When the program ends before, however it ends, nothing is left. Where the disk has no
** files without names it is written under another name, which is removed when the program
** fails or is interrupted. */
#ifndef CLI_OUTPUT_FILE_H
#define CLI_OUTPUT_FILE_H

#include <stdbool.h>

/* Whether it can be written, so far as that can be known before; else a message. */
bool output_file_possible(const char *target, bool replace);
/* Returns the name to write to, or NULL with a message. One file at a time. */
const char *output_file_begin(const char *target, bool replace);
bool output_file_commit(void);          /* false with a message */
void output_file_abandon(void);
/* Whether the target is the same file as `name`. */
bool output_file_is(const char *target, const char *name);

#endif
