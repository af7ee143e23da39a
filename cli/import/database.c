/* database.c - see database.h. */
#define _POSIX_C_SOURCE 200809L
#include "import/database.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/interruption.h"
#include "common/message.h"
#include "library/sql_library.h"
#include "sqlite/entry.h"
#include "system/system.h"

enum { CACHE_KB = 32 * 1024, STEPS_BETWEEN_LOOKS = 10000, MILLISECONDS_BETWEEN_TRIES = 50 };

/* Called again and again while a statement runs. */
static int look_up(void *context) {
  (void)context;
  return interrupted();
}

/* ---- Words for what went wrong ---- */

bool database_failed(database *d, const char *doing) {
  if (interrupted()) return false;
  int code = sqlite3_extended_errcode(d->handle);
  const char *what = sqlite3_errmsg(d->handle), *way_out = "";
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      message_error("%s: another program has been using %s for %u seconds; run this again when it has ended, or wait longer with --wait SECONDS; nothing was changed", doing, d->name, d->wait);
      return false;
    case SQLITE_NOTADB: what = "it is no SQLite database"; break;
    case SQLITE_READONLY: what = "it cannot be written"; break;
    case SQLITE_FULL: what = "the disk is full"; break;
    case SQLITE_CORRUPT: way_out = "; sqlite3 FILE 'PRAGMA integrity_check' says more, and .recover saves what can be read"; break;
    case SQLITE_CANTOPEN: way_out = "; its folder must be writable, as SQLite keeps a journal beside it"; break;
    default: break;
  }
  message_error("%s %s: %s%s; nothing was changed", doing, d->name, what, way_out);
  return false;
}

static bool refuse(const database *d, const char *why) {
  message_error("--db: cannot use %s: %s", d->name, why);
  return false;
}

/* ---- Statements ---- */

sqlite3_stmt *database_prepare(database *d, const char *sql) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v3(d->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) database_failed(d, "cannot use");
  return statement;
}

bool database_run(database *d, const char *sql, int (*row)(void *, int, char **, char **), void *context) {
  return sqlite3_exec(d->handle, sql, row, context, NULL) == SQLITE_OK || database_failed(d, "cannot write");
}

int64_t database_number(database *d, const char *sql) {
  sqlite3_stmt *statement = database_prepare(d, sql);
  int64_t number = statement != NULL && sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
  sqlite3_finalize(statement);
  return number;
}

/* ---- The file ---- */

/* Reports are nobody's but the owner's: SQLite itself would create 0644. */
static bool create_file(database *d) {
  int file = system_create_private(d->name);
  if (file < 0) return errno == EEXIST || refuse(d, strerror(errno));
  close(file);
  d->created = true;
  return true;
}

static bool find_file(database *d) {
  system_kind kind = system_kind_of(d->name);
  if (kind == SYSTEM_NOTHING) return errno == ENOENT ? create_file(d) : refuse(d, strerror(errno));
  if (kind == SYSTEM_FOLDER) return refuse(d, "it is a folder");
  if (kind != SYSTEM_FILE) return refuse(d, "it is no ordinary file");
  if (access(d->name, R_OK | W_OK) != 0) return refuse(d, strerror(errno));
  return true;
}

static double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int wait_for_others(void *context, int times) {
  database *d = context;
  if (times == 0) d->waiting_since = seconds_now();
  double waited = seconds_now() - d->waiting_since;
  if (interrupted() || waited >= d->wait) return 0;
  if (waited > 0.5 && !d->told_of_waiting) {
    message_note("waiting: another program is using %s", d->name);
    d->told_of_waiting = true;
  }
  const struct timespec pause = {0, MILLISECONDS_BETWEEN_TRIES * 1000000L};
  nanosleep(&pause, NULL);
  return 1;
}

/* ---- Rules ---- */

/* The functions answer by the rules that the command line names. */
static bool use_rules(database *d, const options *o) {
  char *sql = sqlite3_mprintf("SELECT uti_rule_set(%Q);", uti_rule_set_name(o->rule_set));
  char *pack = o->rules == NULL ? NULL : sqlite3_mprintf("SELECT uti_load_rules(%Q);", o->rules);
  if (sql == NULL || (o->rules != NULL && pack == NULL)) message_no_memory();
  bool good = (pack == NULL || database_run(d, pack, NULL, NULL)) && (o->rule_set == UTI_RULES_FULL || database_run(d, sql, NULL, NULL));
  sqlite3_free(sql);
  sqlite3_free(pack);
  return good;
}

/* ---- The schema ---- */

/* The columns of a table, with commas between; "" where there is no such table. */
static char *columns_of(sqlite3 *handle, const char *table) {
  sqlite3_stmt *list = NULL;
  sqlite3_prepare_v2(handle, "SELECT coalesce(group_concat(name), '') FROM (SELECT name FROM pragma_table_info(?1) ORDER BY cid)", -1, &list, NULL);
  sqlite3_bind_text(list, 1, table, -1, SQLITE_STATIC);
  char *columns = sqlite3_step(list) == SQLITE_ROW ? memory_copy((const char *)sqlite3_column_text(list, 0), (size_t)sqlite3_column_bytes(list, 0)) : NULL;
  sqlite3_finalize(list);
  return columns == NULL ? memory_copy("", 0) : columns;
}

