/* The rules, numbered as the code cites them:
**  1 A cue reaches forward or back to the end of its reach, its sentence, or
**    a stop word; a new clause after a comma or "and" ends it too.
**  2 "fever: no" and "chills [x]" are labels: they decide alone, and their
**    answer does not reach on to what follows.
**  3 Of several cues of one kind the nearest counts; a cue that asserts
**    ("still", "now has") undoes those that are farther away.
**  4 Another person's comes before conditional, denied, over and suspected.
**  5 A section heading counts where no cue of the sentence does.
**  6 A doubt about one thing does not reach on to another ("possible UTI with
**    chills"), unless "or" joins them; a word that stands before one finding
**    does not reach back over a pause to the one before.
**  7 Where the writer speaks for a child, parent or partner, that person is
**    the patient, and "my son has" makes nothing another person's. */
#include "cues.h"

#include <string.h>

/* ---- 3, 4: from cues to a status ---- */

static uti_status status_of_kind(uint32_t kind) {
  switch (kind) {
    case UTI_CUE_ABSENT: return UTI_ABSENT;
    case UTI_CUE_PAST: return UTI_PAST;
    case UTI_CUE_POSSIBLE: return UTI_POSSIBLE;
    case UTI_CUE_HYPOTHETICAL: return UTI_HYPOTHETICAL;
    case UTI_CUE_OTHER: return UTI_OTHER;
    default: return UTI_PRESENT;
  }
}

/* "if you have persistent diarrhoea": what is conditional holds over a word that
** asserts, where no pause comes between. */
static bool holds_over(const settling *s, const nearest *best, int kind) {
  if (kind != UTI_CUE_HYPOTHETICAL) return false;
  const uti_mention *condition = uti_mention_at(s->mentions, best->cue[kind]);
  const uti_mention *asserts = uti_mention_at(s->mentions, best->cue[UTI_CUE_PRESENT]);
  if (condition->first > asserts->first) return false;
  /* "does it mean they failed if I still have a fever": who asks so has it */
  bool asked = cue_pattern(s, condition)->target == UTI_CUE_QUESTION;
  if (asked && strcmp(uti_string(s->knowledge, cue_pattern(s, asserts)->qualifier), "still") == 0) return false;
  uint32_t reach = cue_pattern(s, asserts)->reach;   /* "if I get a fever with this infection": the infection is there */
  bool sign = uti_token_at(s->tokens, asserts->first)->kind == UTI_TOKEN_SIGN;   /* "if redness + fever" joins */
  if (!sign && reach >= UTI_REACH_WORDS && reach <= UTI_REACH_WORDS + 2) return false;
  /* "call for fever, persistent vomiting": a word of degree asserts nothing in a list */
  bool degree = strcmp(uti_string(s->knowledge, cue_pattern(s, asserts)->qualifier), "degree") == 0;
  for (uint32_t i = condition->end; i <= asserts->first; i++) {
    if (!degree && (cue_gap(s, i) & ~(unsigned)UTI_GAP_BLANK) != 0) return false;
    if ((cue_mark(s, i) & (MARK_CLAUSE | MARK_STOP)) != 0) return false;
  }
  return true;
}

/* "He developed chills after surgery, which cleared": what a clause of its own tells as
** over later holds over a word before the finding that asserts. */
static bool over_afterwards(const settling *s, const nearest *best, int kind, const uti_mention *mention) {
  if (kind != UTI_CUE_PAST) return false;
  const uti_mention *over = uti_mention_at(s->mentions, best->cue[kind]);
  const uti_mention *asserts = uti_mention_at(s->mentions, best->cue[UTI_CUE_PRESENT]);
  bool own = (cue_mark(s, over->first) & MARK_STOP) != 0 || (cue_gap(s, over->first) & UTI_GAP_COMMA) != 0;
  if (over->first < mention->end || asserts->first > mention->first || !own) return false;
  return strcmp(uti_string(s->knowledge, cue_pattern(s, over)->qualifier), "over") == 0;
}

