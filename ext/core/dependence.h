/* dependence.h - which concepts and facts each rule, score and mechanism asks
** about, so that a report makes only those be evaluated that it touches. What it
** does not touch is as it is when nothing at all is known. */
#ifndef UTI_DEPENDENCE_H
#define UTI_DEPENDENCE_H

#include "conditions.h"

/* Sets of inputs: a bit a concept, then a bit a fact. */
typedef struct uti_arm {
  uint32_t first, length;      /* a part of a rule's condition that "and" joins to the others */
  bool asks_scores;
} uti_arm;

typedef struct uti_dependence {
  uint32_t words;              /* 64-bit words in a set */
  uti_list sets;               /* uint64_t: of each rule, support, score, concept's conditions, score row, and arm */
  uint32_t unit_words;         /* 64-bit words in a set of units */
  uti_list reached;            /* uint64_t, a set one an input: the units that ask about it */
  uti_list touched;            /* uint64_t: the units that a report's inputs reach */
  uti_list arms;               /* uti_arm, of one rule after the other */
  uti_list first_arms;         /* uint32_t, one a rule and one behind: its first arm */
  uti_list used_names;         /* uint8_t, one a given name: a condition asks for it */
  bool linked_scores;          /* a score asks for another: all are computed in their order */
  uti_list always;             /* uint8_t, one a concept: its conditions hold even where nothing is known */
  uti_list gap_order;          /* uint32_t: rules in the order of their gaps */
  uti_list gap_names;          /* uint32_t, one an operation of conditions: UTI_NONE_ID where the rule's
                                  gap does not name it, else the first operation of the same name */
} uti_dependence;

void uti_dependence_init(uti_dependence *, const uti_allocator *);
void uti_dependence_free(uti_dependence *);
/* Done once; later calls do nothing. */
uti_result uti_dependence_find(uti_dependence *, const uti_knowledge *);

typedef enum { UTI_UNIT_RULE, UTI_UNIT_SUPPORT, UTI_UNIT_SCORE, UTI_UNIT_CONCEPT, UTI_UNIT_ROW, UTI_UNIT_ARM } uti_unit;

static inline uint32_t uti_unit_index(const uti_knowledge *k, uti_unit unit, uint32_t index) {
  if (unit > UTI_UNIT_RULE) index += k->rule_count;
  if (unit > UTI_UNIT_SUPPORT) index += k->support_count;
  if (unit > UTI_UNIT_SCORE) index += k->score_count;
  if (unit > UTI_UNIT_CONCEPT) index += k->concept_count;
  if (unit > UTI_UNIT_ROW) index += k->score_row_count;
  return index;
}

/* What a unit asks about. */
static inline const uint64_t *uti_inputs_of(const uti_dependence *d, const uti_knowledge *k, uti_unit unit, uint32_t index) {
  return (const uint64_t *)d->sets.items + (size_t)uti_unit_index(k, unit, index) * d->words;
}

/* Finds the units that these inputs reach; uti_is_touched() tells of each. */
void uti_dependence_touch(uti_dependence *, const uint64_t *inputs);
static inline bool uti_is_touched(const uti_dependence *d, const uti_knowledge *k, uti_unit unit, uint32_t index) {
  uint32_t at = uti_unit_index(k, unit, index);
  return (UTI_ITEM(&d->touched, uint64_t, at / 64) >> at % 64 & 1) != 0;
}

/* Whether two sets have an input in common. */
static inline bool uti_inputs_meet(const uint64_t *a, const uint64_t *b, uint32_t words) {
  uint64_t common = 0;
  for (uint32_t i = 0; i < words; i++) common |= a[i] & b[i];
  return common != 0;
}

static inline void uti_input_add(uint64_t *set, uint32_t input) { set[input / 64] |= UINT64_C(1) << input % 64; }

/* The first input of a set from `input` on, below `end`; `end` where there is none. */
static inline uint32_t uti_input_next(const uint64_t *set, uint32_t input, uint32_t end) {
  while (input < end) {
    uint64_t rest = set[input / 64] >> input % 64;
    if (rest != 0) {
      input += (uint32_t)__builtin_ctzll(rest);
      return input < end ? input : end;
    }
    input = (input / 64 + 1) * 64;
  }
  return end;
}

/* The name of what an operation asks about, as gaps have it. */
const char *uti_atom_name(const uti_knowledge *, const uti_code *);

#endif
