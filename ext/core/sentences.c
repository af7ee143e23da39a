#include "sentences.h"

/* "Éva is drinking well": U+00C0 to U+00DE are capitals, too. */
static bool is_capital(const char *bytes) {
  if ((unsigned char)bytes[0] == 0xc3) return (unsigned char)bytes[1] < 0x9f;
  return bytes[0] >= 'A' && bytes[0] <= 'Z';
}

/* "sister had it last wk. Drinking well": a title goes on over its full stop, a unit
** before a capital does not. */
static bool closes(const uti_knowledge *knowledge, const uti_token *abbreviation, const uti_token *token, const char *bytes) {
  return uti_word_is(knowledge, abbreviation->word, UTI_ROLE_CLOSING) && token->kind == UTI_TOKEN_WORD &&
         is_capital(bytes + token->start);
}

/* "UTI no. 3 this year", but "Fever: no. 3 days of cough" */
static bool numbers_illness(const uti_tokens *tokens, const uti_knowledge *knowledge, size_t at) {
  if (at < 2 || uti_token_at(tokens, at)->kind != UTI_TOKEN_NUMBER) return false;
  const uti_token *sign = uti_token_at(tokens, at - 1);
  return sign->before == UTI_GAP_BLANK && uti_word_is(knowledge, sign->word, UTI_ROLE_NUMBERING) &&
         uti_word_is(knowledge, uti_token_at(tokens, at - 2)->word, UTI_ROLE_DOUBTED);
}

static bool ends_sentence(const uti_tokens *tokens, const uti_knowledge *knowledge, size_t at, const char *bytes) {
  const uti_token *token = uti_token_at(tokens, at), *previous = uti_token_at(tokens, at - 1);
  uint16_t gap = token->before;
  if ((gap & (UTI_GAP_LINE | UTI_GAP_PARAGRAPH | UTI_GAP_QUESTION | UTI_GAP_SEMICOLON)) != 0) return true;
  if ((gap & UTI_GAP_STOP) == 0) return false;
  if (uti_word_is(knowledge, previous->word, UTI_ROLE_ABBREVIATION)) return closes(knowledge, previous, token, bytes);
  if (numbers_illness(tokens, knowledge, at)) return false;
  bool numbered = previous->kind == UTI_TOKEN_NUMBER && previous->decimals == 0 &&
                  (at == 1 || (previous->before & UTI_GAP_LINE) != 0);
  return !numbered;
}

void uti_sentences_mark(uti_tokens *tokens, const uti_knowledge *knowledge, const char *bytes) {
  uint32_t sentence = 0;
  for (size_t i = 0; i <= tokens->count; i++) {
    uti_token *token = &UTI_ITEM(&tokens->list, uti_token, i);
    if (i == 0 || i == tokens->count || ends_sentence(tokens, knowledge, i, bytes)) {
      token->before |= UTI_GAP_SENTENCE;
      sentence = (uint32_t)i;
    }
    token->sentence = sentence;
  }
}
