/* table_report.c - the module behind the table functions of a report.
**
** 1. uti_findings(report, facts_json) and its like are eponymous: report and
**    facts_json are hidden columns that SQLite binds as arguments.
** 2. A plan in which an argument is not yet known is refused
**    (SQLITE_CONSTRAINT). SQLite asks for the branches of an OR without the
**    arguments too: a plan without a report is dear, and an error where it runs.
** 3. idxNum: bit 0 - facts_json is the second argument of xFilter (the report
**    is always the first); bit 1 - there is no report; from bit 2 on - the
**    columns that are used.
** 4. A row id tells the arguments as well as the row, since SQLite joins the
**    branches of an OR by it. */
#include "grid.h"

#include <string.h>

#define FACTS_GIVEN 1
#define REPORT_MISSING 2
#define USED_SHIFT 2

typedef struct report_vtab {
  sqlite3_vtab base;
  const uti_binding *binding;
  const uti_report_table *table;
} report_vtab;

typedef struct report_cursor {
  sqlite3_vtab_cursor base;
  uti_grid grid;
  size_t row, rows;
  sqlite3_int64 first_row_id;
  sqlite3_value *arguments[2]; /* copies, for their columns */
} report_cursor;

static int connect(sqlite3 *db, void *client, int count, const char *const *values,
                   sqlite3_vtab **made, char **message) {
  (void)count, (void)values, (void)message;
  const uti_binding *binding = client;
  const uti_report_table *table = binding->definition;
  char *sql = sqlite3_mprintf("CREATE TABLE x(%s, report HIDDEN, facts_json HIDDEN)", table->columns);
  if (sql == NULL) return SQLITE_NOMEM;
  int code = sqlite3_declare_vtab(db, sql);
  sqlite3_free(sql);
  if (code != SQLITE_OK) return code;
  report_vtab *vtab = sqlite3_malloc64(sizeof *vtab);
  if (vtab == NULL) return SQLITE_NOMEM;
  memset(vtab, 0, sizeof *vtab);
  vtab->binding = binding;
  vtab->table = table;
  *made = &vtab->base;
  return sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
}

static int disconnect(sqlite3_vtab *vtab) {
  sqlite3_free(vtab);
  return SQLITE_OK;
}

/* The constraint that gives hidden column `column` its value: its index, -1
** where there is none, -2 where there is one that this plan cannot use. */
static int argument_constraint(const sqlite3_index_info *info, int column) {
  int found = -1;
  for (int i = 0; i < info->nConstraint; i++) {
    const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
    if (constraint->iColumn != column || constraint->op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (constraint->usable) return i;
    found = -2;
  }
  return found;
}

static int best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
  const report_vtab *vtab = (const report_vtab *)base;
  int columns = vtab->table->column_count;
  int report = argument_constraint(info, columns);
  int facts = argument_constraint(info, columns + 1);
  if (report == -2 || facts == -2) return SQLITE_CONSTRAINT;
  if (report == -1) {
    info->idxNum = REPORT_MISSING;
    info->estimatedCost = 1e12;
    info->estimatedRows = 1000000;
    return SQLITE_OK;
  }
  info->aConstraintUsage[report].argvIndex = 1;
  info->aConstraintUsage[report].omit = 1;
  if (facts >= 0) {
    info->aConstraintUsage[facts].argvIndex = 2;
    info->aConstraintUsage[facts].omit = 1;
  }
  sqlite3_uint64 used = info->colUsed & (((sqlite3_uint64)1 << (columns + 2)) - 1);
  info->idxNum = (int)(used << USED_SHIFT) | (facts >= 0 ? FACTS_GIVEN : 0);
  info->estimatedCost = 100.0;
  info->estimatedRows = vtab->table->rows;
  if (vtab->table->rows == 1) info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
  return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **made) {
  (void)base;
  report_cursor *cursor = sqlite3_malloc64(sizeof *cursor);
  if (cursor == NULL) return SQLITE_NOMEM;
  memset(cursor, 0, sizeof *cursor);
  *made = &cursor->base;
  return SQLITE_OK;
}

static void forget_arguments(report_cursor *cursor) {
  for (int i = 0; i < 2; i++) {
    sqlite3_value_free(cursor->arguments[i]);
    cursor->arguments[i] = NULL;
  }
}

