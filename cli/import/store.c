/* store.c - see store.h. */
#include "import/store.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/knowledge.h"
#include "common/message.h"
#include "import/merge.h"
#include "input/fhir_value.h"

/* ---- Statements ---- */

static long column_named(const store *s, const char *name) {
  for (size_t i = 0; i < s->columns.count; i++)
    if (strcmp(s->columns.items[i], name) == 0) return (long)i;
  return -1;
}

static void read_columns(store *s) {
  for (const char *at = s->database->columns; *at != 0;) {
    size_t length = strcspn(at, ",");
    names_add(&s->columns, at, length);
    at += length + (at[length] == ',');
  }
  s->values = memory_resize(NULL, s->columns.count, sizeof *s->values);
  s->patient_column = column_named(s, "patient_id");
  s->site_column = column_named(s, "site");
  s->report_column = column_named(s, "report");
  s->other_column = column_named(s, "other_facts");
  const uti_knowledge *k = knowledge_in_force();
  s->sex = uti_fact_find(k, slice_of("sex"));
  s->age = uti_fact_find(k, slice_of("age"));
  s->column_of_fact = memory_resize(NULL, uti_fact_count(k), sizeof *s->column_of_fact);
  for (size_t i = 0; i < uti_fact_count(k); i++) s->column_of_fact[i] = column_named(s, uti_fact_name(k, i));
}

/* A pattern for each column, in which $ is its name and # its number, from 1 on;
** without the first column where `skipped` is 1. */
static void list_columns(const store *s, text *sql, const char *pattern, const char *between, size_t skipped) {
  for (size_t i = skipped; i < s->columns.count; i++) {
    if (i > skipped) text_add_string(sql, between);
    for (const char *c = pattern; *c != 0; c++) {
      if (*c == '$') text_add_string(sql, s->columns.items[i]);
      else if (*c == '#') text_add_format(sql, "%zu", i + 1);
      else text_add(sql, c, 1);
    }
  }
}

static sqlite3_stmt *prepare_text(store *s, text *sql) {
  sqlite3_stmt *statement = database_prepare(s->database, sql->bytes);
  text_clear(sql);
  return statement;
}

static void prepare_for_reports(store *s) {
  text sql = {0};
  text_add_string(&sql, "INSERT INTO main.reports (");
  list_columns(s, &sql, "$", ", ", 0);
  text_add_string(&sql, ") VALUES (");
  list_columns(s, &sql, "?#", ", ", 0);
  text_add_string(&sql, ") ON CONFLICT (report_id) DO NOTHING");
  s->insert = prepare_text(s, &sql);

  text_add_string(&sql, "SELECT rowid, ");
  list_columns(s, &sql, "$ IS ?#", " AND ", 1);
  text_add_string(&sql, ", coalesce(patient_id <> ?2, 0) FROM main.reports WHERE report_id = ?1");
  s->compare = prepare_text(s, &sql);

  text_add_string(&sql, "INSERT INTO main.report_versions (report_id, version, replaced_at, import_id, content)"
                        " SELECT report_id, 1 + coalesce((SELECT max(version) FROM main.report_versions AS v WHERE v.report_id = r.report_id), 0),"
                        " ?2, ?3, json_object(");
  list_columns(s, &sql, "'$', iif(typeof($) = 'blob', CAST($ AS TEXT), $)", ", ", 0);
  text_add_string(&sql, ") FROM main.reports AS r WHERE report_id = ?1");
  s->keep_version = prepare_text(s, &sql);

  text_add_string(&sql, "UPDATE main.reports SET ");
  list_columns(s, &sql, "$ = ?#", ", ", 1);
  text_add_string(&sql, " WHERE report_id = ?1");
  s->update = prepare_text(s, &sql);
  text_add_string(&sql, "SELECT ");
  list_columns(s, &sql, "$", ", ", 0);
  text_add_string(&sql, " FROM main.reports WHERE report_id = ?1");
  s->stored = prepare_text(s, &sql);
  text_free(&sql);
}

