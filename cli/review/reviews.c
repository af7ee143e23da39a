/* reviews.c - the database: which reports the cases are, what their reviewers decided
** before, and the new rows of the table reviews. Nothing else is written. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "privacy/hash_ids.h"
#include "common/message.h"
#include "review/review.h"
#include "workbook/book.h"

enum { WAIT_MILLISECONDS = 30000 };

/* SQLite's words name tables and columns, never a value. */
static bool fail(const review_run *run, const char *what) {
  message_error("%s: %s: %s", run->options->database, what, sqlite3_errmsg(run->database));
  return false;
}

/* ---- Functions ---- */

static void sql_shown_id(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  const char *bytes = (const char *)sqlite3_value_text(values[0]);
  text shown = {0};
  if (bytes == NULL) return;
  hash_ids_show((uti_slice){bytes, (size_t)sqlite3_value_bytes(values[0])}, &shown);
  sqlite3_result_text64(context, shown.bytes == NULL ? "" : shown.bytes, shown.length, SQLITE_TRANSIENT, SQLITE_UTF8);
  text_free(&shown);
}

static uti_slice text_of(sqlite3_value *value) {
  const char *bytes = (const char *)sqlite3_value_text(value);
  return (uti_slice){bytes, bytes == NULL ? 0 : (size_t)sqlite3_value_bytes(value)};
}

/* report_hash(REPORT, HIDDEN). Bytes that are no text are replaced, as they were before
** the workbook was written. */
static void sql_report_hash(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  uti_slice report = text_of(values[0]);
  text repaired = {0};
  if (!utf8_valid(report)) {
    utf8_repair(report, BAD_BYTES_REPLACED, &repaired);
    report = text_slice(&repaired);
  }
  sqlite3_result_int64(context, (sqlite3_int64)case_key_report_hash(report, text_of(values[1])));
  text_free(&repaired);
}

/* ---- Opening ---- */

static bool execute(const review_run *run, const char *sql, const char *what) {
  return sqlite3_exec(run->database, sql, NULL, NULL, NULL) == SQLITE_OK || fail(run, what);
}

static sqlite3_stmt *prepare(const review_run *run, const char *sql) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(run->database, sql, -1, &statement, NULL) != SQLITE_OK) fail(run, "cannot be asked");
  return statement;
}

static bool has_tables(review_run *run) {
  sqlite3_stmt *tables = NULL;
  int found = sqlite3_prepare_v2(run->database,
      "SELECT report_id, report FROM main.reports, (SELECT reviewer, reviewed_at, decision, corrected_urgency, corrected_mechanism, comment,"
      " seen_urgency, seen_mechanism, seen_rules_id FROM main.reviews) LIMIT 0", -1, &tables, NULL);
  sqlite3_finalize(tables);
  if (found == SQLITE_OK) return true;
  if (sqlite3_errcode(run->database) != SQLITE_ERROR) return fail(run, "cannot be read");
  message_error("%s has no tables reports and reviews: import the reports first, with uti-report import FILE --db %s", run->options->database, run->options->database);
  return false;
}

