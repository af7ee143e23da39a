/* doctor_database.c - whether a database is sound, and whether its scores are those
** of the rules in force. It is opened read-only. */
#include <sqlite3.h>
#include <string.h>

#include "common/knowledge.h"
#include "doctor/doctor.h"
#include "sqlite/entry.h"
#include "sqlite/holders.h"

/* The first column of the first row as a number; -1 where the query fails. */
static sqlite3_int64 number(sqlite3 *database, const char *sql, const char *parameter) {
  sqlite3_stmt *row = NULL;
  sqlite3_int64 value = -1;
  if (sqlite3_prepare_v2(database, sql, -1, &row, NULL) == SQLITE_OK) {
    if (parameter != NULL) sqlite3_bind_text(row, 1, parameter, -1, SQLITE_STATIC);
    if (sqlite3_step(row) == SQLITE_ROW) value = sqlite3_column_int64(row, 0);
  }
  sqlite3_finalize(row);
  return value;
}

static void soundness(doctor *d, sqlite3 *database) {
  sqlite3_stmt *row = NULL;
  if (sqlite3_prepare_v2(database, "PRAGMA quick_check(1)", -1, &row, NULL) != SQLITE_OK || sqlite3_step(row) != SQLITE_ROW)
    doctor_say(d, DOCTOR_PROBLEM, "it cannot be checked: %s", sqlite3_errmsg(database));
  else if (strcmp((const char *)sqlite3_column_text(row, 0), "ok") != 0)
    doctor_say(d, DOCTOR_PROBLEM, "it is damaged: keep a copy, and run .recover in the sqlite3 shell");
  else
    doctor_say(d, DOCTOR_GOOD, "sound (quick_check)");
  sqlite3_finalize(row);
  sqlite3_int64 orphans = number(database, "SELECT count(*) FROM pragma_foreign_key_check", NULL);
  if (orphans > 0) doctor_say(d, DOCTOR_PROBLEM, "%lld rows refer to rows that are not there (PRAGMA foreign_key_check)", orphans);
}

static void stored_answers(doctor *d, sqlite3 *database) {
  uti_holders found = {0, NULL};
  if (uti_find_holders(database, &found) != SQLITE_OK) doctor_say(d, DOCTOR_PROBLEM, "its schema cannot be read: %s", sqlite3_errmsg(database));
  else if (found.count > 0)
    doctor_say(d, DOCTOR_PROBLEM, "%d object%s hold%s answers of the version that wrote them: %s%s. Run REINDEX, or rebuild the table, after each change of version or rules; better, keep scores in a plain table (sql/assess_reports.sql)",
               found.count, found.count == 1 ? "" : "s", found.count == 1 ? "s" : "", found.names, found.count > UTI_HOLDERS_NAMED ? "; and more" : "");
  else doctor_say(d, DOCTOR_GOOD, "no index, generated column or CHECK holds answers of the extension");
  sqlite3_free(found.names);
}

static bool has_schema(doctor *d, sqlite3 *database) {
  static const char *const wanted[] = {"patients", "reports", "assessments", "reviews", "assessable_reports", "current_assessments", "flagged_cases"};
  text missing = {0};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
    if (number(database, "SELECT count(*) FROM sqlite_schema WHERE name = ?1", wanted[i]) <= 0) text_add_format(&missing, "%s%s", missing.length > 0 ? ", " : "", wanted[i]);
  bool complete = missing.length == 0;
  if (complete) doctor_say(d, DOCTOR_GOOD, "it has the shipped schema");
  else doctor_say(d, DOCTOR_NOTE, "it lacks parts of the shipped schema: %s. import makes them, and so do sql/schema.sql and sql/views.sql", missing.bytes);
  text_free(&missing);
  return complete;
}

static void scores(doctor *d, sqlite3 *database) {
  char id[17];
  uti_rules_id(knowledge_in_force(), d->options->rule_set, id);
  sqlite3_int64 reports = number(database, "SELECT count(*) FROM reports", NULL);
  sqlite3_int64 none = number(database, "SELECT count(*) FROM reports AS r WHERE NOT EXISTS (SELECT 1 FROM assessments AS a WHERE a.report_id = r.report_id)", NULL);
  sqlite3_int64 old = number(database, "SELECT count(*) FROM current_assessments WHERE rules_id <> ?1", id);
  if (none > 0) doctor_say(d, DOCTOR_NOTE, "%lld of %lld reports are not assessed: run sql/assess_reports.sql", none, reports);
  if (old > 0) doctor_say(d, DOCTOR_NOTE, "%lld of %lld reports were last assessed under other rules than %s: sql/older_rules.sql shows what changes, sql/assess_reports.sql assesses them anew", old, reports, id);
  if (none == 0 && old == 0) doctor_say(d, DOCTOR_GOOD, "%lld reports, all assessed under the rules in force", reports);
}

void doctor_database(doctor *d, const char *file) {
  sqlite3 *database = NULL;
  if (sqlite3_open_v2(file, &database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK || number(database, "SELECT count(*) FROM sqlite_schema", NULL) < 0) {
    doctor_say(d, DOCTOR_PROBLEM, "%s cannot be read: %s", file, sqlite3_errmsg(database));
  } else {
    sqlite3_uti_init(database, NULL, NULL);
    soundness(d, database);
    stored_answers(d, database);
    if (has_schema(d, database)) scores(d, database);
  }
  sqlite3_close(database);
}
