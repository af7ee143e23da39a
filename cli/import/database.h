/* database.h - the database that an import writes: opened, checked, brought to the
** shipped schema, and changed in one transaction or not at all. */
#ifndef CLI_IMPORT_DATABASE_H
#define CLI_IMPORT_DATABASE_H

#include <sqlite3.h>

#include "options/options.h"

typedef struct database {
  sqlite3 *handle;
  const char *name;
  bool created;                /* the file is ours until the first commit */
  unsigned wait;               /* seconds that another program's writing is waited for */
  bool told_of_waiting;
  double waiting_since;
  bool indexes_wait;           /* the reports' indexes are made after the rows */
  char *columns;               /* of the shipped table reports, with commas between */
} database;

/* Opens or creates it, begins the transaction and creates what the schema lacks.
** False with a message; nothing is changed then. */
bool database_open(database *, const options *);
/* One in memory, without tables, that answers by the same rules; only its name is set
** before. False with a message. */
bool database_open_empty(database *, const options *);
/* The indexes of the reports that are made at the end where the table was empty: a
** row at a time they cost more than the rows. False with a message. */
bool database_finish_indexes(database *);
/* All that was written, or nothing of it; false with a message. */
bool database_commit(database *);
/* Also after a failure: takes back what was not committed, and a file that was new. */
void database_close(database *);

/* A statement, or NULL with a message. */
sqlite3_stmt *database_prepare(database *, const char *sql);
bool database_run(database *, const char *sql, int (*row)(void *, int, char **, char **), void *context);
/* One number; 0 where there is none. */
int64_t database_number(database *, const char *sql);
/* Gives the message for the last error of SQLite; returns false. */
bool database_failed(database *, const char *doing);

#endif
