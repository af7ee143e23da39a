/* fuzz_cli.h - what the targets of the command line's readers share: input as files
** that exist in memory alone, and messages that are counted and not printed. */
#ifndef UTI_FUZZ_CLI_H
#define UTI_FUZZ_CLI_H

#include "common/text.h"
#include "fuzz.h"
#include "input/reader.h"

enum { FUZZ_FILES = 4 };

/* The path of file number `index`, which from now on holds the bytes. */
const char *fuzz_file(size_t index, uti_slice bytes);

extern size_t fuzz_errors;     /* error messages since the start of the process */

/* Reads a table to its end as `flag` and `import` do, and holds what they rest on.
** `check` (or NULL) is asked of every row that was read. */
void fuzz_read_table(const names *files, const options *, void (*check)(const reader *, const table_row *));

#endif
