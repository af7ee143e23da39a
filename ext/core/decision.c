#include "decision.h"

#include <stdlib.h>
#include <string.h>

typedef struct deciding {
  uti_decision *out;
  const uti_decision_sources *from;
  const uti_knowledge *knowledge;
  uti_text *warnings;
  size_t *warning_count;
  uti_known known;
  uint32_t arm_units;          /* the unit of the first arm */
  bool failed;
} deciding;

uti_known uti_decision_known(const uti_decision *decision, const uti_knowledge *knowledge, const uti_findings *findings) {
  return (uti_known){knowledge, findings->statuses.items, findings->qualifiers.items, findings->lows.items,
                     findings->highs.items, decision->names.items, decision->scores, UTI_SIDE_EITHER};
}

/* Whether a rule or a row of mechanisms may be other than where nothing is known. */
static inline bool is_touched(const deciding *d, uti_unit unit, uint32_t index) {
  return d->from->resting == NULL || uti_is_touched(d->from->dependence, d->knowledge, unit, index);
}

/* ---- Rules ---- */

static uti_truth *name_slot(deciding *d, uint32_t name) { return &UTI_ITEM(&d->out->names, uti_truth, name); }

static const char *citation_of(const uti_knowledge *k, const uti_rule *rule) { return uti_string(k, rule->citation); }

static void ask(deciding *d, const uti_rule *rule) {
  uti_question *question = uti_list_add(&d->out->questions);
  if (question == NULL) d->failed = true;
  else *question = (uti_question){uti_string(d->knowledge, rule->id), uti_string(d->knowledge, rule->label),
                                  citation_of(d->knowledge, rule)};
}

static void fire(deciding *d, uint32_t index) {
  const uti_rule *rule = &d->knowledge->rules[index];
  if (rule->gives == UTI_GIVES_QUESTION) {
    ask(d, rule);
    return;
  }
  uti_fired_rule *fired = uti_list_add(&d->out->fired);
  if (fired == NULL) {
    d->failed = true;
    return;
  }
  *fired = (uti_fired_rule){uti_string(d->knowledge, rule->id), uti_string(d->knowledge, rule->label),
                            UTI_NOT_ASSESSABLE, citation_of(d->knowledge, rule), uti_string(d->knowledge, rule->basis),
                            rule->row};
  if (rule->gives == UTI_GIVES_LEVEL) {
    fired->level = (uti_level)rule->level;
    if (fired->level > d->out->level) d->out->level = fired->level;
  } else if (rule->gives == UTI_GIVES_WARNING || rule->gives == UTI_GIVES_OUTSIDE) {
    if (rule->gives == UTI_GIVES_OUTSIDE) d->out->outside_scope = true;
    uti_text_add_string(d->warnings, uti_string(d->knowledge, rule->label));
    uti_text_add(d->warnings, "", 1);
    (*d->warning_count)++;
  }
}

/* A name that several rules give is yes where any is. */
static void give_name(deciding *d, uint32_t name, uti_truth truth) {
  uti_truth *slot = name_slot(d, name);
  if (truth == UTI_YES || *slot == UTI_NO) *slot = truth;
}

static bool arm_is_touched(const deciding *d, uint32_t arm) {
  uint32_t unit = d->arm_units + arm;
  return d->from->resting == NULL || (UTI_ITEM(&d->from->dependence->touched, uint64_t, unit / 64) >> unit % 64 & 1) != 0;
}

/* A part of a rule that is not touched and does not hold at rest does not hold:
** the rule cannot be certain. */
static bool cannot_hold(const deciding *d, uint32_t rule) {
  const uti_dependence *dependence = d->from->dependence;
  const uint32_t *first = &UTI_ITEM(&dependence->first_arms, uint32_t, rule);
  if (d->from->resting == NULL || UTI_ITEM(&dependence->used_names, uint8_t, d->knowledge->rules[rule].name)) return false;
  const uint64_t *touched = dependence->touched.items, *holding = d->from->resting->holding.items;
  for (uint32_t unit = d->arm_units + first[0], end = d->arm_units + first[1]; unit < end; unit += 64 - unit % 64) {
    uint64_t open = ~(touched[unit / 64] | holding[unit / 64]) >> unit % 64;
    if (end - unit < 64) open &= (UINT64_C(1) << (end - unit)) - 1;
    if (open != 0) return true;
  }
  return false;
}

