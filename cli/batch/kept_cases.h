/* kept_cases.h - the flagged rows of a run: their texts in a private file, in memory
** a few bytes each. */
#ifndef CLI_KEPT_CASES_H
#define CLI_KEPT_CASES_H

#include "batch/flagged_case.h"
#include "common/spill.h"

typedef struct kept_case {
  uint64_t place, order;
  uint32_t bytes;
  int8_t level;
} kept_case;

typedef struct kept_cases {
  spill texts;
  kept_case *items;
  size_t count, room;
} kept_cases;

/* A copy in one block of memory, to be freed. */
flagged_case *case_copy(const flagged_case *);
void kept_cases_add(kept_cases *, const flagged_case *);
void kept_cases_sort(kept_cases *);            /* worst first, then in the order of the input */
/* NULL where the file cannot be read or written; valid until `room` changes. */
const flagged_case *kept_cases_get(const kept_cases *, size_t, text *room);
void kept_cases_free(kept_cases *);

#endif
