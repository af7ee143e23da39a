#include "mentions.h"

#include <stdlib.h>
#include <string.h>

#include "torn.h"

typedef struct walk {
  const uti_knowledge *knowledge;
  const uti_tokens *tokens;
  uti_mentions *mentions;
  uint32_t start, limit;       /* a match from `start` may enter the tokens before `limit` */
  uint32_t sentence_end;       /* of the sentence that `start` stands in */
  size_t first_found;          /* mentions of this start begin here */
  bool cues_only;
  bool failed;
} walk;

/* Tokens from the first to the last of a match. */
enum { MATCH_LONGEST = 60 };

/* A match may not run over the end of a sentence. Starts come in the order of the text. */
static void start_at(walk *w, uint32_t start) {
  if (w->sentence_end <= start) {
    w->sentence_end = start + 1;
    while (w->sentence_end < w->tokens->count && (uti_token_at(w->tokens, w->sentence_end)->before & UTI_GAP_SENTENCE) == 0)
      w->sentence_end++;
  }
  w->start = start;
  w->limit = w->sentence_end - start < MATCH_LONGEST ? w->sentence_end : start + MATCH_LONGEST;
}

/* Of several ways a pattern matches from one start, the one with most words of
** its own stays, then the shortest. */
static void keep_mention(walk *w, uint32_t pattern, uint32_t end, uint64_t mask) {
  uti_list *found = &w->mentions->found;
  const uti_start start = {w->knowledge, w->tokens, w->start, w->sentence_end};
  if (uti_is_torn(&start, pattern, end, mask)) return;
  for (size_t i = found->count; i-- > w->first_found;) {
    uti_mention *old = &UTI_ITEM(found, uti_mention, i);
    if (old->pattern != pattern) continue;
    int more = __builtin_popcountll(mask) - __builtin_popcountll(old->mask);
    if (more > 0) {
      old->end = end;
      old->mask = mask;
    }
    return;
  }
  uti_mention *mention = uti_list_room(found);
  if (mention == NULL) {
    w->failed = true;
    return;
  }
  *mention = (uti_mention){pattern, w->start, end, mask, 0, 0};
}

static void keep_member(walk *w, uint32_t symbol, uint32_t end) {
  if (end - w->start < 2) return;
  uti_member *member = uti_list_room(&w->mentions->members);
  if (member == NULL) w->failed = true;
  else *member = (uti_member){symbol, end - w->start};
}

static void keep_endings(walk *w, const uti_state *state, uint32_t end, bool members) {
  for (uint32_t i = 0; i < state->ending_count; i++) {
    const uti_ending ending = UTI_ITEM(&w->mentions->automaton.endings, uti_ending, state->first_ending + i);
    if (ending.needs_more && end >= w->limit) continue;
    if (members) keep_member(w, ending.target, end);
    else if (!w->cues_only || w->knowledge->patterns[ending.target].kind == UTI_TARGET_CONTEXT)
      keep_mention(w, ending.target, end, ending.mask);
  }
}

/* ---- From one start ---- */

/* Goes from state to state until no match can follow. Most words begin no member
** of several words, many no phrase. */
static void match_from(walk *w, uint32_t start, bool members) {
  uti_automaton *automaton = &w->mentions->automaton;
  const uint32_t *signs = w->mentions->signs.items;
  uint32_t state = uti_automaton_started(automaton, members, signs[start]);
  if (state == UTI_STATE_DEAD) return;
  if (state == 0) state = uti_automaton_start(automaton, w->knowledge, members, signs[start]);
  start_at(w, start);
  for (uint32_t at = start + 1; state != UTI_STATE_DEAD; at++) {
    if (state == UTI_NONE_ID) w->failed = true;
    if (w->failed) return;
    const uti_state *here = uti_state_at(automaton, state);
    if (here->ending_count > 0) keep_endings(w, here, at, members);
    if (here->place_count == 0) return;
    bool open = at < w->limit;
    if (!open && !here->waits) return;
    state = uti_automaton_step(automaton, w->knowledge, state, open ? signs[at] : uti_sign_closed(w->knowledge));
  }
}

/* A word without a pause before it, which no gap treats in its own way. */
static bool is_plain(const uti_token *token) {
  return token->kind != UTI_TOKEN_NUMBER && (token->before & (UTI_GAP_COMMA | UTI_GAP_DASH | UTI_GAP_COLON)) == 0;
}

