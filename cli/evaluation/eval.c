/* eval.c - the command eval: assesses labelled texts and counts agreement. */
#include "evaluation/eval.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch/assess.h"
#include "input/json_line.h"
#include "common/knowledge.h"
#include "common/message.h"
#include "input/source.h"

/* The concepts that the labelling protocol names; --concepts replaces them. A
** concept that a label uses counts too. */
static const char *const labelled_concepts[] = {
    "dysuria", "urinary_urgency", "urinary_frequency", "suprapubic_pain", "hematuria", "cloudy_or_foul_urine", "uti",
    "pyelonephritis", "fever", "high_fever", "chills", "flank_pain", "back_pain", "nausea", "vomiting",
    "persistent_vomiting", "confusion", "fatigue", "body_aches", "reduced_fluid_intake", "dehydration", "sweating",
    "diarrhea", "low_potassium", "leg_cramps", "muscle_cramps", "abdominal_cramps", "bladder_spasm", "pelvic_pain",
    "leg_pain", "leg_swelling", "leg_redness", "leg_warmth", "dvt"};

typedef struct labelled {
  char *id;
  char *text;                  /* NULL: none */
  size_t length;
  json_t *object;
} labelled;

typedef struct evaluating {
  const options *options;
  assessor assessor, all_rules;
  evaluation counts;
  labelled *texts;
  size_t count, room, rejected;
} evaluating;

/* ---- Labels ---- */

static bool read_level(const json_t *value, uti_level *level) {
  *level = UTI_NOT_ASSESSABLE;
  if (value == NULL || json_is_null(value)) return true;
  return json_is_string(value) && uti_level_parse(slice_of(json_string_value(value)), level);
}

static uti_status status_named(const char *name) {
  for (int s = 0; s < STATUSES; s++)
    if (name != NULL && strcmp(name, uti_status_name((uti_status)s)) == 0) return (uti_status)s;
  return UTI_NOT_MENTIONED;
}

static bool check_labels(evaluating *e, json_t *object, text *problem) {
  uti_level level;
  const char *name;
  json_t *value, *findings = json_object_get(object, "findings");
  if (!read_level(json_object_get(object, "urgency"), &level)) text_add_string(problem, "\"urgency\" is no level");
  if (findings != NULL && !json_is_object(findings)) text_add_string(problem, "\"findings\": wanted an object");
  json_object_foreach(findings, name, value) {
    int concept = uti_concept_find(e->counts.knowledge, slice_of(name));
    if (problem->length > 0) return false;
    if (concept < 0) text_add_format(problem, "\"findings\": \"%.40s\" is no concept", name);
    else if (status_named(json_string_value(value)) == UTI_NOT_MENTIONED)
      text_add_format(problem, "\"findings\": \"%.40s\" has no known status", name);
    else if (e->options->concepts.count == 0) e->counts.counted[concept] = true;
  }
  return problem->length == 0;
}

static bool keep_text(evaluating *e, uti_slice line, size_t number, const char *file) {
  json_line read = {0};
  text problem = {0};
  char digits[32];
  uti_slice report = {0}, id = {0};
  bool good = json_line_read(&read, line, &problem);
  if (good && !json_as_text(json_object_get(read.object, e->options->text_field), digits, &report)) {
    text_add_format(&problem, "\"%s\": wanted text", e->options->text_field);
    good = false;
  }
  good = good && check_labels(e, read.object, &problem);
  if (!good) {
    message_rejected("%s line %zu: %s", file, number, problem.bytes);
    e->rejected++;
  } else {
    labelled kept = {.length = report.length, .object = json_incref(read.object)};
    if (report.bytes != NULL) kept.text = memory_copy(report.bytes, report.length);
    json_as_text(json_object_get(read.object, e->options->id_field), digits, &id);
    text shown = {0};
    if (id.length > 0) text_add(&shown, id.bytes, id.length);
    else text_add_format(&shown, "line %zu", number);
    kept.id = shown.bytes;
    e->texts = memory_grow(e->texts, e->count, &e->room, sizeof *e->texts);
    e->texts[e->count++] = kept;
  }
  json_line_free(&read);
  text_free(&problem);
  return good;
}

static bool read_file(evaluating *e, const char *name) {
  source *in = source_open(name);
  if (in == NULL) return false;
  uti_slice line;
  for (size_t number = 1; source_line(in, &line); number++) keep_text(e, line, number, source_name(in));
  bool failed = source_failed(in);
  source_close(in);
  return !failed;
}

/* ---- Comparing ---- */

static void compare_finding(evaluation *c, size_t concept, uti_status expected, uti_status found, text *differences) {
  tally any = {0}, both = {0};
  bool is_expected = expected != UTI_NOT_MENTIONED, is_found = found != UTI_NOT_MENTIONED;
  if (!is_expected && !is_found) return;
  any = (tally){is_expected && is_found, !is_expected, !is_found};
  both = (tally){expected == found, is_found && expected != found, is_expected && expected != found};
  tally_add(&c->any_status, any);
  tally_add(&c->both, both);
  tally_add(&c->by_concept[concept], both);
  if (expected == found) c->by_status[found].true_found++;
  if (is_found && expected != found) c->by_status[found].false_found++;
  if (is_expected && expected != found) c->by_status[expected].missed++;
  if (expected == found) return;
  text_add_format(differences, "%s%s: %s, found %s", differences->length > 0 ? "; " : "",
                  uti_concept_name(c->knowledge, concept), uti_status_name(expected), uti_status_name(found));
}

