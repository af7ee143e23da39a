#include "conditions.h"

#include <string.h>

static uti_truth of(bool yes) { return yes ? UTI_YES : UTI_NO; }

static uti_truth qualified(const uti_known *known, const uti_code *code) {
  uti_status status = known->statuses[code->argument];
  if (status == UTI_ABSENT) return UTI_NO;
  if (status != UTI_PRESENT) return UTI_UNKNOWN;
  const char *qualifier = known->qualifiers[code->argument], *wanted = uti_string(known->knowledge, code->value);
  return qualifier != NULL && strncmp(qualifier, wanted, strlen(wanted)) == 0 ? UTI_YES : UTI_UNKNOWN;
}

/* ---- Numbers ---- */

const uti_term *uti_term_of(const uti_knowledge *k, const uti_code *code) {
  return code->argument < k->fact_count ? NULL : &k->terms[code->argument - k->fact_count];
}

/* The nearest whole number to a fraction, halves upwards. */
static int64_t nearest(int64_t number, int64_t divisor) {
  int64_t twice = 2 * number + divisor;
  return (twice >= 0 ? twice : twice - 2 * divisor + 1) / (2 * divisor);
}

/* Scores have their bands in tenths of a degree Celsius: a reading goes to the
** nearest tenth. A whole tenth of a degree Fahrenheit is never half way between
** two of them. */
static uti_interval celsius(const uti_known *known, uint32_t fahrenheit, uint32_t read) {
  uti_interval f = {known->lows[fahrenheit], known->highs[fahrenheit]}, c = {known->lows[read], known->highs[read]};
  if (f.lowest != UTI_NO_NUMBER)
    f = (uti_interval){nearest((f.lowest - 32000) * 5, 900) * 100, nearest((f.highest - 32000) * 5, 900) * 100};
  if (c.lowest == UTI_NO_NUMBER) return f;
  c = (uti_interval){nearest(c.lowest, 100) * 100, nearest(c.highest, 100) * 100};
  if (f.lowest == UTI_NO_NUMBER) return c;
  return (uti_interval){f.lowest < c.lowest ? f.lowest : c.lowest, f.highest > c.highest ? f.highest : c.highest};
}

static bool is_score(const uti_term *term) {
  return term != NULL && (term->kind == UTI_TERM_SCORE || term->kind == UTI_TERM_SINGLE);
}

static uti_interval value_of_term(const uti_known *known, const uti_term *term) {
  switch (term->kind) {
    case UTI_TERM_CELSIUS: return celsius(known, term->first, term->second);
    case UTI_TERM_SCORE: return known->scores[term->first].total;
    case UTI_TERM_SINGLE: return known->scores[term->first].single;
    default: break;
  }
  if (known->lows[term->first] == UTI_NO_NUMBER || known->lows[term->second] == UTI_NO_NUMBER)
    return (uti_interval){UTI_NO_NUMBER, UTI_NO_NUMBER};
  return (uti_interval){known->lows[term->first] - known->highs[term->second],
                        known->highs[term->first] - known->lows[term->second]};
}

uti_interval uti_compared(const uti_known *known, const uti_code *code) {
  const uti_term *term = uti_term_of(known->knowledge, code);
  uti_interval number = {0, 0};
  if (term != NULL) number = value_of_term(known, term);
  else number = (uti_interval){known->lows[code->argument], known->highs[code->argument]};
  if (is_score(term) || known->side == UTI_SIDE_EITHER) return number;
  if (known->side == UTI_SIDE_HIGHEST) number.lowest = number.highest;
  else number.highest = number.lowest;
  return number;
}

static bool holds(uint32_t operation, int64_t number, int64_t limit) {
  switch (operation) {
    case UTI_CODE_LESS: return number < limit;
    case UTI_CODE_LESS_EQUAL: return number <= limit;
    case UTI_CODE_GREATER: return number > limit;
    case UTI_CODE_GREATER_EQUAL: return number >= limit;
    default: return number == limit;
  }
}

