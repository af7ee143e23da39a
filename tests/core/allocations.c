/* allocations.c - each allocation of each public function of the core fails
** once: the call says that memory ran out or gives the usual answer, the object
** gives the usual answer when it is asked again, and nothing is lost. Prints TAP. */
#include <stdio.h>
#include <string.h>

#include "../failing_allocator.h"
#include "core/knowledge.h"

static uti_slice slice(const char *text) { return (uti_slice){text, strlen(text)}; }

static const char *const report =
    "I have a UTI, fever 39.5 C, chills, leg cramps and my left calf is swollen. No rash. My mother had a DVT. "
    "I had a kidney stone last year; K+ 2.9, if I vomit I will call. BP 95/60, HR 118.";
static const char *const json = "{\"age\":70,\"sex\":\"F\",\"temp_f\":103,\"potassium\":\"2,8\",\"resp_rate\":24,\"spo2\":\"unread\"}";

/* What a session holds; made and freed with the allocator under test. */
typedef struct session {
  uti_allocator allocator;
  uti_reader *reader;
  uti_facts *facts;
  uti_episode *episode;
} session;

static uti_result make(session *s) {
  s->reader = uti_reader_new(uti_knowledge_builtin(), &s->allocator);
  s->facts = uti_facts_new(uti_knowledge_builtin(), &s->allocator);
  s->episode = uti_episode_new(&s->allocator, true);
  return s->reader != NULL && s->facts != NULL && s->episode != NULL ? UTI_OK : UTI_NO_MEMORY;
}

static void unmake(session *s) {
  if (s->episode != NULL) uti_episode_free(s->episode);
  if (s->facts != NULL) uti_facts_free(s->facts);
  if (s->reader != NULL) uti_reader_free(s->reader);
}

/* ---- One public function each: its answer as text ---- */

typedef uti_result call(session *, char *answer, size_t room);

static uti_result written(const char *text, char *answer, size_t room) {
  if (text == NULL) return UTI_NO_MEMORY;
  snprintf(answer, room, "%s", text);
  return UTI_OK;
}

static uti_result set_facts(session *s, char *answer, size_t room) {
  uti_json_error error;
  uti_facts_clear(s->facts);
  uti_result result = uti_facts_set_json(s->facts, slice(json), &error);
  if (result == UTI_OK) snprintf(answer, room, "set");
  return result;
}

static uti_result set_text(session *s, char *answer, size_t room) {
  uti_facts_clear(s->facts);
  uti_result result = uti_facts_set_text(s->facts, (size_t)uti_fact_find(uti_knowledge_builtin(), slice("temp_f")), slice("hot"));
  if (result == UTI_OK) snprintf(answer, room, "set");
  return result;
}

static uti_result assess(session *s, uti_assessment *a) {
  char unused[8];
  uti_result result = set_facts(s, unused, sizeof unused);
  return result == UTI_OK ? uti_assess(s->reader, slice(report), s->facts, a) : result;
}

static uti_result level(session *s, char *answer, size_t room) {
  uti_assessment a;
  uti_result result = assess(s, &a);
  if (result == UTI_OK)
    snprintf(answer, room, "%d %d %zu %zu %zu %zu %zu", (int)a.level, a.mechanism, a.finding_count, a.rule_count, a.warning_count,
             a.gap_count, a.question_count);
  return result;
}

/* Facts of which one could not be kept, and an assessment all the same: it fails too. */
static uti_result level_in_spite(session *s, char *answer, size_t room) {
  uti_assessment a;
  uti_json_error error;
  uti_facts_clear(s->facts);
  (void)uti_facts_set_json(s->facts, slice(json), &error);
  uti_result result = uti_assess(s->reader, slice(report), s->facts, &a);
  if (result == UTI_OK) snprintf(answer, room, "%d %zu", (int)a.level, a.warning_count);
  return result;
}

/* Questions to ask, where urinary and leg signs meet. */
static uti_result questions(session *s, char *answer, size_t room) {
  uti_assessment a;
  uti_result result = uti_assess(s->reader, slice("UTI and cramps in both legs."), NULL, &a);
  if (result == UTI_OK) snprintf(answer, room, "%d %zu", (int)a.level, a.question_count);
  return result;
}

/* Signs that stand for words, more than the list of tokens begins with. */
static uti_result boxes(session *s, char *answer, size_t room) {
  uti_assessment a;
  uti_result result = uti_assess(s->reader, slice("[x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [x] [ ] fever"), NULL, &a);
  if (result == UTI_OK) snprintf(answer, room, "%d %zu", (int)a.level, a.finding_count);
  return result;
}

/* So many findings before one of a number, and of a fact, that the list grows for it. */
static int findings_before;

