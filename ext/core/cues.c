#include "cues.h"

#include <string.h>

/* Such a sign says nothing of what follows it ("calf swollen- red- hot"). */
static bool torn_sign(const settling *s, const uti_mention *mention) {
  return mention->end - mention->first == 1 && cue_pattern(s, mention)->direction == UTI_AFTER && cue_sign_closes(s, mention->first);
}

static uti_result gather_cues(settling *s) {
  uti_list_trim(&s->out->cues, (size_t)1 << 20);
  for (size_t i = 0; i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (!is_cue(s, mention) || torn_sign(s, mention)) continue;
    const uti_pattern *pattern = cue_pattern(s, mention);
    cue *item = uti_list_room(&s->out->cues);
    if (item == NULL) return UTI_NO_MEMORY;
    *item = (cue){(uint32_t)i, mention->first, mention->end, pattern->target, pattern->direction,
                  pattern->reach, pattern->qualifier, false, false, false};
  }
  return UTI_OK;
}

/* ---- 5: sections ---- */

/* A heading stands at the beginning of a line or sentence and before a colon
** or the end of its line; one of reach "line" needs none at the head of a line, one
** of reach "sentence" at that of a sentence ("O/E calf swollen"). */
static bool is_heading(const settling *s, const cue *item) {
  if (item->kind != UTI_CUE_SECTION) return false;
  unsigned before = cue_gap(s, item->first), after = cue_gap(s, item->end);
  bool begins = (before & UTI_GAP_SENTENCE) != 0;
  if (item->reach == UTI_REACH_LINE) return (before & UTI_GAP_LINE) != 0;
  if (item->reach == UTI_REACH_SENTENCE) return begins;
  unsigned ends = UTI_GAP_LINE | UTI_GAP_DASH;
  if (item->first == 0) ends |= UTI_GAP_STOP;   /* "DISCHARGE SUMMARY. Admitted with" */
  return (after & UTI_GAP_COLON) != 0 || (begins && (after & ends) != 0);
}

/* "FH: - No fever", "FH: nil. Calf swollen": a dash stands for nothing, as an answer
** by itself does, and the heading is over. */
static bool is_empty(const settling *s, const cue *heading) {
  const unsigned nothing = UTI_GAP_COLON | UTI_GAP_DASH;
  if ((cue_gap(s, heading->end) & nothing) == nothing) return true;
  for (size_t i = cue_first_from(s, heading->end); i < s->out->cues.count && cue_at(s, i)->first == heading->end; i++) {
    const cue *answer = cue_at(s, i);
    if (answer->kind == UTI_CUE_ABSENT && (cue_gap(s, answer->end) & ~(unsigned)UTI_GAP_BLANK) != 0) return true;
  }
  return false;
}

const cue *cue_section_of(const settling *s, cue_sections *at, uint32_t token) {
  for (; at->paragraph <= token; at->paragraph++)
    if ((cue_gap(s, at->paragraph) & UTI_GAP_PARAGRAPH) != 0) at->section = NULL;
  for (; at->next_cue < s->out->cues.count && cue_at(s, at->next_cue)->first <= token; at->next_cue++) {
    const cue *item = cue_at(s, at->next_cue);
    if (is_heading(s, item)) at->section = is_empty(s, item) || item->spent ? NULL : item;
  }
  return at->section;
}

/* "Side effects: may not be everyone's": words on both sides of a heading's colon are none. */
static bool torn_by_heading(const settling *s, const cue *item) {
  if (item->kind == UTI_CUE_SECTION) return false;
  for (size_t i = cue_first_from(s, item->first); i < s->out->cues.count && cue_at(s, i)->first < item->end; i++) {
    const cue *heading = cue_at(s, i);
    if (heading->end < item->end && is_heading(s, heading) && (cue_gap(s, heading->end) & UTI_GAP_COLON) != 0) return true;
  }
  return false;
}

/* A cue with the value "in:NAME" counts in sections of that value only. */
static void keep_to_sections(settling *s) {
  cue_sections at = {NULL, 0, 0};
  for (size_t i = 0; i < s->out->cues.count; i++) {
    cue_at(s, i)->aside = torn_by_heading(s, cue_at(s, i));
    if (!cue_keeps_to_section(s, cue_at(s, i))) continue;
    const char *name = uti_string(s->knowledge, cue_at(s, i)->value) + strlen("in:");
    const cue *section = cue_section_of(s, &at, cue_at(s, i)->first);
    cue_at(s, i)->aside |= section == NULL || strcmp(uti_string(s->knowledge, section->value), name) != 0;
  }
  size_t kept = 0;
  for (size_t i = 0; i < s->out->cues.count; i++)
    if (!cue_at(s, i)->aside) *cue_at(s, kept++) = *cue_at(s, i);
  s->out->cues.count = kept;
}

