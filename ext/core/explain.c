/* The writers of uti.h: reasons, JSON documents and highlighted text. */
#include <string.h>

#include "evidence.h"
#include "json.h"
#include "utf8.h"

/* ---- Reasons ---- */

enum { REASONS_AT_MOST = 64 };

typedef struct reasons {
  const uti_reader *reader;
  uti_text *text;
  const uti_code *seen[REASONS_AT_MOST];
  size_t count;
  bool names;                  /* evidence through names is written too */
  const char *separator;       /* before the next evidence */
} reasons;

static bool same_evidence(const uti_code *a, const uti_code *b) {
  if (a->argument != b->argument) return false;
  bool a_concept = a->operation <= UTI_CODE_QUALIFIED, b_concept = b->operation <= UTI_CODE_QUALIFIED;
  return a_concept == b_concept;
}

/* A concept that implies another has said it already. */
static bool said_by(const uti_knowledge *k, const uti_code *seen, const uti_code *shown) {
  if (same_evidence(seen, shown)) return true;
  bool concepts = seen->operation <= UTI_CODE_QUALIFIED && shown->operation <= UTI_CODE_QUALIFIED;
  return concepts && k->concepts[seen->argument].implies == shown->argument;
}

/* Whether the condition of an item asks for what has been said. */
static bool item_said(const reasons *r, const uti_item_value *item) {
  const uti_knowledge *k = r->reader->knowledge;
  const uti_score_row *row = &k->score_rows[item->decided != UTI_NONE_ID ? item->decided : item->first_row];
  for (uint32_t i = row->condition; i < row->condition + row->condition_length; i++) {
    const uti_code *code = &k->code[i];
    if (code->operation >= UTI_CODE_NOT) continue;
    const uti_term *term = uti_is_comparison(code) ? uti_term_of(k, code) : NULL;
    for (size_t s = 0; s < r->count; s++) {
      bool fact = r->seen[s]->operation > UTI_CODE_QUALIFIED;
      bool read = fact && term != NULL && (r->seen[s]->argument == term->first || r->seen[s]->argument == term->second);
      if (read || same_evidence(r->seen[s], code)) return true;
    }
  }
  return false;
}

/* A score whose points all come from what has been said adds nothing to a short line. */
static bool score_said(const reasons *r, const uti_code *shown) {
  uti_item_value item;
  size_t said = 0;
  for (uint32_t row = 0; uti_evidence_item(r->reader, shown, &row, &item); said++)
    if (!item_said(r, &item)) return false;
  return said > 0;
}

static void add_reason(void *context, const uti_evidence *evidence) {
  reasons *r = context;
  if (evidence->through_name && !r->names) return;
  const uti_code *shown = uti_evidence_shown(r->reader, evidence);
  for (size_t i = 0; i < r->count; i++)
    if (said_by(r->reader->knowledge, r->seen[i], shown)) return;
  if (r->count == REASONS_AT_MOST || score_said(r, shown)) return;
  r->seen[r->count++] = shown;
  if (r->text->bytes.count > 0) uti_text_add_string(r->text, r->separator);
  r->separator = "; ";
  uti_evidence_write(r->reader, evidence, r->text);
}

/* A warning's own words, and the signs that it is about. */
static void add_outside(reasons *r, const uti_assessment *a) {
  for (size_t i = 0; i < a->rule_count; i++) {
    const uti_rule *rule = &r->reader->knowledge->rules[a->rules[i].rule];
    if (rule->gives != UTI_GIVES_OUTSIDE) continue;
    if (r->text->bytes.count > 0) uti_text_add_string(r->text, "; ");
    uti_text_add_string(r->text, a->rules[i].label);
    r->count = 0;
    r->separator = ": ";
    uti_evidence_visit(r->reader, a->rules[i].rule, add_reason, r);
  }
}

