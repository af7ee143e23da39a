/* table_knowledge.c - the knowledge in force as eponymous tables: one column a
** column of the TSV file, an empty cell is NULL. The codes of two files stand in
** one table, and those in force beside their concept. */
#include "adapter.h"

#include <string.h>

typedef struct knowledge_vtab {
  sqlite3_vtab base;
  const uti_connection *connection;
  const uti_knowledge_table *definition;
} knowledge_vtab;

typedef struct knowledge_cursor {
  sqlite3_vtab_cursor base;
  uti_rules *rules;          /* those in force when the scan began */
  size_t row, rows;
} knowledge_cursor;

/* Columns that hold numbers, so that they compare as numbers in SQL. */
static bool is_numeric(const char *column) {
  static const char *const numeric[] = {"minimum", "maximum", "weight", "year", "points"};
  for (size_t i = 0; i < sizeof numeric / sizeof *numeric; i++) {
    if (strcmp(column, numeric[i]) == 0) return true;
  }
  return false;
}

/* Systems whose codes stand beside their concept, in columns of their own. */
static const char *const code_systems[] = {"loinc", "snomed"};

enum { CODE_SYSTEMS = sizeof code_systems / sizeof *code_systems, CODE_CONCEPT = 0, CODE_SYSTEM, CODE_CODE, CODE_VALID_TO = 5 };

static char *declaration(const uti_knowledge *knowledge, const uti_knowledge_table *definition) {
  uti_table table = definition->table;
  char *sql = sqlite3_mprintf("CREATE TABLE x(");
  for (size_t i = 0; sql != NULL && i < uti_table_columns(knowledge, table); i++) {
    const char *name = uti_table_column_name(knowledge, table, i);
    sql = sqlite3_mprintf("%z%s\"%w\" %s", sql, i > 0 ? ", " : "", name,
                          is_numeric(name) ? "NUMERIC" : "TEXT");
  }
  for (size_t i = 0; sql != NULL && definition->codes && i < CODE_SYSTEMS; i++) sql = sqlite3_mprintf("%z, \"%w\" TEXT", sql, code_systems[i]);
  return sql == NULL ? NULL : sqlite3_mprintf("%z)", sql);
}

static int connect(sqlite3 *db, void *client, int count, const char *const *values,
                   sqlite3_vtab **made, char **message) {
  (void)count, (void)values, (void)message;
  const uti_binding *binding = client;
  const uti_knowledge_table *definition = binding->definition;
  char *sql = declaration(uti_connection_knowledge(binding->connection), definition);
  if (sql == NULL) return SQLITE_NOMEM;
  int code = sqlite3_declare_vtab(db, sql);
  sqlite3_free(sql);
  if (code != SQLITE_OK) return code;
  knowledge_vtab *vtab = sqlite3_malloc64(sizeof *vtab);
  if (vtab == NULL) return SQLITE_NOMEM;
  memset(vtab, 0, sizeof *vtab);
  vtab->connection = binding->connection;
  vtab->definition = definition;
  *made = &vtab->base;
  return sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
}

static int disconnect(sqlite3_vtab *vtab) {
  sqlite3_free(vtab);
  return SQLITE_OK;
}

static size_t row_count(const knowledge_vtab *vtab, const uti_knowledge *knowledge) {
  size_t rows = uti_table_rows(knowledge, vtab->definition->table);
  if (vtab->definition->more) rows += uti_table_rows(knowledge, vtab->definition->table + 1);
  return rows;
}

static int best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
  const knowledge_vtab *vtab = (const knowledge_vtab *)base;
  size_t rows = row_count(vtab, uti_connection_knowledge(vtab->connection));
  info->estimatedRows = (sqlite3_int64)rows;
  info->estimatedCost = (double)rows + 1;
  return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **made) {
  (void)base;
  knowledge_cursor *cursor = sqlite3_malloc64(sizeof *cursor);
  if (cursor == NULL) return SQLITE_NOMEM;
  memset(cursor, 0, sizeof *cursor);
  *made = &cursor->base;
  return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base) {
  uti_rules_release(((knowledge_cursor *)base)->rules);
  sqlite3_free(base);
  return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int plan, const char *text, int count,
                  sqlite3_value **values) {
  (void)plan, (void)text, (void)count, (void)values;
  knowledge_cursor *cursor = (knowledge_cursor *)base;
  const knowledge_vtab *vtab = (const knowledge_vtab *)base->pVtab;
  uti_rules_release(cursor->rules);
  cursor->rules = uti_rules_hold(vtab->connection->rules);
  cursor->row = 0;
  cursor->rows = row_count(vtab, cursor->rules->knowledge);
  return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base) {
  ((knowledge_cursor *)base)->row++;
  return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *base) {
  const knowledge_cursor *cursor = (const knowledge_cursor *)base;
  return cursor->row >= cursor->rows;
}

