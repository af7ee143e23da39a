/* conditions.h - conditions over facts, concepts, scores and names, in three
** values: yes, no and not known. */
#ifndef UTI_CONDITIONS_H
#define UTI_CONDITIONS_H

#include "knowledge.h"
#include "memory.h"

typedef enum { UTI_NO = 0, UTI_YES = 1, UTI_UNKNOWN = 2 } uti_truth;

/* Postfix operations. Names push a truth; the others combine what was pushed. */
typedef enum {
  UTI_CODE_CONCEPT,      /* argument: concept, present */
  UTI_CODE_POSSIBLE,     /* present or possible */
  UTI_CODE_DENIED,       /* absent */
  UTI_CODE_PAST,         /* over: history */
  UTI_CODE_QUALIFIED,    /* present with the qualifier `value` (text) */
  UTI_CODE_FACT,         /* argument: a yes/no fact */
  UTI_CODE_NAME,         /* argument: a name given by an earlier rule */
  UTI_CODE_LESS,         /* argument: a fact, or fact_count + a term; value: thousandths */
  UTI_CODE_LESS_EQUAL,
  UTI_CODE_GREATER,
  UTI_CODE_GREATER_EQUAL,
  UTI_CODE_EQUAL,
  UTI_CODE_NOT,
  UTI_CODE_UNPROVEN,     /* yes where what was pushed is not certainly yes */
  UTI_CODE_AND,
  UTI_CODE_OR,
  UTI_CODE_COUNT         /* argument: how many were pushed; value: how many must be yes */
} uti_operation;

enum { UTI_CODE_DEEPEST = 64 };

/* The lowest and highest of several values, or the ends between which a score lies; UTI_NO_NUMBER: not known at all. */
typedef struct uti_interval {
  int64_t lowest, highest;             /* thousandths */
} uti_interval;

typedef struct uti_score_value {
  uti_interval total;
  uti_interval single;                 /* the item with the most points */
} uti_score_value;

/* Which of several values of a measurement a comparison takes. */
typedef enum {
  UTI_SIDE_EITHER,                     /* that for which it holds */
  UTI_SIDE_HIGHEST,
  UTI_SIDE_LOWEST,
  UTI_SIDES
} uti_side;

/* What a condition is asked about. */
typedef struct uti_known {
  const uti_knowledge *knowledge;
  const uti_status *statuses;          /* one a concept */
  const char *const *qualifiers;       /* one a concept: of its present mentions, "\n" between; or NULL */
  const int64_t *lows, *highs;         /* one a fact, in thousandths: its lowest and highest value of what
                                          text and facts say; UTI_NO_NUMBER: not known */
  const uti_truth *names;              /* one a given name */
  const uti_score_value *scores;       /* one a score */
  uti_side side;
} uti_known;

#define UTI_NO_NUMBER INT64_MIN
/* In thousandths; larger ones are read as this one, so that sums and products of few stay numbers. */
#define UTI_LARGEST_NUMBER INT64_C(1000000000000000)

/* The truth of `length` operations from `first`. `forced` is the index of a
** name or comparison that is taken as yes whatever is known, or UTI_NONE_ID. */
uti_truth uti_condition(const uti_known *, uint32_t first, uint32_t length, uint32_t forced);

/* The truth of one name or comparison. A comparison with a score is certain
** only where it holds for both ends. */
uti_truth uti_condition_atom(const uti_known *, const uti_code *);

static inline bool uti_is_comparison(const uti_code *code) {
  return code->operation >= UTI_CODE_LESS && code->operation <= UTI_CODE_EQUAL;
}

/* How many of the truths pushed before an operation it takes. */
static inline uint32_t uti_operands(const uti_code *code) {
  switch (code->operation) {
    case UTI_CODE_NOT: case UTI_CODE_UNPROVEN: return 1;
    case UTI_CODE_AND: case UTI_CODE_OR: return 2;
    case UTI_CODE_COUNT: return code->argument;
    default: return 0;
  }
}

/* What a comparison compares. */
uti_interval uti_compared(const uti_known *, const uti_code *);
/* The term that a comparison compares, or NULL where it is a fact. */
const uti_term *uti_term_of(const uti_knowledge *, const uti_code *);

#endif
