#include "mentions.h"

#include <stdlib.h>
#include <string.h>

/* A member of a class that is several words long: a step over all of them. */
typedef struct chunk {
  uint32_t symbol, first, end;
} chunk;

typedef struct walk {
  const uti_knowledge *knowledge;
  const uti_tokens *tokens;
  uti_mentions *mentions;
  uint32_t start;
  size_t first_found;          /* mentions of this start begin here */
  bool chunks;                 /* gathering members of classes, not phrases */
  bool failed;
} walk;

static bool in_range(const uti_knowledge *knowledge, uint32_t symbol, int64_t number) {
  uint32_t low = 0, high = knowledge->range_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (knowledge->ranges[middle].symbol < symbol) low = middle + 1;
    else high = middle;
  }
  if (low == knowledge->range_count || knowledge->ranges[low].symbol != symbol) return false;
  return number >= knowledge->ranges[low].minimum && number <= knowledge->ranges[low].maximum;
}

static bool token_has(const uti_knowledge *knowledge, const uti_token *token, uint32_t symbol) {
  if (token->kind == UTI_TOKEN_NUMBER &&
      (symbol == UTI_SYMBOL_NUMBER || in_range(knowledge, symbol, token->number)))
    return true;
  return uti_word_has(knowledge, token->word, symbol);
}

/* A match may not run over the end of a sentence. */
static bool may_enter(const walk *w, uint32_t at) {
  if (at >= w->tokens->count || at - w->start >= 60) return false;
  return at == w->start || (uti_token_at(w->tokens, at)->before & UTI_GAP_SENTENCE) == 0;
}

static void keep_mention(walk *w, uint32_t pattern, uint32_t end, uint64_t mask) {
  uti_list *found = &w->mentions->found;
  for (size_t i = found->count; i-- > w->first_found;) {
    uti_mention *old = &UTI_ITEM(found, uti_mention, i);
    if (old->pattern != pattern) continue;
    if (end < old->end) {
      old->end = end;
      old->mask = mask;
    }
    return;
  }
  uti_mention *mention = uti_list_add(found);
  if (mention == NULL) {
    w->failed = true;
    return;
  }
  *mention = (uti_mention){pattern, w->start, end, mask, 0, 0};
}

static void keep_chunk(walk *w, uint32_t symbol, uint32_t end) {
  if (end - w->start < 2) return;
  chunk *member = uti_list_add(&w->mentions->chunks);
  if (member == NULL) w->failed = true;
  else *member = (chunk){symbol, w->start, end};
}

static void accept(walk *w, const uti_node *node, uint32_t end, uint64_t mask) {
  for (uint32_t i = 0; i < node->accept_count; i++) {
    uint32_t target = w->knowledge->accepts[node->first_accept + i];
    if (w->chunks) keep_chunk(w, target, end);
    else keep_mention(w, target, end, mask);
  }
}

static void visit(walk *w, uint32_t node, uint32_t at, uint64_t mask);

static uint64_t bits(const walk *w, uint32_t from, uint32_t to) {
  uint64_t mask = 0;
  for (uint32_t i = from; i < to && i - w->start < 64; i++) mask |= UINT64_C(1) << (i - w->start);
  return mask;
}

/* Steps over members of several words that begin here. */
static void follow_chunks(walk *w, const uti_edge *edge, uint32_t at, uint64_t mask) {
  if (w->chunks) return;
  const uint32_t *first = w->mentions->first_chunk.items;
  for (uint32_t i = first[at]; i < first[at + 1]; i++) {
    const chunk *member = &UTI_ITEM(&w->mentions->chunks, chunk, i);
    if (member->symbol == edge->symbol) visit(w, edge->node, member->end, mask | bits(w, at, member->end));
  }
}

static void follow_gap(walk *w, const uti_edge *edge, uint32_t at, uint64_t mask) {
  uint32_t longest = edge->symbol - UTI_SYMBOL_GAP;
  for (uint32_t skipped = 0; skipped <= longest; skipped++) {
    if (skipped > 0 && !may_enter(w, at + skipped - 1)) return;
    visit(w, edge->node, at + skipped, mask);
  }
}