static bool holds_column(const char *columns, const char *name, size_t length) {
  for (const char *at = columns; *at != 0;) {
    size_t here = strcspn(at, ",");
    if (here == length && memcmp(at, name, length) == 0) return true;
    at += here + (at[here] == ',');
  }
  return false;
}

/* Where there is a table of that name it must have all columns of the shipped one. */
static bool check_table(database *d, sqlite3 *shipped, const char *table) {
  char *wanted = columns_of(shipped, table), *there = columns_of(d->handle, table);
  bool good = true;
  for (const char *at = wanted; *at != 0 && *there != 0 && good;) {
    size_t length = strcspn(at, ",");
    good = holds_column(there, at, length);
    if (!good) message_error("--db: %s has a table '%s' of another kind, without the column '%.*s': give the name of another database", d->name, table, (int)length, at);
    at += length + (at[length] == ',');
  }
  free(wanted);
  free(there);
  return good;
}

static bool check_tables(database *d) {
  static const char *const tables[] = {"patients", "reports", "assessments", "reviews", "imports", "report_versions", "rejected_rows"};
  sqlite3 *shipped = NULL;
  bool good = sqlite3_open(":memory:", &shipped) == SQLITE_OK && sqlite3_exec(shipped, sql_library_find("schema")->sql, NULL, NULL, NULL) == SQLITE_OK;
  if (!good) message_no_memory();
  for (size_t i = 0; i < sizeof tables / sizeof *tables && good; i++) good = check_table(d, shipped, tables[i]);
  d->columns = columns_of(shipped, "reports");
  sqlite3_close(shipped);
  return good;
}

/* Views that are there stay as they are, unless one of the shipped is missing. */
static bool create_views(database *d) {
  enum { SHIPPED_VIEWS = 6 };
  int64_t there = database_number(d,
      "SELECT count(*) FROM sqlite_schema WHERE type = 'view' AND name IN ('assessable_reports', 'current_assessments',"
      " 'current_reviews', 'flagged_cases', 'urgency_by_day', 'mechanism_summary')");
  return there == SHIPPED_VIEWS || database_run(d, sql_library_find("views")->sql, NULL, NULL);
}

static bool hold_indexes_back(database *d) {
  d->indexes_wait = database_number(d, "SELECT NOT EXISTS (SELECT 1 FROM main.reports)") != 0;
  return !d->indexes_wait || database_run(d, "DROP INDEX IF EXISTS main.reports_by_patient; DROP INDEX IF EXISTS main.reports_by_time", NULL, NULL);
}

/* The schema creates what is missing, whenever it is run. */
bool database_finish_indexes(database *d) {
  return !d->indexes_wait || database_run(d, sql_library_find("schema")->sql, NULL, NULL);
}

/* ---- Opening and closing ---- */

static void settings(database *d) {
  char cache[64];
  snprintf(cache, sizeof cache, "PRAGMA main.cache_size = -%d", CACHE_KB);
  sqlite3_exec(d->handle, cache, NULL, NULL, NULL);
  sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_busy_handler(d->handle, wait_for_others, d);
  sqlite3_progress_handler(d->handle, STEPS_BETWEEN_LOOKS, look_up, NULL);
}

/* Another import that failed takes the file that it had created away. */
static bool is_still_there(database *d) {
  int moved = 0;
  if (sqlite3_file_control(d->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || !moved) return true;
  return refuse(d, "it was removed meanwhile; run this again");
}

static bool open_handle(database *d, const char *file) {
  if (sqlite3_open_v2(file, &d->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) return database_failed(d, "cannot open");
  if (sqlite3_uti_init(d->handle, NULL, NULL) != SQLITE_OK) message_no_memory();
  return true;
}

bool database_open_empty(database *d, const options *o) { return open_handle(d, ":memory:") && use_rules(d, o); }

bool database_open(database *d, const options *o) {
  *d = (database){.name = o->database, .wait = o->wait};
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  if (!find_file(d)) return false;
  if (!open_handle(d, d->name)) return false;
  settings(d);
  return use_rules(d, o) && database_run(d, "BEGIN IMMEDIATE", NULL, NULL) && is_still_there(d) && check_tables(d) &&
         database_run(d, sql_library_find("schema")->sql, NULL, NULL) && create_views(d) && hold_indexes_back(d);
}

bool database_commit(database *d) {
  if (interrupted() || !database_run(d, "COMMIT", NULL, NULL)) return false;
  d->created = false;
  return true;
}

void database_close(database *d) {
  /* While the lock is held, so that nobody writes to a file without a name. Windows
  ** keeps the name of an open file; nor can it be removed while others have it open. */
  bool remains = d->created && unlink(d->name) != 0;
  if (d->handle != NULL && !sqlite3_get_autocommit(d->handle)) sqlite3_exec(d->handle, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_close(d->handle);
  if (remains) unlink(d->name);
  free(d->columns);
}
