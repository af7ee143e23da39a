#include "automaton.h"

#include <string.h>

/* Limits after which everything is made anew: some 16 MB together. The tests have a
** build that forgets within a sentence (UTI_FORGETFUL): it must answer the same. */
#ifdef UTI_FORGETFUL
enum { STATES_KEPT = 24, STEPS_KEPT = 32, PLACES_KEPT = 64, ENDINGS_KEPT = 12, FEWEST_SLOTS = 4 };
#else
enum { STATES_KEPT = 1 << 16, STEPS_KEPT = 3 << 17, PLACES_KEPT = 3 << 17, ENDINGS_KEPT = 3 << 17, FEWEST_SLOTS = 1024 };
#endif

/* A step is one number: the state it starts from, the sign, the state it leads to. */
enum { STATE_BITS = 20 };

typedef enum {
  AT_NODE,                     /* before the edges of a node */
  IN_GAP,                      /* up to `left` more tokens may be skipped before the node */
  IN_MEMBER                    /* the node is reached after `left` more tokens */
} place_kind;

typedef struct place {
  uint64_t mask;
  uint32_t node;
  uint16_t kind, left;
} place;

/* A state in the making. */
typedef struct making {
  uti_automaton *automaton;
  const uti_knowledge *knowledge;
  uint32_t tokens;             /* that have led to it, with the one at hand */
  uint32_t first_ending;
  const uti_symbols *symbols;  /* of the token at hand */
  bool failed;
} making;

/* Whether a symbol of a token leads on from a place of a state. */
static bool leads_on(const uti_automaton *a, const uti_knowledge *k, const uti_state *from, const uti_sign *token, const uti_symbols *symbols) {
  for (uint32_t i = 0; i < from->place_count; i++) {
    const place *here = &UTI_ITEM(&a->places, place, from->first_place + i);
    if (here->kind != AT_NODE) continue;
    const uti_node *node = &k->nodes[here->node];
    for (uint32_t e = 0; e < node->edge_count; e++)
      if (uti_sign_has(k, token, symbols, k->edges[node->first_edge + e].symbol)) return true;
  }
  return false;
}

/* ---- Places ---- */

static int words_in(uint64_t mask) { return __builtin_popcountll(mask); }

/* Of two ways to the same place the one with more words stays, then the first:
** what follows is the same for both. */
static void put(making *m, place_kind kind, uint32_t node, uint32_t left, uint64_t mask) {
  uti_list *next = &m->automaton->next;
  place *same = NULL;
  for (size_t i = m->tokens > 1 ? next->count : 0; i-- > 0 && same == NULL;) {
    place *old = &UTI_ITEM(next, place, i);
    if (old->node == node && old->kind == kind && old->left == left) same = old;
  }
  if (same != NULL && words_in(same->mask) >= words_in(mask)) return;
  if (same != NULL) {
    size_t behind = next->count - (size_t)(same - (place *)next->items) - 1;
    memmove(same, same + 1, behind * sizeof *same);
    next->count--;
  }
  place *added = uti_list_room(next);
  if (added == NULL) m->failed = true;
  else *added = (place){mask, node, (uint16_t)kind, (uint16_t)left};
}

/* A match comes to a node: it may end there, and go on. */
static void arrive(making *m, uint32_t index, uint64_t mask, bool through_gap) {
  const uti_knowledge *k = m->knowledge;
  const uti_node *node = &k->nodes[index];
  for (uint32_t i = 0; i < node->accept_count; i++) {
    uti_ending *ending = uti_list_room(&m->automaton->endings);
    if (ending == NULL) m->failed = true;
    else *ending = (uti_ending){k->accepts[node->first_accept + i], through_gap, mask};
  }
  if (node->edge_count > 0) put(m, AT_NODE, index, 0, mask);
  for (uint32_t i = 0; i < node->gap_count && !m->failed; i++) {
    const uti_edge *gap = &k->edges[node->first_edge + node->edge_count + i];
    arrive(m, gap->node, mask, true);
    if (gap->symbol > UTI_SYMBOL_GAP) put(m, IN_GAP, gap->node, gap->symbol - UTI_SYMBOL_GAP, mask);
  }
}

/* ---- One more token ---- */

