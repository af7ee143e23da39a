/* matcher.c - a report: the automaton finds what the plain matcher of the tests finds,
** and what is decoded, folded and counted many bytes at once is what a reading of one
** byte after the other gives. */
#define _POSIX_C_SOURCE 200809L
#include "fuzz.h"

#define main plain_matcher_main
#include "../core/plain_matcher.c"
#undef main

#include "core/utf8.h"
#include "core/words.h"

/* The reading of words without wide registers, under names of its own. */
#define UTI_PORTABLE
#define uti_letters_take plain_letters_take
#define uti_word_meant plain_word_meant
#define uti_word_meant_short plain_word_meant_short
#define uti_word_memory_init plain_word_memory_init
#define uti_word_memory_free plain_word_memory_free
#define uti_word_memory_begin plain_word_memory_begin
#include "core/words.c"
#undef uti_letters_take

enum { MATCHED_BYTES = 400 };          /* the plain matcher tries every way at every token */

static bool continues(const char *bytes, size_t length, size_t at, unsigned lowest, unsigned highest) {
  return at < length && (unsigned char)bytes[at] >= lowest && (unsigned char)bytes[at] <= highest;
}

/* RFC 3629, byte after byte: the bytes of the character, 1 for a bad one. */
static size_t decode_plainly(const char *bytes, size_t length, uint32_t *character) {
  unsigned lead = (unsigned char)bytes[0];
  size_t size = lead < 0x80 ? 1 : lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  unsigned lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80, highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  *character = size == 1 ? lead : size == 0 ? UTI_BAD_CHARACTER : lead & (0x7fu >> size);
  for (size_t i = 1; i < size; i++) {
    if (!continues(bytes, length, i, i == 1 ? lowest : 0x80, i == 1 ? highest : 0xbf)) {
      *character = UTI_BAD_CHARACTER;
      return 1;
    }
    *character = *character << 6 | ((unsigned char)bytes[i] & 0x3f);
  }
  bool one_more = size > 1 && continues(bytes, length, size, 0x80, 0xbf);   /* which SQLite counts with it */
  if (one_more) *character = UTI_BAD_CHARACTER;
  return size == 0 || one_more ? 1 : size;
}

static void check_bytes(const char *bytes, size_t length) {
  for (size_t at = 0; at < length; at++) {
    uint32_t fast = 0, plain = 0;
    FUZZ_HOLDS(uti_utf8_decode(bytes + at, length - at, &fast) == decode_plainly(bytes + at, length - at, &plain));
    FUZZ_HOLDS(fast == plain);
    uti_letters wide = {0, 0}, each = {0, 0};
    size_t taken = uti_letters_take(bytes + at, length - at, &wide);
    FUZZ_HOLDS(taken == plain_letters_take(bytes + at, length - at, &each));
    FUZZ_HOLDS(taken == 0 || (wide.first == each.first && wide.second == each.second));
  }
  size_t characters = uti_count_characters(bytes, length), end = fuzz_skip_characters((uti_slice){bytes, length}, 0, characters);
  FUZZ_HOLDS(end == length && (characters == 0 || fuzz_skip_characters((uti_slice){bytes, length}, 0, characters - 1) < length));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  if (k == NULL) prepare();
  char *text = fuzz_copy((uti_slice){(const char *)bytes, size});
  check_bytes(text, size);
  FUZZ_HOLDS(agree(text, size < MATCHED_BYTES ? size : MATCHED_BYTES));
  free(text);
  return 0;
}
