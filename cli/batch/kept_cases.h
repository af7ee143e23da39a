/* kept_cases.h - the flagged rows of a run, worst first, in private files: their texts,
** and for each level where they stand. Memory is the same for any number of them. */
#ifndef CLI_KEPT_CASES_H
#define CLI_KEPT_CASES_H

#include "batch/flagged_case.h"
#include "common/spill.h"

enum { KEPT_LEVELS = UTI_EMERGENCY - UTI_NOT_ASSESSABLE + 1 };

typedef struct kept_cases {
  spill texts;
  spill places[KEPT_LEVELS];   /* from UTI_NOT_ASSESSABLE on */
  size_t counts[KEPT_LEVELS], count;
} kept_cases;

/* A copy in one block of memory, to be freed. */
flagged_case *case_copy(const flagged_case *);

kept_cases kept_cases_in(const char *folder);
void kept_cases_add(kept_cases *, const flagged_case *);
/* The row in this place, worst first, then in the order in which they were added: NULL
** where the files cannot be read or written; valid until `room` changes. */
const flagged_case *kept_cases_get(const kept_cases *, size_t, text *room);
uint64_t kept_cases_bytes(const kept_cases *); /* that all of them take */
int kept_cases_problem(const kept_cases *);    /* errno of the first writing that failed; 0: none */
void kept_cases_free(kept_cases *);

#endif
