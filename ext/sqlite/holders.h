/* holders.h - what of a database holds values that our functions gave: indexes,
** generated columns and CHECKs. SQLite takes them for true whatever rules are in
** force later. */
#ifndef UTI_SQLITE_HOLDERS_H
#define UTI_SQLITE_HOLDERS_H

#include <sqlite3.h>

enum { UTI_HOLDERS_NAMED = 5 };

typedef struct uti_holders {
  int count;
  char *names;               /* of the first few, "; " between; NULL: none; for sqlite3_free() */
} uti_holders;

/* Looks through every attached schema; found->names is to be freed in any case. */
int uti_find_holders(sqlite3 *, uti_holders *found);

#endif