const char *uti_write_reasons(uti_reader *reader, const uti_assessment *a, size_t *length) {
  uti_text *text = &reader->written;
  uti_text_clear(text);
  reasons r = {.reader = reader, .text = text, .separator = "; "};
  for (size_t i = 0; i < a->rule_count; i++)
    if (a->rules[i].level != UTI_NOT_ASSESSABLE) uti_evidence_visit(reader, a->rules[i].rule, add_reason, &r);
  r.names = true;
  for (size_t i = 0; i < a->rule_count; i++)
    if (a->rules[i].level != UTI_NOT_ASSESSABLE) uti_evidence_visit(reader, a->rules[i].rule, add_reason, &r);
  if (a->level == UTI_NOT_ASSESSABLE) uti_text_add_string(text, "nothing to assess");
  else if (a->outside_scope) add_outside(&r, a);
  else if (text->bytes.count == 0) uti_text_add_string(text, "no sign of a urinary infection or a leg clot found");
  bool open = false;
  for (size_t i = 0; i < a->rule_count; i++) {
    if (a->rules[i].level == UTI_NOT_ASSESSABLE) continue;
    uti_text_add_string(text, open ? " " : " [");
    uti_text_add_string(text, a->rules[i].id);
    open = true;
  }
  if (open) uti_text_add_string(text, "]");
  return uti_text_finish(text, length);
}

/* ---- JSON ---- */

static void json_span(uti_text *text, const uti_finding *finding, uti_slice report) {
  if (finding->length == 0) return;
  json_integer(text, "start", (int64_t)finding->start_character);
  json_integer(text, "length", (int64_t)finding->characters);
  json_comma(text);
  uti_text_add_string(text, "\"text\":");
  uti_text_add_json(text, report.bytes + finding->start, finding->length);
  if (finding->cue_length == 0) return;
  json_comma(text);
  uti_text_add_string(text, "\"cue\":");
  uti_text_add_json(text, report.bytes + finding->cue_start, finding->cue_length);
}

static void json_finding(uti_text *text, const uti_finding *finding, uti_slice report) {
  json_open(text, NULL, "{");
  json_member(text, "concept", finding->name);
  json_member(text, "label", finding->label);
  json_member(text, "status", uti_status_name(finding->status));
  if (finding->qualifier != NULL) json_member(text, "qualifier", finding->qualifier);
  json_span(text, finding, report);
  if (finding->has_value) {
    json_comma(text);
    uti_text_add_string(text, "\"value\":");
    uti_text_add_thousandths(text, (int64_t)(finding->value * 1000.0 + (finding->value < 0 ? -0.5 : 0.5)));
    if (*finding->unit != 0) json_member(text, "unit", finding->unit);
  }
  json_member(text, "source", uti_origin_name(finding->origin));
  uti_text_add(text, "}", 1);
}

static void findings_json(uti_text *text, const uti_assessment *a, uti_slice report) {
  for (size_t i = 0; i < a->finding_count; i++) json_finding(text, &a->findings[i], report);
}

const char *uti_write_findings_json(uti_reader *reader, const uti_assessment *a, uti_slice report, size_t *length) {
  uti_text *text = &reader->written;
  uti_text_clear(text);
  uti_text_add_string(text, "[");
  findings_json(text, a, report);
  uti_text_add_string(text, "]");
  return uti_text_finish(text, length);
}

typedef struct rule_evidence {
  const uti_reader *reader;
  const uti_assessment *assessment;
  uti_slice report;
  uti_text *text;
} rule_evidence;

/* A piece of evidence with the places where the report says it. */
static void evidence_json(void *context, const uti_evidence *evidence) {
  rule_evidence *e = context;
  uti_text *text = e->text;
  json_open(text, NULL, "{");
  uti_text piece;
  uti_text_init(&piece, &e->reader->allocator);
  uti_evidence_write(e->reader, evidence, &piece);
  const char *words = uti_text_finish(&piece, NULL);
  if (words == NULL) text->failed = true;
  json_member(text, "evidence", words);
  uti_text_free(&piece);
  bool concept = evidence->code->operation <= UTI_CODE_QUALIFIED;
  json_open(text, "spans", "[");
  for (size_t i = 0; concept && i < e->assessment->finding_count; i++) {
    const uti_finding *finding = &e->assessment->findings[i];
    if (finding->concept != evidence->code->argument || finding->status > UTI_POSSIBLE || finding->length == 0) continue;
    json_open(text, NULL, "{");
    json_span(text, finding, e->report);
    uti_text_add(text, "}", 1);
  }
  uti_text_add_string(text, "]}");
}