static void visit(walk *w, uint32_t index, uint32_t at, uint64_t mask) {
  const uti_knowledge *k = w->knowledge;
  const uti_node *node = &k->nodes[index];
  if (node->accept_count > 0) accept(w, node, at, mask);
  if (node->edge_count == 0 || !may_enter(w, at)) return;
  const uti_token *token = uti_token_at(w->tokens, at);
  for (uint32_t i = 0; i < node->edge_count && !w->failed; i++) {
    const uti_edge *edge = &k->edges[node->first_edge + i];
    if (edge->symbol >= UTI_SYMBOL_GAP) {
      follow_gap(w, edge, at, mask);
      continue;
    }
    if (token_has(k, token, edge->symbol)) visit(w, edge->node, at + 1, mask | bits(w, at, at + 1));
    follow_chunks(w, edge, at, mask);
  }
}

/* ---- Starts ---- */

static void start_symbol(walk *w, uint32_t symbol, uint32_t at, uint32_t end) {
  uint32_t child = w->knowledge->roots[symbol];
  if (child != 0) visit(w, child, end, bits(w, at, end));
}

static void start_phrases(walk *w, uint32_t at) {
  const uti_knowledge *k = w->knowledge;
  const uti_token *token = uti_token_at(w->tokens, at);
  w->start = at;
  w->first_found = w->mentions->found.count;
  if (token->kind == UTI_TOKEN_NUMBER) {
    start_symbol(w, UTI_SYMBOL_NUMBER, at, at + 1);
    for (uint32_t i = 0; i < k->range_count; i++)
      if (token->number >= k->ranges[i].minimum && token->number <= k->ranges[i].maximum)
        start_symbol(w, k->ranges[i].symbol, at, at + 1);
  }
  if (token->word != UTI_NONE_ID) {
    const uti_word *word = &k->words[token->word];
    for (uint32_t i = 0; i < word->symbol_count; i++)
      start_symbol(w, k->word_symbols[word->first_symbol + i], at, at + 1);
  }
  const uint32_t *first = w->mentions->first_chunk.items;
  for (uint32_t i = first[at]; i < first[at + 1]; i++) {
    const chunk *member = &UTI_ITEM(&w->mentions->chunks, chunk, i);
    start_symbol(w, member->symbol, at, member->end);
  }
}

static uti_result find_chunks(walk *w) {
  uti_mentions *mentions = w->mentions;
  size_t count = w->tokens->count;
  uti_list_trim(&mentions->chunks, (size_t)1 << 20);
  uti_list_trim(&mentions->first_chunk, (size_t)1 << 20);
  if (uti_list_extend(&mentions->first_chunk, count + 2) == NULL) return UTI_NO_MEMORY;
  w->chunks = true;
  for (uint32_t at = 0; at < count && !w->failed; at++) {
    UTI_ITEM(&mentions->first_chunk, uint32_t, at) = (uint32_t)mentions->chunks.count;
    w->start = at;
    if (uti_token_at(w->tokens, at)->word != UTI_NONE_ID) visit(w, 1, at, 0);
  }
  UTI_ITEM(&mentions->first_chunk, uint32_t, count) = (uint32_t)mentions->chunks.count;
  UTI_ITEM(&mentions->first_chunk, uint32_t, count + 1) = (uint32_t)mentions->chunks.count;
  w->chunks = false;
  return w->failed ? UTI_NO_MEMORY : UTI_OK;
}

/* ---- Overlaps: longest wins ---- */

