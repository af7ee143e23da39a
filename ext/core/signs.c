#include "signs.h"

#include <stdlib.h>
#include <string.h>

/* The tests have a build that forgets within a sentence (UTI_FORGETFUL): it must answer the same. */
#ifdef UTI_FORGETFUL
enum { SIGNS_KEPT = 2, SYMBOLS_KEPT = 2, FEWEST_SLOTS = 4 };
#else
enum { SIGNS_KEPT = 1 << 14, SYMBOLS_KEPT = 512, FEWEST_SLOTS = 1024 };
#endif

typedef struct known_symbols {
  uti_symbols set;
  uint32_t sign;               /* + 1; 0: none */
} known_symbols;

/* Numbers between two neighbouring bounds lie in the same ranges. */
static uint32_t class_of_number(const uti_signs *signs, int64_t number) {
  const int64_t *bounds = signs->bounds.items;
  size_t low = 0, high = signs->bounds.count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (bounds[middle] <= number) low = middle + 1;
    else high = middle;
  }
  return (uint32_t)low;
}

static bool may_be_skipped(const uti_knowledge *k, const uti_token *token) {
  bool pause = (token->before & (UTI_GAP_COMMA | UTI_GAP_DASH | UTI_GAP_COLON)) != 0;
  if (pause && uti_word_is(k, token->word, UTI_ROLE_DENIAL)) return false;
  return !uti_word_is(k, token->word, UTI_ROLE_BARRIER);
}

uint32_t uti_sign_closed(const uti_knowledge *k) { return k->word_count + 1; }

static uint32_t first_sign(const uti_knowledge *k) { return k->word_count + 2; }

static bool same_members(const uti_signs *signs, const uti_sign *known, const uti_member *members, uint32_t count) {
  if (known->member_count != count) return false;
  return count == 0 || memcmp(&UTI_ITEM(&signs->members, uti_member, known->first_member), members, count * sizeof *members) == 0;
}

static uint64_t hash_sign(const uti_sign *wanted, const uti_member *members, uint32_t count) {
  uint64_t hash = uti_mix(wanted->word, (uint64_t)wanted->number_class << 1 | wanted->skipped);
  for (uint32_t i = 0; i < count; i++) hash = uti_mix(hash, (uint64_t)members[i].symbol << 32 | members[i].tokens);
  return hash;
}

/* The slot of a sign, or the empty one where it belongs. */
static uint32_t *sign_slot(uti_signs *signs, const uti_sign *wanted, const uti_member *members, uint32_t count) {
  size_t mask = signs->slots.count - 1;
  for (size_t at = hash_sign(wanted, members, count) >> 20 & mask;; at = (at + 1) & mask) {
    uint32_t *slot = &UTI_ITEM(&signs->slots, uint32_t, at);
    if (*slot == 0) return slot;
    const uti_sign *known = &UTI_ITEM(&signs->list, uti_sign, *slot - 1);
    if (known->word == wanted->word && known->number_class == wanted->number_class && known->skipped == wanted->skipped &&
        same_members(signs, known, members, count))
      return slot;
  }
}

const uti_member *uti_sign_members(const uti_signs *signs, const uti_sign *token) {
  return token->member_count == 0 ? NULL : &UTI_ITEM(&signs->members, uti_member, token->first_member);
}

static bool grow_sign_slots(uti_signs *signs) {
  if (!uti_list_renew(&signs->slots, uti_slots_for(signs->list.count, FEWEST_SLOTS))) return false;
  for (uint32_t i = 0; i < signs->list.count; i++) {
    const uti_sign *known = &UTI_ITEM(&signs->list, uti_sign, i);
    *sign_slot(signs, known, uti_sign_members(signs, known), known->member_count) = i + 1;
  }
  return true;
}

uint32_t uti_sign_of(uti_signs *signs, const uti_knowledge *k, const uti_token *token, const uti_member *members,
                     uint32_t count) {
  bool number = token->kind == UTI_TOKEN_NUMBER, skipped = may_be_skipped(k, token);
  bool plain = !number && count == 0;
  if (plain && token->word == UTI_NONE_ID) return k->word_count;
  if (plain && skipped == !uti_word_is(k, token->word, UTI_ROLE_BARRIER)) return token->word;
  uti_sign wanted = {number ? token->number : 0, token->word, number ? class_of_number(signs, token->number) : 0,
                     (uint32_t)signs->members.count, count, skipped};
  if (signs->slots.count < 2 * (signs->list.count + 1) && !grow_sign_slots(signs)) return UTI_NONE_ID;
  uint32_t *slot = sign_slot(signs, &wanted, members, count);
  if (*slot != 0) return first_sign(k) + *slot - 1;
  uti_member *room = uti_list_extend(&signs->members, count);
  uti_sign *added = room == NULL ? NULL : uti_list_add(&signs->list);
  if (added == NULL) return UTI_NONE_ID;
  if (count > 0) memcpy(room, members, count * sizeof *members);
  *added = wanted;
  *slot = (uint32_t)signs->list.count;
  if (first_sign(k) + *slot >= UINT32_C(1) << UTI_SIGN_BITS) return UTI_NONE_ID;
  return first_sign(k) + *slot - 1;
}