/* "Fever for two days in 2019", "in April I developed chills": how long it lasted, or
** that it began, says nothing against a date. */
static bool dated(const settling *s, const nearest *best, int kind) {
  if (kind != UTI_CUE_PAST) return false;
  const char *past = uti_string(s->knowledge, cue_pattern(s, uti_mention_at(s->mentions, best->cue[kind]))->qualifier);
  const char *asserts = uti_string(s->knowledge, cue_pattern(s, uti_mention_at(s->mentions, best->cue[UTI_CUE_PRESENT]))->qualifier);
  return strcmp(past, "date") == 0 && strcmp(asserts, "degree") == 0;
}

/* "I had to lie down" in a review: past by the tense of its section. */
static bool past_by_tense(const settling *s, const nearest *best) {
  if (best->distance[UTI_CUE_PAST] < 0) return false;
  return uti_keeps_to_section(s->knowledge, cue_pattern(s, uti_mention_at(s->mentions, best->cue[UTI_CUE_PAST]))->qualifier);
}

/* "Nausea for an hour after each dose, I had to lie down": the tense counts, and not
** what does not tell the time. */
static bool tense_holds(const settling *s, const nearest *best, int kind) {
  if (kind != UTI_CUE_PAST || !past_by_tense(s, best)) return false;
  return cue_without_time(s, cue_pattern(s, uti_mention_at(s->mentions, best->cue[UTI_CUE_PRESENT]))->qualifier);
}

enum { ARTICLE_WORDS = 3 };

/* "or fever", "or a severe pain" */
static bool joined_by_or(const settling *s, const uti_mention *mention) {
  for (uint32_t i = mention->first; i > 0 && mention->first - i < ARTICLE_WORDS && cue_gap(s, i) == UTI_GAP_BLANK; i--)
    if (cue_role(s, i - 1, UTI_ROLE_OR)) return true;
  return false;
}

/* Whether a cue stands farther away than the one that asserts: one before a pause does
** ("come back if fever, shivering now"), one that "or" joins to the finding does not
** ("no fever or chills today"). */
static bool is_farther(const settling *s, const nearest *best, int kind, const uti_mention *mention) {
  const uti_mention *cue_mention = uti_mention_at(s->mentions, best->cue[kind]);
  const uti_mention *asserts = uti_mention_at(s->mentions, best->cue[UTI_CUE_PRESENT]);
  bool around = cue_mention->end <= mention->first && asserts->first >= mention->end;
  if (kind == UTI_CUE_ABSENT && around && joined_by_or(s, mention)) return false;
  if (kind == UTI_CUE_HYPOTHETICAL && around && (cue_gap(s, mention->first) & CUE_PAUSE) != 0) return true;
  return best->distance[kind] > best->distance[UTI_CUE_PRESENT];
}

static void undo_farther(const settling *s, nearest *best, const uti_mention *mention) {
  if (best->distance[UTI_CUE_PRESENT] < 0) return;
  static const int denying[] = {UTI_CUE_ABSENT, UTI_CUE_PAST};
  for (int i = 0; i < 2; i++) {   /* "no signs of acute", "no longer complains of" */
    if (best->distance[denying[i]] < 0) continue;
    const uti_mention *denial = uti_mention_at(s->mentions, best->cue[denying[i]]);
    const uti_mention *asserts = uti_mention_at(s->mentions, best->cue[UTI_CUE_PRESENT]);
    const char *value = uti_string(s->knowledge, cue_pattern(s, asserts)->qualifier);
    bool limited = *value != 0 && !cue_without_time(s, cue_pattern(s, asserts)->qualifier);   /* "history of chronic pain" */
    if (denial->end == asserts->first && !(limited && denying[i] == UTI_CUE_PAST)) return;
  }
  static const int undone[] = {UTI_CUE_ABSENT, UTI_CUE_PAST, UTI_CUE_HYPOTHETICAL, UTI_CUE_POSSIBLE};
  for (size_t i = 0; i < sizeof undone / sizeof *undone; i++)
    if (best->distance[undone[i]] >= 0 && is_farther(s, best, undone[i], mention) && !holds_over(s, best, undone[i]) && !over_afterwards(s, best, undone[i], mention) &&
        !dated(s, best, undone[i]) && !tense_holds(s, best, undone[i]))
      best->distance[undone[i]] = -1;
}