static int compare_mentions(const void *a, const void *b) {
  const uti_mention *x = a, *y = b;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  if (x->end != y->end) return x->end < y->end ? -1 : 1;
  return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

/* 2: the same words, 1: part of the other's words, 0: neither. */
static int part_of(const uti_mention *inner, const uti_mention *outer) {
  if (inner->first < outer->first) return 0;
  uint32_t shift = inner->first - outer->first;
  if (shift >= 64 || (shift > 0 && inner->mask >> (64 - shift) != 0)) return 0;
  uint64_t mask = inner->mask << shift;
  if ((mask & ~outer->mask) != 0) return 0;
  return mask == outer->mask ? 2 : 1;
}

static bool is_cue(const uti_pattern *pattern) { return pattern->kind == UTI_TARGET_CONTEXT; }

static bool is_decoy(const uti_pattern *pattern) {
  return pattern->kind == UTI_TARGET_DECOY || (is_cue(pattern) && pattern->target == UTI_CUE_DECOY);
}

/* Whether `inner`, whose words lie in those of `outer`, gives way to it. */
static bool gives_way(const uti_pattern *inner, const uti_pattern *outer, int part) {
  bool same_words = part == 2;
  if (is_cue(inner)) {
    if (!is_cue(outer)) return outer->kind != UTI_TARGET_DECOY || !same_words;
    bool personal = outer->target == UTI_CUE_PROXY || outer->target == UTI_CUE_SELF ||
                    inner->target == UTI_CUE_PROXY || inner->target == UTI_CUE_SELF ||
                    outer->target == UTI_CUE_SECTION || outer->target == UTI_CUE_QUESTION;
    if (personal) return false;
    return same_words ? is_decoy(outer) && !is_decoy(inner) : true;
  }
  if (is_cue(outer)) return false;
  if (is_decoy(outer)) return !is_decoy(inner);
  if (same_words || is_decoy(inner)) return !same_words;
  return inner->kind == outer->kind;
}

static void drop_parts(const uti_knowledge *k, uti_mentions *mentions) {
  size_t count = mentions->found.count;
  for (size_t i = 0; i < count; i++) {
    uti_mention *outer = uti_mention_at(mentions, i);
    for (size_t j = i; j-- > 0;) {
      uti_mention *inner = uti_mention_at(mentions, j);
      if (inner->first != outer->first) break;
      int part = part_of(inner, outer);
      if (part != 0 && gives_way(&k->patterns[inner->pattern], &k->patterns[outer->pattern], part)) inner->dropped = 1;
    }
    for (size_t j = i + 1; j < count; j++) {
      uti_mention *inner = uti_mention_at(mentions, j);
      if (inner->first >= outer->end) break;
      int part = part_of(inner, outer);
      if (part != 0 && gives_way(&k->patterns[inner->pattern], &k->patterns[outer->pattern], part)) inner->dropped = 1;
    }
  }
}

static void remove_dropped(uti_mentions *mentions) {
  size_t kept = 0;
  for (size_t i = 0; i < mentions->found.count; i++) {
    uti_mention mention = *uti_mention_at(mentions, i);
    if (mention.dropped) continue;
    mention.order = (uint32_t)kept;
    *uti_mention_at(mentions, kept++) = mention;
  }
  mentions->found.count = kept;
}

void uti_mentions_init(uti_mentions *mentions, const uti_allocator *allocator) {
  uti_list_init(&mentions->found, allocator, sizeof(uti_mention));
  uti_list_init(&mentions->chunks, allocator, sizeof(chunk));
  uti_list_init(&mentions->first_chunk, allocator, sizeof(uint32_t));
}

void uti_mentions_free(uti_mentions *mentions) {
  uti_list_free(&mentions->found);
  uti_list_free(&mentions->chunks);
  uti_list_free(&mentions->first_chunk);
}

uti_result uti_mentions_find(uti_mentions *mentions, const uti_knowledge *knowledge, const uti_tokens *tokens) {
  walk w = {.knowledge = knowledge, .tokens = tokens, .mentions = mentions};
  uti_list_trim(&mentions->found, (size_t)1 << 20);
  if (find_chunks(&w) != UTI_OK) return UTI_NO_MEMORY;
  for (uint32_t at = 0; at < tokens->count && !w.failed; at++) start_phrases(&w, at);
  if (w.failed) return UTI_NO_MEMORY;
  if (mentions->found.count > 1)
    qsort(mentions->found.items, mentions->found.count, sizeof(uti_mention), compare_mentions);
  drop_parts(knowledge, mentions);
  remove_dropped(mentions);
  return UTI_OK;
}
