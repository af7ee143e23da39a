#include "findings.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

typedef struct gathering {
  uti_findings *out;
  const uti_finding_sources *from;
  const uti_knowledge *knowledge;
  uti_text *warnings;
  size_t *warning_count;
  bool failed;
} gathering;

static void end_warning(gathering *g) {
  uti_text_add(g->warnings, "", 1);
  (*g->warning_count)++;
}

/* ---- One finding ---- */

static uti_finding *add_finding(gathering *g, uint32_t concept, uti_status status, uti_origin origin) {
  uti_finding *finding = uti_list_room(&g->out->found);
  if (finding == NULL) {
    g->failed = true;
    return NULL;
  }
  *finding = (uti_finding){.concept = concept, .name = uti_concept_name(g->knowledge, concept),
                           .label = uti_concept_label(g->knowledge, concept), .status = status, .origin = origin, .unit = ""};
  return finding;
}

static void place(const gathering *g, uti_finding *finding, const uti_mention *mention, const uti_stated *stated) {
  const uti_tokens *tokens = g->from->tokens;
  const uti_token *first = uti_token_at(tokens, mention->first), *last = uti_token_at(tokens, mention->end - 1);
  finding->start = first->start;
  finding->length = last->start + last->length - first->start;
  if (stated->qualifier != 0) finding->qualifier = uti_string(g->knowledge, stated->qualifier);
  if (stated->cue == UTI_NONE_ID) return;
  const uti_mention *cue = uti_mention_at(g->from->mentions, stated->cue);
  const uti_token *from = uti_token_at(tokens, cue->first), *to = uti_token_at(tokens, cue->end - 1);
  finding->cue_start = from->start;
  finding->cue_length = uti_cut(g->from->report.bytes + from->start, to->start + to->length - from->start, UTI_LONGEST_CUE);
}

static uti_status *status_slot(uti_list *list, size_t concept) { return &UTI_ITEM(list, uti_status, concept); }

static void touch_concept(gathering *g, size_t concept) { uti_input_add(g->out->touched.items, (uint32_t)concept); }

static void touch_fact(gathering *g, uint32_t fact) {
  uti_input_add(g->out->touched.items, g->knowledge->concept_count + fact);
}

static void note_status(gathering *g, uti_list *list, size_t concept, uti_status status) {
  touch_concept(g, concept);
  if (status < *status_slot(list, concept)) *status_slot(list, concept) = status;
}

/* The same concept twice on the same words is one finding. Those of a concept, and those of a
** measurement, come in the order of the text. */
static bool already_found(const gathering *g, const uti_finding *new_finding) {
  size_t newest = g->out->found.count - 1;
  for (size_t i = newest; i-- > 0 && newest - i < 16;) {
    uti_finding *old = &UTI_ITEM(&g->out->found, uti_finding, i);
    if (old->concept != new_finding->concept || old->status != new_finding->status) continue;
    if (old->has_value != new_finding->has_value || old->name != new_finding->name) continue;
    if (old->concept == SIZE_MAX && old->qualifier != new_finding->qualifier) continue;
    if (old->has_value && (old->value < new_finding->value || old->value > new_finding->value)) continue;
    if (new_finding->start >= old->start + old->length) continue;
    if (old->qualifier == NULL) old->qualifier = new_finding->qualifier;
    return true;
  }
  return false;
}

/* ---- Measurements ---- */

/* A factor of a pack may be large: no value is above what facts may be. */
static int64_t times_factor(int64_t number, int64_t factor) {
  if (factor > 0 && number > INT64_MAX / factor) return UTI_LARGEST_NUMBER;
  int64_t product = number * factor / 1000;
  return product < UTI_LARGEST_NUMBER ? product : UTI_LARGEST_NUMBER;
}

