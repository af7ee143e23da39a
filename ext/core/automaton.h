/* automaton.h - where the matches that begin at one token may stand after each
** token that follows.
**
** The patterns of a knowledge are a trie over words, classes, numbers and gaps,
** so that a match from one start may stand at many places of it at once. A state
** is the list of these places; it depends on nothing but what the tokens since
** the start were. States and the steps between them are made when a text first
** needs them and kept for the texts that follow: most steps are one look into a
** table. What grows too large is thrown away and made again.
**
** Places stand in the order in which a search of the trie in depth would come to
** them, which decides between two ways to match that are equally good. */
#ifndef UTI_AUTOMATON_H
#define UTI_AUTOMATON_H

#include "signs.h"

/* Where a match may end: after the token that led to the state. */
typedef struct uti_ending {
  uint32_t target;             /* as uti_knowledge.accepts */
  uint32_t needs_more;         /* 1: only where another token of the sentence follows */
  uint64_t mask;               /* bit 0 is the first token: those that belong to the match */
} uti_ending;

typedef struct uti_state {
  uint32_t otherwise[2];       /* the state after a token that leads on from no place, by whether a gap may skip it; 0: not made */
  uint32_t first_place, place_count;   /* no place: no longer match follows */
  uint32_t first_ending, ending_count;
  uint32_t tokens;             /* since the start */
  uint32_t waits;              /* 1: a place within a member of several words */
} uti_state;

typedef struct uti_automaton {
  uti_list states;             /* uti_state */
  uti_list places;             /* of all states */
  uti_list endings;            /* uti_ending, of all states */
  uti_list state_slots;        /* hash table of states by what they hold */
  uti_list starts;             /* uint32_t: the states after a plain word that begins a phrase, a member; 0: not made */
  uti_list steps;              /* hash table: state and sign to the next state */
  size_t step_count;
  uti_list next;               /* places of the state in the making */
  uti_signs signs;
} uti_automaton;

void uti_automaton_init(uti_automaton *, const uti_allocator *);
void uti_automaton_free(uti_automaton *);
/* Before each text: makes room where former texts have left little. */
uti_result uti_automaton_begin(uti_automaton *, const uti_knowledge *);

/* The states before the first token, of phrases and of members of classes. */
enum { UTI_STATE_PHRASES = 0, UTI_STATE_MEMBERS = 1, UTI_STATE_DEAD = 2 };

/* The state after a plain word at the start, where it is made already; else 0. */
static inline uint32_t uti_automaton_started(const uti_automaton *automaton, bool members, uint32_t sign) {
  size_t at = (size_t)sign * 2 + members;
  return at < automaton->starts.count ? UTI_ITEM(&automaton->starts, uint32_t, at) : 0;
}

/* The state after the first token, and after one more; UTI_NONE_ID: no memory. */
uint32_t uti_automaton_start(uti_automaton *, const uti_knowledge *, bool members, uint32_t sign);
uint32_t uti_automaton_step(uti_automaton *, const uti_knowledge *, uint32_t state, uint32_t sign);

static inline const uti_state *uti_state_at(const uti_automaton *automaton, uint32_t state) {
  return &UTI_ITEM(&automaton->states, uti_state, state);
}

#endif
