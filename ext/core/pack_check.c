/* What no single row of a pack shows: conditions that can never hold, names that
** nothing uses. */
#include <string.h>

#include "conditions.h"
#include "pack_build.h"

static void stand(pack_build *build, uti_table table, uint32_t row, uint32_t column) {
  build->table = table;
  build->row = row;
  build->column = column;
}

/* ---- Whether a condition can hold ---- */

typedef enum { WANT_YES, WANT_NO, WANT_NOT_YES, WANT_NOT_NO } want;

/* Statuses that a concept may have, as bits. */
enum { PRESENT = 1, POSSIBLE = 2, ABSENT = 4, ELSE = 8 };
enum { MOST_STEPS = 16000, DEEPEST = 400, ITEMS = 16 };

/* What is still to be met: the value of the sub-expression that ends at `last`. */
typedef struct goal {
  uint32_t last;
  want want;
  const struct goal *next;
} goal;

typedef struct search {
  pack_build *build;
  uint32_t set;              /* the rule set in which it must hold */
  uint32_t steps, depth;
  bool one_number;           /* no more than one number is known */
  uint32_t number;           /* that one, or UTI_NONE_ID */
} search;

static bool solve(search *s, const goal *g);

static bool solve_one(search *s, uint32_t last, want wanted, const goal *next) {
  goal one = {last, wanted, next};
  return solve(s, &one);
}

static uint32_t start_of(const search *s, uint32_t last) { return UTI_ITEM(&s->build->starts, uint32_t, last); }

static bool solve_two(search *s, uint32_t last, want wanted, bool both, const goal *next) {
  uint32_t right = last - 1, left = start_of(s, right) - 1;
  if (!both) return solve_one(s, left, wanted, next) || solve_one(s, right, wanted, next);
  goal second = {right, wanted, next};
  return solve_one(s, left, wanted, &second);
}

/* At least `needed` of the items. */
static bool choose_items(search *s, const uint32_t *items, uint32_t count, uint32_t needed, want wanted, const goal *next) {
  if (needed == 0) return solve(s, next);
  if (count < needed) return false;
  goal first = {items[0], wanted, next};
  return choose_items(s, items + 1, count - 1, needed - 1, wanted, &first) ||
         choose_items(s, items + 1, count - 1, needed, wanted, next);
}

static bool solve_count(search *s, const goal *g, const uti_code *code) {
  uint32_t items[ITEMS], last = g->last - 1;
  if (code->argument > ITEMS) return solve(s, g->next);
  for (uint32_t i = 0; i < code->argument; i++, last = start_of(s, last) - 1) items[i] = last;
  bool positive = g->want == WANT_YES || g->want == WANT_NOT_NO;
  uint32_t needed = positive ? code->value : code->argument - code->value + 1;
  return choose_items(s, items, code->argument, needed, g->want, g->next);
}

/* A name is yes where any of its rules is, and no where all are. */
static bool solve_name(search *s, const goal *g, uint32_t name) {
  goal all[ITEMS];
  uint32_t count = 0;
  bool any = g->want == WANT_YES || g->want == WANT_NOT_NO;
  const goal *next = g->next;
  for (size_t i = 0; i < s->build->rules.count; i++) {
    const uti_rule *rule = &UTI_ITEM(&s->build->rules, uti_rule, i);
    if (rule->name != name || rule->rule_set > s->set) continue;
    if (rule->condition_length == 0) return true;   /* its mistake is known */
    uint32_t last = rule->condition + rule->condition_length - 1;
    if (any && solve_one(s, last, g->want, g->next)) return true;
    if (any) continue;
    if (count == ITEMS) return true;
    all[count] = (goal){last, g->want, next};
    next = &all[count++];
  }
  return !any && solve(s, next);
}

