/* flagged_case.h - a row as it is assessed: its text and facts. */
#ifndef CLI_FLAGGED_CASE_H
#define CLI_FLAGGED_CASE_H

#include "common/text.h"
#include "privacy/redact.h"

typedef struct given_fact {
  size_t fact;
  uti_slice value;
} given_fact;

typedef struct flagged_case {
  uti_level level;
  uint32_t input;
  uint64_t line, order;
  uint32_t finding_count;
  uint64_t hash;               /* of its id, text and facts */
  bool id_of_report;           /* the id names the report, not its patient or its place in a list */
  uti_slice id, report;        /* report.bytes NULL: no text */
  size_t fact_count;
  given_fact *facts;
  uti_slice notes;             /* of the reading, each ended by a zero byte */
  const mask *masks;           /* what of the report must not be shown */
  size_t mask_count;
} flagged_case;

#endif
