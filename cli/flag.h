/* flag.h - what flag and sample share: tables in, a file and a summary out. */
#ifndef CLI_FLAG_H
#define CLI_FLAG_H

#include "batch/batch.h"

/* Writes what was read to a private file; NULL, or why it failed. */
typedef const char *(*batch_writer)(const batch *, const char *file);

/* The options that every command with an input and an output has. */
int flag_check(const options *);
int flag_write(const options *, batch_writer, const char *step);

#endif
