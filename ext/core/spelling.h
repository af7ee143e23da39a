/* spelling.h - a word of the lexicon for a misspelled one.
**
** One edit (a letter left out, put in, changed, or two swapped) in words of
** UTI_SPELLING_ONE letters and more, two in words of UTI_SPELLING_TWO and more.
** Real words that lie so near stand in the lexicon themselves (class @real),
** so that none is ever turned into another. */
#ifndef UTI_SPELLING_H
#define UTI_SPELLING_H

#include "knowledge.h"

enum { UTI_SPELLING_ONE = 5, UTI_SPELLING_TWO = 9, UTI_SPELLING_LONGEST = 24 };

/* The word of the lexicon nearest to one that is not in it, or UTI_NONE_ID. */
uint32_t uti_spelling_find(const uti_knowledge *, const char *folded, size_t length);

/* Calls visit() with the hash of the word and of the word with up to
** `letters` (at most 2) letters left out. */
void uti_spelling_deletions(const char *word, size_t length, int letters, void (*visit)(void *, uint32_t hash),
                            void *context);

#endif
