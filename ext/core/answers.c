/* What the answers of labels and forms belong to (rule 2 of status.c). */
#include "cues.h"

/* "Fever- chills+": a sign that touches the word before it, and not the one behind. */
bool cue_sign_closes(const settling *s, uint32_t at) {
  if (at == 0 || at >= s->tokens->count || uti_token_at(s->tokens, at)->kind != UTI_TOKEN_SIGN) return false;
  return cue_gap(s, at) == 0 && cue_gap(s, at + 1) != 0;
}

static const unsigned answer_gap = UTI_GAP_COLON | UTI_GAP_QUESTION | UTI_GAP_DASH | UTI_GAP_BRACKET | UTI_GAP_QUOTE;
static const unsigned answer_end = UTI_GAP_COMMA | UTI_GAP_SEMICOLON | UTI_GAP_STOP | UTI_GAP_LINE | UTI_GAP_SLASH |
                                   UTI_GAP_DASH | UTI_GAP_BRACKET | UTI_GAP_PARAGRAPH | UTI_GAP_QUOTE | UTI_GAP_QUESTION;

enum { LABEL_WORDS = 3, SPEAKER_WORDS = 2, JOINED_WORDS = 9, QUESTION_WORDS = 20, LEGEND_WORDS = 8, SIGNED_WORDS = 2, SIGNED_AT_MOST = 16, SEVERAL_WORDS = 40 };

/* "Chills - yes" */
static bool affirmed(const settling *s, uint32_t token) {
  if ((cue_gap(s, token) & UTI_GAP_DASH) == 0) return false;
  for (size_t i = cue_first_from(s, token); i < s->out->cues.count && cue_at(s, i)->first == token; i++)
    if (cue_at(s, i)->kind == UTI_CUE_PRESENT && cue_at(s, i)->reach == UTI_REACH_LABEL) return true;
  return false;
}

/* Whether a finding begins at this token, and is no label of its own. */
static bool plain_finding_at(const settling *s, uint32_t token) {
  for (size_t i = cue_first_mention(s, token); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first > token) return false;
    if (!is_cue(s, mention)) return (cue_gap(s, mention->end) & UTI_GAP_COLON) == 0 && !affirmed(s, mention->end);
  }
  return false;
}

static bool answer_at(const settling *s, uint32_t token) {
  for (size_t i = cue_first_from(s, token); i < s->out->cues.count && cue_at(s, i)->first == token; i++)
    if (cue_at(s, i)->reach == UTI_REACH_LABEL && cue_at(s, i)->direction == UTI_BEFORE) return true;
  return false;
}

/* "Chills: no rash: yes", "chills - no rash - yes", but "chills - no rash - came on overnight". */
static bool labels_next(const settling *s, uint32_t token) {
  for (uint32_t i = token + 1; i <= token + LABEL_WORDS && i < s->tokens->count; i++) {
    if ((cue_gap(s, i) & (UTI_GAP_COLON | UTI_GAP_QUESTION)) != 0) return true;
    if ((cue_gap(s, i) & UTI_GAP_DASH) != 0 && answer_at(s, i)) return true;
  }
  return false;
}

/* "Do you have a fever? No Any chills? Yes": the next question of a form, answered too. */
static bool asks_next(const settling *s, uint32_t at) {
  uint32_t last = at + QUESTION_WORDS;
  while (at < s->tokens->count && at < last && (cue_gap(s, at) & UTI_GAP_SENTENCE) == 0) at++;
  return at < s->tokens->count && (cue_gap(s, at) & UTI_GAP_QUESTION) != 0 && answer_at(s, at);
}

/* "No but my mum did" */
static bool turns_to_kin(const settling *s, uint32_t at) {
  if (at >= s->tokens->count || (cue_mark(s, at) & MARK_STOP) == 0) return false;
  for (size_t i = cue_first_from(s, at); i < s->out->cues.count && cue_at(s, i)->first <= at + 1; i++)
    if (cue_at(s, i)->kind == UTI_CUE_OTHER) return true;
  return false;
}

/* "no and no", "nope 98.4", "no I don't": denials said again go on with the answer,
** a reading and a clause of its own come after it. */
static bool answer_over(const settling *s, uint32_t at) {
  if (at < s->tokens->count && uti_token_at(s->tokens, at)->kind == UTI_TOKEN_NUMBER) return true;
  if (cue_role(s, at, UTI_ROLE_CLAUSE_START) || turns_to_kin(s, at) || asks_next(s, at)) return true;
  while (at < s->tokens->count && cue_gap(s, at) == UTI_GAP_BLANK && (cue_role(s, at, UTI_ROLE_DENIAL) || cue_role(s, at, UTI_ROLE_AND))) at++;
  return (cue_gap(s, at) & (answer_end | UTI_GAP_SENTENCE)) != 0;
}

