/* host.c - a program with SQLite: prints the answers of the query in the file
** argv[2] on the database argv[1]. With SQLITE_CORE the amalgamation is linked in and
** each connection has its functions from the start; else it loads argv[3]. */
#include <sqlite3.h>
#include <stdio.h>

#include "uti.h"

static int print(void *unused, int count, char **values, char **names) {
  (void)unused, (void)names;
  for (int i = 0; i < count; i++) puts(values[i] == NULL ? "NULL" : values[i]);
  return 0;
}

static int provide(sqlite3 *database, const char *extension) {
#ifdef SQLITE_CORE
  (void)database, (void)extension;
  return SQLITE_OK;
#else
  int code = sqlite3_enable_load_extension(database, 1);
  return code != SQLITE_OK ? code : sqlite3_load_extension(database, extension, NULL, NULL);
#endif
}

int main(int argc, char **argv) {
  sqlite3 *database = NULL;
  char query[8192];
  FILE *file = argc >= 3 ? fopen(argv[2], "rb") : NULL;
  if (file == NULL) return 2;
  query[fread(query, 1, sizeof query - 1, file)] = 0;
  fclose(file);
#ifdef SQLITE_CORE
  sqlite3_auto_extension((void (*)(void))sqlite3_uti_init);
#endif
  if (sqlite3_open(argv[1], &database) != SQLITE_OK || provide(database, argc > 3 ? argv[3] : "uti") != SQLITE_OK ||
      sqlite3_exec(database, query, print, NULL, NULL) != SQLITE_OK) {
    fprintf(stderr, "%s\n", sqlite3_errmsg(database));
    return 1;
  }
  return sqlite3_close(database) == SQLITE_OK ? 0 : 1;
}
