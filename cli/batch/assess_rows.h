/* assess_rows.h - the rows of an input, read by the calling thread, assessed by
** several, and taken in the order of the input. */
#ifndef CLI_ASSESS_ROWS_H
#define CLI_ASSESS_ROWS_H

#include "batch/assess.h"
#include "batch/flagged_case.h"
#include "input/columns.h"
#include "input/reader.h"

typedef struct assessed_row {
  flagged_case *row;           /* of a rejected row only its line and id count */
  const char *why;             /* of a rejected row; else NULL */
  const char *file;            /* where the rejected row stands, of several; NULL: the reader's only one */
  int mechanism;               /* as in uti_assessment */
  bool flagged;
  uti_slice warnings;          /* of the reading and of the assessment, each ended by a zero byte */
} assessed_row;

typedef void (*row_taker)(void *context, const assessed_row *);

/* `order` counts the rows of all inputs and goes on. False with a message where the
** input cannot be read to its end. */
bool assess_rows(const options *, reader *, column_plan *, uint32_t input, uint64_t *order, row_taker, void *context);

uti_result assess_case(const assessor *, const flagged_case *, uti_assessment *);

#endif