static int close_cursor(sqlite3_vtab_cursor *base) {
  report_cursor *cursor = (report_cursor *)base;
  forget_arguments(cursor);
  uti_grid_free(&cursor->grid);
  sqlite3_free(cursor);
  return SQLITE_OK;
}

static sqlite3_uint64 mix(sqlite3_uint64 hash, const char *bytes, size_t length) {
  sqlite3_uint64 word;
  hash ^= length;
  for (; length > 0; length -= length < sizeof word ? length : sizeof word) {
    word = 0;
    memcpy(&word, bytes, length < sizeof word ? length : sizeof word);
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 32;
    bytes += length < sizeof word ? length : sizeof word;
  }
  return hash;
}

/* 39 bits for the arguments, 24 for the row. */
static sqlite3_int64 first_row_id(const uti_desk *desk) {
  sqlite3_uint64 hash = mix(desk->report_is_null, desk->report.bytes, desk->report.length);
  hash = mix(hash, desk->facts_key.bytes, desk->facts_key.length);
  return (sqlite3_int64)((hash >> 25) << 24);
}

static int keep_argument(report_cursor *cursor, int index, sqlite3_value *value) {
  cursor->arguments[index] = sqlite3_value_dup(value);
  return cursor->arguments[index] == NULL ? SQLITE_NOMEM : SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int plan, const char *text, int count,
                  sqlite3_value **values) {
  (void)text;
  report_cursor *cursor = (report_cursor *)base;
  const report_vtab *vtab = (const report_vtab *)base->pVtab;
  int columns = vtab->table->column_count;
  unsigned used = (unsigned)plan >> USED_SHIFT;
  forget_arguments(cursor);
  uti_grid_clear(&cursor->grid);
  cursor->row = cursor->rows = 0;
  if ((plan & REPORT_MISSING) != 0) {
    uti_problem missing = {SQLITE_OK, NULL};
    uti_problem_say(&missing, "%s(): argument 1 is missing: wanted a report as text, as in %s(report)",
                    vtab->table->name, vtab->table->name);
    return uti_problem_to_table(&missing, base->pVtab);
  }
  for (int i = 0; i < count; i++)
    if (keep_argument(cursor, i, values[i]) != SQLITE_OK) return SQLITE_NOMEM;
  uti_arguments arguments = {vtab->table->name, NULL, count, values, 1};
  uti_problem problem = {SQLITE_OK, NULL};
  uti_desk *desk = uti_arguments_assess(vtab->binding->connection, &arguments, &problem);
  if (desk == NULL) return uti_problem_to_table(&problem, base->pVtab);
  vtab->table->fill(&cursor->grid, desk, used);
  if (cursor->grid.failed) return SQLITE_NOMEM;
  cursor->rows = uti_grid_rows(&cursor->grid, (size_t)columns);
  cursor->first_row_id = first_row_id(desk);
  return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base) {
  ((report_cursor *)base)->row++;
  return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *base) {
  const report_cursor *cursor = (const report_cursor *)base;
  return cursor->row >= cursor->rows;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *context, int index) {
  const report_cursor *cursor = (const report_cursor *)base;
  int columns = ((const report_vtab *)base->pVtab)->table->column_count;
  if (index < columns) {
    uti_grid_result(&cursor->grid, cursor->row * (size_t)columns + (size_t)index, context);
  } else if (cursor->arguments[index - columns] != NULL) {
    sqlite3_result_value(context, cursor->arguments[index - columns]);
  }
  return SQLITE_OK;
}

static int row_id(sqlite3_vtab_cursor *base, sqlite3_int64 *id) {
  const report_cursor *cursor = (const report_cursor *)base;
  *id = cursor->first_row_id + (sqlite3_int64)cursor->row;
  return SQLITE_OK;
}

const sqlite3_module uti_report_module = {
  .xConnect = connect,
  .xBestIndex = best_index,
  .xDisconnect = disconnect,
  .xOpen = open_cursor,
  .xClose = close_cursor,
  .xFilter = filter,
  .xNext = next,
  .xEof = at_end,
  .xColumn = column,
  .xRowid = row_id,
};
