#include "spelling.h"

#include <string.h>

/* The hash of a word is a polynomial in its letters, so that each letter adds its
** own part, which depends on how many letters follow. Without a letter, those
** before it have one less behind them. Sums of the parts, with none, one and two
** letters less behind them, thus give the hash without any letter or two by a few
** additions, independent of one another. */
typedef struct letter_sums {
  uint32_t until[3][UTI_SPELLING_LONGEST + 1];   /* [less][letter]: the sum of the parts before it */
} letter_sums;

static void sum_letters(letter_sums *sums, const char *word, size_t length) {
  uint32_t power[UTI_SPELLING_LONGEST] = {1};
  for (size_t i = 1; i < length; i++) power[i] = power[i - 1] * UINT32_C(0x2c9277b5);
  for (size_t less = 0; less < 3; less++) {
    sums->until[less][0] = 0;
    for (size_t i = 0; i + less < length; i++)
      sums->until[less][i + 1] = sums->until[less][i] + (unsigned char)word[i] * power[length - 1 - less - i];
  }
}

static uint32_t between(const letter_sums *sums, int less, size_t from, size_t to) {
  return sums->until[less][to] - sums->until[less][from];
}

static uint32_t finished(uint32_t hash) {
  hash = (hash ^ hash >> 16) * UINT32_C(0x85ebca6b);
  return hash ^ hash >> 13;
}

/* Of equal neighbours it does not matter which is left out. */
static inline void each_deletion(const char *word, size_t length, int letters, void (*visit)(void *, uint32_t hash), void *context) {
  letter_sums sums;
  sum_letters(&sums, word, length);
  visit(context, finished(between(&sums, 0, 0, length)));
  for (size_t i = 0; i < length; i++) {
    if (i > 0 && word[i] == word[i - 1]) continue;
    visit(context, finished(between(&sums, 1, 0, i) + between(&sums, 0, i + 1, length)));
    for (size_t j = i + 1; letters > 1 && j < length; j++) {
      if (j > i + 1 && word[j] == word[j - 1]) continue;
      visit(context, finished(between(&sums, 2, 0, i) + between(&sums, 1, i + 1, j) + between(&sums, 0, j + 1, length)));
    }
  }
}

void uti_spelling_deletions(const char *word, size_t length, int letters, void (*visit)(void *, uint32_t hash),
                            void *context) {
  each_deletion(word, length, letters, visit, context);
}

/* Insertions, deletions, changes and swaps of neighbours. What both words begin
** and end with needs none. */
static int edits(const char *a, size_t a_length, const char *b, size_t b_length) {
  while (a_length > 0 && b_length > 0 && *a == *b) a++, b++, a_length--, b_length--;
  while (a_length > 0 && b_length > 0 && a[a_length - 1] == b[b_length - 1]) a_length--, b_length--;
  int rows[3][UTI_SPELLING_LONGEST + 2];
  int *before = rows[0], *last = rows[1], *row = rows[2];
  for (size_t j = 0; j <= b_length; j++) last[j] = (int)j;
  for (size_t i = 1; i <= a_length; i++) {
    row[0] = (int)i;
    for (size_t j = 1; j <= b_length; j++) {
      int best = last[j - 1] + (a[i - 1] != b[j - 1]);
      if (last[j] + 1 < best) best = last[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped && before[j - 2] + 1 < best) best = before[j - 2] + 1;
      row[j] = best;
    }
    int *free_row = before;
    before = last;
    last = row;
    row = free_row;
  }
  return last[b_length];
}

typedef struct search {
  const uti_knowledge *knowledge;
  const char *word;
  size_t length;
  int allowed;
  int best;                    /* edits of the nearest so far */
  uint32_t found;
} search;

/* "adress" and "address": only a doubled letter differs. */
static bool same_but_doubled(const char *a, size_t a_length, const char *b, size_t b_length) {
  size_t i = 0, j = 0;
  while (i < a_length && j < b_length) {
    if (a[i] != b[j]) return false;
    char letter = a[i];
    while (i < a_length && a[i] == letter) i++;
    while (j < b_length && b[j] == letter) j++;
  }
  return i == a_length && j == b_length;
}

/* Letters in long words are rarely wrong at the front: the nearer word begins
** with the same letter, and a doubled letter is the smallest mistake. */
static void consider(search *s, uint32_t word) {
  const char *text = uti_string(s->knowledge, s->knowledge->words[word].text);
  size_t length = strlen(text);
  int distance = edits(s->word, s->length, text, length) * 2 + (text[0] != s->word[0]) -
                 same_but_doubled(s->word, s->length, text, length);
  int allowed = length >= UTI_SPELLING_TWO ? s->allowed : 1;
  if (distance > allowed * 2 + 1 || distance > s->best) return;
  if (distance == s->best && word > s->found) return;
  s->best = distance;
  s->found = word;
}

static void look_up(void *context, uint32_t hash) {
  search *s = context;
  uint32_t bit = uti_spelling_bit(s->knowledge, hash);
  if ((s->knowledge->spelling_filter[bit / 32] >> bit % 32 & 1) == 0) return;
  uint32_t mask = s->knowledge->spelling_slot_count - 1;
  for (uint32_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const uti_spelling *entry = &s->knowledge->spellings[slot];
    if (entry->word == 0) return;
    if (entry->hash == hash) consider(s, entry->word - 1);
  }
}

uint32_t uti_spelling_find(const uti_knowledge *knowledge, const char *folded, size_t length) {
  if (length < UTI_SPELLING_ONE - 1 || length > UTI_SPELLING_LONGEST) return UTI_NONE_ID;
  search s = {knowledge, folded, length, length >= UTI_SPELLING_TWO ? 2 : 1, 100, UTI_NONE_ID};
  each_deletion(folded, length, s.allowed, look_up, &s);
  return s.found;
}
