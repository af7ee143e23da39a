#include "dependence.h"

#include <stdlib.h>
#include <string.h>

typedef struct finding_out {
  uti_dependence *out;
  const uti_knowledge *knowledge;
  uint64_t *names;             /* one set a given name */
} finding_out;

static void add_set(uint64_t *set, const uint64_t *more, uint32_t words) {
  for (uint32_t i = 0; i < words; i++) set[i] |= more[i];
}

static uint64_t *set_of(const finding_out *f, uti_unit unit, uint32_t index) {
  return (uint64_t *)f->out->sets.items + (uti_inputs_of(f->out, f->knowledge, unit, index) - (const uint64_t *)f->out->sets.items);
}

static void add_fact(const finding_out *f, uint64_t *set, uint32_t fact) {
  uti_input_add(set, f->knowledge->concept_count + fact);
}

static void add_compared(const finding_out *f, uint64_t *set, const uti_code *code) {
  const uti_term *term = uti_term_of(f->knowledge, code);
  if (term == NULL) {
    add_fact(f, set, code->argument);
  } else if (term->kind == UTI_TERM_SCORE || term->kind == UTI_TERM_SINGLE) {
    add_set(set, set_of(f, UTI_UNIT_SCORE, term->first), f->out->words);
  } else {
    add_fact(f, set, term->first);
    add_fact(f, set, term->second);
  }
}

/* All that a condition asks about; a concept with what it implies, which gaps
** look at. */
static void add_condition(const finding_out *f, uint64_t *set, uint32_t first, uint32_t length) {
  for (uint32_t i = first; i < first + length; i++) {
    const uti_code *code = &f->knowledge->code[i];
    if (code->operation <= UTI_CODE_QUALIFIED) {
      uint32_t implied = f->knowledge->concepts[code->argument].implies;
      uti_input_add(set, code->argument);
      if (implied != UTI_NONE_ID) uti_input_add(set, implied);
    } else if (code->operation == UTI_CODE_FACT) {
      add_fact(f, set, code->argument);
    } else if (code->operation == UTI_CODE_NAME) {
      add_set(set, f->names + (size_t)code->argument * f->out->words, f->out->words);
    } else if (uti_is_comparison(code)) {
      add_compared(f, set, code);
    }
  }
}

/* ---- Arms ---- */

static uint32_t first_arm(const uti_dependence *d, uint32_t rule) { return UTI_ITEM(&d->first_arms, uint32_t, rule); }

/* Where the part of a condition begins that ends at `last`. */
static uint32_t part_start(const uti_knowledge *k, uint32_t last) {
  for (uint32_t open = 1;; last--) {
    open += uti_operands(&k->code[last]);
    if (--open == 0) return last;
  }
}

static bool compares_score(const uti_knowledge *k, const uti_code *code) {
  const uti_term *term = uti_is_comparison(code) ? uti_term_of(k, code) : NULL;
  return term != NULL && (term->kind == UTI_TERM_SCORE || term->kind == UTI_TERM_SINGLE);
}

static bool asks_scores(const uti_knowledge *k, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i <= last; i++)
    if (compares_score(k, &k->code[i])) return true;
  return false;
}

/* From the last arm to the first. */
static bool add_arms(const finding_out *f, uint32_t first, uint32_t last) {
  const uti_knowledge *k = f->knowledge;
  while (k->code[last].operation == UTI_CODE_AND) {
    uint32_t right = part_start(k, last - 1);
    if (!add_arms(f, right, last - 1)) return false;
    last = right - 1;
  }
  uti_arm *arm = uti_list_add(&f->out->arms);
  if (arm == NULL) return false;
  *arm = (uti_arm){first, last - first + 1, asks_scores(k, first, last)};
  return true;
}

/* Arms that compare scores stand last. */
static void put_scores_last(uti_arm *arms, size_t count) {
  for (size_t i = 1; i < count; i++) {
    const uti_arm arm = arms[i];
    size_t at = i;
    for (; !arm.asks_scores && at > 0 && arms[at - 1].asks_scores; at--) arms[at] = arms[at - 1];
    arms[at] = arm;
  }
}

