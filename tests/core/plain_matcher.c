/* plain_matcher.c - the matches of a plain, slow matcher without any index
** against those of the core: at every token every way to say every pattern is
** tried. On the texts of the cases, joined and damaged ones, and random words of
** the lexicon. Prints TAP. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mentions.h"

enum { WAY_LONGEST = 24, LONGEST = 60, JOINED = 400, RANDOM = 400 };

/* One way to say a pattern or a member of a class, as the trie spells it. */
typedef struct way {
  uint32_t target, count, symbols[WAY_LONGEST];
} way;

typedef struct ways {
  way *items;
  size_t count, room;
} ways;

typedef struct member {
  uint32_t symbol, first, end;
} member;

typedef struct match {
  uint32_t pattern, first, end;
  int words;
} match;

static const uti_knowledge *k;
static ways phrases, members;
static uti_tokens tokens;
static uti_mentions mentions;
static uint8_t *has;                   /* symbols of each token */
static member *chunks;
static size_t chunk_count, chunk_room;
static match *found;
static size_t found_count, found_room, first_found;

static void *grow(void *items, size_t count, size_t *room, size_t size) {
  if (count < *room) return items;
  *room = *room * 2 + 64;
  items = realloc(items, *room * size);
  if (items == NULL) exit(1);
  return items;
}

/* ---- Ways, from the trie ---- */

static void collect(uint32_t node, way *here, ways *out) {
  const uti_node *entry = &k->nodes[node];
  for (uint32_t i = 0; i < entry->accept_count; i++) {
    out->items = grow(out->items, out->count, &out->room, sizeof *out->items);
    here->target = k->accepts[entry->first_accept + i];
    out->items[out->count++] = *here;
  }
  for (uint32_t i = 0; i < entry->edge_count + entry->gap_count; i++) {
    const uti_edge *edge = &k->edges[entry->first_edge + i];
    here->symbols[here->count++] = edge->symbol;
    collect(edge->node, here, out);
    here->count--;
  }
}

/* ---- What a token is ---- */

static void find_symbols(size_t at) {
  const uti_token *token = uti_token_at(&tokens, at);
  uint8_t *own = has + at * k->symbol_count;
  memset(own, 0, k->symbol_count);
  if (token->word != UTI_NONE_ID)
    for (uint32_t i = 0; i < k->words[token->word].symbol_count; i++)
      own[k->word_symbols[k->words[token->word].first_symbol + i]] = 1;
  if (token->kind != UTI_TOKEN_NUMBER) return;
  own[UTI_SYMBOL_NUMBER] = 1;
  for (uint32_t i = 0; i < k->range_count; i++)
    if (token->number >= k->ranges[i].minimum && token->number <= k->ranges[i].maximum) own[k->ranges[i].symbol] = 1;
}

static bool role(size_t at, uti_role which) { return has[at * k->symbol_count + k->roles[which]] != 0; }

static unsigned before(size_t at) { return uti_token_at(&tokens, at)->before; }

static uint32_t length(size_t at) { return uti_token_at(&tokens, at)->length; }

static bool opens(size_t at) { return at == 0 || (before(at) & UTI_GAP_SENTENCE) != 0; }

static bool enters(uint32_t start, uint32_t at) {
  return at < tokens.count && at - start < LONGEST && (at == start || (before(at) & UTI_GAP_SENTENCE) == 0);
}

static bool skips(uint32_t start, uint32_t at) {
  if (!enters(start, at) || role(at, UTI_ROLE_BARRIER)) return false;
  bool pause = (before(at) & (UTI_GAP_COMMA | UTI_GAP_DASH | UTI_GAP_COLON)) != 0;
  return !(pause && role(at, UTI_ROLE_DENIAL));
}

/* ---- Trying one way ---- */

