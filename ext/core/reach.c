#include "cues.h"

#include <string.h>

/* ---- Reach ---- */

enum { OWN_WORDS = 6, EVER_WORDS = 10, QUESTION_WORDS = 8 };

/* How far "and" goes on joining findings from a token. */
static uint32_t joined_until(const settling *s, uint32_t from, uint32_t to) {
  while (from < to && cue_role(s, from, UTI_ROLE_AND) && (cue_gap(s, from) & ~(unsigned)UTI_GAP_BLANK) == 0) {
    uint32_t end = from + 1;
    for (size_t i = cue_first_mention(s, from + 1); i < s->mentions->found.count; i++) {
      const uti_mention *mention = uti_mention_at(s->mentions, i);
      if (mention->first != from + 1) break;
      if (!is_cue(s, mention) && mention->end > end) end = mention->end;
    }
    if (end == from + 1) return from;
    from = end;
  }
  return from;
}

/* "calf cramp, no swelling, fever gone": what is over is the nearest of a list;
** "nausea and vomiting for two days, now gone": what "and" joins is over together. */
static bool finding_between(const settling *s, uint32_t from, uint32_t to) {
  if ((cue_gap(s, to) & UTI_GAP_COMMA) != 0 && !cue_concept_within(s, from, to)) return false;   /* "chills last week, now gone" */
  return cue_gap_within(s, UTI_GAP_COMMA, from, to) && cue_finding_within(s, joined_until(s, from, to), to);
}

/* "Calf swollen, flew home last month": what begins with another word after the last
** pause is another matter, and its time not that of the finding; so is what "and" begins,
** but "the swelling and heat are gone". */
static bool another_matter(const settling *s, const cue *item, const uti_mention *mention, uint32_t to) {
  uint32_t from = mention->end;
  bool over = cue_names(s, item, "over");
  uint32_t begin = to;
  while (begin > from && (cue_gap(s, begin) & CUE_PAUSE) == 0 && (over || !cue_role(s, begin, UTI_ROLE_AND))) begin--;
  bool joins = !over && cue_role(s, begin, UTI_ROLE_AND);
  if (!joins && (cue_gap(s, begin) & CUE_PAUSE) == 0) return false;
  /* "fever and cough last year", "fever and chills last year", but "chills and UTI last year" */
  if (joins && cue_role(s, ++begin, UTI_ROLE_SYMPTOM)) return false;
  if (joins && cue_concept_within(s, begin, to)) return !cue_is_diagnosis(s, mention) && !cue_sign_within(s, begin, to);
  return begin < to && !cue_role(s, begin, UTI_ROLE_RESUMING);
}

/* "Chills following surgery last year": the time of what they came after. A condition
** is of that time too ("DVT after surgery last year"). */
static bool dates_event(const settling *s, const cue *item, const uti_mention *mention, uint32_t to) {
  bool after = cue_role(s, mention->end, UTI_ROLE_AFTER) || cue_role(s, mention->end - 1, UTI_ROLE_AFTER);
  return after && mention->end + 1 < to && !cue_names(s, item, "over");
}

/* "Fever, probably just a virus", "fever and maybe sepsis": what a doubt after a pause
** or "and" goes on to say is in doubt. */
static bool doubts_what_follows(const settling *s, const cue *item, uint32_t from, uint32_t to) {
  if ((cue_gap(s, item->end) & ~(unsigned)UTI_GAP_BLANK) != 0) return false;
  for (uint32_t i = from; i <= to; i++)
    if ((cue_gap(s, i) & CUE_PAUSE) != 0 || (i < to && cue_role(s, i, UTI_ROLE_AND))) return true;
  return false;
}

/* "Covid negative and fever", "(covid negative) and fever", but not the N of "N+V". */
static bool joins_on(const settling *s, uint32_t at) {
  return cue_role(s, at, UTI_ROLE_AND) && !cue_concept_within(s, at, at + 1);
}

/* "Never had chills before", "before this week I had never had chills". */
static bool until_now(const settling *s, const cue *item, const uti_mention *mention) {
  if (strcmp(uti_string(s->knowledge, item->value), "ever") != 0) return false;
  for (uint32_t i = mention->end; i < s->tokens->count && i < mention->end + EVER_WORDS && cue_same_sentence(s, i, mention->first); i++)
    if (cue_role(s, i, UTI_ROLE_UNTIL_NOW)) return true;
  for (uint32_t i = item->first; i > 0 && item->first - i < EVER_WORDS && cue_same_sentence(s, i - 1, mention->first); i--)
    if (cue_role(s, i - 1, UTI_ROLE_UNTIL_NOW)) return true;
  return false;
}