static bool asks_other_score(const uti_knowledge *k, uint32_t score, const uti_score_row *row) {
  for (uint32_t i = row->condition; i < row->condition + row->condition_length; i++)
    if (compares_score(k, &k->code[i]) && uti_term_of(k, &k->code[i])->first != score) return true;
  return false;
}

static bool find_arms(const finding_out *f) {
  const uti_knowledge *k = f->knowledge;
  uint32_t *firsts = uti_list_extend(&f->out->first_arms, k->rule_count + 1);
  uint8_t *names = uti_list_extend(&f->out->used_names, k->name_count + 1);
  if (firsts == NULL || names == NULL) return false;
  for (uint32_t i = 0; i < k->rule_count; i++) {
    const uti_rule *rule = &k->rules[i];
    firsts[i] = (uint32_t)f->out->arms.count;
    if (!add_arms(f, rule->condition, rule->condition + rule->condition_length - 1)) return false;
    put_scores_last(&UTI_ITEM(&f->out->arms, uti_arm, firsts[i]), f->out->arms.count - firsts[i]);
  }
  firsts[k->rule_count] = (uint32_t)f->out->arms.count;
  for (uint32_t c = 0; c < k->code_count; c++)
    if (k->code[c].operation == UTI_CODE_NAME) names[k->code[c].argument] = 1;
  for (uint32_t i = 0; i < k->score_count; i++)
    for (uint32_t row = k->scores[i].first_row; row < k->scores[i].first_row + k->scores[i].row_count; row++)
      f->out->linked_scores = f->out->linked_scores || asks_other_score(k, i, &k->score_rows[row]);
  return true;
}

/* ---- Sets ---- */

/* What a total means asks for all of the score. */
static void find_score_sets(const finding_out *f, uint32_t score) {
  const uti_score_entry *entry = &f->knowledge->scores[score];
  uint64_t *all = set_of(f, UTI_UNIT_SCORE, score);
  for (uint32_t i = entry->first_row; i < entry->first_row + entry->row_count; i++) {
    const uti_score_row *row = &f->knowledge->score_rows[i];
    add_condition(f, set_of(f, UTI_UNIT_ROW, i), row->condition, row->condition_length);
    add_set(all, set_of(f, UTI_UNIT_ROW, i), f->out->words);
  }
  for (uint32_t i = entry->first_row; i < entry->first_row + entry->row_count; i++)
    if (f->knowledge->score_rows[i].kind == UTI_SCORE_READING) add_set(set_of(f, UTI_UNIT_ROW, i), all, f->out->words);
}

/* Scores first, then rules as they give names to those that follow. */
static void find_sets(const finding_out *f) {
  const uti_knowledge *k = f->knowledge;
  for (uint32_t i = 0; i < k->score_count; i++) find_score_sets(f, i);
  for (uint32_t i = 0; i < k->rule_count; i++) {
    uint64_t *set = set_of(f, UTI_UNIT_RULE, i);
    for (uint32_t arm = first_arm(f->out, i); arm < first_arm(f->out, i + 1); arm++) {
      const uti_arm *part = &UTI_ITEM(&f->out->arms, uti_arm, arm);
      add_condition(f, set_of(f, UTI_UNIT_ARM, arm), part->first, part->length);
      add_set(set, set_of(f, UTI_UNIT_ARM, arm), f->out->words);
    }
    add_set(f->names + (size_t)k->rules[i].name * f->out->words, set, f->out->words);
  }
  for (uint32_t i = 0; i < k->support_count; i++)
    add_condition(f, set_of(f, UTI_UNIT_SUPPORT, i), k->supports[i].condition, k->supports[i].condition_length);
  for (uint32_t i = 0; i < k->concept_count; i++) {
    const uint32_t offsets[] = {k->concepts[i].present_when, k->concepts[i].absent_when};
    for (int side = 0; side < 2; side++)
      if (offsets[side] != UTI_NONE_ID)
        add_condition(f, set_of(f, UTI_UNIT_CONCEPT, i), offsets[side] + 1, k->code[offsets[side]].argument);
  }
}

/* ---- Conditions of concepts that hold where nothing is known ---- */

