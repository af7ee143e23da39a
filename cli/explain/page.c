/* page.c - see page.h. */
#include "explain/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/knowledge.h"
#include "common/message.h"

static void print_level(const page *p, const page_style *style) {
  static const char *const meanings[] = {"nothing to assess: no words, and no facts beyond age and sex", "nothing that concerns a UTI or a leg clot; this is not 'well'",
                                         "ordinary UTI care", "to be seen within a day or two", "to be seen today", "emergency department now"};
  const char *name = uti_level_name(p->assessment.level);
  style->begin(p, name == NULL ? "not assessable" : name, meanings[p->assessment.level + 1], mechanism_name(&p->assessor, &p->assessment));
}

static void print_rules(const page *p, const page_style *style) {
  static const page_section section = {"Why", {"Rule", "Level", "What", "Source"}, {4, 10, 0, 0}}, empty = {.heading = "Why"};
  if (p->assessment.rule_count == 0) {
    style->section(p, &empty);
    style->item(p, "no rule fired");
    style->section_end(p, &empty);
    return;
  }
  style->section(p, &section);
  for (size_t i = 0; i < p->assessment.rule_count; i++) {
    const uti_fired_rule *rule = &p->assessment.rules[i];
    const char *level = uti_level_name(rule->level);
    page_row row = {{slice_of(rule->id), slice_of(level == NULL ? "note" : level), slice_of(rule->label), slice_of(rule->citation)}, rule->level, NO_SPAN};
    style->row(p, &section, &row);
  }
  style->section_end(p, &section);
}

static void print_mechanisms(const page *p, const page_style *style) {
  static const page_section section = {"What may explain the cramps", {"Candidate", "Speaks for it", "How", "Grade"}, {22, 0, 0, 0}};
  bool any = false;
  for (size_t i = 0; i < p->assessment.mechanism_count; i++) {
    const uti_mechanism_support *m = &p->assessment.mechanisms[i];
    if (*m->evidence == 0) continue;
    if (!any) style->section(p, &section);
    any = true;
    text graded = {0};
    text_add_format(&graded, "evidence: %s", *m->grade ? m->grade : "not graded");
    page_row row = {{slice_of(m->name), slice_of(m->evidence), slice_of(m->support), slice_of(graded.bytes)}, UTI_NOT_ASSESSABLE, NO_SPAN};
    style->row(p, &section, &row);
    text_free(&graded);
  }
  if (any) style->section_end(p, &section);
}

/* ---- What was read ---- */

static long span_of(const page *p, const uti_finding *f) {
  for (size_t i = 0; i < p->span_count && f->length > 0; i++)
    if (f->start >= p->spans[i].start && f->start < p->spans[i].end) return (long)i;
  return NO_SPAN;
}

static void add_words(const page *p, size_t start, size_t length, text *t) {
  text_add_string(t, "\"");
  text_add(t, p->report.bytes + start, length);
  text_add_string(t, "\"");
}

static void print_finding(const page *p, const page_style *style, const page_section *section, const uti_finding *f) {
  text words = {0}, more = {0};
  if (f->length > 0) add_words(p, f->start, f->length, &words);
  else text_add_string(&words, f->origin == UTI_FROM_FACT ? "a fact" : "follows from another finding");
  if (f->has_value) text_add_format(&more, "%.6g %s", f->value, f->unit);
  if (f->qualifier != NULL) text_add_format(&more, "%s%s", more.length > 0 ? "; " : "", f->qualifier);
  if (f->cue_length > 0) {
    text_add_string(&more, more.length > 0 ? "; because of " : "because of ");
    add_words(p, f->cue_start, f->cue_length, &more);
  }
  page_row row = {{slice_of(uti_status_name(f->status)), slice_of(f->label), text_slice(&words), text_slice(&more)}, UTI_NOT_ASSESSABLE, span_of(p, f)};
  style->row(p, section, &row);
  text_free(&words);
  text_free(&more);
}

static void print_findings(const page *p, const page_style *style) {
  static const page_section section = {"What was read", {"Status", "Finding", "Words", "More"}, {12, 28, 0, 0}};
  if (p->assessment.finding_count == 0) return;
  style->section(p, &section);
  for (size_t i = 0; i < p->assessment.finding_count; i++) print_finding(p, style, &section, &p->assessment.findings[i]);
  style->section_end(p, &section);
}

