#include "cues.h"

bool cue_gap_within(const settling *s, unsigned gaps, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i <= to; i++)
    if ((cue_gap(s, i) & gaps) != 0) return true;
  return false;
}

bool cue_role_within(const settling *s, uti_role role, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++)
    if (cue_role(s, i, role)) return true;
  return false;
}

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
  const uti_pattern *pattern = cue_pattern(s, mention);
  return pattern != NULL && pattern->kind == UTI_TARGET_CONCEPT && s->knowledge->concepts[pattern->target].lasting;
}

/* A condition may stand in a list of what somebody has had: "history of asthma, DVT". */
bool cue_is_diagnosis(const settling *s, const uti_mention *mention) {
  return cue_role_within(s, UTI_ROLE_DOUBTED, mention->first, mention->end);
}

static bool ends(const settling *s, const uti_mention *mention) { return !is_cue(s, mention) && !cue_is_lasting(s, mention); }

static bool is_told(const settling *s, const uti_mention *mention) { return cue_pattern(s, mention) == NULL || is_concept(s, mention); }

static bool is_sign(const settling *s, const uti_mention *mention) {
  return cue_pattern(s, mention) == NULL || (is_concept(s, mention) && !cue_is_lasting(s, mention) && !cue_is_diagnosis(s, mention));
}

bool cue_finding_within(const settling *s, uint32_t from, uint32_t to) { return any_within(s, from, to, ends); }

bool cue_concept_within(const settling *s, uint32_t from, uint32_t to) { return any_within(s, from, to, is_told); }

bool cue_sign_within(const settling *s, uint32_t from, uint32_t to) { return any_within(s, from, to, is_sign); }

/* ---- What a cue spoke of before a pause ---- */

enum { DATE_WORDS = 6 };

/* "It may be nothing, chills", "history of DVT, chills": the cue was about other words
** or a condition, and ends with them. */
bool cue_spoke_of_others(const settling *s, const cue *item, uint32_t to) {
  for (uint32_t i = item->end; i <= to; i++)
    if ((cue_gap(s, i) & CUE_PAUSE) != 0) return i > item->end && !cue_sign_within(s, item->end, i) && !cue_begins_list(s, i, false);
  return false;
}

static bool dated_before(const settling *s, uint32_t pause) {
  uint32_t from = pause > DATE_WORDS ? pause - DATE_WORDS : 0;
  for (size_t i = cue_first_from(s, from); i < s->out->cues.count && cue_at(s, i)->first < pause; i++)
    if (cue_at(s, i)->kind == UTI_CUE_PAST && cue_at(s, i)->end == pause) return true;
  return false;
}

/* "My neighbour is a nurse, chills", "my friend had a clot last year, chills": of that
** person no illness was told, or one with its date, and the words do not go on about them. */
bool cue_spoke_of_kin(const settling *s, const cue *item, uint32_t to) {
  uint32_t over = UTI_NONE_ID;
  for (uint32_t i = item->end + 1; i <= to && over == UTI_NONE_ID; i++)
    if ((cue_gap(s, i) & CUE_PAUSE) != 0 && (dated_before(s, i) || !(cue_role_within(s, UTI_ROLE_HAS, item->first, i) || cue_sign_within(s, item->end, i)))) over = i;
  if (over == UTI_NONE_ID || cue_begins_list(s, over, false)) return false;
  return !cue_role_within(s, UTI_ROLE_THIRD_PERSON, over, to + 1);
}

/* "Asthma as a child, chills", "had a UTI in March, chills": the words speak of what
** stands before them, or among them. */
bool cue_closes(const settling *s, const cue *item) {
  if ((cue_gap(s, item->end) & CUE_PAUSE) == 0) return false;
  return item->first > uti_token_at(s->tokens, item->first)->sentence || cue_concept_within(s, item->first, item->end);
}

/* "When I was pregnant I had gallstones, chills": what was then is told before the pause. */
bool cue_told_of_then(const settling *s, const cue *item, uint32_t to) {
  for (uint32_t i = item->end + 1; i <= to; i++)
    if ((cue_gap(s, i) & CUE_PAUSE) != 0) return cue_role_within(s, UTI_ROLE_HAS, item->end, i) && cue_spoke_of_others(s, item, to);
  return false;
}
