/* course.c - what a report tells as over later on corrects what it told before:
**  1 A finding that is said to be over ("the fever broke"), or denied for now
**    ("today no fever"), is over where it was told before, too; so is what
**    implies it, and a measurement of it.
**  2 Words that end or deny what was told before them ("it was all gone by
**    Thursday", "I had neither") speak of the nearest findings before them.
**  3 Words that say that it came back undo 1 and 2, and what the same sentence or
**    the one before said of its end ("it stopped for a day and has started again").
**  4 Whoever asks about a finding and goes on "I have had it since Sunday" has it.
**  5 What was suspected and is ruled out later ("Doppler negative for DVT") is absent.
**  6 What is said to be like an earlier illness ("I had a DVT in 2019, and this feels
**    the same") may be that illness again. */
#include "cues.h"

#include <string.h>

#include "conditions.h"

enum { BACK = 64, NEAREST = 40, NOW_WORDS = 3, OPENING = 3, RECENT_WORDS = 5, LIKENESS = 16, DENIAL_WORDS = 3 };

/* Whether a condition compares this fact, or one that takes its value by its range. */
static bool asks_fact(const uti_knowledge *k, uint32_t offset, uint32_t fact) {
  if (offset == UTI_NONE_ID) return false;
  for (uint32_t i = 1; i <= k->code[offset].argument; i++) {
    const uti_code *code = &k->code[offset + i];
    if (!uti_is_comparison(code)) continue;
    if (code->argument == fact || code->argument == k->facts[fact].reads_first || code->argument == k->facts[fact].reads_second) return true;
  }
  return false;
}

/* Whether `other` goes when `over` is over. */
static bool goes_with(const settling *s, const uti_mention *over, const uti_mention *other) {
  const uti_pattern *a = cue_pattern(s, over), *b = cue_pattern(s, other);
  if (a == NULL || b == NULL) return a == b;
  if (a->kind != UTI_TARGET_CONCEPT || s->knowledge->concepts[a->target].lasting) return false;
  if (b->kind == UTI_TARGET_FACT) return asks_fact(s->knowledge, s->knowledge->concepts[a->target].present_when, b->target);
  if (b->kind != UTI_TARGET_CONCEPT) return false;
  for (uint32_t concept = b->target; concept != UTI_NONE_ID; concept = s->knowledge->concepts[concept].implies)
    if (concept == a->target) return true;
  return false;
}

static uti_stated *stated_at(const settling *s, size_t index) { return &UTI_ITEM(&s->out->stated, uti_stated, index); }

/* "rigors an hour ago. It passed.": what comes and goes within the day is there. */
static bool is_recent(const settling *s, const uti_mention *mention) {
  uint32_t sentence = uti_token_at(s->tokens, mention->first)->sentence, last = mention->end + RECENT_WORDS;
  for (uint32_t i = mention->end; i < last && i < s->tokens->count && uti_token_at(s->tokens, i)->sentence == sentence; i++)
    if (cue_role(s, i, UTI_ROLE_RECENT)) return true;
  return false;
}

static bool is_there(const uti_stated *stated) { return stated->status == UTI_PRESENT || stated->status == UTI_POSSIBLE; }

/* 1: whether there was anything to end. What was over at `another` time ends what its
** own sentence tells alone. */
static bool end_earlier(const settling *s, size_t index, uint32_t cue, bool another) {
  const uti_mention *over = uti_mention_at(s->mentions, index);
  bool ended = false;
  for (size_t i = index; i-- > 0 && index - i < BACK;) {
    const uti_mention *other = uti_mention_at(s->mentions, i);
    if (another && !cue_same_sentence(s, other->first, over->first)) break;
    if (is_cue(s, other) || !is_there(stated_at(s, i)) || !goes_with(s, over, other)) continue;
    stated_at(s, i)->status = UTI_PAST;
    stated_at(s, i)->cue = cue;
    stated_at(s, i)->ended = ended = true;
  }
  return ended;
}

/* 5 */
static bool is_ruled_out(const settling *s, const uti_stated *stated) {
  if (stated->status != UTI_ABSENT || stated->cue == UTI_NONE_ID) return false;
  const uti_pattern *cue = cue_pattern(s, uti_mention_at(s->mentions, stated->cue));
  return strcmp(uti_string(s->knowledge, cue->qualifier), "ruled out") == 0;
}

