/* signs.h - what a token is for the trie of patterns: one number for all tokens that
** lead on from the same places.
**
** A plain word is its own sign. What else stands in a text (a number, a word that no
** gap may skip here, a word that begins a member of a class of several words) becomes
** one when a text first has it. */
#ifndef UTI_SIGNS_H
#define UTI_SIGNS_H

#include "tokens.h"

/* A member of a class that is several words long. */
typedef struct uti_member {
  uint32_t symbol, tokens;
} uti_member;

typedef struct uti_sign {
  int64_t number;              /* one of its class */
  uint32_t word, number_class; /* class 0: no number */
  uint32_t first_member, member_count;
  bool skipped;                /* a gap may skip it */
} uti_sign;

/* The symbols of a token, a bit for each; several share a bit, so that a bit says
** only that it may have the symbol. */
enum { UTI_SYMBOL_BITS = 9 };  /* of the number of a bit */
typedef struct uti_symbols {
  uint64_t bits[(1 << UTI_SYMBOL_BITS) / 64];
} uti_symbols;

typedef struct uti_signs {
  uti_list list;               /* uti_sign: those that are no plain word */
  uti_list slots;              /* hash table of them */
  uti_list members;            /* uti_member, of all signs */
  uti_list bounds;             /* int64_t, ascending: where ranges of numbers begin and end */
  uti_list recent;             /* symbols of the signs of late */
} uti_signs;

void uti_signs_init(uti_signs *, const uti_allocator *);
void uti_signs_free(uti_signs *);
/* Before each text. Signs that have grown too many are forgotten, and so must be what was made with them. */
uti_result uti_signs_begin(uti_signs *, const uti_knowledge *, bool *forgotten);

enum { UTI_SIGN_BITS = 24 };   /* of the number of a sign, at most */
/* The sign of a token. `members` begin with it. UTI_NONE_ID: no memory. */
uint32_t uti_sign_of(uti_signs *, const uti_knowledge *, const uti_token *, const uti_member *members, uint32_t count);
/* The sign of a token that no match may enter. */
uint32_t uti_sign_closed(const uti_knowledge *);

uti_sign uti_sign_at(const uti_signs *, const uti_knowledge *, uint32_t index);
const uti_member *uti_sign_members(const uti_signs *, const uti_sign *);
/* Until the next call. */
const uti_symbols *uti_sign_symbols(uti_signs *, const uti_knowledge *, uint32_t index, const uti_sign *);

static inline uint32_t uti_symbol_bit(uint32_t symbol) { return symbol * UINT32_C(0x9e3779b1) >> (32 - UTI_SYMBOL_BITS); }

static inline bool uti_may_have(const uti_symbols *set, uint32_t symbol) {
  uint32_t bit = uti_symbol_bit(symbol);
  return (set->bits[bit / 64] >> bit % 64 & 1) != 0;
}

/* Whether a sign has a symbol; of a number and a word that begins members, whether it may. */
static inline bool uti_sign_has(const uti_knowledge *k, const uti_sign *token, const uti_symbols *symbols, uint32_t symbol) {
  if (!uti_may_have(symbols, symbol)) return false;
  return token->number_class != 0 || token->member_count > 0 || uti_word_has(k, token->word, symbol);
}

static inline uint64_t uti_mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
  return hash ^ hash >> 32;
}

/* For a hash table that is at most half full. */
static inline size_t uti_slots_for(size_t items, size_t fewest) {
  size_t slots = fewest;
  while (slots < 4 * (items + 1)) slots *= 2;
  return slots;
}

#endif
