/* source.c - see source.h. */
#define _POSIX_C_SOURCE 200809L
#include "input/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/interruption.h"
#include "common/message.h"
#include "common/text.h"
#include "system/system.h"

enum { BLOCK = 64 * 1024 };

struct source {
  char *name;
  int file;
  bool ended, failed, began;
  bool utf16, big_endian;
  uint64_t position, size;
  char raw[BLOCK];             /* as the file holds it */
  size_t raw_length;           /* bytes that wait for their second half */
  text block;                  /* decoded; what is taken begins at `at` */
  size_t at;
  text line;                   /* a line that goes over a block's end */
  char line_end;
  void (*before_read)(void);
};

source *source_open(const char *name) {
  bool standard = strcmp(name, "-") == 0;
  int file = standard ? STDIN_FILENO : system_open(name);
  uint64_t size = 0;
  system_kind kind = file < 0 ? SYSTEM_NOTHING : system_kind_of_open(file, &size);
  if (kind == SYSTEM_NOTHING && errno == EISDIR) kind = SYSTEM_FOLDER;
  if (kind == SYSTEM_NOTHING) {
    message_error("cannot open %s: %s", name, strerror(errno));
    return NULL;
  }
  if (kind == SYSTEM_FOLDER) {
    message_error("cannot read %s: it is a folder", name);
    if (!standard && file >= 0) close(file);
    return NULL;
  }
  source *s = memory_resize(NULL, 1, sizeof *s);
  memset(s, 0, sizeof *s);
  s->file = file;
  s->name = standard ? memory_copy("stdin", 5) : memory_copy(name, strlen(name));
  s->size = size;
  s->line_end = '\n';
  return s;
}

void source_close(source *s) {
  if (s == NULL) return;
  if (s->file != STDIN_FILENO) close(s->file);
  text_free(&s->block);
  text_free(&s->line);
  free(s->name);
  free(s);
}

const char *source_name(const source *s) { return s->name; }
bool source_failed(const source *s) { return s->failed; }
bool source_was_utf16(const source *s) { return s->utf16; }
uint64_t source_position(const source *s) { return s->position; }
uint64_t source_size(const source *s) { return s->size; }
void source_line_end(source *s, char end) { s->line_end = end; }
void source_before_read(source *s, void (*call)(void)) { s->before_read = call; }

static void fail(source *s, const char *reason) {
  message_error("cannot read %s: %s", s->name, reason);
  s->failed = s->ended = true;
}

/* How many bytes of a byte order mark to leave out. UTF-16 without a mark shows
** in its zero bytes. */
static size_t detect_encoding(source *s) {
  const unsigned char *b = (const unsigned char *)s->raw;
  size_t n = s->raw_length;
  if (n >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF) return 3;
  bool little = n >= 2 && b[0] == 0xFF && b[1] == 0xFE, big = n >= 2 && b[0] == 0xFE && b[1] == 0xFF;
  size_t mark = little || big ? 2 : 0;
  if (n >= 4 && b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0) little = true;
  if (n >= 4 && b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0) big = true;
  if (little || big) {
    s->utf16 = true;
    s->big_endian = !little;
  }
  return mark;
}

static uint32_t utf16_unit(const source *s, size_t at) {
  unsigned char first = (unsigned char)s->raw[at], second = (unsigned char)s->raw[at + 1];
  return s->big_endian ? (uint32_t)first << 8 | second : (uint32_t)second << 8 | first;
}

/* The bytes of the character at `at`, of which `left` are there; 0 where some are missing. */
static size_t utf16_read(const source *s, size_t at, size_t left, uint32_t *character) {
  *character = 0xFFFD;
  if (left < 2) return 0;
  uint32_t unit = utf16_unit(s, at);
  bool leads = unit >= 0xD800 && unit < 0xDC00, trails = unit >= 0xDC00 && unit < 0xE000;
  if (!leads && !trails) *character = unit;
  if (!leads) return 2;
  if (left < 4) return 0;
  uint32_t next = utf16_unit(s, at + 2);
  if (next < 0xDC00 || next >= 0xE000) return 2;
  *character = 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00);
  return 4;
}

static void convert_utf16(source *s) {
  size_t at = 0;
  while (at < s->raw_length) {
    uint32_t character;
    size_t left = s->raw_length - at, length = utf16_read(s, at, left, &character);
    if (length == 0 && !s->ended) break;
    if (length == 0) length = left < 2 ? left : 2;
    text_add_character(&s->block, character);
    at += length;
  }
  s->raw_length -= at;
  memmove(s->raw, s->raw + at, s->raw_length);
}

/* False where Ctrl-C came first. A signal between two looks is seen at the next. */
static bool wait_for_input(const source *s) {
  enum { MILLISECONDS_BETWEEN_LOOKS = 200 };
  while (!interrupted())
    if (system_wait_for_input(s->file, MILLISECONDS_BETWEEN_LOOKS)) return true;
  return false;
}

static void read_more(source *s) {
  /* A file, and a pipe that holds something, is read without waiting. */
  if (s->before_read != NULL && !system_wait_for_input(s->file, 0)) s->before_read();
  if (!wait_for_input(s)) {
    s->failed = s->ended = true;
    return;
  }
  long got = system_read(s->file, s->raw + s->raw_length, BLOCK - s->raw_length);
  if (got < 0) fail(s, strerror(errno));
  if (got <= 0) s->ended = true;
  if (got > 0) s->raw_length += (size_t)got;
  if (got > 0) s->position += (uint64_t)got;
}

static void fill(source *s) {
  if (s->at < s->block.length) return;
  text_clear(&s->block);
  s->at = 0;
  while (s->block.length == 0 && (!s->ended || s->raw_length > 0)) {
    if (!s->ended) read_more(s);
    size_t mark = 0;
    if (!s->began) {
      /* A pipe may deliver less than the four bytes that tell an encoding. */
      while (!s->ended && s->raw_length < 4) read_more(s);
      mark = detect_encoding(s);
      s->began = true;
    }
    s->raw_length -= mark;
    memmove(s->raw, s->raw + mark, s->raw_length);
    if (s->utf16) {
      convert_utf16(s);
    } else {
      text_add(&s->block, s->raw, s->raw_length);
      s->raw_length = 0;
    }
  }
}

uti_slice source_peek(source *s) {
  fill(s);
  return (uti_slice){s->block.bytes + s->at, s->block.length - s->at};
}

uti_slice source_block(source *s) {
  uti_slice block = source_peek(s);
  s->at = s->block.length;
  return block;
}

bool source_line_ready(const source *s) {
  return s->at < s->block.length && memchr(s->block.bytes + s->at, s->line_end, s->block.length - s->at) != NULL;
}

bool source_line(source *s, uti_slice *line) {
  text_clear(&s->line);
  for (;;) {
    uti_slice rest = source_peek(s);
    if (rest.length == 0) {
      *line = text_slice(&s->line);
      return s->line.length > 0;
    }
    const char *end = memchr(rest.bytes, s->line_end, rest.length);
    size_t length = end == NULL ? rest.length : (size_t)(end - rest.bytes);
    s->at += length + (end != NULL);
    if (end != NULL && s->line.length == 0) {
      *line = (uti_slice){rest.bytes, length};
    } else {
      text_add(&s->line, rest.bytes, length);
      *line = text_slice(&s->line);
    }
    if (end != NULL) break;
  }
  if (line->length > 0 && line->bytes[line->length - 1] == '\r') line->length--;
  return true;
}