/* The number of a measurement in thousandths; false where it has none. */
static bool number_of(const gathering *g, const uti_mention *mention, const uti_pattern *pattern, int64_t *number) {
  if (pattern->value_kind == UTI_VALUE_FIXED) {
    *number = pattern->value;
    if (g->knowledge->facts[pattern->target].kind == UTI_FACT_YES_NO && *number != 0) *number = 1000;
    return true;
  }
  for (uint32_t i = mention->first; i < mention->end; i++) {
    const uti_token *token = uti_token_at(g->from->tokens, i);
    if (token->kind != UTI_TOKEN_NUMBER || (mention->mask >> ((i - mention->first) & 63) & 1) == 0) continue;
    *number = token->number;
    if (pattern->value_kind == UTI_VALUE_FACTOR) *number = times_factor(token->number, pattern->value);
    return true;
  }
  return false;
}

/* Measurements have a lowest and a highest value; what holds once for the
** patient ("first", "last") has one. */
static bool is_measured(const uti_knowledge *k, uint32_t fact) {
  return k->facts[fact].several == UTI_SEVERAL_HIGHEST || k->facts[fact].several == UTI_SEVERAL_LOWEST;
}

static void widen(gathering *g, uint32_t fact, int64_t number) {
  touch_fact(g, fact);
  int64_t *low = &UTI_ITEM(&g->out->lows, int64_t, fact), *high = &UTI_ITEM(&g->out->highs, int64_t, fact);
  if (*low == UTI_NO_NUMBER || number < *low) *low = number;
  if (*high == UTI_NO_NUMBER || number > *high) *high = number;
}

static void keep_number(gathering *g, uint32_t fact, int64_t number) {
  touch_fact(g, fact);
  int64_t *slot = &UTI_ITEM(&g->out->texts, int64_t, fact);
  uint32_t several = g->knowledge->facts[fact].several;
  if (is_measured(g->knowledge, fact)) widen(g, fact, number);
  bool better = *slot == UTI_NO_NUMBER || several == UTI_SEVERAL_LAST ||
                (several == UTI_SEVERAL_HIGHEST && number > *slot) || (several == UTI_SEVERAL_LOWEST && number < *slot);
  if (better) *slot = number;
}

/* The truth of a concept's condition when this one number is all that is known. */
static uti_truth condition_of(gathering *g, uint32_t offset, const int64_t *numbers) {
  if (offset == UTI_NONE_ID) return UTI_UNKNOWN;
  uti_known known = {g->knowledge, g->out->statuses.items, g->out->qualifiers.items, numbers, numbers, NULL, NULL,
                     UTI_SIDE_EITHER};
  return uti_condition(&known, offset + 1, g->knowledge->code[offset].argument, UTI_NONE_ID);
}

/* Whether a concept's conditions may hold where this number is known. */
static bool asks_about(const gathering *g, uint32_t concept, uint32_t fact) {
  const uint64_t *inputs = uti_inputs_of(g->from->dependence, g->knowledge, UTI_UNIT_CONCEPT, concept);
  uint32_t input = g->knowledge->concept_count + fact;
  return (inputs[input / 64] >> input % 64 & 1) != 0 || UTI_ITEM(&g->from->dependence->always, uint8_t, concept);
}

static void set_value(gathering *g, uti_finding *finding, uint32_t fact, int64_t number) {
  if (g->knowledge->facts[fact].kind == UTI_FACT_SEX) {
    finding->qualifier = number != 0 ? "male" : "female";
    return;
  }
  finding->has_value = true;
  finding->value = (double)number / 1000.0;
  finding->unit = uti_string(g->knowledge, g->knowledge->facts[fact].unit);
}

/* Words know better than a number that it is over ("feverish on Monday ... T 36.8"),
** and than a test that it is only likely ("likely UTI, nitrites +"). */
static void note_measured(gathering *g, uint32_t concept, uint32_t fact, uti_status status) {
  uti_status words = *status_slot(&g->out->from_text, concept);
  bool test = g->knowledge->facts[fact].kind == UTI_FACT_YES_NO;
  if (status == UTI_ABSENT && words == UTI_PAST) return;
  if (status == UTI_PRESENT && test && words == UTI_POSSIBLE) return;
  note_status(g, &g->out->from_text, concept, status);
}

