/* redact.h - what may tell who a person is, in the text of a report: names,
** addresses, telephone numbers, e-mails, dates of birth, record numbers.
**
** They are found by patterns, and by the values of the row's own columns for names
** and numbers. A mask takes the place of each: it is as long as what it hides, in
** bytes and in characters, so that places in the text stay what they were. Words
** that the assessment rests on are never hidden. */
#ifndef CLI_REDACT_H
#define CLI_REDACT_H

#include "common/text.h"

typedef struct mask {
  size_t start, length;        /* bytes of the report */
} mask;

typedef struct redactor redactor;

redactor *redactor_new(void);
void redactor_free(redactor *);

/* Whether a column's name says that it tells who a person is. */
bool redact_column(const char *name);

/* The masks of a report, in order and without overlaps, valid until the next call.
** `values` are those of the row's columns that tell who the person is. */
const mask *redact_find(redactor *, uti_slice report, const uti_assessment *, const names *values, size_t *count);

/* Adds the report with its masks. */
void redact_apply(uti_slice report, const mask *, size_t count, text *);

#endif