/* "denies fever, UTI, or kidney stones": the end of a list that is denied, no doubt. */
static bool ends_denied_list(const settling *s, const uti_mention *absent, const uti_mention *doubt, const uti_mention *mention) {
  if (absent->end > mention->first || doubt->first != mention->end) return false;
  return cue_role(s, doubt->first, UTI_ROLE_OR) && (cue_gap(s, doubt->first) & UTI_GAP_COMMA) != 0;
}

/* "no findings suggesting", "not consistent with": the doubt itself is denied. */
static void deny_doubt(const settling *s, nearest *best, const uti_mention *mention) {
  static const int doubts[] = {UTI_CUE_POSSIBLE, UTI_CUE_HYPOTHETICAL};
  if (best->distance[UTI_CUE_ABSENT] < 0) return;
  const uti_mention *absent = uti_mention_at(s->mentions, best->cue[UTI_CUE_ABSENT]);
  for (int i = 0; i < 2; i++) {
    if (best->distance[doubts[i]] < 0) continue;
    const uti_mention *doubt = uti_mention_at(s->mentions, best->cue[doubts[i]]);
    if (i == 0 && ends_denied_list(s, absent, doubt, mention)) best->distance[doubts[i]] = -1;
    /* "does not think he has any vomiting or diarrhea" */
    if (doubt->first > absent->first && doubt->first < absent->end) best->distance[doubts[i]] = -1;
    if (doubt->first < absent->end || doubt->first - absent->end > 4) continue;
    if (!cue_gap_within(s, ~(unsigned)UTI_GAP_BLANK, absent->end, doubt->first)) best->distance[doubts[i]] = -1;
  }
}

/* undone: a denial stands right before words that deny by themselves ("not
** afebrile"), and both cancel. */
static void decide(const nearest *best, uti_status base, bool undone, uti_stated *stated) {
  static const int order[] = {UTI_CUE_OTHER, UTI_CUE_HYPOTHETICAL, UTI_CUE_ABSENT, UTI_CUE_PAST, UTI_CUE_POSSIBLE};
  int absent = best->distance[UTI_CUE_ABSENT], possible = best->distance[UTI_CUE_POSSIBLE];
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    int kind = order[i];
    if (best->distance[kind] < 0) continue;
    if (kind == UTI_CUE_ABSENT && possible >= 0 && possible < absent) continue;
    stated->status = status_of_kind((uint32_t)kind);
    stated->cue = best->cue[kind];
    if (base == UTI_ABSENT && kind == UTI_CUE_ABSENT) stated->status = undone ? UTI_PRESENT : UTI_ABSENT;
    else if (base == UTI_POSSIBLE && kind == UTI_CUE_ABSENT) return;   /* "no drowsiness" */
    else if (base != UTI_PRESENT && (kind == UTI_CUE_POSSIBLE || kind == UTI_CUE_ABSENT)) stated->status = base;
    return;
  }
  stated->status = base;
  if (best->distance[UTI_CUE_PRESENT] >= 0) stated->cue = best->cue[UTI_CUE_PRESENT];
}

/* "no fever, temp 103": a measured value is a value, and only a word right
** before it denies it. */
static bool is_number(const uti_pattern *pattern) {
  return pattern != NULL && pattern->kind == UTI_TARGET_FACT && pattern->value_kind != UTI_VALUE_FIXED;
}

/* "Status post transplant", "history of diabetes": what lasts is there still. */
static bool past_by_history(const settling *s, const nearest *best) {
  if (best->distance[UTI_CUE_PAST] < 0) return false;
  return cue_pattern(s, uti_mention_at(s->mentions, best->cue[UTI_CUE_PAST]))->direction == UTI_AFTER;
}

