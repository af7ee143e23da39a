/* batch.h - all inputs read and assessed, on several threads: counts, the flagged
** rows, and what is to be said about the data.
**
** Of a flagged row its text and facts are kept, in a private file, and not its
** findings: it is assessed again when it is written, which costs less. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "batch/assess.h"
#include "batch/kept_cases.h"
#include "options/options.h"

typedef enum { ISSUE_REJECTED, ISSUE_WARNING, ISSUE_COLUMN, ISSUE_INPUT } issue_kind;

/* What is to be said of a row or an input; valid until the next is read. */
typedef struct issue {
  issue_kind kind;
  uint32_t input;
  uint64_t line;               /* 0: the whole input */
  const char *id, *what;       /* id NULL: none */
} issue;

typedef struct kept_issue {
  uint64_t line, place;        /* of "id" and "what" in the file, each ended by a zero byte */
  uint32_t bytes, input;
  issue_kind kind;
} kept_issue;

typedef struct input_summary {
  char *name, *kind, *text_columns, *id_column, *facts;
  const char *place;
  uint64_t read, assessed, rejected;
} input_summary;

typedef struct batch {
  const options *options;
  assessor assessor;
  input_summary *inputs;
  size_t input_count;
  kept_cases cases;            /* worst first */
  size_t case_count;           /* flagged rows, kept or not */
  uint64_t evidence_rows;      /* that the flagged rows take in the workbook */
  flagged_case **sample;       /* of rows that were not flagged, in the order of the input */
  size_t sample_count;
  uint64_t not_flagged, random;
  kept_issue *issues;          /* by kind, then in the order of the input */
  size_t issue_count, issue_room;
  spill issue_words;
  uint64_t issues_left_out;    /* warnings beyond those that are kept */
  uint64_t read, assessed, rejected;
  uint64_t levels[6];          /* from UTI_NOT_ASSESSABLE on */
  uint64_t *mechanisms;        /* by index; the last is "none" */
  uint64_t hash;               /* of everything that decides the result */
} batch;

bool batch_read(batch *, const options *);     /* false with a message */
void batch_free(batch *);
/* A flagged row and an issue, valid until `room` changes; NULL and false where the
** private file cannot be read. */
const flagged_case *batch_case(const batch *, size_t, text *room);
bool batch_issue(const batch *, size_t, issue *, text *room);
/* Its id, or where it stands, as a workbook shows it. */
void batch_case_name(const batch *, const flagged_case *, text *);

/* The report as it may be shown: itself, or `room` with its masks. */
uti_slice batch_shown_report(const flagged_case *, text *room);

#endif
