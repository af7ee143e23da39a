/* reader.h - the workspace in which one thread takes a report through every
** stage. */
#ifndef UTI_READER_H
#define UTI_READER_H

#include "decision.h"

struct uti_reader {
  const uti_knowledge *knowledge;
  uti_allocator allocator;
  uti_rule_set set;
  uti_tokens tokens;
  uti_mentions mentions;
  uti_statuses statuses;
  uti_findings findings;
  uti_scores scores;
  uti_decision decision;
  uti_dependence dependence;
  uti_scores resting_scores;   /* where nothing is known */
  uti_decision resting;        /* the same, under the rule set `resting_set` */
  bool assessable;             /* there is anything to assess */
  uti_rule_set resting_set;    /* 0: not made yet */
  uti_text warnings;           /* one after the other, each terminated */
  size_t warning_count;
  uti_list warning_pointers;   /* const char * */
  uti_tokens phrase;           /* of uti_phrase_context() */
  uti_list phrase_borders;     /* uint32_t, one a token of it: see find_borders() */
  uti_text written;            /* what the writers give back */
  uti_list score_items;        /* uti_score_item, of uti_score_explain() */
};

#endif