static void compare_findings(evaluation *c, json_t *labels, const uti_status *statuses, text *differences) {
  for (size_t i = 0; i < uti_concept_count(c->knowledge); i++) {
    if (!c->counted[i]) continue;
    const json_t *label = json_object_get(labels, uti_concept_name(c->knowledge, i));
    compare_finding(c, i, label == NULL ? UTI_NOT_MENTIONED : status_named(json_string_value(label)), statuses[i], differences);
  }
}

static bool same_name(const char *a, const char *b) { return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0; }

static bool assess(assessor *a, const labelled *t, uti_assessment *assessment) {
  text problem = {0};
  json_t *facts = json_object_get(t->object, "facts");
  uti_facts_clear(a->facts);
  bool good = facts == NULL || !json_is_object(facts) || json_set_facts(a->facts, facts, &problem);
  good = good && uti_assess(a->reader, (uti_slice){t->text, t->length}, a->facts, assessment) == UTI_OK;
  text_free(&problem);
  return good;
}

static void compare_text(evaluating *e, const labelled *t) {
  evaluation *c = &e->counts;
  uti_assessment answer, all;
  if (!assess(&e->assessor, t, &answer) || !assess(&e->all_rules, t, &all)) {
    message_rejected("%s: it cannot be assessed", t->id);
    e->rejected++;
    return;
  }
  miss m = {.found = answer.level, .found_by_all_rules = all.level, .found_mechanism = mechanism_name(&e->assessor, &answer)};
  m.expected_mechanism = json_string_value(json_object_get(t->object, "mechanism"));
  read_level(json_object_get(t->object, "urgency"), &m.expected);
  c->texts++;
  c->levels[m.expected + 1][m.found + 1]++;
  c->raised_by_all_rules += all.level > answer.level;
  c->lowered_by_all_rules += all.level < answer.level;
  bool same_mechanism = same_name(m.expected_mechanism, m.found_mechanism);
  if (m.expected_mechanism != NULL || m.found_mechanism != NULL) {
    c->mechanism_texts++;
    c->mechanisms_right += same_mechanism;
  }
  compare_findings(c, json_object_get(t->object, "findings"), answer.statuses, &m.findings);
  if (m.expected == m.found && same_mechanism && m.findings.length == 0) return;
  m.id = t->id;
  c->misses = memory_grow(c->misses, c->miss_count, &c->miss_room, sizeof *c->misses);
  c->misses[c->miss_count++] = m;
}

/* ---- The command ---- */

static void choose_concepts(evaluating *e) {
  const uti_knowledge *k = e->counts.knowledge;
  e->counts.counted = calloc(uti_concept_count(k), sizeof *e->counts.counted);
  e->counts.by_concept = calloc(uti_concept_count(k), sizeof *e->counts.by_concept);
  if (e->counts.counted == NULL || e->counts.by_concept == NULL) message_no_memory();
  size_t count = e->options->concepts.count;
  size_t listed = count > 0 ? count : sizeof labelled_concepts / sizeof *labelled_concepts;
  for (size_t i = 0; i < listed; i++) {
    int concept = uti_concept_find(k, slice_of(count > 0 ? e->options->concepts.items[i] : labelled_concepts[i]));
    if (concept >= 0) e->counts.counted[concept] = true;
  }
}

static void free_all(evaluating *e) {
  for (size_t i = 0; i < e->count; i++) {
    json_decref(e->texts[i].object);
    free(e->texts[i].id);
    free(e->texts[i].text);
  }
  for (size_t i = 0; i < e->counts.miss_count; i++) text_free(&e->counts.misses[i].findings);
  free(e->texts);
  free(e->counts.misses);
  free(e->counts.counted);
  free(e->counts.by_concept);
  assessor_close(&e->assessor);
  assessor_close(&e->all_rules);
}

int run_eval(const options *o) {
  if (o->arguments.count == 0) return message_usage("wanted a file with labelled texts, got nothing");
  evaluating e = {.options = o, .counts.knowledge = knowledge_in_force()};
  uti_rule_set rule_set = o->rule_set_given ? o->rule_set : UTI_RULES_CORE;
  assessor_open(&e.assessor, rule_set);
  assessor_open(&e.all_rules, UTI_RULES_FULL);
  choose_concepts(&e);
  bool done = true;
  for (size_t i = 0; i < o->arguments.count && done; i++) done = read_file(&e, o->arguments.items[i]);
  for (size_t i = 0; i < e.count && done; i++) compare_text(&e, &e.texts[i]);
  if (done) evaluation_print(&e.counts, uti_rule_set_name(rule_set), e.assessor.rules_id);
  int status = !done ? EXIT_FAILED : e.rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
  free_all(&e);
  return status;
}
