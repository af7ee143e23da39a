/* guarded.c - see guarded.h. */
#define _POSIX_C_SOURCE 200809L
#include "run/guarded.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/message.h"
#include "common/output_file.h"
#include "sqlite/entry.h"
#include "system/system.h"

/* ---- The clock of --now ---- */

static sqlite3_int64 fixed_time;   /* milliseconds of the Julian day, as SQLite counts */

static int tell_fixed_time(sqlite3_vfs *vfs, sqlite3_int64 *now) {
  (void)vfs;
  *now = fixed_time;
  return SQLITE_OK;
}

/* The usual file system with a clock that stands still: date('now') in a query then
** gives the same answer in each run. */
static const char *file_system(const options *o) {
  static sqlite3_vfs still;
  if (!o->now_given) return NULL;
  fixed_time = (sqlite3_int64)210866760000000 + o->now * 1000;
  still = *sqlite3_vfs_find(NULL);
  still.zName = "uti-still";
  still.pNext = NULL;
  still.xCurrentTimeInt64 = tell_fixed_time;
  return sqlite3_vfs_register(&still, 0) == SQLITE_OK ? still.zName : NULL;
}

/* ---- Opening ---- */

static bool in_wal_mode(const char *file) {
  unsigned char header[20] = {0};
  FILE *in = fopen(file, "rb");
  size_t got = in == NULL ? 0 : fread(header, 1, sizeof header, in);
  if (in != NULL) fclose(in);
  return got == sizeof header && memcmp(header, "SQLite format 3", 16) == 0 && header[18] == 2;
}

static int cannot_open(const guarded_database *d) {
  if (access(d->file, R_OK) == 0 && in_wal_mode(d->file) && sqlite3_errcode(d->handle) == SQLITE_CANTOPEN)
    return message_error("cannot open %s: it is in WAL mode, which needs files beside it, and its folder cannot be written. Copy it (with its -wal, if any) to a folder that can, or have its owner run PRAGMA journal_mode = DELETE", d->file);
  if (access(d->file, F_OK) != 0) return message_error("cannot open %s: there is no such file", d->file);
  if (sqlite3_errcode(d->handle) == SQLITE_NOTADB) return message_error("cannot open %s: it is no SQLite database: uti-report import %s --db DB makes one of a table", d->file, d->file);
  return message_error("cannot open %s: %s", d->file, sqlite3_errmsg(d->handle));
}

static int one_text(guarded_database *d, const char *sql, const char *parameter, char *found, size_t room) {
  sqlite3_stmt *row = NULL;
  int code = sqlite3_prepare_v2(d->handle, sql, -1, &row, NULL);
  if (code == SQLITE_OK && parameter != NULL) sqlite3_bind_text(row, 1, parameter, -1, SQLITE_STATIC);
  if (code == SQLITE_OK && (code = sqlite3_step(row)) == SQLITE_ROW && found != NULL) snprintf(found, room, "%s", (const char *)sqlite3_column_text(row, 0));
  sqlite3_finalize(row);
  return code == SQLITE_ROW || code == SQLITE_DONE ? EXIT_DONE : EXIT_FAILED;
}

static int use_rules(guarded_database *d) {
  const options *o = d->options;
  int status = o->rules == NULL ? EXIT_DONE : one_text(d, "SELECT uti_load_rules(?1)", o->rules, NULL, 0);
  if (status == EXIT_DONE && o->rule_set_given) status = one_text(d, "SELECT uti_rule_set(?1)", uti_rule_set_name(o->rule_set), NULL, 0);
  if (status == EXIT_DONE) status = one_text(d, "SELECT uti_rules_id()", NULL, d->rules_id, sizeof d->rules_id);
  return status == EXIT_DONE ? status : message_error("cannot use these rules with %s: %s", d->file, sqlite3_errmsg(d->handle));
}

