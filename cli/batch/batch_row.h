/* batch_row.h - from the cells of a row to a report and facts. */
#ifndef CLI_BATCH_ROW_H
#define CLI_BATCH_ROW_H

#include "batch/flagged_case.h"
#include "input/columns.h"
#include "input/reader.h"

typedef struct row_maker {
  text report, id, values, notes, problem;
  given_fact *facts;
  size_t fact_count, fact_room;
  size_t stated_count;         /* facts of cells; those after them come from the date of birth */
  size_t *value_ends;
  names identifying;           /* what of the row tells who the person is */
} row_maker;

/* Fills everything of `made` that comes from the row, but for the hash; what it points to is valid
** until the next row. False where the row must be rejected: `problem` says why. */
bool row_make(row_maker *, const reader *, const column_plan *, const table_row *, flagged_case *made);
void row_maker_free(row_maker *);
uint64_t row_hash(const flagged_case *);        /* of its id, text and facts */
/* What a database knows the report by: its id, or where its table has none for
** reports, "content-" and a hash of its text and facts. */
void row_report_id(const flagged_case *, text *);
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length);

#endif
