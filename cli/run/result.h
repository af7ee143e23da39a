/* result.h - the rows that a statement gives, and what writes them. */
#ifndef CLI_RESULT_H
#define CLI_RESULT_H

#include <sqlite3.h>
#include <stdio.h>

#include "run/query.h"

typedef struct result {
  const query *query;
  char *name;                  /* the query's, with a number where its file holds several */
  const char *sql;             /* of the statement; not terminated */
  size_t sql_length;
  sqlite3_stmt *statement;
  names columns;               /* valid UTF-8, on one line, each another */
  text parameters;             /* "from = 2026-01-01, to not given", for the record */
} result;

/* A cell. Numbers have their text too, as SQLite writes it; a BLOB is x'...'. */
typedef struct value {
  int type;                    /* SQLITE_INTEGER, ... */
  double number;
  bool exact;                  /* the number is the integer that it stands for */
  uti_slice text;              /* valid UTF-8; no bytes for NULL */
} value;

void result_open(result *, const query *, const char *name, sqlite3_stmt *, const char *sql, size_t sql_length);
void result_close(result *);
/* Binds name=value; parameters that are not given stay NULL. Marks in `used` those
** that the statement has. */
void result_bind(result *, const names *given, bool *used);
/* ":from, :to"; "none" */
void result_add_parameters(const result *, text *);
/* The row that the statement stands on. Valid until the next; `repaired` holds what
** SQLite does not. */
void result_read(const result *, value *row, text *repaired);

/* Rows that are kept, with their text. */
typedef struct kept_rows {
  value **rows;
  size_t count, room, bytes;
} kept_rows;

void kept_add(kept_rows *, const value *row, size_t columns);
void kept_clear(kept_rows *);

/* What writes results. A function that fails gives NULL or the reason. */
typedef struct writer writer;
struct writer {
  void (*begin)(writer *, const result *);
  void (*row)(writer *, const value *);
  void (*end)(writer *, uint64_t rows);
  const char *(*close)(writer *);   /* NULL, or why it could not be written */
  FILE *out;                   /* NULL: a workbook */
  const options *options;
  const result *result;        /* that is being written */
  bool several;                /* results: each has its title */
};

writer *writer_of_lines(result_format);        /* csv, tsv, ndjson, markdown */
writer *writer_of_tables(bool fitted, bool colored);   /* to the terminal's width */
struct database;
typedef struct workbook_request {
  const char *file, *database, *rules_id, *warning;
  const result *results;
  size_t result_count;
} workbook_request;
writer *writer_of_workbook(const workbook_request *, const options *);

#endif