static void prepare_others(store *s) {
  database *d = s->database;
  s->touch = database_prepare(d, "INSERT OR IGNORE INTO temp.touched VALUES (?1)");
  s->was_touched = database_prepare(d, "SELECT 1 FROM temp.touched WHERE report_row = ?1");
  s->patient = database_prepare(d,
      "INSERT INTO main.patients (patient_id, sex, birth_date) VALUES (?1, ?2, ?3)"
      " ON CONFLICT (patient_id) DO UPDATE SET sex = coalesce(excluded.sex, sex), birth_date = coalesce(excluded.birth_date, birth_date)"
      " WHERE excluded.sex <> coalesce(sex, '') OR excluded.birth_date <> coalesce(birth_date, '')");
  s->forget_rejected = database_prepare(d, "DELETE FROM main.rejected_rows WHERE file = ?2 AND line = ?3 AND reason = ?4 AND raw IS ?5");
  s->reject = database_prepare(d, "INSERT INTO main.rejected_rows (import_id, file, line, reason, raw) VALUES (?1, ?2, ?3, ?4, ?5)");
}

bool store_open(store *s, database *d, const char *now) {
  *s = (store){.database = d, .now = now};
  read_columns(s);
  if (!database_run(d, "CREATE TEMP TABLE touched (report_row INTEGER PRIMARY KEY)", NULL, NULL)) return false;
  s->last_row = database_number(d, "SELECT max(rowid) FROM main.reports");
  prepare_for_reports(s);
  if (s->insert == NULL || s->compare == NULL || s->keep_version == NULL || s->update == NULL || s->stored == NULL) return false;
  prepare_others(s);
  return s->touch != NULL && s->was_touched != NULL && s->patient != NULL && s->reject != NULL && s->forget_rejected != NULL;
}

void store_close(store *s) {
  sqlite3_stmt *const statements[] = {s->insert, s->compare, s->keep_version, s->update, s->touch, s->was_touched, s->patient, s->reject, s->forget_rejected, s->stored};
  for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) sqlite3_finalize(statements[i]);
  for (size_t i = 0; s->merged != NULL && i < s->columns.count; i++) text_free(&s->merged[i]);
  free(s->merged);
  names_free(&s->columns);
  free(s->column_of_fact);
  free(s->values);
  free(s->others);
  text_free(&s->id);
  text_free(&s->other_facts);
  text_free(&s->apart);
}

static void bind(sqlite3_stmt *statement, int parameter, uti_slice value) {
  if (value.bytes == NULL) sqlite3_bind_null(statement, parameter);
  else sqlite3_bind_text64(statement, parameter, value.bytes, value.length, SQLITE_STATIC, SQLITE_UTF8);
}

static bool run_once(store *s, sqlite3_stmt *statement) {
  int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  return code == SQLITE_DONE || code == SQLITE_ROW || database_failed(s->database, "cannot write");
}

static void bind_values(const store *s, sqlite3_stmt *statement) {
  sqlite3_clear_bindings(statement);
  for (size_t i = 0; i < s->columns.count; i++)
    if (s->values[i].bytes != NULL) bind(statement, (int)i + 1, s->values[i]);
}

/* ---- From facts to columns ---- */

/* A number as JSON writes it: 00123 is none. */
static bool is_json_number(uti_slice s) {
  size_t at = s.length > 0 && s.bytes[0] == '-', digits = at;
  while (at < s.length && s.bytes[at] >= '0' && s.bytes[at] <= '9') at++;
  if (at == digits || (s.bytes[digits] == '0' && at > digits + 1)) return false;
  if (at == s.length) return true;
  size_t point = at++;
  while (at < s.length && s.bytes[at] >= '0' && s.bytes[at] <= '9') at++;
  return s.bytes[point] == '.' && at == s.length && at > point + 1;
}

static void add_other_fact(store *s, const given_fact *fact) {
  text_add_string(&s->other_facts, s->other_facts.length > 0 ? ",\"" : "{\"");
  text_add_string(&s->other_facts, uti_fact_name(knowledge_in_force(), fact->fact));
  text_add_string(&s->other_facts, "\":");
  bool bare = is_json_number(fact->value) || slice_is(fact->value, "true") || slice_is(fact->value, "false");
  if (bare) text_add(&s->other_facts, fact->value.bytes, fact->value.length);
  else text_add_json(&s->other_facts, fact->value);
}

/* Of several values of one fact the one that weighs more counts, else the last, as in an
** assessment. */
static bool counts(const stored_row *row, size_t i) {
  const given_fact *facts = row->report->facts;
  size_t best = i;
  for (size_t at = 0; at < i && best == i; at++)
    if (facts[at].fact == facts[i].fact) best = at;
  for (size_t later = best + 1; later < row->report->fact_count; later++)
    if (facts[later].fact == facts[i].fact && !fhir_weighs_more((int)facts[i].fact, facts[later].value, facts[best].value)) best = later;
  return best == i;
}

