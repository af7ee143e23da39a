/* guard.c - what a query may do: read tables, call functions that only compute, and
** ask about the schema. Everything else is refused when a statement is prepared,
** which is before any of them runs. The database is also opened read-only, so
** that this is a second lock, and one that has words. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "common/message.h"
#include "run/guarded.h"

static bool is_one_of(const char *name, const char *const *list) {
  for (; *list != NULL; list++)
    if (strcasecmp(name, *list) == 0) return true;
  return false;
}

/* Functions that load code, give out or take addresses, read files or change the
** connection. Most are not there at all; the shell's are named in case they come. */
static const char *const refused_functions[] = {
    "load_extension", "fts3_tokenizer", "readfile", "writefile", "edit", "fsdir", "lsmode", "uti_load_rules", "uti_rule_set", "sqlite_log", NULL};

/* These only answer, with or without an argument. */
static const char *const asking_pragmas[] = {
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list", "foreign_key_check", "database_list",
    "function_list", "module_list", "pragma_list", "collation_list", "compile_options", "integrity_check", "quick_check", "data_version", "freelist_count", "page_count", NULL};

/* These answer without an argument, and change something with one. */
static const char *const settable_pragmas[] = {
    "user_version", "application_id", "schema_version", "encoding", "page_size", "auto_vacuum", "foreign_keys", "query_only", NULL};

static bool is_harmless_pragma(const char *name, const char *argument) {
  return is_one_of(name, asking_pragmas) || (argument == NULL && is_one_of(name, settable_pragmas));
}

static const char *action_words(int action) {
  switch (action) {
    case SQLITE_INSERT: return "INSERT";
    case SQLITE_UPDATE: return "UPDATE";
    case SQLITE_DELETE: return "DELETE";
    case SQLITE_ATTACH: return "ATTACH";
    case SQLITE_DETACH: return "DETACH";
    case SQLITE_TRANSACTION: return "a transaction";
    default: return "a statement that is no SELECT";
  }
}

static int decide(void *context, int action, const char *a, const char *b, const char *in, const char *by) {
  guarded_database *d = context;
  (void)in, (void)by;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_FUNCTION:
      if (!is_one_of(b, refused_functions)) return SQLITE_OK;
      snprintf(d->refused, sizeof d->refused, "the function %.60s()", b);
      return SQLITE_DENY;
    case SQLITE_PRAGMA:
      if (is_harmless_pragma(a, b)) return SQLITE_OK;
      snprintf(d->refused, sizeof d->refused, "PRAGMA %.60s%s", a, b == NULL ? "" : " with a value");
      return SQLITE_DENY;
    case SQLITE_UPDATE:
      /* Asked when a table-valued function is first used, and then not done; SQLite
      ** itself refuses it in a query. */
      if (strcmp(a, "sqlite_master") == 0) return SQLITE_OK;
      /* fall through */
    default:
      if (d->refused[0] == 0) snprintf(d->refused, sizeof d->refused, "%s", action_words(action));
      return SQLITE_DENY;
  }
}

void guard_install(guarded_database *d) { sqlite3_set_authorizer(d->handle, decide, d); }

/* ---- Words ---- */

/* The words that a statement begins with, as far as they are SQL's own. */
static void add_keywords(const char *sql, text *t) {
  static const char *const known[] = {"CREATE", "TEMP", "TEMPORARY", "TABLE", "VIEW", "INDEX", "UNIQUE", "TRIGGER", "VIRTUAL", "INSERT", "REPLACE", "UPDATE", "DELETE",
                                      "DROP", "ALTER", "ATTACH", "DETACH", "VACUUM", "REINDEX", "ANALYZE", "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", NULL};
  for (;;) {
    char word[16];
    size_t length = 0;
    while (length < sizeof word - 1 && isalpha((unsigned char)sql[length])) word[length] = (char)toupper((unsigned char)sql[length]), length++;
    word[length] = 0;
    if (!is_one_of(word, known) || sql[length] == '.') return;
    text_add_format(t, "%s%s", t->length > 0 ? " " : "", word);
    sql += length;
    sql += strspn(sql, " \t\r\n");
  }
}

int guard_message(const guarded_database *d, const char *place, size_t line, const char *sql) {
  text what = {0};
  if (strncmp(d->refused, "PRAGMA", 6) != 0 && strncmp(d->refused, "the ", 4) != 0) add_keywords(sql, &what);
  if (what.length == 0) text_add_string(&what, d->refused[0] != 0 ? d->refused : "a statement that gives no rows");
  const char *way = strstr(what.bytes, "TEMP") != NULL || strcmp(what.bytes, "CREATE TABLE") == 0 || strcmp(what.bytes, "CREATE VIEW") == 0
                        ? "write it as WITH name AS (SELECT ...) SELECT ... FROM name"
                        : strcmp(d->refused, "the function uti_rule_set()") == 0     ? "use --rule-set"
                          : strcmp(d->refused, "the function uti_load_rules()") == 0 ? "use --rules DIR"
                                                                                     : "run it in the sqlite3 shell";
  int status = message_error("%s line %zu: %s is refused, and nothing was run: queries only read; %s", place, line, what.bytes, way);
  text_free(&what);
  return status;
}
