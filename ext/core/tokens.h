/* tokens.h - text to tokens: words, numbers and signs, with the punctuation
** before each and the sentence, line and clause that it stands in. */
#ifndef UTI_TOKENS_H
#define UTI_TOKENS_H

#include "knowledge.h"
#include "memory.h"
#include "words.h"

typedef enum { UTI_TOKEN_WORD, UTI_TOKEN_NUMBER, UTI_TOKEN_SIGN, UTI_TOKEN_END } uti_token_kind;

/* What stands between a token and the one before it. */
enum {
  UTI_GAP_BLANK = 1 << 0,
  UTI_GAP_COMMA = 1 << 1,
  UTI_GAP_SEMICOLON = 1 << 2,
  UTI_GAP_COLON = 1 << 3,
  UTI_GAP_STOP = 1 << 4,       /* a full stop or exclamation mark */
  UTI_GAP_QUESTION = 1 << 5,
  UTI_GAP_LINE = 1 << 6,       /* a line break */
  UTI_GAP_PARAGRAPH = 1 << 7,  /* an empty line */
  UTI_GAP_BRACKET = 1 << 8,    /* an opening or closing bracket */
  UTI_GAP_DASH = 1 << 9,       /* a dash with blanks around it, or dots */
  UTI_GAP_SLASH = 1 << 10,
  UTI_GAP_QUOTE = 1 << 11,
  UTI_GAP_SENTENCE = 1 << 12,  /* a sentence begins here */
  UTI_GAP_BULLET = 1 << 13,
  UTI_GAP_QUERY = 1 << 14      /* a question mark with blanks around it */
};

typedef struct uti_token {
  uint32_t start, length;      /* bytes of the report */
  uint32_t word;               /* in the lexicon, or UTI_NONE_ID */
  uint16_t before;
  uint8_t kind;
  uint8_t decimals;            /* numbers: digits after the point */
  uint32_t sentence;           /* first token of its sentence */
  int64_t number;              /* numbers: thousandths */
} uti_token;

typedef struct uti_tokens {
  uti_list list;               /* uti_token; the last one is UTI_TOKEN_END */
  size_t count;                /* without the end */
  size_t letters_and_digits;   /* characters, as far as needed to tell "some" */
  size_t words, known_words, common_words;
  bool stopped_at_nul;
  uti_word_memory memory;
} uti_tokens;

void uti_tokens_init(uti_tokens *, const uti_allocator *);
void uti_tokens_free(uti_tokens *);
uti_result uti_tokens_read(uti_tokens *, const uti_knowledge *, uti_slice text);

static inline const uti_token *uti_token_at(const uti_tokens *tokens, size_t index) {
  return &UTI_ITEM(&tokens->list, uti_token, index);
}

#endif
