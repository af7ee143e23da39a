/* cues.h - the cues of a report and what they reach: shared by cues.c, which
** finds clauses and the writer, answers.c, which finds what answers belong to, between.c, which tells what stands between two
** words, questions.c, which tells what a question asks, reach.c, which tells what a cue
** reaches, status.c, which decides, and course.c, which follows what is over by the end. */
#ifndef UTI_CUES_H
#define UTI_CUES_H

#include <string.h>

#include "status.h"

enum { COURSES_AT_MOST = 8, WINDOW = 100, MARK_STOP = 1, MARK_CLAUSE = 2, MARK_ASSERTS = 4, MARK_ASIDE = 8, MARK_HEADING = 16, MARK_TOLD = 32, MARK_TOLD_ALONE = 64, MARK_ANSWERED = 128, MARK_TURNS = 256, MARK_DATED = 512 };

typedef struct cue {
  uint32_t mention, first, end;
  uint32_t kind, direction, reach, value;
  bool spent;                  /* its words are the answer of a label (2) */
  bool aside;                  /* it is no cue of single mentions */
  bool owned;                  /* a word of severity inside the wording of a finding */
} cue;

typedef enum course_weight { COURSE_SAID, COURSE_SURE, COURSE_WEIGHTS } course_weight;

/* What a report says of something as a whole, by the value of its headings: the
** first cue of each weight that says that it is over, and whether another says that
** it goes on. */
typedef struct course {
  const char *name;
  const cue *over[COURSE_WEIGHTS];
  bool goes_on[COURSE_WEIGHTS];
} course;

typedef struct settling {
  const uti_knowledge *knowledge;
  const uti_tokens *tokens;
  const uti_mentions *mentions;
  uti_statuses *out;
  course courses[COURSES_AT_MOST];
  uint32_t course_count;
  bool headings;               /* some token begins one */
  bool questionnaire;          /* printed questions are answered by yes and no */
} settling;

/* The nearest cue of each kind: words between, or -1, and its mention. */
typedef struct nearest {
  int distance[UTI_CUE_KINDS];
  uint32_t cue[UTI_CUE_KINDS];
} nearest;

static inline const uti_pattern *cue_pattern(const settling *s, const uti_mention *mention) {
  return mention->pattern == UTI_UNLISTED ? NULL : &s->knowledge->patterns[mention->pattern];
}

/* Whether a mention is of such a target; a phrase of the caller's is of none. */
static inline bool is_of(const settling *s, const uti_mention *mention, uint32_t kind) {
  const uti_pattern *pattern = cue_pattern(s, mention);
  return pattern != NULL && pattern->kind == kind;
}

static inline bool is_cue(const settling *s, const uti_mention *mention) { return is_of(s, mention, UTI_TARGET_CONTEXT); }

static inline bool is_concept(const settling *s, const uti_mention *mention) { return is_of(s, mention, UTI_TARGET_CONCEPT); }

/* What a mention says by itself; a phrase of the caller's is there. */
static inline uti_status cue_base(const settling *s, const uti_mention *mention) {
  const uti_pattern *pattern = cue_pattern(s, mention);
  return pattern == NULL ? UTI_PRESENT : (uti_status)pattern->status;
}

static inline bool cue_keeps_to_section(const settling *s, const cue *item) {
  return uti_keeps_to_section(s->knowledge, item->value);
}

/* A cue that asserts and does not tell the time: of degree ("acute"), or of how much or how
** long ("a bit", "for two days"). */
static inline bool cue_without_time(const settling *s, uint32_t value) {
  const char *name = uti_string(s->knowledge, value);
  return strcmp(name, "degree") == 0 || strcmp(name, "timeless") == 0;
}

static inline uint16_t cue_gap(const settling *s, uint32_t token) { return uti_token_at(s->tokens, token)->before; }

static inline bool cue_same_sentence(const settling *s, uint32_t a, uint32_t b) {
  return uti_token_at(s->tokens, a)->sentence == uti_token_at(s->tokens, b)->sentence;
}

static inline cue *cue_at(const settling *s, size_t index) { return &UTI_ITEM(&s->out->cues, cue, index); }

static inline uint16_t cue_mark(const settling *s, uint32_t token) { return UTI_ITEM(&s->out->marks, uint16_t, token); }

/* Whether any of these marks stands on a token from `from` to `to`. */
static inline bool cue_marked(const settling *s, unsigned marks, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i <= to && i < s->tokens->count; i++)
    if ((cue_mark(s, i) & marks) != 0) return true;
  return false;
}

static inline bool cue_role(const settling *s, uint32_t token, uti_role which) {
  return uti_word_is(s->knowledge, uti_token_at(s->tokens, token)->word, which);
}

/* The section that a token stands in, or NULL; tokens are asked for in their order. */
typedef struct cue_sections {
  const cue *section;
  size_t next_cue;
  uint32_t paragraph;
} cue_sections;

