/* decision.h - findings, facts and scores to rules that fire, the level, and what
** best explains the cramps. */
#ifndef UTI_DECISION_H
#define UTI_DECISION_H

#include "scores.h"

typedef struct uti_decision {
  uti_list fired;              /* uti_fired_rule, highest level first */
  uti_list mechanisms;         /* uti_mechanism_support, by rank */
  uti_list gaps;               /* uti_gap */
  uti_list questions;          /* uti_question */
  uti_list names;              /* uti_truth, one a given name */
  uti_list truths;             /* uti_truth, one a rule */
  uti_list arms;               /* uti_truth, one an arm: of the resting decision alone */
  uti_list holding;            /* uint64_t: of the resting decision alone, the set of units of arms that hold */
  uti_list open;               /* internal: uint8_t, one a rule: it is not yes, and `truths` tells no more */
  uti_list rule_gaps;          /* uint32_t, one a rule: the operation whose being known would fire it, or UTI_NONE_ID */
  uti_list supported;          /* uti_truth, one a row of mechanisms */
  uti_list seen_gaps;          /* internal: uint8_t, one an operation */
  const uti_score_value *scores;   /* of the scores that it was made with */
  uti_text evidence;           /* texts of the mechanisms, each terminated */
  uti_level level;
  int mechanism;
  bool outside_scope;
} uti_decision;

void uti_decision_init(uti_decision *, const uti_allocator *);
void uti_decision_free(uti_decision *);

typedef struct uti_decision_sources {
  const uti_knowledge *knowledge;
  const uti_findings *findings;
  uti_scores *scores;          /* begun; those that rules ask for are computed where they are needed */
  const uti_scores *resting_scores;
  uti_rule_set set;
  const uti_dependence *dependence;
  const uti_decision *resting; /* the decision where nothing is known, for what the findings do not touch; NULL: decide all */
} uti_decision_sources;

/* Rules, level and warnings; then what explains: gaps and mechanisms. */
uti_result uti_decide(uti_decision *, const uti_decision_sources *, uti_text *warnings, size_t *warning_count);
uti_result uti_decide_rest(uti_decision *, const uti_decision_sources *);

/* What the conditions of the last decision were asked about. */
uti_known uti_decision_known(const uti_decision *, const uti_knowledge *, const uti_findings *);

#endif
