#include "torn.h"

static bool has_gap(const uti_start *w, unsigned gaps, uint32_t from, uint32_t to) {
  while (from < to && (uti_token_at(w->tokens, from)->before & gaps) == 0) from++;
  return from < to;
}

/* "diabetes: no, catheter: yes": words that deny by themselves are no phrase
** with a pause after the first. */
static bool torn_denial(const uti_start *w, uint32_t pattern, uint32_t end) {
  const uti_pattern *row = &w->knowledge->patterns[pattern];
  if (row->kind != UTI_TARGET_CONCEPT || end - w->start < 2) return false;
  if (uti_word_is(w->knowledge, uti_token_at(w->tokens, w->start)->word, UTI_ROLE_NOT) && (uti_token_at(w->tokens, w->start + 1)->before & UTI_GAP_COLON) != 0) return true;   /* "NOT: passing urine" */
  if (row->status != UTI_ABSENT) return false;
  unsigned pauses = UTI_GAP_COMMA | UTI_GAP_COLON | UTI_GAP_DASH | UTI_GAP_SLASH;
  /* "Urine: clear." */
  if (!uti_word_is(w->knowledge, uti_token_at(w->tokens, w->start)->word, UTI_ROLE_DENIAL)) pauses &= ~(unsigned)UTI_GAP_COLON;
  return (uti_token_at(w->tokens, w->start + 1)->before & pauses) != 0;
}

/* A decoy is one expression: none runs over a pause ("dry mouth, burning"), one of
** cues not over a comma before a denial ("walking normally, not confused"). */
static bool torn_decoy(const uti_start *w, uint32_t pattern, uint32_t end) {
  const uti_pattern *row = &w->knowledge->patterns[pattern];
  bool cues = row->kind == UTI_TARGET_CONTEXT && row->target == UTI_CUE_DECOY;
  if (row->kind != UTI_TARGET_DECOY && !cues) return false;
  const unsigned pauses = cues ? UTI_GAP_COMMA : UTI_GAP_COMMA | UTI_GAP_DASH | UTI_GAP_BRACKET | UTI_GAP_SLASH | UTI_GAP_COLON;
  for (uint32_t i = w->start + 1; i < end; i++) {
    const uti_token *token = uti_token_at(w->tokens, i);
    if ((token->before & pauses) != 0 && (!cues || uti_word_is(w->knowledge, token->word, UTI_ROLE_DENIAL))) return true;
  }
  return false;
}

/* "No trauma, swollen since Monday": a cue of denial with a gap holds no pause. */
static bool torn_cue(const uti_start *w, uint32_t pattern, uint32_t end) {
  const uti_pattern *row = &w->knowledge->patterns[pattern];
  bool over = row->kind == UTI_TARGET_CONTEXT && row->target == UTI_CUE_PAST && row->reach == UTI_REACH_WORDS;
  return over && uti_word_is(w->knowledge, uti_token_at(w->tokens, w->start)->word, UTI_ROLE_DENIAL) &&
         has_gap(w, UTI_GAP_COMMA | UTI_GAP_DASH | UTI_GAP_COLON, w->start + 1, end);
}

/* "results: blood, urine" are two things; "Retention, bladder." is one, as
** lists of codes name it; so is "Calf - painful, swollen". */
static bool torn_pair(const uti_start *w, uint32_t pattern, uint32_t end) {
  if (w->knowledge->patterns[pattern].kind != UTI_TARGET_CONCEPT || end - w->start != 2) return false;
  unsigned gap = uti_token_at(w->tokens, w->start + 1)->before & (UTI_GAP_COMMA | UTI_GAP_DASH | UTI_GAP_BRACKET);
  if (gap == 0) return false;
  bool begins = w->start == 0 || (uti_token_at(w->tokens, w->start)->before & UTI_GAP_SENTENCE) != 0;
  bool second = w->start > 0 && (w->start == 1 || (uti_token_at(w->tokens, w->start - 1)->before & UTI_GAP_SENTENCE) != 0);   /* "L calf" */
  if (gap == UTI_GAP_DASH && (begins || second)) return false;
  return !begins || end < w->sentence_end;
}

/* "at 2h 40 c/o cramps": the letter after a number belongs to an abbreviation. */
static bool letter_goes_on(const uti_start *w, uint32_t end) {
  if (end >= w->tokens->count || uti_token_at(w->tokens, end - 1)->length != 1) return false;
  const uti_token *next = uti_token_at(w->tokens, end);
  return next->before == UTI_GAP_SLASH && next->kind == UTI_TOKEN_WORD && next->length == 1;
}

/* "38/40, c/o pain", "temp 39.5, c-section": a number and its unit are not torn by a comma. */
static bool torn_value(const uti_start *w, uint32_t pattern, uint32_t end) {
  if (w->knowledge->patterns[pattern].kind != UTI_TARGET_FACT || end - w->start < 2) return false;
  if (letter_goes_on(w, end)) return true;
  const uti_token *number = uti_token_at(w->tokens, end - 2);
  bool value = number->kind == UTI_TOKEN_NUMBER && (end - w->start == 2 || number->decimals > 0);   /* "I'm 39, male" */
  return value && (uti_token_at(w->tokens, end - 1)->before & (UTI_GAP_COMMA | UTI_GAP_DASH)) != 0;
}

/* "No credit on my phone, passing blood": of a wording that begins with such a word more
** stands before a comma than that. */
static bool torn_start(const uti_start *w, uint32_t pattern, uint32_t end, uint64_t mask) {
  if (w->knowledge->patterns[pattern].kind != UTI_TARGET_CONCEPT) return false;
  if (!uti_word_is(w->knowledge, uti_token_at(w->tokens, w->start)->word, UTI_ROLE_PREPOSITION)) return false;
  for (uint32_t i = w->start + 1; i < end; i++) {
    if ((uti_token_at(w->tokens, i)->before & (UTI_GAP_COMMA | UTI_GAP_DASH)) != 0) return true;
    if ((mask >> ((i - w->start) & 63) & 1) != 0) return false;
  }
  return false;
}

bool uti_is_torn(const uti_start *w, uint32_t pattern, uint32_t end, uint64_t mask) {
  return torn_denial(w, pattern, end) || torn_decoy(w, pattern, end) || torn_pair(w, pattern, end) ||
         torn_value(w, pattern, end) || torn_cue(w, pattern, end) || torn_start(w, pattern, end, mask);
}