/* "No cough, calf swollen": a part and what it does are a statement of their own. */
static bool states(const settling *s, const uti_mention *mention) {
  if (mention->end - mention->first < 2 || (cue_gap(s, mention->first) & UTI_GAP_COMMA) == 0) return false;
  if ((cue_gap(s, mention->end) & UTI_GAP_SLASH) != 0) return false;   /* "denies cough, bone aches/pains" */
  return cue_role(s, mention->end - 1, UTI_ROLE_PREDICATE) && !cue_role(s, mention->first, UTI_ROLE_PREDICATE);
}

/* "No trauma, calf swollen, painful on walking": what follows such a statement goes on with it. */
static bool stated_between(const settling *s, uint32_t from, uint32_t to) {
  for (size_t i = cue_first_mention(s, from); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first >= to) return false;
    if (mention->end <= to && is_concept(s, mention) && states(s, mention)) return !cue_begins_list(s, mention->first, false);
  }
  return false;
}

/* ---- 6: what a word belongs to ---- */

uint32_t cue_group(const settling *s, const uti_mention *mention) {
  return is_concept(s, mention) ? s->knowledge->concepts[cue_pattern(s, mention)->target].group : UTI_NONE_ID;
}

/* "?catheter UTI": one diagnosis, named by what it came from. */
static bool names_cause(const settling *s, uint32_t from, const uti_mention *cause, const uti_mention *mention) {
  return cause->first == from && cause->end == mention->first && cue_gap(s, mention->first) == UTI_GAP_BLANK && cue_is_diagnosis(s, mention);
}

/* Whether a finding of another group, or a condition before a sign ("possible UTI with
** dysuria"), stands between a doubt and this one. */
static bool doubts_another(const settling *s, uint32_t from, const uti_mention *mention) {
  if (mention->first > from && cue_role(s, mention->first - 1, UTI_ROLE_OR)) return false;
  if ((cue_gap(s, mention->first) & (UTI_GAP_SLASH | UTI_GAP_QUESTION)) != 0) return false;
  uint32_t group = cue_group(s, mention);
  for (size_t i = cue_first_mention(s, from); group != UTI_NONE_ID && i < s->mentions->found.count; i++) {
    const uti_mention *between = uti_mention_at(s->mentions, i);
    if (between->first >= mention->first) return false;
    if (names_cause(s, from, between, mention)) continue;
    uint32_t other = cue_group(s, between);
    bool apart = other != group || (cue_is_diagnosis(s, between) && !cue_is_diagnosis(s, mention));
    if (other != UTI_NONE_ID && apart && between->end <= mention->first) return true;
  }
  return false;
}

/* "?sepsis T 39.4": what was measured is not in doubt, but for a word right before it. */
static bool measured(const settling *s, const uti_mention *mention) {
  if (!is_of(s, mention, UTI_TARGET_FACT)) return false;
  for (uint32_t i = mention->first; i < mention->end; i++)
    if (uti_token_at(s->tokens, i)->kind == UTI_TOKEN_NUMBER && (mention->mask >> ((i - mention->first) & 63) & 1) != 0) return true;
  return false;
}

static bool finding_at(const settling *s, uint32_t token) {
  for (size_t i = cue_first_mention(s, token); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first > token) return false;
    if (!is_cue(s, mention)) return true;
  }
  return false;
}

/* "chills, possible UTI", "chills and no longer vomiting": the word belongs to what follows it. */
static bool leads_another(const settling *s, const cue *item, const uti_mention *mention) {
  bool pause = cue_role(s, item->first - 1, UTI_ROLE_AND) || cue_gap_within(s, ~(unsigned)UTI_GAP_BLANK, mention->end, item->first);
  bool joined = (cue_gap(s, item->end) & ~(unsigned)UTI_GAP_BLANK) == 0;
  bool adjective = item->kind == UTI_CUE_QUALIFIER || item->kind == UTI_CUE_POSSIBLE;
  return (pause || adjective) && joined && finding_at(s, item->end);
}

static bool joined(const settling *s, uint32_t token) {
  return token < s->tokens->count && (cue_gap(s, token) & ~(unsigned)UTI_GAP_BLANK) == 0;
}