/* A measured 39.2 °C is a fever, present or past as its words say. */
static void concepts_of_number(gathering *g, uint32_t fact, int64_t number, const uti_mention *mention,
                               const uti_stated *stated) {
  int64_t *numbers = &UTI_ITEM(&g->out->numbers, int64_t, 0);
  touch_fact(g, fact);
  numbers[fact] = number;
  for (uint32_t i = 0; i < g->knowledge->concept_count; i++) {
    if (!asks_about(g, i, fact)) continue;
    const uti_concept *concept = &g->knowledge->concepts[i];
    uti_status status = stated->status;
    if (condition_of(g, concept->present_when, numbers) != UTI_YES) {
      if (status != UTI_PRESENT || condition_of(g, concept->absent_when, numbers) != UTI_YES) continue;
      status = UTI_ABSENT;
    }
    uti_finding *finding = add_finding(g, i, status, UTI_FROM_TEXT);
    if (finding == NULL) return;
    place(g, finding, mention, stated);
    set_value(g, finding, fact, number);
    note_measured(g, i, fact, status);
  }
  numbers[fact] = UTI_NO_NUMBER;
}

static void add_measurement(gathering *g, const uti_mention *mention, const uti_pattern *pattern,
                            const uti_stated *stated) {
  uint32_t fact = pattern->target;
  int64_t number;
  if (!number_of(g, mention, pattern, &number)) return;
  if (!uti_fact_place(g->knowledge, &fact, number)) {
    uti_fact_implausible(g->knowledge, fact, number, g->warnings);
    uti_text_add_string(g->warnings, " (text)");
    end_warning(g);
    return;
  }
  uti_finding *finding = add_finding(g, 0, stated->status, UTI_FROM_TEXT);
  if (finding == NULL) return;
  finding->concept = SIZE_MAX;
  finding->name = uti_string(g->knowledge, g->knowledge->facts[fact].name);
  finding->label = uti_string(g->knowledge, g->knowledge->facts[fact].label);
  place(g, finding, mention, stated);
  set_value(g, finding, fact, number);
  /* who was treated for what only men have is a man still */
  bool still = stated->status == UTI_PAST && g->knowledge->facts[fact].kind == UTI_FACT_SEX;
  if (stated->status == UTI_PRESENT || still) keep_number(g, fact, number);
  if (already_found(g, finding)) {
    g->out->found.count--;
    return;
  }
  concepts_of_number(g, fact, number, mention, stated);
}

/* ---- Text ---- */

/* "Ring if drowsy": a word that leaves a finding open says nothing where it is
** conditional or another person's. */
static bool says_nothing(const uti_pattern *pattern, const uti_stated *stated) {
  if (pattern->status != UTI_POSSIBLE) return false;
  return stated->status == UTI_HYPOTHETICAL || stated->status == UTI_OTHER;
}

static void add_mention(gathering *g, const uti_mention *mention, const uti_pattern *pattern, const uti_stated *stated) {
  if (says_nothing(pattern, stated)) return;
  uti_finding *finding = add_finding(g, pattern->target, stated->status, UTI_FROM_TEXT);
  if (finding == NULL) return;
  place(g, finding, mention, stated);
  if (pattern->qualifier != 0) finding->qualifier = uti_string(g->knowledge, pattern->qualifier);
  note_status(g, &g->out->from_text, pattern->target, stated->status);
  if (already_found(g, finding)) g->out->found.count--;
}

static void read_mentions(gathering *g, bool measured) {
  for (size_t i = 0; i < g->from->mentions->found.count && !g->failed; i++) {
    const uti_mention *mention = uti_mention_at(g->from->mentions, i);
    const uti_pattern *pattern = &g->knowledge->patterns[mention->pattern];
    const uti_stated *stated = &UTI_ITEM(&g->from->statuses->stated, uti_stated, i);
    if (pattern->kind == UTI_TARGET_CONCEPT && !measured) add_mention(g, mention, pattern, stated);
    else if (pattern->kind == UTI_TARGET_FACT && measured) add_measurement(g, mention, pattern, stated);
  }
}

static void read_text(gathering *g) {
  read_mentions(g, false);
  read_mentions(g, true);
}

/* ---- Stated facts ---- */

