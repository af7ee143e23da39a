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
#include "status.h"

#include <string.h>

enum { WINDOW = 100, MARK_STOP = 1, MARK_CLAUSE = 2, MARK_ASSERTS = 4 };

typedef struct cue {
  uint32_t mention, first, end;
  uint32_t kind, direction, reach, value;
  bool spent;                  /* its words are the answer of a label (2) */
} cue;

typedef struct settling {
  const uti_knowledge *knowledge;
  const uti_tokens *tokens;
  const uti_mentions *mentions;
  uti_statuses *out;
} settling;

static const uti_pattern *pattern_of(const settling *s, const uti_mention *mention) {
  return mention->pattern == UTI_UNLISTED ? NULL : &s->knowledge->patterns[mention->pattern];
}

static uint32_t group_of(const settling *s, const uti_mention *mention) {
  const uti_pattern *pattern = pattern_of(s, mention);
  bool concept = pattern != NULL && pattern->kind == UTI_TARGET_CONCEPT;
  return concept ? s->knowledge->concepts[pattern->target].group : UTI_NONE_ID;
}

static bool is_cue(const settling *s, const uti_mention *mention) {
  const uti_pattern *pattern = pattern_of(s, mention);
  return pattern != NULL && pattern->kind == UTI_TARGET_CONTEXT;
}

static uint16_t gap_before(const settling *s, uint32_t token) { return uti_token_at(s->tokens, token)->before; }

static cue *cue_at(const settling *s, size_t index) { return &UTI_ITEM(&s->out->cues, cue, index); }

static uti_result gather_cues(settling *s) {
  uti_list_trim(&s->out->cues, (size_t)1 << 20);
  for (size_t i = 0; i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (!is_cue(s, mention)) continue;
    const uti_pattern *pattern = pattern_of(s, mention);
    cue *item = uti_list_add(&s->out->cues);
    if (item == NULL) return UTI_NO_MEMORY;
    *item = (cue){(uint32_t)i, mention->first, mention->end, pattern->target, pattern->direction,
                  pattern->reach, pattern->qualifier, false};
  }
  return UTI_OK;
}

/* ---- 1: where clauses begin ---- */

static bool role(const settling *s, uint32_t token, uti_role which) {
  return uti_word_has(s->knowledge, uti_token_at(s->tokens, token)->word, s->knowledge->roles[which]);
}

static bool begins_clause(const settling *s, uint32_t at) {
  if (at == 0 || !role(s, at, UTI_ROLE_CLAUSE_START)) return false;
  const unsigned pause = UTI_GAP_COMMA | UTI_GAP_DASH | UTI_GAP_BRACKET | UTI_GAP_COLON;
  return (gap_before(s, at) & pause) != 0 || role(s, at - 1, UTI_ROLE_AND);
}

/* "no signs of acute herniation": the word that asserts is denied with the rest. */
static bool denied_itself(const settling *s, size_t index) {
  const cue *item = cue_at(s, index);
  for (size_t i = index; i-- > 0 && index - i < 4;)
    if (cue_at(s, i)->kind == UTI_CUE_ABSENT && cue_at(s, i)->end == item->first &&
        (gap_before(s, item->first) & ~(unsigned)UTI_GAP_BLANK) == 0)
      return true;
  return false;
}

static uti_result mark_tokens(settling *s) {
  uti_list_trim(&s->out->marks, (size_t)1 << 20);
  uint8_t *marks = uti_list_extend(&s->out->marks, s->tokens->count + 1);
  if (marks == NULL) return UTI_NO_MEMORY;
  for (uint32_t i = 0; i < s->tokens->count; i++)
    if (begins_clause(s, i)) marks[i] |= MARK_CLAUSE;
  for (size_t i = 0; i < s->out->cues.count; i++) {
    const cue *item = cue_at(s, i);
    if (item->kind == UTI_CUE_STOP) marks[item->first] |= MARK_STOP;
    bool asserts = item->kind == UTI_CUE_PRESENT && item->reach != UTI_REACH_LABEL && item->reach != UTI_REACH_REPORT;
    if (asserts && !denied_itself(s, i)) marks[item->first] |= MARK_ASSERTS;
  }
  return UTI_OK;
}

