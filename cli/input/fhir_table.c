/* fhir_table.c - see fhir_table.h. The database has no name and is gone with the
** program; SQLite moves it to a file in the temporary folder as it grows. */
#include "input/fhir_table.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/knowledge.h"
#include "common/message.h"
#include "input/fhir_value.h"

static const char schema[] =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;"
    "CREATE TABLE patients (id TEXT PRIMARY KEY, sex TEXT, birth_date TEXT, site TEXT, who TEXT) WITHOUT ROWID;"
    "CREATE TABLE aliases (alias TEXT PRIMARY KEY, id TEXT) WITHOUT ROWID;"
    "CREATE TABLE problems (file TEXT, line INTEGER, reason TEXT, raw TEXT);"
    "CREATE TABLE items (item INTEGER PRIMARY KEY, kind INTEGER, type TEXT, id TEXT, patient TEXT, encounter TEXT,"
    " time TEXT, fact INTEGER, words TEXT, status TEXT, until TEXT, report TEXT);"
    "CREATE INDEX items_by_id ON items (id, type);"
    "BEGIN";

/* Which report an item belongs to. Conditions have none of their own: they count in
** the reports of their time. 2 is FHIR_CONDITION. */
static const char joining[] =
    "UPDATE items SET patient = (SELECT a.id FROM aliases AS a WHERE a.alias = items.patient) WHERE patient IN (SELECT alias FROM aliases);"
    "UPDATE items SET encounter = (SELECT a.id FROM aliases AS a WHERE a.alias = items.encounter) WHERE encounter IN (SELECT alias FROM aliases);"
    "CREATE TEMP TABLE encounters (encounter TEXT PRIMARY KEY, first TEXT, last TEXT) WITHOUT ROWID;"
    "INSERT INTO encounters SELECT encounter, min(patient), max(patient) FROM items WHERE encounter IS NOT NULL GROUP BY encounter;"
    "UPDATE items SET patient = (SELECT e.last FROM encounters AS e WHERE e.encounter = items.encounter)"
    " WHERE patient IS NULL AND encounter IS NOT NULL;"
    /* Two patients in one encounter are two reports. */
    "UPDATE items SET report = (SELECT 'Encounter/' || e.encounter || iif(e.first <> e.last, '/' || items.patient, '')"
    "  FROM encounters AS e WHERE e.encounter = items.encounter)"
    " WHERE encounter IS NOT NULL AND kind <> 2;"
    "CREATE TEMP TABLE days (patient TEXT, day TEXT, report TEXT, PRIMARY KEY (patient, day)) WITHOUT ROWID;"
    "INSERT INTO days SELECT patient, substr(time, 1, 10), min(report) FROM items"
    " WHERE report IS NOT NULL AND patient IS NOT NULL AND time IS NOT NULL GROUP BY 1, 2;"
    "UPDATE items SET report = coalesce((SELECT d.report FROM days AS d WHERE d.patient = items.patient AND d.day = substr(items.time, 1, 10)),"
    "  'Patient/' || patient || '/' || substr(time, 1, 10))"
    " WHERE encounter IS NULL AND patient IS NOT NULL AND time IS NOT NULL AND kind <> 2;"
    /* Without a time: the patient's only report, or one of its own. */
    "CREATE TEMP TABLE alone AS SELECT patient, min(report) AS report FROM items WHERE report IS NOT NULL AND patient IS NOT NULL"
    " GROUP BY patient HAVING min(report) = max(report);"
    "CREATE INDEX temp.alone_by_patient ON alone (patient);"
    "UPDATE items SET report = coalesce((SELECT a.report FROM alone AS a WHERE a.patient = items.patient), 'Patient/' || patient || '/undated')"
    " WHERE report IS NULL AND patient IS NOT NULL AND kind <> 2;"
    "UPDATE items SET report = type || '/' || id WHERE report IS NULL AND id <> '' AND (kind <> 2 OR patient IS NULL);"
    "UPDATE items SET report = 'item/' || item WHERE report IS NULL AND (kind <> 2 OR patient IS NULL);"
    /* A patient of whom there are conditions alone has one report too. */
    "UPDATE items SET report = 'Patient/' || patient || '/conditions' WHERE kind = 2 AND report IS NULL"
    " AND patient NOT IN (SELECT b.patient FROM items AS b WHERE b.report IS NOT NULL AND b.patient IS NOT NULL);"
    "CREATE INDEX items_by_patient ON items (patient);"
    "CREATE INDEX items_by_report ON items (report, time, item) WHERE report IS NOT NULL;"
    "CREATE INDEX conditions_by_patient ON items (patient, time, item) WHERE kind = 2;"
    "COMMIT";

