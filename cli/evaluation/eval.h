/* eval.h - what the comparison with labels counts. */
#ifndef CLI_EVAL_H
#define CLI_EVAL_H

#include "evaluation/eval_statistics.h"
#include "options/options.h"

enum { LEVELS = 6, STATUSES = UTI_NOT_MENTIONED };   /* levels from UTI_NOT_ASSESSABLE on */

/* A text whose answer differs from its labels. */
typedef struct miss {
  char *id;
  uti_level expected, found, found_by_all_rules;
  const char *expected_mechanism, *found_mechanism;    /* NULL: none */
  text findings;               /* "concept: expected, found; ..." */
} miss;

typedef struct evaluation {
  const uti_knowledge *knowledge;
  bool *counted;               /* by concept: whether the labels cover it */
  size_t texts, levels[LEVELS][LEVELS];                /* [expected][found] */
  size_t raised_by_all_rules, lowered_by_all_rules;    /* against the rule set that is compared */
  size_t mechanisms_right, mechanism_texts;            /* texts where a mechanism is expected or found */
  tally any_status, both, *by_concept;                 /* concept alone; concept and status */
  tally by_status[STATUSES];
  miss *misses;
  size_t miss_count, miss_room;
} evaluation;

void evaluation_print(const evaluation *, const char *rule_set, const char *rules_id);

#endif