/* ---- 1: where clauses begin ---- */

static bool begins_clause(const settling *s, uint32_t at) {
  if (at == 0 || !cue_role(s, at, UTI_ROLE_CLAUSE_START)) return false;
  const unsigned pause = UTI_GAP_COMMA | UTI_GAP_DASH | UTI_GAP_BRACKET | UTI_GAP_COLON;
  return (cue_gap(s, at) & pause) != 0 || cue_role(s, at - 1, UTI_ROLE_AND);
}

/* "no signs of acute herniation": the word that asserts is denied with the rest. */
static bool denied_itself(const settling *s, size_t index) {
  const cue *item = cue_at(s, index);
  for (size_t i = index; i-- > 0 && index - i < 4;)
    if ((cue_at(s, i)->kind == UTI_CUE_ABSENT || cue_at(s, i)->kind == UTI_CUE_PAST) && cue_at(s, i)->end == item->first &&
        (cue_gap(s, item->first) & ~(unsigned)UTI_GAP_BLANK) == 0)
      return true;
  return false;
}

static const unsigned aside_gap = UTI_GAP_COMMA | UTI_GAP_SEMICOLON | UTI_GAP_STOP;

enum { LIST_WORDS = 30, ITEM_WORDS = 8 };

bool cue_begins_list(const settling *s, uint32_t at, bool commas) {
  uint32_t sentence = uti_token_at(s->tokens, at)->sentence;
  for (uint32_t i = at; i < s->tokens->count && i < at + LIST_WORDS && uti_token_at(s->tokens, i)->sentence == sentence; i++)
    if (cue_role(s, i, UTI_ROLE_OR) || (commas && i > at && (cue_gap(s, i) & UTI_GAP_COMMA) != 0)) return true;
  return false;
}

/* A condition that lasts, a medicine or a value is none. */
static bool is_symptom(const settling *s, const uti_mention *mention) {
  return cue_pattern(s, mention) == NULL || (is_concept(s, mention) && !cue_is_lasting(s, mention));
}

/* "Not herself": the wording of a finding denies, and is not denied. */
static bool holds_denial(const settling *s, const uti_mention *mention) {
  return cue_role_within(s, UTI_ROLE_NOT, mention->first, mention->end) || cue_role_within(s, UTI_ROLE_DENIAL, mention->first, mention->end);
}

/* The last pause before this one, or as far as an item of a list may reach. */
static uint32_t pause_before(const settling *s, uint32_t at) {
  uint32_t from = at;
  while (from > 0 && at - from < ITEM_WORDS) {
    from--;
    if ((cue_gap(s, from) & (aside_gap | UTI_GAP_SENTENCE)) != 0) break;
  }
  return from;
}

/* Whether a finding or another symptom stands between the last pause and this one. */
static bool symptom_before(const settling *s, uint32_t at) {
  uint32_t from = pause_before(s, at);
  if (cue_role_within(s, UTI_ROLE_SYMPTOM, from, at) || cue_role_within(s, UTI_ROLE_PREDICATE, from, at)) return true;
  for (size_t i = cue_first_mention(s, from); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first >= at) break;
    if (is_symptom(s, mention) && !holds_denial(s, mention)) return true;
  }
  return false;
}

/* "Isn't eating, shivering, urine dark": a verb is denied, and no list. */
static bool denies_verb(const settling *s, uint32_t at) { return cue_role_within(s, UTI_ROLE_NOT, pause_before(s, at), at); }

/* Where the item of a list begins that the token before `at` stands in, which is of
** the same sentence. */
static uint32_t item_start(const settling *s, uint32_t at) {
  uint32_t sentence = uti_token_at(s->tokens, at)->sentence, first = at - 1;
  while (first > sentence && (cue_gap(s, first) & UTI_GAP_COMMA) == 0) first--;
  return first;
}

static uint32_t words_of_item(const settling *s, uint32_t at) {
  uint32_t end = at + 1;
  while (end < s->tokens->count && (cue_gap(s, end) & ~(unsigned)UTI_GAP_BLANK) == 0) end++;
  return end - at;
}

enum { STATEMENT_WORDS = 4, DATE_WORDS = 6 };

