/* redact.c - see redact.h. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "privacy/redact.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "common/message.h"
#include "privacy/redact_patterns.h"

enum { PATTERNS_AT_MOST = 64, VALUE_LEAST = 3 };

struct redactor {
  pcre2_code *codes[PATTERNS_AT_MOST];
  size_t code_count;
  pcre2_match_data *match;
  pcre2_match_context *limits;
  mask *masks;
  size_t count, room;
  text lowered, value;
};

redactor *redactor_new(void) {
  enum { STEPS = 1000000 };
  redactor *r = memory_resize(NULL, 1, sizeof *r);
  *r = (redactor){0};
  for (const redact_pattern *p = redact_patterns; p->name != NULL && r->code_count < PATTERNS_AT_MOST; p++) {
    int error;
    PCRE2_SIZE place;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)p->expression, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP, &error, &place, NULL);
    if (code == NULL) message_no_memory();
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);   /* without it patterns are slower, no more */
    r->codes[r->code_count++] = code;
  }
  r->match = pcre2_match_data_create(1, NULL);
  r->limits = pcre2_match_context_create(NULL);
  if (r->match == NULL || r->limits == NULL) message_no_memory();
  pcre2_set_match_limit(r->limits, STEPS);
  return r;
}

void redactor_free(redactor *r) {
  if (r == NULL) return;
  for (size_t i = 0; i < r->code_count; i++) pcre2_code_free(r->codes[i]);
  pcre2_match_data_free(r->match);
  pcre2_match_context_free(r->limits);
  free(r->masks);
  text_free(&r->lowered);
  text_free(&r->value);
  free(r);
}

static void add_mask(redactor *r, size_t start, size_t length) {
  if (length == 0) return;
  r->masks = memory_grow(r->masks, r->count, &r->room, sizeof *r->masks);
  r->masks[r->count++] = (mask){start, length};
}

/* ---- Patterns ---- */

static void find_pattern(redactor *r, const pcre2_code *code, uti_slice report) {
  PCRE2_SIZE from = 0;
  while (from <= report.length) {
    int found = pcre2_match(code, (PCRE2_SPTR)report.bytes, report.length, from, PCRE2_NO_UTF_CHECK, r->match, r->limits);
    if (found == PCRE2_ERROR_NOMATCH) return;
    if (found < 0) {   /* too hard to search: rather hide too much */
      add_mask(r, 0, report.length);
      return;
    }
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(r->match);
    add_mask(r, ends[0], ends[1] - ends[0]);
    if (ends[1] > from) {
      from = ends[1];
    } else {   /* an empty match: past one character */
      from++;
      while (from < report.length && ((unsigned char)report.bytes[from] & 0xC0) == 0x80) from++;
    }
  }
}

/* ---- Values of the row ---- */

bool redact_column(const char *name) {
  static const char *const parts[] = {"name", "surname", "dob", "birth", "address", "street", "city", "town", "zip", "postcode", "postal", "phone", "mobile",
                                      "telephone", "email", "mail", "mrn", "ssn", "nhs", "passport", "insurance", "medicare", "patientid", "recordnumber", "contact", "nextofkin"};
  char letters[64];
  size_t count = 0;
  for (const char *c = name; *c != 0 && count + 1 < sizeof letters; c++) {
    if (*c >= 'A' && *c <= 'Z') letters[count++] = (char)(*c - 'A' + 'a');
    else if (*c >= 'a' && *c <= 'z') letters[count++] = *c;
  }
  letters[count] = 0;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (strstr(letters, parts[i]) != NULL) return true;
  static const char *const whole[] = {"first", "last", "patient", "patientno", "patientnumber", "patientidentifier", "subjectid", "personid"};
  for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
    if (strcmp(letters, whole[i]) == 0) return true;
  return false;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool in_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0; }

static void find_word(redactor *r, uti_slice report, const char *word, size_t length) {
  if (length < VALUE_LEAST || length > report.length) return;
  text_clear(&r->value);
  for (size_t i = 0; i < length; i++) {
    char c = lower(word[i]);
    text_add(&r->value, &c, 1);
  }
  const char *end = r->lowered.bytes + r->lowered.length, *at = r->lowered.bytes;
  while ((size_t)(end - at) >= length && (at = memchr(at, r->value.bytes[0], (size_t)(end - at) - length + 1)) != NULL) {
    size_t start = (size_t)(at - r->lowered.bytes);
    bool whole = (start == 0 || !in_word(report.bytes[start - 1])) && (start + length == report.length || !in_word(report.bytes[start + length]));
    if (whole && memcmp(at, r->value.bytes, length) == 0) add_mask(r, start, length);
    at++;
  }
}