static void add_stated(gathering *g, uint32_t concept, uti_status status, uint32_t fact) {
  uti_finding *finding = add_finding(g, concept, status, UTI_FROM_FACT);
  if (finding == NULL) return;
  if (fact != UTI_NONE_ID) set_value(g, finding, fact, g->from->facts->numbers[fact]);
  note_status(g, &g->out->from_facts, concept, status);
}

/* The first known fact that a condition compares, for the finding's value. */
static uint32_t compared_fact(const gathering *g, uint32_t offset) {
  uint32_t length = g->knowledge->code[offset].argument;
  for (uint32_t i = offset + 1; i <= offset + length; i++) {
    const uti_code *code = &g->knowledge->code[i];
    bool comparison = uti_is_comparison(code) && uti_term_of(g->knowledge, code) == NULL;
    if (comparison && g->from->facts->numbers[code->argument] != UTI_NO_NUMBER) return code->argument;
  }
  return UTI_NONE_ID;
}

static void read_facts(gathering *g) {
  const uti_facts *facts = g->from->facts;
  const uti_knowledge *k = g->knowledge;
  const uti_dependence *dependence = g->from->dependence;
  if (facts == NULL) return;
  for (uint32_t i = 0; i < k->fact_count; i++) {
    if (facts->numbers[i] == UTI_NO_NUMBER) continue;
    touch_fact(g, i);
    if (k->facts[i].concept == UTI_NONE_ID) continue;
    add_stated(g, k->facts[i].concept, facts->numbers[i] != 0 ? UTI_PRESENT : UTI_ABSENT, UTI_NONE_ID);
  }
  for (uint32_t i = 0; i < k->concept_count && !g->failed; i++) {
    bool asked = uti_inputs_meet(uti_inputs_of(dependence, k, UTI_UNIT_CONCEPT, i), g->out->touched.items, dependence->words);
    if (!asked && !UTI_ITEM(&dependence->always, uint8_t, i)) continue;
    uint32_t present = k->concepts[i].present_when, absent = k->concepts[i].absent_when;
    if (condition_of(g, present, facts->numbers) == UTI_YES) add_stated(g, i, UTI_PRESENT, compared_fact(g, present));
    else if (condition_of(g, absent, facts->numbers) == UTI_YES) add_stated(g, i, UTI_ABSENT, compared_fact(g, absent));
  }
}

/* A stated age or sex wins over that of the text; of a measurement each value
** counts. Where they differ a warning says so. */
static void join_numbers(gathering *g) {
  const uint64_t *touched = g->out->touched.items;
  uint32_t first = g->knowledge->concept_count, end = first + g->knowledge->fact_count;
  for (uint32_t input = uti_input_next(touched, first, end); input < end; input = uti_input_next(touched, input + 1, end)) {
    uint32_t i = input - first;
    int64_t text = UTI_ITEM(&g->out->texts, int64_t, i);
    int64_t stated = g->from->facts == NULL ? UTI_NO_NUMBER : g->from->facts->numbers[i];
    int64_t number = stated != UTI_NO_NUMBER ? stated : text;
    UTI_ITEM(&g->out->numbers, int64_t, i) = number;
    if (number != UTI_NO_NUMBER) widen(g, i, number);
    if (stated == UTI_NO_NUMBER || text == UTI_NO_NUMBER || stated == text) continue;
    uti_text_add_string(g->warnings, "text and fact disagree: ");
    uti_text_add_string(g->warnings, uti_string(g->knowledge, g->knowledge->facts[i].name));
    if (g->knowledge->facts[i].kind == UTI_FACT_NUMBER || g->knowledge->facts[i].kind == UTI_FACT_AGE) {
      uti_text_add_string(g->warnings, " is ");
      uti_text_add_thousandths(g->warnings, text);
      uti_text_add_string(g->warnings, " in the text and ");
      uti_text_add_thousandths(g->warnings, stated);
      uti_text_add_string(g->warnings, " as a fact");
    }
    uti_text_add_string(g->warnings, is_measured(g->knowledge, i) ? "; the more serious counts" : "; the fact was used");
    end_warning(g);
  }
}

/* ---- Settling ---- */