static bool torn(const uti_pattern *pattern, uint32_t start, uint32_t end, uint64_t mask) {
  const unsigned pauses = UTI_GAP_COMMA | UTI_GAP_COLON | UTI_GAP_DASH | UTI_GAP_SLASH;
  if (pattern->kind == UTI_TARGET_CONCEPT && end - start >= 2 && role(start, UTI_ROLE_NOT) && (before(start + 1) & UTI_GAP_COLON) != 0) return true;
  bool denial = pattern->kind == UTI_TARGET_CONCEPT && pattern->status == UTI_ABSENT;
  const unsigned after_first = role(start, UTI_ROLE_DENIAL) ? pauses : pauses & ~(unsigned)UTI_GAP_COLON;   /* "Urine: clear." */
  if (denial && end - start >= 2 && (before(start + 1) & after_first) != 0) return true;
  for (uint32_t i = start + 1; pattern->kind == UTI_TARGET_DECOY && i < end; i++)
    if ((before(i) & (pauses | UTI_GAP_BRACKET)) != 0) return true;
  for (uint32_t i = start + 1; pattern->kind == UTI_TARGET_CONTEXT && pattern->target == UTI_CUE_DECOY && i < end; i++)
    if ((before(i) & UTI_GAP_COMMA) != 0 && role(i, UTI_ROLE_DENIAL)) return true;   /* "normally, not confused" */
  bool over = pattern->kind == UTI_TARGET_CONTEXT && pattern->target == UTI_CUE_PAST && pattern->reach == UTI_REACH_WORDS;
  for (uint32_t i = start + 1; over && role(start, UTI_ROLE_DENIAL) && i < end; i++)
    if ((before(i) & (UTI_GAP_COMMA | UTI_GAP_DASH | UTI_GAP_COLON)) != 0) return true;   /* "no trauma, swollen since" */
  if (pattern->kind == UTI_TARGET_FACT && end - start >= 2 && end < tokens.count && length(end - 1) == 1 && length(end) == 1 &&
      before(end) == UTI_GAP_SLASH && uti_token_at(&tokens, end)->kind == UTI_TOKEN_WORD)
    return true;   /* "2h 40 c/o" */
  bool value = pattern->kind == UTI_TARGET_FACT && end - start >= 2 && uti_token_at(&tokens, end - 2)->kind == UTI_TOKEN_NUMBER;
  value = value && (end - start == 2 || uti_token_at(&tokens, end - 2)->decimals > 0);   /* "I'm 39, male" */
  if (value && (before(end - 1) & (UTI_GAP_COMMA | UTI_GAP_DASH)) != 0) return true;   /* "38/40, c/o" */
  bool led = pattern->kind == UTI_TARGET_CONCEPT && role(start, UTI_ROLE_PREPOSITION);   /* "on my phone, passing blood" */
  for (uint32_t i = start + 1; led && i < end; i++) {
    if ((before(i) & (UTI_GAP_COMMA | UTI_GAP_DASH)) != 0) return true;
    led = (mask >> (i - start) & 1) == 0;
  }
  if (pattern->kind != UTI_TARGET_CONCEPT || end - start != 2) return false;
  unsigned pause = before(start + 1) & (UTI_GAP_COMMA | UTI_GAP_DASH | UTI_GAP_BRACKET);
  if (pause == UTI_GAP_DASH && (opens(start) || (start > 0 && opens(start - 1)))) return false;   /* "L calf - sore, hot" */
  return pause != 0 && !(opens(start) && (end >= tokens.count || opens(end)));
}

/* Most words, then the shortest. */
static void keep(const way *w, uint32_t start, uint32_t end, uint64_t mask) {
  int words = __builtin_popcountll(mask);
  if (torn(&k->patterns[w->target], start, end, mask)) return;
  for (size_t i = first_found; i < found_count; i++) {
    match *old = &found[i];
    if (old->pattern != w->target) continue;
    if (words > old->words || (words == old->words && end < old->end)) *old = (match){w->target, start, end, words};
    return;
  }
  found = grow(found, found_count, &found_room, sizeof *found);
  found[found_count++] = (match){w->target, start, end, words};
}

static uint64_t bits(uint32_t start, uint32_t from, uint32_t to) {
  uint64_t mask = 0;
  for (uint32_t i = from; i < to && i - start < 64; i++) mask |= UINT64_C(1) << (i - start);
  return mask;
}

static void try_way(const way *w, bool of_members, uint32_t step, uint32_t start, uint32_t at, uint64_t mask) {
  if (step == w->count) {
    if (!of_members) {
      keep(w, start, at, mask);
    } else if (at - start >= 2) {
      chunks = grow(chunks, chunk_count, &chunk_room, sizeof *chunks);
      chunks[chunk_count++] = (member){w->target, start, at};
    }
    return;
  }
  uint32_t symbol = w->symbols[step];
  if (!enters(start, at)) return;
  if (symbol >= UTI_SYMBOL_GAP) {
    for (uint32_t skipped = 0; skipped <= symbol - UTI_SYMBOL_GAP; skipped++) {
      if (skipped > 0 && !skips(start, at + skipped - 1)) return;
      try_way(w, of_members, step + 1, start, at + skipped, mask);
    }
    return;
  }
  if (has[at * k->symbol_count + symbol]) try_way(w, of_members, step + 1, start, at + 1, mask | bits(start, at, at + 1));
  for (size_t i = 0; !of_members && i < chunk_count; i++)
    if (chunks[i].first == at && chunks[i].symbol == symbol)
      try_way(w, of_members, step + 1, start, chunks[i].end, mask | bits(start, at, chunks[i].end));
}

/* ---- Both ---- */

