/* json_line.c - see json_line.h. */
#include "input/json_line.h"

#include "common/knowledge.h"
#include "common/message.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SHOWN = 64 };

/* ---- Reading ---- */

static json_t *parse(uti_slice line, json_error_t *error) {
  json_t *value = json_loadb(line.bytes, line.length, JSON_ALLOW_NUL, error);
  /* Whole numbers of more than 64 bits are no mistake in JSON. */
  if (value == NULL && json_error_code(error) == json_error_numeric_overflow)
    value = json_loadb(line.bytes, line.length, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, error);
  return value;
}

/* The library's own texts may quote the line. */
static const char *why(const json_error_t *error) {
  switch (json_error_code(error)) {
    case json_error_premature_end_of_input: return "it ends too early";
    case json_error_end_of_input_expected: return "something follows the object";
    case json_error_null_byte_in_key: return "a name holds a zero character";
    case json_error_numeric_overflow: return "a number is too large";
    case json_error_stack_overflow: return "it is nested too deeply";
    case json_error_invalid_utf8: return "it is no valid Unicode";
    default: return "it is no valid JSON";
  }
}

bool json_line_read(json_line *read, uti_slice line, text *problem) {
  json_decref(read->object);
  read->object = NULL;
  read->bytes = line;
  read->bad_bytes = 0;
  if (slice_trim(line).length == 0) {
    text_add_string(problem, "wanted a JSON object, got an empty line");
    return false;
  }
  if (!utf8_valid(line)) {
    text_clear(&read->repaired);
    read->bad_bytes = utf8_repair(line, BAD_BYTES_REPLACED, &read->repaired);
    read->bytes = text_slice(&read->repaired);
  }
  json_error_t error = {0};
  json_t *value = parse(read->bytes, &error);
  if (value == NULL) {
    text_add_format(problem, "wanted a JSON object: at column %d %s", error.position < 1 ? 1 : error.position, why(&error));
    return false;
  }
  if (!json_is_object(value)) {
    text_add_format(problem, "wanted a JSON object, got %s", json_kind(value));
    json_decref(value);
    return false;
  }
  read->object = value;
  return true;
}

void json_line_free(json_line *read) {
  json_decref(read->object);
  text_free(&read->repaired);
  *read = (json_line){0};
}

const char *json_kind(const json_t *value) {
  switch (json_typeof(value)) {
    case JSON_OBJECT: return "an object";
    case JSON_ARRAY: return "an array";
    case JSON_STRING: return "text";
    case JSON_INTEGER:
    case JSON_REAL: return "a number";
    case JSON_TRUE:
    case JSON_FALSE: return "true or false";
    default: return "null";
  }
}

bool json_as_text(const json_t *value, char room[32], uti_slice *s) {
  *s = (uti_slice){NULL, 0};
  if (value == NULL || json_is_null(value)) return true;
  if (json_is_string(value)) {
    *s = (uti_slice){json_string_value(value), json_string_length(value)};
    return true;
  }
  if (!json_is_number(value)) return false;
  int length = json_is_integer(value) ? snprintf(room, 32, "%" JSON_INTEGER_FORMAT, json_integer_value(value))
                                      : snprintf(room, 32, "%.15g", json_real_value(value));
  *s = (uti_slice){room, (size_t)length};
  return true;
}

/* ---- Facts ---- */

static uti_result set_fact(uti_facts *facts, size_t fact, const json_t *value) {
  switch (json_typeof(value)) {
    case JSON_STRING: return uti_facts_set_text(facts, fact, (uti_slice){json_string_value(value), json_string_length(value)});
    case JSON_INTEGER: return uti_facts_set_integer(facts, fact, json_integer_value(value));
    case JSON_REAL: return uti_facts_set_real(facts, fact, json_real_value(value));
    case JSON_TRUE: return uti_facts_set_integer(facts, fact, 1);
    case JSON_FALSE: return uti_facts_set_integer(facts, fact, 0);
    case JSON_NULL: return UTI_OK;
    default: return UTI_WRONG_VALUE;
  }
}