struct fhir_table {
  sqlite3 *database;
  sqlite3_stmt *find, *forget, *add, *add_patient, *add_alias, *add_problem;
  sqlite3_stmt *problems, *items, *conditions, *patient, *patients;
  bool at_item;                /* the next report's first item was stepped to */
  text value;
  struct { int fact; text value; } *facts;
  size_t fact_count, fact_room;
};

/* The database holds nothing of the user's yet: what fails is memory or the disk. */
_Noreturn static void fail(const fhir_table *t) {
  message_error("cannot keep the FHIR resources in the temporary folder: %s", sqlite3_errmsg(t->database));
  exit(EXIT_FAILED);
}

static void run(const fhir_table *t, const char *sql) {
  if (sqlite3_exec(t->database, sql, NULL, NULL, NULL) != SQLITE_OK) fail(t);
}

static sqlite3_stmt *prepare(const fhir_table *t, const char *sql) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(t->database, sql, -1, &statement, NULL) != SQLITE_OK) fail(t);
  return statement;
}

static bool step(const fhir_table *t, sqlite3_stmt *statement) {
  int code = sqlite3_step(statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) fail(t);
  return code == SQLITE_ROW;
}

static void run_once(const fhir_table *t, sqlite3_stmt *statement) {
  step(t, statement);
  sqlite3_reset(statement);
}

/* "" is NULL. */
static void bind(sqlite3_stmt *statement, int parameter, const char *string) {
  if (string == NULL || *string == 0) sqlite3_bind_null(statement, parameter);
  else sqlite3_bind_text(statement, parameter, string, -1, SQLITE_STATIC);
}

