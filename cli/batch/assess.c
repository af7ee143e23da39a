/* assess.c - see assess.h. */
#include "batch/assess.h"

#include <string.h>

#include "common/knowledge.h"
#include "common/message.h"

void assessor_open(assessor *a, uti_rule_set rule_set) {
  a->knowledge = knowledge_in_force();
  a->reader = uti_reader_new(a->knowledge, NULL);
  a->facts = uti_facts_new(a->knowledge, NULL);
  if (a->reader == NULL || a->facts == NULL) message_no_memory();
  uti_reader_use(a->reader, rule_set);
  uti_rules_id(a->knowledge, rule_set, a->rules_id);
}

void assessor_close(assessor *a) {
  uti_facts_free(a->facts);
  uti_reader_free(a->reader);
}

const char *mechanism_name(const assessor *a, const uti_assessment *assessment) {
  return assessment->mechanism < 0 ? NULL : uti_mechanism_name(a->knowledge, (size_t)assessment->mechanism);
}

const char *result_sentence(uti_result result) {
  if (result == UTI_TOO_BIG) return "the report is longer than 256 MB";
  if (result == UTI_NO_MEMORY) return "out of memory";
  return "the report cannot be assessed";
}

static void add_quoted(text *t, const char *string) {
  if (string == NULL) text_add_string(t, "null");
  else text_add_json(t, slice_of(string));
}

static void write_reasons(const uti_assessment *a, text *t) {
  const char *comma = "";
  text_add_string(t, ",\"reasons\":[");
  for (size_t i = 0; i < a->rule_count; i++) {
    if (a->rules[i].level == UTI_NOT_ASSESSABLE) continue;
    text reason = {0};
    text_add_format(&reason, "%s [%s]", a->rules[i].label, a->rules[i].id);
    text_add_string(t, comma);
    text_add_json(t, text_slice(&reason));
    text_free(&reason);
    comma = ",";
  }
  text_add_string(t, "]");
}

static void write_statuses(const uti_knowledge *k, const uti_assessment *a, text *t) {
  const char *comma = "";
  text_add_string(t, ",\"findings\":{");
  for (size_t i = 0; i < uti_concept_count(k); i++) {
    if (a->statuses[i] == UTI_NOT_MENTIONED) continue;
    text_add_format(t, "%s\"%s\":\"%s\"", comma, uti_concept_name(k, i), uti_status_name(a->statuses[i]));
    comma = ",";
  }
  text_add_string(t, "}");
}

static void write_warnings(const uti_assessment *a, uti_slice more, text *t) {
  const char *comma = "";
  text_add_string(t, ",\"warnings\":[");
  for (size_t i = 0; i < a->warning_count; i++, comma = ",") {
    text_add_string(t, comma);
    add_quoted(t, a->warnings[i]);
  }
  for (size_t at = 0; at < more.length; at += strlen(more.bytes + at) + 1, comma = ",") {
    text_add_string(t, comma);
    add_quoted(t, more.bytes + at);
  }
  text_add_string(t, "]");
}

void write_answer_members(const assessor *assessor, const uti_assessment *a, uti_slice more_warnings, text *t) {
  text_add_string(t, "\"urgency\":");
  add_quoted(t, uti_level_name(a->level));
  if (a->level == UTI_NOT_ASSESSABLE) text_add_string(t, ",\"urgency_rank\":null");
  else text_add_format(t, ",\"urgency_rank\":%d", (int)a->level);
  text_add_string(t, ",\"cramp_mechanism\":");
  add_quoted(t, mechanism_name(assessor, a));
  write_reasons(a, t);
  write_statuses(assessor->knowledge, a, t);
  write_warnings(a, more_warnings, t);
  text_add_format(t, ",\"rules_id\":\"%s\"", assessor->rules_id);
}