static bool solve_concept(search *s, const goal *g, const uti_code *code) {
  static const uint8_t allowed[][4] = {
      [UTI_CODE_CONCEPT] = {PRESENT, ABSENT, POSSIBLE | ABSENT | ELSE, PRESENT | POSSIBLE | ELSE},
      [UTI_CODE_POSSIBLE] = {PRESENT | POSSIBLE, ABSENT, ABSENT | ELSE, PRESENT | POSSIBLE | ELSE},
      [UTI_CODE_DENIED] = {ABSENT, PRESENT, PRESENT | POSSIBLE | ELSE, POSSIBLE | ABSENT | ELSE},
      [UTI_CODE_PAST] = {ELSE, PRESENT | POSSIBLE | ABSENT | ELSE, PRESENT | POSSIBLE | ABSENT | ELSE, PRESENT | POSSIBLE | ABSENT | ELSE},
      [UTI_CODE_QUALIFIED] = {PRESENT, ABSENT, PRESENT | POSSIBLE | ABSENT | ELSE, PRESENT | POSSIBLE | ELSE}};
  uint8_t *slot = &UTI_ITEM(&s->build->may_be, uint8_t, code->argument), before = *slot;
  *slot = (uint8_t)(before & allowed[code->operation][g->want]);
  bool found = *slot != 0 && solve(s, g->next);
  *slot = before;
  return found;
}

/* The numbers, in thousandths, for which the comparison is yes (or no). */
static bool narrow(pack_span *span, const uti_code *code, bool yes) {
  int64_t limit = code->value;
  switch (code->operation) {
    case UTI_CODE_LESS: case UTI_CODE_GREATER_EQUAL:
      if ((code->operation == UTI_CODE_LESS) == yes) span->high = span->high < limit - 1 ? span->high : limit - 1;
      else span->low = span->low > limit ? span->low : limit;
      break;
    case UTI_CODE_GREATER: case UTI_CODE_LESS_EQUAL:
      if ((code->operation == UTI_CODE_GREATER) == yes) span->low = span->low > limit + 1 ? span->low : limit + 1;
      else span->high = span->high < limit ? span->high : limit;
      break;
    default:   /* UTI_CODE_FACT, UTI_CODE_EQUAL */
      if (code->operation == UTI_CODE_FACT) limit = 0, yes = !yes;
      if (!yes) {
        span->low += span->low == limit;
        span->high -= span->high == limit;
        break;
      }
      if (span->low > limit || span->high < limit) return false;
      span->low = span->high = limit;
  }
  return span->low <= span->high;
}

static bool solve_number(search *s, const goal *g, const uti_code *code) {
  pack_span *span = &UTI_ITEM(&s->build->spans, pack_span, code->argument), before = *span;
  bool open = g->want == WANT_NOT_YES || g->want == WANT_NOT_NO;
  bool found = false;
  if (open && !span->known) {
    span->unknown = true;
    found = solve(s, g->next);
    *span = before;
  }
  uint32_t number = s->number;
  bool another = s->one_number && number != UTI_NONE_ID && number != code->argument;
  if (!found && !span->unknown && !another && narrow(span, code, g->want == WANT_YES || g->want == WANT_NOT_NO)) {
    span->known = true;
    s->number = code->argument;
    found = solve(s, g->next);
    s->number = number;
  }
  *span = before;
  return found;
}

static bool solve_operation(search *s, const goal *g) {
  static const want opposite[] = {WANT_NO, WANT_YES, WANT_NOT_NO, WANT_NOT_YES};
  const uti_code *code = &UTI_ITEM(&s->build->code, uti_code, g->last);
  bool positive = g->want == WANT_YES || g->want == WANT_NOT_NO;
  switch (code->operation) {
    case UTI_CODE_AND: return solve_two(s, g->last, g->want, positive, g->next);
    case UTI_CODE_OR: return solve_two(s, g->last, g->want, !positive, g->next);
    case UTI_CODE_NOT: return solve_one(s, g->last - 1, opposite[g->want], g->next);
    case UTI_CODE_UNPROVEN: return solve_one(s, g->last - 1, positive ? WANT_NOT_YES : WANT_YES, g->next);
    case UTI_CODE_COUNT: return solve_count(s, g, code);
    case UTI_CODE_NAME: return solve_name(s, g, code->argument);
    case UTI_CODE_CONCEPT: case UTI_CODE_POSSIBLE: case UTI_CODE_DENIED: case UTI_CODE_PAST: case UTI_CODE_QUALIFIED:
      return solve_concept(s, g, code);
    default: return solve_number(s, g, code);
  }
}

