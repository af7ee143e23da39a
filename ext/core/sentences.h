/* sentences.h - where the sentences of a text begin. */
#ifndef UTI_SENTENCES_H
#define UTI_SENTENCES_H

#include "tokens.h"

/* Tells each token the sentence that it stands in; `bytes` is the text. */
void uti_sentences_mark(uti_tokens *, const uti_knowledge *, const char *bytes);

#endif
