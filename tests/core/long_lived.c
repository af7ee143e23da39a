/* long_lived.c - what is held for long or at its ends: a reader that has read so much
** that it forgets what it has learnt answers as a new one does, also where memory runs
** out on the way; objects that are empty, missing or too large. Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../failing_allocator.h"

enum { WORDS = 20000, TEXT = 1 << 16, ANSWER = 1 << 18, EVERY = 97 };

static int number, failed;

static void check(const char *title, bool good) {
  number++;
  failed += !good;
  printf("%s %d - %s\n", good ? "ok" : "not ok", number, title);
}

static uti_slice slice(const char *text) { return (uti_slice){text, strlen(text)}; }

/* ---- Texts of the lexicon's words in any order ---- */

static char words[WORDS][24];
static uint32_t word_count, seed = 20261123;

static uint32_t chance(uint32_t below) {
  seed = seed * 1664525u + 1013904223u;
  return (uint32_t)((uint64_t)(seed >> 8) * below >> 24);
}

static void collect(uti_table table) {
  const uti_knowledge *k = uti_knowledge_builtin();
  for (size_t row = 0; row < uti_table_rows(k, table); row++)
    for (const char *at = uti_table_cell(k, table, row, 1); *at != 0;) {
      size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789");
      if (length > 0 && length < sizeof *words && word_count < WORDS) snprintf(words[word_count++], sizeof *words, "%.*s", (int)length, at);
      at += length > 0 ? length : 1;
    }
}

static uti_slice soup(char *text, size_t count) {
  static const char *const gaps[] = {" ", " ", " ", " ", " ", " ", ", ", ". ", "\n", " - "};
  size_t length = 0;
  for (size_t i = 0; i < count; i++) {
    /* numbers of every class, so that signs are many too */
    if (chance(9) == 0) length += (size_t)snprintf(text + length, TEXT - length, "%u.%u ", chance(400), chance(10));
    length += (size_t)snprintf(text + length, TEXT - length, "%s%s", words[chance(word_count)], gaps[chance(10)]);
  }
  return (uti_slice){text, length};
}

/* ---- Answers ---- */

static uti_result answer(uti_reader *reader, uti_slice text, char *out) {
  uti_assessment a;
  size_t length = 0;
  uti_result result = uti_assess(reader, text, NULL, &a);
  if (result != UTI_OK) return result;
  const char *json = uti_write_findings_json(reader, &a, text, &length);
  if (json == NULL) return UTI_NO_MEMORY;
  snprintf(out, ANSWER, "%d %zu %s", (int)a.level, length, json);
  return UTI_OK;
}

/* Whether the reader answers as one that has read nothing else. */
static bool as_new(uti_reader *reader, uti_slice text) {
  static char one[ANSWER], other[ANSWER];
  uti_reader *fresh = uti_reader_new(uti_knowledge_builtin(), NULL);
  bool same = fresh != NULL && answer(reader, text, one) == UTI_OK && answer(fresh, text, other) == UTI_OK && strcmp(one, other) == 0;
  uti_reader_free(fresh);
  return same;
}

/* fail: how many of the texts are read with an allocation that fails. */
static bool reads(int texts, bool failing) {
  static char text[TEXT], unused[ANSWER];
  counting c = {-1, 0};
  const uti_allocator allocator = {counting_resize, &c};
  uti_reader *reader = uti_reader_new(uti_knowledge_builtin(), &allocator);
  bool good = reader != NULL;
  for (int i = 0; i < texts && good; i++) {
    uti_slice soup_of_words = soup(text, 1000);
    if (failing) c.countdown = (long)chance(6);
    uti_result result = answer(reader, soup_of_words, unused);
    good = result == UTI_OK || (failing && result == UTI_NO_MEMORY && c.countdown < 0);
    c.countdown = -1;
    if (i % EVERY == EVERY - 1) good = good && as_new(reader, soup_of_words);
  }
  uti_reader_free(reader);
  return good && c.live == 0;
}

/* ---- Empty, missing, too large ---- */

static void check_ends(void) {
  const uti_knowledge *k = uti_knowledge_builtin();
  uti_reader *reader = uti_reader_new(k, NULL);
  uti_facts *facts = uti_facts_new(k, NULL);
  uti_episode *episode = uti_episode_new(NULL, false);
  uti_assessment a;
  uti_status status;
  uti_json_error error;
  uti_level level = UTI_EMERGENCY;
  size_t length = 0;
  const uti_slice large = {"", UTI_MAXIMUM_REPORT + 1};   /* its length alone is looked at */
  check("nothing to free is freed", (uti_reader_free(NULL), uti_facts_free(NULL), uti_episode_free(NULL), true));
  check("a report of more than 256 MB is refused", uti_assess(reader, large, NULL, &a) == UTI_TOO_BIG);
  check("a text of more than 256 MB is refused", uti_phrase_context(reader, large, slice("x"), &status) == UTI_TOO_BIG);
  check("a phrase of more than 256 MB is refused", uti_phrase_context(reader, slice("x"), large, &status) == UTI_TOO_BIG);
  check("facts of more than 1 GB are refused",
        uti_facts_set_json(facts, (uti_slice){"", (size_t)INT32_MAX}, &error) == UTI_BAD_JSON && strcmp(error.got, "too much text") == 0);
  int64_t time = 0;
  check("no text is no time", uti_time_from_text((uti_slice){NULL, 0}, &time) && time == UTI_NO_TIME);
  check("an episode without reports has no level", uti_episode_level(episode, reader, &level) == UTI_OK && level == UTI_NOT_ASSESSABLE);
  uti_episode_remove_oldest(episode);
  check("nothing is taken out of an episode without reports", uti_episode_level(episode, reader, &level) == UTI_OK && level == UTI_NOT_ASSESSABLE);
  check("an episode without reports is explained", uti_write_episode_json(reader, episode, &length) != NULL && length > 0);

  /* A window that moves on: the rows behind it are closed up, and none of them counts. */
  bool good = true;
  for (int i = 0; i < 200 && good; i++) {
    good = uti_assess(reader, slice(i == 0 ? "I have a UTI and shaking chills." : "I have a UTI."), NULL, &a) == UTI_OK &&
           uti_episode_add(episode, reader, &a, i * INT64_C(86400000)) == UTI_OK;
    if (i >= 3) uti_episode_remove_oldest(episode);
    if (i % 3 == 2) good = good && uti_episode_level(episode, reader, &level) == UTI_OK && level == (i < 3 ? UTI_URGENT : UTI_ROUTINE);
  }
  check("a window over 200 reports", good);
  for (int i = 0; i < 40; i++) uti_episode_remove_oldest(episode);
  check("a window that is left behind as a whole", uti_episode_level(episode, reader, &level) == UTI_OK && level == UTI_NOT_ASSESSABLE);
  uti_episode_free(episode);
  uti_facts_free(facts);
  uti_reader_free(reader);
}

int main(void) {
  collect(UTI_TABLE_PHRASES);
  collect(UTI_TABLE_CONTEXTS);
  check_ends();
  check("a reader that has read 700,000 words in any order answers as a new one", reads(700, false));
  check("so does one that memory was refused to on the way", reads(700, true));
  printf("1..%d\n", number);
  return failed != 0;
}