static uint64_t bits(uint32_t from, uint32_t count) {
  uint64_t mask = 0;
  for (uint32_t i = from; i < from + count && i < 64; i++) mask |= UINT64_C(1) << i;
  return mask;
}

/* The child of a node that a symbol leads to, or 0. */
static uint32_t child_of(const uti_knowledge *k, const uti_node *node, uint32_t symbol) {
  const uti_edge *edges = k->edges + node->first_edge;
  uint32_t low = 0, high = node->edge_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (edges[middle].symbol < symbol) low = middle + 1;
    else high = middle;
  }
  return low < node->edge_count && edges[low].symbol == symbol ? edges[low].node : 0;
}

/* Ranges stand in the order of their symbols, as edges do. */
static bool in_range(const uti_knowledge *k, uint32_t symbol, int64_t number) {
  uint32_t low = 0, high = k->range_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (k->ranges[middle].symbol < symbol) low = middle + 1;
    else high = middle;
  }
  const uti_number_range *range = &k->ranges[low];
  return low < k->range_count && range->symbol == symbol && number >= range->minimum && number <= range->maximum;
}

static void follow_number(making *m, const uti_node *node, int64_t number, uint64_t mask) {
  const uti_knowledge *k = m->knowledge;
  for (uint32_t i = 0; i < node->edge_count; i++) {
    const uti_edge *edge = &k->edges[node->first_edge + i];
    if (!uti_may_have(m->symbols, edge->symbol)) continue;
    if (edge->symbol == UTI_SYMBOL_NUMBER || in_range(k, edge->symbol, number)) arrive(m, edge->node, mask, false);
  }
}

/* A word with few symbols asks many edges for each of them; else each edge is asked. */
static void follow_word(making *m, const uti_node *node, uint32_t word, uint64_t mask) {
  const uti_knowledge *k = m->knowledge;
  const uti_word *entry = &k->words[word];
  bool few_symbols = entry->symbol_count * 8 < node->edge_count;
  uint32_t count = few_symbols ? entry->symbol_count : node->edge_count;
  for (uint32_t i = 0; i < count; i++) {
    const uti_edge *edge = &k->edges[node->first_edge + i];
    uint32_t child = 0;
    if (few_symbols) child = child_of(k, node, k->word_symbols[entry->first_symbol + i]);
    else if (uti_may_have(m->symbols, edge->symbol) && uti_word_has(k, word, edge->symbol)) child = edge->node;
    if (child != 0) arrive(m, child, mask, false);
  }
}

static void follow_members(making *m, const uti_node *node, const uti_sign *token, uint64_t mask) {
  const uti_member *members = uti_sign_members(&m->automaton->signs, token);
  for (uint32_t i = 0; i < token->member_count; i++) {
    uint32_t child = child_of(m->knowledge, node, members[i].symbol);
    if (child != 0) put(m, IN_MEMBER, child, members[i].tokens - 1, mask | bits(m->tokens - 1, members[i].tokens));
  }
}

static void follow(making *m, const place *from, const uti_sign *token) {
  uint64_t own = from->mask | bits(m->tokens - 1, 1);
  if (from->kind == IN_MEMBER) {
    if (from->left > 1) put(m, IN_MEMBER, from->node, from->left - 1u, from->mask);
    else arrive(m, from->node, from->mask, false);
  } else if (from->kind == IN_GAP) {
    if (!token->skipped) return;
    arrive(m, from->node, from->mask, false);
    if (from->left > 1) put(m, IN_GAP, from->node, from->left - 1u, from->mask);
  } else {
    const uti_node *node = &m->knowledge->nodes[from->node];
    if (token->number_class != 0) follow_number(m, node, token->number, own);
    if (token->word != UTI_NONE_ID) follow_word(m, node, token->word, own);
    if (token->member_count > 0) follow_members(m, node, token, from->mask);
  }
}