/* "Any fever or chills? - Caller: No.": an answer to the whole question, with or
** without the name of who gives it ("[Pt] no"). */
static bool answers_question(const settling *s, const cue *item, const uti_mention *mention) {
  uint32_t at = item->first;
  for (int words = 0; words <= SPEAKER_WORDS && at > mention->end; words++, at--)
    if ((cue_gap(s, at) & (UTI_GAP_QUESTION | UTI_GAP_SENTENCE)) != 0) break;
  if ((cue_gap(s, at) & UTI_GAP_QUESTION) == 0 || at < mention->end) return false;
  if (at < item->first && (cue_gap(s, item->first) & (UTI_GAP_COLON | UTI_GAP_BRACKET)) == 0) return false;
  if (!cue_same_sentence(s, at - 1, mention->first) || !answer_over(s, item->end)) return false;
  /* "chills, resolved? no": asks whether they are over */
  for (size_t i = cue_first_from(s, mention->end); i < s->out->cues.count && cue_at(s, i)->first < item->first; i++)
    if (cue_at(s, i)->kind == UTI_CUE_PAST) return false;
  return true;
}

/* "fever, n" is an item of a list; "I have a fever of 103, N." tells. */
static bool listed(const settling *s, const uti_mention *mention) {
  return mention->first == uti_token_at(s->tokens, mention->first)->sentence ||
         (cue_gap(s, mention->first) & ~(unsigned)UTI_GAP_BLANK) != 0 ||
         cue_role(s, mention->first - 1, UTI_ROLE_OR) || cue_role(s, mention->first - 1, UTI_ROLE_AND);
}

/* "Leg pain/cramp - N", "swelling, heat or redness: nil": an answer to what a slash or "or"
** joins, with what commas put before. */
static bool answers_joined(const settling *s, const cue *item, const uti_mention *mention) {
  if (mention->end >= item->first || item->first - mention->end > JOINED_WORDS) return false;
  if (!cue_role(s, item->first, UTI_ROLE_MARK) &&
      ((cue_gap(s, item->first) & answer_gap) == 0 || (cue_gap(s, item->end) & (answer_end | UTI_GAP_SENTENCE)) == 0)) return false;
  /* "Fever and chills: no", but "she has fever and chills: no cough" */
  bool both = (cue_gap(s, item->first) & (UTI_GAP_COLON | UTI_GAP_QUESTION)) != 0 && listed(s, mention) && cue_role(s, mention->end, UTI_ROLE_AND);
  bool commas = false, joined = both || (cue_gap(s, mention->end) & UTI_GAP_SLASH) != 0 || cue_role(s, mention->end, UTI_ROLE_OR);
  for (uint32_t i = mention->end; i < item->first; i++) {
    if ((cue_gap(s, i) & ~(unsigned)(UTI_GAP_BLANK | UTI_GAP_SLASH | UTI_GAP_COMMA)) != 0 || cue_role(s, i, UTI_ROLE_MARK)) return false;
    commas = commas || (cue_gap(s, i) & UTI_GAP_COMMA) != 0;
    joined = joined || (commas && cue_role(s, i, UTI_ROLE_OR));
  }
  return joined;
}

/* "Fever (over 38): no", "haematuria (visible) - N": what brackets add to a label. */
static bool after_legend(const settling *s, uint32_t from, uint32_t to) {
  if (from >= to || to - from > LEGEND_WORDS || (cue_gap(s, from) & UTI_GAP_BRACKET) == 0) return false;
  if (cue_gap_within(s, UTI_GAP_BRACKET | UTI_GAP_LINE, from + 1, to - 1)) return false;
  unsigned gap = cue_gap(s, to);
  bool beside = (gap & (UTI_GAP_COLON | UTI_GAP_QUESTION | UTI_GAP_DASH)) != 0 || cue_role(s, to, UTI_ROLE_MARK);
  return (gap & UTI_GAP_BRACKET) != 0 && (gap & UTI_GAP_LINE) == 0 && beside;
}

/* The sign that closes the one or two words that begin here ("chest pain-"), or 0. */
static uint32_t closing_sign(const settling *s, uint32_t token) {
  for (uint32_t i = token + 1; i <= token + SIGNED_WORDS && i < s->tokens->count; i++) {
    if (cue_sign_closes(s, i)) return i;
    if (cue_gap(s, i) != UTI_GAP_BLANK || uti_token_at(s->tokens, i)->kind != UTI_TOKEN_WORD) return 0;
  }
  return 0;
}

