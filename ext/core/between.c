#include "cues.h"

enum { SIGN_WORDS = 12 };

bool cue_gap_within(const settling *s, unsigned gaps, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i <= to && i <= s->tokens->count; i++)
    if ((cue_gap(s, i) & gaps) != 0) return true;
  return false;
}

bool cue_role_within(const settling *s, uti_role role, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to && i < s->tokens->count; i++)
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

bool cue_within_sign(const settling *s, uint32_t token) {
  for (size_t i = cue_first_mention(s, token > SIGN_WORDS ? token - SIGN_WORDS : 0); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first > token) return false;
    if (mention->end > token && is_sign(s, mention)) return true;
  }
  return false;
}

/* "Not red but swollen": the wording itself ends what is denied. */
bool cue_turns_within(const settling *s, const uti_mention *mention) {
  return cue_role_within(s, UTI_ROLE_BARRIER, mention->first + 1, mention->end);
}

/* "Not red but swollen and tender": "but" is in the wording "red but swollen", and ends the denial all the same. */
bool cue_turns_between(const settling *s, uint32_t from, uint32_t to) {
  return from + 1 < to && cue_marked(s, MARK_TURNS, from + 1, to - 1);
}

/* ---- What a cue spoke of before a pause ---- */

/* "It may be nothing, chills", "history of DVT, chills": the cue was about other words
** or a condition, and ends with them. */
bool cue_spoke_of_others(const settling *s, const cue *item, uint32_t to) {
  for (uint32_t i = item->end; i <= to; i++)
    if ((cue_gap(s, i) & CUE_PAUSE) != 0) return i > item->end && !cue_sign_within(s, item->end, i) && !cue_begins_list(s, i, false);
  return false;
}

/* "My neighbour is a nurse, chills", "my friend had a clot last year, chills": of that
** person no illness was told, or one with its date, and the words do not go on about them. */
bool cue_spoke_of_kin(const settling *s, const cue *item, uint32_t to) {
  uint32_t over = UTI_NONE_ID;
  bool told = false;
  for (uint32_t i = item->end + 1; i <= to && over == UTI_NONE_ID; i++) {
    if ((cue_gap(s, i) & CUE_PAUSE) == 0) continue;
    told = told || cue_role_within(s, UTI_ROLE_HAS, item->first, i) || cue_sign_within(s, item->end, i);
    if (!told || (cue_mark(s, i) & MARK_DATED) != 0) over = i;
  }
  if (over == UTI_NONE_ID || cue_begins_list(s, over, false)) return false;
  return !cue_role_within(s, UTI_ROLE_THIRD_PERSON, over, to + 1);
}

/* "Asthma as a child, chills", "had a UTI in March, chills": the words speak of what
** stands before them, or among them. */
bool cue_closes(const settling *s, const cue *item) {
  unsigned gap = cue_gap(s, item->end);
  if ((gap & CUE_PAUSE) == 0) return false;
  if (cue_keeps_to_section(s, item) && (gap & UTI_GAP_COMMA) == 0) return false;   /* "Allergies: morphine - vomiting" */
  return item->first > uti_token_at(s->tokens, item->first)->sentence || cue_concept_within(s, item->first, item->end);
}

/* "When I was pregnant I had gallstones, chills": what was then is told before the pause. */
bool cue_told_of_then(const settling *s, const cue *item, uint32_t to) {
  for (uint32_t i = item->end + 1; i <= to; i++)
    if ((cue_gap(s, i) & CUE_PAUSE) != 0) return cue_role_within(s, UTI_ROLE_HAS, item->end, i) && cue_spoke_of_others(s, item, to);
  return false;
}

/* "Told to come back if feverish, but she is confused", "... if feverish, I am shivering": told of now. */
static bool turns(const settling *s, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++) {
    if (cue_role(s, i, UTI_ROLE_BARRIER) && (cue_mark(s, i) & MARK_STOP) != 0) return true;
    if ((cue_gap(s, i) & CUE_PAUSE) == 0) continue;
    if ((cue_mark(s, i) & MARK_TOLD) != 0) return true;
    if ((cue_mark(s, i) & MARK_TOLD_ALONE) != 0 && !cue_begins_list(s, i, false)) return true;
  }
  return false;
}

enum { RISKS = 3 };

