/* batch.h - all inputs read and assessed: counts, the flagged rows, and what is
** to be said about the data.
**
** Of a flagged row its text and facts are kept, not its findings: it is assessed
** again when it is written, which costs less than to keep them. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "batch/assess.h"
#include "input/columns.h"
#include "input/reader.h"
#include "privacy/redact.h"

typedef struct given_fact {
  size_t fact;
  uti_slice value;
} given_fact;

typedef struct flagged_case {
  uti_level level;
  uint32_t input;
  uint64_t line, order;
  uint32_t finding_count;
  uint64_t hash;               /* of its id, text and facts */
  bool id_of_report;           /* the id names the report, not its patient or its place in a list */
  uti_slice id, report;        /* report.bytes NULL: no text */
  size_t fact_count;
  given_fact *facts;
  uti_slice notes;             /* of the reading, each ended by a zero byte */
  const mask *masks;           /* what of the report must not be shown */
  size_t mask_count;
} flagged_case;

typedef enum { ISSUE_REJECTED, ISSUE_WARNING, ISSUE_COLUMN, ISSUE_INPUT } issue_kind;

enum { REJECTED_LISTED = 20 };   /* rejected rows of an input that are listed on the terminal */

typedef struct issue {
  issue_kind kind;
  uint32_t input;
  uint64_t line;               /* 0: the whole input */
  char *id, *what;             /* id NULL: none */
} issue;

typedef struct input_summary {
  char *name, *kind, *text_columns, *id_column, *facts;
  const char *place;
  uint64_t read, assessed, rejected;
} input_summary;

typedef struct batch {
  const options *options;
  assessor assessor;
  redactor *redactor;          /* NULL without --redact */
  input_summary *inputs;
  size_t input_count;
  flagged_case **cases;        /* worst first after batch_read() */
  size_t case_count, case_room;
  uint64_t evidence_rows;      /* that the flagged rows take in the workbook */
  flagged_case **sample;       /* of rows that were not flagged, in the order of the input */
  size_t sample_count;
  uint64_t not_flagged, random;
  issue *issues;
  size_t issue_count, issue_room;
  uint64_t issues_left_out;    /* warnings beyond those that are kept */
  uint64_t read, assessed, rejected;
  uint64_t levels[6];          /* from UTI_NOT_ASSESSABLE on */
  uint64_t *mechanisms;        /* by index; the last is "none" */
  uint64_t hash;               /* of everything that decides the result */
} batch;

bool batch_read(batch *, const options *);     /* false with a message */
void batch_free(batch *);
uti_result batch_assess_case(const assessor *, const flagged_case *, uti_assessment *);
/* Its id, or where it stands, as a workbook shows it. */
void batch_case_name(const batch *, const flagged_case *, text *);

/* The report as it may be shown: itself, or `room` with its masks. */
uti_slice batch_shown_report(const flagged_case *, text *room);
/* What a database knows the report by: its id, or where its table has none for
** reports, "content-" and a hash of its text and facts. */
void batch_report_id(const flagged_case *, text *);

/* batch_row.c: from the cells of a row to a report and facts. */
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
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length);

#endif
