/* columns.h - which column is the report, the id, or a fact. */
#ifndef CLI_COLUMNS_H
#define CLI_COLUMNS_H

#include "input/reader.h"

typedef struct fact_column {
  size_t column, fact;
} fact_column;

typedef struct column_plan {
  size_t *text, text_count, text_room;
  long id, birth_date, facts_object;   /* -1: none; facts_object holds JSON */
  fact_column *facts;
  size_t fact_count, fact_room;
  char **second;               /* by column: why a column with a fact's name is not read; NULL */
  size_t seen, second_room;    /* columns looked at */
  long reported_at;            /* fact column; -1: none */
  size_t *identifying;         /* columns that tell who a person is: with --redact */
  size_t identifying_count, identifying_room;
  bool id_of_report;           /* the id names the report, not its patient or its place in a list */
  long patient, site;          /* -1: none, or not wanted */
} column_plan;

/* False with a message that names the columns where there is no report among
** them, or where an option names a column or fact that is not there. */
bool columns_plan(column_plan *, const reader *, const options *);
/* Takes in columns that came later. */
void columns_extend(column_plan *, const reader *, const options *);
/* Finds the columns of the patient and the site, for commands that keep them; again
** where columns came later. False with a message where an option names none. */
bool columns_plan_keeping(column_plan *, const reader *, const options *);
void columns_free(column_plan *);
bool columns_hold_text(const names *columns, const options *);

bool column_is_read(const column_plan *, size_t column);
void columns_print(const column_plan *, const reader *);      /* as notes */

#endif