/* What a mention is of: all of a phrase of the caller's are of one thing. */
static uint64_t thing_of(const settling *s, const uti_mention *mention) {
  const uti_pattern *pattern = cue_pattern(s, mention);
  return pattern == NULL ? UINT64_MAX : (uint64_t)pattern->kind << 32 | pattern->target;
}

static void rule_out_earlier(const settling *s, size_t index) {
  uint64_t denied = thing_of(s, uti_mention_at(s->mentions, index));
  for (size_t i = index; i-- > 0 && index - i < BACK;) {
    if (thing_of(s, uti_mention_at(s->mentions, i)) != denied || stated_at(s, i)->status != UTI_POSSIBLE) continue;
    stated_at(s, i)->status = UTI_ABSENT;
    stated_at(s, i)->cue = stated_at(s, index)->cue;
  }
}

static bool is_now(const settling *s, uint32_t token, uint32_t sentence) {
  return token < s->tokens->count && uti_token_at(s->tokens, token)->sentence == sentence && cue_role(s, token, UTI_ROLE_NOW);
}

/* "not tender today, no pitting": the word belongs to what stands before the comma. */
static bool closed_by_comma(const settling *s, uint32_t token) {
  return (cue_gap(s, token + 1) & UTI_GAP_COMMA) != 0 && (cue_gap(s, token) & ~(unsigned)UTI_GAP_BLANK) == 0;
}

/* Whether a word near a denial, or at the head of its sentence ("At discharge she
** is eating and has no fever"), says that it speaks of now. */
static bool for_now(const settling *s, const uti_mention *mention, uint32_t cue_mention) {
  uint32_t sentence = uti_token_at(s->tokens, mention->first)->sentence;
  uint32_t begin = mention->first;
  if (cue_mention != UTI_NONE_ID && uti_mention_at(s->mentions, cue_mention)->first < begin)
    begin = uti_mention_at(s->mentions, cue_mention)->first;
  for (uint32_t i = begin > NOW_WORDS ? begin - NOW_WORDS : 0; i < begin + NOW_WORDS && i < mention->first; i++)
    if (is_now(s, i, sentence) && !closed_by_comma(s, i)) return true;
  for (uint32_t i = sentence; i < sentence + OPENING && i < begin; i++)
    if (is_now(s, i, sentence)) return true;
  return is_now(s, mention->end, sentence) || is_now(s, mention->end + 1, sentence);
}

static bool is_measured(const uti_knowledge *k, const uti_pattern *pattern) {
  if (pattern->kind != UTI_TARGET_CONCEPT || k->concepts[pattern->target].present_when == UTI_NONE_ID) return false;
  const uti_code *code = &k->code[k->concepts[pattern->target].present_when];
  for (uint32_t i = 1; i <= code->argument; i++)
    if (uti_is_comparison(&code[i])) return true;
  return false;
}

/* Words that mean by themselves that it is over ("defervesced"), or a cue that does.
** Such words speak of what a number shows: "recurrent UTIs" beside a UTI do not end it. */
static bool says_over(const settling *s, const uti_mention *mention, uint32_t cue_mention) {
  const uti_pattern *pattern = cue_pattern(s, mention);
  if (pattern != NULL && pattern->status == UTI_PAST && is_measured(s->knowledge, pattern)) return true;
  if (cue_mention == UTI_NONE_ID) return false;
  const uti_pattern *cue = cue_pattern(s, uti_mention_at(s->mentions, cue_mention));
  return strcmp(uti_string(s->knowledge, cue->qualifier), "over") == 0;
}

/* Whether a measurement shows a finding, as a temperature does and a duration does not. */
static bool shows_finding(const uti_knowledge *k, uint32_t fact) {
  for (uint32_t i = 0; i < k->concept_count; i++)
    if (!k->concepts[i].lasting && asks_fact(k, k->concepts[i].present_when, fact)) return true;
  return false;
}

bool cue_lasts(const settling *s, const uti_mention *mention) {
  const uti_pattern *pattern = cue_pattern(s, mention);
  if (pattern == NULL) return false;
  if (pattern->kind == UTI_TARGET_FACT) return !shows_finding(s->knowledge, pattern->target);
  return pattern->kind != UTI_TARGET_CONCEPT || s->knowledge->concepts[pattern->target].lasting;
}

/* "One previous similar episode, resolved spontaneously": that one is over. */
static bool history_within(const settling *s, uint32_t from, const cue *item) {
  for (size_t i = cue_first_from(s, from); i < s->out->cues.count && cue_at(s, i)->first < item->first; i++)
    if (cue_at(s, i)->kind == UTI_CUE_PAST && (cue_at(s, i)->direction & UTI_AFTER) != 0 && !cue_at(s, i)->aside)
      return true;
  return false;
}

