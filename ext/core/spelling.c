#include "spelling.h"

#include <string.h>

/* Hashes of a word without one letter or two, letter by letter: what stands
** before the letters left out is hashed once. */
typedef struct deleting {
  const char *word;
  size_t length;
  void (*visit)(void *, uint32_t hash);
  void *context;
} deleting;

static void visit_rest(const deleting *d, uint32_t hash, size_t from) {
  for (size_t i = from; i < d->length; i++) hash = uti_hash_byte(hash, d->word[i]);
  d->visit(d->context, uti_hash_end(hash));
}

/* Of equal neighbours it does not matter which is left out. */
static void leave_one_out(const deleting *d, uint32_t hash, size_t from, int letters) {
  for (size_t skip = from; skip < d->length; skip++) {
    if (skip == from || d->word[skip] != d->word[skip - 1]) {
      visit_rest(d, hash, skip + 1);
      if (letters > 1) leave_one_out(d, hash, skip + 1, letters - 1);
    }
    hash = uti_hash_byte(hash, d->word[skip]);
  }
}

void uti_spelling_deletions(const char *word, size_t length, int letters, void (*visit)(void *, uint32_t hash),
                            void *context) {
  deleting d = {word, length, visit, context};
  visit_rest(&d, UTI_HASH_START, 0);
  if (letters > 0 && length > 1) leave_one_out(&d, UTI_HASH_START, 0, letters);
}

/* Insertions, deletions, changes and swaps of neighbours, up to 3. */
static int edits(const char *a, size_t a_length, const char *b, size_t b_length) {
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
  uti_spelling_deletions(folded, length, s.allowed, look_up, &s);
  return s.found;
}
