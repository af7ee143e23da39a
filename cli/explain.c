/* explain.c - the command explain: a page that shows why a report has its level. */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch/assess.h"
#include "batch/cell_text.h"
#include "batch/evidence_spans.h"
#include "common/knowledge.h"
#include "common/message.h"
#include "options/options.h"
#include "input/source.h"
#include "common/terminal.h"

typedef struct page {
  const options *options;
  assessor assessor;
  uti_assessment assessment;
  uti_slice report;
  bool colored;
} page;

/* ---- Input ---- */

static bool read_report(const options *o, text *report) {
  if (o->arguments.count == 0) return true;
  const char *given = o->arguments.items[0];
  if (strcmp(given, "-") != 0) {
    text_add_string(report, given);
    return true;
  }
  source *in = source_open("-");
  if (in == NULL) return false;
  for (uti_slice block; (block = source_block(in)).length > 0;) text_add(report, block.bytes, block.length);
  bool failed = source_failed(in);
  source_close(in);
  return !failed;
}

static int set_facts(page *p) {
  const uti_knowledge *k = p->assessor.knowledge;
  for (size_t i = 0; i < p->options->facts.count; i++) {
    const char *given = p->options->facts.items[i];
    size_t length = strcspn(given, "=");
    uti_slice name = slice_trim((uti_slice){given, length});
    int fact = uti_fact_find(k, name);
    const char *near = fact < 0 ? uti_fact_nearest(k, name) : NULL;
    if (fact < 0 && near != NULL) return message_usage("--fact: '%.*s' is no fact: did you mean '%s'?", (int)name.length, name.bytes, near);
    if (fact < 0) return message_usage("--fact: '%.*s' is no fact", (int)name.length, name.bytes);
    if (uti_facts_set_text(p->assessor.facts, (size_t)fact, slice_of(given + length + 1)) == UTI_NO_MEMORY) message_no_memory();
  }
  return EXIT_DONE;
}

/* ---- The page ---- */

static void heading(const page *p, const char *words) {
  printf("\n%s%s%s\n", p->colored ? TERMINAL_BOLD : "", words, p->colored ? TERMINAL_PLAIN : "");
}

static void item(const page *p, size_t column, size_t indent, const char *words) {
  text safe = {0};
  cell_text_add(&safe, slice_of(words));
  terminal_wrap(text_slice(&safe), column, indent, p->colored);
  text_free(&safe);
}

static void print_level(const page *p) {
  static const char *const meanings[] = {"nothing to assess: no words, and no facts beyond age and sex", "nothing that concerns a UTI or a leg clot; this is not 'well'",
                                         "ordinary UTI care", "to be seen within a day or two", "to be seen today", "emergency department now"};
  const char *name = uti_level_name(p->assessment.level), *mechanism = mechanism_name(&p->assessor, &p->assessment);
  const char *on = p->colored ? terminal_level(p->assessment.level) : "";
  printf("%s%s%s: %s\n", on, name == NULL ? "not assessable" : name, *on ? TERMINAL_PLAIN : "", meanings[p->assessment.level + 1]);
  if (mechanism != NULL) printf("cramps: %s (a candidate, never a cause)\n", mechanism);
}

static void print_report(const page *p) {
  if (p->report.length == 0) return;
  text marked = {0};
  size_t count, from = 0;
  evidence_span *spans = evidence_spans(&p->assessment, &count);
  for (size_t i = 0; i < count; i++) {
    char on = spans[i].present ? MARK_PRESENT : MARK_POSSIBLE, off = MARK_END;
    cell_text_add(&marked, (uti_slice){p->report.bytes + from, spans[i].start - from});
    text_add(&marked, &on, 1);
    cell_text_add(&marked, (uti_slice){p->report.bytes + spans[i].start, spans[i].end - spans[i].start});
    text_add(&marked, &off, 1);
    from = spans[i].end;
  }
  cell_text_add(&marked, (uti_slice){p->report.bytes + from, p->report.length - from});
  heading(p, "Report");
  printf("  ");
  terminal_wrap(text_slice(&marked), 2, 2, p->colored);
  free(spans);
  text_free(&marked);
}