/* Scores take long, and few rules get as far as asking for them. */
static uti_truth arm_truth(deciding *d, uint32_t index) {
  const uti_arm *arm = &UTI_ITEM(&d->from->dependence->arms, uti_arm, index);
  if (arm->asks_scores)
    uti_scores_compute(d->from->scores, d->knowledge, d->from->findings, d->from->dependence, d->from->resting_scores, arm->first, arm->length);
  if (!arm_is_touched(d, index)) return UTI_ITEM(&d->from->resting->arms, uti_truth, index);
  return uti_condition(&d->known, arm->first, arm->length, UTI_NONE_ID);
}

/* The parts of a rule one after the other. Where no condition asks for its name it
** is enough that it is not yes. */
static uti_truth rule_truth(deciding *d, uint32_t rule) {
  const uti_dependence *dependence = d->from->dependence;
  const uint32_t *first = &UTI_ITEM(&dependence->first_arms, uint32_t, rule);
  bool asked_for = d->from->resting == NULL || UTI_ITEM(&dependence->used_names, uint8_t, d->knowledge->rules[rule].name);
  uti_truth truth = UTI_YES;
  for (uint32_t arm = first[0]; arm < first[1] && truth != UTI_NO; arm++) {
    uti_truth part = arm_truth(d, arm);
    if (part == UTI_YES) continue;
    truth = part;
    UTI_ITEM(&d->out->open, uint8_t, rule) = !asked_for;
    if (!asked_for) break;
  }
  return truth;
}

static void evaluate_rules(deciding *d) {
  const uti_knowledge *k = d->knowledge;
  for (uint32_t i = 0; i < k->rule_count && !d->failed; i++) {
    const uti_rule *rule = &k->rules[i];
    uti_truth truth = UTI_NO;
    if (!is_touched(d, UTI_UNIT_RULE, i)) truth = UTI_ITEM(&d->from->resting->truths, uti_truth, i);
    else if (cannot_hold(d, i)) truth = UTI_UNKNOWN, UTI_ITEM(&d->out->open, uint8_t, i) = 1;
    else if (rule->rule_set <= (uint32_t)d->from->set) truth = rule_truth(d, i);
    UTI_ITEM(&d->out->truths, uti_truth, i) = truth;
    give_name(d, rule->name, truth);
    bool inside = rule->gives == UTI_GIVES_OUTSIDE && d->out->level > UTI_ROUTINE;
    if (truth == UTI_YES && rule->gives != UTI_GIVES_NAME && !inside) fire(d, i);
  }
}

static int compare_fired(const void *a, const void *b) {
  const uti_fired_rule *x = a, *y = b;
  if (x->level != y->level) return x->level > y->level ? -1 : 1;
  return (x->rule > y->rule) - (x->rule < y->rule);
}

/* ---- What is not known and would raise the level ---- */

/* Whether the gap of its rule names what an operation asks about. */
static bool gap_names(const deciding *d, uint32_t code) {
  return UTI_ITEM(&d->from->dependence->gap_names, uint32_t, code) != UTI_NONE_ID;
}

/* Who denies vomiting denies vomiting without end. */
static bool is_known(const deciding *d, const uti_code *code) {
  if (uti_condition_atom(&d->known, code) != UTI_UNKNOWN) return true;
  if (code->operation > UTI_CODE_QUALIFIED) return false;
  uint32_t implied = d->knowledge->concepts[code->argument].implies;
  return implied != UTI_NONE_ID && d->known.statuses[implied] == UTI_ABSENT;
}

/* "a|b" is one thing under two names: where one is known there is no gap. */
static bool known_by_another_name(const deciding *d, const uti_rule *rule) {
  if (strchr(uti_string(d->knowledge, rule->gap_name), '|') == NULL) return false;
  for (uint32_t i = rule->condition; i < rule->condition + rule->condition_length; i++)
    if (gap_names(d, i) && is_known(d, &d->knowledge->code[i])) return true;
  return false;
}

