/* text.h - growable bytes and lists of names; a program that runs out of
** memory ends with a message. */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "uti.h"

/* Always terminated once something was added. */
typedef struct text {
  char *bytes;
  size_t length, room;
} text;

void text_add(text *, const char *bytes, size_t length);
void text_add_string(text *, const char *);
void text_add_character(text *, uint32_t code_point);   /* as UTF-8 */
void text_add_format(text *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_add_json(text *, uti_slice);                  /* a JSON string with its quotes; the slice is UTF-8 */
void text_clear(text *);
void text_free(text *);
uti_slice text_slice(const text *);

typedef struct names {
  char **items;
  size_t count, room;
} names;

void names_add(names *, const char *bytes, size_t length);
void names_end(names *);        /* a NULL after the last, which does not count */
void names_free(names *);

/* realloc() for `count` items that never returns NULL. */
void *memory_resize(void *memory, size_t count, size_t size);
/* Room for one more item in an array that doubles. */
void *memory_grow(void *memory, size_t count, size_t *room, size_t size);
char *memory_copy(const char *bytes, size_t length);    /* terminated */

uti_slice slice_of(const char *);                       /* NULL gives no bytes */
bool slice_is(uti_slice, const char *);
uti_slice slice_trim(uti_slice);                        /* without blanks at the ends */

/* Reads one character of UTF-8 at bytes[0]: its length in bytes, or 0 where the
** bytes are no valid character. */
size_t utf8_read(const char *bytes, size_t length, uint32_t *code_point);
bool utf8_valid(uti_slice);
/* The text with bad bytes read as Windows-1252 or replaced by U+FFFD: the
** number of bytes that were bad. */
typedef enum { BAD_BYTES_REPLACED, BAD_BYTES_WINDOWS_1252 } bad_bytes;
size_t utf8_repair(uti_slice, bad_bytes, text *);

#endif