static bool right_before(const settling *s, const nearest *best, const uti_mention *mention) {
  if (best->distance[UTI_CUE_ABSENT] != 0) return false;
  const uti_mention *cue_mention = uti_mention_at(s->mentions, best->cue[UTI_CUE_ABSENT]);
  if (cue_gap_within(s, UTI_GAP_COMMA, mention->first + 1, mention->end - 1)) return false;   /* "No leg swelling, no redness" */
  return cue_mention->end == mention->first && (cue_gap(s, mention->first) & ~(unsigned)UTI_GAP_BLANK) == 0;
}

/* "sure:NAME" says more of the course NAME than a bare "NAME" does. */
static const char *course_of(const settling *s, const cue *item, course_weight *weight) {
  static const char sure[] = "sure:";
  const char *name = uti_string(s->knowledge, item->value);
  bool is_sure = strncmp(name, sure, sizeof sure - 1) == 0;
  *weight = is_sure ? COURSE_SURE : COURSE_SAID;
  return is_sure ? name + sizeof sure - 1 : name;
}

/* "Worse" says that an illness is not over only where the report tells of the illness. */
static bool for_the_report(const settling *s, cue_sections *at, const cue *item, const char *name) {
  if (item->reach == UTI_REACH_REPORT) return true;
  if (item->reach != UTI_REACH_SECTION) return false;
  const cue *section = cue_section_of(s, at, item->first);
  return section != NULL && strcmp(uti_string(s->knowledge, section->value), name) == 0;
}

static course *course_named(settling *s, const char *name) {
  for (uint32_t c = 0; c < s->course_count; c++)
    if (strcmp(s->courses[c].name, name) == 0) return &s->courses[c];
  if (s->course_count == COURSES_AT_MOST) return NULL;
  s->courses[s->course_count] = (course){.name = name};
  return &s->courses[s->course_count++];
}

/* Gathers, once a report, what is said for the whole of it. */
static void gather_courses(settling *s) {
  cue_sections at = {NULL, 0, 0};
  for (size_t i = 0; i < s->out->cues.count; i++) {
    const cue *item = cue_at(s, i);
    if (item->kind != UTI_CUE_PRESENT && item->kind != UTI_CUE_PAST) continue;
    course_weight weight;
    const char *name = course_of(s, item, &weight);
    if (!for_the_report(s, &at, item, name)) continue;
    course *of = course_named(s, name);
    if (of == NULL) continue;
    if (item->kind == UTI_CUE_PRESENT) of->goes_on[weight] = true;
    else if (of->over[weight] == NULL) of->over[weight] = item;
  }
}

/* The cue that says for the whole report that what such sections tell is over
** ("it cleared my infection", "took me off"), unless another of at least its weight
** says that it is not ("came back", "still on it"). */
static const cue *over_cue(const settling *s, uint32_t value) {
  const char *name = uti_string(s->knowledge, value);
  for (uint32_t c = 0; c < s->course_count; c++) {
    if (strcmp(s->courses[c].name, name) != 0) continue;
    const course *of = &s->courses[c];
    course_weight weight = of->goes_on[COURSE_SURE] || of->over[COURSE_SURE] != NULL ? COURSE_SURE : COURSE_SAID;
    return of->goes_on[weight] ? NULL : of->over[weight];
  }
  return NULL;
}

/* "No fever 36.8": the value says the same as the denial before it, which "not afebrile"
** does not. */
static bool has_number(const settling *s, const uti_mention *mention) {
  for (uint32_t i = mention->first; i < mention->end; i++)
    if (uti_token_at(s->tokens, i)->kind == UTI_TOKEN_NUMBER) return true;
  return false;
}

enum { HISTORY_WORDS = 200 };

/* "PMH: asthma, T 39.5": of now, and of no condition, as in "sepsis with temp 39.5". */
static bool is_measured(const settling *s, const uti_mention *mention) {
  return has_number(s, mention) && !cue_lasts(s, mention) && !cue_role(s, mention->first - 1, UTI_ROLE_PREPOSITION);
}

/* "PMH: asthma. Shaking chills", "FH: DVT (mother). Shaking chills": a sign in a sentence after
** that of a list of conditions, on the same line. */
static bool outside_history(const settling *s, const cue *section, const uti_mention *mention) {
  if (mention->first - section->end > HISTORY_WORDS || cue_is_diagnosis(s, mention)) return false;
  if (is_measured(s, mention)) return true;
  return !cue_same_sentence(s, section->first, mention->first) && !cue_gap_within(s, UTI_GAP_LINE, section->end, mention->first);
}