/* "Fever- chills+ nausea-": a sign behind each of several findings, as far as they follow one another;
** but "swollen calf- since Monday", "calf swollen- red- hot". */
static bool one_of_signs(const settling *s, const cue *item) {
  if (item->end - item->first != 1 || !cue_sign_closes(s, item->first)) return false;
  uint32_t following = 0, at = item->end;
  for (uint32_t sign = closing_sign(s, at); sign != 0 && cue_gap(s, at) == UTI_GAP_BLANK; sign = closing_sign(s, at)) {
    if (++following == SIGNED_AT_MOST) return true;
    at = sign + 1;
  }
  bool several = following > 0;
  if ((cue_gap(s, at) & ~(unsigned)UTI_GAP_BLANK) == 0) return false;
  uint32_t from = item->first > SIGNED_WORDS + 1 ? item->first - SIGNED_WORDS - 1 : 0;
  for (uint32_t i = item->first; i-- > from && !several && cue_same_sentence(s, i, item->first);)
    several = cue_sign_closes(s, i) && closing_sign(s, i + 1) == item->first;
  return several;
}

static bool answers(const settling *s, const cue *item, const uti_mention *mention) {
  if (item->direction == UTI_BEFORE && (answers_question(s, item, mention) || answers_joined(s, item, mention))) return true;
  if (item->direction == UTI_AFTER)
    return mention->first == item->end && (cue_gap(s, mention->first) & (UTI_GAP_SENTENCE | UTI_GAP_COMMA)) == 0;
  /* "nil frequency, R CVAT+": the sign that asserts belongs to the wording itself */
  bool own = item->kind == UTI_CUE_PRESENT && item->end == mention->end && item->first > mention->first && !cue_without_time(s, item->value);
  if (own && cue_base(s, mention) == UTI_PRESENT) return true;
  if (mention->end != item->first && !after_legend(s, mention->end, item->first)) return false;
  if (item->kind == UTI_CUE_PAST && (cue_gap(s, item->end) & UTI_GAP_QUESTION) != 0) return false;   /* "chills stopped? not yet" */
  unsigned gap = cue_gap(s, item->first);
  if ((gap & (UTI_GAP_LINE | UTI_GAP_STOP | UTI_GAP_SEMICOLON)) != 0) return false;
  if ((gap & UTI_GAP_COMMA) != 0 && !listed(s, mention)) return false;
  if ((cue_gap(s, item->end) & answer_end) != 0 || cue_role(s, item->first, UTI_ROLE_MARK) || one_of_signs(s, item)) return true;
  if ((gap & answer_gap) == 0 || plain_finding_at(s, item->end)) return false;
  /* "uti?? no blood", "fever - ?viral": of the word that follows, unless that is the next label */
  bool leads = (item->kind == UTI_CUE_ABSENT || (item->kind == UTI_CUE_POSSIBLE && !cue_role(s, item->end, UTI_ROLE_DENIAL))) &&
               (cue_gap(s, item->end) & ~(unsigned)UTI_GAP_BLANK) == 0;
  return !leads || labels_next(s, item->end);
}

/* "Temp/chills/flank pain: nil/yes/yes": a denial that is one answer of several; one of more
** than a line of a form has denies nothing in particular. */
static bool one_of_several(const settling *s, const cue *item) {
  if (item->kind != UTI_CUE_ABSENT || (cue_gap(s, item->end) & UTI_GAP_SLASH) == 0) return false;
  uint32_t joined = item->end;
  for (size_t i = cue_first_from(s, joined); i < s->out->cues.count; i++) {
    const cue *next = cue_at(s, i);
    if (cue_gap_within(s, ~(unsigned)UTI_GAP_SLASH, joined, next->first)) return false;
    if (next->kind == UTI_CUE_PRESENT && next->reach == UTI_REACH_LABEL) return true;
    if (next->first - item->end > SEVERAL_WORDS) return true;
    joined = next->first;
  }
  return false;
}

bool cue_answers(const settling *s, const cue *item, const uti_mention *mention) {
  return answers(s, item, mention) && !one_of_several(s, item);
}

static void spend(settling *s, const cue *label) {
  for (size_t i = cue_first_from(s, label->first); i < s->out->cues.count; i++) {
    cue *item = cue_at(s, i);
    if (item->first >= label->end) break;
    if (item->reach != UTI_REACH_LABEL && item->kind != UTI_CUE_QUALIFIER) item->spent = true;   /* "9/10" says how bad, too */
  }
}