/* The only part of a rule that does not hold, or NULL where there are several:
** one thing known cannot make it fire then. */
static const uti_arm *missing_arm(const deciding *d, uint32_t rule) {
  const uti_dependence *dependence = d->from->dependence;
  const uint32_t *first = &UTI_ITEM(&dependence->first_arms, uint32_t, rule);
  const uti_arm *missing = NULL;
  for (uint32_t i = first[0]; i < first[1]; i++) {
    const uti_arm *arm = &UTI_ITEM(&dependence->arms, uti_arm, i);
    uti_truth truth = arm_is_touched(d, i) ? uti_condition(&d->known, arm->first, arm->length, UTI_NONE_ID)
                                           : UTI_ITEM(&d->from->resting->arms, uti_truth, i);
    if (truth == UTI_YES) continue;
    if (missing != NULL || truth == UTI_NO) return NULL;
    missing = arm;
  }
  return missing;
}

/* The rule would fire if a thing that its gap names were known. */
static uint32_t find_gap(const deciding *d, uint32_t index) {
  const uti_knowledge *k = d->knowledge;
  const uti_arm *missing = missing_arm(d, index);
  if (missing == NULL || known_by_another_name(d, &k->rules[index])) return UTI_NONE_ID;
  for (uint32_t i = missing->first; i < missing->first + missing->length; i++) {
    if (!gap_names(d, i) || is_known(d, &k->code[i])) continue;
    if (uti_condition(&d->known, missing->first, missing->length, i) == UTI_YES) return i;
  }
  return UTI_NONE_ID;
}

static void add_gap(deciding *d, const uti_rule *rule, uint32_t code) {
  const uti_knowledge *k = d->knowledge;
  uint8_t *seen = d->out->seen_gaps.items;
  uint32_t name = UTI_ITEM(&d->from->dependence->gap_names, uint32_t, code);
  if (seen[name]) return;
  uti_gap *gap = uti_list_add(&d->out->gaps);
  if (gap == NULL) {
    d->failed = true;
    return;
  }
  seen[name] = 1;
  *gap = (uti_gap){uti_atom_name(k, &k->code[code]), uti_string(k, rule->id), (uti_level)rule->level, uti_string(k, rule->gap)};
}

/* Of some rules it was enough that they are not yes: find_gap() looks closer. */
static bool may_have_gap(const deciding *d, uint32_t index) {
  if (d->knowledge->rules[index].rule_set > (uint32_t)d->from->set) return false;
  return UTI_ITEM(&d->out->open, uint8_t, index) || UTI_ITEM(&d->out->truths, uti_truth, index) == UTI_UNKNOWN;
}

/* Highest level first, and each thing that is not known once. */
static void find_gaps(deciding *d) {
  const uti_list *order = &d->from->dependence->gap_order;
  memset(d->out->seen_gaps.items, 0, d->out->seen_gaps.count);
  for (size_t n = 0; n < order->count && !d->failed; n++) {
    uint32_t i = UTI_ITEM(order, uint32_t, n);
    const uti_rule *rule = &d->knowledge->rules[i];
    bool higher = (int)rule->level > (int)d->out->level;
    uint32_t *gap = &UTI_ITEM(&d->out->rule_gaps, uint32_t, i);
    *gap = UTI_NONE_ID;
    if ((!higher && d->from->resting != NULL) || !may_have_gap(d, i)) continue;
    *gap = is_touched(d, UTI_UNIT_RULE, i) ? find_gap(d, i) : UTI_ITEM(&d->from->resting->rule_gaps, uint32_t, i);
    if (higher && *gap != UTI_NONE_ID) add_gap(d, rule, *gap);
  }
}

/* ---- Mechanisms ---- */

/* Whether a mechanism before this one has as much support as a row of last resort. */
static bool outdone(const int64_t *scores, uint32_t before, uint32_t weight) {
  for (uint32_t m = 0; m < before; m++)
    if (scores[m] >= (int64_t)weight) return true;
  return false;
}

