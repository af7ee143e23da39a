/* aggregates.c - the aggregates, which are window functions too, and their
** registration table. */
#include "adapter.h"

#ifdef SQLITE_RESULT_SUBTYPE
#define GIVES_JSON SQLITE_RESULT_SUBTYPE
#else
#define GIVES_JSON 0
#endif

#define PURE (SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC)

#define EPISODE(arguments) \
  {"uti_episode", arguments, PURE, uti_step_episode, uti_inverse_episode, uti_value_episode, uti_final_episode}
#define EPISODE_EXPLAIN(arguments)                                                       \
  {"uti_episode_explain", arguments, PURE | GIVES_JSON, uti_step_episode_explain, uti_inverse_episode, \
   uti_value_episode_explain, uti_final_episode_explain}

const uti_aggregate uti_aggregates[] = {
  EPISODE(2), EPISODE(3),
  EPISODE_EXPLAIN(2), EPISODE_EXPLAIN(3),
};
const size_t uti_aggregate_count = sizeof uti_aggregates / sizeof *uti_aggregates;