static bool find_always(const finding_out *f, const uti_allocator *allocator) {
  const uti_knowledge *k = f->knowledge;
  uti_list statuses, qualifiers, numbers;
  uti_list_init(&statuses, allocator, sizeof(uti_status));
  uti_list_init(&qualifiers, allocator, sizeof(const char *));
  uti_list_init(&numbers, allocator, sizeof(int64_t));
  uint8_t *always = uti_list_extend(&f->out->always, k->concept_count + 1);
  bool room = always != NULL && uti_list_extend(&statuses, k->concept_count + 1) != NULL &&
              uti_list_extend(&qualifiers, k->concept_count + 1) != NULL && uti_list_extend(&numbers, k->fact_count + 1) != NULL;
  for (uint32_t i = 0; room && i < k->concept_count; i++) UTI_ITEM(&statuses, uti_status, i) = UTI_NOT_MENTIONED;
  for (uint32_t i = 0; room && i < k->fact_count; i++) UTI_ITEM(&numbers, int64_t, i) = UTI_NO_NUMBER;
  uti_known known = {k, statuses.items, qualifiers.items, numbers.items, numbers.items, NULL, NULL, UTI_SIDE_EITHER};
  for (uint32_t i = 0; room && i < k->concept_count; i++) {
    const uint32_t offsets[] = {k->concepts[i].present_when, k->concepts[i].absent_when};
    for (int side = 0; side < 2; side++)
      if (offsets[side] != UTI_NONE_ID && uti_condition(&known, offsets[side] + 1, k->code[offsets[side]].argument, UTI_NONE_ID) == UTI_YES)
        always[i] = 1;
  }
  uti_list_free(&statuses);
  uti_list_free(&qualifiers);
  uti_list_free(&numbers);
  return room;
}

/* ---- Gaps ---- */

const char *uti_atom_name(const uti_knowledge *k, const uti_code *code) {
  const uti_term *term = uti_is_comparison(code) ? uti_term_of(k, code) : NULL;
  if (term != NULL) return term->kind == UTI_TERM_SCORE ? uti_score_name(k, term->first) : "";
  if (uti_is_comparison(code)) return uti_fact_name(k, code->argument);
  if (code->operation == UTI_CODE_FACT) return uti_fact_name(k, code->argument);
  return uti_concept_name(k, code->argument);
}

static bool is_atom(const uti_code *code) {
  return code->operation < UTI_CODE_NOT && code->operation != UTI_CODE_NAME;
}

/* Whether a name stands in the list of a gap: "temp_f|temp_c" or "leg_swelling, leg_redness". */
static bool gap_names(const uti_knowledge *k, const uti_rule *rule, const char *name) {
  size_t length = strlen(name);
  for (const char *at = uti_string(k, rule->gap_name); *at != 0;) {
    size_t part = strcspn(at, "|, ");
    if (part == length && memcmp(at, name, part) == 0) return true;
    at += part + strspn(at + part, "|, ");
  }
  return false;
}

static bool find_gap_names(const finding_out *f) {
  const uti_knowledge *k = f->knowledge;
  uint32_t *names = uti_list_extend(&f->out->gap_names, k->code_count + 1);
  if (names == NULL) return false;
  for (uint32_t i = 0; i < k->code_count; i++) names[i] = UTI_NONE_ID;
  for (uint32_t r = 0; r < k->rule_count; r++) {
    const uti_rule *rule = &k->rules[r];
    for (uint32_t i = rule->condition; i < rule->condition + rule->condition_length; i++) {
      if (!is_atom(&k->code[i]) || !gap_names(k, rule, uti_atom_name(k, &k->code[i]))) continue;
      names[i] = i;
      for (uint32_t j = 0; j < i && names[i] == i; j++)
        if (names[j] == j && strcmp(uti_atom_name(k, &k->code[j]), uti_atom_name(k, &k->code[i])) == 0) names[i] = j;
    }
  }
  return true;
}

/* Highest level first, then by id, which each rule has for its own. */
static bool before(const uti_knowledge *k, uint32_t a, uint32_t b) {
  if (k->rules[a].level != k->rules[b].level) return k->rules[a].level > k->rules[b].level;
  return strcmp(uti_string(k, k->rules[a].id), uti_string(k, k->rules[b].id)) < 0;
}

