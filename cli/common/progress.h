/* progress.h - a line on the terminal that says how far the reading is. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>

#include "options/options.h"

void progress_begin(const options *);   /* shows nothing unless stderr is a terminal */
/* Called for every row or some of them; writes a few times a second. size 0: not known. */
void progress_show(uint64_t rows, uint64_t position, uint64_t size);
void progress_step(const char *what);   /* "writing the workbook"; rows are counted anew after it */
void progress_end(void);

#endif
