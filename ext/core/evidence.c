#include "evidence.h"

#include <string.h>

typedef struct visiting {
  const uti_reader *reader;
  uti_known known;
  void (*visit)(void *, const uti_evidence *);
  void *context;
} visiting;

enum { NAMES_IN_NAMES = 4 };

static void visit_condition(const visiting *v, uint32_t first, uint32_t length, int depth);

static void visit_name(const visiting *v, uint32_t name, int depth) {
  const uti_knowledge *k = v->reader->knowledge;
  for (uint32_t i = 0; i < k->rule_count && depth < NAMES_IN_NAMES; i++) {
    const uti_rule *rule = &k->rules[i];
    if (rule->name == name && UTI_ITEM(&v->reader->decision.truths, uti_truth, i) == UTI_YES)
      visit_condition(v, rule->condition, rule->condition_length, depth + 1);
  }
}

/* Where the part of a condition begins that ends at `last`. */
static uint32_t part_start(const uti_knowledge *k, uint32_t last) {
  uint32_t open = 1;
  for (;; last--) {
    open += uti_operands(&k->code[last]);
    if (--open == 0) return last;
  }
}

static void visit_atom(const visiting *v, const uti_code *code, int depth) {
  if (code->operation == UTI_CODE_NAME) {
    visit_name(v, code->argument, depth);
  } else if (code->operation != UTI_CODE_DENIED) {
    uti_evidence evidence = {code, depth > 0};
    v->visit(v->context, &evidence);
  }
}

static void visit_part(const visiting *v, uint32_t last, int depth);

/* The parts of an operation in the order of the words, those that are true. */
static void visit_parts(const visiting *v, uint32_t last, uint32_t count, int depth) {
  uint32_t start = part_start(v->reader->knowledge, last);
  if (count > 1) visit_parts(v, start - 1, count - 1, depth);
  if (uti_condition(&v->known, start, last - start + 1, UTI_NONE_ID) == UTI_YES) visit_part(v, last, depth);
}

/* What follows a negation speaks by its absence, and is no evidence. */
static void visit_part(const visiting *v, uint32_t last, int depth) {
  const uti_code *code = &v->reader->knowledge->code[last];
  if (code->operation == UTI_CODE_NOT || code->operation == UTI_CODE_UNPROVEN) return;
  if (uti_operands(code) > 0) visit_parts(v, last - 1, uti_operands(code), depth);
  else visit_atom(v, code, depth);
}

/* Only what made the condition true: an arm that did not is no evidence. */
static void visit_condition(const visiting *v, uint32_t first, uint32_t length, int depth) {
  visit_parts(v, first + length - 1, 1, depth);
}

void uti_evidence_visit(const uti_reader *reader, size_t rule_row, void (*visit)(void *, const uti_evidence *),
                        void *context) {
  const uti_rule *rule = &reader->knowledge->rules[rule_row];
  visiting v = {reader, uti_decision_known(&reader->decision, reader->knowledge, &reader->findings), visit, context};
  visit_condition(&v, rule->condition, rule->condition_length, 0);
}

static void write_number(const uti_knowledge *k, uint32_t fact, int64_t number, uti_text *text) {
  const char *unit = uti_string(k, k->facts[fact].unit);
  uti_text_add_thousandths(text, number);
  if (*unit != 0) uti_text_add(text, " ", 1);
  uti_text_add_string(text, unit);
}

static bool asks_lowest(const uti_code *code) {
  return code->operation == UTI_CODE_LESS || code->operation == UTI_CODE_LESS_EQUAL;
}

static const char *sign_of(const uti_code *code) {
  static const char *const signs[] = {" < ", " ≤ ", " > ", " ≥ ", " = "};
  return signs[code->operation - UTI_CODE_LESS];
}

static bool is_score(const uti_term *term) {
  return term != NULL && (term->kind == UTI_TERM_SCORE || term->kind == UTI_TERM_SINGLE);
}

/* Of a total every item that certainly has points, of a single item those with the most. */
bool uti_evidence_item(const uti_reader *reader, const uti_code *code, uint32_t *row, uti_item_value *item) {
  const uti_knowledge *k = reader->knowledge;
  const uti_term *term = uti_is_comparison(code) ? uti_term_of(k, code) : NULL;
  if (!is_score(term) || k->scores[term->first].kind != UTI_SCORE_SUM) return false;
  const uti_score_entry *score = &k->scores[term->first];
  int64_t most = UTI_ITEM(&reader->scores.values, uti_score_value, term->first).single.lowest;
  int64_t points = term->kind == UTI_TERM_SINGLE && most > 0 ? most : 1;
  if (*row < score->first_row) *row = score->first_row;
  while (*row < score->first_row + score->row_count) {
    *item = uti_score_item_at(&reader->scores, k, score, *row);
    *row += item->row_count;
    if (k->score_rows[item->first_row].kind == UTI_SCORE_ITEM && item->points.lowest >= points) return true;
  }
  return false;
}