/* A printed question with its answer ("Any cough? No."): a form has several. */
static bool answers_printed(const settling *s, const cue *item) {
  return item->direction == UTI_BEFORE && (cue_gap(s, item->first) & UTI_GAP_QUESTION) != 0 && answer_over(s, item->end);
}

enum { CHECKLIST_WORDS = 120, BULLETED_WORDS = 60, REPLY_WORDS = 3 };

/* "Red flags: fever yes, vomiting no. Burning": advice asks nothing, a checklist that is filled in tells. */
static void spend_checklists(settling *s) {
  for (size_t c = 0; c < s->out->cues.count; c++) {
    cue *item = cue_at(s, c);
    bool section = item->kind == UTI_CUE_SECTION, listed_by = item->kind == UTI_CUE_HYPOTHETICAL && cue_names(s, item, "checklist");
    if (!listed_by && !(section && cue_names(s, item, "hypothetical"))) continue;
    uint32_t last = item->end + CHECKLIST_WORDS;
    for (uint32_t i = item->end; i < s->tokens->count && i < last && !item->spent; i++) {
      if (section ? (cue_mark(s, i) & MARK_HEADING) != 0 || (cue_gap(s, i) & UTI_GAP_PARAGRAPH) != 0 : !cue_same_sentence(s, i, item->first)) break;
      item->spent = (cue_mark(s, i) & MARK_ANSWERED) != 0;
    }
  }
}

bool cue_is_told(const settling *s, uint32_t at) {
  if (!s->questionnaire || at >= s->tokens->count) return false;
  if ((cue_gap(s, at) & UTI_GAP_LINE) != 0 && (at + 1 >= s->tokens->count || (cue_gap(s, at + 1) & UTI_GAP_COLON) == 0)) return false;
  if (cue_role_within(s, UTI_ROLE_DENIAL, at, at + REPLY_WORDS)) return false;
  for (size_t i = cue_first_from(s, at); i < s->out->cues.count && cue_at(s, i)->first < at + REPLY_WORDS; i++) {
    uint32_t kind = cue_at(s, i)->kind;
    if (kind == UTI_CUE_ABSENT || kind == UTI_CUE_POSSIBLE || kind == UTI_CUE_HYPOTHETICAL || kind == UTI_CUE_PAST || kind == UTI_CUE_OTHER) return false;
  }
  return (cue_gap(s, cue_sentence_end(s, at + 1, WINDOW - 1)) & UTI_GAP_QUESTION) == 0;
}

bool cue_heads_bullets(const settling *s, const cue *item, const uti_mention *mention) {
  if (item->kind != UTI_CUE_ABSENT || (item->direction & UTI_AFTER) == 0 || item->end > mention->first) return false;
  if (mention->first - item->end > BULLETED_WORDS || (cue_gap(s, item->end) & UTI_GAP_COLON) == 0 || (cue_gap(s, item->end) & UTI_GAP_BULLET) == 0) return false;
  for (uint32_t i = item->end; i <= mention->first; i++)
    if ((cue_gap(s, i) & UTI_GAP_PARAGRAPH) != 0 || ((cue_gap(s, i) & UTI_GAP_LINE) != 0 && (cue_gap(s, i) & UTI_GAP_BULLET) == 0)) return false;
  return true;
}

/* Mentions that end where a label's answer begins are few and near: the search
** goes back a window only. */
void cue_find_labels(settling *s) {
  uint32_t printed = 0;
  for (size_t c = 0; c < s->out->cues.count; c++) {
    const cue *item = cue_at(s, c);
    if (item->reach != UTI_REACH_LABEL) continue;
    if (answers_printed(s, item)) printed++;
    size_t from = item->mention > WINDOW ? item->mention - WINDOW : 0;
    size_t to = item->mention + WINDOW < s->mentions->found.count ? item->mention + WINDOW : s->mentions->found.count;
    for (size_t i = from; i < to; i++) {
      const uti_mention *mention = uti_mention_at(s->mentions, i);
      if (is_cue(s, mention) || !cue_answers(s, item, mention)) continue;
      spend(s, item);
      if (item->kind == UTI_CUE_ABSENT || item->kind == UTI_CUE_PRESENT) UTI_ITEM(&s->out->marks, uint16_t, item->first) |= MARK_ANSWERED;
      /* "no fever, chills gone, flank pain": the denial ends with the answer */
      if (item->kind != UTI_CUE_ABSENT && item->end < s->tokens->count) UTI_ITEM(&s->out->marks, uint16_t, item->end) |= MARK_STOP;
      break;
    }
  }
  s->questionnaire = printed > 1;
  spend_checklists(s);
}