/* Whether the same words also speak of what follows them. */
static bool looks_forward(const settling *s, const cue *item) {
  for (size_t i = cue_first_from(s, item->first); i < s->out->cues.count && cue_at(s, i)->first == item->first; i++)
    if (cue_at(s, i)->kind == item->kind && (cue_at(s, i)->direction & UTI_AFTER) != 0) return true;
  return false;
}

static bool is_aside(const settling *s, uint32_t token) {
  return token < s->tokens->count && cue_role(s, token, UTI_ROLE_ASIDE);
}

enum { ASKING_WORDS = 2 };

/* What asks ("chills resolved? no") says nothing. After a pause a cue may have a subject or an
** object of its own ("flank pain, test was negative", "ruled out covid", "no longer at work"),
** or begin a clause ("as a child I had none"), and does not speak of what stands before the pause. */
static bool speaks_of_another(const settling *s, const cue *item, const uti_mention *mention) {
  if (item->kind != UTI_CUE_ABSENT && item->kind != UTI_CUE_PAST) return false;
  bool apart = cue_gap_within(s, UTI_GAP_COMMA, mention->end, item->first);
  bool asks = (cue_gap(s, item->end) & UTI_GAP_QUESTION) != 0;
  if (asks && (apart || item->end - mention->end <= ASKING_WORDS)) return true;   /* but "a UTI just over a year ago?" */
  if (!apart) return false;
  if (item->first > mention->end && joined(s, item->first) && is_aside(s, item->first - 1)) return true;
  if (!joined(s, item->end)) return false;
  if (is_aside(s, item->end) || (joined(s, item->end + 1) && is_aside(s, item->end + 1))) return true;
  return cue_role(s, item->end, UTI_ROLE_CLAUSE_START) && looks_forward(s, item);
}

/* A word of severity inside the wording of a finding is that one's own: whether it is, is
** found once a report, and not for each finding near it. */
static bool stands_in_finding(const settling *s, const cue *item) {
  size_t from = item->mention > WINDOW ? item->mention - WINDOW : 0;
  size_t to = item->mention + WINDOW < s->mentions->found.count ? item->mention + WINDOW : s->mentions->found.count;
  for (size_t i = from; i < to; i++) {
    const uti_mention *owner = uti_mention_at(s->mentions, i);
    if (owner->first > item->first) return false;
    if (is_cue(s, owner) || owner->end < item->end) continue;
    if ((owner->mask & UINT64_C(1) << ((item->first - owner->first) & 63)) != 0) return true;
  }
  return false;
}

/* "s/p hysterectomy, chills", "no prior UTI, chills": what is past, or was never
** there before, is named before the pause, unless a list of findings goes on. */
static bool ends_at_pause(const settling *s, const cue *item, uint32_t from, uint32_t to) {
  bool past = item->kind == UTI_CUE_PAST && item->reach >= UTI_REACH_WORDS;
  bool denied_history = item->kind == UTI_CUE_ABSENT && strcmp(uti_string(s->knowledge, item->value), "history") == 0;
  if ((!past && !denied_history) || item->first >= to) return false;
  for (uint32_t i = from + 1; i <= to; i++)
    if ((cue_gap(s, i) & UTI_GAP_COMMA) != 0) return past ? !cue_finding_within(s, from, i) : !cue_begins_list(s, i, true);
  return false;
}

/* "Zofran p.r.n. nausea" is an order, "ibuprofen prn, fever for two days" is not. */
static bool torn_order(const settling *s, const cue *item) {
  if (item->kind != UTI_CUE_HYPOTHETICAL || (cue_gap(s, item->end) & ~(unsigned)UTI_GAP_BLANK) == 0) return false;
  return strcmp(uti_string(s->knowledge, item->value), "joined") == 0;
}

/* "Hx: fever for three days": the heading of what is told now. */
static bool is_ordinary_heading(const settling *s, const cue *item) {
  if ((cue_mark(s, item->first) & MARK_HEADING) == 0 || (cue_gap(s, item->end) & UTI_GAP_COLON) == 0) return false;
  for (size_t i = cue_first_from(s, item->first); i < s->out->cues.count && cue_at(s, i)->first == item->first; i++)
    if (cue_at(s, i)->kind == UTI_CUE_SECTION && cue_at(s, i)->end == item->end)
      return *uti_string(s->knowledge, cue_at(s, i)->value) == 0;
  return false;
}