/* A name's beginning, cut between characters. */
static int shown(const char *name) {
  size_t length = 0, step;
  uint32_t c;
  size_t all = strlen(name);
  while ((step = utf8_read(name + length, all - length, &c)) > 0 && length + step <= NAME_SHOWN) length += step;
  return (int)length;
}

static void wrong_value(text *t, const char *name, const json_t *value) {
  text_add_format(t, "fact \"%.*s\": wanted a number, text, true, false or null, got %s", shown(name), name, json_kind(value));
}

static void unknown_fact(text *t, const char *name) {
  const char *near = uti_fact_nearest(knowledge_in_force(), slice_of(name));
  text_add_format(t, "\"%.*s\" is no fact", shown(name), name);
  if (near != NULL) text_add_format(t, ": did you mean \"%s\"?", near);
}

bool json_set_facts(uti_facts *facts, json_t *object, text *problem) {
  const char *name;
  json_t *value;
  json_object_foreach(object, name, value) {
    int fact = uti_fact_find(knowledge_in_force(), slice_of(name));
    uti_result result = fact < 0 ? UTI_UNKNOWN_FACT : set_fact(facts, (size_t)fact, value);
    if (result == UTI_OK) continue;
    if (result == UTI_UNKNOWN_FACT) unknown_fact(problem, name);
    else if (result == UTI_WRONG_VALUE) wrong_value(problem, name, value);
    else text_add_string(problem, "out of memory");
    return false;
  }
  return true;
}

void json_set_member_facts(uti_facts *facts, json_t *object, const char *skipped_1, const char *skipped_2, text *warnings) {
  const char *name;
  json_t *value;
  json_object_foreach(object, name, value) {
    if (strcmp(name, skipped_1) == 0 || strcmp(name, skipped_2) == 0) continue;
    int fact = uti_fact_find(knowledge_in_force(), slice_of(name));
    if (fact < 0 || set_fact(facts, (size_t)fact, value) != UTI_WRONG_VALUE) continue;
    wrong_value(warnings, name, value);
    text_add(warnings, "", 1);
  }
}

/* ---- Members as they are written ---- */

size_t json_after_string(uti_slice s, size_t at) {
  for (at++; at < s.length && s.bytes[at] != '"'; at++)
    if (s.bytes[at] == '\\') at++;
  return at + 1;
}

static size_t after_value(uti_slice s, size_t at) {
  for (int depth = 0; at < s.length; at++) {
    char c = s.bytes[at];
    if (depth == 0 && (c == ',' || c == '}')) break;
    if (c == '"') at = json_after_string(s, at) - 1;
    if (c == '{' || c == '[') depth++;
    if (c == '}' || c == ']') depth--;
  }
  return at;
}

static bool is_one_of(uti_slice name, const char *const *list) {
  for (; *list != NULL; list++)
    if (slice_is(name, *list)) return true;
  return false;
}

/* "n\u0061me" is a way to write "name". */
static bool is_left_out(uti_slice quoted, const char *const *left_out) {
  if (memchr(quoted.bytes, '\\', quoted.length) == NULL) return is_one_of((uti_slice){quoted.bytes + 1, quoted.length - 2}, left_out);
  json_t *name = json_loadb(quoted.bytes, quoted.length, JSON_DECODE_ANY, NULL);
  if (name == NULL) message_no_memory();
  bool left = is_one_of((uti_slice){json_string_value(name), json_string_length(name)}, left_out);
  json_decref(name);
  return left;
}

void json_copy_members(uti_slice s, const char *const *left_out, text *t) {
  bool first = true;
  size_t at = (size_t)((const char *)memchr(s.bytes, '{', s.length) - s.bytes) + 1;
  text_add(t, "{", 1);
  for (;;) {
    while (at < s.length && s.bytes[at] != '"' && s.bytes[at] != '}') at++;
    if (at >= s.length || s.bytes[at] == '}') return;
    size_t name_end = json_after_string(s, at), end = after_value(s, name_end);
    uti_slice member = slice_trim((uti_slice){s.bytes + at, end - at});
    if (!is_left_out((uti_slice){s.bytes + at, name_end - at}, left_out)) {
      if (!first) text_add(t, ",", 1);
      text_add(t, member.bytes, member.length);
      first = false;
    }
    at = end;
  }
}