static void rules_json(uti_text *text, const uti_reader *reader, const uti_assessment *a, const uti_slice *report) {
  for (size_t i = 0; i < a->rule_count; i++) {
    const uti_fired_rule *rule = &a->rules[i];
    json_open(text, NULL, "{");
    json_member(text, "id", rule->id);
    json_member(text, "level", uti_level_name(rule->level));
    json_member(text, "label", rule->label);
    json_member(text, "citation", rule->citation);
    json_member(text, "basis", rule->basis);
    if (report != NULL) {
      rule_evidence e = {reader, a, *report, text};
      json_open(text, "evidence", "[");
      uti_evidence_visit(reader, rule->rule, evidence_json, &e);
      uti_text_add(text, "]", 1);
    }
    uti_text_add(text, "}", 1);
  }
}

const char *uti_write_rules_json(uti_reader *reader, const uti_assessment *a, size_t *length) {
  uti_text *text = &reader->written;
  uti_text_clear(text);
  uti_text_add_string(text, "[");
  rules_json(text, reader, a, NULL);
  uti_text_add_string(text, "]");
  return uti_text_finish(text, length);
}

static void warnings_json(uti_text *text, const uti_assessment *a) {
  for (size_t i = 0; i < a->warning_count; i++) {
    json_comma(text);
    uti_text_add_json(text, a->warnings[i], strlen(a->warnings[i]));
  }
}

const char *uti_write_warnings_json(uti_reader *reader, const uti_assessment *a, size_t *length) {
  uti_text *text = &reader->written;
  uti_text_clear(text);
  uti_text_add_string(text, "[");
  warnings_json(text, a);
  uti_text_add_string(text, "]");
  return uti_text_finish(text, length);
}

static void mechanisms_json(uti_text *text, const uti_assessment *a) {
  for (size_t i = 0; i < a->mechanism_count; i++) {
    const uti_mechanism_support *m = &a->mechanisms[i];
    if (*m->evidence == 0) continue;
    json_open(text, NULL, "{");
    json_member(text, "mechanism", m->name);
    json_comma(text);
    uti_text_add_string(text, "\"score\":");
    uti_text_add_thousandths(text, (int64_t)(m->score * 1000.0 + 0.5));
    json_member(text, "grade", m->grade);
    json_member(text, "evidence", m->evidence);
    json_member(text, "support", m->support);
    uti_text_add(text, "}", 1);
  }
}

/* Scores whose value means something already: the others stand in their own tables. */
static void scores_json(uti_text *text, const uti_reader *reader) {
  const uti_knowledge *k = reader->knowledge;
  for (uint32_t i = 0; i < k->score_count; i++) {
    const uti_interval *total = &UTI_ITEM(&reader->scores.values, uti_score_value, i).total;
    uint32_t row = UTI_ITEM(&reader->scores.readings, uint32_t, i);
    bool decided = row != UTI_NONE_ID && k->score_rows[row].condition_length > 0;
    if (total->lowest == UTI_NO_NUMBER || (!decided && total->lowest < total->highest)) continue;
    json_open(text, NULL, "{");
    json_member(text, "score", uti_score_name(k, i));
    json_comma(text);
    uti_text_add_string(text, "\"lowest\":");
    uti_text_add_thousandths(text, total->lowest);
    uti_text_add_string(text, ",\"highest\":");
    uti_text_add_thousandths(text, total->highest);
    if (decided) json_member(text, "interpretation", uti_string(k, k->score_rows[row].label));
    uti_text_add(text, "}", 1);
  }
}

