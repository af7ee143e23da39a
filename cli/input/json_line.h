/* json_line.h - one line of NDJSON: an object with a report and facts. */
#ifndef CLI_JSON_LINE_H
#define CLI_JSON_LINE_H

#include <jansson.h>

#include "common/text.h"

typedef struct json_line {
  json_t *object;
  uti_slice bytes;             /* the line as UTF-8: valid until the next line */
  size_t bad_bytes;            /* bytes that were no UTF-8 and became U+FFFD */
  text repaired;
} json_line;

/* False where the line is no JSON object: `problem` says why. */
bool json_line_read(json_line *, uti_slice line, text *problem);
void json_line_free(json_line *);

const char *json_kind(const json_t *);                  /* "an array", for messages */

/* The bytes of a string or a number as text; bytes NULL for null and for no
** value. False for any other value. `room` holds the digits of a number. */
bool json_as_text(const json_t *, char room[32], uti_slice *);

/* Sets the facts that are members of `object`. With `every`, all members must be
** facts with values that facts take: false and `problem` otherwise. Without it
** other members are passed over, but for `skipped_1` and `skipped_2`, which are
** no facts whatever their name; a fact with a value of a wrong kind is noted in
** `warnings`, each ended by a zero byte. */
bool json_set_facts(uti_facts *, json_t *object, text *problem);
void json_set_member_facts(uti_facts *, json_t *object, const char *skipped_1, const char *skipped_2, text *warnings);

/* Past the string that begins at `at`: after its closing quote, or past the end where
** it has none. */
size_t json_after_string(uti_slice, size_t at);

/* Copies the members of an object as they are written, and the opening brace
** but not the closing one, without those that `left_out` names (NULL ends it). */
void json_copy_members(uti_slice object, const char *const *left_out, text *);

#endif