/* The mention before a cue that is nearest to it, or the count of all. */
static size_t nearest_before(const settling *s, const cue *item) {
  uint32_t begin = uti_token_at(s->tokens, item->first)->sentence;
  for (size_t i = item->mention; i-- > 0;) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first + NEAREST < item->first) break;
    bool ahead = mention->end > item->first + 1;   /* but "flank pain, then it came back" */
    if (is_cue(s, mention) || ahead || cue_lasts(s, mention)) continue;
    if (mention->end > begin) return i;   /* a sentence may be as long as the report: what is in it is not looked for */
    /* "There was some drainage, but this stopped": another symptom is nearer */
    bool another = cue_role_within(s, UTI_ROLE_SYMPTOM, begin, item->first) || history_within(s, begin, item);
    return another ? s->mentions->found.count : i;
  }
  return s->mentions->found.count;
}

/* "UTI since Monday. The UTI I had in March went away": a date or "previous" in its
** sentence makes it another one. (A sentence may be as long as the report.) */
static bool is_another(const settling *s, const uti_mention *mention, uint32_t cue_mention) {
  const uti_mention *over = cue_mention == UTI_NONE_ID ? mention : uti_mention_at(s->mentions, cue_mention);
  uint32_t sentence = uti_token_at(s->tokens, mention->first)->sentence;
  uint32_t first = mention->first - sentence > WINDOW ? mention->first - WINDOW : sentence;
  for (size_t i = cue_first_from(s, first); i < s->out->cues.count; i++) {
    const cue *item = cue_at(s, i);
    if (uti_token_at(s->tokens, item->first)->sentence != sentence || item->first > mention->end + WINDOW) return false;
    if (item->first >= over->first && item->end <= over->end) continue;
    bool elsewhere = item->reach == UTI_REACH_SECTION || item->reach == UTI_REACH_REPORT || cue_keeps_to_section(s, item);
    if (item->kind == UTI_CUE_PAST && !elsewhere && strcmp(uti_string(s->knowledge, item->value), "over") != 0) return true;
  }
  return false;
}

/* "The pain is still there": the words speak of what stands right before them. */
static bool has_subject(const settling *s, const cue *item, const uti_mention *nearest) {
  const uti_pattern *pattern = cue_pattern(s, nearest);
  if (pattern != NULL && pattern->kind != UTI_TARGET_CONCEPT) return false;
  return nearest->end == item->first && (cue_gap(s, item->first) & ~(unsigned)UTI_GAP_BLANK) == 0;
}

/* "Cough, chills resolved since Sunday": of a list without "and" the words speak of the last. */
static bool told_alone(const settling *s, const uti_mention *nearest) {
  uint32_t first = nearest->first;
  if (first > 0 && cue_gap(s, first) == UTI_GAP_BLANK && cue_role(s, first - 1, UTI_ROLE_CLAUSE_START)) first--;   /* "the chills" */
  return (cue_gap(s, first) & CUE_PAUSE) != 0;
}

/* "Flank pain persists, and chills resolved": what was said to go on is not over with the last. */
static bool said_to_persist(const settling *s, const uti_stated *stated, const uti_mention *mention, const uti_mention *last) {
  if (stated->cue == UTI_NONE_ID) return false;
  const uti_mention *said = uti_mention_at(s->mentions, stated->cue);
  return cue_pattern(s, said)->target == UTI_CUE_PRESENT && said->first >= mention->end && said->end <= last->first;
}

/* "Chills, my potassium was 3.1, now back to normal": of the last of several statements. */
static bool told_last(const settling *s, const cue *item, const uti_mention *nearest) {
  uint32_t begin = nearest->first;
  while (begin > 0 && nearest->first - begin < NEAREST && (cue_gap(s, begin) & ~(unsigned)UTI_GAP_BLANK) == 0) begin--;
  if ((cue_gap(s, begin) & (CUE_PAUSE | UTI_GAP_SEMICOLON)) == 0 || cue_role(s, begin, UTI_ROLE_AND)) return false;
  return cue_role_within(s, UTI_ROLE_CLAUSE_START, begin + 1, nearest->end) && !cue_role_within(s, UTI_ROLE_ALL, begin, item->end);
}

