/* words.h - a word of a text to a word of the lexicon, as it stands there, drawn
** out ("soooo") or misspelled. What was found is remembered: the same words come
** again in every report. */
#ifndef UTI_WORDS_H
#define UTI_WORDS_H

#include "knowledge.h"
#include "memory.h"

enum { UTI_WORD_LONGEST = 40, UTI_WORD_SHORT = 15 };

/* The letters of a short word, folded, with zeros behind them. */
typedef struct uti_letters {
  uint64_t first, second;
} uti_letters;

typedef struct uti_word_memory {
  uti_list known;              /* internal: one place for each hash of letters */
} uti_word_memory;

void uti_word_memory_init(uti_word_memory *, const uti_allocator *);
void uti_word_memory_free(uti_word_memory *);
/* Room, once; false where memory ran out. */
bool uti_word_memory_begin(uti_word_memory *);

/* The word that folded text means, or UTI_NONE_ID. */
uint32_t uti_word_meant(const uti_knowledge *, const char *folded, size_t length);
/* The same of a word of at most UTI_WORD_SHORT letters, remembered. */
uint32_t uti_word_meant_short(uti_word_memory *, const uti_knowledge *, const uti_letters *, size_t length);

/* Takes the letters a to z at the start of `bytes`, folded, where they are a
** short word: their number, or 0 where they are none or too many. A word goes on
** after an apostrophe and with letters beyond ASCII: what follows is for the
** caller to look at. */
size_t uti_letters_take(const char *bytes, size_t length, uti_letters *letters);

#endif