/* Members of classes that are several words long come first: they are single
** steps for the phrases. The sign of a token tells which begin with it. */
static void find_signs(walk *w) {
  uti_mentions *mentions = w->mentions;
  uint32_t *signs = mentions->signs.items;
  for (uint32_t at = 0; at < w->tokens->count && !w->failed; at++) {
    const uti_token *token = uti_token_at(w->tokens, at);
    if (is_plain(token) && token->word != UTI_NONE_ID) signs[at] = token->word;
    else signs[at] = uti_sign_of(&mentions->automaton.signs, w->knowledge, token, NULL, 0);
    w->failed = signs[at] == UTI_NONE_ID;
  }
  for (uint32_t at = 0; at < w->tokens->count && !w->failed; at++) {
    mentions->members.count = 0;
    match_from(w, at, true);
    if (mentions->members.count == 0 || w->failed) continue;
    signs[at] = uti_sign_of(&mentions->automaton.signs, w->knowledge, uti_token_at(w->tokens, at), mentions->members.items,
                            (uint32_t)mentions->members.count);
    w->failed = signs[at] == UTI_NONE_ID;
  }
}

/* ---- Overlaps: longest wins ---- */

static int compare_mentions(const void *a, const void *b) {
  const uti_mention *x = a, *y = b;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  if (x->end != y->end) return x->end < y->end ? -1 : 1;
  return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

/* 2: the same words, 1: part of the other's words, 0: neither. `inner` does not begin before `outer`. */
static int part_of(const uti_mention *inner, const uti_mention *outer) {
  uint32_t shift = inner->first - outer->first;
  if (shift >= 64 || (shift > 0 && inner->mask >> (64 - shift) != 0)) return 0;
  uint64_t mask = inner->mask << shift;
  if ((mask & ~outer->mask) != 0) return 0;
  return mask == outer->mask ? 2 : 1;
}

static bool is_cue(const uti_pattern *pattern) { return pattern->kind == UTI_TARGET_CONTEXT; }

static bool is_decoy(const uti_pattern *pattern) {
  return pattern->kind == UTI_TARGET_DECOY || (is_cue(pattern) && pattern->target == UTI_CUE_DECOY);
}

/* "A 23 y/o guy" says the age too. */
static bool says_sex(const uti_knowledge *k, const uti_pattern *pattern) {
  return k->facts[pattern->target].kind == UTI_FACT_SEX;
}

/* Whether `inner`, whose words lie in those of `outer`, gives way to it. last:
** both end with the same word. */
static bool gives_way(const uti_knowledge *k, const uti_pattern *inner, const uti_pattern *outer, int part, bool last) {
  bool same_words = part == 2;
  if (is_cue(inner)) {
    /* the last word of a phrase may be the cue of what follows ("not hot, no
       chills"), and a denial inside one reaches on ("without fever or chills"); severity
       inside one is still severity, and what is said of the whole report is said there too */
    if (!is_cue(outer) && (inner->target == UTI_CUE_QUALIFIER || inner->reach == UTI_REACH_REPORT)) return false;
    /* "gone this morning but came back" speaks of the finding before it, too */
    if (!is_cue(outer) && inner->target == UTI_CUE_PRESENT && inner->reach == UTI_REACH_EARLIER) return false;
    if (!is_cue(outer) && inner->target == UTI_CUE_ABSENT && outer->status == UTI_ABSENT) return false;
    /* "fever is gone (was 103.4)", "chills since last night" */
    if (outer->kind == UTI_TARGET_FACT && (inner->target == UTI_CUE_PAST || inner->target == UTI_CUE_PRESENT)) return false;
    if (!is_cue(outer)) return !last;
    if (inner->target == UTI_CUE_QUALIFIER && outer->target == UTI_CUE_PRESENT) return false;   /* "is unbearable" */
    bool personal = outer->target == UTI_CUE_PROXY || outer->target == UTI_CUE_SELF ||
                    inner->target == UTI_CUE_PROXY || inner->target == UTI_CUE_SELF ||
                    (outer->target == UTI_CUE_SECTION && same_words) || outer->target == UTI_CUE_QUESTION;
    /* "my boyfriend thinks I have it": the sex that the name says is still his */
    if (inner->target == UTI_CUE_OTHER && inner->reach == UTI_REACH_WORDS && outer->target != UTI_CUE_OTHER) return false;
    /* "I have noticed", "I have given": who writes so may speak of another's illness */
    if (inner->target == UTI_CUE_SELF && outer->target == UTI_CUE_DECOY && outer->qualifier != 0) return true;
    bool report = inner->reach == UTI_REACH_REPORT || outer->reach == UTI_REACH_REPORT;
    bool earlier = (inner->reach == UTI_REACH_EARLIER) != (outer->reach == UTI_REACH_EARLIER);
    /* a cue of some sections only takes no other's place */
    bool sections = uti_keeps_to_section(k, inner->qualifier) != uti_keeps_to_section(k, outer->qualifier);
    if ((sections || earlier) && !is_decoy(outer)) return false;
    /* "Side effects: could not sit", but "past medical history" is no heading "history" */
    bool heading = outer->target == UTI_CUE_SECTION && outer->reach == inner->reach && strcmp(uti_string(k, outer->qualifier), "past") == 0;
    if (inner->target == UTI_CUE_SECTION && !heading && !is_decoy(outer)) return false;
    if (personal || (report && !is_decoy(outer))) return false;
    return same_words ? is_decoy(outer) && !is_decoy(inner) : true;
  }
  if (is_cue(outer)) return false;
  if (is_decoy(outer)) return !is_decoy(inner) && !same_words;
  if (same_words && outer->near != 0 && inner->near == 0) return inner->kind == outer->kind;
  if (same_words || is_decoy(inner)) return !same_words;
  if (inner->kind != outer->kind) return false;
  if (inner->kind == UTI_TARGET_FACT && says_sex(k, inner) != says_sex(k, outer)) return false;
  return inner->kind != UTI_TARGET_CONCEPT || k->concepts[inner->target].group == k->concepts[outer->target].group;
}

/* A wording without a place of its own ("no swelling") belongs to the place
** that the report speaks of just before, or soon after. */
enum { NEAR_BEFORE = 40, NEAR_AFTER = 12, PAUSE_WORDS = 3, SENTENCE_WORDS = 6 };

/* "Swollen on the one side": of what was named before, and no place. */
static bool is_side_of_it(const uti_knowledge *k, const uti_tokens *tokens, uint32_t at) {
  if (at == 0 || !uti_word_is(k, uti_token_at(tokens, at)->word, UTI_ROLE_SIDE)) return false;
  return uti_word_is(k, uti_token_at(tokens, at - 1)->word, UTI_ROLE_WHICH_SIDE);
}

/* "leg bag", "foot stool": a thing is no place of the body. */
static bool is_thing(const uti_knowledge *k, const uti_tokens *tokens, uint32_t at) {
  if (at + 1 >= tokens->count) return false;
  const uti_token *next = uti_token_at(tokens, at + 1);
  return is_plain(next) && uti_word_is(k, next->word, UTI_ROLE_DEVICE);
}

static bool names_place(const uti_knowledge *k, const uti_tokens *tokens, uint32_t at, uint32_t place) {
  return uti_word_names(k, uti_token_at(tokens, at)->word, place) && !is_thing(k, tokens, at) && !is_side_of_it(k, tokens, at);
}

static bool stands_near(const uti_knowledge *k, const uti_tokens *tokens, const uti_mention *mention, uint32_t place) {
  uint32_t from = mention->first > NEAR_BEFORE ? mention->first - NEAR_BEFORE : 0;
  uint32_t to = mention->end + NEAR_AFTER < tokens->count ? mention->end + NEAR_AFTER : (uint32_t)tokens->count;
  for (uint32_t i = from; i < to; i++)
    if (names_place(k, tokens, i, place)) return true;
  return false;
}

/* The words between a mention and the nearest of a class that is none of its own. */
static uint32_t distance_to(const uti_knowledge *k, const uti_tokens *tokens, const uti_mention *mention, uint32_t place) {
  uint32_t distance = UTI_NONE_ID, sentence = uti_token_at(tokens, mention->first)->sentence;
  for (uint32_t i = 1; i <= NEAR_BEFORE && i <= mention->first && distance == UTI_NONE_ID; i++)
    if (names_place(k, tokens, mention->first - i, place)) distance = mention->first - i < sentence ? i + SENTENCE_WORDS : i;
  uint32_t pauses = 0;
  for (uint32_t i = 1; i <= NEAR_AFTER && i + pauses < distance && mention->end + i <= tokens->count; i++) {
    const uti_token *token = uti_token_at(tokens, mention->end + i - 1);
    if (token->sentence != sentence) break;   /* "No frequency. Loose stools.": what a sentence speaks of stands before it */
    if ((token->before & UTI_GAP_COMMA) != 0) pauses += PAUSE_WORDS;   /* "arm pain and swelling, leg cramps" */
    if (uti_word_names(k, token->word, place)) return i + pauses < distance ? i + pauses : distance;
  }
  return distance;
}

/* "Diabetic for twelve years, and since today it burns": what a duration is said
** of stands before it in its sentence, or else after it. Where both kinds of words
** stand before it, or with no comma between ("ill for two weeks with cough and
** dysuria"), it is one of `place`. */
static bool is_of_another(const uti_knowledge *k, const uti_tokens *tokens, const uti_mention *mention) {
  const uti_pattern *pattern = &k->patterns[mention->pattern];
  uint32_t sentence = uti_token_at(tokens, mention->first)->sentence;
  bool rival = false;
  for (uint32_t i = mention->first; i-- > sentence && mention->first - i <= NEAR_BEFORE;) {
    if (uti_word_names(k, uti_token_at(tokens, i)->word, pattern->place)) return false;
    rival = rival || uti_word_names(k, uti_token_at(tokens, i)->word, pattern->rival);
  }
  if (rival) return true;
  bool listed = false;   /* "ill for two weeks, asthmatic, peeing burns" */
  for (uint32_t i = mention->end; i < tokens->count && i < mention->end + NEAR_AFTER; i++) {
    const uti_token *token = uti_token_at(tokens, i);
    bool pause = (token->before & UTI_GAP_COMMA) != 0 || uti_word_is(k, token->word, UTI_ROLE_AND);
    listed = listed || (i == mention->end && pause);
    if (token->sentence != sentence || (rival && !listed && (token->before & UTI_GAP_COMMA) != 0)) break;
    if (uti_word_names(k, token->word, pattern->place)) return false;
    rival = rival || uti_word_names(k, token->word, pattern->rival);
  }
  return rival;
}

/* "No blood in the stool": a place of another kind is nearer. */
static bool stands_elsewhere(const uti_knowledge *k, const uti_tokens *tokens, const uti_mention *mention) {
  const uti_pattern *pattern = &k->patterns[mention->pattern];
  if (pattern->rival == 0) return false;
  if (pattern->of != 0) return is_of_another(k, tokens, mention);
  uint32_t rival = distance_to(k, tokens, mention, pattern->rival), place = distance_to(k, tokens, mention, pattern->place);
  if (rival != place || rival == UTI_NONE_ID || rival > mention->first) return rival < place;
  uint32_t word = uti_token_at(tokens, mention->first - rival)->word;   /* "jaw is sore, calves cramp": of what stands before */
  return uti_word_names(k, word, pattern->rival) && !uti_word_names(k, word, pattern->place);
}

enum {
  STATEMENT_BEGINS = UTI_GAP_SENTENCE | UTI_GAP_STOP | UTI_GAP_COLON | UTI_GAP_LINE | UTI_GAP_BRACKET,
  STATEMENT_ENDS = UTI_GAP_COMMA | UTI_GAP_STOP | UTI_GAP_BRACKET | UTI_GAP_LINE
};

/* "16, never had this before": the first words of a report up to a comma, "pee burns. 16", the last after
** a pause, or "Drinks little. 79. Is it a UTI?", but no number after another ("HR 98, 37"). */
static bool stands_alone(const uti_tokens *tokens, const uti_mention *mention) {
  uint32_t before = uti_token_at(tokens, mention->first)->before;
  uint32_t after = mention->end < tokens->count ? uti_token_at(tokens, mention->end)->before : UTI_GAP_LINE;
  if (mention->first == 0) return (after & (UTI_GAP_COMMA | UTI_GAP_LINE)) != 0;
  if (uti_token_at(tokens, mention->first - 1)->kind == UTI_TOKEN_NUMBER) return false;
  bool sentence = (before & UTI_GAP_STOP) != 0 && (before & UTI_GAP_LINE) == 0 && (after & UTI_GAP_STOP) != 0;
  return sentence || (mention->end == tokens->count && (before & (UTI_GAP_COMMA | UTI_GAP_STOP | UTI_GAP_QUESTION | UTI_GAP_LINE)) != 0);
}

/* "Pharmacist referral: F 66 (67 in Jan)." */
static bool stands_apart(const uti_tokens *tokens, const uti_mention *mention) {
  uint32_t after = mention->end < tokens->count ? uti_token_at(tokens, mention->end)->before : UTI_GAP_LINE;
  return (uti_token_at(tokens, mention->first)->before & STATEMENT_BEGINS) != 0 && (after & STATEMENT_ENDS) != 0;
}

static void drop_unplaced(const uti_knowledge *k, const uti_tokens *tokens, uti_mentions *mentions) {
  size_t kept = 0;
  for (size_t i = 0; i < mentions->found.count; i++) {
    const uti_mention mention = *uti_mention_at(mentions, i);
    uint32_t near = k->patterns[mention.pattern].near;
    bool placed = near == 0 || stands_near(k, tokens, &mention, near);
    uint32_t alone = k->patterns[mention.pattern].alone;
    if (alone != UTI_NOT_ALONE) placed = alone == UTI_ALONE ? stands_alone(tokens, &mention) : stands_apart(tokens, &mention);
    if (placed && !stands_elsewhere(k, tokens, &mention)) *uti_mention_at(mentions, kept++) = mention;
  }
  mentions->found.count = kept;
}

static void remove_dropped(uti_mentions *mentions) {
  size_t kept = 0;
  for (size_t i = 0; i < mentions->found.count; i++) {
    uti_mention mention = *uti_mention_at(mentions, i);
    if (mention.dropped) continue;
    mention.order = (uint32_t)kept;
    *uti_mention_at(mentions, kept++) = mention;
  }
  mentions->found.count = kept;
}

/* "no change in mental status": where a decoy takes only a part of a finding's
** words it is none, and the cue inside it stands. */
static bool denies_at(const uti_knowledge *k, const uti_mentions *mentions, size_t index) {
  uint32_t first = uti_mention_at(mentions, index)->first;
  while (index > 0 && uti_mention_at(mentions, index - 1)->first == first) index--;
  for (; index < mentions->found.count && uti_mention_at(mentions, index)->first == first; index++) {
    const uti_pattern *pattern = &k->patterns[uti_mention_at(mentions, index)->pattern];
    if (is_cue(pattern) && pattern->target == UTI_CUE_ABSENT) return true;
  }
  return false;
}

static void drop_torn_decoys(const uti_knowledge *k, uti_mentions *mentions) {
  for (size_t i = 0; i < mentions->found.count; i++) {
    uti_mention *decoy = uti_mention_at(mentions, i);
    const uti_pattern *pattern = &k->patterns[decoy->pattern];
    if (!is_cue(pattern) || !is_decoy(pattern) || !denies_at(k, mentions, i)) continue;
    for (size_t j = i + 1; j < mentions->found.count; j++) {
      const uti_mention *finding = uti_mention_at(mentions, j);
      if (finding->first >= decoy->end) break;
      if (finding->end > decoy->end && finding->first > decoy->first && k->patterns[finding->pattern].kind == UTI_TARGET_CONCEPT)
        decoy->dropped = 1;
    }
  }
  remove_dropped(mentions);
}

/* "upper extremity pain", "a sore on the sole of his foot": the first word of what
** looks like a finding belongs to the decoy of two words, or of three, before it. */
static bool begins_in_decoy(const uti_mention *inner, const uti_mention *outer, const uti_pattern *in,
                            const uti_pattern *out) {
  if (out->kind != UTI_TARGET_DECOY || in->kind != UTI_TARGET_CONCEPT || inner->first != outer->first + 1) return false;
  return outer->end == outer->first + 2 || (outer->end == outer->first + 3 && inner->end > outer->end && (inner->mask & 2) == 0);
}

/* "red flags incl leg swelling": the first word of both belongs to the decoy alone. */
static bool opens_decoy(const uti_mention *finding, const uti_mention *decoy) {
  return decoy->end == decoy->first + 2 && finding->end > decoy->end && (finding->mask & 2) == 0;
}

/* "pain to call back": the last word of what looks like a finding belongs to a
** decoy of two words that began in its gap. */
static bool ends_in_decoy(const uti_mention *finding, const uti_mention *decoy) {
  if (decoy->end != finding->end || decoy->end - decoy->first != 2 || decoy->first <= finding->first) return false;
  uint32_t shift = decoy->first - finding->first;
  return shift < 64 && (finding->mask >> shift & 1) == 0;
}

/* "right arm, cramps in her legs": what begins after the comma is a finding of
** its own, and no part of the one before. */
static bool crosses_into(const uti_knowledge *k, const uti_tokens *tokens, const uti_mention *finding,
                         const uti_mention *next) {
  if (next->end <= finding->end) return false;
  if ((uti_token_at(tokens, next->first)->before & UTI_GAP_COMMA) == 0) return false;
  /* "burning, peeing all the time": the sign stands before the comma */
  if (uti_word_is(k, uti_token_at(tokens, finding->first)->word, UTI_ROLE_PREDICATE)) return false;
  uint32_t shift = next->first - finding->first;
  if (shift >= 64) return false;
  return (finding->mask >> shift & ~next->mask) == 0;
}

/* "Leg pain, urine red like wine": its last words are those of a finding that begins after
** the comma in its gap. */
static bool ends_in_another(const uti_tokens *tokens, const uti_mention *finding, const uti_mention *next) {
  uint32_t shift = next->first - finding->first;
  if (shift == 0 || shift >= 64 || next->end < finding->end || (finding->mask >> shift & 1) != 0) return false;
  if ((uti_token_at(tokens, next->first)->before & UTI_GAP_COMMA) == 0) return false;
  return (finding->mask >> shift & ~next->mask) == 0;
}

/* "this has gone to the kidney", "gone from bad to worse": a decoy that goes on
** from the last word of a cue takes it. */
static bool runs_into_decoy(const uti_tokens *tokens, const uti_mention *cue, const uti_mention *decoy,
                            const uti_pattern *in, const uti_pattern *out) {
  if (!is_cue(in) || in->target != UTI_CUE_PAST || in->reach == UTI_REACH_REPORT || !is_cue(out) || out->target != UTI_CUE_DECOY) return false;
  if (decoy->first + 1 != cue->end || decoy->end <= cue->end) return false;
  return (uti_token_at(tokens, cue->end)->before & ~(unsigned)UTI_GAP_BLANK) == 0;
}

/* `a` is of a concept. */
static bool same_group(const uti_knowledge *k, const uti_pattern *a, const uti_pattern *b) {
  return b->kind == UTI_TARGET_CONCEPT && k->concepts[a->target].group == k->concepts[b->target].group;
}

static void drop_straddling(const uti_knowledge *k, const uti_tokens *tokens, uti_mention *finding,
                            const uti_pattern *pattern, const uti_mention *next) {
  const uti_pattern *other = &k->patterns[next->pattern];
  if (other->kind == UTI_TARGET_DECOY && ends_in_decoy(finding, next)) finding->dropped = 1;
  if (other->kind == UTI_TARGET_CONCEPT && ends_in_another(tokens, finding, next)) finding->dropped = 1;
  if (same_group(k, pattern, other) && crosses_into(k, tokens, finding, next)) finding->dropped = 1;
}

/* Before parts are dropped: what is none itself must not take what stands in it
** ("calf achy, it is swollen"). */
static void drop_torn_findings(const uti_knowledge *k, const uti_tokens *tokens, uti_mentions *mentions) {
  size_t count = mentions->found.count;
  for (size_t i = 0; i < count; i++) {
    uti_mention *finding = uti_mention_at(mentions, i);
    const uti_pattern *pattern = &k->patterns[finding->pattern];
    if (pattern->kind != UTI_TARGET_CONCEPT) continue;
    for (size_t j = i; j-- > 0;) {
      const uti_mention *decoy = uti_mention_at(mentions, j);
      if (decoy->first != finding->first) break;
      if (k->patterns[decoy->pattern].kind == UTI_TARGET_DECOY && opens_decoy(finding, decoy)) finding->dropped = 1;
    }
    for (size_t j = i + 1; j < count; j++) {
      const uti_mention *next = uti_mention_at(mentions, j);
      if (next->first >= finding->end) break;
      drop_straddling(k, tokens, finding, pattern, next);
    }
  }
  remove_dropped(mentions);
}

static void drop_parts(const uti_knowledge *k, const uti_tokens *tokens, uti_mentions *mentions) {
  size_t count = mentions->found.count;
  for (size_t i = 0; i < count; i++) {
    uti_mention *outer = uti_mention_at(mentions, i);
    for (size_t j = i; j-- > 0;) {
      uti_mention *inner = uti_mention_at(mentions, j);
      if (inner->first != outer->first) break;
      int part = part_of(inner, outer);
      if (part != 0 && gives_way(k, &k->patterns[inner->pattern], &k->patterns[outer->pattern], part, inner->end == outer->end)) inner->dropped = 1;
    }
    for (size_t j = i + 1; j < count; j++) {
      uti_mention *inner = uti_mention_at(mentions, j);
      if (inner->first >= outer->end) break;
      int part = part_of(inner, outer);
      const uti_pattern *in = &k->patterns[inner->pattern], *out = &k->patterns[outer->pattern];
      if (part != 0 && gives_way(k, in, out, part, inner->end == outer->end)) inner->dropped = 1;
      if (part == 0 && begins_in_decoy(inner, outer, in, out)) inner->dropped = 1;
      if (runs_into_decoy(tokens, outer, inner, out, in)) outer->dropped = 1;
    }
  }
}

void uti_mentions_init(uti_mentions *mentions, const uti_allocator *allocator) {
  uti_list_init(&mentions->found, allocator, sizeof(uti_mention));
  uti_list_init(&mentions->signs, allocator, sizeof(uint32_t));
  uti_list_init(&mentions->members, allocator, sizeof(uti_member));
  uti_automaton_init(&mentions->automaton, allocator);
}

void uti_mentions_free(uti_mentions *mentions) {
  uti_list_free(&mentions->found);
  uti_list_free(&mentions->signs);
  uti_list_free(&mentions->members);
  uti_automaton_free(&mentions->automaton);
}

/* Mentions of one start are few, and later starts come later. */
static void sort_start(uti_list *found, size_t first) {
  enum { FEW = 16 };
  if (found->count - first > FEW) {
    qsort(&UTI_ITEM(found, uti_mention, first), found->count - first, sizeof(uti_mention), compare_mentions);
    return;
  }
  for (size_t i = first + 1; i < found->count; i++) {
    const uti_mention mention = UTI_ITEM(found, uti_mention, i);
    size_t at = i;
    for (; at > first && compare_mentions(&UTI_ITEM(found, uti_mention, at - 1), &mention) > 0; at--)
      UTI_ITEM(found, uti_mention, at) = UTI_ITEM(found, uti_mention, at - 1);
    UTI_ITEM(found, uti_mention, at) = mention;
  }
}

void uti_mentions_sort(uti_mentions *mentions) {
  if (mentions->found.count > 1)
    qsort(mentions->found.items, mentions->found.count, sizeof(uti_mention), compare_mentions);
}

uti_result uti_mentions_match(uti_mentions *mentions, const uti_knowledge *knowledge, const uti_tokens *tokens,
                              bool cues_only) {
  walk w = {.knowledge = knowledge, .tokens = tokens, .mentions = mentions, .cues_only = cues_only};
  uti_list_trim(&mentions->found, (size_t)1 << 20);
  uti_list_trim(&mentions->signs, (size_t)1 << 20);
  if (uti_list_extend(&mentions->signs, tokens->count) == NULL) return UTI_NO_MEMORY;
  if (uti_automaton_begin(&mentions->automaton, knowledge) != UTI_OK) return UTI_NO_MEMORY;
  find_signs(&w);
  w.sentence_end = 0;
  for (uint32_t at = 0; at < tokens->count && !w.failed; at++) {
    w.first_found = mentions->found.count;
    match_from(&w, at, false);
    if (mentions->found.count > w.first_found + 1) sort_start(&mentions->found, w.first_found);
  }
  return w.failed ? UTI_NO_MEMORY : UTI_OK;
}

uti_result uti_mentions_find(uti_mentions *mentions, const uti_knowledge *knowledge, const uti_tokens *tokens,
                             bool cues_only) {
  if (uti_mentions_match(mentions, knowledge, tokens, cues_only) != UTI_OK) return UTI_NO_MEMORY;
  drop_unplaced(knowledge, tokens, mentions);
  drop_torn_decoys(knowledge, mentions);
  drop_torn_findings(knowledge, tokens, mentions);
  drop_parts(knowledge, tokens, mentions);
  remove_dropped(mentions);
  return UTI_OK;
}
