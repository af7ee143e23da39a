#include "cues.h"

/* A catheter, a medicine or diabetes is no finding that ends. */
bool cue_is_lasting(const settling *s, const uti_mention *mention) {
  return is_concept(s, mention) && s->knowledge->concepts[cue_pattern(s, mention)->target].lasting;
}

bool cue_finding_within(const settling *s, uint32_t from, uint32_t to) {
  for (size_t i = cue_first_mention(s, from); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first >= to) return false;
    if (!is_cue(s, mention) && !cue_is_lasting(s, mention)) return true;
  }
  return false;
}

bool cue_concept_within(const settling *s, uint32_t from, uint32_t to) {
  for (size_t i = cue_first_mention(s, from); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first >= to) return false;
    const uti_pattern *pattern = cue_pattern(s, mention);
    if (pattern == NULL || pattern->kind == UTI_TARGET_CONCEPT) return true;
  }
  return false;
}

/* A condition may stand in a list of what somebody has had: "history of asthma, DVT". */
bool cue_is_diagnosis(const settling *s, const uti_mention *mention) {
  for (uint32_t i = mention->first; i < mention->end; i++)
    if (cue_role(s, i, UTI_ROLE_DOUBTED)) return true;
  return false;
}

/* Whether a sign, and not only conditions, is told between two tokens. */
bool cue_sign_within(const settling *s, uint32_t from, uint32_t to) {
  for (size_t i = cue_first_mention(s, from); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first >= to) return false;
    bool sign = is_concept(s, mention) && !cue_is_lasting(s, mention) && !cue_is_diagnosis(s, mention);
    if (sign || cue_pattern(s, mention) == NULL) return true;
  }
  return false;
}