/* A plain number such as -40, 0.5 or 2003; anything else stays text. */
static bool result_number(sqlite3_context *context, const char *cell) {
  const char *at = cell + (*cell == '-');
  double digits = 0, scale = 1;
  bool fraction = false;
  if (*at < '0' || *at > '9') return false;
  for (; *at != '\0'; at++) {
    if (*at == '.' && !fraction) {
      fraction = true;
    } else if (*at >= '0' && *at <= '9') {
      digits = digits * 10 + (*at - '0');
      if (fraction) scale *= 10;
    } else {
      return false;
    }
  }
  if (*cell == '-') digits = -digits;
  if (fraction || digits > 1e15 || digits < -1e15) {
    sqlite3_result_double(context, digits / scale);
  } else {
    sqlite3_result_int64(context, (sqlite3_int64)digits);
  }
  return true;
}

/* The codes of a concept that are in force, with ", " between. */
static int result_codes(sqlite3_context *context, const uti_knowledge *knowledge, const char *concept,
                        const char *system) {
  char *codes = NULL;
  static const uti_table tables[] = {UTI_TABLE_CODES, UTI_TABLE_SNOMED};
  for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
    for (size_t row = 0; row < uti_table_rows(knowledge, tables[t]); row++) {
      if (strcmp(uti_table_cell(knowledge, tables[t], row, CODE_CONCEPT), concept) != 0 ||
          strcmp(uti_table_cell(knowledge, tables[t], row, CODE_SYSTEM), system) != 0 ||
          *uti_table_cell(knowledge, tables[t], row, CODE_VALID_TO) != '\0')
        continue;
      const char *code = uti_table_cell(knowledge, tables[t], row, CODE_CODE);
      codes = codes == NULL ? sqlite3_mprintf("%s", code) : sqlite3_mprintf("%z, %s", codes, code);
      if (codes == NULL) return SQLITE_NOMEM;
    }
  }
  if (codes != NULL) sqlite3_result_text(context, codes, -1, sqlite3_free);
  return SQLITE_OK;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *context, int index) {
  const knowledge_cursor *cursor = (const knowledge_cursor *)base;
  const knowledge_vtab *vtab = (const knowledge_vtab *)base->pVtab;
  const uti_knowledge *knowledge = cursor->rules->knowledge;
  size_t i = (size_t)index, row = cursor->row;
  uti_table table = vtab->definition->table;
  size_t columns = uti_table_columns(knowledge, table), rows = uti_table_rows(knowledge, table);
  if (i >= columns) return result_codes(context, knowledge, uti_table_cell(knowledge, table, row, 0), code_systems[i - columns]);
  if (row >= rows) {
    row -= rows;
    table++;
  }
  const char *cell = uti_table_cell(knowledge, table, row, i);
  if (*cell == '\0') return SQLITE_OK;
  bool numeric = is_numeric(uti_table_column_name(knowledge, table, i));
  if (!numeric || !result_number(context, cell)) {
    sqlite3_result_text(context, cell, -1, SQLITE_TRANSIENT);
  }
  return SQLITE_OK;
}

static int row_id(sqlite3_vtab_cursor *base, sqlite3_int64 *id) {
  *id = (sqlite3_int64)((const knowledge_cursor *)base)->row + 1;
  return SQLITE_OK;
}

const sqlite3_module uti_knowledge_module = {
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

const uti_knowledge_table uti_knowledge_tables[] = {
  {"uti_rules", UTI_TABLE_RULES, false, false},       {"uti_concepts", UTI_TABLE_CONCEPTS, false, true},
  {"uti_phrases", UTI_TABLE_PHRASES, false, false},   {"uti_sources", UTI_TABLE_SOURCES, false, false},
  {"uti_facts", UTI_TABLE_FACTS, false, false},       {"uti_contexts", UTI_TABLE_CONTEXTS, false, false},
  {"uti_words", UTI_TABLE_WORDS, false, false},       {"uti_mechanisms", UTI_TABLE_MECHANISMS, false, false},
  {"uti_codes", UTI_TABLE_CODES, true, false},
  {"uti_scores", UTI_TABLE_SCORES, false, false},     {"uti_units", UTI_TABLE_UNITS, false, false},
  {"uti_episode_rules", UTI_TABLE_EPISODE_RULES, false, false},
};
const size_t uti_knowledge_table_count = sizeof uti_knowledge_tables / sizeof *uti_knowledge_tables;