/* 2: the findings of the sentence that the nearest one stands in. */
static void settle_nearest(const settling *s, const cue *item, uti_status status) {
  size_t nearest = nearest_before(s, item);
  if (nearest == s->mentions->found.count || !cue_speaks_of_earlier(s, item, uti_mention_at(s->mentions, nearest))) return;
  uint32_t sentence = uti_token_at(s->tokens, uti_mention_at(s->mentions, nearest)->first)->sentence;
  /* "A similar episode last year resolved spontaneously" has a subject of its own. */
  uint32_t own = uti_token_at(s->tokens, item->first)->sentence;
  const uti_mention *last = uti_mention_at(s->mentions, nearest);
  bool alone = (has_subject(s, item, last) && told_alone(s, last)) || (status == UTI_PAST && told_last(s, item, last));
  if (own != sentence && item->first - own > OPENING && (cue_gap(s, own) & UTI_GAP_SEMICOLON) == 0) return;
  for (size_t i = nearest + 1; i-- > 0 && nearest - i < BACK;) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (uti_token_at(s->tokens, mention->first)->sentence != sentence || (alone && mention->end <= last->first)) return;
    if (cue_names(s, item, "diagnosis") && !cue_is_diagnosis(s, mention)) continue;
    uti_status was = is_cue(s, mention) ? UTI_PRESENT : stated_at(s, i)->status;
    bool conditional = status == UTI_ABSENT && (was == UTI_HYPOTHETICAL || (was == UTI_PAST && cue_names(s, item, "diagnosis")));
    if (is_cue(s, mention) || !(is_there(stated_at(s, i)) || conditional) || cue_lasts(s, mention) || cue_excepts(s, item, mention)) continue;
    if ((status == UTI_PAST && is_recent(s, mention)) || said_to_persist(s, stated_at(s, i), mention, last)) continue;
    stated_at(s, i)->status = status;
    stated_at(s, i)->cue = item->mention;
    stated_at(s, i)->ended = status == UTI_PAST;
    if (status == UTI_PAST) end_earlier(s, i, item->mention, is_another(s, mention, item->mention));
  }
}

/* 3: whether words before these said that it was over. */
static bool said_over(const uti_stated *stated, const uti_mention *mention, const cue *item, const settling *s) {
  if (stated->status != UTI_PAST) return false;
  if (stated->cue == UTI_NONE_ID) return says_over(s, mention, UTI_NONE_ID);
  return stated->cue < item->mention;
}

/* "Fever gone, but body pain still there": it is the pain that is there. */
static void begin_nearest_again(const settling *s, const cue *item, size_t nearest, bool own) {
  uint32_t first = uti_mention_at(s->mentions, nearest)->first;
  uint32_t sentence = uti_token_at(s->tokens, first)->sentence;
  for (size_t i = nearest + 1; i-- > 0 && nearest - i < BACK;) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (uti_token_at(s->tokens, mention->first)->sentence != sentence) return;
    if (own && mention->end <= first && cue_marked(s, MARK_STOP, mention->end, first)) return;
    if (is_cue(s, mention) || !said_over(stated_at(s, i), mention, item, s)) continue;
    stated_at(s, i)->status = UTI_PRESENT;
    stated_at(s, i)->cue = item->mention;
  }
}

/* 4: what the value of the cue names is the cause that was asked about, not "it";
** "I have both now" tells all of them. */
static void tell_nearest(const settling *s, const cue *item, size_t nearest) {
  if (*uti_string(s->knowledge, item->value) == 0) return;
  uint32_t sentence = uti_token_at(s->tokens, uti_mention_at(s->mentions, nearest)->first)->sentence, told = UTI_NONE_ID;
  for (size_t i = nearest + 1; i-- > 0 && nearest - i < BACK;) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (uti_token_at(s->tokens, mention->first)->sentence != sentence || (told != UTI_NONE_ID && mention->end <= told)) return;
    if (is_cue(s, mention) || cue_lasts(s, mention) || cue_names_group(s, item, mention)) continue;
    /* "No chills on Monday, I do now" */
    bool denied = stated_at(s, i)->status == UTI_ABSENT && cue_names(s, item, "denied") && !cue_has_object(s, item);
    if (stated_at(s, i)->status != UTI_HYPOTHETICAL && !denied) continue;
    stated_at(s, i)->status = UTI_PRESENT;
    stated_at(s, i)->cue = item->mention;
    if (!cue_names(s, item, "all")) told = mention->first;
  }
}

