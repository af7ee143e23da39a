#include "conditions.h"

#include <string.h>

static uti_truth of(bool yes) { return yes ? UTI_YES : UTI_NO; }

static bool has_qualifier(const char *all, const char *wanted) {
  size_t length = strlen(wanted);
  for (const char *at = all; at != NULL && *at != 0; at = strchr(at, '\n'), at = at != NULL ? at + 1 : NULL)
    if (strncmp(at, wanted, length) == 0) return true;
  return false;
}

static uti_truth qualified(const uti_known *known, const uti_code *code) {
  uti_status status = known->statuses[code->argument];
  if (status == UTI_ABSENT) return UTI_NO;
  if (status != UTI_PRESENT) return UTI_UNKNOWN;
  const char *qualifiers = known->qualifiers[code->argument];
  return has_qualifier(qualifiers, uti_string(known->knowledge, code->value)) ? UTI_YES : UTI_UNKNOWN;
}

/* Of several values the one that a comparison asks for counts: text and facts
** that differ never hide each other. */
static uti_truth compare(const uti_known *known, const uti_code *code) {
  int64_t low = known->lows[code->argument], high = known->highs[code->argument], limit = code->value;
  if (low == UTI_NO_NUMBER) return UTI_UNKNOWN;
  switch (code->operation) {
    case UTI_CODE_LESS: return of(low < limit);
    case UTI_CODE_LESS_EQUAL: return of(low <= limit);
    case UTI_CODE_GREATER: return of(high > limit);
    case UTI_CODE_GREATER_EQUAL: return of(high >= limit);
    default: return of(low == limit || high == limit);
  }
}

uti_truth uti_condition_atom(const uti_known *known, const uti_code *code) {
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
    case UTI_CODE_QUALIFIED: return qualified(known, code);
    case UTI_CODE_FACT:
      if (known->highs[code->argument] == UTI_NO_NUMBER) return UTI_UNKNOWN;
      return of(known->highs[code->argument] != 0);
    case UTI_CODE_NAME: return known->names[code->argument];
    default: return compare(known, code);
  }
}

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
    if (i == forced) {
      stack[depth++] = UTI_YES;
    } else if (code->operation == UTI_CODE_NOT) {
      uti_truth top = stack[depth - 1];
      stack[depth - 1] = top == UTI_UNKNOWN ? UTI_UNKNOWN : of(top == UTI_NO);
    } else if (code->operation == UTI_CODE_UNPROVEN) {
      stack[depth - 1] = of(stack[depth - 1] != UTI_YES);
    } else if (code->operation == UTI_CODE_AND) {
      depth--;
      stack[depth - 1] = both(stack[depth - 1], stack[depth]);
    } else if (code->operation == UTI_CODE_OR) {
      depth--;
      stack[depth - 1] = either(stack[depth - 1], stack[depth]);
    } else if (code->operation == UTI_CODE_COUNT) {
      depth -= code->argument;
      stack[depth] = count(stack + depth, code->argument, code->value);
      depth++;
    } else {
      stack[depth++] = uti_condition_atom(known, code);
    }
  }
  return depth == 0 ? UTI_YES : stack[0];
}