static uti_result level_of_many(session *s, char *answer, size_t room) {
  static char text[400];
  uti_assessment a;
  char unused[8];
  text[0] = 0;
  for (int i = 0; i < findings_before; i++) strcat(text, "chills. ");
  strcat(text, "Temp 39.5 C.");
  uti_result result = set_facts(s, unused, sizeof unused);
  if (result == UTI_OK) result = uti_assess(s->reader, slice(text), s->facts, &a);
  if (result == UTI_OK) snprintf(answer, room, "%d %zu", (int)a.level, a.finding_count);
  return result;
}

/* So many words that what is known of steps and states from word to word grows for them. */
static uti_result many_words(session *s, char *answer, size_t room) {
  static char text[65536];
  const uti_knowledge *k = uti_knowledge_builtin();
  size_t length = 0;
  for (uint32_t i = 0; i < k->word_count && i < 4000 && length + 64 < sizeof text; i++)
    length += (size_t)sprintf(text + length, "%s. ", uti_string(k, k->words[i].text));
  uti_assessment a;
  uti_result result = uti_assess(s->reader, slice(text), NULL, &a);
  if (result == UTI_OK) snprintf(answer, room, "%d %zu", (int)a.level, a.finding_count);
  return result;
}

static uti_result context(session *s, char *answer, size_t room) {
  static const char *const text = "No rash, rash rash rash rash rash rash rash rash rash rash rash rash rash rash rash rash rash rash rash.";
  uti_status status = UTI_NOT_MENTIONED;
  uti_result result = uti_phrase_context(s->reader, slice(text), slice("rash"), &status);
  if (result == UTI_OK) snprintf(answer, room, "%s", uti_status_name(status));
  return result;
}

static uti_result scores(session *s, char *answer, size_t room) {
  uti_assessment a;
  uti_result result = assess(s, &a);
  size_t used = 0;
  for (size_t i = 0; result == UTI_OK && i < uti_score_count(uti_knowledge_builtin()); i++) {
    uti_score score;
    result = uti_score_explain(s->reader, i, &score);
    if (result == UTI_OK)
      used += (size_t)snprintf(answer + used, room - used, "%s %g %g %s; ", score.name, score.total.lowest, score.total.highest, score.total.reading);
  }
  return result;
}

#define WRITER(name, expression)                                        \
  static uti_result name(session *s, char *answer, size_t room) {       \
    uti_assessment a;                                                   \
    size_t length = 0;                                                  \
    uti_result result = assess(s, &a);                                  \
    return result == UTI_OK ? written(expression, answer, room) : result; \
  }
WRITER(reasons, uti_write_reasons(s->reader, &a, &length))
WRITER(findings, uti_write_findings_json(s->reader, &a, slice(report), &length))
WRITER(rules, uti_write_rules_json(s->reader, &a, &length))
WRITER(warnings, uti_write_warnings_json(s->reader, &a, &length))
WRITER(explanation, uti_write_explanation_json(s->reader, &a, slice(report), &length))
WRITER(highlight, uti_write_highlight(s->reader, &a, slice(report), slice("["), slice("]"), -1, &length))

static const int64_t day = 86400000;

static uti_result begin_episode(session *s) {
  uti_episode_free(s->episode);
  s->episode = uti_episode_new(&s->allocator, true);
  return s->episode == NULL ? UTI_NO_MEMORY : UTI_OK;
}

/* A report that could not be added is added again: it must count once. */
static uti_result add_report(session *s, const char *text, int64_t time) {
  uti_assessment a;
  for (int tries = 0; tries < 2; tries++) {
    uti_result result = uti_assess(s->reader, slice(text), *text == 0 ? s->facts : NULL, &a);
    if (result == UTI_OK) result = uti_episode_add(s->episode, s->reader, &a, time);
    if (result != UTI_NO_MEMORY) return result;
  }
  return UTI_NO_MEMORY;
}

static uti_result episode(session *s, char *answer, size_t room) {
  static const char *const reports[] = {"I have a UTI and a fever.", "Still feverish.", "Now my calf is swollen, cramps."};
  uti_result result = begin_episode(s);
  size_t length = 0;
  uti_level found = UTI_NONE;
  for (int i = 0; i < 3 && result == UTI_OK; i++) result = add_report(s, reports[i], i * day);
  if (result == UTI_OK) result = uti_episode_level(s->episode, s->reader, &found);
  if (result == UTI_OK) result = written(uti_write_episode_json(s->reader, s->episode, &length), answer, room);
  if (result == UTI_OK) uti_episode_remove_oldest(s->episode);
  return result;
}

/* Written before its level was asked for, and its reports did not come by time. */
static uti_result unordered_episode(session *s, char *answer, size_t room) {
  uti_result result = begin_episode(s);
  size_t length = 0;
  if (result == UTI_OK) result = add_report(s, "Still feverish.", 2 * day);
  if (result == UTI_OK) result = add_report(s, "I have a UTI and a fever.", day);
  return result == UTI_OK ? written(uti_write_episode_json(s->reader, s->episode, &length), answer, room) : result;
}

