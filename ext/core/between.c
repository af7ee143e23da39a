#include "cues.h"

typedef bool mention_kind(const settling *, const uti_mention *);

static bool any_within(const settling *s, uint32_t from, uint32_t to, mention_kind *is_wanted) {
  for (size_t i = cue_first_mention(s, from); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first >= to) return false;
    if (is_wanted(s, mention)) return true;
  }
  return false;
}

/* A catheter, a medicine or diabetes is no finding that ends. */
bool cue_is_lasting(const settling *s, const uti_mention *mention) {
  return is_concept(s, mention) && s->knowledge->concepts[cue_pattern(s, mention)->target].lasting;
}

/* A condition may stand in a list of what somebody has had: "history of asthma, DVT". */
bool cue_is_diagnosis(const settling *s, const uti_mention *mention) {
  for (uint32_t i = mention->first; i < mention->end; i++)
    if (cue_role(s, i, UTI_ROLE_DOUBTED)) return true;
  return false;
}

static bool ends(const settling *s, const uti_mention *mention) { return !is_cue(s, mention) && !cue_is_lasting(s, mention); }

static bool is_told(const settling *s, const uti_mention *mention) { return cue_pattern(s, mention) == NULL || is_concept(s, mention); }

static bool is_sign(const settling *s, const uti_mention *mention) {
  return cue_pattern(s, mention) == NULL || (is_concept(s, mention) && !cue_is_lasting(s, mention) && !cue_is_diagnosis(s, mention));
}

bool cue_finding_within(const settling *s, uint32_t from, uint32_t to) { return any_within(s, from, to, ends); }

bool cue_concept_within(const settling *s, uint32_t from, uint32_t to) { return any_within(s, from, to, is_told); }

bool cue_sign_within(const settling *s, uint32_t from, uint32_t to) { return any_within(s, from, to, is_sign); }