/* The whole value, and each of its words: "Jane Doe" is also hidden as "Doe, Jane". */
static void find_value(redactor *r, uti_slice report, const char *value) {
  find_word(r, report, value, strlen(value));
  while (*value != 0) {
    size_t length = 0;
    while (value[length] != 0 && in_word(value[length])) length++;
    find_word(r, report, value, length);
    value += length;
    while (*value != 0 && !in_word(*value)) value++;
  }
}

/* ---- All of them ---- */

static int by_start(const void *a, const void *b) {
  const mask *x = a, *y = b;
  return x->start < y->start ? -1 : x->start > y->start;
}

static void join_masks(redactor *r) {
  size_t joined = 0;
  if (r->count > 0) qsort(r->masks, r->count, sizeof *r->masks, by_start);
  for (size_t i = 0; i < r->count; i++) {
    mask *last = joined > 0 ? &r->masks[joined - 1] : NULL;
    size_t end = r->masks[i].start + r->masks[i].length;
    if (last == NULL || r->masks[i].start > last->start + last->length) r->masks[joined++] = r->masks[i];
    else if (end > last->start + last->length) last->length = end - last->start;
  }
  r->count = joined;
}

/* Takes a piece out of every mask. */
static void keep_visible(redactor *r, size_t start, size_t length) {
  size_t count = r->count, end = start + length;
  for (size_t i = 0; i < count; i++) {
    mask *m = &r->masks[i];
    size_t mask_end = m->start + m->length;
    if (length == 0 || m->length == 0 || m->start >= end || mask_end <= start) continue;
    size_t before = m->start < start ? start - m->start : 0, after = mask_end > end ? mask_end - end : 0;
    if (before > 0) {
      m->length = before;
      if (after > 0) add_mask(r, end, after);   /* `m` may have moved */
    } else {
      *m = (mask){end, after};
    }
  }
}

static void keep_evidence(redactor *r, const uti_assessment *a) {
  for (size_t i = 0; i < a->finding_count; i++) {
    keep_visible(r, a->findings[i].start, a->findings[i].length);
    keep_visible(r, a->findings[i].cue_start, a->findings[i].cue_length);
  }
  size_t kept = 0;
  for (size_t i = 0; i < r->count; i++)
    if (r->masks[i].length > 0) r->masks[kept++] = r->masks[i];
  r->count = kept;
  if (kept > 0) qsort(r->masks, kept, sizeof *r->masks, by_start);
}

const mask *redact_find(redactor *r, uti_slice report, const uti_assessment *a, const names *values, size_t *count) {
  r->count = 0;
  if (report.length > 0) {
    text_clear(&r->lowered);
    for (size_t i = 0; i < report.length; i++) {
      char c = lower(report.bytes[i]);
      text_add(&r->lowered, &c, 1);
    }
    for (size_t i = 0; i < r->code_count; i++) find_pattern(r, r->codes[i], report);
    for (size_t i = 0; i < values->count; i++) find_value(r, report, values->items[i]);
    join_masks(r);
    keep_evidence(r, a);
  }
  *count = r->count;
  return r->masks;
}

/* A character of the same number of bytes. */
static const char *hidden_character(size_t bytes) {
  static const char *const characters[] = {"*", "¤", "■", "\xF0\x9F\x9E\x8C"};
  return characters[bytes - 1];
}

void redact_apply(uti_slice report, const mask *masks, size_t count, text *t) {
  size_t at = 0;
  for (size_t i = 0; i < count; i++) {
    text_add(t, report.bytes + at, masks[i].start - at);
    size_t end = masks[i].start + masks[i].length;
    for (at = masks[i].start; at < end;) {
      uint32_t code_point;
      size_t bytes = utf8_read(report.bytes + at, report.length - at, &code_point);
      bool line_break = report.bytes[at] == '\n';
      if (bytes == 0) bytes = 1;
      text_add_string(t, line_break ? "\n" : hidden_character(bytes));
      at += bytes;
    }
  }
  text_add(t, report.bytes + at, report.length - at);
}