static void print_denied(const page *p, const page_style *style) {
  static const page_section section = {.heading = "Denied"};
  text list = {0};
  for (size_t i = 0; i < uti_concept_count(p->assessor.knowledge); i++) {
    if (p->assessment.statuses[i] != UTI_ABSENT) continue;
    text_add_format(&list, "%s%s", list.length > 0 ? ", " : "", uti_concept_label(p->assessor.knowledge, i));
  }
  if (list.length > 0) {
    style->section(p, &section);
    style->item(p, list.bytes);
    style->section_end(p, &section);
  }
  text_free(&list);
}

/* ---- Scores, questions, gaps, warnings ---- */

static void add_interval(const uti_score_item *i, text *t) {
  int digits = i->whole ? 0 : 2;
  if (!i->known) text_add_string(t, "no value");
  else if (i->lowest < i->highest) text_add_format(t, "%.*f to %.*f", digits, i->lowest, digits, i->highest);
  else text_add_format(t, "%.*f", digits, i->lowest);
}

static bool says_something(const uti_score *s) {
  for (size_t i = 0; i < s->item_count; i++)
    if (s->items[i].known && *s->items[i].decided_by != 0 && s->items[i].highest != 0) return true;
  return false;
}

static void add_decided(const uti_score *s, text *t) {
  for (size_t i = 0; i < s->item_count; i++) {
    const uti_score_item *item = &s->items[i];
    if (!item->known || *item->decided_by == 0 || item->highest == 0) continue;
    text_add_format(t, "%s%s ", t->length > 0 ? "; " : "", item->decided_by);
    add_interval(item, t);
  }
}

/* A score that nothing in the report speaks for is left out. */
static void print_scores(const page *p, const page_style *style) {
  static const page_section section = {"Published scores", {"Score", "Points", "From", "Not known"}, {16, 12, 0, 0}};
  bool any = false;
  for (size_t i = 0; i < uti_score_count(p->assessor.knowledge); i++) {
    uti_score s;
    if (uti_score_explain(p->assessor.reader, i, &s) != UTI_OK) message_no_memory();
    if (!s.total.known || !says_something(&s)) continue;
    if (!any) style->section(p, &section);
    any = true;
    text points = {0}, from = {0}, missing = {0};
    add_interval(&s.total, &points);
    if (*s.total.reading != 0) text_add_format(&points, ", %s", s.total.reading);
    add_decided(&s, &from);
    if (*s.total.missing != 0) text_add_format(&missing, "not known: %s", s.total.missing);
    page_row row = {{slice_of(s.name), text_slice(&points), text_slice(&from), text_slice(&missing)}, UTI_NOT_ASSESSABLE, NO_SPAN};
    style->row(p, &section, &row);
    text_free(&points);
    text_free(&from);
    text_free(&missing);
  }
  if (any) style->section_end(p, &section);
}

static void print_questions(const page *p, const page_style *style) {
  static const page_section section = {.heading = "To ask next"};
  if (p->assessment.question_count == 0) return;
  style->section(p, &section);
  for (size_t i = 0; i < p->assessment.question_count; i++) style->item(p, p->assessment.questions[i].question);
  style->section_end(p, &section);
}

static void print_gaps(const page *p, const page_style *style) {
  static const page_section section = {.heading = "Not known, and would raise the level"};
  if (p->assessment.gap_count == 0) return;
  style->section(p, &section);
  for (size_t i = 0; i < p->assessment.gap_count; i++) style->item(p, p->assessment.gaps[i].sentence);
  style->section_end(p, &section);
}

static void print_warnings(const page *p, const page_style *style) {
  static const page_section section = {.heading = "Warnings"};
  if (p->assessment.warning_count == 0) return;
  style->section(p, &section);
  for (size_t i = 0; i < p->assessment.warning_count; i++) style->item(p, p->assessment.warnings[i]);
  style->section_end(p, &section);
}

static void print_end(const page *p, const page_style *style) {
  text versions = {0};
  text_add_format(&versions, "rule set %s, rules %s, uti-report %s", uti_rule_set_name(p->options->rule_set), p->assessor.rules_id, UTI_VERSION);
  if (p->options->rules != NULL) {
    text_add_string(&versions, ", pack ");
    knowledge_title(p->assessor.knowledge, &versions);
  }
  style->end(p, versions.bytes);
  text_free(&versions);
}

void page_print(page *p, const page_style *style) {
  p->spans = evidence_spans(&p->assessment, &p->span_count);
  print_level(p, style);
  if (p->report.length > 0) style->report(p);
  print_rules(p, style);
  print_mechanisms(p, style);
  print_denied(p, style);
  print_questions(p, style);
  print_gaps(p, style);
  print_warnings(p, style);
  print_findings(p, style);
  print_scores(p, style);   /* last: an explained score takes the reader's memory */
  print_end(p, style);
  free(p->spans);
}