static uint8_t mark(const settling *s, uint32_t token) { return UTI_ITEM(&s->out->marks, uint8_t, token); }

static size_t first_cue_from(const settling *s, uint32_t token) {
  size_t low = 0, high = s->out->cues.count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (cue_at(s, middle)->first < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* ---- 2: labels ---- */

static const unsigned answer_gap = UTI_GAP_COLON | UTI_GAP_QUESTION | UTI_GAP_DASH | UTI_GAP_BRACKET | UTI_GAP_QUOTE;
static const unsigned answer_end = UTI_GAP_COMMA | UTI_GAP_SEMICOLON | UTI_GAP_STOP | UTI_GAP_LINE | UTI_GAP_SLASH |
                                   UTI_GAP_DASH | UTI_GAP_BRACKET | UTI_GAP_PARAGRAPH | UTI_GAP_QUOTE | UTI_GAP_QUESTION;

static size_t first_mention_from(const settling *s, uint32_t token) {
  size_t low = 0, high = s->mentions->found.count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (uti_mention_at(s->mentions, middle)->first < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* Whether a finding begins at this token, and is no label of its own. */
static bool plain_finding_at(const settling *s, uint32_t token) {
  for (size_t i = first_mention_from(s, token); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first > token) return false;
    if (mention->first == token && !is_cue(s, mention))
      return (gap_before(s, mention->end) & UTI_GAP_COLON) == 0;
  }
  return false;
}

enum { LABEL_WORDS = 3 };

static bool labels_next(const settling *s, uint32_t token) {
  for (uint32_t i = token + 1; i <= token + LABEL_WORDS && i < s->tokens->count; i++)
    if ((gap_before(s, i) & (UTI_GAP_COLON | UTI_GAP_QUESTION | UTI_GAP_DASH)) != 0) return true;
  return false;
}

static bool answers(const settling *s, const cue *item, const uti_mention *mention) {
  if (item->direction == UTI_AFTER)
    return mention->first == item->end && (gap_before(s, mention->first) & (UTI_GAP_SENTENCE | UTI_GAP_COMMA)) == 0;
  if (mention->end != item->first) return false;
  unsigned gap = gap_before(s, item->first);
  if ((gap & (UTI_GAP_LINE | UTI_GAP_STOP | UTI_GAP_SEMICOLON)) != 0) return false;
  if ((gap_before(s, item->end) & answer_end) != 0) return true;
  if ((gap & answer_gap) == 0 || plain_finding_at(s, item->end)) return false;
  /* "uti?? no blood": a denial of the word that follows, unless that is the next label */
  bool leads = item->kind == UTI_CUE_ABSENT && (gap_before(s, item->end) & ~(unsigned)UTI_GAP_BLANK) == 0;
  return !leads || item->end >= s->tokens->count || labels_next(s, item->end);
}

static void spend(settling *s, const cue *label) {
  for (size_t i = first_cue_from(s, label->first); i < s->out->cues.count; i++) {
    cue *item = cue_at(s, i);
    if (item->first >= label->end) break;
    if (item->reach != UTI_REACH_LABEL) item->spent = true;
  }
}

/* Mentions that end where a label's answer begins are few and near: the search
** goes back a window only. */
static void find_labels(settling *s) {
  for (size_t c = 0; c < s->out->cues.count; c++) {
    const cue *item = cue_at(s, c);
    if (item->reach != UTI_REACH_LABEL) continue;
    size_t from = item->mention > WINDOW ? item->mention - WINDOW : 0;
    size_t to = item->mention + WINDOW < s->mentions->found.count ? item->mention + WINDOW : s->mentions->found.count;
    for (size_t i = from; i < to; i++) {
      const uti_mention *mention = uti_mention_at(s->mentions, i);
      if (is_cue(s, mention) || !answers(s, item, mention)) continue;
      spend(s, item);
      break;
    }
  }
}

/* ---- 7: for whom the report is written ---- */

static void find_writer(settling *s) {
  uint32_t proxy = UTI_NONE_ID, self = UTI_NONE_ID;
  for (size_t i = 0; i < s->out->cues.count; i++) {
    const cue *item = cue_at(s, i);
    if (item->kind == UTI_CUE_PROXY && proxy == UTI_NONE_ID) proxy = item->first;
    if (item->kind == UTI_CUE_SELF && self == UTI_NONE_ID) self = item->first;
  }
  s->out->about_relative = proxy != UTI_NONE_ID && proxy <= self;
}

/* ---- Reach ---- */

static bool same_sentence(const settling *s, uint32_t a, uint32_t b) {
  return uti_token_at(s->tokens, a)->sentence == uti_token_at(s->tokens, b)->sentence;
}

static bool line_between(const settling *s, uint32_t from, uint32_t to) {
  for (uint32_t i = from + 1; i <= to; i++)
    if ((gap_before(s, i) & UTI_GAP_LINE) != 0) return true;
  return false;
}

/* "calf cramp, no swelling, fever gone": what is over is the nearest. */
static bool finding_between(const settling *s, uint32_t from, uint32_t to) {
  bool pause = false;
  for (uint32_t i = from; i <= to; i++) pause = pause || (gap_before(s, i) & UTI_GAP_COMMA) != 0;
  for (size_t i = first_mention_from(s, from); pause && i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first >= to) return false;
    if (!is_cue(s, mention)) return true;
  }
  return false;
}

/* ---- 6: what a word belongs to ---- */

/* Whether a finding of another group stands between a doubt and this one. */
static bool doubts_another(const settling *s, uint32_t from, const uti_mention *mention) {
  if (mention->first > from && role(s, mention->first - 1, UTI_ROLE_OR)) return false;
  if ((gap_before(s, mention->first) & (UTI_GAP_SLASH | UTI_GAP_QUESTION)) != 0) return false;
  uint32_t group = group_of(s, mention);
  for (size_t i = first_mention_from(s, from); group != UTI_NONE_ID && i < s->mentions->found.count; i++) {
    const uti_mention *between = uti_mention_at(s->mentions, i);
    if (between->first >= mention->first) return false;
    uint32_t other = group_of(s, between);
    if (other != UTI_NONE_ID && other != group && between->end <= mention->first) return true;
  }
  return false;
}

static bool finding_at(const settling *s, uint32_t token) {
  for (size_t i = first_mention_from(s, token); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    if (mention->first > token) return false;
    if (!is_cue(s, mention)) return true;
  }
  return false;
}

/* "chills, possible UTI": the word belongs to what follows it. */
static bool leads_another(const settling *s, const cue *item, const uti_mention *mention) {
  bool pause = false;
  for (uint32_t i = mention->end; i <= item->first; i++)
    pause = pause || (gap_before(s, i) & ~(unsigned)UTI_GAP_BLANK) != 0;
  bool joined = (gap_before(s, item->end) & ~(unsigned)UTI_GAP_BLANK) == 0;
  bool adjective = item->kind == UTI_CUE_QUALIFIER || item->kind == UTI_CUE_POSSIBLE;
  return (pause || adjective) && joined && finding_at(s, item->end);
}

/* A word of severity inside the wording of another finding is that one's own. */
static bool owned_by_another(const settling *s, const cue *item, const uti_mention *mention) {
  size_t from = item->mention > WINDOW ? item->mention - WINDOW : 0;
  size_t to = item->mention + WINDOW < s->mentions->found.count ? item->mention + WINDOW : s->mentions->found.count;
  for (size_t i = from; i < to; i++) {
    const uti_mention *owner = uti_mention_at(s->mentions, i);
    if (is_cue(s, owner) || owner == mention || owner->first > item->first || owner->end < item->end) continue;
    uint64_t bit = UINT64_C(1) << ((item->first - owner->first) & 63);
    if ((owner->mask & bit) != 0) return true;
  }
  return false;
}

/* Whether something between cue and finding ends the reach (1, 3). */
static bool stopped(const settling *s, const cue *item, uint32_t from, uint32_t to) {
  unsigned stops = MARK_STOP;
  if (item->kind == UTI_CUE_PAST && item->first == to && finding_between(s, from, to)) return true;
  bool clause = item->reach == UTI_REACH_CLAUSE || item->reach >= UTI_REACH_WORDS;
  if (clause) stops |= MARK_CLAUSE;
  if (clause && (item->kind == UTI_CUE_ABSENT || item->kind == UTI_CUE_PAST)) stops |= MARK_ASSERTS;
  for (uint32_t i = from; i <= to && i < s->tokens->count; i++) {
    /* "my sister has an infection and she's roasting": still of her */
    if (item->kind == UTI_CUE_OTHER && role(s, i, UTI_ROLE_THIRD_PERSON)) continue;
    if (i > from && (mark(s, i) & stops) != 0) return true;
    if (i == from && (mark(s, i) & stops & ~(unsigned)MARK_CLAUSE) != 0) return true;
    if (i == from && (mark(s, i) & stops) != 0 && (gap_before(s, i) & UTI_GAP_COMMA) != 0) return true;
    unsigned gap = gap_before(s, i);
    if (item->kind == UTI_CUE_ABSENT && clause && (gap & UTI_GAP_DASH) != 0) return true;
    if (i > from && clause && (gap & UTI_GAP_COLON) != 0 && i < to) return true;
  }
  return false;
}

static bool asks(const settling *s, const cue *item) {
  uint32_t sentence = uti_token_at(s->tokens, item->first)->sentence;
  uint32_t at = item->end, last = item->end + WINDOW;
  while (at < s->tokens->count && at < last && uti_token_at(s->tokens, at)->sentence == sentence) at++;
  return (gap_before(s, at) & UTI_GAP_QUESTION) != 0;
}

enum { OPENING_WORDS = 3 };

static bool opens(const settling *s, const cue *item) {
  return item->first - uti_token_at(s->tokens, item->first)->sentence <= OPENING_WORDS;
}

enum { CASE_FINDINGS = 3 };

/* "What can cause blood in the urine with a sharp pain in the side, nausea and
** dizziness?" describes a case, and is no general question. */
static bool describes(const settling *s, const cue *item) {
  uint32_t sentence = uti_token_at(s->tokens, item->first)->sentence, concepts[CASE_FINDINGS], count = 0;
  for (size_t i = first_mention_from(s, item->end); i < s->mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(s->mentions, i);
    const uti_pattern *pattern = pattern_of(s, mention);
    if (uti_token_at(s->tokens, mention->first)->sentence != sentence) break;
    bool seen = pattern == NULL || pattern->kind != UTI_TARGET_CONCEPT;
    for (uint32_t c = 0; c < count; c++) seen = seen || concepts[c] == pattern->target;
    if (!seen) concepts[count++] = pattern->target;
    if (count == CASE_FINDINGS) return true;
  }
  return false;
}

/* A question that goes on to tell ("what can I use when I feel my bladder is
** sore") asks about the writer, who has it. */
static bool tells(const settling *s, const cue *item, const uti_mention *mention) {
  for (size_t i = first_cue_from(s, item->end); i < s->out->cues.count; i++) {
    const cue *other = cue_at(s, i);
    if (other->first >= mention->end) break;
    if (other->kind == UTI_CUE_SELF || other->kind == UTI_CUE_PROXY) return true;
  }
  return false;
}

/* "continuous vomiting": a concept that implies a milder one says its degree itself. */
static bool says_degree(const settling *s, const uti_mention *mention) {
  const uti_pattern *pattern = pattern_of(s, mention);
  return pattern != NULL && pattern->kind == UTI_TARGET_CONCEPT &&
         s->knowledge->concepts[pattern->target].implies != UTI_NONE_ID;
}

/* The words between a cue and a mention that it reaches, or -1. */
static int distance_of(const settling *s, const cue *item, const uti_mention *mention) {
  bool after = (item->direction & UTI_AFTER) != 0, before = (item->direction & UTI_BEFORE) != 0;
  bool within = item->first >= mention->first && item->end <= mention->end;
  if (item->kind == UTI_CUE_QUALIFIER && within) return says_degree(s, mention) ? -1 : 0;
  if (item->kind == UTI_CUE_QUALIFIER && owned_by_another(s, item, mention)) return -1;
  bool inside = item->first > mention->first && item->end < mention->end;
  uint32_t from, to;
  if (inside) {
    uint64_t mask = 0;
    for (uint32_t i = item->first; i < item->end; i++) mask |= UINT64_C(1) << ((i - mention->first) & 63);
    return (mention->mask & mask) == 0 ? 0 : -1;
  }
  if (after && item->end <= mention->first) {
    from = item->end;
    to = mention->first;
    if (item->kind == UTI_CUE_POSSIBLE && doubts_another(s, from, mention)) return -1;
  } else if (before && item->first >= mention->end) {
    from = mention->end;
    to = item->first;
    if (leads_another(s, item, mention)) return -1;
  } else if (item->first < mention->first && item->end > mention->first && after) {
    return 0;
  } else if (item->kind == UTI_CUE_OTHER && item->first == mention->first && item->end >= mention->end) {
    return 0;   /* "my husband" says the sex of another person, unless he is the patient */
  } else {
    return -1;
  }
  uint32_t distance = to - from;
  if (item->reach == UTI_REACH_LINE) return line_between(s, from == 0 ? 0 : from - 1, to) ? -1 : (int)distance;
  if (!same_sentence(s, item->first, mention->first)) return -1;
  if (item->reach >= UTI_REACH_WORDS && distance > item->reach - UTI_REACH_WORDS) return -1;
  if (item->reach == UTI_REACH_SENTENCE || item->reach == UTI_REACH_OPENING) return (int)distance;
  return stopped(s, item, from, to) ? -1 : (int)distance;
}

/* ---- 3, 4: from cues to a status ---- */

typedef struct nearest {
  int distance[UTI_CUE_KINDS];
  uint32_t cue[UTI_CUE_KINDS];
} nearest;

static bool counts_here(const settling *s, const cue *item) {
  if (item->spent) return false;
  switch (item->kind) {
    case UTI_CUE_STOP: case UTI_CUE_DECOY: case UTI_CUE_SECTION: case UTI_CUE_PROXY: case UTI_CUE_SELF: return false;
    case UTI_CUE_QUESTION: return asks(s, item) && !describes(s, item);
    case UTI_CUE_PAST: return item->reach != UTI_REACH_OPENING || opens(s, item);
    case UTI_CUE_OTHER:
      return !(s->out->about_relative && strcmp(uti_string(s->knowledge, item->value), "kin") == 0);
    default: return true;
  }
}

/* Gathers the nearest cue of each kind; a label's answer comes back alone. */
static const cue *find_nearest(const settling *s, const uti_mention *mention, nearest *best) {
  for (int kind = 0; kind < UTI_CUE_KINDS; kind++) best->distance[kind] = -1;
  const cue *label = NULL;
  uint32_t low = mention->first > WINDOW ? mention->first - WINDOW : 0;
  for (size_t i = first_cue_from(s, low); i < s->out->cues.count; i++) {
    const cue *item = cue_at(s, i);
    if (item->first > mention->end + WINDOW) break;
    if (!counts_here(s, item)) continue;
    if (item->reach == UTI_REACH_LABEL) {
      if (answers(s, item, mention)) label = item;
      continue;
    }
    if (item->reach == UTI_REACH_SECTION || item->reach == UTI_REACH_REPORT) continue;
    int distance = distance_of(s, item, mention);
    if (distance < 0 || (item->kind == UTI_CUE_QUESTION && tells(s, item, mention))) continue;
    uint32_t kind = item->kind == UTI_CUE_QUESTION ? UTI_CUE_HYPOTHETICAL : item->kind;
    if (best->distance[kind] >= 0 && best->distance[kind] <= distance) continue;
    best->distance[kind] = distance;
    best->cue[kind] = item->mention;
  }
  return label;
}

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

static void undo_farther(const settling *s, nearest *best) {
  int near = best->distance[UTI_CUE_PRESENT];
  if (near < 0) return;
  if (best->distance[UTI_CUE_ABSENT] >= 0) {
    const uti_mention *absent = uti_mention_at(s->mentions, best->cue[UTI_CUE_ABSENT]);
    if (absent->end == uti_mention_at(s->mentions, best->cue[UTI_CUE_PRESENT])->first) return;
  }
  static const int undone[] = {UTI_CUE_ABSENT, UTI_CUE_PAST, UTI_CUE_HYPOTHETICAL, UTI_CUE_POSSIBLE};
  for (size_t i = 0; i < sizeof undone / sizeof *undone; i++)
    if (best->distance[undone[i]] > near) best->distance[undone[i]] = -1;
}

/* "no findings suggesting", "not consistent with": the doubt itself is denied. */
static void deny_doubt(const settling *s, nearest *best) {
  static const int doubts[] = {UTI_CUE_POSSIBLE, UTI_CUE_HYPOTHETICAL};
  if (best->distance[UTI_CUE_ABSENT] < 0) return;
  const uti_mention *absent = uti_mention_at(s->mentions, best->cue[UTI_CUE_ABSENT]);
  for (int i = 0; i < 2; i++) {
    if (best->distance[doubts[i]] < 0) continue;
    const uti_mention *doubt = uti_mention_at(s->mentions, best->cue[doubts[i]]);
    if (doubt->first < absent->end || doubt->first - absent->end > 4) continue;
    bool joined = true;
    for (uint32_t t = absent->end; t <= doubt->first; t++)
      joined = joined && (gap_before(s, t) & ~(unsigned)UTI_GAP_BLANK) == 0;
    if (joined) best->distance[doubts[i]] = -1;
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
  return pattern_of(s, uti_mention_at(s->mentions, best->cue[UTI_CUE_PAST]))->direction == UTI_AFTER;
}

static bool right_before(const settling *s, const nearest *best, const uti_mention *mention) {
  if (best->distance[UTI_CUE_ABSENT] != 0) return false;
  const uti_mention *cue_mention = uti_mention_at(s->mentions, best->cue[UTI_CUE_ABSENT]);
  return cue_mention->end == mention->first && (gap_before(s, mention->first) & ~(unsigned)UTI_GAP_BLANK) == 0;
}

/* The cue that says for the whole report that what such sections tell is over
** ("it cleared my infection"), unless another says that it is not ("came back"). */
static const cue *over_cue(const settling *s, uint32_t value) {
  const cue *over = NULL;
  for (size_t i = 0; i < s->out->cues.count; i++) {
    const cue *item = cue_at(s, i);
    if (item->reach != UTI_REACH_REPORT || item->value != value) continue;
    if (item->kind == UTI_CUE_PRESENT) return NULL;
    if (item->kind == UTI_CUE_PAST && over == NULL) over = item;
  }
  return over;
}

static void settle_by_section(const settling *s, const cue *section, bool lasting, uti_stated *stated) {
  const char *value = uti_string(s->knowledge, section->value);
  const cue *decisive = section;
  if (strcmp(value, "other") == 0) {
    stated->status = UTI_OTHER;
  } else if (strcmp(value, "hypothetical") == 0) {
    stated->status = UTI_HYPOTHETICAL;
  } else if (!lasting && *value != 0) {
    if (strcmp(value, "past") != 0) decisive = over_cue(s, section->value);
    if (decisive == NULL) return;
    stated->status = UTI_PAST;
  } else {
    return;
  }
  stated->cue = decisive->mention;
}

static void settle_one(const settling *s, const uti_mention *mention, const cue *section, uti_stated *stated) {
  const uti_pattern *pattern = pattern_of(s, mention);
  uti_status base = pattern == NULL ? UTI_PRESENT : (uti_status)pattern->status;
  nearest best;
  const cue *label = find_nearest(s, mention, &best);
  stated->cue = UTI_NONE_ID;
  stated->qualifier = best.distance[UTI_CUE_QUALIFIER] >= 0
                          ? s->knowledge->patterns[uti_mention_at(s->mentions, best.cue[UTI_CUE_QUALIFIER])->pattern].qualifier
                          : 0;
  if (label != NULL && best.distance[UTI_CUE_OTHER] < 0) {
    stated->status = status_of_kind(label->kind);
    stated->cue = label->mention;
    bool asked = (gap_before(s, label->first) & (UTI_GAP_COLON | UTI_GAP_QUESTION)) != 0;
    if (base == UTI_ABSENT) stated->status = asked && label->kind == UTI_CUE_ABSENT ? UTI_PRESENT : UTI_ABSENT;
    return;
  }
  if (is_number(pattern) && best.distance[UTI_CUE_ABSENT] > 0) best.distance[UTI_CUE_ABSENT] = -1;
  bool lasting = pattern != NULL && pattern->kind == UTI_TARGET_CONCEPT && s->knowledge->concepts[pattern->target].lasting;
  if (lasting) stated->qualifier = 0;
  if (lasting && past_by_history(s, &best)) best.distance[UTI_CUE_PAST] = -1;
  undo_farther(s, &best);
  deny_doubt(s, &best);
  decide(&best, base, right_before(s, &best, mention), stated);
  if (section != NULL && stated->cue == UTI_NONE_ID) settle_by_section(s, section, lasting, stated);
}

/* ---- 5: sections ---- */

/* A heading stands at the beginning of a line or sentence and before a colon
** or the end of its line. */
static bool is_heading(const settling *s, const cue *item) {
  if (item->kind != UTI_CUE_SECTION) return false;
  unsigned before = gap_before(s, item->first), after = gap_before(s, item->end);
  bool begins = (before & UTI_GAP_SENTENCE) != 0 || item->first == 0;
  return (after & UTI_GAP_COLON) != 0 || (begins && (after & (UTI_GAP_LINE | UTI_GAP_DASH)) != 0);
}

uti_result uti_statuses_settle(uti_statuses *statuses, const uti_knowledge *knowledge, const uti_tokens *tokens,
                               const uti_mentions *mentions) {
  settling s = {knowledge, tokens, mentions, statuses};
  uti_list_trim(&statuses->stated, (size_t)1 << 20);
  if (uti_list_extend(&statuses->stated, mentions->found.count) == NULL && mentions->found.count > 0) return UTI_NO_MEMORY;
  if (gather_cues(&s) != UTI_OK || mark_tokens(&s) != UTI_OK) return UTI_NO_MEMORY;
  find_labels(&s);
  find_writer(&s);
  const cue *section = NULL;
  size_t next_cue = 0;
  uint32_t paragraph = 0;
  for (size_t i = 0; i < mentions->found.count; i++) {
    const uti_mention *mention = uti_mention_at(mentions, i);
    for (; paragraph <= mention->first; paragraph++)
      if ((gap_before(&s, paragraph) & UTI_GAP_PARAGRAPH) != 0) section = NULL;
    for (; next_cue < statuses->cues.count && cue_at(&s, next_cue)->first <= mention->first; next_cue++)
      if (is_heading(&s, cue_at(&s, next_cue))) section = cue_at(&s, next_cue);
    if (!is_cue(&s, mention)) settle_one(&s, mention, section, &UTI_ITEM(&statuses->stated, uti_stated, i));
  }
  return UTI_OK;
}

void uti_statuses_init(uti_statuses *statuses, const uti_allocator *allocator) {
  memset(statuses, 0, sizeof *statuses);
  uti_list_init(&statuses->stated, allocator, sizeof(uti_stated));
  uti_list_init(&statuses->cues, allocator, sizeof(cue));
  uti_list_init(&statuses->marks, allocator, sizeof(uint8_t));
}

void uti_statuses_free(uti_statuses *statuses) {
  uti_list_free(&statuses->stated);
  uti_list_free(&statuses->cues);
  uti_list_free(&statuses->marks);
}
