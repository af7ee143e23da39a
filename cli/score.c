/* score.c - the command score: NDJSON in, NDJSON out, a line for each line. */
#include <stdio.h>

#include "batch/assess.h"
#include "input/json_line.h"
#include "common/message.h"
#include "options/options.h"
#include "input/source.h"

typedef struct scoring {
  const options *options;
  assessor assessor;
  json_line line;
  text out, problem, warnings;
  size_t rejected;
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

static void score_line(scoring *s, uti_slice line, size_t number) {
  uti_assessment assessment;
  text_clear(&s->out);
  text_clear(&s->problem);
  text_clear(&s->warnings);
  if (json_line_read(&s->line, line, &s->problem) && score_object(s, &assessment)) {
    json_copy_members(s->line.bytes, added, &s->out);
    if (s->out.length > 1) text_add(&s->out, ",", 1);
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
  bool done = o->arguments.count > 0 || score_file(&s, "-");
  for (size_t i = 0; i < o->arguments.count && done; i++) done = score_file(&s, o->arguments.items[i]);
  assessor_close(&s.assessor);
  json_line_free(&s.line);
  text_free(&s.out);
  text_free(&s.problem);
  text_free(&s.warnings);
  return !done ? EXIT_FAILED : s.rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}
