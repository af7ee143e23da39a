/* text.c - see text.h. */
#include "common/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/message.h"

/* ---- Memory ---- */

void *memory_resize(void *memory, size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) message_no_memory();
  void *resized = realloc(memory, count * size == 0 ? 1 : count * size);
  if (resized == NULL) message_no_memory();
  return resized;
}

void *memory_grow(void *memory, size_t count, size_t *room, size_t size) {
  if (count < *room) return memory;
  *room = *room == 0 ? 16 : *room * 2;
  return memory_resize(memory, *room, size);
}

char *memory_copy(const char *bytes, size_t length) {
  char *copy = memory_resize(NULL, length + 1, 1);
  if (length > 0) memcpy(copy, bytes, length);
  copy[length] = 0;
  return copy;
}

/* ---- Text ---- */

void text_add(text *t, const char *bytes, size_t length) {
  if (length >= SIZE_MAX / 2 - t->length) message_no_memory();
  if (t->length + length + 1 > t->room) {
    t->room = (t->length + length + 1) * 2;
    t->bytes = memory_resize(t->bytes, t->room, 1);
  }
  if (length > 0) memcpy(t->bytes + t->length, bytes, length);
  t->length += length;
  t->bytes[t->length] = 0;
}

void text_add_string(text *t, const char *string) { text_add(t, string, strlen(string)); }

void text_add_character(text *t, uint32_t c) {
  char bytes[4];
  size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t i = length; i-- > 1; c >>= 6) bytes[i] = (char)(0x80 | (c & 0x3F));
  bytes[0] = (char)(lead[length] | c);
  text_add(t, bytes, length);
}

void text_add_format(text *t, const char *format, ...) {
  char small[256];
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(small, sizeof small, format, arguments);
  va_end(arguments);
  if (length > 0 && (size_t)length < sizeof small) {
    text_add(t, small, (size_t)length);
  } else if (length > 0) {
    char *bytes = memory_resize(NULL, (size_t)length + 1, 1);
    vsnprintf(bytes, (size_t)length + 1, format, again);
    text_add(t, bytes, (size_t)length);
    free(bytes);
  }
  va_end(again);
}

void text_add_json(text *t, uti_slice s) {
  text_add(t, "\"", 1);
  size_t plain = 0;
  for (size_t i = 0; i < s.length; i++) {
    unsigned char c = (unsigned char)s.bytes[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    text_add(t, s.bytes + plain, i - plain);
    plain = i + 1;
    if (c == '"' || c == '\\') text_add_format(t, "\\%c", c);
    else if (c == '\n') text_add(t, "\\n", 2);
    else text_add_format(t, "\\u%04x", c);
  }
  text_add(t, s.bytes + plain, s.length - plain);
  text_add(t, "\"", 1);
}

void text_clear(text *t) {
  t->length = 0;
  text_add(t, "", 0);
}

void text_free(text *t) {
  free(t->bytes);
  *t = (text){0};
}

uti_slice text_slice(const text *t) { return (uti_slice){t->bytes, t->length}; }

/* ---- Names ---- */

void names_add(names *list, const char *bytes, size_t length) {
  list->items = memory_grow(list->items, list->count, &list->room, sizeof *list->items);
  list->items[list->count++] = memory_copy(bytes, length);
}

void names_end(names *list) {
  list->items = memory_grow(list->items, list->count, &list->room, sizeof *list->items);
  list->items[list->count] = NULL;
}

void names_free(names *list) {
  for (size_t i = 0; i < list->count; i++) free(list->items[i]);
  free(list->items);
  *list = (names){0};
}

/* ---- Slices ---- */

uti_slice slice_of(const char *string) { return (uti_slice){string, string == NULL ? 0 : strlen(string)}; }

bool slice_is(uti_slice s, const char *string) {
  return s.length == strlen(string) && memcmp(s.bytes, string, s.length) == 0;
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

uti_slice slice_trim(uti_slice s) {
  while (s.length > 0 && is_blank(s.bytes[0])) s.bytes++, s.length--;
  while (s.length > 0 && is_blank(s.bytes[s.length - 1])) s.length--;
  return s;
}

/* ---- UTF-8 ---- */

size_t utf8_read(const char *bytes, size_t length, uint32_t *code_point) {
  const unsigned char *b = (const unsigned char *)bytes;
  if (length == 0) return 0;
  if (b[0] < 0x80) {
    *code_point = b[0];
    return 1;
  }
  size_t count = b[0] >= 0xF0 ? 4 : b[0] >= 0xE0 ? 3 : 2;
  if (b[0] < 0xC2 || b[0] > 0xF4 || length < count) return 0;
  uint32_t c = b[0] & (0xFFu >> (count + 1));
  for (size_t i = 1; i < count; i++) {
    if ((b[i] & 0xC0) != 0x80) return 0;
    c = c << 6 | (b[i] & 0x3Fu);
  }
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (c < least[count] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return 0;
  *code_point = c;
  return count;
}

/* How many bytes from `at` on are ASCII, in steps of eight. */
static size_t plain_ahead(uti_slice s, size_t at) {
  size_t from = at;
  for (uint64_t eight; at + sizeof eight <= s.length; at += sizeof eight) {
    memcpy(&eight, s.bytes + at, sizeof eight);
    if ((eight & 0x8080808080808080u) != 0) break;
  }
  return at - from;
}

bool utf8_valid(uti_slice s) {
  uint32_t c;
  for (size_t i = plain_ahead(s, 0), step; i < s.length; i += step) {
    if ((unsigned char)s.bytes[i] < 0x80) {
      step = plain_ahead(s, i);
      if (step == 0) step = 1;
      continue;
    }
    if ((step = utf8_read(s.bytes + i, s.length - i, &c)) == 0) return false;
  }
  return true;
}

/* 0x80 to 0x9F of Windows-1252; from 0xA0 on it is Latin-1. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

size_t utf8_repair(uti_slice s, bad_bytes as, text *repaired) {
  size_t bad = 0, good = 0;
  uint32_t c;
  for (size_t i = 0, step; i < s.length; i += step) {
    if ((step = utf8_read(s.bytes + i, s.length - i, &c)) > 0) continue;
    text_add(repaired, s.bytes + good, i - good);
    unsigned char byte = (unsigned char)s.bytes[i];
    if (as == BAD_BYTES_REPLACED) c = 0xFFFD;
    else c = byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
    text_add_character(repaired, c);
    bad++;
    step = 1;
    good = i + 1;
  }
  text_add(repaired, s.bytes + good, s.length - good);
  return bad;
}
