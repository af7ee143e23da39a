/* json.h - members and brackets of a JSON text under construction. A comma is
** set where the text before asks for one. */
#ifndef UTI_JSON_H
#define UTI_JSON_H

#include <string.h>

#include "memory.h"

static inline void json_string(uti_text *text, const char *name, const char *value) {
  uti_text_add(text, "\"", 1);
  uti_text_add_string(text, name);
  uti_text_add_string(text, "\":");
  if (value == NULL) uti_text_add_string(text, "null");
  else uti_text_add_json(text, value, strlen(value));
}

static inline void json_comma(uti_text *text) {
  const char *bytes = text->bytes.items;
  size_t count = text->bytes.count;
  if (count > 0 && bytes[count - 1] != '[' && bytes[count - 1] != '{') uti_text_add(text, ",", 1);
}

static inline void json_member(uti_text *text, const char *name, const char *value) {
  json_comma(text);
  json_string(text, name, value);
}

static inline void json_integer(uti_text *text, const char *name, int64_t value) {
  json_comma(text);
  uti_text_add(text, "\"", 1);
  uti_text_add_string(text, name);
  uti_text_add_string(text, "\":");
  uti_text_add_integer(text, value);
}

static inline void json_open(uti_text *text, const char *name, const char *bracket) {
  json_comma(text);
  if (name != NULL) {
    uti_text_add(text, "\"", 1);
    uti_text_add_string(text, name);
    uti_text_add_string(text, "\":");
  }
  uti_text_add_string(text, bracket);
}

#endif
