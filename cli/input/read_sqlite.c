/* read_sqlite.c - a table or view of a SQLite database, opened read-only. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "input/columns.h"
#include "common/message.h"
#include "library/sql_library.h"
#include "input/reader.h"
#include "sqlite/entry.h"

typedef struct sqlite_state {
  sqlite3 *database;
  sqlite3_stmt *rows;
  int first_column;            /* 1 where column 0 is the rowid */
  uint64_t row, row_count;
  cell *cells;
} sqlite_state;

/* SQLite's words name tables and columns of the schema, never a value. */
static bool fail(reader *r, const char *what) {
  message_error("cannot read %s: %s: %s", r->name, what, sqlite3_errmsg(((sqlite_state *)r->state)->database));
  return false;
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql) {
  sqlite3_stmt *statement = NULL;
  sqlite3_prepare_v2(database, sql, -1, &statement, NULL);
  return statement;
}

/* ---- Choosing the table ---- */

static void list_tables(sqlite3 *database, const char *type, names *found) {
  sqlite3_stmt *tables = prepare(database,
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = ?1"
      " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
  sqlite3_bind_text(tables, 1, type, -1, SQLITE_STATIC);
  while (sqlite3_step(tables) == SQLITE_ROW)
    names_add(found, (const char *)sqlite3_column_text(tables, 0), (size_t)sqlite3_column_bytes(tables, 0));
  sqlite3_finalize(tables);
}

static bool holds_reports(sqlite3 *database, const char *table, const options *o) {
  names columns = {0};
  sqlite3_stmt *list = prepare(database, "SELECT name FROM pragma_table_info(?1)");
  sqlite3_bind_text(list, 1, table, -1, SQLITE_STATIC);
  while (sqlite3_step(list) == SQLITE_ROW)
    names_add(&columns, (const char *)sqlite3_column_text(list, 0), (size_t)sqlite3_column_bytes(list, 0));
  sqlite3_finalize(list);
  bool holds = columns_hold_text(&columns, o);
  names_free(&columns);
  return holds;
}

static void add_names(text *t, const names *list) {
  for (size_t i = 0; i < list->count; i++) text_add_format(t, "%s%s", i > 0 ? ", " : "", list->items[i]);
}

/* The one table with a column that may hold reports; views only where no table
** does. NULL with a message otherwise. */
static char *choose_table(reader *r, const char *file, const options *o) {
  sqlite3 *database = ((sqlite_state *)r->state)->database;
  static const char *const types[] = {"table", "virtual", "view"};
  names all = {0}, candidates = {0};
  text list = {0};
  char *chosen = NULL;
  for (size_t t = 0; t < 3 && candidates.count == 0; t++) {
    size_t before = all.count;
    list_tables(database, types[t], &all);
    for (size_t i = before; i < all.count; i++)
      if (holds_reports(database, all.items[i], o)) names_add(&candidates, all.items[i], strlen(all.items[i]));
  }
  add_names(&list, candidates.count > 1 ? &candidates : &all);
  if (candidates.count == 1) chosen = memory_copy(candidates.items[0], strlen(candidates.items[0]));
  else if (candidates.count > 1) message_error("%s has several tables with reports: %s. Name one, as in %s:%s", file, list.bytes, file, candidates.items[0]);
  else if (all.count == 0) message_error("%s holds no table", file);
  else message_error("%s has no table with a column for reports: it holds %s. Name the table and the column: %s:TABLE --text COL", file, list.bytes, file);
  names_free(&all);
  names_free(&candidates);
  text_free(&list);
  return chosen;
}

/* ---- The shipped schema ---- */

/* Its reports with the facts of their patients: as the view assessable_reports gives
** them, or for a command that keeps patients and sites, with the columns of both. The
** query comes from the program: SQLite does not let an untrusted file's views use its
** JSON functions. NULL where the database has no such tables. */
static char *shipped_query(sqlite3 *database, const char *table, const options *o) {
  static const char with_patients[] =
      "SELECT r.*, p.sex, p.birth_date FROM main.reports AS r LEFT JOIN main.patients AS p USING (patient_id)";
  bool named = table != NULL, keeps = o->keeps_patients;
  if (named && strcmp(table, keeps ? "reports" : "assessable_reports") != 0) return NULL;
  sqlite3_stmt *tables = prepare(database, "SELECT p.birth_date, r.patient_id, r.reported_at, r.report, r.other_facts FROM main.reports AS r, main.patients AS p, main.assessments LIMIT 0");
  if (tables == NULL) return NULL;
  sqlite3_finalize(tables);
  return keeps ? memory_copy(with_patients, strlen(with_patients)) : sql_library_view("assessable_reports");
}

/* ---- Rows ---- */

static read_step sqlite_next(reader *r, table_row *row) {
  sqlite_state *s = r->state;
  int step = sqlite3_step(s->rows);
  if (step == SQLITE_DONE) return READ_END;
  if (step != SQLITE_ROW) {
    fail(r, "reading stopped");
    return READ_FAILED;
  }
  s->row++;
  row->line = s->first_column > 0 ? (uint64_t)sqlite3_column_int64(s->rows, 0) : s->row;
  for (size_t i = 0; i < r->columns.count; i++) {
    int column = (int)i + s->first_column;
    int type = sqlite3_column_type(s->rows, column);
    s->cells[i] = (cell){type == SQLITE_BLOB ? CELL_BLOB : CELL_NULL, {NULL, 0}};
    if (type == SQLITE_NULL || type == SQLITE_BLOB) continue;
    const char *bytes = (const char *)sqlite3_column_text(s->rows, column);
    if (bytes == NULL) message_no_memory();
    s->cells[i] = (cell){CELL_TEXT, {bytes, (size_t)sqlite3_column_bytes(s->rows, column)}};
  }
  row->cells = s->cells;
  row->count = r->columns.count;
  return READ_ROW;
}

static void sqlite_progress(const reader *r, uint64_t *position, uint64_t *size) {
  const sqlite_state *s = r->state;
  *position = s->row;
  *size = s->row_count;
}

static void sqlite_close(reader *r) {
  sqlite_state *s = r->state;
  sqlite3_finalize(s->rows);
  sqlite3_close(s->database);
  free(s->cells);
  free(s);
}

/* ---- Opening ---- */

static bool has_rowid(sqlite3 *database, const char *table) {
  sqlite3_stmt *kind = prepare(database, "SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND wr = 0 AND name = ?1");
  sqlite3_bind_text(kind, 1, table, -1, SQLITE_STATIC);
  bool has = sqlite3_step(kind) == SQLITE_ROW;
  sqlite3_finalize(kind);
  return has;
}

static bool open_rows(reader *r, const char *table, const char *query) {
  sqlite_state *s = r->state;
  char *count = sqlite3_mprintf("SELECT count(*) FROM main.\"%w\"", query != NULL ? "reports" : table);
  s->first_column = query == NULL && has_rowid(s->database, table);
  char *select = query != NULL ? sqlite3_mprintf("%s", query)
                               : sqlite3_mprintf("SELECT %s* FROM main.\"%w\"", s->first_column ? "rowid, " : "", table);
  if (count == NULL || select == NULL) message_no_memory();
  s->rows = prepare(s->database, select);
  bool good = s->rows != NULL || fail(r, table);
  sqlite3_stmt *counter = good ? prepare(s->database, count) : NULL;
  if (counter != NULL && sqlite3_step(counter) == SQLITE_ROW) s->row_count = (uint64_t)sqlite3_column_int64(counter, 0);
  sqlite3_finalize(counter);
  sqlite3_free(count);
  sqlite3_free(select);
  if (!good) return false;
  for (int i = s->first_column; i < sqlite3_column_count(s->rows); i++) {
    const char *name = sqlite3_column_name(s->rows, i);
    names_add(&r->columns, name, strlen(name));
  }
  s->cells = memory_resize(NULL, r->columns.count + 1, sizeof *s->cells);
  return true;
}

static bool open_database(reader *r, const char *file) {
  sqlite_state *s = r->state;
  /* Views of the shipped schema call the functions of the extension. */
  sqlite3_auto_extension((void (*)(void))sqlite3_uti_init);
  if (sqlite3_open_v2(file, &s->database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) return fail(r, "it cannot be opened");
  sqlite3_db_config(s->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(s->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_busy_timeout(s->database, 5000);
  /* One snapshot for all statements: rows that come later do not change counts. */
  if (sqlite3_exec(s->database, "BEGIN; SELECT count(*) FROM sqlite_schema;", NULL, NULL, NULL) != SQLITE_OK) return fail(r, "it cannot be read");
  return true;
}

bool read_sqlite_open(reader *r, const char *file, const char *table, const options *o) {
  sqlite_state *s = memory_resize(NULL, 1, sizeof *s);
  memset(s, 0, sizeof *s);
  r->name = memory_copy(file, strlen(file));
  r->kind = "SQLite";
  r->place = "row";
  r->bad_bytes = BAD_BYTES_REPLACED;
  r->state = s;
  r->next = sqlite_next;
  r->progress = sqlite_progress;
  r->close = sqlite_close;
  char *chosen = NULL, *query = NULL;
  bool good = open_database(r, file);
  if (good) query = shipped_query(s->database, table, o);
  if (query != NULL && table == NULL) table = o->keeps_patients ? "reports" : "assessable_reports";
  if (good) chosen = table != NULL ? memory_copy(table, strlen(table)) : choose_table(r, file, o);
  good = good && chosen != NULL && open_rows(r, chosen, query);
  if (good) {
    text name = {0};
    text_add_format(&name, "%s:%s", file, chosen);
    free(r->name);
    r->name = name.bytes;
  }
  free(chosen);
  free(query);
  if (!good) reader_close(r);
  return good;
}