/* Whether the goals can be met together. What is too much work is taken as yes:
** no mistake is reported that may be none. */
static bool solve(search *s, const goal *g) {
  if (g == NULL || ++s->steps > MOST_STEPS || s->depth >= DEEPEST) return true;
  s->depth++;
  bool found = solve_operation(s, g);
  s->depth--;
  return found;
}

/* ---- Rules, mechanisms and concepts ---- */

/* Where each sub-expression begins, by its last operation. */
static void mark_starts(pack_build *build, uint32_t first, uint32_t length) {
  uint32_t *starts = build->starts.items, stack[UTI_CODE_DEEPEST], depth = 0;
  for (uint32_t i = first; i < first + length; i++) {
    const uti_code *code = &UTI_ITEM(&build->code, uti_code, i);
    uint32_t taken = code->operation == UTI_CODE_AND || code->operation == UTI_CODE_OR     ? 2
                     : code->operation == UTI_CODE_NOT || code->operation == UTI_CODE_UNPROVEN ? 1
                     : code->operation == UTI_CODE_COUNT                                     ? code->argument
                                                                                             : 0;
    depth -= taken;
    starts[i] = taken == 0 ? i : stack[depth];
    stack[depth++] = starts[i];
  }
}

static void prepare(pack_build *build) {
  for (size_t i = 0; i < build->code.count; i++) pack_add(build, &build->starts);
  for (size_t i = 0; i < build->concepts.count; i++) {
    uint8_t *slot = pack_add(build, &build->may_be);
    *slot = PRESENT | POSSIBLE | ABSENT | ELSE;
  }
  for (size_t i = 0; i < build->facts.count; i++) {
    const uti_fact *fact = &UTI_ITEM(&build->facts, uti_fact, i);
    pack_span *span = pack_add(build, &build->spans);
    *span = (pack_span){.low = fact->has_range ? fact->minimum : 0,
                        .high = fact->has_range ? fact->maximum : INT64_C(1000000000000)};
  }
  for (size_t i = 0; i < build->terms.count; i++) {   /* differences, scores: they stand behind the facts */
    pack_span *span = pack_add(build, &build->spans);
    *span = (pack_span){.low = -INT64_C(1000000000000), .high = INT64_C(1000000000000)};
  }
  for (size_t i = 0; i < build->rules.count; i++)
    mark_starts(build, UTI_ITEM(&build->rules, uti_rule, i).condition, UTI_ITEM(&build->rules, uti_rule, i).condition_length);
  for (size_t i = 0; i < build->supports.count; i++)
    mark_starts(build, UTI_ITEM(&build->supports, uti_support, i).condition, UTI_ITEM(&build->supports, uti_support, i).condition_length);
  for (size_t i = 0; i < build->events.count; i++)
    mark_starts(build, UTI_ITEM(&build->events, uti_event, i).condition, UTI_ITEM(&build->events, uti_event, i).condition_length);
}

static bool can_hold(pack_build *build, uint32_t first, uint32_t length, uint32_t set) {
  search s = {.build = build, .set = set, .number = UTI_NONE_ID};
  return length == 0 || solve_one(&s, first + length - 1, WANT_YES, NULL);
}