/* "High risk of DVT, calf swollen", but "risk of bleeding, infection, incontinence, dysuria". */
static bool risks_over(const settling *s, const cue *item, const uti_mention *mention) {
  if (!cue_names(s, item, "risk") || cue_is_diagnosis(s, mention) || !cue_spoke_of_others(s, item, mention->first)) return false;
  uint32_t risks = 0;
  for (uint32_t i = item->end + 1; i <= mention->first && !cue_sign_within(s, item->end, i); i++) risks += (cue_gap(s, i) & CUE_PAUSE) != 0;
  return risks < RISKS;
}

bool cue_condition_over(const settling *s, const cue *item, const uti_mention *mention) {
  if (risks_over(s, item, mention)) return true;
  return item->reach == UTI_REACH_SENTENCE && turns(s, item->end, mention->end);
}

/* ---- What words of an end speak of ---- */

static bool breaks(const settling *s, uint32_t token) {
  return (cue_gap(s, token) & ~(unsigned)UTI_GAP_BLANK) != 0 || cue_role(s, token - 1, UTI_ROLE_AND);
}

/* Where the statement of a cue begins: after the last pause or "and", or else at `least`. */
static uint32_t statement_of(const settling *s, const cue *item, uint32_t least) {
  uint32_t begin = item->first;
  while (begin > least && !breaks(s, begin)) begin--;
  return begin;
}

static bool is_number(const settling *s, uint32_t token) { return uti_token_at(s->tokens, token)->kind == UTI_TOKEN_NUMBER; }

static bool has_one_of(const settling *s, uint32_t token, const uti_role *roles, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (cue_role(s, token, roles[i])) return true;
  return false;
}

/* "The scan was all normal in May", "never fully recovered": words that tell of something
** else, or not of an end. */
static bool tells_otherwise(const settling *s, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++)
    if (!is_number(s, i) && !cue_role(s, i, UTI_ROLE_RETELLING) && !cue_within_sign(s, i)) return true;
  return false;
}

/* "Chills, gave my daughter her tablets, all settled": what is told of is another person's. */
static bool tells_of_another(const settling *s, uint32_t from, uint32_t to) {
  for (size_t i = cue_first_from(s, from); i < s->out->cues.count && cue_at(s, i)->first < to; i++)
    if (cue_at(s, i)->kind == UTI_CUE_OTHER) return true;
  return false;
}

/* Of how the sign was treated, or of nothing but time and persons. */
static bool goes_on(const settling *s, const cue *item, uint32_t from, uint32_t to) {
  if (cue_names(s, item, "over") && cue_role_within(s, UTI_ROLE_TREATMENT, from, to)) return !tells_of_another(s, from, to);
  if (cue_role(s, from - 1, UTI_ROLE_AND) && cue_role(s, from, UTI_ROLE_PREPOSITION)) return true;   /* "and in the semen" */
  bool listed = !cue_role_within(s, UTI_ROLE_CLAUSE_START, from + 1, to);   /* "rash", but not "weight was up" */
  for (uint32_t i = from; i < to; i++) {
    bool small = cue_role(s, i, UTI_ROLE_COMMON) || cue_role(s, i, UTI_ROLE_RESUMING) || cue_role(s, i, UTI_ROLE_TRAILING);
    small = small || (listed && cue_role(s, i, UTI_ROLE_SYMPTOM));
    if (!small && tells_otherwise(s, i, i + 1)) return false;
  }
  return true;
}

/* "Calf swollen, husband had a cold, all gone by Thursday": whether another statement stands
** between a mention and that of the cue. */
static bool other_statement(const settling *s, const cue *item, uint32_t from, uint32_t to) {
  while (from < to && !breaks(s, from)) from++;
  for (uint32_t begin = from; begin < to; begin = from) {
    do from++;
    while (from < to && !breaks(s, from));
    if (!goes_on(s, item, begin, from)) return true;
  }
  return false;
}

/* "On Friday", "with the antibiotics". */
static bool tells_when(const settling *s, uint32_t token) {
  if (token + 1 < s->tokens->count && cue_role(s, token, UTI_ROLE_CLAUSE_START)) token++;
  if (token >= s->tokens->count) return false;
  if (cue_role(s, token, UTI_ROLE_AND)) return false;   /* "it went on and on" */
  return is_number(s, token) || cue_role(s, token, UTI_ROLE_TRAILING) || cue_role(s, token, UTI_ROLE_TREATMENT);
}