/* "FH: DVT. Dad has fevers" */
static bool speaks_of_kin(const settling *s, const uti_mention *mention) {
  uint32_t sentence = uti_token_at(s->tokens, mention->first)->sentence, last = mention->first + HISTORY_WORDS;
  uint32_t from = mention->first - sentence > HISTORY_WORDS ? mention->first - HISTORY_WORDS : sentence;   /* it may be as long as the report */
  for (uint32_t i = from; i < last && i < s->tokens->count && cue_same_sentence(s, i, sentence); i++)
    if (cue_role(s, i, UTI_ROLE_KIN) || cue_role(s, i, UTI_ROLE_THIRD_PERSON)) return true;
  return false;
}

static void settle_by_section(const settling *s, const cue *section, const uti_mention *mention, bool lasting, uti_stated *stated) {
  const char *value = uti_string(s->knowledge, section->value);
  const cue *decisive = section;
  if (strcmp(value, "other") == 0) {
    if (outside_history(s, section, mention) && !speaks_of_kin(s, mention)) return;
    stated->status = UTI_OTHER;
  } else if (strcmp(value, "hypothetical") == 0) {
    stated->status = UTI_HYPOTHETICAL;
  } else if (!lasting && *value != 0 && stated->status != UTI_ABSENT) {
    bool history = strcmp(value, "past") == 0;
    if (!history) decisive = over_cue(s, section->value);
    if (decisive == NULL || (history && outside_history(s, section, mention))) return;
    stated->status = UTI_PAST;
  } else {
    return;
  }
  stated->cue = decisive->mention;
}

/* "Stomach a bit upset. They took me off it": what asserts and does not tell the time
** gives way to a course that is over. */
static bool gives_way_to_course(const settling *s, const cue *section, const uti_stated *stated) {
  if (stated->status != UTI_PRESENT) return false;
  const uti_pattern *asserts = cue_pattern(s, uti_mention_at(s->mentions, stated->cue));
  if (asserts->target != UTI_CUE_PRESENT || !cue_without_time(s, asserts->qualifier)) return false;
  return over_cue(s, section->value) != NULL;
}

/* "History of UTI, persistent fever": what has a degree of its own after a comma
** is no more part of the history. */
static bool begins_anew(const settling *s, const nearest *best, const uti_mention *mention) {
  if (best->distance[UTI_CUE_PAST] <= 0 || best->distance[UTI_CUE_QUALIFIER] != 0) return false;
  const uti_mention *past = uti_mention_at(s->mentions, best->cue[UTI_CUE_PAST]);
  return cue_gap_within(s, UTI_GAP_COMMA, past->end, mention->first);
}

/* "There has been no vomiting reported": what a denial right before says was not
** found, with no pause but in a list that "or" joins. */
static bool denied_as_found(const settling *s, const cue *label, const nearest *best, const uti_mention *mention) {
  if (label->kind != UTI_CUE_PRESENT || strcmp(uti_string(s->knowledge, label->value), "found") != 0) return false;
  if (best->distance[UTI_CUE_ABSENT] < 0 || label->first != mention->end) return false;
  const uti_mention *denial = uti_mention_at(s->mentions, best->cue[UTI_CUE_ABSENT]);
  bool pause = false, joined = false;
  for (uint32_t i = denial->end; i < label->end; i++) {
    pause = pause || (cue_gap(s, i) & ~(unsigned)UTI_GAP_BLANK) != 0;
    joined = joined || cue_role(s, i, UTI_ROLE_OR);
  }
  bool beside = (cue_gap(s, label->first) & ~(unsigned)UTI_GAP_BLANK) == 0;
  return denial->end <= mention->first && beside && (!pause || joined);
}