/* Of several values the one that a comparison asks for counts: text and facts
** that differ never hide each other. A score has one value between its ends, so
** that what is asked must hold for both. */
static uti_truth compare(const uti_known *known, const uti_code *code) {
  uti_interval number = uti_compared(known, code);
  int64_t limit = code->value;
  if (number.lowest == UTI_NO_NUMBER) return UTI_UNKNOWN;
  if (!is_score(uti_term_of(known->knowledge, code)))
    return of(holds(code->operation, number.lowest, limit) || holds(code->operation, number.highest, limit));
  bool between = number.lowest < limit && limit < number.highest;
  bool lowest = holds(code->operation, number.lowest, limit), highest = holds(code->operation, number.highest, limit);
  return lowest != highest || between ? UTI_UNKNOWN : of(lowest);   /* "=" is between alone: neither end holds */
}

/* ---- Names ---- */

static inline uti_truth truth_of(const uti_known *known, const uti_code *code) {
  uti_status status;
  switch (code->operation) {
    case UTI_CODE_CONCEPT:
      status = known->statuses[code->argument];
      return status == UTI_PRESENT ? UTI_YES : status == UTI_ABSENT ? UTI_NO : UTI_UNKNOWN;
    case UTI_CODE_POSSIBLE:
      status = known->statuses[code->argument];
      if (status == UTI_PRESENT || status == UTI_POSSIBLE) return UTI_YES;
      return status == UTI_ABSENT ? UTI_NO : UTI_UNKNOWN;
    case UTI_CODE_DENIED:
      status = known->statuses[code->argument];
      return status == UTI_ABSENT ? UTI_YES : status == UTI_PRESENT ? UTI_NO : UTI_UNKNOWN;
    case UTI_CODE_PAST:
      status = known->statuses[code->argument];
      return status == UTI_PAST ? UTI_YES : UTI_UNKNOWN;
    case UTI_CODE_QUALIFIED: return qualified(known, code);
    case UTI_CODE_FACT:
      if (known->highs[code->argument] == UTI_NO_NUMBER) return UTI_UNKNOWN;
      return of(known->highs[code->argument] != 0);
    case UTI_CODE_NAME: return known->names[code->argument];
    default: return compare(known, code);
  }
}

uti_truth uti_condition_atom(const uti_known *known, const uti_code *code) { return truth_of(known, code); }

static uti_truth both(uti_truth a, uti_truth b) {
  if (a == UTI_NO || b == UTI_NO) return UTI_NO;
  return a == UTI_YES && b == UTI_YES ? UTI_YES : UTI_UNKNOWN;
}

static uti_truth either(uti_truth a, uti_truth b) {
  if (a == UTI_YES || b == UTI_YES) return UTI_YES;
  return a == UTI_NO && b == UTI_NO ? UTI_NO : UTI_UNKNOWN;
}

static uti_truth count(const uti_truth *items, uint32_t of_these, uint32_t wanted) {
  uint32_t yes = 0, open = 0;
  for (uint32_t i = 0; i < of_these; i++) {
    yes += items[i] == UTI_YES;
    open += items[i] == UTI_UNKNOWN;
  }
  if (yes >= wanted) return UTI_YES;
  return yes + open < wanted ? UTI_NO : UTI_UNKNOWN;
}

uti_truth uti_condition(const uti_known *known, uint32_t first, uint32_t length, uint32_t forced) {
  uti_truth stack[UTI_CODE_DEEPEST];
  uint32_t depth = 0;
  for (uint32_t i = first; i < first + length; i++) {
    const uti_code *code = &known->knowledge->code[i];
    if (code->operation < UTI_CODE_NOT) {
      stack[depth++] = i == forced ? UTI_YES : truth_of(known, code);
      continue;
    }
    switch (code->operation) {
      case UTI_CODE_OR:
        depth--;
        stack[depth - 1] = either(stack[depth - 1], stack[depth]);
        break;
      case UTI_CODE_AND:
        depth--;
        stack[depth - 1] = both(stack[depth - 1], stack[depth]);
        break;
      case UTI_CODE_COUNT:
        depth -= code->argument;
        stack[depth] = count(stack + depth, code->argument, code->value);
        depth++;
        break;
      case UTI_CODE_UNPROVEN: stack[depth - 1] = of(stack[depth - 1] != UTI_YES); break;
      default: stack[depth - 1] = stack[depth - 1] == UTI_UNKNOWN ? UTI_UNKNOWN : of(stack[depth - 1] == UTI_NO); break;
    }
  }
  return depth == 0 ? UTI_YES : stack[0];
}