static bool find_gap_order(const finding_out *f) {
  const uti_knowledge *k = f->knowledge;
  uint32_t *order = uti_list_extend(&f->out->gap_order, k->rule_count + 1);
  if (order == NULL) return false;
  f->out->gap_order.count = 0;
  for (uint32_t i = 0; i < k->rule_count; i++) {
    if (k->rules[i].gives != UTI_GIVES_LEVEL || k->rules[i].gap == 0) continue;
    size_t at = f->out->gap_order.count++;
    for (; at > 0 && before(k, i, order[at - 1]); at--) order[at] = order[at - 1];
    order[at] = i;
  }
  return true;
}

/* ---- From inputs to units ---- */

static bool find_reached(uti_dependence *d, const uti_knowledge *k, size_t units) {
  uint32_t inputs = k->concept_count + k->fact_count;
  d->unit_words = (uint32_t)(units / 64 + 1);
  uint64_t *reached = uti_list_extend(&d->reached, (size_t)inputs * d->unit_words + 1);
  if (reached == NULL || uti_list_extend(&d->touched, d->unit_words) == NULL) return false;
  for (uint32_t unit = 0; unit < units; unit++) {
    const uint64_t *set = (const uint64_t *)d->sets.items + (size_t)unit * d->words;
    for (uint32_t i = uti_input_next(set, 0, inputs); i < inputs; i = uti_input_next(set, i + 1, inputs))
      uti_input_add(reached + (size_t)i * d->unit_words, unit);
  }
  return true;
}

void uti_dependence_touch(uti_dependence *d, const uint64_t *inputs) {
  uint64_t *touched = d->touched.items;
  uint32_t end = d->words * 64;
  memset(touched, 0, d->unit_words * sizeof *touched);
  for (uint32_t i = uti_input_next(inputs, 0, end); i < end; i = uti_input_next(inputs, i + 1, end))
    add_set(touched, &UTI_ITEM(&d->reached, uint64_t, (size_t)i * d->unit_words), d->unit_words);
}

/* ---- The whole ---- */

void uti_dependence_init(uti_dependence *d, const uti_allocator *allocator) {
  memset(d, 0, sizeof *d);
  uti_list_init(&d->sets, allocator, sizeof(uint64_t));
  uti_list_init(&d->reached, allocator, sizeof(uint64_t));
  uti_list_init(&d->touched, allocator, sizeof(uint64_t));
  uti_list_init(&d->arms, allocator, sizeof(uti_arm));
  uti_list_init(&d->first_arms, allocator, sizeof(uint32_t));
  uti_list_init(&d->used_names, allocator, sizeof(uint8_t));
  uti_list_init(&d->always, allocator, sizeof(uint8_t));
  uti_list_init(&d->gap_order, allocator, sizeof(uint32_t));
  uti_list_init(&d->gap_names, allocator, sizeof(uint32_t));
}

void uti_dependence_free(uti_dependence *d) {
  uti_list *lists[] = {&d->sets, &d->reached, &d->touched, &d->arms, &d->first_arms, &d->used_names, &d->always, &d->gap_order, &d->gap_names};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) uti_list_free(lists[i]);
  d->words = 0;
}

uti_result uti_dependence_find(uti_dependence *d, const uti_knowledge *k) {
  if (d->words != 0) return UTI_OK;
  uint32_t words = (k->concept_count + k->fact_count) / 64 + 1;
  size_t units = (size_t)k->rule_count + k->support_count + k->score_count + k->concept_count + k->score_row_count;
  const uti_allocator *allocator = d->sets.allocator;
  uti_list names;
  uti_list_init(&names, allocator, sizeof(uint64_t));
  finding_out f = {d, k, uti_list_extend(&names, ((size_t)k->name_count + 1) * words)};
  d->words = words;
  bool room = f.names != NULL && find_arms(&f);
  room = room && uti_list_extend(&d->sets, (units + d->arms.count) * words + 1) != NULL;
  if (room) find_sets(&f);
  room = room && find_reached(d, k, units + d->arms.count);
  room = room && find_always(&f, allocator) && find_gap_names(&f) && find_gap_order(&f);
  uti_list_free(&names);
  if (!room) uti_dependence_free(d);
  return room ? UTI_OK : UTI_NO_MEMORY;
}
