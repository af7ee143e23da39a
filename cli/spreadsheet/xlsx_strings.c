/* xlsx_strings.c - the shared strings of a workbook: the pieces of a rich text are
** joined, and what is written above them to say how they are read aloud is left out. */
#include <string.h>

#include "spreadsheet/xlsx_parts.h"

enum { STRINGS_AT_MOST = 16000000 };
#define STRING_BYTES_AT_MOST ((size_t)1 << 30)

typedef struct strings_state {
  xlsx *book;
  size_t from;                 /* where the string begins that is being read */
  bool in_string, in_text;
  unsigned phonetic;           /* depth of rPh */
} strings_state;

static void start(xml_reader *r, const char *name, const char **attributes) {
  (void)attributes;
  strings_state *s = r->state;
  if (strcmp(name, "si") == 0) {
    s->in_string = true;
    s->from = s->book->strings.length;
    if (s->book->string_count == STRINGS_AT_MOST) r->problem = "it has more than 16 million different texts";
  } else if (strcmp(name, "rPh") == 0) {
    s->phonetic++;
  }
  s->in_text = s->in_string && s->phonetic == 0 && strcmp(name, "t") == 0;
}

static void end(xml_reader *r, const char *name) {
  strings_state *s = r->state;
  s->in_text = false;
  if (strcmp(name, "rPh") == 0 && s->phonetic > 0) s->phonetic--;
  if (strcmp(name, "si") != 0) return;
  xlsx *book = s->book;
  s->in_string = false;
  xlsx_unescape(&book->strings, s->from);
  book->string_ends = memory_grow(book->string_ends, book->string_count, &book->string_room, sizeof *book->string_ends);
  book->string_ends[book->string_count++] = book->strings.length;
}

static void characters(xml_reader *r, const char *bytes, size_t length) {
  strings_state *s = r->state;
  if (!s->in_text) return;
  text_add(&s->book->strings, bytes, length);
  if (s->book->strings.length > STRING_BYTES_AT_MOST) r->problem = "its texts take more than 1 GB";
}

bool xlsx_read_strings(xlsx *book, text *problem) {
  strings_state state = {.book = book};
  xml_reader reader = {&state, start, end, characters, NULL};
  text_clear(&book->strings);  /* all of them may be empty */
  return book->strings_part == NULL || archive_parse(book->archive, book->strings_part, &reader, problem);
}

uti_slice xlsx_string(const xlsx *book, size_t index) {
  size_t from = index == 0 ? 0 : book->string_ends[index - 1];
  return (uti_slice){book->strings.bytes + from, book->string_ends[index] - from};
}

static int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "_xHHHH_" at `bytes`: its code, or -1. */
static long escaped(const char *bytes, size_t length) {
  if (length < 7 || bytes[0] != '_' || bytes[1] != 'x' || bytes[6] != '_') return -1;
  long code = 0;
  for (int i = 2; i < 6; i++) {
    int digit = digit_of(bytes[i]);
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

void xlsx_unescape(text *t, size_t from) {
  if (t->length == from || memchr(t->bytes + from, '_', t->length - from) == NULL) return;
  text plain = {0};
  for (size_t i = from; i < t->length;) {
    long code = escaped(t->bytes + i, t->length - i);
    bool surrogate = code >= 0xD800 && code < 0xE000;
    if (code > 0 && !surrogate) text_add_character(&plain, (uint32_t)code);
    else if (code < 0) text_add(&plain, t->bytes + i, 1);
    i += code >= 0 ? 7 : 1;
  }
  t->length = from;
  text_add(t, plain.bytes, plain.length);
  text_free(&plain);
}
