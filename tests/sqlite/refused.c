/* refused.c - what a host may forbid or leave out: the schema that cannot be read,
** a rule pack with more mistakes than a message takes. Arguments: the extension,
** a folder to write in. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int failed;

static void expect(sqlite3 *db, const char *sql, const char *beginning, const char *end) {
  char *message = NULL;
  sqlite3_exec(db, sql, NULL, NULL, &message);
  size_t length = message == NULL ? 0 : strlen(message);
  if (message == NULL || strncmp(message, beginning, strlen(beginning)) != 0 || length < strlen(end) ||
      strcmp(message + length - strlen(end), end) != 0) {
    printf("%s: wanted an error %s ... %s, got %.300s\n", sql, beginning, end, message == NULL ? "none" : message);
    failed = 1;
  }
  sqlite3_free(message);
}

static int no_schema(void *unused, int action, const char *table, const char *column, const char *schema, const char *trigger) {
  (void)unused, (void)column, (void)schema, (void)trigger;
  return action == SQLITE_READ && strcmp(table, "pragma_database_list") == 0 ? SQLITE_DENY : SQLITE_OK;
}

int main(int count, char **values) {
  sqlite3 *db = NULL;
  char path[400], sql[500];
  if (count < 3 || sqlite3_open(":memory:", &db) != SQLITE_OK || sqlite3_enable_load_extension(db, 1) != SQLITE_OK ||
      sqlite3_load_extension(db, values[1], NULL, NULL) != SQLITE_OK)
    return 1;
  sqlite3_set_authorizer(db, no_schema, NULL);
  expect(db, "SELECT uti_rule_set('core')", "uti_rule_set(): cannot read the schema: ", "prohibited");
  sqlite3_set_authorizer(db, NULL, NULL);

  snprintf(path, sizeof path, "%s/phrases.tsv", values[2]);
  snprintf(sql, sizeof sql, "SELECT uti_load_rules('%s')", values[2]);
  mkdir(values[2], 0700);
  for (int rows = 100; rows <= 10000; rows *= 100) {
    FILE *file = fopen(path, "w");
    if (file == NULL) return 1;
    fputs("concept\tpattern\tsource\n", file);
    for (int i = 0; i < rows; i++) fprintf(file, "nonsense\tzorb%04d\tlanguage\n", i);
    fclose(file);
    expect(db, sql, rows == 100 ? "uti_load_rules(): the rules in force stay, as the pack holds 100 mistakes:\n"
                                : "uti_load_rules(): the rules in force stay, as the pack holds 10000 mistakes:\n",
           rows == 100 ? "phrases.tsv:101:1: concept: wanted a concept, fact:NAME or -, got \"nonsense\""
                       : "\n... (uti-report rules check DIR shows them all)");
  }
  sqlite3_close(db);
  return failed;
}