/* With a patient, the age comes from the table of patients: what is derived from
** the date of birth is not stored beside it. That table gives no age in months. */
static bool is_kept_with_patient(const store *s, const stored_row *row, size_t i) {
  int fact = (int)row->report->facts[i].fact;
  bool derived_age = i >= row->stated_count && fact == s->age;
  return row->patient.bytes != NULL && (derived_age || fact == s->sex);
}

static int by_fact(const void *a, const void *b) {
  const given_fact *x = *(const given_fact *const *)a, *y = *(const given_fact *const *)b;
  return x->fact < y->fact ? -1 : x->fact > y->fact;
}

/* In one order, whatever the order of the columns: equal facts are equal text. */
static void fill_facts(store *s, const stored_row *row) {
  size_t count = 0;
  if (s->others_room < row->report->fact_count) {
    s->others_room = row->report->fact_count * 2;
    s->others = memory_resize(s->others, s->others_room, sizeof *s->others);
  }
  for (size_t i = 0; i < row->report->fact_count; i++) {
    const given_fact *fact = &row->report->facts[i];
    if (!counts(row, i) || is_kept_with_patient(s, row, i)) continue;
    long column = s->column_of_fact[fact->fact];
    if (column >= 0) s->values[column] = fact->value;
    else s->others[count++] = fact;
  }
  if (count > 1) qsort(s->others, count, sizeof *s->others, by_fact);
  text_clear(&s->other_facts);
  for (size_t i = 0; i < count; i++) add_other_fact(s, s->others[i]);
  if (count > 0) text_add_string(&s->other_facts, "}");
}

static void fill_values(store *s, const stored_row *row) {
  memset(s->values, 0, s->columns.count * sizeof *s->values);
  fill_facts(s, row);
  text_clear(&s->id);
  row_report_id(row->report, &s->id);
  s->values[0] = text_slice(&s->id);
  s->values[s->patient_column] = row->patient;
  s->values[s->site_column] = row->site;
  s->values[s->report_column] = row->report->report;
  if (s->other_facts.length > 0) s->values[s->other_column] = text_slice(&s->other_facts);
}

/* ---- A report ---- */

typedef enum { STORE_FAILED, STORE_ADDED, STORE_THERE } insert_step;

static insert_step try_insert(store *s) {
  bind_values(s, s->insert);
  if (!run_once(s, s->insert)) return STORE_FAILED;
  return sqlite3_changes(s->database->handle) > 0 ? STORE_ADDED : STORE_THERE;
}

typedef struct present_row {
  int64_t row;
  bool equal, of_another_patient;
} present_row;

static bool compare(store *s, present_row *there) {
  bind_values(s, s->compare);
  if (sqlite3_step(s->compare) != SQLITE_ROW) {
    sqlite3_reset(s->compare);
    return database_failed(s->database, "cannot read");
  }
  there->row = sqlite3_column_int64(s->compare, 0);
  there->equal = sqlite3_column_int(s->compare, 1);
  there->of_another_patient = sqlite3_column_int(s->compare, 2);
  sqlite3_reset(s->compare);
  return true;
}

static bool touch(store *s, int64_t row) {
  sqlite3_bind_int64(s->touch, 1, row);
  return run_once(s, s->touch);
}

/* Whether a row of the inputs of this run has that id already. */
static bool is_of_this_run(store *s, int64_t row) {
  sqlite3_bind_int64(s->was_touched, 1, row);
  bool touched = sqlite3_step(s->was_touched) == SQLITE_ROW;
  sqlite3_reset(s->was_touched);
  return touched || row > s->last_row;
}

static bool replace(store *s, int64_t row) {
  bind(s->keep_version, 1, text_slice(&s->id));
  bind(s->keep_version, 2, slice_of(s->now));
  sqlite3_bind_int64(s->keep_version, 3, s->import_id);
  bind_values(s, s->update);
  s->counts.changed++;
  return run_once(s, s->keep_version) && run_once(s, s->update) && touch(s, row);
}

/* The id of a report whose own id another report has. */
static void make_apart_id(store *s) {
  uint64_t hash = 0;
  text_clear(&s->apart);
  for (size_t i = 0; i < s->columns.count; i++) hash = hash_bytes(hash, s->values[i].bytes, s->values[i].length);
  text_add_format(&s->apart, "%s#%016" PRIx64, s->id.bytes, hash);
}