/* "Wells DVT score at least 2 (active cancer, whole leg swollen)" */
static void write_score(const uti_reader *reader, const uti_code *code, const uti_interval *number, uti_text *text) {
  const uti_knowledge *k = reader->knowledge;
  const uti_term *term = uti_term_of(k, code);
  if (term->kind == UTI_TERM_SINGLE) uti_text_add_string(text, "single item of ");
  uti_text_add_string(text, uti_string(k, k->scores[term->first].label));
  uti_text_add_string(text, number->lowest < number->highest ? " at least " : " ");
  uti_text_add_thousandths(text, number->lowest);
  const char *before = " (";
  uti_item_value item;
  for (uint32_t row = 0; uti_evidence_item(reader, code, &row, &item); before = ", ") {
    uti_text_add_string(text, before);
    uti_text_add_string(text, uti_string(k, k->score_rows[item.first_row].label));
  }
  if (*before == ',') uti_text_add_string(text, ")");
}

/* A score, a difference, a temperature in °C. */
static void write_term(const uti_reader *reader, const uti_code *code, const uti_term *term, uti_text *text) {
  const uti_knowledge *k = reader->knowledge;
  uti_known known = uti_decision_known(&reader->decision, k, &reader->findings);
  uti_interval number = uti_compared(&known, code);
  if (is_score(term)) {
    write_score(reader, code, &number, text);
  } else {
    uint32_t unit = term->kind == UTI_TERM_CELSIUS ? term->second : term->first;
    uti_text_add_string(text, uti_string(k, k->facts[unit].label));
    if (term->kind == UTI_TERM_DIFFERENCE) {
      uti_text_add_string(text, " less ");
      uti_text_add_string(text, uti_string(k, k->facts[term->second].label));
    }
    uti_text_add(text, " ", 1);
    write_number(k, unit, asks_lowest(code) ? number.lowest : number.highest, text);
  }
  uti_text_add_string(text, sign_of(code));
  uti_text_add_thousandths(text, code->value);
}

/* "temp" for temp_f: the unit is said anyway. */
static void write_comparison(const uti_reader *reader, const uti_code *code, uti_text *text) {
  const uti_knowledge *k = reader->knowledge;
  const uti_term *term = uti_term_of(k, code);
  if (term != NULL) {
    write_term(reader, code, term, text);
    return;
  }
  int64_t number = UTI_ITEM(asks_lowest(code) ? &reader->findings.lows : &reader->findings.highs, int64_t, code->argument);
  const uti_fact *fact = &k->facts[code->argument];
  if (fact->kind == UTI_FACT_SEX) {
    uti_text_add_string(text, number != 0 ? "male" : "female");
    return;
  }
  uti_text_add_string(text, uti_string(k, fact->label));
  uti_text_add(text, " ", 1);
  write_number(k, code->argument, number, text);
  uti_text_add_string(text, sign_of(code));
  write_number(k, code->argument, code->value, text);
}

/* The comparison or fact that made a concept present, or NULL where words did. */
static const uti_code *deciding_fact(const uti_reader *reader, uint32_t concept) {
  const uti_knowledge *k = reader->knowledge;
  uint32_t offset = k->concepts[concept].present_when;
  if (offset == UTI_NONE_ID) return NULL;
  uti_known known = uti_decision_known(&reader->decision, k, &reader->findings);
  bool said = UTI_ITEM(&reader->findings.from_text, uti_status, concept) <= UTI_POSSIBLE;
  for (uint32_t i = offset + 1; i <= offset + k->code[offset].argument; i++) {
    bool wanted = uti_is_comparison(&k->code[i]) || (k->code[i].operation == UTI_CODE_FACT && !said);
    if (wanted && uti_condition_atom(&known, &k->code[i]) == UTI_YES) return &k->code[i];
  }
  return NULL;
}

const uti_code *uti_evidence_shown(const uti_reader *reader, const uti_evidence *evidence) {
  const uti_code *code = evidence->code;
  if (code->operation > UTI_CODE_QUALIFIED) return code;
  const uti_code *fact = deciding_fact(reader, code->argument);
  return fact != NULL ? fact : code;
}

void uti_evidence_write(const uti_reader *reader, const uti_evidence *evidence, uti_text *text) {
  const uti_knowledge *k = reader->knowledge;
  const uti_code *code = uti_evidence_shown(reader, evidence);
  if (uti_is_comparison(code)) {
    write_comparison(reader, code, text);
    return;
  }
  if (code->operation == UTI_CODE_FACT) {
    uti_text_add_string(text, uti_string(k, k->facts[code->argument].label));
    return;
  }
  const char *qualifier = UTI_ITEM(&reader->findings.qualifiers, const char *, code->argument);
  uti_status status = UTI_ITEM(&reader->findings.statuses, uti_status, code->argument);
  if (status == UTI_POSSIBLE) uti_text_add_string(text, "possible ");
  if (code->operation == UTI_CODE_PAST) uti_text_add_string(text, "past ");
  bool before = qualifier != NULL && strchr(qualifier, ' ') == NULL;
  if (before) {
    uti_text_add_string(text, qualifier);
    uti_text_add(text, " ", 1);
  }
  uti_text_add_string(text, uti_concept_label(k, code->argument));
  if (qualifier == NULL || before) return;
  uti_text_add_string(text, " (");
  uti_text_add_string(text, qualifier);
  uti_text_add_string(text, ")");
}