/* Off where the shipped views still work: SQLite 3.40 refuses its own JSON functions
** in views then. What views may call is harmless in any case, by the guard and
** because functions that are not are marked so. */
static void distrust_schema(guarded_database *d) {
  sqlite3_stmt *probe = NULL;
  sqlite3_db_config(d->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  int code = sqlite3_prepare_v2(d->handle, "SELECT facts_json FROM assessable_reports", -1, &probe, NULL);
  sqlite3_finalize(probe);
  if (code != SQLITE_OK && strstr(sqlite3_errmsg(d->handle), "unsafe use") != NULL) sqlite3_db_config(d->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, NULL);
}

int guarded_open(guarded_database *d, const options *o) {
  *d = (guarded_database){.file = o->database, .options = o};
  text name = {0};
  if (strncmp(o->database, "file:", 5) == 0) text_add_string(&name, "./");   /* a name, no URI */
  text_add_string(&name, o->database);
  if (o->temporary_folder != NULL && sqlite3_temp_directory == NULL) sqlite3_temp_directory = sqlite3_mprintf("%s", o->temporary_folder);
  int code = sqlite3_open_v2(name.bytes, &d->handle, SQLITE_OPEN_READONLY, file_system(o));
  text_free(&name);
  if (d->handle == NULL) message_no_memory();
  sqlite3_busy_timeout(d->handle, 5000);
  sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(d->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  /* One snapshot for all queries. */
  if (code == SQLITE_OK) code = sqlite3_exec(d->handle, "PRAGMA query_only = 1; PRAGMA cell_size_check = 1; BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
  if (code != SQLITE_OK) return cannot_open(d);
  if (sqlite3_uti_init(d->handle, NULL, NULL) != SQLITE_OK) return message_error("cannot add the functions of uti to %s: %s", d->file, sqlite3_errmsg(d->handle));
  int status = use_rules(d);
  distrust_schema(d);
  sqlite3_limit(d->handle, SQLITE_LIMIT_ATTACHED, 0);
  guard_install(d);
  return status;
}

void guarded_close(guarded_database *d) {
  sqlite3_close(d->handle);
  sqlite3_free(sqlite3_temp_directory);
  sqlite3_temp_directory = NULL;
}

/* ---- Statements ---- */

static size_t line_of(const char *whole, const char *at) {
  size_t line = 1;
  for (const char *c = whole; c < at; c++) line += *c == '\n';
  return line;
}

/* SQLite's words name tables, columns and words of the query, never a value. */
static int prepare_failed(const guarded_database *d, const char *place, size_t line, const char *begin) {
  const char *said = sqlite3_errmsg(d->handle);
  static const char *const shipped[] = {"patients", "reports", "assessments", "reviews", "flagged_cases", "urgency_by_day", "mechanism_summary", "assessable_reports", "current_assessments", "current_reviews"};
  const char *table = strstr(said, "no such table: ");
  if (*begin == '.') return message_error("%s line %zu: a dot-command belongs to the sqlite3 shell: leave it out", place, line);
  if (table == NULL) return message_error("%s line %zu: %s", place, line, said);
  table += strlen("no such table: ");
  if (strncmp(table, "main.", 5) == 0) table += 5;
  for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++)
    if (strcmp(table, shipped[i]) == 0)
      return message_error("%s: %s has no table or view %s: uti-report import makes it and fills it; sql/schema.sql and sql/views.sql make it in the sqlite3 shell", place, d->file, table);
  return message_error("%s line %zu: %s has no table %s (uti-report run --describe %s says what it reads)", place, line, d->file, table, place);
}

int guarded_prepare(guarded_database *d, const char *place, const char *whole, const char **sql, sqlite3_stmt **statement) {
  const char *begin = *sql, *end = NULL;
  d->refused[0] = 0;
  *statement = NULL;
  int code = sqlite3_prepare_v2(d->handle, begin, -1, statement, &end);
  int offset = code == SQLITE_OK ? -1 : sqlite3_error_offset(d->handle);
  /* Where the statement itself begins: the text in front of it may be long. */
  while (*begin != 0) {
    begin += strspn(begin, " \t\r\n;");
    if (strncmp(begin, "--", 2) == 0) begin += strcspn(begin, "\n");
    else if (strncmp(begin, "/*", 2) == 0 && strstr(begin + 2, "*/") != NULL) begin = strstr(begin + 2, "*/") + 2;
    else break;
  }
  size_t line = line_of(whole, offset >= 0 ? *sql + offset : begin);
  if (code == SQLITE_AUTH || (code != SQLITE_OK && d->refused[0] != 0)) return guard_message(d, place, line, begin);
  if (code != SQLITE_OK) return prepare_failed(d, place, line, begin);
  *sql = end;
  if (*statement == NULL || (sqlite3_column_count(*statement) > 0 && sqlite3_stmt_readonly(*statement))) return EXIT_DONE;
  sqlite3_finalize(*statement);
  *statement = NULL;
  return guard_message(d, place, line, begin);
}

/* ---- Running ---- */

static sqlite3 *volatile running;              /* NULL: no statement runs */
static volatile sig_atomic_t stopped_by;

static void stop(int signal_number) {
  if (running != NULL && stopped_by == 0) {
    stopped_by = signal_number;
    sqlite3_interrupt(running);
    return;
  }
  output_file_abandon();
  system_end_by_signal(signal_number);
}

void guarded_watch_signals(void) { system_on_interruption(stop, false); }

static double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int is_time_over(void *context) {
  guarded_database *d = context;
  d->timed_out = d->deadline > 0 && seconds_now() > d->deadline;
  return d->timed_out;
}

void guarded_begin(guarded_database *d) {
  enum { STEPS_BETWEEN_LOOKS = 10000 };
  d->refused[0] = 0;
  d->timed_out = false;
  d->deadline = d->options->timeout > 0 ? seconds_now() + d->options->timeout : 0;
  sqlite3_progress_handler(d->handle, d->deadline > 0 ? STEPS_BETWEEN_LOOKS : 0, is_time_over, d);
  running = d->handle;
}

int guarded_end(guarded_database *d, const char *place, int code) {
  running = NULL;
  if (stopped_by != 0) {
    message_error("interrupted");
    stop(stopped_by);
  }
  if (code == SQLITE_DONE) return EXIT_DONE;
  if (d->timed_out) return message_error("%s: not done after %u seconds (--timeout)", place, d->options->timeout);
  if (d->refused[0] != 0) return message_error("%s: %s is refused: queries only read", place, d->refused);
  return message_error("%s: %s", place, sqlite3_errmsg(d->handle));
}

/* ---- Scores that are missing or old ---- */

bool guarded_stale(guarded_database *d, text *words) {
  static const char sql[] =
      "SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM assessments AS a WHERE a.report_id = r.report_id)),"
      " count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM assessments AS a WHERE a.report_id = r.report_id AND a.rules_id = ?1)) FROM reports AS r";
  sqlite3_stmt *row = NULL;
  if (sqlite3_prepare_v2(d->handle, sql, -1, &row, NULL) == SQLITE_OK) {
    sqlite3_bind_text(row, 1, d->rules_id, -1, SQLITE_STATIC);
    if (sqlite3_step(row) == SQLITE_ROW) {
      long long all = sqlite3_column_int64(row, 0), none = sqlite3_column_int64(row, 1), old = sqlite3_column_int64(row, 2) - none;
      if (none > 0) text_add_format(words, "%lld of %lld reports are not assessed, and are missing where levels count", none, all);
      if (old > 0) text_add_format(words, "%s%lld of %lld reports were assessed under other rules than %s", none > 0 ? "; " : "", old, all, d->rules_id);
      if (words->length > 0) text_add_string(words, ": run import again, or sql/assess_reports.sql");
    }
  }
  sqlite3_finalize(row);
  return words->length > 0;
}