const cue *cue_section_of(const settling *, cue_sections *, uint32_t token);
/* Gathers the cues and marks where clauses begin, which cues are answers of
** labels, and for whom the report is written. */
uti_result cue_prepare(settling *);
/* The first cue, and the first mention, that begin at this token or later. */
size_t cue_first_from(const settling *, uint32_t token);
size_t cue_first_mention(const settling *, uint32_t token);
/* Whether an "or", or with `commas` a second comma, makes what begins here one of a list. */
bool cue_begins_list(const settling *, uint32_t token, bool commas);
/* Whether a sign touches the word before it, and not the one behind: "fever- chills+". */
bool cue_sign_closes(const settling *, uint32_t token);
/* Finds the labels: what else their answers say is spent, and they end a denial. */
void cue_find_labels(settling *);
/* Whether what begins here tells, after a printed question, what was asked ("Leg swelling? By evening, both"). */
bool cue_is_told(const settling *, uint32_t token);
/* Whether a denial heads the list of bullets that a mention stands in ("Denies:", and a line for each). */
bool cue_heads_bullets(const settling *, const cue *, const uti_mention *);
/* Whether a label's answer stands right beside a mention. */
bool cue_answers(const settling *, const cue *, const uti_mention *);
/* Whether a mention is excepted from what a cue after it says ("other than chills, all gone"). */
bool cue_excepts(const settling *, const cue *, const uti_mention *);
/* Whether the value of a cue ("infection|clot") has this name. */
bool cue_names(const settling *, const cue *, const char *name);
/* The group of the concept that a mention is of, or UTI_NONE_ID. */
uint32_t cue_group(const settling *, const uti_mention *);
/* Whether the value of a cue names the group of a finding. */
bool cue_names_group(const settling *, const cue *, const uti_mention *);
/* Whether a mention is of something that lasts (a catheter, a medicine, diabetes), or of
** a condition that somebody has had or not, and no sign. */
bool cue_is_lasting(const settling *, const uti_mention *);
bool cue_is_diagnosis(const settling *, const uti_mention *);
/* Whether a finding that may end, a concept, or a sign begins at one of these tokens;
** a phrase of the caller's is all of them. */
bool cue_finding_within(const settling *, uint32_t from, uint32_t to);
bool cue_concept_within(const settling *, uint32_t from, uint32_t to);
bool cue_sign_within(const settling *, uint32_t from, uint32_t to);
bool cue_turns_within(const settling *, const uti_mention *);
bool cue_turns_between(const settling *, uint32_t from, uint32_t to);
/* Whether this token is one of the wording of a sign. */
bool cue_within_sign(const settling *, uint32_t token);

/* Where the sentence of the token before `from` ends, or `words` further on. */
uint32_t cue_sentence_end(const settling *, uint32_t from, uint32_t words);
/* Whether one of these gaps stands before a token of `from` to `to`, both included. */
bool cue_gap_within(const settling *, unsigned gaps, uint32_t from, uint32_t to);
/* Whether what a condition ("come back if", "risk of") says is over before a mention behind it. */
bool cue_condition_over(const settling *, const cue *, const uti_mention *);
/* Whether a token from `from` on, before `to`, has this role. */
bool cue_role_within(const settling *, uti_role, uint32_t from, uint32_t to);

/* A comma or dash, at which what a cue speaks of may be over. */
enum { CUE_PAUSE = UTI_GAP_COMMA | UTI_GAP_DASH };
/* Whether what a cue says was said, before a pause on the way to `to`, of other words: of any,
** of another person, of a time then; or of what stands before it or in its own words. */
bool cue_spoke_of_others(const settling *, const cue *, uint32_t to);
bool cue_spoke_of_kin(const settling *, const cue *, uint32_t to);
bool cue_told_of_then(const settling *, const cue *, uint32_t to);
bool cue_closes(const settling *, const cue *);
/* Whether words of an end or a denial ("all gone by Thursday") speak of a mention before them,
** and not of something told in between, of a subject or an object of their own. */
bool cue_speaks_of_earlier(const settling *, const cue *, const uti_mention *);
/* Whether such words go on to an object ("cleared my throat"). */
bool cue_has_object(const settling *, const cue *);
/* Whether words of an order ("ibuprofen PRN"), with `from` to `to` between, order nothing for a sign before them. */
bool cue_orders_another(const settling *, const cue *, const uti_mention *, uint32_t from, uint32_t to);
/* Whether the sentence that a cue stands in ends as a question, which the writer does not answer. */
bool cue_asks(const settling *, const cue *);
/* Whether the sentence that a cue opens is a printed question, and what follows tells what it asked. */
bool cue_is_answered(const settling *, const cue *);
/* Whether a question describes a case, and is no general one. */
bool cue_describes(const settling *, const cue *);
/* Whether a question goes on to tell of the writer, who has the finding then. */
bool cue_tells(const settling *, const cue *, const uti_mention *);
/* Whether the question that reaches a mention asks when it ends. */
bool cue_asks_for_end(const settling *, const uti_mention *, const nearest *);
/* A condition that lasts, a duration, and who the patient is do not end. */
bool cue_lasts(const settling *, const uti_mention *);
/* Marks the cues that cue_nearest() need not look at. */
void cue_set_aside(settling *);
/* Once all mentions are settled: what later text says is over. */
void cue_follow_course(const settling *);
/* Fills in the nearest cues that reach a mention; a label's answer is returned alone. */
const cue *cue_nearest(const settling *, const uti_mention *, nearest *);

#endif