uti_sign uti_sign_at(const uti_signs *signs, const uti_knowledge *k, uint32_t index) {
  if (index >= first_sign(k)) return UTI_ITEM(&signs->list, uti_sign, index - first_sign(k));
  if (index == k->word_count) return (uti_sign){.word = UTI_NONE_ID, .skipped = true};
  if (index == uti_sign_closed(k)) return (uti_sign){.word = UTI_NONE_ID};   /* it leads on from no place, and no gap skips it */
  return (uti_sign){.word = index, .skipped = !uti_word_is(k, index, UTI_ROLE_BARRIER)};
}

/* ---- Symbols of a sign ---- */

static void add_symbol(uti_symbols *set, uint32_t symbol) {
  uint32_t bit = uti_symbol_bit(symbol);
  set->bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

static void find_symbols(uti_symbols *set, const uti_signs *signs, const uti_knowledge *k, const uti_sign *token) {
  memset(set, 0, sizeof *set);
  if (token->word != UTI_NONE_ID) {
    const uti_word *word = &k->words[token->word];
    for (uint32_t i = 0; i < word->symbol_count; i++) add_symbol(set, k->word_symbols[word->first_symbol + i]);
  }
  if (token->number_class != 0) {
    add_symbol(set, UTI_SYMBOL_NUMBER);
    for (uint32_t i = 0; i < k->range_count; i++)
      if (token->number >= k->ranges[i].minimum && token->number <= k->ranges[i].maximum) add_symbol(set, k->ranges[i].symbol);
  }
  for (uint32_t i = 0; i < token->member_count; i++)
    add_symbol(set, UTI_ITEM(&signs->members, uti_member, token->first_member + i).symbol);
}

/* Found once for the many steps that a common word takes. */
const uti_symbols *uti_sign_symbols(uti_signs *signs, const uti_knowledge *k, uint32_t index, const uti_sign *token) {
  known_symbols *known = &UTI_ITEM(&signs->recent, known_symbols, index % SYMBOLS_KEPT);
  if (known->sign != index + 1) {
    find_symbols(&known->set, signs, k, token);
    known->sign = index + 1;
  }
  return &known->set;
}

/* ---- The whole ---- */

static int compare_bounds(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static bool find_bounds(uti_signs *signs, const uti_knowledge *k) {
  int64_t *bounds = uti_list_extend(&signs->bounds, 2 * (size_t)k->range_count + 1);
  if (bounds == NULL) return false;
  bounds[0] = INT64_MIN;
  for (uint32_t i = 0; i < k->range_count; i++) {
    bounds[2 * i + 1] = k->ranges[i].minimum;
    bounds[2 * i + 2] = (int64_t)k->ranges[i].maximum + 1;
  }
  qsort(bounds, signs->bounds.count, sizeof *bounds, compare_bounds);
  return true;
}

uti_result uti_signs_begin(uti_signs *signs, const uti_knowledge *k, bool *forgotten) {
  if (signs->bounds.count == 0 && !find_bounds(signs, k)) return UTI_NO_MEMORY;
  if (signs->recent.count == 0 && uti_list_extend(&signs->recent, SYMBOLS_KEPT) == NULL) return UTI_NO_MEMORY;
  *forgotten = signs->list.count > SIGNS_KEPT || signs->members.count > 4 * SIGNS_KEPT;
  if (!*forgotten) return UTI_OK;
  signs->list.count = signs->members.count = 0;
  memset(signs->recent.items, 0, signs->recent.count * sizeof(known_symbols));
  memset(signs->slots.items, 0, signs->slots.count * sizeof(uint32_t));
  return UTI_OK;
}

void uti_signs_init(uti_signs *signs, const uti_allocator *allocator) {
  uti_list_init(&signs->list, allocator, sizeof(uti_sign));
  uti_list_init(&signs->slots, allocator, sizeof(uint32_t));
  uti_list_init(&signs->members, allocator, sizeof(uti_member));
  uti_list_init(&signs->bounds, allocator, sizeof(int64_t));
  uti_list_init(&signs->recent, allocator, sizeof(known_symbols));
}

void uti_signs_free(uti_signs *signs) {
  uti_list *lists[] = {&signs->list, &signs->slots, &signs->members, &signs->bounds, &signs->recent};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) uti_list_free(lists[i]);
}
