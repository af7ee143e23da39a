/* sql_library.h - the files of sql/, compiled in, so that an installed program
** needs no folder beside it. */
#ifndef CLI_SQL_LIBRARY_H
#define CLI_SQL_LIBRARY_H

#include <stddef.h>

typedef struct sql_file {
  const char *name;            /* without .sql */
  const char *sql;             /* the whole file, terminated */
} sql_file;

extern const sql_file sql_library[];   /* by name; the last has no name */

/* NULL where there is no such file. */
const sql_file *sql_library_find(const char *name);
/* The query of a view of views.sql, to be freed; NULL where there is no such view. */
char *sql_library_view(const char *name);

#endif