/* "PMH UTI x3" without a colon: the heading begins its sentence, and "PMH asthma, fever
** today" is over at the comma. */
static bool torn_heading(const settling *s, const cue *item, uint32_t to) {
  /* "Allergies: penicillin, fever since last night" */
  bool named = item->kind == UTI_CUE_PAST && cue_keeps_to_section(s, item);
  if (named && item->end <= to && (cue_gap(s, item->end) & UTI_GAP_COMMA) != 0) return true;
  if (item->kind == UTI_CUE_PAST && is_ordinary_heading(s, item)) return true;
  if (item->kind != UTI_CUE_PAST || strcmp(uti_string(s->knowledge, item->value), "heading") != 0) return false;
  if (item->first != uti_token_at(s->tokens, item->first)->sentence) return true;
  return cue_gap_within(s, UTI_GAP_COMMA, item->end, to);
}

/* "Calf swollen - it stopped me sleeping": after a pause words of an end may have a subject or an
** object of their own, and after "and" an object. */
static bool ends_another(const settling *s, const cue *item, const uti_mention *mention, uint32_t from, uint32_t to) {
  bool ends = cue_names(s, item, "over") || *uti_string(s->knowledge, item->value) == 0;
  if (item->kind != UTI_CUE_PAST || item->first < to || !ends) return false;
  bool joins = cue_role(s, to, UTI_ROLE_AND) || (to > from && cue_role(s, to - 1, UTI_ROLE_AND));
  if (!cue_gap_within(s, CUE_PAUSE | UTI_GAP_SEMICOLON, from, to)) return joins && cue_has_object(s, item);   /* "and cleared to fly" */
  bool bare = (cue_gap(s, to) & (CUE_PAUSE | UTI_GAP_SEMICOLON)) != 0 && !cue_role(s, to, UTI_ROLE_CLAUSE_START);
  if (bare && joined(s, item->end) && cue_role(s, item->end, UTI_ROLE_CLAUSE_START)) return false;   /* "chills, settled I am glad" */
  return !cue_speaks_of_earlier(s, item, mention);
}

/* Whether something between cue and finding ends the reach (1, 3) of a cue that reaches as far as
** its clause, or so many words of it. */
static bool stopped(const settling *s, const cue *item, const uti_mention *mention, uint32_t from, uint32_t to) {
  unsigned stops = MARK_STOP | MARK_CLAUSE;
  if (item->kind == UTI_CUE_PAST && item->first == to && !cue_keeps_to_section(s, item) &&
      (finding_between(s, from, to) || another_matter(s, item, mention, to) || (dates_event(s, item, mention, to) && !cue_is_diagnosis(s, mention))))
    return true;
  if (ends_another(s, item, mention, from, to)) return true;
  if (ends_at_pause(s, item, from, to) || torn_order(s, item) || torn_heading(s, item, to)) return true;
  bool date = strcmp(uti_string(s->knowledge, item->value), "date") == 0;   /* "chills for two days in 2019" */
  if (item->kind == UTI_CUE_ABSENT || (item->kind == UTI_CUE_PAST && !date)) stops |= MARK_ASSERTS;
  if (item->kind == UTI_CUE_ABSENT && cue_pattern(s, mention) != NULL) stops |= MARK_ASIDE;
  for (uint32_t i = from; i <= to && i < s->tokens->count; i++) {
    if (item->kind == UTI_CUE_OTHER && cue_role(s, i, UTI_ROLE_THIRD_PERSON)) continue;
    unsigned here = cue_mark(s, i) & stops;
    if (i == item->first) here &= ~(unsigned)MARK_STOP;   /* "diarrhoea since settled" */
    if (i == item->first && cue_keeps_to_section(s, item)) here &= ~(unsigned)MARK_ASSERTS;   /* "for 3 days" in a review */
    if (i > from && here != 0) return true;
    if (i == from && (here & ~(unsigned)MARK_CLAUSE) != 0) return true;
    if (i == from && here != 0 && (cue_gap(s, i) & UTI_GAP_COMMA) != 0) return true;
    unsigned gap = cue_gap(s, i);
    if ((item->kind == UTI_CUE_ABSENT || item->kind == UTI_CUE_POSSIBLE) && (gap & UTI_GAP_DASH) != 0) return true;
    if (i > from && (gap & UTI_GAP_COLON) != 0) {
      /* "denies these symptoms: fever, chills", but "no recent flights: chills" */
      bool announced = item->kind == UTI_CUE_ABSENT && cue_role(s, i - 1, UTI_ROLE_SYMPTOM);
      if (item->kind == UTI_CUE_ABSENT ? !announced : i < to) return true;
    }
  }
  return false;
}

