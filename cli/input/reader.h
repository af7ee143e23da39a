/* reader.h - a table of reports, whatever it is stored in: columns with names,
** and rows of cells, one after the other. */
#ifndef CLI_READER_H
#define CLI_READER_H

#include "options/options.h"

typedef enum { CELL_NULL, CELL_TEXT, CELL_BLOB, CELL_STRUCTURE } cell_kind;

typedef struct cell {
  cell_kind kind;
  uti_slice text;              /* of CELL_TEXT, and the JSON of CELL_STRUCTURE */
} cell;

typedef struct table_row {
  uint64_t line;               /* where it begins; the row's number in a database */
  size_t count;                /* cells; those after it are CELL_NULL */
  const cell *cells;           /* valid until the next row */
  const char *problem;         /* of a rejected row */
  const char *file;            /* where the row stands, of several; NULL: the reader's only one */
  uti_slice raw;               /* the row as it was written; bytes NULL: it has only cells */
  size_t bad_bytes;            /* that the reader itself had to replace */
} table_row;

typedef enum {
  READ_ROW,
  READ_REJECTED,               /* row.line and row.problem are set; reading goes on */
  READ_END,
  READ_FAILED                  /* a message was given */
} read_step;

typedef struct patient_row {
  uti_slice id, sex, birth_date;   /* bytes NULL: not said */
} patient_row;

typedef struct reader {
  char *name;                  /* as messages and the workbook show it */
  const char *kind;            /* "CSV, comma" */
  const char *place;           /* "line" or "row": what numbers count */
  bad_bytes bad_bytes;         /* how bytes that are no UTF-8 are read */
  bool of_parts;               /* another input may hold more of the same report */
  names columns;               /* may grow while rows are read */
  names notes;                 /* what was not understood, a sentence each; there from the start */
  void *state;
  read_step (*next)(struct reader *, table_row *);
  void (*progress)(const struct reader *, uint64_t *position, uint64_t *size);   /* size 0: not known */
  /* Patients that the input describes, with reports or without; NULL: it describes none
  ** beside its rows. False at the end; valid until the next call. */
  bool (*next_patient)(struct reader *, patient_row *);
  void (*close)(struct reader *);
} reader;

/* Opens an input: a CSV or TSV file, NDJSON, a SQLite database, FHIR, or "-"; it has
** several names where files of FHIR resources belong together. False with a message
** when it cannot be read as any of them. */
bool reader_open(reader *, const names *input, const options *);
void reader_close(reader *);
/* "in.csv line 3", for messages. */
void reader_place(const reader *, const table_row *, text *);

struct source;
bool read_csv_open(reader *, struct source *, const options *);
bool read_ndjson_open(reader *, struct source *);
bool read_fhir_open(reader *, struct source *, const names *files, const options *);
/* Whether JSON begins as a FHIR resource or bundle does. */
bool fhir_begins(uti_slice head);
bool read_sqlite_open(reader *, const char *file, const char *table, const options *);

/* Column names for a message. A file without a header would show its first row:
** where a name looks like words of a report, the columns are counted instead. */
void columns_list(const names *columns, text *);
bool columns_look_like_a_row(const names *columns);

#endif