static void print_rules(const page *p) {
  heading(p, "Why");
  for (size_t i = 0; i < p->assessment.rule_count; i++) {
    const uti_fired_rule *rule = &p->assessment.rules[i];
    const char *level = uti_level_name(rule->level);
    printf("  %-4s %-10s ", rule->id, level == NULL ? "note" : level);
    item(p, 18, 18, rule->label);
    printf("%18s", "");
    item(p, 18, 18, rule->citation);
  }
  if (p->assessment.rule_count == 0) printf("  no rule fired\n");
}

static void print_mechanisms(const page *p) {
  bool any = false;
  for (size_t i = 0; i < p->assessment.mechanism_count; i++) {
    const uti_mechanism_support *m = &p->assessment.mechanisms[i];
    if (*m->evidence == 0) continue;
    if (!any) heading(p, "What may explain the cramps");
    any = true;
    text line = {0};
    text_add_format(&line, "%s (%s): %s", m->name, *m->grade ? m->grade : "no grade", m->evidence);
    printf("  ");
    item(p, 2, 4, line.bytes);
    printf("    ");
    item(p, 4, 4, m->support);
    text_free(&line);
  }
}

static void print_denied(const page *p) {
  text list = {0};
  for (size_t i = 0; i < uti_concept_count(p->assessor.knowledge); i++) {
    if (p->assessment.statuses[i] != UTI_ABSENT) continue;
    text_add_format(&list, "%s%s", list.length > 0 ? ", " : "", uti_concept_label(p->assessor.knowledge, i));
  }
  if (list.length > 0) {
    heading(p, "Denied");
    printf("  ");
    item(p, 2, 2, list.bytes);
  }
  text_free(&list);
}

static void print_questions(const page *p) {
  const uti_assessment *a = &p->assessment;
  if (a->question_count > 0) heading(p, "To ask next");
  for (size_t i = 0; i < a->question_count; i++) {
    printf("  - ");
    item(p, 4, 4, a->questions[i].question);
  }
}

static void print_gaps_and_warnings(const page *p) {
  const uti_assessment *a = &p->assessment;
  if (a->gap_count > 0) heading(p, "Not known, and would raise the level");
  for (size_t i = 0; i < a->gap_count; i++) {
    printf("  - ");
    item(p, 4, 4, a->gaps[i].sentence);
  }
  if (a->warning_count > 0) heading(p, "Warnings");
  for (size_t i = 0; i < a->warning_count; i++) {
    printf("  - ");
    item(p, 4, 4, a->warnings[i]);
  }
}

static bool print_page(page *p) {
  if (p->options->format == FORMAT_JSON) {
    size_t length;
    const char *json = uti_write_explanation_json(p->assessor.reader, &p->assessment, p->report, &length);
    if (json == NULL) return false;
    fwrite(json, 1, length, stdout);
    putchar('\n');
    return true;
  }
  print_level(p);
  print_report(p);
  print_rules(p);
  print_mechanisms(p);
  print_denied(p);
  print_questions(p);
  print_gaps_and_warnings(p);
  text versions = {0};
  text_add_format(&versions, "rule set %s, rules %s, uti-report %s", uti_rule_set_name(p->options->rule_set), p->assessor.rules_id, UTI_VERSION);
  if (p->options->rules != NULL) {
    text_add_string(&versions, ", pack ");
    knowledge_title(p->assessor.knowledge, &versions);
  }
  putchar('\n');
  item(p, 0, 0, versions.bytes);
  text_free(&versions);
  return true;
}

int run_explain(const options *o) {
  if (o->arguments.count == 0 && o->facts.count == 0) return message_usage("wanted a report or -, got nothing");
  if (o->arguments.count > 1) return message_usage("wanted one report, got %zu arguments: put the text in quotes", o->arguments.count);
  page p = {.options = o, .colored = terminal_colors(o->color, STDOUT_FILENO)};
  text report = {0};
  if (!read_report(o, &report)) return EXIT_FAILED;
  assessor_open(&p.assessor, o->rule_set);
  p.report = o->arguments.count == 0 ? (uti_slice){NULL, 0} : report.bytes == NULL ? slice_of("") : text_slice(&report);
  int status = set_facts(&p);
  if (status == EXIT_DONE) {
    uti_result result = uti_assess(p.assessor.reader, p.report, p.assessor.facts, &p.assessment);
    if (result != UTI_OK) status = message_error("%s", result_sentence(result));
    else if (!print_page(&p)) message_no_memory();
  }
  assessor_close(&p.assessor);
  text_free(&report);
  return status;
}