enum { OPENING_WORDS = 3 };

/* "In the last year I had", "four attacks last winter, each with": after few words,
** none of which is another matter. */
static bool opens(const settling *s, const cue *item) {
  uint32_t sentence = uti_token_at(s->tokens, item->first)->sentence;
  for (uint32_t i = sentence; i < item->first; i++) {
    bool number = uti_token_at(s->tokens, i)->kind == UTI_TOKEN_NUMBER;
    if (i - sentence >= OPENING_WORDS || !(number || cue_role(s, i, UTI_ROLE_COMMON) || cue_role(s, i, UTI_ROLE_RESUMING))) return false;
  }
  return true;
}

/* "continuous vomiting": a concept that implies a milder one says its degree itself. */
static bool says_degree(const settling *s, const uti_mention *mention) {
  return is_concept(s, mention) && s->knowledge->concepts[cue_pattern(s, mention)->target].implies != UTI_NONE_ID;
}

/* "my sister has an infection and she's roasting": of her as far as the last
** word that speaks of her, unless the writer comes in between. */
static uint32_t goes_on_from(const settling *s, const cue *item, uint32_t from, uint32_t to) {
  for (size_t i = cue_first_from(s, item->end); i < s->out->cues.count && cue_at(s, i)->first <= to; i++)
    if (cue_at(s, i)->kind == UTI_CUE_SELF && cue_at(s, i)->reach == UTI_REACH_REPORT) return from;
  for (uint32_t i = to + 1; i-- > from;)
    if (cue_role(s, i, UTI_ROLE_THIRD_PERSON)) return i;
  return from;
}

/* "kidney stones years ago, now chills" */
static bool over_by_now(const settling *s, const cue *item, uint32_t from, uint32_t to) {
  return item->kind == UTI_CUE_PAST && item->first < to && cue_marked(s, MARK_STOP, from, to);
}

/* "I cannot say if it helped Side effects: chills": a heading begins anew. */
static bool heading_between(const settling *s, uint32_t from, uint32_t to) {
  return s->headings && cue_marked(s, MARK_HEADING, from, to);
}

/* "Mum 84, UTI last year, confused today": the date belongs to what stands right before it. */
static bool dates_before(const settling *s, const cue *item, uint32_t to) {
  if (item->kind != UTI_CUE_PAST || item->reach != UTI_REACH_OPENING || !joined(s, item->first)) return false;
  if (!cue_gap_within(s, UTI_GAP_COMMA, item->end, to)) return false;
  uint32_t from = uti_token_at(s->tokens, item->first)->sentence;
  for (size_t i = cue_first_mention(s, from); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first >= item->first) return false;
    if (mention->end == item->first && !is_cue(s, mention)) return true;
  }
  return false;
}

enum { BRACKET_WORDS = 6 };

/* "Fever (didn't measure) and chills": a denial among other words in brackets ends with them. */
static bool in_brackets(const settling *s, const cue *item, uint32_t to) {
  uint32_t open = item->first, close = item->end;
  while (open > 0 && item->first - open < BRACKET_WORDS && (cue_gap(s, open) & UTI_GAP_BRACKET) == 0) open--;
  while (close < to && (cue_gap(s, close) & UTI_GAP_BRACKET) == 0) close++;
  bool both = (cue_gap(s, open) & UTI_GAP_BRACKET) != 0 && (cue_gap(s, close) & UTI_GAP_BRACKET) != 0;
  return both && close - open > item->end - item->first;
}

/* "Years ago my doctor retired, shaking chills": what was then is a statement of its own, and no
** sign in it, where the sign follows its comma at once. */
static bool told_before_comma(const settling *s, const cue *item, const uti_mention *mention, uint32_t from, uint32_t to) {
  if (item->kind != UTI_CUE_PAST || item->reach != UTI_REACH_OPENING) return false;
  for (uint32_t words = 0; words < 2 && to > from && cue_gap(s, to) == UTI_GAP_BLANK && !cue_role(s, to - 1, UTI_ROLE_CLAUSE_START); words++) to--;   /* "a severe" */
  if (to <= from || (cue_gap(s, to) & CUE_PAUSE) == 0) return false;
  if (cue_is_diagnosis(s, mention) || cue_gap_within(s, CUE_PAUSE, from, to - 1)) return false;
  return cue_role_within(s, UTI_ROLE_CLAUSE_START, from, to) && !cue_sign_within(s, from, to) && !cue_begins_list(s, to, false);
}