/* Again until nothing changes, as what is implied may imply in turn; packs have
** no circles. */
static void imply(gathering *g, uti_list *statuses, uti_origin origin) {
  const uint64_t *touched = g->out->touched.items;
  uint32_t end = g->knowledge->concept_count;
  for (bool changed = true; changed && !g->failed;) {
    changed = false;
    for (uint32_t i = uti_input_next(touched, 0, end); i < end; i = uti_input_next(touched, i + 1, end)) {
      uint32_t implied = g->knowledge->concepts[i].implies;
      uti_status status = *status_slot(statuses, i);
      if (implied == UTI_NONE_ID || status == UTI_ABSENT || status >= *status_slot(statuses, implied)) continue;
      *status_slot(statuses, implied) = status;
      touch_concept(g, implied);
      add_finding(g, implied, status, origin);
      changed = true;
    }
  }
}

static void settle(gathering *g) {
  imply(g, &g->out->from_text, UTI_FROM_IMPLICATION);
  imply(g, &g->out->from_facts, UTI_FROM_IMPLICATION);
  const uint64_t *touched = g->out->touched.items;
  uint32_t end = g->knowledge->concept_count;
  for (uint32_t i = uti_input_next(touched, 0, end); i < end; i = uti_input_next(touched, i + 1, end)) {
    uti_status text = *status_slot(&g->out->from_text, i), fact = *status_slot(&g->out->from_facts, i);
    bool differ = (text == UTI_PRESENT && fact == UTI_ABSENT) || (text == UTI_ABSENT && fact == UTI_PRESENT);
    *status_slot(&g->out->statuses, i) = text < fact ? text : fact;
    if (fact == UTI_ABSENT && text > UTI_POSSIBLE) *status_slot(&g->out->statuses, i) = UTI_ABSENT;
    if (!differ) continue;
    uti_text_add_string(g->warnings, "text and fact disagree: ");
    uti_text_add_string(g->warnings, uti_concept_label(g->knowledge, i));
    uti_text_add_string(g->warnings, text == UTI_PRESENT ? " is present in the text and absent as a fact"
                                                         : " is denied in the text and present as a fact");
    uti_text_add_string(g->warnings, "; it counts as present");
    end_warning(g);
  }
  for (size_t i = 0; i < g->out->found.count; i++) {
    const uti_finding *finding = &UTI_ITEM(&g->out->found, uti_finding, i);
    if (finding->concept == SIZE_MAX || finding->status != UTI_PRESENT || finding->qualifier == NULL) continue;
    const char **slot = &UTI_ITEM(&g->out->qualifiers, const char *, finding->concept);
    if (*slot == NULL || strcmp(finding->qualifier, "severe") == 0) *slot = finding->qualifier;
  }
}

/* ---- Places in characters ---- */

static int compare_findings(const void *a, const void *b) {
  const uti_finding *x = a, *y = b;
  bool x_text = x->length > 0, y_text = y->length > 0;
  if (x_text != y_text) return (int)y_text - (int)x_text;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  if (x->length != y->length) return x->length > y->length ? -1 : 1;
  if (x->concept != y->concept) return x->concept < y->concept ? -1 : 1;
  if (x->origin != y->origin) return (int)x->origin - (int)y->origin;
  return (x->start_character > y->start_character) - (x->start_character < y->start_character);
}

/* What is equal stays in the order in which it was found, whatever qsort() does: until
** the characters are counted, their place holds that order. */
void uti_findings_place(uti_findings *findings, uti_slice report) {
  size_t byte = 0, characters = 0;
  for (size_t i = 0; i < findings->found.count; i++) UTI_ITEM(&findings->found, uti_finding, i).start_character = i;
  if (findings->found.count > 1)
    qsort(findings->found.items, findings->found.count, sizeof(uti_finding), compare_findings);
  for (size_t i = 0; i < findings->found.count; i++) {
    uti_finding *finding = &UTI_ITEM(&findings->found, uti_finding, i);
    if (finding->length == 0) {
      finding->start_character = 0;
      continue;
    }
    characters += uti_count_characters(report.bytes + byte, finding->start - byte);
    byte = finding->start;
    finding->start_character = characters + 1;
    finding->characters = uti_count_characters(report.bytes + finding->start, finding->length);
  }
}

