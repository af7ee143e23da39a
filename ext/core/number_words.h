/* number_words.h - numbers in words made single tokens: "one hundred and three",
** "thirty eight point five", "treinta y ocho". */
#ifndef UTI_NUMBER_WORDS_H
#define UTI_NUMBER_WORDS_H

#include "tokens.h"

/* Before sentences are marked. Tokens become fewer, none is added. */
void uti_number_words_join(uti_tokens *, const uti_knowledge *);

#endif
