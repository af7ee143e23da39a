/* neighbour.c - another extension, whose internal names are ours: SQLite opens
** extensions with RTLD_GLOBAL, so that without hidden symbols one of the two
** would call the other's functions. */
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

int uti_assess(void) { return 99; }
void *uti_reader_new(void) { return 0; }
void *uti_connection_new(void) { return 0; }
void *uti_arguments_assess(void) { return 0; }
const char *uti_level_name(int level) { (void)level; return "wrong"; }
const char uti_functions[64] = "not a table";

static void neighbour(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count, (void)values;
  sqlite3_result_text(context, "neighbour", -1, SQLITE_STATIC);
}

int sqlite3_neighbour_init(sqlite3 *db, char **message, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api)
  (void)message;
  return sqlite3_create_function(db, "neighbour", 0, SQLITE_UTF8, 0, neighbour, 0, 0);
}