/* The first token: tables lead from symbols and words to the children of the
** roots, without a search. */
static void start(making *m, bool members, const uti_sign *token) {
  const uti_knowledge *k = m->knowledge;
  const uint32_t *roots = k->roots + (members ? k->symbol_count : 0);
  if (token->number_class != 0 && roots[UTI_SYMBOL_NUMBER] != 0) arrive(m, roots[UTI_SYMBOL_NUMBER], 1, false);
  for (uint32_t i = 0; token->number_class != 0 && i < k->range_count; i++) {
    const uti_number_range *range = &k->ranges[i];
    bool inside = token->number >= range->minimum && token->number <= range->maximum;
    if (inside && roots[range->symbol] != 0) arrive(m, roots[range->symbol], 1, false);
  }
  if (token->word != UTI_NONE_ID) {
    const uti_word *word = &k->words[token->word];
    const uint32_t *children = k->word_roots + (members ? word->first_chunk : word->first_root);
    uint32_t count = members ? word->chunk_count : word->root_count;
    for (uint32_t i = 0; i < count; i++) arrive(m, children[i], 1, false);
  }
  const uti_member *begins = uti_sign_members(&m->automaton->signs, token);
  for (uint32_t i = 0; i < token->member_count; i++)
    if (roots[begins[i].symbol] != 0) put(m, IN_MEMBER, roots[begins[i].symbol], begins[i].tokens - 1, bits(0, begins[i].tokens));
}

/* ---- States ---- */

static uint64_t hash_state(const uti_automaton *automaton, const uti_state *state) {
  uint64_t hash = state->place_count == 0 ? 0 : state->tokens;
  for (uint32_t i = 0; i < state->place_count; i++) {
    const place *at = (const place *)automaton->places.items + state->first_place + i;
    hash = uti_mix(uti_mix(hash, at->mask), (uint64_t)at->node << 32 | (uint32_t)at->kind << 16 | at->left);
  }
  for (uint32_t i = 0; i < state->ending_count; i++) {
    const uti_ending *at = (const uti_ending *)automaton->endings.items + state->first_ending + i;
    hash = uti_mix(uti_mix(hash, at->mask), (uint64_t)at->target << 1 | at->needs_more);
  }
  return hash;
}

static bool same_state(const uti_automaton *automaton, const uti_state *a, const uti_state *b) {
  if (a->place_count != b->place_count || a->ending_count != b->ending_count || (a->place_count > 0 && a->tokens != b->tokens))
    return false;
  const place *places = automaton->places.items;
  const uti_ending *endings = automaton->endings.items;
  if (a->place_count > 0 && memcmp(places + a->first_place, places + b->first_place, a->place_count * sizeof *places) != 0)
    return false;
  return a->ending_count == 0 || memcmp(endings + a->first_ending, endings + b->first_ending, a->ending_count * sizeof *endings) == 0;
}

static bool grow_state_slots(uti_automaton *automaton) {
  size_t wanted = uti_slots_for(automaton->states.count, FEWEST_SLOTS);
  if (!uti_list_renew(&automaton->state_slots, wanted)) return false;
  for (uint32_t i = UTI_STATE_DEAD; i < automaton->states.count; i++) {
    size_t at = hash_state(automaton, uti_state_at(automaton, i)) >> 20 & (wanted - 1);
    while (UTI_ITEM(&automaton->state_slots, uint32_t, at) != 0) at = (at + 1) & (wanted - 1);
    UTI_ITEM(&automaton->state_slots, uint32_t, at) = i + 1;
  }
  return true;
}

/* Takes the places of `next` and the endings since first_ending as a state:
** one that is known, or a new one. */
static uint32_t keep_state(making *m) {
  uti_automaton *a = m->automaton;
  if (a->state_slots.count < 2 * (a->states.count + 1) && !grow_state_slots(a)) return UTI_NONE_ID;
  uti_state made = {{0, 0}, (uint32_t)a->places.count, (uint32_t)a->next.count, m->first_ending,
                    (uint32_t)a->endings.count - m->first_ending, m->tokens, 0};
  place *room = uti_list_extend(&a->places, a->next.count);
  if (room == NULL) return UTI_NONE_ID;
  if (a->next.count > 0) memcpy(room, a->next.items, a->next.count * sizeof *room);
  for (size_t i = 0; i < a->next.count; i++) made.waits |= room[i].kind == IN_MEMBER;
  size_t mask = a->state_slots.count - 1;
  uint32_t *slot = NULL;
  for (size_t at = hash_state(a, &made) >> 20 & mask;; at = (at + 1) & mask) {
    slot = &UTI_ITEM(&a->state_slots, uint32_t, at);
    if (*slot == 0 || same_state(a, uti_state_at(a, *slot - 1), &made)) break;
  }
  uti_state *added = *slot == 0 ? uti_list_add(&a->states) : NULL;
  if (added == NULL) {
    a->places.count = made.first_place;
    a->endings.count = made.first_ending;
    return *slot == 0 ? UTI_NONE_ID : *slot - 1;
  }
  *added = made;
  *slot = (uint32_t)a->states.count;
  return *slot - 1;
}