/* "Her husband has D&V, she has chills": she is not he. */
static bool names_other_sex(const settling *s, const cue *item, uint32_t from, uint32_t to) {
  bool man = cue_role_within(s, UTI_ROLE_MAN, item->first, item->end), woman = cue_role_within(s, UTI_ROLE_WOMAN, item->first, item->end);
  if (man == woman) return false;
  return cue_role_within(s, man ? UTI_ROLE_SHE : UTI_ROLE_HE, from, to);
}

/* Whether what a cue says is of other words than a mention behind it. */
static bool kept_from_later(const settling *s, const cue *item, const uti_mention *mention, uint32_t from, uint32_t to) {
  bool narrow = item->reach == UTI_REACH_CLAUSE || item->reach >= UTI_REACH_WORDS;
  bool listed = (item->kind == UTI_CUE_PAST && narrow && !cue_names(s, item, "date")) || (item->kind == UTI_CUE_OTHER && cue_names(s, item, "history"));
  if (listed && !cue_is_diagnosis(s, mention) && !cue_is_lasting(s, mention) && (cue_spoke_of_others(s, item, to) || cue_closes(s, item))) return true;
  if (item->reach == UTI_REACH_OPENING && (cue_role(s, from, UTI_ROLE_AND) || cue_told_of_then(s, item, to))) return true;   /* "operated on last year and fever" */
  if (told_before_comma(s, item, mention, from, to)) return true;
  switch (item->kind) {
    case UTI_CUE_POSSIBLE:
      return doubts_another(s, from, mention) || cue_spoke_of_others(s, item, to) || cue_closes(s, item) || (to > from && measured(s, mention));
    case UTI_CUE_HYPOTHETICAL:
      return cue_condition_over(s, item, mention);
    case UTI_CUE_ABSENT:   /* "covid negative, fever": said of what stands before */
      if (in_brackets(s, item, to)) return true;
      return (cue_gap(s, from) & UTI_GAP_COMMA) != 0 || joins_on(s, from) || states(s, mention) || until_now(s, item, mention) ||
             stated_between(s, from, to) || cue_turns_between(s, from, to) || cue_turns_within(s, mention);
    case UTI_CUE_OTHER:
      if (names_other_sex(s, item, from, to)) return true;
      return !cue_names(s, item, "history") && cue_spoke_of_kin(s, item, to);
    default:
      return dates_before(s, item, to);
  }
}

/* The same of a mention before it. */
static bool kept_from_earlier(const settling *s, const cue *item, const uti_mention *mention, uint32_t from, uint32_t to) {
  if (item->kind == UTI_CUE_POSSIBLE && doubts_what_follows(s, item, from, to)) return true;
  bool order = item->kind == UTI_CUE_HYPOTHETICAL && cue_names(s, item, "order");
  if (order && cue_orders_another(s, item, mention, from, to)) return true;
  return leads_another(s, item, mention) || speaks_of_another(s, item, mention) || cue_excepts(s, item, mention);
}

