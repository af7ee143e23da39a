/* name_counts.h - how often something was met, by a short name of it. */
#ifndef CLI_NAME_COUNTS_H
#define CLI_NAME_COUNTS_H

#include "common/text.h"

typedef struct name_counts {
  struct name_count { char *name; uint64_t count; } *entries;
  size_t count, room;
  uint64_t others;             /* of names beyond those that are kept */
} name_counts;

void name_counts_add(name_counts *, const char *name);
uint64_t name_counts_total(const name_counts *);
/* "8462-4 (12), 9843-4", in the order in which they were met. */
void name_counts_write(const name_counts *, text *);
void name_counts_free(name_counts *);

#endif
