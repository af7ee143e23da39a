#include "cues.h"

enum { ENDING_WORDS = 8 };

/* "does that make one calf swell? because that's what I'm looking at": who says
** so right after the question asks about it. */
static bool answered_by_writer(const settling *s, uint32_t next) {
  for (size_t i = cue_first_from(s, next); i < s->out->cues.count && cue_at(s, i)->first == next; i++)
    if (cue_at(s, i)->kind == UTI_CUE_PRESENT && cue_at(s, i)->reach == UTI_REACH_OPENING) return true;
  return false;
}

uint32_t cue_sentence_end(const settling *s, uint32_t from, uint32_t words) {
  uint32_t at = from, last = from + words;
  while (at < s->tokens->count && at < last && cue_same_sentence(s, at, from - 1)) at++;
  return at;
}

bool cue_is_answered(const settling *s, const cue *item) {
  if (!s->questionnaire || item->first != uti_token_at(s->tokens, item->first)->sentence) return false;
  uint32_t at = cue_sentence_end(s, item->end, WINDOW);
  return (cue_gap(s, at) & UTI_GAP_QUESTION) != 0 && cue_is_told(s, at);
}

bool cue_asks(const settling *s, const cue *item) {
  uint32_t at = cue_sentence_end(s, item->end, WINDOW);
  return (cue_gap(s, at) & UTI_GAP_QUESTION) != 0 && !answered_by_writer(s, at) && !cue_is_told(s, at);
}

/* "Will the chills be gone by Friday?": who asks when a finding ends has it. */
bool cue_asks_for_end(const settling *s, const uti_mention *mention, const nearest *best) {
  int kind = best->distance[UTI_CUE_HYPOTHETICAL] >= 0 ? UTI_CUE_HYPOTHETICAL : UTI_CUE_POSSIBLE;
  if (best->distance[kind] < 0) return false;
  const uti_mention *question = uti_mention_at(s->mentions, best->cue[kind]);
  if (question->first >= mention->first) return false;
  if (kind == UTI_CUE_HYPOTHETICAL && cue_pattern(s, question)->target != UTI_CUE_QUESTION) return false;
  const cue here = {.first = mention->first, .end = mention->end};
  if (!cue_asks(s, &here)) return false;
  for (uint32_t i = mention->end; i < s->tokens->count && i < mention->end + ENDING_WORDS; i++) {
    if (!cue_same_sentence(s, i, mention->first) || (cue_mark(s, i) & (MARK_STOP | MARK_CLAUSE)) != 0) return false;
    if (cue_role(s, i, UTI_ROLE_ENDING)) return true;
  }
  return false;
}

enum { CASE_FINDINGS = 3 };

/* "What can cause blood in the urine with a sharp pain in the side, nausea and
** dizziness?" describes a case, and is no general question. */
bool cue_describes(const settling *s, const cue *item) {
  uint32_t sentence = uti_token_at(s->tokens, item->first)->sentence, concepts[CASE_FINDINGS], count = 0;
  for (size_t i = cue_first_mention(s, item->end); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    const uti_pattern *pattern = cue_pattern(s, mention);
    if (uti_token_at(s->tokens, mention->first)->sentence != sentence || mention->first > item->end + WINDOW) break;
    bool seen = !is_concept(s, mention);
    for (uint32_t c = 0; c < count; c++) seen = seen || concepts[c] == pattern->target;
    if (!seen) concepts[count++] = pattern->target;
    if (count == CASE_FINDINGS) return true;
  }
  return false;
}

/* A question that goes on to tell ("what can I use when I feel my bladder is
** sore") asks about the writer, who has it; one about "this burning" as well. */
bool cue_tells(const settling *s, const cue *item, const uti_mention *mention) {
  for (size_t i = cue_first_from(s, item->end); i < s->out->cues.count; i++) {
    const cue *other = cue_at(s, i);
    if (other->first >= mention->end) break;
    if (other->kind != UTI_CUE_SELF && other->kind != UTI_CUE_PROXY) continue;
    if (other->reach == UTI_REACH_REPORT || other->end == mention->first) return true;
  }
  return false;
}
