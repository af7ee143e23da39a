/* sql_library.c - see sql_library.h. */
#include "library/sql_library.h"

#include <string.h>

const sql_file *sql_library_find(const char *name) {
  for (const sql_file *f = sql_library; f->name != NULL; f++)
    if (strcmp(f->name, name) == 0) return f;
  return NULL;
}