static void support(deciding *d, uint32_t count, uti_mechanism_support *all, int64_t *scores, int64_t *strongest) {
  const uti_knowledge *k = d->knowledge;
  for (uint32_t m = 0; m < count; m++) {
    size_t start = d->out->evidence.bytes.count;
    for (uint32_t i = 0; i < k->support_count; i++) {
      const uti_support *row = &k->supports[i];
      if (row->mechanism != m) continue;
      if (all[m].support == NULL) all[m].support = uti_string(k, row->reasoning);
      if (UTI_ITEM(&d->out->supported, uti_truth, i) != UTI_YES) continue;
      if (row->otherwise && outdone(scores, m, row->weight)) continue;
      scores[m] += row->weight;
      if ((int64_t)row->weight > strongest[m]) {
        strongest[m] = row->weight;
        all[m].grade = uti_string(k, row->grade);
      }
      if (d->out->evidence.bytes.count > start) uti_text_add_string(&d->out->evidence, "; ");
      uti_text_add_string(&d->out->evidence, uti_string(k, row->evidence));
    }
    uti_text_add(&d->out->evidence, "", 1);
  }
}

static int compare_support(const void *a, const void *b) {
  const uti_mechanism_support *x = a, *y = b;
  if (x->score > y->score || x->score < y->score) return x->score > y->score ? -1 : 1;
  return (x->mechanism > y->mechanism) - (x->mechanism < y->mechanism);
}

/* Whether any row holds. */
static bool ask_supports(deciding *d) {
  const uti_knowledge *k = d->knowledge;
  bool any = false;
  for (uint32_t i = 0; i < k->support_count; i++) {
    const uti_support *row = &k->supports[i];
    uti_truth *truth = &UTI_ITEM(&d->out->supported, uti_truth, i);
    if (is_touched(d, UTI_UNIT_SUPPORT, i)) *truth = uti_condition(&d->known, row->condition, row->condition_length, UTI_NONE_ID);
    else *truth = UTI_ITEM(&d->from->resting->supported, uti_truth, i);
    any = any || *truth == UTI_YES;
  }
  return any;
}

static void explain_cramps(deciding *d) {
  const uti_knowledge *k = d->knowledge;
  if (!ask_supports(d)) return;
  int64_t scores[UTI_MECHANISMS_AT_MOST] = {0}, strongest[UTI_MECHANISMS_AT_MOST];
  uint32_t count = k->mechanism_count < UTI_MECHANISMS_AT_MOST ? k->mechanism_count : UTI_MECHANISMS_AT_MOST;
  uti_mechanism_support *all = uti_list_extend(&d->out->mechanisms, count);
  if (all == NULL) {
    d->failed = true;
    return;
  }
  for (uint32_t m = 0; m < count; m++) strongest[m] = -1;
  support(d, count, all, scores, strongest);
  const char *evidence = d->out->evidence.bytes.items;
  int64_t total = 0;
  for (uint32_t m = 0; m < count && !d->out->evidence.failed; m++) {
    all[m].mechanism = m;
    all[m].name = uti_mechanism_name(k, m);
    all[m].score = (double)scores[m] / 1000.0;
    all[m].evidence = evidence;
    if (all[m].grade == NULL) all[m].grade = "";
    evidence += strlen(evidence) + 1;
    total += scores[m];
  }
  if (total == 0) {
    d->out->mechanisms.count = 0;
    return;
  }
  qsort(all, count, sizeof *all, compare_support);
  for (uint32_t m = 0; m < count; m++) all[m].rank = (int)m + 1;
  d->out->mechanism = (int)all[0].mechanism;
}

/* ---- The stage ---- */

static void evaluate_arms(deciding *d) {
  const uti_dependence *dependence = d->from->dependence;
  for (uint32_t i = 0; i < dependence->arms.count; i++) {
    const uti_arm *arm = &UTI_ITEM(&dependence->arms, uti_arm, i);
    uti_truth truth = uti_condition(&d->known, arm->first, arm->length, UTI_NONE_ID);
    UTI_ITEM(&d->out->arms, uti_truth, i) = truth;
    if (truth == UTI_YES) uti_input_add(d->out->holding.items, d->arm_units + i);
  }
}