bool reviews_open(review_run *run) {
  const options *o = run->options;
  int flags = o->apply ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  if (sqlite3_open_v2(o->database, &run->database, flags, NULL) != SQLITE_OK) return fail(run, "cannot be opened");
  sqlite3_db_config(run->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(run->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_busy_timeout(run->database, WAIT_MILLISECONDS);
  sqlite3_create_function_v2(run->database, "shown_id", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, sql_shown_id, NULL, NULL, NULL);
  sqlite3_create_function_v2(run->database, "report_hash", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, sql_report_hash, NULL, NULL, NULL);
  if (!execute(run, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;", "cannot be opened")) return false;
  return execute(run, o->apply ? "BEGIN IMMEDIATE" : "BEGIN", o->apply ? "cannot be written" : "cannot be read") && has_tables(run) &&
         execute(run,
                 "CREATE TEMP TABLE workbook_cases (shown_id TEXT PRIMARY KEY, sampled INTEGER, hidden TEXT, key_hash INTEGER, report_id TEXT, report_hash INTEGER) WITHOUT ROWID;"
                 "CREATE TEMP TABLE pending_reviews (report_id, reviewer, reviewed_at, decision, corrected_urgency, corrected_mechanism,"
                 " comment, seen_urgency, seen_mechanism, seen_rules_id);",
                 "cannot be read");
}

void reviews_close(review_run *run) {
  sqlite3_finalize(run->add_case);
  sqlite3_close(run->database);
  run->database = NULL;
}

/* ---- Which reports ---- */

bool reviews_add_case(review_run *run, const case_key *key) {
  static const char sql[] = "INSERT OR IGNORE INTO temp.workbook_cases (shown_id, sampled, hidden, key_hash) VALUES (?1, ?2, ?3, ?4)";
  if (run->add_case == NULL && (run->add_case = prepare(run, sql)) == NULL) return false;
  sqlite3_stmt *insert = run->add_case;
  sqlite3_bind_text64(insert, 1, key->shown_id.bytes, key->shown_id.length, SQLITE_STATIC, SQLITE_UTF8);
  sqlite3_bind_int(insert, 2, key->sampled);
  sqlite3_bind_text64(insert, 3, key->hidden.bytes, key->hidden.length, SQLITE_STATIC, SQLITE_UTF8);
  sqlite3_bind_int64(insert, 4, (sqlite3_int64)key->report_hash);
  bool good = sqlite3_step(insert) == SQLITE_DONE;
  sqlite3_reset(insert);
  sqlite3_clear_bindings(insert);
  return good || fail(run, "the cases cannot be gathered");
}

/* Cases whose reports are in the database, and those of them with the text that the
** workbook was made from. */
static bool count_cases(review_run *run, size_t *found, size_t *same) {
  sqlite3_stmt *count = prepare(run, "SELECT count(*), count(report_id), count(*) FILTER (WHERE report_hash = key_hash) FROM temp.workbook_cases");
  bool good = count != NULL && sqlite3_step(count) == SQLITE_ROW;
  if (good) {
    run->cases = (size_t)sqlite3_column_int64(count, 0);
    *found = (size_t)sqlite3_column_int64(count, 1);
    *same = (size_t)sqlite3_column_int64(count, 2);
  }
  sqlite3_finalize(count);
  return good;
}

static int check_belonging(review_run *run) {
  size_t found, same;
  if (!execute(run, "UPDATE temp.workbook_cases SET report_id = r.report_id, report_hash = report_hash(r.report, hidden)"
                    " FROM main.reports AS r WHERE workbook_cases.shown_id = shown_id(r.report_id)", "the cases cannot be looked up") ||
      !count_cases(run, &found, &same))
    return EXIT_FAILED;
  const char *database = run->options->database;
  if (run->cases == 0 && run->rejected == 0) return message_error("%s holds no case", run->file);
  if (run->cases == 0) return message_error("%s holds no case of its own: its rows come from another workbook, their keys were changed, or they have no ids", run->file);
  if (found == 0)
    return message_error("none of the %zu cases of %s is in %s: is it the right database? Otherwise import the file that the workbook was made from: uti-report import INPUT --db %s",
                         run->cases, run->file, database, database);
  if (found < run->cases && !run->options->force)
    return message_error("only %zu of the %zu cases of %s are in %s: import the file that the workbook was made from (uti-report import INPUT --db %s), or take those that are there with --force",
                         found, run->cases, run->file, database, database);
  if (same == 0 && found > 1 && !run->options->force)
    return message_error("%zu ids of %s are in %s, and none of them with the text that the workbook was made from: the same ids for other reports? Name the right database, or take the decisions all the same with --force",
                         found, run->file, database);
  return EXIT_DONE;
}

static void warn_of_other_rules(const review_run *run) {
  sqlite3_stmt *other = NULL;
  if (sqlite3_prepare_v2(run->database,
                         "SELECT count(*), min(a.rules_id) FROM temp.workbook_cases AS w JOIN main.assessments AS a ON a.assessment_id ="
                         " (SELECT max(assessment_id) FROM main.assessments AS b WHERE b.report_id = w.report_id) WHERE a.rules_id <> ?1",
                         -1, &other, NULL) != SQLITE_OK) return;
  sqlite3_bind_text(other, 1, run->meta.rules_id, -1, SQLITE_STATIC);
  if (sqlite3_step(other) == SQLITE_ROW && sqlite3_column_int64(other, 0) > 0)
    message_note("warning: the workbook was made under the rules %s, and %lld of its %zu cases have since been assessed under others (%s): what the reviewers saw is what is recorded",
                 run->meta.rules_id, (long long)sqlite3_column_int64(other, 0), run->cases, (const char *)sqlite3_column_text(other, 1));
  sqlite3_finalize(other);
}

/* ---- What is there already ---- */

static void reject(review_run *run, review_row *r, const char *why) {
  r->state = REVIEW_REJECTED;
  review_reject(run, r->sheet, r->row, why);
}

static void find_report(review_run *run, sqlite3_stmt *find, review_row *r) {
  sqlite3_reset(find);
  sqlite3_bind_text(find, 1, r->shown_id, -1, SQLITE_STATIC);
  if (sqlite3_step(find) != SQLITE_ROW || sqlite3_column_type(find, 0) == SQLITE_NULL) {
    reject(run, r, "its report is not in the database");
    return;
  }
  r->report_id = memory_copy((const char *)sqlite3_column_text(find, 0), (size_t)sqlite3_column_bytes(find, 0));
  if ((uint64_t)sqlite3_column_int64(find, 1) == r->report_hash) return;
  if (!run->options->force) reject(run, r, "its report has changed since the workbook was made (--force takes the decision all the same)");
  else review_note(run, r->sheet, r->row, "its report has changed since the workbook was made; the decision was taken all the same");
}

static bool same_string(const char *a, const char *b) { return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0; }

static bool same_decision(const review_row *a, const review_row *b) {
  return a->decision == b->decision && a->corrected_level == b->corrected_level && same_string(a->corrected_mechanism, b->corrected_mechanism) && same_string(a->comment, b->comment);
}

static int by_report_and_reviewer(const void *a, const void *b) {
  const review_row *x = *(review_row *const *)a, *y = *(review_row *const *)b;
  const char *left[] = {x->report_id, x->reviewer}, *right[] = {y->report_id, y->reviewer};
  for (int i = 0; i < 2; i++) {
    int order = strcmp(left[i] == NULL ? "" : left[i], right[i] == NULL ? "" : right[i]);
    if (order != 0) return order;
  }
  return x < y ? -1 : x > y;
}

/* A case may stand in several rows, for several reviewers. Of one reviewer's rows on
** it, equal ones are one; where they differ, nobody knows which is meant. */
static void settle_repeats(review_run *run) {
  review_row **order = memory_resize(NULL, run->row_count + 1, sizeof *order);
  size_t count = 0;
  for (size_t i = 0; i < run->row_count; i++)
    if (run->rows[i].state != REVIEW_REJECTED) order[count++] = &run->rows[i];
  if (count > 0) qsort(order, count, sizeof *order, by_report_and_reviewer);
  for (size_t i = 0, next; i < count; i = next) {
    bool differ = false;
    for (next = i + 1; next < count && strcmp(order[i]->report_id, order[next]->report_id) == 0 && same_string(order[i]->reviewer, order[next]->reviewer); next++)
      differ = differ || !same_decision(order[i], order[next]);
    for (size_t k = i; k < next && differ; k++)
      reject(run, order[k], order[k]->reviewer == NULL ? "several rows decide differently on this case, and no reviewer is named" : "several rows of this reviewer decide differently on this case");
    for (size_t k = i + 1; k < next && !differ; k++) order[k]->state = REVIEW_SAME;
  }
  free(order);
}

static const char *column(sqlite3_stmt *s, int i) { return (const char *)sqlite3_column_text(s, i); }

static char *describe(const char *decision, const char *level, const char *mechanism) {
  text t = {0};
  text_add_string(&t, decision == NULL ? "" : decision);
  if (level != NULL) text_add_format(&t, ", %s", level);
  if (mechanism != NULL) text_add_format(&t, ", %s", mechanism);
  return t.bytes;
}

/* This reviewer's decisions on the report so far, the first one first. */
static bool compare_with_recorded(review_run *run, sqlite3_stmt *recorded, review_row *r) {
  const char *level = r->corrected_level == UTI_NOT_ASSESSABLE ? NULL : uti_level_name(r->corrected_level);
  const char *seen = r->seen_level == UTI_NOT_ASSESSABLE ? NULL : uti_level_name(r->seen_level);
  const char *const wanted[] = {decision_words[r->decision], level, r->corrected_mechanism, r->comment, seen, r->seen_mechanism, run->meta.rules_id};
  bool any = false, earlier = false, last = false;
  int step;
  sqlite3_reset(recorded);
  sqlite3_bind_text(recorded, 1, r->report_id, -1, SQLITE_STATIC);
  sqlite3_bind_text(recorded, 2, r->reviewer, -1, SQLITE_STATIC);
  while ((step = sqlite3_step(recorded)) == SQLITE_ROW) {
    bool same = true;
    for (int i = 0; i < 7 && same; i++) same = same_string(wanted[i], column(recorded, i));
    earlier = earlier || last;
    last = same;
    any = true;
    free(r->before);
    r->before = describe(column(recorded, 0), column(recorded, 1), column(recorded, 2));
  }
  if (r->state == REVIEW_SAME) return step == SQLITE_DONE;
  r->state = !any ? REVIEW_NEW : last ? REVIEW_SAME : earlier && !run->options->force ? REVIEW_REPLACED : REVIEW_CHANGED;
  return step == SQLITE_DONE;
}

int reviews_resolve(review_run *run) {
  int status = check_belonging(run);
  if (status != EXIT_DONE) return status;
  warn_of_other_rules(run);
  sqlite3_stmt *find = prepare(run, "SELECT report_id, report_hash FROM temp.workbook_cases WHERE shown_id = ?1");
  sqlite3_stmt *recorded = prepare(run,
      "SELECT decision, corrected_urgency, corrected_mechanism, comment, seen_urgency, seen_mechanism, seen_rules_id"
      " FROM main.reviews WHERE report_id = ?1 AND reviewer IS ?2 ORDER BY review_id");
  bool good = find != NULL && recorded != NULL;
  for (size_t i = 0; i < run->row_count && good; i++) find_report(run, find, &run->rows[i]);
  if (good) settle_repeats(run);
  for (size_t i = 0; i < run->row_count && good; i++) {
    review_row *r = &run->rows[i];
    if (r->state != REVIEW_REJECTED && !compare_with_recorded(run, recorded, r)) good = fail(run, "earlier reviews cannot be read");
    run->states[r->state]++;
    run->unnamed += r->state <= REVIEW_CHANGED && r->reviewer == NULL;
  }
  sqlite3_finalize(find);
  sqlite3_finalize(recorded);
  return good ? EXIT_DONE : EXIT_FAILED;
}

/* ---- Writing ---- */

static void bind_string(sqlite3_stmt *s, int i, const char *value) { sqlite3_bind_text(s, i, value, -1, SQLITE_STATIC); }

bool reviews_write(review_run *run) {
  char at[32];
  struct tm t;
  time_t now = (time_t)options_now(run->options);
  gmtime_r(&now, &t);
  strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", &t);
  char *sql = sqlite3_mprintf("INSERT INTO %s (report_id, reviewer, reviewed_at, decision, corrected_urgency, corrected_mechanism, comment, seen_urgency, seen_mechanism,"
                              " seen_rules_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", run->options->apply ? "main.reviews" : "temp.pending_reviews");
  if (sql == NULL) message_no_memory();
  sqlite3_stmt *insert = prepare(run, sql);
  sqlite3_free(sql);
  bool good = insert != NULL;
  for (size_t i = 0; i < run->row_count && good; i++) {
    const review_row *r = &run->rows[i];
    if (r->state != REVIEW_NEW && r->state != REVIEW_CHANGED) continue;
    sqlite3_reset(insert);
    const char *const values[] = {r->report_id, r->reviewer, at, decision_words[r->decision],
                                  r->corrected_level == UTI_NOT_ASSESSABLE ? NULL : uti_level_name(r->corrected_level), r->corrected_mechanism, r->comment,
                                  r->seen_level == UTI_NOT_ASSESSABLE ? NULL : uti_level_name(r->seen_level), r->seen_mechanism, run->meta.rules_id};
    for (int v = 0; v < 10; v++) bind_string(insert, v + 1, values[v]);
    good = sqlite3_step(insert) == SQLITE_DONE || fail(run, "a review cannot be written");
  }
  sqlite3_finalize(insert);
  return good;
}

bool reviews_commit(review_run *run) { return !run->options->apply || execute(run, "COMMIT", "the reviews cannot be written"); }