/* "No fever, no chills, cramps in both legs": where each item has a denial of its
** own, a statement without one is none. */
static bool each_denied(const settling *s, uint32_t at) {
  uint32_t sentence = uti_token_at(s->tokens, at)->sentence;
  if (at == sentence || (cue_gap(s, at) & UTI_GAP_COMMA) == 0 || words_of_item(s, at) < STATEMENT_WORDS) return false;
  uint32_t item = item_start(s, at);
  if (item == sentence || !cue_role(s, item, UTI_ROLE_DENIAL)) return false;
  return cue_role(s, item_start(s, item), UTI_ROLE_DENIAL) && !cue_begins_list(s, at, false);
}

/* Whether a word of this role stands in the item that begins after a comma, which no "or" joins to a list. */
static bool item_has(const settling *s, uint32_t at, uti_role role, uint32_t words) {
  if ((cue_gap(s, at) & UTI_GAP_COMMA) == 0 || cue_begins_list(s, at, false)) return false;
  for (uint32_t i = at; i < at + words && i < s->tokens->count; i++) {
    if (i > at && cue_gap(s, i) != UTI_GAP_BLANK) return false;
    if (cue_role(s, i, role)) return true;
  }
  return false;
}

/* "No fever, not passed urine all day": an item that begins with a finding whose own words deny. */
static bool denies_by_itself(const settling *s, uint32_t at) {
  if ((cue_gap(s, at) & UTI_GAP_COMMA) == 0) return false;
  for (size_t i = cue_first_mention(s, at); i < s->mentions->found.count && uti_mention_at(s->mentions, i)->first == at; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (is_concept(s, mention) && is_symptom(s, mention) && holds_denial(s, mention)) return true;
  }
  return false;
}

/* "Never smoker, shaking chills", "no trauma, shaking chills", "no fever just
** chills": what is denied is no finding, or the denial is over. */
static bool ends_denial(const settling *s, uint32_t at) {
  if (at == 0) return false;
  if (cue_role(s, at, UTI_ROLE_CONTRAST)) return true;
  if (denies_by_itself(s, at)) return true;
  bool aside = cue_role(s, at - 1, UTI_ROLE_ASIDE);
  if (aside && cue_role(s, at, UTI_ROLE_AND)) return true;
  if ((cue_gap(s, at) & aside_gap) == 0) return false;
  /* "no swelling, bit of an ache": nobody denies a little; "no fever, burning when I pee" */
  if (item_has(s, at, UTI_ROLE_LITTLE, STATEMENT_WORDS) || item_has(s, at, UTI_ROLE_TELLING, ITEM_WORDS) || each_denied(s, at)) return true;
  if (!aside && symptom_before(s, at)) return false;
  return !cue_begins_list(s, at, !aside && !denies_verb(s, at));
}

/* "I am" ends a condition alone, and after a pause; "she is" where no list goes on. */
static uint16_t mark_of_stop(const settling *s, const cue *item) {
  if (cue_names(s, item, "told")) return MARK_TOLD;
  return cue_names(s, item, "told alone") ? MARK_TOLD_ALONE : MARK_STOP;
}

static uti_result mark_tokens(settling *s) {
  uti_list_trim(&s->out->marks, (size_t)1 << 20);
  uint16_t *marks = uti_list_extend(&s->out->marks, s->tokens->count + 1);
  if (marks == NULL) return UTI_NO_MEMORY;
  for (uint32_t i = 0; i < s->tokens->count; i++) {
    if (begins_clause(s, i)) marks[i] |= MARK_CLAUSE;
    if (ends_denial(s, i)) marks[i] |= MARK_ASIDE;
    if (cue_role(s, i, UTI_ROLE_BARRIER) && cue_within_sign(s, i)) marks[i] |= MARK_TURNS;
  }
  for (size_t i = 0; i < s->out->cues.count; i++) {
    const cue *item = cue_at(s, i);
    if (item->kind == UTI_CUE_STOP) marks[item->first] |= mark_of_stop(s, item);
    if (item->kind == UTI_CUE_PAST && item->end - item->first <= DATE_WORDS) marks[item->end] |= MARK_DATED;
    if (is_heading(s, item)) {
      marks[item->first] |= MARK_HEADING;
      s->headings = true;
    }
    bool asserts = item->kind == UTI_CUE_PRESENT && item->reach != UTI_REACH_LABEL && item->reach != UTI_REACH_REPORT &&
                   item->reach != UTI_REACH_EARLIER && item->reach != UTI_REACH_SECTION;
    if (asserts && !denied_itself(s, i)) marks[item->first] |= MARK_ASSERTS;
  }
  return UTI_OK;
}

