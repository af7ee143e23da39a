/* fuzz.h - what the fuzz targets share: each is one input in, and holds that
** nothing of it crashes, leaks or answers against the interface. */
#ifndef UTI_FUZZ_H
#define UTI_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "uti.h"

/* Between the parts of one input, where a target takes several. */
enum { FUZZ_SEPARATOR = 0x1f };

#define FUZZ_HOLDS(condition)                                             \
  do {                                                                    \
    if (!(condition)) {                                                   \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      abort();                                                            \
    }                                                                     \
  } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Takes the next part of the input: up to the separator, which is skipped. */
static inline uti_slice fuzz_part(uti_slice *rest) {
  const char *end = rest->length == 0 ? NULL : memchr(rest->bytes, FUZZ_SEPARATOR, rest->length);
  uti_slice part = {rest->bytes, end == NULL ? rest->length : (size_t)(end - rest->bytes)};
  size_t taken = part.length + (end != NULL);
  *rest = (uti_slice){taken == 0 ? rest->bytes : rest->bytes + taken, rest->length - taken};
  return part;
}

/* Ends where another part ends, so that reading past it is seen. */
static inline char *fuzz_copy(uti_slice part) {
  char *copy = malloc(part.length == 0 ? 1 : part.length);
  FUZZ_HOLDS(copy != NULL);
  if (part.length > 0) memcpy(copy, part.bytes, part.length);
  return copy;
}

static inline size_t fuzz_skip_characters(uti_slice text, size_t from, size_t characters) {
  while (characters-- > 0 && from < text.length) {
    unsigned char lead = (unsigned char)text.bytes[from++];
    while (lead >= 0xc0 && from < text.length && ((unsigned char)text.bytes[from] & 0xc0) == 0x80) from++;
  }
  return from;
}

/* Offsets lie in the text, and the same words are named in bytes and characters. */
static inline void fuzz_check_findings(const uti_assessment *a, uti_slice text) {
  for (size_t i = 0; i < a->finding_count; i++) {
    const uti_finding *f = &a->findings[i];
    FUZZ_HOLDS(f->start <= text.length && f->length <= text.length - f->start);
    FUZZ_HOLDS(f->cue_start <= text.length && f->cue_length <= text.length - f->cue_start);
    FUZZ_HOLDS((f->origin == UTI_FROM_TEXT) == (f->length > 0));
    FUZZ_HOLDS(f->name != NULL && f->label != NULL && uti_status_name(f->status) != NULL);
    if (f->length == 0) continue;
    size_t start = fuzz_skip_characters(text, 0, f->start_character - 1);
    FUZZ_HOLDS(start == f->start);
    FUZZ_HOLDS(fuzz_skip_characters(text, start, f->characters) == f->start + f->length);
  }
}

#endif