static int compare(const void *a, const void *b) {
  const match *x = a, *y = b;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  if (x->end != y->end) return x->end < y->end ? -1 : 1;
  return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

static bool begins(const way *w, uint32_t at) {
  if (has[at * k->symbol_count + w->symbols[0]]) return true;
  for (size_t i = 0; i < chunk_count; i++)
    if (chunks[i].first == at && chunks[i].symbol == w->symbols[0]) return true;
  return false;
}

static void match_plainly(void) {
  has = realloc(has, (tokens.count + 1) * k->symbol_count);
  if (has == NULL) exit(1);
  for (size_t at = 0; at < tokens.count; at++) find_symbols(at);
  chunk_count = found_count = 0;
  for (uint32_t at = 0; at < tokens.count; at++)
    for (size_t i = 0; i < members.count; i++) try_way(&members.items[i], true, 0, at, at, 0);
  for (uint32_t at = 0; at < tokens.count; at++) {
    first_found = found_count;
    for (size_t i = 0; i < phrases.count; i++)
      if (begins(&phrases.items[i], at)) try_way(&phrases.items[i], false, 0, at, at, 0);
  }
  if (found_count > 0) qsort(found, found_count, sizeof *found, compare);
}

static bool agree(const char *text, size_t length) {
  if (uti_tokens_read(&tokens, k, (uti_slice){text, length}) != UTI_OK) return false;
  if (uti_mentions_match(&mentions, k, &tokens, false) != UTI_OK) return false;
  match_plainly();
  bool same = mentions.found.count == found_count;
  for (size_t i = 0; same && i < found_count; i++) {
    const uti_mention *fast = uti_mention_at(&mentions, i);
    same = fast->pattern == found[i].pattern && fast->first == found[i].first && fast->end == found[i].end &&
           __builtin_popcountll(fast->mask) == found[i].words;
  }
  return same;
}

/* ---- Texts ---- */

static uint32_t state = 20261123;

static uint32_t below(uint32_t limit) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state % limit;
}

static size_t random_text(char *text, size_t room) {
  static const char *const glue[] = {" ", " ", " ", " ", " ", " ", " ", ", ", ". ", "\n", "/", " - ", ": ", " 38.6 ", " 3 ", " ?"};
  size_t length = 0;
  for (uint32_t left = 4 + below(36); left > 0; left--) {
    const char *word = uti_string(k, k->words[below(k->word_count)].text);
    const char *after = glue[below(sizeof glue / sizeof *glue)];
    if (length + strlen(word) + strlen(after) >= room) break;
    length += (size_t)sprintf(text + length, "%s%s", word, after);
  }
  return length;
}

static char *texts[8192];
static size_t text_count;

static void read_texts(int count, char **paths) {
  static char row[65536];
  for (int i = 0; i < count; i++) {
    FILE *file = fopen(paths[i], "r");
    while (file != NULL && fgets(row, sizeof row, file) != NULL && text_count < sizeof texts / sizeof *texts) {
      row[strcspn(row, "\t\n")] = 0;
      if (row[0] != 0 && row[0] != '#') texts[text_count++] = strdup(row);
    }
    if (file != NULL) fclose(file);
  }
}

static int number;

static void report(const char *name, size_t tried, size_t wrong) {
  printf("%s %d - as the plain matcher: %zu %s\n", wrong == 0 && tried > 0 ? "ok" : "not ok", ++number, tried, name);
  if (wrong > 0) printf("#   %zu differ\n", wrong);
}

static void prepare(void) {
  way here = {0, 0, {0}};
  k = uti_knowledge_builtin();
  uti_tokens_init(&tokens, &uti_default_allocator);
  uti_mentions_init(&mentions, &uti_default_allocator);
  collect(0, &here, &phrases);
  collect(1, &here, &members);
}

int main(int argc, char **argv) {
  static char text[140000];
  prepare();
  read_texts(argc - 1, argv + 1);
  size_t wrong = 0;
  for (size_t i = 0; i < text_count; i++) wrong += !agree(texts[i], strlen(texts[i]));
  report("texts of the cases", text_count, wrong);
  wrong = 0;
  for (int i = 0; i < JOINED && text_count > 0; i++) {
    int length = snprintf(text, sizeof text, "%s %s", texts[below((uint32_t)text_count)], texts[below((uint32_t)text_count)]);
    for (int damage = (int)below(4); damage > 0 && length > 0; damage--) text[below((uint32_t)length)] = (char)(1 + below(255));
    wrong += !agree(text, (size_t)length);
  }
  report("joined and damaged texts", text_count > 0 ? JOINED : 0, wrong);
  wrong = 0;
  for (int i = 0; i < RANDOM; i++) wrong += !agree(text, random_text(text, sizeof text));
  report("texts of random words", RANDOM, wrong);
  printf("1..%d\n", number);
  return 0;
}