static void check_rule(pack_build *build, const uti_rule *rule) {
  stand(build, UTI_TABLE_RULES, rule->row, 3);
  const char *cell = pack_cell(build, UTI_TABLE_RULES, rule->row, 3);
  uint32_t own = rule->rule_set == 0 ? UTI_RULES_ARTICLE : rule->rule_set;
  if (!can_hold(build, rule->condition, rule->condition_length, UTI_RULES_FULL))
    pack_mistake(build, "a condition that can hold: this contradicts itself", cell, strlen(cell));
  else if (!can_hold(build, rule->condition, rule->condition_length, own))
    pack_mistake(build, "a condition that can hold in its rule set: it needs a name that a larger set gives", cell, strlen(cell));
  const char *given = pack_cell(build, UTI_TABLE_RULES, rule->row, 2);
  if (rule->gives != UTI_GIVES_NAME || pack_find_fact(build, given, strlen(given)) >= 0) return;
  if (pack_name_is_used(build, pack_cell_offset(build, UTI_TABLE_RULES, rule->row, 2))) return;
  for (size_t i = 0; i < build->code.count; i++) {
    const uti_code *code = &UTI_ITEM(&build->code, uti_code, i);
    if (code->operation == UTI_CODE_NAME && code->argument == rule->name) return;
  }
  build->column = 2;
  pack_mistake(build, "a level, warning, note, outside, or a name that a condition uses", given, strlen(given));
}

/* One number must not make a concept both present and absent. */
static void check_concept(pack_build *build, uint32_t row) {
  const uti_concept *concept = &UTI_ITEM(&build->concepts, uti_concept, row);
  if (concept->present_when == UTI_NONE_ID || concept->absent_when == UTI_NONE_ID) return;
  const uti_code *code = build->code.items;
  uint32_t present = code[concept->present_when].argument, absent = code[concept->absent_when].argument;
  mark_starts(build, concept->present_when + 1, present);
  mark_starts(build, concept->absent_when + 1, absent);
  goal other = {concept->absent_when + absent, WANT_YES, NULL};
  search s = {.build = build, .set = UTI_RULES_FULL, .one_number = true, .number = UTI_NONE_ID};
  if (!solve_one(&s, concept->present_when + present, WANT_YES, &other) || s.steps > MOST_STEPS) return;
  stand(build, UTI_TABLE_CONCEPTS, row, 6);
  const char *cell = pack_cell(build, UTI_TABLE_CONCEPTS, row, 6);
  pack_mistake(build, "a condition that never holds together with present_when", cell, strlen(cell));
}

static void check_event(pack_build *build, const uti_event *event) {
  if (can_hold(build, event->condition, event->condition_length, UTI_RULES_FULL)) return;
  stand(build, UTI_TABLE_EPISODE_RULES, event->row, event->column);
  const char *cell = pack_cell(build, UTI_TABLE_EPISODE_RULES, event->row, event->column);
  pack_mistake(build, "conditions that can hold: one of these contradicts itself", cell, strlen(cell));
}

void pack_check_rules(pack_build *build) {
  prepare(build);
  for (size_t i = 0; i < build->rules.count; i++) check_rule(build, &UTI_ITEM(&build->rules, uti_rule, i));
  for (size_t i = 0; i < build->supports.count; i++) {
    const uti_support *support = &UTI_ITEM(&build->supports, uti_support, i);
    if (can_hold(build, support->condition, support->condition_length, UTI_RULES_FULL)) continue;
    stand(build, UTI_TABLE_MECHANISMS, support->row, 1);
    const char *cell = pack_cell(build, UTI_TABLE_MECHANISMS, support->row, 1);
    pack_mistake(build, "a condition that can hold: this contradicts itself", cell, strlen(cell));
  }
  for (size_t i = 0; i < build->events.count; i++) check_event(build, &UTI_ITEM(&build->events, uti_event, i));
  for (uint32_t row = 0; row < build->concepts.count; row++) check_concept(build, row);
}