/* Forgets all states and steps; signs stay, and so do the places of `next`. */
static bool clear_states(uti_automaton *a) {
  size_t next = a->next.count;
  a->states.count = a->places.count = a->endings.count = a->next.count = 0;
  a->step_count = 0;
  if (!uti_list_renew(&a->steps, a->steps.count == 0 ? 4096 : a->steps.count) || !uti_list_renew(&a->state_slots, uti_slots_for(0, FEWEST_SLOTS)) ||
      uti_list_extend(&a->states, UTI_STATE_DEAD) == NULL)
    return false;
  memset(a->starts.items, 0, a->starts.count * sizeof(uint32_t));
  making nothing = {.automaton = a};
  bool dead = keep_state(&nothing) == UTI_STATE_DEAD;
  a->next.count = next;
  return dead;
}

static bool too_large(const uti_automaton *a) {
  return a->states.count > STATES_KEPT || a->step_count > STEPS_KEPT || a->places.count > PLACES_KEPT || a->endings.count > ENDINGS_KEPT;
}

static uint64_t step_key(uint32_t state, uint32_t sign_index) {
  return ((uint64_t)(state + 1) << UTI_SIGN_BITS | sign_index) << STATE_BITS;
}

/* The slot of a step, or the empty one where it belongs. */
static uint64_t *step_slot(const uti_automaton *automaton, uint64_t key) {
  size_t mask = automaton->steps.count - 1;
  uint64_t *steps = automaton->steps.items;
  size_t at = ((key >> STATE_BITS) * UINT64_C(0x9e3779b97f4a7c15)) >> 40 & mask;
  while (steps[at] != 0 && (steps[at] ^ key) >> STATE_BITS != 0) at = (at + 1) & mask;
  return &steps[at];
}

static bool grow_steps(uti_automaton *automaton) {
  uti_list old = automaton->steps;
  uti_list_init(&automaton->steps, old.allocator, old.item_size);
  if (uti_list_extend(&automaton->steps, old.count * 2) == NULL) {
    automaton->steps = old;
    return false;
  }
  for (size_t i = 0; i < old.count; i++) {
    uint64_t moved = UTI_ITEM(&old, uint64_t, i);
    if (moved != 0) *step_slot(automaton, moved) = moved;
  }
  uti_list_free(&old);
  return true;
}

/* Makes room by forgetting all but one state, which leads on; what may end at it is told already. */
static uint32_t keep_only(uti_automaton *a, uint32_t state) {
  if (state < UTI_STATE_DEAD) return clear_states(a) ? state : UTI_NONE_ID;
  const uti_state from = *uti_state_at(a, state);
  a->next.count = 0;
  place *room = uti_list_extend(&a->next, from.place_count);
  if (room == NULL) return UTI_NONE_ID;
  memcpy(room, &UTI_ITEM(&a->places, place, from.first_place), from.place_count * sizeof *room);
  making kept = {.automaton = a, .tokens = from.tokens};
  return clear_states(a) ? keep_state(&kept) : UTI_NONE_ID;
}

static uint32_t make_state(uti_automaton *a, const uti_knowledge *k, uint32_t state, const uti_sign *token, const uti_symbols *symbols) {
  const uti_state from = *uti_state_at(a, state);
  making m = {a, k, state < UTI_STATE_DEAD ? 1 : from.tokens + 1, (uint32_t)a->endings.count, symbols, false};
  a->next.count = 0;
  if (state < UTI_STATE_DEAD) start(&m, state == UTI_STATE_MEMBERS, token);
  for (uint32_t i = 0; i < from.place_count && !m.failed; i++) {
    const place here = UTI_ITEM(&a->places, place, from.first_place + i);
    follow(&m, &here, token);
  }
  uint32_t next = m.failed ? UTI_NONE_ID : keep_state(&m);
  if (next == UTI_NONE_ID) a->endings.count = m.first_ending;
  return next;
}