/* "Threw up twice" in a review of a medicine: how often is no answer there. */
static bool told_as_past(const settling *s, const cue *label, const nearest *best) {
  if (label->kind != UTI_CUE_PRESENT || (cue_gap(s, label->first) & ~(unsigned)UTI_GAP_BLANK) != 0) return false;
  return past_by_tense(s, best);
}

/* "Loose motions twice" where the review tells that it is all over: no answer, either. */
static bool counted_in_course(const settling *s, const cue *label, const cue *section) {
  if (section == NULL || label->kind != UTI_CUE_PRESENT || *uti_string(s->knowledge, section->value) == 0) return false;
  return (cue_gap(s, label->first) & ~(unsigned)UTI_GAP_BLANK) == 0 && over_cue(s, section->value) != NULL;
}

/* "PMH: pyelonephritis twice": how often somebody has had a condition is no answer, either;
** "PMH: asthma, calf swelling severe", "PMH: UTI present" tell of now. */
static bool counted_in_history(const settling *s, const cue *label, const cue *section, const uti_mention *mention) {
  if (section == NULL || strcmp(uti_string(s->knowledge, section->value), "past") != 0) return false;
  if (!cue_is_diagnosis(s, mention) || cue_names(s, label, "found")) return false;
  return label->kind == UTI_CUE_PRESENT && (cue_gap(s, label->first) & ~(unsigned)UTI_GAP_BLANK) == 0;
}

static void present_after_all(const settling *s, const uti_mention *mention, nearest *best) {
  best->distance[UTI_CUE_HYPOTHETICAL] = best->distance[UTI_CUE_POSSIBLE] = -1;
  if (best->distance[UTI_CUE_PAST] >= 0 && uti_mention_at(s->mentions, best->cue[UTI_CUE_PAST])->end > mention->end)
    best->distance[UTI_CUE_PAST] = -1;
}

/* "Swollen calf, DVT?", "Imp DVT?", "rigors ? pyelonephritis": a diagnosis alone with its question mark. */
static bool is_queried(const settling *s, const uti_mention *mention, const uti_stated *stated) {
  if (stated->status != UTI_PRESENT || stated->cue != UTI_NONE_ID || !cue_role(s, mention->end - 1, UTI_ROLE_DOUBTED)) return false;
  if ((cue_gap(s, mention->first) & UTI_GAP_QUERY) != 0) return true;
  bool alone = (cue_gap(s, mention->first) & ~(unsigned)UTI_GAP_BLANK) != 0 ||
               mention->first <= uti_token_at(s->tokens, mention->first)->sentence + 1;
  return alone && (cue_gap(s, mention->end) & UTI_GAP_QUESTION) != 0;
}

static void settle_one(const settling *s, const uti_mention *mention, const cue *section, uti_stated *stated) {
  const uti_pattern *pattern = cue_pattern(s, mention);
  uti_status base = cue_base(s, mention);
  nearest best;
  const cue *label = cue_nearest(s, mention, &best);
  stated->cue = UTI_NONE_ID;
  stated->ended = false;
  stated->qualifier = best.distance[UTI_CUE_QUALIFIER] >= 0
                          ? s->knowledge->patterns[uti_mention_at(s->mentions, best.cue[UTI_CUE_QUALIFIER])->pattern].qualifier
                          : 0;
  if (label != NULL && (denied_as_found(s, label, &best, mention) || told_as_past(s, label, &best) || counted_in_history(s, label, section, mention) || counted_in_course(s, label, section))) label = NULL;
  if (label != NULL && best.distance[UTI_CUE_OTHER] < 0) {
    stated->status = status_of_kind(label->kind);
    stated->cue = label->mention;
    bool asked = (cue_gap(s, label->first) & (UTI_GAP_COLON | UTI_GAP_QUESTION)) != 0;
    if (base == UTI_ABSENT) stated->status = asked && label->kind == UTI_CUE_ABSENT ? UTI_PRESENT : UTI_ABSENT;
    return;
  }
  if (is_number(pattern) && best.distance[UTI_CUE_ABSENT] > 0) best.distance[UTI_CUE_ABSENT] = -1;
  bool lasting = is_concept(s, mention) && s->knowledge->concepts[pattern->target].lasting;
  if (lasting) stated->qualifier = 0;
  if (lasting && past_by_history(s, &best)) best.distance[UTI_CUE_PAST] = -1;
  if (base == UTI_ABSENT && past_by_tense(s, &best)) best.distance[UTI_CUE_PAST] = -1;
  if (begins_anew(s, &best, mention)) best.distance[UTI_CUE_PAST] = -1;
  if (cue_asks_for_end(s, mention, &best)) present_after_all(s, mention, &best);
  undo_farther(s, &best, mention);
  deny_doubt(s, &best, mention);
  decide(&best, base, right_before(s, &best, mention) && !has_number(s, mention), stated);
  if (is_queried(s, mention, stated)) stated->status = UTI_POSSIBLE;
  if (section != NULL && (stated->cue == UTI_NONE_ID || gives_way_to_course(s, section, stated)))
    settle_by_section(s, section, mention, lasting, stated);
}