/* ---- 7: for whom the report is written ---- */

static bool speaks_of_third(const settling *s) {
  for (uint32_t i = 0; i < s->tokens->count; i++)
    if (cue_role(s, i, UTI_ROLE_THIRD_PERSON)) return true;
  return false;
}

enum { FELT_WORDS = 12, BORNE_WORDS = 30 };

static bool is_person(const cue *item) { return item->kind == UTI_CUE_OTHER || item->kind == UTI_CUE_PROXY; }

static bool is_self(const cue *item) { return item->kind == UTI_CUE_SELF && item->reach == UTI_REACH_REPORT; }

/* Whether a finding follows a cue within so many words of its sentence, before
** the next cue that another may answer for. */
static bool finding_follows(const settling *s, size_t index, uint32_t words, bool (*ends)(const cue *), bool symptom) {
  const cue *item = cue_at(s, index);
  uint32_t sentence = uti_token_at(s->tokens, item->first)->sentence, end = item->end + words;
  for (size_t i = index + 1; i < s->out->cues.count && cue_at(s, i)->first < end; i++)
    if (ends(cue_at(s, i))) end = cue_at(s, i)->first;
  size_t from = item->mention > WINDOW ? item->mention - WINDOW : 0;
  for (size_t i = from; i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first >= end) return false;
    if (is_cue(s, mention) || mention->end <= item->first || (symptom && !is_symptom(s, mention))) continue;
    if (uti_token_at(s->tokens, mention->first)->sentence == sentence) return true;
  }
  return false;
}

static bool is_weak(const settling *s, const cue *item) {
  return strcmp(uti_string(s->knowledge, item->value), "weak") == 0;
}

/* "I need advice", "I think my son has it": such words tell of the writer only
** where a finding follows in the sentence, before anybody else does. */
static bool tells_own(const settling *s, size_t index) {
  if (!is_weak(s, cue_at(s, index))) return true;
  return finding_follows(s, index, FELT_WORDS, is_person, false);
}

/* "My son had it last week, I've got it now": the writer comes after in the sentence. */
static bool self_follows(const settling *s, size_t index, size_t *next) {
  if (*next <= index) *next = index + 1;
  while (*next < s->out->cues.count && !is_self(cue_at(s, *next))) ++*next;
  return *next < s->out->cues.count && cue_same_sentence(s, cue_at(s, *next)->first, cue_at(s, index)->first);
}

/* "My baby is six weeks old, I have burning": a relative of whom no finding is
** told, beside a writer who tells one, is spoken of in passing. "My toddler had a
** fever last night, should I worry?": who tells none speaks for the child. */
static void find_writer(settling *s) {
  uint32_t proxy = UTI_NONE_ID, self = UTI_NONE_ID;
  bool ill = false, own = false, kin_ill = false;
  size_t next_self = 0;
  for (size_t i = 0; i < s->out->cues.count; i++) {
    const cue *item = cue_at(s, i);
    if (item->kind == UTI_CUE_PROXY) {
      bool told = finding_follows(s, i, BORNE_WORDS, is_self, true);
      if (is_weak(s, item)) {
        kin_ill = kin_ill || (told && !self_follows(s, i, &next_self));
        continue;
      }
      if (proxy == UTI_NONE_ID) proxy = item->first;
      ill = ill || told;
    } else if (is_self(item)) {
      if (self == UTI_NONE_ID && tells_own(s, i)) self = item->first;
      own = own || finding_follows(s, i, FELT_WORDS, is_person, true);
    }
  }
  bool alone = self != UTI_NONE_ID && !speaks_of_third(s);
  bool passing = alone && own && !ill;
  s->out->about_relative = (proxy != UTI_NONE_ID && proxy <= self && !passing) || (kin_ill && !own);
  s->out->about_writer = alone && !s->out->about_relative && (proxy == UTI_NONE_ID || passing);
}

size_t cue_first_from(const settling *s, uint32_t token) {
  size_t low = 0, high = s->out->cues.count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (cue_at(s, middle)->first < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

size_t cue_first_mention(const settling *s, uint32_t token) {
  size_t low = 0, high = s->mentions->found.count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (uti_mention_at(s->mentions, middle)->first < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

uti_result cue_prepare(settling *s) {
  if (gather_cues(s) != UTI_OK) return UTI_NO_MEMORY;
  keep_to_sections(s);
  if (mark_tokens(s) != UTI_OK) return UTI_NO_MEMORY;
  cue_find_labels(s);
  find_writer(s);
  return UTI_OK;
}
