/* mentions.h - tokens to mentions: where phrases and cues of the knowledge
** stand in the text. */
#ifndef UTI_MENTIONS_H
#define UTI_MENTIONS_H

#include "automaton.h"

/* One place where a pattern matches. Words in a gap lie between first and end
** without belonging to the match: `mask` has a bit for each token that does. */
typedef struct uti_mention {
  uint32_t pattern;
  uint32_t first, end;         /* tokens */
  uint64_t mask;               /* bit 0 is token `first` */
  uint32_t dropped;            /* 1: it belongs to a longer match */
  uint32_t order;
} uti_mention;

typedef struct uti_mentions {
  uti_list found;              /* uti_mention, by first token, then length */
  uti_list signs;              /* uint32_t, one a token: what it is for the automaton */
  uti_list members;            /* internal: uti_member, of the token at hand */
  uti_automaton automaton;
} uti_mentions;

void uti_mentions_init(uti_mentions *, const uti_allocator *);
void uti_mentions_free(uti_mentions *);
/* cues_only: leaves out phrases, for a phrase that the caller names. */
uti_result uti_mentions_find(uti_mentions *, const uti_knowledge *, const uti_tokens *, bool cues_only);

/* The first step of uti_mentions_find(): every place where a pattern matches,
** before what overlaps is settled. */
uti_result uti_mentions_match(uti_mentions *, const uti_knowledge *, const uti_tokens *, bool cues_only);

/* By first token, then end. */
void uti_mentions_sort(uti_mentions *);

static inline uti_mention *uti_mention_at(const uti_mentions *mentions, size_t index) {
  return &UTI_ITEM(&mentions->found, uti_mention, index);
}

#endif