enum { OVERLAPPING = 8 };

static bool is_label(const settling *s, uint32_t cue_mention) {
  return cue_mention != UTI_NONE_ID && s->knowledge->patterns[uti_mention_at(s->mentions, cue_mention)->pattern].reach == UTI_REACH_LABEL;
}

static bool same_concept(const settling *s, const uti_mention *a, const uti_mention *b) {
  const uti_pattern *x = cue_pattern(s, a), *y = cue_pattern(s, b);
  if (x == NULL || y == NULL || x->kind != UTI_TARGET_CONCEPT) return false;
  return y->kind == UTI_TARGET_CONCEPT && x->target == y->target;
}

/* "Pain in back/side below ribs - N": an answer holds for every wording of the
** same finding that shares words with the one beside it. */
static void share_answers(const settling *s) {
  for (size_t i = 0; i < s->mentions->found.count; i++) {
    const uti_mention *answered = uti_mention_at(s->mentions, i);
    const uti_stated *stated = &UTI_ITEM(&s->out->stated, uti_stated, i);
    if (is_cue(s, answered) || !is_label(s, stated->cue)) continue;
    for (size_t j = i; j-- > 0 && i - j < OVERLAPPING;) {
      const uti_mention *other = uti_mention_at(s->mentions, j);
      if (!same_concept(s, other, answered) || other->end <= answered->first) continue;
      UTI_ITEM(&s->out->stated, uti_stated, j).status = stated->status;
      UTI_ITEM(&s->out->stated, uti_stated, j).cue = stated->cue;
    }
  }
}

uti_result uti_statuses_settle(uti_statuses *statuses, const uti_knowledge *knowledge, const uti_tokens *tokens,
                               const uti_mentions *mentions) {
  settling s = {.knowledge = knowledge, .tokens = tokens, .mentions = mentions, .out = statuses};
  uti_list_trim(&statuses->stated, (size_t)1 << 20);
  if (uti_list_extend(&statuses->stated, mentions->found.count) == NULL && mentions->found.count > 0) return UTI_NO_MEMORY;
  if (cue_prepare(&s) != UTI_OK) return UTI_NO_MEMORY;
  gather_courses(&s);
  cue_set_aside(&s);
  cue_sections at = {NULL, 0, 0};
  for (size_t i = 0; i < mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(mentions, i);
    const cue *section = cue_section_of(&s, &at, mention->first);
    if (!is_cue(&s, mention)) settle_one(&s, mention, section, &UTI_ITEM(&statuses->stated, uti_stated, i));
  }
  share_answers(&s);
  cue_follow_course(&s);
  return UTI_OK;
}

void uti_statuses_init(uti_statuses *statuses, const uti_allocator *allocator) {
  memset(statuses, 0, sizeof *statuses);
  uti_list_init(&statuses->stated, allocator, sizeof(uti_stated));
  uti_list_init(&statuses->cues, allocator, sizeof(cue));
  uti_list_init(&statuses->marks, allocator, sizeof(uint16_t));
}

void uti_statuses_free(uti_statuses *statuses) {
  uti_list_free(&statuses->stated);
  uti_list_free(&statuses->cues);
  uti_list_free(&statuses->marks);
}
