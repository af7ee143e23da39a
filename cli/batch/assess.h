/* assess.h - the reader and facts that a command uses for all its rows, and what
** is written of an answer in more than one place. */
#ifndef CLI_ASSESS_H
#define CLI_ASSESS_H

#include "common/text.h"

typedef struct assessor {
  const uti_knowledge *knowledge;
  uti_reader *reader;
  uti_facts *facts;
  char rules_id[17];
} assessor;

void assessor_open(assessor *, uti_rule_set);
void assessor_close(assessor *);

const char *mechanism_name(const assessor *, const uti_assessment *);  /* NULL: none */
const char *result_sentence(uti_result);                /* why a row cannot be assessed */
/* Members without the braces: urgency, urgency_rank, cramp_mechanism, reasons,
** findings, warnings (those of the assessment, then `more`, each ended by a zero
** byte), rules_id. */
void write_answer_members(const assessor *, const uti_assessment *, uti_slice more_warnings, text *);

#endif