/* The words between a cue and a mention that it reaches, or -1. */
static int distance_of(const settling *s, const cue *item, const uti_mention *mention) {
  bool apart = item->end <= mention->first || item->first >= mention->end;
  if (apart && cue_heads_bullets(s, item, mention)) return (int)(mention->first - item->end);
  if (apart && item->reach != UTI_REACH_LINE && !cue_same_sentence(s, item->first, mention->first)) return -1;
  bool after = (item->direction & UTI_AFTER) != 0, before = (item->direction & UTI_BEFORE) != 0;
  bool within = item->first >= mention->first && item->end <= mention->end;
  if (item->kind == UTI_CUE_QUALIFIER && within) return says_degree(s, mention) ? -1 : 0;
  if (item->kind == UTI_CUE_QUALIFIER && item->owned) return -1;   /* by another */
  bool inside = item->first > mention->first && item->end < mention->end;
  /* "if it swells": the condition begins the wording itself */
  bool own_words = item->reach == UTI_REACH_WORDS;   /* "the D&V rule" */
  if (item->kind == UTI_CUE_HYPOTHETICAL && item->first == mention->first && (own_words || item->end < mention->end)) return 0;
  if (within && item->kind == UTI_CUE_PAST && cue_keeps_to_section(s, item)) return OWN_WORDS;   /* "threw up" in a review */
  uint32_t from, to;
  if (inside) {
    /* "pain in the leg has resolved, swelling persists" */
    if (item->kind == UTI_CUE_PAST && (cue_gap(s, item->end) & UTI_GAP_COMMA) != 0) return -1;
    uint64_t mask = 0;
    for (uint32_t i = item->first; i < item->end; i++) mask |= UINT64_C(1) << ((i - mention->first) & 63);
    bool past_value = item->kind == UTI_CUE_PAST && is_of(s, mention, UTI_TARGET_FACT);
    /* "thighs ached" in a review; "potassium was 3.1" is a value still */
    bool over = past_value != cue_keeps_to_section(s, item);
    return over || (mention->mask & mask) == 0 ? 0 : -1;
  }
  if (item->first == mention->first && item->end == mention->end && cue_keeps_to_section(s, item)) return 0;   /* "vomited" */
  if (after && item->end <= mention->first) {
    from = item->end;
    to = mention->first;
    if (kept_from_later(s, item, mention, from, to)) return -1;
  } else if (before && item->first >= mention->end) {
    from = mention->end;
    to = item->first;
    if (kept_from_earlier(s, item, mention, from, to)) return -1;
  } else if (item->first < mention->first && item->end > mention->first && after) {
    return 0;
  } else if (item->kind == UTI_CUE_PAST && item->reach == UTI_REACH_WORDS && item->first == mention->first &&
             item->end >= mention->end && !cue_role(s, item->first, UTI_ROLE_DENIAL)) {
    return 0;   /* "made me sick, so I stopped" */
  } else if (before && item->first > mention->first && item->end > mention->end) {
    return 0;   /* "the burning was gone" */
  } else if (item->kind == UTI_CUE_OTHER && item->first == mention->first && item->end >= mention->end) {
    return 0;   /* "my husband" says the sex of another person, unless he is the patient */
  } else {
    return -1;
  }
  uint32_t distance = to - from;
  if (heading_between(s, from, to)) return -1;
  /* "back pain (my coach thought I was faking)": the tense of words in brackets is their own */
  bool behind = item->first >= mention->end && item->kind == UTI_CUE_PAST;
  if (behind && cue_keeps_to_section(s, item) && cue_gap_within(s, UTI_GAP_BRACKET, from, to)) return -1;
  if (item->reach == UTI_REACH_WORDS) return -1;   /* what stands within its own words only */
  if (item->reach == UTI_REACH_LINE) return cue_gap_within(s, UTI_GAP_LINE, from, to) ? -1 : (int)distance;
  uint32_t counted = item->kind == UTI_CUE_OTHER ? to - goes_on_from(s, item, from, to) : distance;
  if (item->reach >= UTI_REACH_WORDS && counted > item->reach - UTI_REACH_WORDS) return -1;
  if (item->reach == UTI_REACH_OPENING && over_by_now(s, item, from, to)) return -1;
  if (item->reach == UTI_REACH_SENTENCE || item->reach == UTI_REACH_OPENING) return (int)distance;
  return stopped(s, item, mention, from, to) ? -1 : (int)distance;
}

/* ---- The nearest of each kind ---- */

/* "My husband told me to drink more": of another person, where the writer is the
** patient; in "my husband has chills" he is. */
static bool kin_counts(const settling *s, const char *value) {
  if (strcmp(value, "kin") == 0) return !s->out->about_relative;
  return strcmp(value, "named") != 0 || s->out->about_writer;
}

static bool counts_here(const settling *s, const cue *item) {
  if (item->spent) return false;
  switch (item->kind) {
    case UTI_CUE_STOP: case UTI_CUE_DECOY: case UTI_CUE_SECTION: case UTI_CUE_PROXY: case UTI_CUE_SELF: return false;
    case UTI_CUE_QUESTION:
      if (item->reach == UTI_REACH_OPENING && item->first > uti_token_at(s->tokens, item->first)->sentence + 1) return false;
      return cue_asks(s, item) && !cue_describes(s, item);
    case UTI_CUE_HYPOTHETICAL: return !cue_is_answered(s, item);
    case UTI_CUE_PAST: return item->reach != UTI_REACH_OPENING || opens(s, item);
    case UTI_CUE_OTHER:
      return kin_counts(s, uti_string(s->knowledge, item->value));
    default: return true;
  }
}

bool cue_names_group(const settling *s, const cue *item, const uti_mention *mention) {
  uint32_t group = cue_group(s, mention);
  return group != UTI_NONE_ID && cue_names(s, item, uti_string(s->knowledge, group));
}

