/* entry.c - the extension's entry point: checks the version of SQLite and
** registers every function and table. */
#include "entry.h"

#include "adapter.h"

SQLITE_EXTENSION_INIT1

#define OLDEST_SQLITE 3040000
#define OLDEST_SQLITE_TEXT "3.40.0"

static int fail(char **message, char *text, int code) {
  if (message != NULL) {
    *message = text;
  } else {
    sqlite3_free(text);
  }
  return code;
}

static int register_functions(sqlite3 *db, uti_connection *connection, char **message) {
  for (size_t i = 0; i < uti_function_count; i++) {
    const uti_function *function = &uti_functions[i];
    uti_binding *binding = uti_binding_new(connection, function->name, function);
    if (binding == NULL) return SQLITE_NOMEM;
    int code = sqlite3_create_function_v2(db, function->name, function->arguments, function->flags,
                                          binding, function->call, NULL, NULL, uti_binding_free);
    if (code != SQLITE_OK) {
      return fail(message, sqlite3_mprintf("uti: cannot register the function %s()", function->name),
                  code);
    }
  }
  return SQLITE_OK;
}

static int register_aggregates(sqlite3 *db, uti_connection *connection, char **message) {
  for (size_t i = 0; i < uti_aggregate_count; i++) {
    const uti_aggregate *one = &uti_aggregates[i];
    uti_binding *binding = uti_binding_new(connection, one->name, one);
    if (binding == NULL) return SQLITE_NOMEM;
    int code = sqlite3_create_window_function(db, one->name, one->arguments, one->flags, binding, one->step,
                                              one->final, one->value, one->inverse, uti_binding_free);
    if (code != SQLITE_OK) {
      return fail(message, sqlite3_mprintf("uti: cannot register the function %s()", one->name), code);
    }
  }
  return SQLITE_OK;
}

static int register_table(sqlite3 *db, uti_connection *connection, const char *name,
                          const sqlite3_module *module, const void *definition, char **message) {
  uti_binding *binding = uti_binding_new(connection, name, definition);
  if (binding == NULL) return SQLITE_NOMEM;
  int code = sqlite3_create_module_v2(db, name, module, binding, uti_binding_free);
  if (code != SQLITE_OK) {
    return fail(message, sqlite3_mprintf("uti: cannot register the table %s", name), code);
  }
  return SQLITE_OK;
}

static int register_tables(sqlite3 *db, uti_connection *connection, char **message) {
  int code = SQLITE_OK;
  for (size_t i = 0; i < uti_report_table_count && code == SQLITE_OK; i++) {
    const uti_report_table *table = &uti_report_tables[i];
    code = register_table(db, connection, table->name, &uti_report_module, table, message);
  }
  for (size_t i = 0; i < uti_knowledge_table_count && code == SQLITE_OK; i++) {
    const uti_knowledge_table *table = &uti_knowledge_tables[i];
    code = register_table(db, connection, table->name, &uti_knowledge_module, table, message);
  }
  return code;
}

/* As SQLITE_EXTENSION_INIT2, but connections of several threads may load at once: the
** table that all calls go through is written only where it becomes another. */
static void use_api(const sqlite3_api_routines *api) {
#ifdef SQLITE_CORE
  (void)api;
#else
  const sqlite3_api_routines *known = __atomic_load_n(&sqlite3_api, __ATOMIC_ACQUIRE);
  if (known != api) __atomic_compare_exchange_n(&sqlite3_api, &known, api, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
#endif
}

int sqlite3_uti_init(sqlite3 *db, char **message, const sqlite3_api_routines *api) {
  use_api(api);
  /* First of all: an older library lacks entries of the table that calls go through. */
  if (sqlite3_libversion_number() < OLDEST_SQLITE) {
    return fail(message,
                sqlite3_mprintf("uti: wanted SQLite " OLDEST_SQLITE_TEXT " or later, got %s",
                                sqlite3_libversion()),
                SQLITE_ERROR);
  }
  uti_connection *connection = uti_connection_new();
  if (connection == NULL) return SQLITE_NOMEM;
  int code = register_functions(db, connection, message);
  if (code == SQLITE_OK) code = register_aggregates(db, connection, message);
  if (code == SQLITE_OK) code = register_tables(db, connection, message);
  if (code == SQLITE_OK) code = uti_register_kappa(db);
  uti_connection_release(connection);
  return code;
}