/* "Swelling has resolved, calf still sore": the words end another finding. */
static bool ends_finding(const settling *s, const cue *item) {
  for (size_t i = item->mention; i-- > 0 && item->mention - i < BACK;) {
    const uti_mention *other = uti_mention_at(s->mentions, i);
    if (is_concept(s, other) && other->first < item->first && other->end == item->end) return true;
  }
  return false;
}

/* 3 */
static void begin_again(const settling *s, const cue *item) {
  size_t nearest = nearest_before(s, item);
  if (nearest < s->mentions->found.count) {
    bool own = has_subject(s, item, uti_mention_at(s->mentions, nearest));
    begin_nearest_again(s, item, nearest, own);
    tell_nearest(s, item, nearest);
    if (own) return;
  }
  for (size_t i = item->mention; i-- > 0 && item->mention - i < BACK;) {
    if (!stated_at(s, i)->ended) continue;
    stated_at(s, i)->status = UTI_PRESENT;
    stated_at(s, i)->cue = item->mention;
    stated_at(s, i)->ended = false;
  }
}

/* "It does not feel like last time." */
static bool is_denied(const settling *s, const cue *item) {
  for (size_t i = cue_first_from(s, item->first > DENIAL_WORDS ? item->first - DENIAL_WORDS : 0); i < s->out->cues.count; i++) {
    const cue *denial = cue_at(s, i);
    if (denial->first >= item->first) return false;
    if (denial->kind != UTI_CUE_ABSENT || denial->direction == UTI_BEFORE || denial->aside) continue;
    if (cue_same_sentence(s, denial->first, item->first) && !cue_gap_within(s, CUE_PAUSE, denial->end, item->first)) return true;
  }
  return false;
}

/* A value such as "infection,urinary|clot,leg" names families: first the group of the illness, behind it those of its signs. */
static bool family_has(const char *family, const char *group, bool illness) {
  size_t length = strlen(group);
  for (const char *at = family;; at++) {
    size_t here = strcspn(at, ",|");
    if (here == length && memcmp(at, group, length) == 0) return true;
    at += here;
    if (*at != ',' || illness) return false;
  }
}

static const char *family_of(const settling *s, const cue *item, size_t index, bool illness) {
  uint32_t group = cue_group(s, uti_mention_at(s->mentions, index));
  for (const char *family = uti_string(s->knowledge, item->value); group != UTI_NONE_ID && *family != 0; family += *family == '|') {
    if (family_has(family, uti_string(s->knowledge, group), illness)) return family;
    family += strcspn(family, "|");
  }
  return NULL;
}

/* "I had a DVT. Cystitis again, same symptoms as before": what is told from the illness to the end of
** the sentence are signs of a family that the value names before, and none of this one is told around it. */
static bool another_is_told(const settling *s, const cue *item, size_t index, const char *family) {
  uint32_t from = uti_mention_at(s->mentions, index)->end;
  bool other = false;
  for (size_t i = item->mention > BACK ? item->mention - BACK : 0; i < s->mentions->found.count && i < item->mention + BACK; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    const char *told = i == index || is_cue(s, mention) ? NULL : family_of(s, item, i, false);
    if (told == NULL || (stated_at(s, i)->status != UTI_PRESENT && stated_at(s, i)->status != UTI_POSSIBLE)) continue;
    if (family_has(family, uti_string(s->knowledge, cue_group(s, mention)), false)) return false;
    bool beside = (mention->first >= from && mention->end <= item->end) || cue_same_sentence(s, mention->first, item->first);
    other = other || (told < family && beside);
  }
  return other;
}

/* "Burning pee. The leg feels just like it did then": the place of the illness, told after it or in the sentence of the words. */
static bool names_matter(const settling *s, const cue *item, size_t index) {
  const uti_mention *illness = uti_mention_at(s->mentions, index);
  uint32_t sentence = uti_token_at(s->tokens, item->first)->sentence, own = uti_token_at(s->tokens, illness->first)->sentence;
  uint32_t from = item->first > NEAREST ? item->first - NEAREST : 0;
  for (uint32_t i = from; i < s->tokens->count && i < item->end + NOW_WORDS; i++) {
    uint32_t at = uti_token_at(s->tokens, i)->sentence;
    bool beside = at == sentence || (i >= illness->end && at != own);
    if (beside && cue_role(s, i, UTI_ROLE_MATTER)) return true;
  }
  return false;
}

