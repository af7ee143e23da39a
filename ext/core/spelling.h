/* spelling.h - a word of the lexicon for a misspelled one. */
#ifndef UTI_SPELLING_H
#define UTI_SPELLING_H

#include "knowledge.h"

/* One edit in words of five letters or more, two in nine or more; never from
** one real English word to another. UTI_NONE_ID where nothing is near. */
uint32_t uti_spelling_find(const uti_knowledge *, const char *folded, size_t length);

#endif
