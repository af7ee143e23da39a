#include "number_words.h"

static int64_t word_number(const uti_knowledge *knowledge, const uti_token *token) {
  if (token->kind != UTI_TOKEN_WORD || token->word == UTI_NONE_ID) return -1;
  return (int64_t)knowledge->words[token->word].number - 1;
}

static bool has_role(const uti_knowledge *knowledge, const uti_token *token, uti_role role) {
  return uti_word_is(knowledge, token->word, role);
}

static bool joins(const uti_token *token) { return (token->before & ~(unsigned)UTI_GAP_BLANK) == 0; }

/* "and" in "one hundred and three", "y" in "treinta y ocho". */
static bool joins_parts(const uti_tokens *tokens, const uti_knowledge *knowledge, size_t at, int64_t total) {
  if (at + 1 >= tokens->count || !joins(uti_token_at(tokens, at + 1))) return false;
  const uti_token *token = uti_token_at(tokens, at);
  int64_t next = word_number(knowledge, uti_token_at(tokens, at + 1));
  if (has_role(knowledge, token, UTI_ROLE_HUNDRED_AND) && total >= 100 && total % 100 == 0) return next > 0;
  return has_role(knowledge, token, UTI_ROLE_TENS_AND) && total % 100 >= 30 && total % 10 == 0 && next > 0 && next < 10;
}

/* Reads a number in words from `at`; returns the tokens used, 0 for none. */
static size_t number_in_words(const uti_tokens *tokens, const uti_knowledge *knowledge, size_t at,
                              int64_t *number) {
  int64_t total = 0, part = word_number(knowledge, uti_token_at(tokens, at));
  if (part < 0) return 0;
  size_t used = 1;
  for (total = part; at + used < tokens->count; used++) {
    const uti_token *next = uti_token_at(tokens, at + used);
    if (!joins(next)) break;
    int64_t value = word_number(knowledge, next);
    if (joins_parts(tokens, knowledge, at + used, total)) continue;
    if (value == 100 && total > 0 && total < 10) total *= 100;
    else if (value > 0 && value < 10 && total >= 20 && total % 10 == 0) total += value;
    else if (value > 0 && value < 100 && total >= 100 && total % 100 == 0) total += value;
    else break;
  }
  *number = total * 1000;
  if (at + used + 1 < tokens->count && has_role(knowledge, uti_token_at(tokens, at + used), UTI_ROLE_POINT)) {
    int64_t tenths = word_number(knowledge, uti_token_at(tokens, at + used + 1));
    if (tenths >= 0 && tenths < 10) {
      *number += tenths * 100;
      used += 2;
    }
  }
  return used;
}

void uti_number_words_join(uti_tokens *tokens, const uti_knowledge *knowledge) {
  size_t out = 0;
  for (size_t at = 0; at < tokens->count;) {
    uti_token *target = &UTI_ITEM(&tokens->list, uti_token, out++);
    int64_t number = 0;
    size_t used = number_in_words(tokens, knowledge, at, &number);
    *target = *uti_token_at(tokens, at);
    if (used == 0) {
      at++;
      continue;
    }
    const uti_token *last = uti_token_at(tokens, at + used - 1);
    target->length = last->start + last->length - target->start;
    target->kind = UTI_TOKEN_NUMBER;
    target->number = number;
    if (used > 1) target->word = UTI_NONE_ID;
    at += used;
  }
  UTI_ITEM(&tokens->list, uti_token, out) = *uti_token_at(tokens, tokens->count);
  tokens->count = out;
  tokens->list.count = out + 1;
}