/* Most tokens lead on from no place of a state: only what a gap may skip matters then. */
static uint32_t make_step(uti_automaton *a, const uti_knowledge *k, uint32_t state, uint32_t sign_index) {
  uti_sign token = uti_sign_at(&a->signs, k, sign_index);
  const uti_symbols *symbols = uti_sign_symbols(&a->signs, k, sign_index, &token);
  if (state < UTI_STATE_DEAD || leads_on(a, k, uti_state_at(a, state), &token, symbols)) return make_state(a, k, state, &token, symbols);
  bool skipped = token.skipped;
  uint32_t known = uti_state_at(a, state)->otherwise[skipped];
  if (known != 0) return known;
  token = (uti_sign){.word = UTI_NONE_ID, .skipped = skipped};
  uint32_t next = make_state(a, k, state, &token, symbols);
  if (next != UTI_NONE_ID) UTI_ITEM(&a->states, uti_state, state).otherwise[skipped] = next;
  return next;
}

static uint32_t new_step(uti_automaton *a, const uti_knowledge *k, uint32_t state, uint32_t sign_index) {
  if (too_large(a)) state = keep_only(a, state);
  uint32_t next = state == UTI_NONE_ID ? state : make_step(a, k, state, sign_index);
  if (next == UTI_NONE_ID) return next;
  if (2 * a->steps.count < 3 * (a->step_count + 1) && !grow_steps(a)) return UTI_NONE_ID;
  uint64_t key = step_key(state, sign_index);
  *step_slot(a, key) = key | next;
  a->step_count++;
  return next;
}

uint32_t uti_automaton_step(uti_automaton *a, const uti_knowledge *k, uint32_t state, uint32_t sign_index) {
  uint64_t found = *step_slot(a, step_key(state, sign_index));
  return found != 0 ? (uint32_t)(found & ((UINT32_C(1) << STATE_BITS) - 1)) : new_step(a, k, state, sign_index);
}

/* The first step of plain words has a table of its own, in which this one is not yet. */
uint32_t uti_automaton_start(uti_automaton *a, const uti_knowledge *k, bool members, uint32_t sign_index) {
  uint32_t state = members ? UTI_STATE_MEMBERS : UTI_STATE_PHRASES;
  if (sign_index > k->word_count) return uti_automaton_step(a, k, state, sign_index);
  uint32_t next = new_step(a, k, state, sign_index);
  if (next != UTI_NONE_ID) UTI_ITEM(&a->starts, uint32_t, (size_t)sign_index * 2 + members) = next;
  return next;
}

/* ---- The whole ---- */

uti_result uti_automaton_begin(uti_automaton *automaton, const uti_knowledge *k) {
  bool forgotten = false;
  if (uti_signs_begin(&automaton->signs, k, &forgotten) != UTI_OK) return UTI_NO_MEMORY;
  if (forgotten) automaton->states.count = 0;
  size_t starts = 2 * ((size_t)k->word_count + 1);
  if (automaton->starts.count == 0 && uti_list_extend(&automaton->starts, starts) == NULL) return UTI_NO_MEMORY;
  bool begun = automaton->states.count > UTI_STATE_DEAD;   /* and memory did not run out half way */
  if (begun && !too_large(automaton)) return UTI_OK;
  return clear_states(automaton) ? UTI_OK : UTI_NO_MEMORY;
}

void uti_automaton_init(uti_automaton *automaton, const uti_allocator *allocator) {
  memset(automaton, 0, sizeof *automaton);
  uti_signs_init(&automaton->signs, allocator);
  uti_list_init(&automaton->states, allocator, sizeof(uti_state));
  uti_list_init(&automaton->places, allocator, sizeof(place));
  uti_list_init(&automaton->endings, allocator, sizeof(uti_ending));
  uti_list_init(&automaton->state_slots, allocator, sizeof(uint32_t));
  uti_list_init(&automaton->steps, allocator, sizeof(uint64_t));
  uti_list_init(&automaton->starts, allocator, sizeof(uint32_t));
  uti_list_init(&automaton->next, allocator, sizeof(place));
}

void uti_automaton_free(uti_automaton *automaton) {
  uti_list *lists[] = {&automaton->states, &automaton->places, &automaton->endings, &automaton->state_slots, &automaton->steps,
                       &automaton->starts, &automaton->next};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) uti_list_free(lists[i]);
  uti_signs_free(&automaton->signs);
}