/* "I think it is my kidneys" doubts a diagnosis; what the writer thinks to feel is
** felt. The value of such a cue, and of one that asserts ("chronic"), names the groups
** that it may speak of. */
static bool meant_for(const settling *s, const cue *item, const uti_mention *mention) {
  /* "The UTI turned out to be thrush", but "the fever turned out to be covid" */
  if (item->kind == UTI_CUE_ABSENT && cue_names(s, item, "diagnosis")) return cue_is_diagnosis(s, mention);
  const char *groups = uti_string(s->knowledge, item->value);
  uint32_t group = cue_group(s, mention);
  bool limited = item->kind == UTI_CUE_POSSIBLE || item->kind == UTI_CUE_PRESENT;
  if (!limited || *groups == 0 || cue_keeps_to_section(s, item)) return true;
  if (strcmp(groups, "still") == 0 || cue_without_time(s, item->value)) return true;
  if (group == UTI_NONE_ID) return cue_pattern(s, mention) == NULL;   /* an age or a measured value is none */
  return cue_names_group(s, item, mention);
}

/* "What can cause": where the question describes a case, "can cause" in it is no
** condition. */
static bool within_description(const settling *s, const cue *item) {
  for (size_t i = cue_first_from(s, item->first > QUESTION_WORDS ? item->first - QUESTION_WORDS : 0); i < s->out->cues.count; i++) {
    const cue *question = cue_at(s, i);
    if (question->first > item->first) return false;
    if (question->kind == UTI_CUE_QUESTION && question->end >= item->end && cue_describes(s, question)) return true;
  }
  return false;
}

/* Once a report, as no mention changes it. */
void cue_set_aside(settling *s) {
  for (size_t i = 0; i < s->out->cues.count; i++) {
    cue *item = cue_at(s, i);
    item->owned = item->kind == UTI_CUE_QUALIFIER && stands_in_finding(s, item);
    bool elsewhere = item->reach == UTI_REACH_SECTION || item->reach == UTI_REACH_REPORT || item->reach == UTI_REACH_EARLIER;
    item->aside = elsewhere || !counts_here(s, item) || (item->kind == UTI_CUE_HYPOTHETICAL && within_description(s, item));
  }
}

static uint32_t kind_of(const cue *item) { return item->kind == UTI_CUE_QUESTION ? UTI_CUE_HYPOTHETICAL : item->kind; }

/* Whether a cue would be nearer than the nearest of its kind so far; of two as
** near the first of the text counts. */
static bool is_nearer(const cue *item, const uti_mention *mention, const nearest *best) {
  int known = best->distance[kind_of(item)], distance = 0;
  if (item->end <= mention->first) distance = (int)(mention->first - item->end);
  else if (item->first >= mention->end) distance = (int)(item->first - mention->end);
  return known < 0 || distance < known || (distance == known && item->mention < best->cue[kind_of(item)]);
}

static void consider(const settling *s, const cue *item, const uti_mention *mention, nearest *best, const cue **label) {
  if (item->aside) return;
  if (item->reach == UTI_REACH_LABEL) {
    if (cue_answers(s, item, mention) && (*label == NULL || item > *label)) *label = item;
    return;
  }
  if (!is_nearer(item, mention, best)) return;
  if (!meant_for(s, item, mention)) return;
  int distance = distance_of(s, item, mention);
  if (distance < 0) return;
  if (item->kind == UTI_CUE_QUESTION && cue_tells(s, item, mention)) return;
  if (cue_keeps_to_section(s, item) && cue_lasts(s, mention)) return;
  best->distance[kind_of(item)] = distance;
  best->cue[kind_of(item)] = item->mention;
}

/* Gathers the nearest cue of each kind, from the mention outwards, as those
** farther away need no look then; a label's answer comes back alone. */
const cue *cue_nearest(const settling *s, const uti_mention *mention, nearest *best) {
  memset(best->distance, -1, sizeof best->distance);
  const cue *label = NULL;
  uint32_t low = mention->first > WINDOW ? mention->first - WINDOW : 0;
  size_t middle = cue_first_from(s, mention->first);
  for (size_t i = middle; i-- > 0 && cue_at(s, i)->first >= low;) consider(s, cue_at(s, i), mention, best, &label);
  for (size_t i = middle; i < s->out->cues.count && cue_at(s, i)->first <= mention->end + WINDOW; i++)
    consider(s, cue_at(s, i), mention, best, &label);
  return label;
}