/* Nothing but warnings: the first thing that is written of the report. */
static uti_result warned_episode(session *s, char *answer, size_t room) {
  uti_result result = begin_episode(s);
  size_t length = 0;
  uti_facts_clear(s->facts);
  size_t temperature = (size_t)uti_fact_find(uti_knowledge_builtin(), slice("temp_f"));
  for (int i = 0; i < 4 && result == UTI_OK; i++) result = uti_facts_set_text(s->facts, temperature, slice("hot"));
  if (result == UTI_OK) result = add_report(s, "", day);
  return result == UTI_OK ? written(uti_write_episode_json(s->reader, s->episode, &length), answer, room) : result;
}

/* Written after each report, so that the newest is put where it belongs. */
static uti_result growing_episode(session *s, char *answer, size_t room) {
  uti_result result = begin_episode(s);
  size_t length = 0;
  const char *json_text = "";
  for (int i = 0; i < 34 && result == UTI_OK; i++) {
    result = add_report(s, "UTI.", (i % 3) * day);
    if (result == UTI_OK && i % 16 == 15) json_text = uti_write_episode_json(s->reader, s->episode, &length);
    if (json_text == NULL) result = UTI_NO_MEMORY;
  }
  if (result == UTI_OK) snprintf(answer, room, "%zu", length);
  return result;
}

/* ---- Each with each of its allocations failing ---- */

static const struct {
  const char *name;
  call *call;
} calls[] = {
  {"uti_facts_set_json", set_facts},       {"uti_facts_set_text", set_text},         {"uti_assess", level},
  {"uti_phrase_context", context},         {"uti_score_explain", scores},            {"uti_write_reasons", reasons},
  {"uti_write_findings_json", findings},   {"uti_write_rules_json", rules},          {"uti_write_warnings_json", warnings},
  {"uti_write_explanation_json", explanation}, {"uti_write_highlight", highlight},   {"uti_episode_add", episode},
  {"uti_assess with facts that failed", level_in_spite}, {"uti_assess with questions", questions},
  {"uti_assess of boxes", boxes}, {"uti_write_episode_json of reports that came in any order", unordered_episode},
  {"uti_assess of many words", many_words},
  {"uti_episode_add of warnings alone", warned_episode}, {"uti_episode_add, and written in between", growing_episode},
};

enum { ANSWER = 65536 };

/* 0: the allocation was never asked for; 1: it failed, and all was well; 2: wrong. */
static int fail_once(call *under_test, long fail_at, const char *usual) {
  static char answer[ANSWER];
  counting c = {fail_at, 0};
  session s = {.allocator = {counting_resize, &c}};
  uti_result result = make(&s);
  int verdict = 1;
  if (result == UTI_OK) {
    result = under_test(&s, answer, sizeof answer);
    if (result == UTI_OK && strcmp(answer, usual) != 0) verdict = 2;
    if (result != UTI_OK && result != UTI_NO_MEMORY) verdict = 2;
    if (result == UTI_NO_MEMORY && !counting_has_failed(&c, fail_at)) verdict = 2;
    if (!counting_has_failed(&c, fail_at)) verdict = verdict == 2 ? 2 : 0;
    c.countdown = -1;
    if (under_test(&s, answer, sizeof answer) != UTI_OK || strcmp(answer, usual) != 0) verdict = 2;
  } else if (result != UTI_NO_MEMORY || !counting_has_failed(&c, fail_at)) {
    verdict = 2;
  }
  unmake(&s);
  return c.live != 0 ? 2 : verdict;
}

int main(void) {
  static char usual[ANSWER];
  const size_t count = sizeof calls / sizeof *calls;
  int failed = 0;
  for (size_t i = 0; i < count; i++) {
    counting c = {-1, 0};
    session s = {.allocator = {counting_resize, &c}};
    int verdict = make(&s) == UTI_OK && calls[i].call(&s, usual, sizeof usual) == UTI_OK ? 1 : 2;
    unmake(&s);
    long fail_at = 0;
    for (; verdict == 1 && fail_at < 100000; fail_at++) verdict = fail_once(calls[i].call, fail_at, usual);
    failed += verdict != 0;
    printf("%s %zu - %s, each of %ld allocations failing\n", verdict == 0 ? "ok" : "not ok", i + 1, calls[i].name, fail_at - 1);
  }
  for (findings_before = 11; findings_before < 17; findings_before++) {
    counting c = {-1, 0};
    session s = {.allocator = {counting_resize, &c}};
    int verdict = make(&s) == UTI_OK && level_of_many(&s, usual, sizeof usual) == UTI_OK ? 1 : 2;
    unmake(&s);
    for (long fail_at = 0; verdict == 1 && fail_at < 100000; fail_at++) verdict = fail_once(level_of_many, fail_at, usual);
    failed += verdict != 0;
    printf("%s %zu - uti_assess, %d findings before that of a number\n", verdict == 0 ? "ok" : "not ok", count + (size_t)findings_before - 10, findings_before);
  }
  printf("1..%zu\n", count + 6);
  return failed != 0;
}