static void gaps_json(uti_text *text, const uti_assessment *a) {
  for (size_t i = 0; i < a->gap_count; i++) {
    json_open(text, NULL, "{");
    json_member(text, "name", a->gaps[i].name);
    json_member(text, "rule", a->gaps[i].rule);
    json_member(text, "level", uti_level_name(a->gaps[i].level));
    json_member(text, "sentence", a->gaps[i].sentence);
    uti_text_add(text, "}", 1);
  }
}

static void questions_json(uti_text *text, const uti_assessment *a) {
  for (size_t i = 0; i < a->question_count; i++) {
    json_open(text, NULL, "{");
    json_member(text, "rule", a->questions[i].rule);
    json_member(text, "question", a->questions[i].question);
    json_member(text, "citation", a->questions[i].citation);
    uti_text_add(text, "}", 1);
  }
}

static void status_json(uti_text *text, const uti_assessment *a, uti_slice report, bool denied) {
  for (size_t i = 0; i < a->finding_count; i++)
    if ((a->findings[i].status == UTI_ABSENT) == denied) json_finding(text, &a->findings[i], report);
}

const char *uti_write_explanation_json(uti_reader *reader, const uti_assessment *a, uti_slice report, size_t *length) {
  uti_text *text = &reader->written;
  char id[17];
  uti_text_clear(text);
  uti_rules_id(reader->knowledge, reader->set, id);
  json_open(text, NULL, "{");
  json_member(text, "urgency", uti_level_name(a->level));
  json_member(text, "cramp_mechanism", a->mechanism < 0 ? NULL : uti_mechanism_name(reader->knowledge, (size_t)a->mechanism));
  json_open(text, "rules", "[");
  rules_json(text, reader, a, &report);
  uti_text_add(text, "]", 1);
  json_open(text, "mechanisms", "[");
  mechanisms_json(text, a);
  uti_text_add(text, "]", 1);
  json_open(text, "scores", "[");
  scores_json(text, reader);
  uti_text_add(text, "]", 1);
  json_open(text, "findings", "[");
  status_json(text, a, report, false);
  uti_text_add(text, "]", 1);
  json_open(text, "denied", "[");
  status_json(text, a, report, true);
  uti_text_add(text, "]", 1);
  json_open(text, "not_known", "[");
  gaps_json(text, a);
  uti_text_add(text, "]", 1);
  json_open(text, "ask_next", "[");
  questions_json(text, a);
  uti_text_add(text, "]", 1);
  json_open(text, "warnings", "[");
  warnings_json(text, a);
  uti_text_add(text, "]", 1);
  json_member(text, "rule_set", uti_rule_set_name(reader->set));
  json_member(text, "rules_id", id);
  uti_text_add(text, "}", 1);
  return uti_text_finish(text, length);
}

/* ---- Highlight ---- */

const char *uti_write_highlight(uti_reader *reader, const uti_assessment *a, uti_slice report, uti_slice open,
                                uti_slice close, int concept, size_t *length) {
  uti_text *text = &reader->written;
  uti_text_clear(text);
  size_t written = 0, span_end = 0;
  bool inside = false;
  for (size_t i = 0; i < a->finding_count; i++) {
    const uti_finding *finding = &a->findings[i];
    bool wanted = finding->length > 0 && finding->status == UTI_PRESENT && finding->concept != SIZE_MAX &&
                  (concept < 0 || finding->concept == (size_t)concept);
    if (!wanted) continue;
    size_t end = finding->start + finding->length;
    if (inside && finding->start <= span_end) {
      if (end > span_end) span_end = end;
      continue;
    }
    if (inside) {
      uti_text_add(text, report.bytes + written, span_end - written);
      uti_text_add(text, close.bytes, close.length);
      written = span_end;
    }
    uti_text_add(text, report.bytes + written, finding->start - written);
    uti_text_add(text, open.bytes, open.length);
    written = finding->start;
    span_end = end;
    inside = true;
  }
  if (inside) {
    uti_text_add(text, report.bytes + written, span_end - written);
    uti_text_add(text, close.bytes, close.length);
    written = span_end;
  }
  if (report.length > written) uti_text_add(text, report.bytes + written, report.length - written);
  return uti_text_finish(text, length);
}