/* "It stopped me sleeping", "it is over the knee": the words go on to an object. */
bool cue_has_object(const settling *s, const cue *item) {
  uint32_t next = item->end;
  if (next >= s->tokens->count || (cue_gap(s, next) & ~(unsigned)UTI_GAP_BLANK) != 0) return false;
  if (cue_role(s, next, UTI_ROLE_WITHIN) && tells_when(s, next + 1)) return false;
  static const uti_role leading[] = {UTI_ROLE_PREPOSITION, UTI_ROLE_AFTER, UTI_ROLE_UNTIL_NOW, UTI_ROLE_CLAUSE_START};
  if (has_one_of(s, next - 1, leading, sizeof leading / sizeof *leading)) return false;   /* "resolved before" discharge */
  return !cue_role(s, next, UTI_ROLE_TRAILING) && !cue_role(s, next, UTI_ROLE_AND);
}

/* "He is asymptomatic today": of all that was told of the patient. */
static bool of_the_person(const settling *s, const cue *item, uint32_t from) {
  if (!cue_names(s, item, "person") || tells_of_another(s, from, item->first)) return false;
  return cue_role(s, statement_of(s, item, from), UTI_ROLE_THIRD_PERSON);
}

bool cue_speaks_of_earlier(const settling *s, const cue *item, const uti_mention *mention) {
  uint32_t begin = statement_of(s, item, mention->end);
  bool apart = begin > mention->end || breaks(s, begin);
  if (apart && cue_sign_within(s, begin, item->first)) return false;   /* "the chills were all gone by noon" */
  if (cue_has_object(s, item) || tells_otherwise(s, begin, item->first)) return false;
  return of_the_person(s, item, mention->end) || !other_statement(s, item, mention->end, begin);
}

/* ---- What an order is for ---- */

/* "6 hourly", "or pain": what may stand between the sign that a medicine is for and "PRN". */
static bool goes_on_ordering(const settling *s, uint32_t from, uint32_t to) {
  static const uti_role small[] = {UTI_ROLE_COMMON, UTI_ROLE_AND, UTI_ROLE_OR, UTI_ROLE_SYMPTOM, UTI_ROLE_TRAILING};
  for (uint32_t i = from; i < to; i++)
    if (!is_number(s, i) && !has_one_of(s, i, small, sizeof small / sizeof *small)) return false;
  return true;
}

/* "Paracetamol for fever 6 hourly PRN", "for fever, PRN", "for fever, pain PRN", "nausea PRN."; but in
** "flank pain, takes ibuprofen PRN", "with fever 39.4 paracetamol PRN" the medicine is ordered, the sign is told. */
bool cue_orders_another(const settling *s, const cue *item, const uti_mention *mention, uint32_t from, uint32_t to) {
  bool named = mention->first > 0 && cue_role(s, mention->first - 1, UTI_ROLE_PURPOSE);
  bool goes_on = cue_gap(s, item->end) == UTI_GAP_BLANK;
  if (!named) return from < to || goes_on || cue_gap(s, to) != UTI_GAP_BLANK;
  return !goes_on_ordering(s, from, to) || (goes_on && cue_gap_within(s, CUE_PAUSE, from, to));
}

/* ---- Exceptions ---- */

enum { EXCEPTION_WORDS = 6 };

/* "Other than chills my symptoms are gone": what is said of the rest is not said of
** what is excepted, unless "which" goes on about it. */
bool cue_excepts(const settling *s, const cue *item, const uti_mention *mention) {
  if (item->kind != UTI_CUE_ABSENT && item->kind != UTI_CUE_PAST) return false;
  if (item->first == mention->end && item->reach != UTI_REACH_EARLIER) return false;   /* "other than chills last year" */
  uint32_t from = mention->first > EXCEPTION_WORDS ? mention->first - EXCEPTION_WORDS : 0;
  for (size_t i = cue_first_from(s, from); i < s->out->cues.count && cue_at(s, i)->first < mention->first; i++) {
    const cue *stop = cue_at(s, i);
    if (stop->kind != UTI_CUE_STOP || strcmp(uti_string(s->knowledge, stop->value), "except") != 0) continue;
    if (stop->end > mention->first || !cue_same_sentence(s, stop->first, mention->first)) continue;
    return !cue_marked(s, MARK_STOP, mention->end, item->first);   /* else it goes on */
  }
  return false;
}

bool cue_names(const settling *s, const cue *item, const char *name) {
  size_t length = strlen(name);
  for (const char *at = uti_string(s->knowledge, item->value); *at != 0; at += strcspn(at, "|"), at += *at == '|')
    if (strncmp(at, name, length) == 0 && (at[length] == 0 || at[length] == '|')) return true;
  return false;
}