/* "My rash looks the same as then" */
static bool is_another_matter(const settling *s, const cue *item) {
  uint32_t sentence = uti_token_at(s->tokens, item->first)->sentence;
  for (uint32_t i = item->first > LIKENESS ? item->first - LIKENESS : 0; i < s->tokens->count && i < item->end + NOW_WORDS; i++)
    if (uti_token_at(s->tokens, i)->sentence == sentence && cue_role(s, i, UTI_ROLE_ANOTHER_MATTER)) return true;
  return false;
}

static bool suspect(const settling *s, const cue *item, size_t index) {
  const char *family = family_of(s, item, index, true);
  if (family == NULL || stated_at(s, index)->status != UTI_PAST) return false;
  if (!names_matter(s, item, index) && (is_another_matter(s, item) || another_is_told(s, item, index, family))) return false;
  stated_at(s, index)->status = UTI_POSSIBLE;
  stated_at(s, index)->cue = item->mention;
  stated_at(s, index)->ended = false;
  return true;
}

/* Suspects the illnesses that follow the words within so many of them. */
static bool suspect_following(const settling *s, const cue *item, uint32_t words, bool sentence) {
  bool found = false;
  for (size_t i = item->mention + 1; i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first > item->end + words || (sentence && !cue_same_sentence(s, mention->first, item->first))) break;
    found = (!is_cue(s, mention) && suspect(s, item, i)) || found;
  }
  return found;
}

static bool suspect_preceding(const settling *s, const cue *item) {
  uint32_t sentence = UTI_NONE_ID;
  for (size_t i = item->mention; i-- > 0 && item->mention - i < BACK;) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first + NEAREST < item->first || (sentence != UTI_NONE_ID && uti_token_at(s->tokens, mention->first)->sentence != sentence)) break;
    if (!is_cue(s, mention) && suspect(s, item, i)) sentence = uti_token_at(s->tokens, mention->first)->sentence;
  }
  return sentence != UTI_NONE_ID;
}

/* 6: the illness after the words ("just like when I had my clot"), or the nearest before
** them with what its sentence tells beside it, or what is told next ("Same as then. DVT in 2019"). */
static void suspect_again(const settling *s, const cue *item) {
  if (is_denied(s, item) || suspect_following(s, item, LIKENESS, true) || suspect_preceding(s, item)) return;
  suspect_following(s, item, NEAREST, false);
}

/* "Gone by Friday" alone, and no part of a statement with a subject of its own. */
static bool stands_alone(const settling *s, const cue *item) {
  return item->first == 0 || (cue_gap(s, item->first) & ~(unsigned)UTI_GAP_BLANK) != 0 || cue_role(s, item->first - 1, UTI_ROLE_AND);
}

/* "Call if she gets chills, and now she has", but not "and now she has a cough". */
static bool goes_on_after(const settling *s, const cue *item) {
  return cue_names(s, item, "pause") && (cue_gap(s, item->end) & ~(unsigned)UTI_GAP_BLANK) == 0;
}

static void follow_cue(const settling *s, const cue *item) {
  if (item->reach != UTI_REACH_EARLIER || goes_on_after(s, item)) return;
  if (item->direction == UTI_BEFORE && !stands_alone(s, item)) return;
  if (item->kind == UTI_CUE_PAST) settle_nearest(s, item, UTI_PAST);
  else if (item->kind == UTI_CUE_ABSENT) settle_nearest(s, item, UTI_ABSENT);
  else if (item->kind == UTI_CUE_POSSIBLE) suspect_again(s, item);
  else if (item->kind == UTI_CUE_PRESENT && !ends_finding(s, item)) begin_again(s, item);
}

void cue_follow_course(const settling *s) {
  size_t next = 0;
  for (size_t i = 0; i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (is_cue(s, mention)) {
      while (next < s->out->cues.count && cue_at(s, next)->mention < i) next++;
      if (next < s->out->cues.count && cue_at(s, next)->mention == i) follow_cue(s, cue_at(s, next));
      continue;
    }
    uti_stated *stated = stated_at(s, i);
    if (is_ruled_out(s, stated)) rule_out_earlier(s, i);
    bool denied = stated->status == UTI_ABSENT && for_now(s, mention, stated->cue);
    bool over = denied || (stated->status == UTI_PAST && says_over(s, mention, stated->cue));
    bool another = over && !denied && is_another(s, mention, stated->cue);
    if (over && end_earlier(s, i, stated->cue, another) && denied) stated->status = UTI_PAST;
  }
}