/* ---- The stage ---- */

static bool fill(uti_list *list, size_t count) {
  list->count = 0;
  return uti_list_extend(list, count + 1) != NULL;
}

static void clear_concept(uti_findings *out, size_t i) {
  *status_slot(&out->statuses, i) = *status_slot(&out->from_text, i) = UTI_NOT_MENTIONED;
  *status_slot(&out->from_facts, i) = UTI_NOT_MENTIONED;
  UTI_ITEM(&out->qualifiers, const char *, i) = NULL;
}

static void clear_fact(uti_findings *out, size_t i) {
  UTI_ITEM(&out->numbers, int64_t, i) = UTI_ITEM(&out->texts, int64_t, i) = UTI_NO_NUMBER;
  UTI_ITEM(&out->lows, int64_t, i) = UTI_ITEM(&out->highs, int64_t, i) = UTI_NO_NUMBER;
}

static bool make_room(uti_findings *out, const uti_knowledge *k) {
  uint32_t concepts = k->concept_count, facts = k->fact_count;
  out->touched.count = 0;
  if (!fill(&out->statuses, concepts) || !fill(&out->from_text, concepts) || !fill(&out->from_facts, concepts) ||
      !fill(&out->qualifiers, concepts) || !fill(&out->numbers, facts) || !fill(&out->texts, facts) ||
      !fill(&out->lows, facts) || !fill(&out->highs, facts) || !fill(&out->touched, (concepts + facts) / 64))
    return false;
  for (uint32_t i = 0; i < concepts; i++) clear_concept(out, i);
  for (uint32_t i = 0; i < facts; i++) clear_fact(out, i);
  return true;
}

/* Only what the report before has touched has to be cleared. */
uti_result uti_findings_clear(uti_findings *out, const uti_knowledge *k) {
  uint32_t concepts = k->concept_count, end = concepts + k->fact_count;
  uti_list_trim(&out->found, (size_t)1 << 20);
  if (out->touched.count == 0) return make_room(out, k) ? UTI_OK : UTI_NO_MEMORY;
  uint64_t *touched = out->touched.items;
  for (uint32_t i = uti_input_next(touched, 0, end); i < end; i = uti_input_next(touched, i + 1, end)) {
    if (i < concepts) clear_concept(out, i);
    else clear_fact(out, i - concepts);
  }
  memset(touched, 0, out->touched.count * sizeof *touched);
  return UTI_OK;
}

uti_result uti_findings_gather(uti_findings *findings, const uti_finding_sources *from, uti_text *warnings,
                               size_t *warning_count) {
  gathering g = {findings, from, from->knowledge, warnings, warning_count, false};
  if (uti_findings_clear(findings, from->knowledge) != UTI_OK) return UTI_NO_MEMORY;
  read_text(&g);
  read_facts(&g);
  settle(&g);
  join_numbers(&g);
  return g.failed || warnings->failed ? UTI_NO_MEMORY : UTI_OK;
}

void uti_findings_init(uti_findings *findings, const uti_allocator *allocator) {
  uti_list_init(&findings->found, allocator, sizeof(uti_finding));
  uti_list_init(&findings->statuses, allocator, sizeof(uti_status));
  uti_list_init(&findings->from_text, allocator, sizeof(uti_status));
  uti_list_init(&findings->from_facts, allocator, sizeof(uti_status));
  uti_list_init(&findings->qualifiers, allocator, sizeof(const char *));
  uti_list_init(&findings->numbers, allocator, sizeof(int64_t));
  uti_list_init(&findings->texts, allocator, sizeof(int64_t));
  uti_list_init(&findings->touched, allocator, sizeof(uint64_t));
  uti_list_init(&findings->lows, allocator, sizeof(int64_t));
  uti_list_init(&findings->highs, allocator, sizeof(int64_t));
}

void uti_findings_free(uti_findings *findings) {
  uti_list *lists[] = {&findings->found, &findings->statuses, &findings->from_text, &findings->from_facts,
                       &findings->qualifiers, &findings->numbers, &findings->texts,
                       &findings->lows, &findings->highs, &findings->touched};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) uti_list_free(lists[i]);
}
