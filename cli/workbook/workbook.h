/* workbook.h - writes the review workbook. */
#ifndef CLI_WORKBOOK_H
#define CLI_WORKBOOK_H

#include "batch/batch.h"

/* Writes to `file`, which exists and is private. NULL, or why it failed. */
const char *workbook_write(const batch *, const char *file);

#endif
