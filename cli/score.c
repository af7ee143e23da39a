/* score.c - the command score: NDJSON in, NDJSON out, a line for each line. */
#include <stdio.h>
#include <string.h>

#include "batch/assess.h"
#include "input/json_line.h"
#include "common/message.h"
#include "options/options.h"
#include "privacy/hash_ids.h"
#include "privacy/redact.h"
#include "input/source.h"

typedef struct scoring {
  const options *options;
  assessor assessor;
  json_line line;
  text out, problem, warnings;
  size_t rejected;
  redactor *redactor;          /* NULL without --redact */
  names identifying, left_out; /* of the line: values that tell who the person is; members */
} scoring;

/* What the command adds; an input field of the same name gives way. */
static const char *const added[] = {"urgency", "urgency_rank", "cramp_mechanism", "reasons",
                                    "findings", "warnings", "rules_id", NULL};

static bool read_facts(scoring *s, json_t *object) {
  const options *o = s->options;
  json_t *facts = json_object_get(object, "facts");
  json_set_member_facts(s->assessor.facts, object, o->text_field, o->id_field, &s->warnings);
  if (facts == NULL || json_is_null(facts)) return true;
  if (json_is_object(facts)) return json_set_facts(s->assessor.facts, facts, &s->problem);
  text_add_format(&s->problem, "\"facts\": wanted an object, got %s", json_kind(facts));
  return false;
}

static bool score_object(scoring *s, uti_assessment *assessment) {
  const char *field = s->options->text_field;
  json_t *value = json_object_get(s->line.object, field);
  char digits[32];
  uti_slice report;
  uti_facts_clear(s->assessor.facts);
  if (!json_as_text(value, digits, &report)) {
    text_add_format(&s->problem, "\"%s\": wanted text or null, got %s", field, json_kind(value));
    return false;
  }
  if (!read_facts(s, s->line.object)) return false;
  if (value == NULL) text_add_format(&s->warnings, "there is no field \"%s\"%c", field, 0);
  if (s->line.bad_bytes > 0)
    text_add_format(&s->warnings, "bytes that are no UTF-8 were replaced: %zu%c", s->line.bad_bytes, 0);
  uti_result result = uti_assess(s->assessor.reader, report, s->assessor.facts, assessment);
  if (result != UTI_OK) text_add_string(&s->problem, result_sentence(result));
  return result == UTI_OK;
}

/* ---- What may be shown ---- */

static void leave_out(scoring *s, const char *name) { names_add(&s->left_out, name, strlen(name)); }

/* Which members are not copied: those that are written anew, and with --redact
** those that tell who the person is. */
static void choose_members(scoring *s) {
  const char *name;
  json_t *value;
  char digits[32];
  uti_slice words;
  names_free(&s->identifying);
  names_free(&s->left_out);
  for (size_t i = 0; added[i] != NULL; i++) leave_out(s, added[i]);
  if (hash_ids_in_use()) leave_out(s, s->options->id_field);
  if (s->redactor == NULL) return;
  leave_out(s, s->options->text_field);
  json_object_foreach(s->line.object, name, value) {
    bool is_id = strcmp(name, s->options->id_field) == 0, tells = redact_column(name);
    if ((is_id || tells) && json_as_text(value, digits, &words) && words.length > 0) names_add(&s->identifying, words.bytes, words.length);
    if (tells && !is_id) leave_out(s, name);
  }
}

static void write_hashed_id(scoring *s) {
  char digits[32];
  uti_slice id;
  text shown = {0};
  if (!json_as_text(json_object_get(s->line.object, s->options->id_field), digits, &id) || id.bytes == NULL) return;
  hash_ids_show(id, &shown);
  if (s->out.length > 1) text_add(&s->out, ",", 1);
  text_add_json(&s->out, slice_of(s->options->id_field));
  text_add_string(&s->out, ":");
  text_add_json(&s->out, text_slice(&shown));
  text_free(&shown);
}

static void write_redacted_text(scoring *s, const uti_assessment *a) {
  char digits[32];
  uti_slice report;
  text shown = {0};
  size_t count;
  if (!json_as_text(json_object_get(s->line.object, s->options->text_field), digits, &report) || report.bytes == NULL) return;
  const mask *masks = redact_find(s->redactor, report, a, &s->identifying, &count);
  redact_apply(report, masks, count, &shown);
  if (s->out.length > 1) text_add(&s->out, ",", 1);
  text_add_json(&s->out, slice_of(s->options->text_field));
  text_add_string(&s->out, ":");
  text_add_json(&s->out, text_slice(&shown));
  text_free(&shown);
}

static void write_members(scoring *s, const uti_assessment *a) {
  if (s->redactor == NULL && !hash_ids_in_use()) {
    json_copy_members(s->line.bytes, added, &s->out);
  } else {
    choose_members(s);
    names_end(&s->left_out);
    json_copy_members(s->line.bytes, (const char *const *)s->left_out.items, &s->out);
    if (hash_ids_in_use()) write_hashed_id(s);
    if (s->redactor != NULL) write_redacted_text(s, a);
  }
  if (s->out.length > 1) text_add(&s->out, ",", 1);
}

static void score_line(scoring *s, uti_slice line, size_t number) {
  uti_assessment assessment;
  text_clear(&s->out);
  text_clear(&s->problem);
  text_clear(&s->warnings);
  if (json_line_read(&s->line, line, &s->problem) && score_object(s, &assessment)) {
    write_members(s, &assessment);
    write_answer_members(&s->assessor, &assessment, text_slice(&s->warnings), &s->out);
    text_add_string(&s->out, "}\n");
  } else {
    s->rejected++;
    text_add_string(&s->out, "{\"error\":");
    text_add_json(&s->out, text_slice(&s->problem));
    text_add_format(&s->out, ",\"line\":%zu}\n", number);
  }
  fwrite(s->out.bytes, 1, s->out.length, stdout);
}

static void flush_answers(void) { fflush(stdout); }

static bool score_file(scoring *s, const char *name) {
  source *in = source_open(name);
  if (in == NULL) return false;
  source_before_read(in, flush_answers);
  uti_slice line;
  for (size_t number = 1; source_line(in, &line) && !ferror(stdout); number++) {
    size_t before = s->rejected;
    score_line(s, line, number);
    if (s->rejected > before) message_rejected("%s line %zu: %s", source_name(in), number, s->problem.bytes);
  }
  bool failed = source_failed(in);
  source_close(in);
  return !failed;
}

int run_score(const options *o) {
  scoring s = {.options = o};
  assessor_open(&s.assessor, o->rule_set);
  if (o->redact) s.redactor = redactor_new();
  bool done = o->arguments.count > 0 || score_file(&s, "-");
  for (size_t i = 0; i < o->arguments.count && done; i++) done = score_file(&s, o->arguments.items[i]);
  assessor_close(&s.assessor);
  redactor_free(s.redactor);
  names_free(&s.identifying);
  names_free(&s.left_out);
  json_line_free(&s.line);
  text_free(&s.out);
  text_free(&s.problem);
  text_free(&s.warnings);
  return !done ? EXIT_FAILED : s.rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}
