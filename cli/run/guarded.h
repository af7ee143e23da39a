/* guarded.h - a database that queries may read and nothing else: see guard.c for
** what is refused. */
#ifndef CLI_RUN_GUARDED_H
#define CLI_RUN_GUARDED_H

#include <sqlite3.h>

#include "options/options.h"

typedef struct guarded_database {
  sqlite3 *handle;
  const char *file;
  const options *options;
  char refused[160];           /* by the guard, in words; empty: nothing */
  bool timed_out;
  double deadline;             /* of the statement that runs; 0: none */
  char rules_id[17];
} guarded_database;

/* With the extension's functions, under --rule-set and --rules, in one snapshot;
** EXIT_DONE or a message. */
int guarded_open(guarded_database *, const options *);
void guarded_close(guarded_database *);

/* Prepares the statement at `sql` of `place`, whose text begins at `whole`, and moves
** `sql` behind it; *statement is NULL where only blanks and comments are left. */
int guarded_prepare(guarded_database *, const char *place, const char *whole, const char **sql, sqlite3_stmt **statement);
/* Between these, the statement ends when its time is over or a signal comes. */
void guarded_begin(guarded_database *);
/* EXIT_DONE, or a message for the code that sqlite3_step() gave. */
int guarded_end(guarded_database *, const char *place, int code);
/* For signals to stop a statement; those that come at other times end the program. */
void guarded_watch_signals(void);

/* Reports without a score, or with one of other rules, in words; false: none, or
** no tables of the shipped schema. */
bool guarded_stale(guarded_database *, text *);

/* guard.c */
void guard_install(guarded_database *);
/* In words, what the guard refused in the statement that begins at `sql`, and the way out. */
int guard_message(const guarded_database *, const char *place, size_t line, const char *sql);

#endif