fhir_table *fhir_table_open(void) {
  fhir_table *t = memory_resize(NULL, 1, sizeof *t);
  memset(t, 0, sizeof *t);
  if (sqlite3_open_v2("", &t->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) fail(t);
  run(t, schema);
  t->find = prepare(t, "SELECT 1 FROM items WHERE id = ?1 AND type = ?2");
  t->forget = prepare(t, "DELETE FROM items WHERE id = ?1 AND type = ?2");
  t->add = prepare(t, "INSERT INTO items (kind, type, id, patient, encounter, time, fact, words, status, until) VALUES (?1, ?2, coalesce(?3, ''), ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
  t->add_patient = prepare(t, "INSERT OR REPLACE INTO patients VALUES (?1, ?2, ?3, ?4, ?5)");
  t->add_alias = prepare(t, "INSERT OR REPLACE INTO aliases VALUES (?1, ?2)");
  t->add_problem = prepare(t, "INSERT INTO problems VALUES (?1, ?2, ?3, ?4)");
  return t;
}

void fhir_table_close(fhir_table *t) {
  sqlite3_stmt *const statements[] = {t->find, t->forget, t->add, t->add_patient, t->add_alias, t->add_problem, t->problems, t->items, t->conditions, t->patient, t->patients};
  for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) sqlite3_finalize(statements[i]);
  sqlite3_close(t->database);
  for (size_t i = 0; i < t->fact_room; i++) text_free(&t->facts[i].value);
  free(t->facts);
  text_free(&t->value);
  free(t);
}

/* ---- Gathering ---- */

bool fhir_table_replace(fhir_table *t, const char *type, const char *id) {
  if (*id == 0) return false;
  bind(t->find, 1, id);
  bind(t->find, 2, type);
  bool there = step(t, t->find);
  sqlite3_reset(t->find);
  if (!there) return false;
  bind(t->forget, 1, id);
  bind(t->forget, 2, type);
  run_once(t, t->forget);
  return true;
}

void fhir_table_add(fhir_table *t, const fhir_item *i) {
  sqlite3_bind_int(t->add, 1, (int)i->kind);
  bind(t->add, 2, i->type);
  bind(t->add, 3, i->id);
  bind(t->add, 4, i->patient);
  bind(t->add, 5, i->encounter);
  bind(t->add, 6, i->time);
  sqlite3_bind_int(t->add, 7, i->fact);
  sqlite3_bind_text64(t->add, 8, i->words.bytes, i->words.length, SQLITE_STATIC, SQLITE_UTF8);
  bind(t->add, 9, i->status);
  bind(t->add, 10, i->until);
  run_once(t, t->add);
}

void fhir_table_add_patient(fhir_table *t, const fhir_patient *p) {
  bind(t->add_patient, 1, p->id);
  bind(t->add_patient, 2, p->sex);
  bind(t->add_patient, 3, p->birth_date);
  bind(t->add_patient, 4, p->site);
  bind(t->add_patient, 5, p->who);
  run_once(t, t->add_patient);
}

void fhir_table_add_alias(fhir_table *t, const char *alias, const char *id) {
  bind(t->add_alias, 1, alias);
  bind(t->add_alias, 2, id);
  run_once(t, t->add_alias);
}

void fhir_table_add_problem(fhir_table *t, const char *file, uint64_t line, const char *reason, uti_slice raw) {
  bind(t->add_problem, 1, file);
  sqlite3_bind_int64(t->add_problem, 2, (sqlite3_int64)line);
  bind(t->add_problem, 3, reason);
  if (raw.bytes == NULL) sqlite3_bind_null(t->add_problem, 4);
  else sqlite3_bind_text64(t->add_problem, 4, raw.bytes, raw.length, SQLITE_STATIC, SQLITE_UTF8);
  run_once(t, t->add_problem);
}

/* ---- Joining ---- */

void fhir_table_join(fhir_table *t) {
  run(t, joining);
  t->problems = prepare(t, "SELECT file, line, reason, raw FROM problems ORDER BY rowid");
  t->items = prepare(t, "SELECT report, kind, patient, time, fact, words, status FROM items WHERE report IS NOT NULL ORDER BY report, time, item");
  t->conditions = prepare(t,
      "SELECT words, status, until IS NOT NULL AND until < ?2 FROM items WHERE kind = 2 AND patient = ?1 AND report IS NULL"
      " AND (time IS NULL OR ?2 IS NULL OR substr(time, 1, 10) <= ?2) ORDER BY time, item");
  t->patient = prepare(t, "SELECT sex, birth_date, site, who FROM patients WHERE id = ?1");
  t->at_item = step(t, t->items);
}

static uint64_t count(const fhir_table *t, const char *sql) {
  sqlite3_stmt *statement = prepare(t, sql);
  step(t, statement);
  uint64_t number = (uint64_t)sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return number;
}

uint64_t fhir_table_report_count(fhir_table *t) { return count(t, "SELECT count(DISTINCT report) FROM items WHERE report IS NOT NULL"); }

uint64_t fhir_table_patients_without_reports(fhir_table *t) {
  return count(t, "SELECT count(*) FROM patients AS p WHERE NOT EXISTS (SELECT 1 FROM items AS i WHERE i.patient = p.id)");
}

uint64_t fhir_table_unknown_patients(fhir_table *t) {
  return count(t, "SELECT count(DISTINCT patient) FROM items AS i WHERE patient IS NOT NULL AND NOT EXISTS (SELECT 1 FROM patients AS p WHERE p.id = i.patient)");
}

bool fhir_table_next_problem(fhir_table *t, fhir_problem *p) {
  if (!step(t, t->problems)) return false;
  p->file = (const char *)sqlite3_column_text(t->problems, 0);
  p->line = (uint64_t)sqlite3_column_int64(t->problems, 1);
  p->reason = (const char *)sqlite3_column_text(t->problems, 2);
  p->raw = (uti_slice){(const char *)sqlite3_column_text(t->problems, 3), (size_t)sqlite3_column_bytes(t->problems, 3)};
  return true;
}

bool fhir_table_next_patient(fhir_table *t, uti_slice values[3]) {
  if (t->patients == NULL) t->patients = prepare(t, "SELECT id, sex, birth_date FROM patients ORDER BY id");
  if (!step(t, t->patients)) return false;
  for (int i = 0; i < 3; i++)
    values[i] = (uti_slice){(const char *)sqlite3_column_text(t->patients, i), (size_t)sqlite3_column_bytes(t->patients, i)};
  return true;
}

/* ---- Reports ---- */

static void set(text *t, sqlite3_stmt *statement, int column) {
  text_clear(t);
  text_add(t, (const char *)sqlite3_column_text(statement, column), (size_t)sqlite3_column_bytes(statement, column));
}

/* Of several values of a fact, the one that weighs more. */
static void add_fact(fhir_table *t, int fact, uti_slice value) {
  for (size_t i = 0; i < t->fact_count; i++) {
    if (t->facts[i].fact != fact) continue;
    if (!fhir_weighs_more(fact, text_slice(&t->facts[i].value), value)) return;
    text_clear(&t->facts[i].value);
    text_add(&t->facts[i].value, value.bytes, value.length);
    return;
  }
  if (t->fact_count == t->fact_room) {
    size_t room = t->fact_room == 0 ? 16 : t->fact_room * 2;
    t->facts = memory_resize(t->facts, room, sizeof *t->facts);
    memset(t->facts + t->fact_room, 0, (room - t->fact_room) * sizeof *t->facts);
    t->fact_room = room;
  }
  t->facts[t->fact_count].fact = fact;
  text_clear(&t->facts[t->fact_count].value);
  text_add(&t->facts[t->fact_count++].value, value.bytes, value.length);
}

static void add_line(text *report, const char *before, uti_slice words, const char *after) {
  if (report->length > 0) text_add_string(report, "\n");
  text_add_string(report, before);
  text_add(report, words.bytes, words.length);
  text_add_string(report, after);
}

/* A condition in the words that the reading of reports knows. */
static void add_condition(text *report, uti_slice words, const char *status, bool over) {
  const char *before = "Diagnosis: ";
  if (strcmp(status, "ruled out") == 0) before = "Ruled out: ";
  else if (strcmp(status, "suspected") == 0) before = "Suspected: ";
  else if (over || strcmp(status, "past") == 0) before = "History of ";
  add_line(report, before, words, ".");
}

static void add_item(fhir_table *t, fhir_report *r) {
  uti_slice words = {(const char *)sqlite3_column_text(t->items, 5), (size_t)sqlite3_column_bytes(t->items, 5)};
  switch (sqlite3_column_int(t->items, 1)) {
    case FHIR_TEXT: add_line(&r->report, "", words, ""); break;
    case FHIR_FACT: add_fact(t, sqlite3_column_int(t->items, 4), words); break;
    default: add_condition(&r->report, words, (const char *)sqlite3_column_text(t->items, 6), false); break;
  }
}

static void add_conditions(fhir_table *t, fhir_report *r) {
  text day = {0};
  text_add(&day, r->reported_at.bytes, r->reported_at.length < 10 ? r->reported_at.length : 10);
  bind(t->conditions, 1, r->patient.bytes);
  bind(t->conditions, 2, day.bytes);
  while (step(t, t->conditions)) {
    uti_slice words = {(const char *)sqlite3_column_text(t->conditions, 0), (size_t)sqlite3_column_bytes(t->conditions, 0)};
    add_condition(&r->report, words, (const char *)sqlite3_column_text(t->conditions, 1), sqlite3_column_int(t->conditions, 2));
  }
  sqlite3_reset(t->conditions);
  text_free(&day);
}

static void add_patient(fhir_table *t, fhir_report *r) {
  bind(t->patient, 1, r->patient.bytes);
  if (step(t, t->patient)) {
    set(&r->sex, t->patient, 0);
    set(&r->birth_date, t->patient, 1);
    set(&r->site, t->patient, 2);
    set(&r->who, t->patient, 3);
  }
  sqlite3_reset(t->patient);
}

static void write_facts(const fhir_table *t, text *facts) {
  for (size_t i = 0; i < t->fact_count; i++) {
    text_add_format(facts, "%s\"%s\":", i == 0 ? "{" : ",", uti_fact_name(knowledge_in_force(), (size_t)t->facts[i].fact));
    text_add_json(facts, text_slice(&t->facts[i].value));
  }
  if (t->fact_count > 0) text_add_string(facts, "}");
}

/* A report's time is that of its last text; without a text, that of its last item. */
bool fhir_table_next_report(fhir_table *t, fhir_report *r) {
  if (!t->at_item) return false;
  text *const cleared[] = {&r->id, &r->patient, &r->site, &r->sex, &r->birth_date, &r->reported_at, &r->report, &r->facts, &r->who};
  for (size_t i = 0; i < sizeof cleared / sizeof *cleared; i++) text_clear(cleared[i]);
  t->fact_count = 0;
  bool time_of_text = false;
  set(&r->id, t->items, 0);
  do {
    bool has_time = sqlite3_column_type(t->items, 3) != SQLITE_NULL, is_text = sqlite3_column_int(t->items, 1) == FHIR_TEXT;
    if (sqlite3_column_type(t->items, 2) != SQLITE_NULL) set(&r->patient, t->items, 2);
    if (has_time && (is_text || !time_of_text)) set(&r->reported_at, t->items, 3);
    time_of_text = time_of_text || (has_time && is_text);
    add_item(t, r);
    t->at_item = step(t, t->items);
  } while (t->at_item && strcmp((const char *)sqlite3_column_text(t->items, 0), r->id.bytes) == 0);
  if (r->patient.length > 0) add_patient(t, r);
  if (r->patient.length > 0) add_conditions(t, r);
  write_facts(t, &r->facts);
  return true;
}