static bool apart_is_there(store *s, bool *there) {
  sqlite3_bind_text64(s->compare, 1, s->apart.bytes, s->apart.length, SQLITE_STATIC, SQLITE_UTF8);
  int step = sqlite3_step(s->compare);
  *there = step == SQLITE_ROW;
  sqlite3_reset(s->compare);
  return step == SQLITE_ROW || step == SQLITE_DONE || database_failed(s->database, "cannot read");
}

static bool insert_apart(store *s) {
  s->values[0] = text_slice(&s->apart);
  s->counts.kept_apart++;
  s->counts.added++;
  return try_insert(s) == STORE_ADDED || database_failed(s->database, "cannot write");
}

/* Two reports of one id in one run, or of two patients, are two reports: to let the
** one replace the other could hide a patient. */
static bool settle(store *s) {
  present_row there = {0};
  bool apart = false;
  if (!compare(s, &there)) return false;
  if (there.equal) {
    s->counts.unchanged++;
    s->counts.repeated += is_of_this_run(s, there.row);
    return touch(s, there.row);
  }
  make_apart_id(s);
  if (!apart_is_there(s, &apart)) return false;
  if (apart) {
    s->counts.unchanged++;
    return true;
  }
  return there.of_another_patient || is_of_this_run(s, there.row) ? insert_apart(s) : replace(s, there.row);
}

bool store_patient(store *s, uti_slice id, uti_slice sex, uti_slice birth_date) {
  bind(s->patient, 1, id);
  bind(s->patient, 2, sex);
  bind(s->patient, 3, birth_date);
  return run_once(s, s->patient);
}

static uti_slice stated_sex(const store *s, const flagged_case *report) {
  for (size_t i = report->fact_count; i > 0; i--)
    if ((int)report->facts[i - 1].fact == s->sex) return report->facts[i - 1].value;
  return (uti_slice){NULL, 0};
}

bool store_report(store *s, const stored_row *row) {
  if (row->patient.bytes != NULL && !store_patient(s, row->patient, stated_sex(s, row->report), row->birth_date)) return false;
  fill_values(s, row);
  if (row->may_be_a_part && !merge_with_stored(s)) return false;
  switch (try_insert(s)) {
    case STORE_FAILED: return false;
    case STORE_ADDED: s->counts.added++; return true;
    default: return settle(s);
  }
}

/* ---- Imports and rejected rows ---- */

bool store_rejected(store *s, const char *file, uint64_t line, const char *reason, uti_slice raw) {
  sqlite3_stmt *const statements[] = {s->forget_rejected, s->reject};
  s->counts.rejected++;
  for (size_t i = 0; i < 2; i++) {
    if (i > 0) sqlite3_bind_int64(statements[i], 1, s->import_id);
    bind(statements[i], 2, slice_of(file));
    sqlite3_bind_int64(statements[i], 3, (int64_t)line);
    bind(statements[i], 4, slice_of(reason));
    bind(statements[i], 5, raw);
    if (!run_once(s, statements[i])) return false;
  }
  return true;
}

bool store_begin_import(store *s, const char *file, const char *kind) {
  sqlite3_stmt *begin = database_prepare(s->database, "INSERT INTO main.imports (file, kind, imported_at, program_version) VALUES (?1, ?2, ?3, ?4)");
  if (begin == NULL) return false;
  bind(begin, 1, slice_of(file));
  bind(begin, 2, slice_of(kind));
  bind(begin, 3, slice_of(s->now));
  bind(begin, 4, slice_of(UTI_VERSION));
  bool good = run_once(s, begin);
  s->import_id = sqlite3_last_insert_rowid(s->database->handle);
  s->counts = (import_counts){0};
  sqlite3_finalize(begin);
  return good;
}

bool store_end_import(store *s, const char *notes_json) {
  sqlite3_stmt *end = database_prepare(s->database, "UPDATE main.imports SET read = ?2, added = ?3, changed = ?4, unchanged = ?5, rejected = ?6, notes = ?7 WHERE import_id = ?1");
  if (end == NULL) return false;
  const uint64_t numbers[] = {(uint64_t)s->import_id, s->counts.read, s->counts.added, s->counts.changed, s->counts.unchanged, s->counts.rejected};
  for (int i = 0; i < 6; i++) sqlite3_bind_int64(end, i + 1, (int64_t)numbers[i]);
  bind(end, 7, slice_of(notes_json));
  bool good = run_once(s, end);
  sqlite3_finalize(end);
  return good;
}