static bool make_room(uti_decision *decision, const uti_knowledge *k, size_t arms) {
  struct { uti_list *list; size_t count; } wanted[] = {
      {&decision->fired, 0}, {&decision->mechanisms, 0}, {&decision->gaps, 0}, {&decision->questions, 0},
      {&decision->names, k->name_count + 1}, {&decision->truths, k->rule_count + 1}, {&decision->open, k->rule_count + 1}, {&decision->arms, arms},
      {&decision->holding, arms > 0 ? uti_unit_index(k, UTI_UNIT_ARM, (uint32_t)arms) / 64 + 1 : 0}, {&decision->rule_gaps, k->rule_count + 1},
      {&decision->supported, k->support_count + 1}, {&decision->seen_gaps, k->code_count + 1}};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    wanted[i].list->count = 0;
    if (wanted[i].count > 0 && uti_list_extend(wanted[i].list, wanted[i].count) == NULL) return false;
  }
  return true;
}

uti_result uti_decide(uti_decision *decision, const uti_decision_sources *from, uti_text *warnings, size_t *warning_count) {
  uti_text_clear(&decision->evidence);
  if (!make_room(decision, from->knowledge, from->resting == NULL ? from->dependence->arms.count : 0)) return UTI_NO_MEMORY;
  decision->scores = from->scores->values.items;
  decision->level = UTI_NONE;
  decision->outside_scope = false;
  decision->mechanism = -1;
  deciding d = {decision, from, from->knowledge, warnings, warning_count,
                uti_decision_known(decision, from->knowledge, from->findings),
                uti_unit_index(from->knowledge, UTI_UNIT_ARM, 0), false};
  evaluate_rules(&d);
  if (from->resting == NULL) evaluate_arms(&d);
  if (decision->fired.count > 1)
    qsort(decision->fired.items, decision->fired.count, sizeof(uti_fired_rule), compare_fired);
  return d.failed || warnings->failed ? UTI_NO_MEMORY : UTI_OK;
}

uti_result uti_decide_rest(uti_decision *decision, const uti_decision_sources *from) {
  deciding d = {decision, from, from->knowledge, NULL, NULL,
                uti_decision_known(decision, from->knowledge, from->findings),
                uti_unit_index(from->knowledge, UTI_UNIT_ARM, 0), false};
  decision->gaps.count = decision->mechanisms.count = 0;
  uti_text_clear(&decision->evidence);
  find_gaps(&d);
  explain_cramps(&d);
  return d.failed || decision->evidence.failed ? UTI_NO_MEMORY : UTI_OK;
}

void uti_decision_init(uti_decision *decision, const uti_allocator *allocator) {
  memset(decision, 0, sizeof *decision);
  uti_list_init(&decision->fired, allocator, sizeof(uti_fired_rule));
  uti_list_init(&decision->mechanisms, allocator, sizeof(uti_mechanism_support));
  uti_list_init(&decision->gaps, allocator, sizeof(uti_gap));
  uti_list_init(&decision->questions, allocator, sizeof(uti_question));
  uti_list_init(&decision->names, allocator, sizeof(uti_truth));
  uti_list_init(&decision->truths, allocator, sizeof(uti_truth));
  uti_list_init(&decision->open, allocator, sizeof(uint8_t));
  uti_list_init(&decision->arms, allocator, sizeof(uti_truth));
  uti_list_init(&decision->holding, allocator, sizeof(uint64_t));
  uti_list_init(&decision->rule_gaps, allocator, sizeof(uint32_t));
  uti_list_init(&decision->supported, allocator, sizeof(uti_truth));
  uti_list_init(&decision->seen_gaps, allocator, sizeof(uint8_t));
  uti_text_init(&decision->evidence, allocator);
}

void uti_decision_free(uti_decision *decision) {
  uti_list *lists[] = {&decision->fired, &decision->mechanisms, &decision->gaps, &decision->questions, &decision->names,
                       &decision->truths, &decision->open, &decision->arms, &decision->holding, &decision->rule_gaps,
                       &decision->supported, &decision->seen_gaps};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) uti_list_free(lists[i]);
  uti_text_free(&decision->evidence);
}
