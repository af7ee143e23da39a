/* torn.h - words that match a pattern and are two things, as a pause among them tells. */
#ifndef UTI_TORN_H
#define UTI_TORN_H

#include "tokens.h"

/* Where a match begins, and where the sentence of that token ends. */
typedef struct uti_start {
  const uti_knowledge *knowledge;
  const uti_tokens *tokens;
  uint32_t start, sentence_end;
} uti_start;

/* Whether the words from the start to `end`, of which `mask` are the pattern's own, are no match. */
bool uti_is_torn(const uti_start *, uint32_t pattern, uint32_t end, uint64_t mask);

#endif
