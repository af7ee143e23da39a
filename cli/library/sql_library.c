/* sql_library.c - see sql_library.h. */
#include "library/sql_library.h"

#include <string.h>

#include "common/text.h"

const sql_file *sql_library_find(const char *name) {
  for (const sql_file *f = sql_library; f->name != NULL; f++)
    if (strcmp(f->name, name) == 0) return f;
  return NULL;
}

char *sql_library_view(const char *name) {
  text begin = {0};
  text_add_format(&begin, "CREATE VIEW %s AS\n", name);
  const char *at = strstr(sql_library_find("views")->sql, begin.bytes);
  char *query = NULL;
  if (at != NULL) {
    at += begin.length;
    query = memory_copy(at, strcspn(at, ";"));
  }
  text_free(&begin);
  return query;
}
