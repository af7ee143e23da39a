/* properties.c - what holds for every text: offsets give back the words, the
** raising rules never lower a level, a score's interval holds, more threads change nothing, and the same
** text gives the same answer whatever was read before. Prints TAP. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "uti.h"

enum { TEXTS = 4096, THREADS = 4, ROUNDS = 6000 };
static char *texts[TEXTS];
static size_t lengths[TEXTS], text_count;
static int number;

static void report(const char *name, long wrong) {
  printf("%s %d - %s\n", wrong == 0 ? "ok" : "not ok", ++number, name);
  if (wrong != 0) printf("#   %ld times not so\n", wrong);
}

static uint32_t next_random(uint32_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

/* The cases' texts, and pieces of them joined, cut and damaged. */
static void read_texts(int files, char **paths) {
  static char row[65536];
  for (int i = 0; i < files; i++) {
    FILE *file = fopen(paths[i], "r");
    while (file != NULL && fgets(row, sizeof row, file) != NULL && text_count < TEXTS / 2) {
      row[strcspn(row, "\t\n")] = 0;
      if (row[0] == '#' || row[0] == 0) continue;
      lengths[text_count] = strlen(row);
      texts[text_count] = strdup(row);
      text_count++;
    }
    if (file != NULL) fclose(file);
  }
  size_t base = text_count;
  uint32_t state = 20261122;
  while (base > 0 && text_count < TEXTS) {
    size_t a = next_random(&state) % base, b = next_random(&state) % base;
    size_t length = lengths[a] + lengths[b] + 2;
    char *text = malloc(length + 1);
    snprintf(text, length + 1, "%s\n%s", texts[a], texts[b]);
    length = lengths[a] + lengths[b] + 1;
    for (uint32_t k = next_random(&state) % 6; k > 0 && length > 0; k--)
      text[next_random(&state) % length] = (char)(next_random(&state) % 255 + 1);
    texts[text_count] = text;
    lengths[text_count++] = length;
  }
}

static uti_slice text_at(size_t i) { return (uti_slice){texts[i], lengths[i]}; }

/* substr(report, start, length) as SQLite counts, in bytes. */
static size_t skip_characters(uti_slice text, size_t from, size_t characters) {
  while (characters-- > 0 && from < text.length) {
    unsigned char lead = (unsigned char)text.bytes[from++];
    while (lead >= 0xc0 && from < text.length && ((unsigned char)text.bytes[from] & 0xc0) == 0x80) from++;
  }
  return from;
}

static void offsets_give_back_the_words(uti_reader *reader) {
  long wrong = 0;
  for (size_t i = 0; i < text_count; i++) {
    uti_assessment a;
    if (uti_assess(reader, text_at(i), NULL, &a) != UTI_OK) continue;
    for (size_t f = 0; f < a.finding_count; f++) {
      const uti_finding *finding = &a.findings[f];
      if (finding->length == 0) continue;
      size_t start = skip_characters(text_at(i), 0, finding->start_character - 1);
      size_t end = skip_characters(text_at(i), start, finding->characters);
      if (start != finding->start || end - start != finding->length || end > lengths[i]) wrong++;
    }
  }
  report("character offsets and byte offsets name the same words", wrong);
}

static uti_level level_under(uti_reader *reader, uti_slice text, const uti_facts *facts, uti_rule_set set) {
  uti_assessment a;
  uti_reader_use(reader, set);
  return uti_assess(reader, text, facts, &a) == UTI_OK ? a.level : UTI_NOT_ASSESSABLE;
}

static void wider_sets_never_lower(uti_reader *reader, uti_facts *facts) {
  const uti_knowledge *k = uti_reader_knowledge(reader);
  long wrong = 0, age_sex = 0;
  uint32_t state = 7;
  int age = uti_fact_find(k, (uti_slice){"age", 3}), sex = uti_fact_find(k, (uti_slice){"sex", 3});
  for (int i = 0; i < ROUNDS; i++) {
    uti_facts_clear(facts);
    for (uint32_t n = next_random(&state) % 12; n > 0; n--)
      uti_facts_set_integer(facts, next_random(&state) % uti_fact_count(k), next_random(&state) % 140);
    uti_slice text = text_at(next_random(&state) % text_count);
    uti_level article = level_under(reader, text, facts, UTI_RULES_ARTICLE);
    uti_level core = level_under(reader, text, facts, UTI_RULES_CORE);
    uti_level full = level_under(reader, text, facts, UTI_RULES_FULL);
    if (article > core || core > full) wrong++;
    uti_facts_clear(facts);
    uti_level bare = level_under(reader, text, facts, UTI_RULES_FULL);
    uti_facts_set_integer(facts, (size_t)age, 30 + next_random(&state) % 60);
    uti_facts_set_text(facts, (size_t)sex, (uti_slice){"M", 1});
    if (level_under(reader, text, facts, UTI_RULES_ARTICLE) < level_under(reader, text, NULL, UTI_RULES_ARTICLE)) age_sex++;
    if (bare < UTI_NOT_ASSESSABLE) wrong++;
  }
  uti_reader_use(reader, UTI_RULES_FULL);
  report("a wider rule set never lowers a level, over random findings", wrong);
  report("a fact of age or sex never lowers an article level", age_sex);
}

/* Facts that may widen a score: one that chooses another scale, and a clot now,
** which takes the place of one before in the status of its concept. */
static int widens(const uti_knowledge *k, size_t fact) {
  return strcmp(uti_fact_name(k, fact), "spo2_scale2") == 0 || strcmp(uti_fact_name(k, fact), "dvt") == 0;
}

static double width_of(const uti_score_item *item) { return item->known ? item->highest - item->lowest : -1; }

/* The widths of all scores; counts the items whose ends are the wrong way round.
** Where text and facts disagree, *disagree says so. */
static long read_widths(uti_reader *reader, uti_slice text, const uti_facts *facts, double *widths, bool *disagree) {
  const uti_knowledge *k = uti_reader_knowledge(reader);
  uti_assessment a;
  long wrong = 0;
  if (uti_assess(reader, text, facts, &a) != UTI_OK) return 1;
  for (size_t i = 0; i < a.warning_count; i++) *disagree = *disagree || strstr(a.warnings[i], "disagree") != NULL;
  for (size_t s = 0; s < uti_score_count(k); s++) {
    uti_score score;
    if (uti_score_explain(reader, s, &score) != UTI_OK) return 1;
    widths[s] = width_of(&score.total);
    if (score.total.known && widths[s] < 0) wrong++;
    if (score.total.known == (strncmp(score.total.population, "outside", 7) == 0)) wrong++;
    for (size_t i = 0; i < score.item_count; i++) {
      bool open = width_of(&score.items[i]) > 0;
      if (width_of(&score.items[i]) < 0 || open == (score.items[i].missing[0] == 0)) wrong++;
      if (open != (score.items[i].decided_by[0] == 0)) wrong++;
    }
  }
  return wrong;
}

static void scores_are_intervals(uti_reader *reader, uti_facts *facts) {
  enum { SCORES = 16 };
  const uti_knowledge *k = uti_reader_knowledge(reader);
  double before[SCORES], after[SCORES];
  long wrong = 0, wider = 0;
  uint32_t state = 11;
  for (int i = 0; i < ROUNDS && uti_score_count(k) <= SCORES; i++) {
    uti_facts_clear(facts);
    size_t fact = next_random(&state) % uti_fact_count(k);
    for (uint32_t n = next_random(&state) % 12; n > 0; n--) {
      size_t other = next_random(&state) % uti_fact_count(k);
      if (other != fact) uti_facts_set_integer(facts, other, next_random(&state) % 140);
    }
    uti_slice text = text_at(next_random(&state) % text_count);
    bool disagree = false;
    wrong += read_widths(reader, text, facts, before, &disagree);
    uti_facts_set_integer(facts, fact, next_random(&state) % 140);
    wrong += read_widths(reader, text, facts, after, &disagree);
    for (size_t s = 0; s < uti_score_count(k) && !widens(k, fact) && !disagree; s++)
      if (before[s] >= 0 && after[s] > before[s] + 1e-9) wider++;
  }
  report("no score is lower at its highest than at its lowest, and each open item names what is missing", wrong);
  report("one more fact that contradicts nothing never widens a score", wider);
}

static uint64_t hash_of(uti_reader *reader, size_t i) {
  uti_assessment a;
  size_t length = 0;
  if (uti_assess(reader, text_at(i), NULL, &a) != UTI_OK) return 0;
  const char *json = uti_write_explanation_json(reader, &a, text_at(i), &length);
  uint64_t hash = 14695981039346656037u;
  for (size_t c = 0; c < length; c++) hash = (hash ^ (unsigned char)json[c]) * 1099511628211u;
  return hash;
}

static uint64_t expected[TEXTS];

static void *read_all(void *wrong) {
  uti_reader *reader = uti_reader_new(uti_knowledge_builtin(), NULL);
  for (size_t i = text_count; i-- > 0;)
    if (hash_of(reader, i) != expected[i]) ++*(long *)wrong;
  uti_reader_free(reader);
  return NULL;
}

static void threads_change_nothing(uti_reader *reader) {
  pthread_t threads[THREADS];
  long wrong[THREADS] = {0}, all = 0;
  for (size_t i = 0; i < text_count; i++) expected[i] = hash_of(reader, i);
  for (int t = 0; t < THREADS; t++) pthread_create(&threads[t], NULL, read_all, &wrong[t]);
  for (int t = 0; t < THREADS; t++) {
    pthread_join(threads[t], NULL);
    all += wrong[t];
  }
  report("four threads, in another order, give the same answers", all);
}

static void highlight_keeps_the_text(uti_reader *reader) {
  long wrong = 0;
  for (size_t i = 0; i < text_count; i++) {
    uti_assessment a;
    size_t length = 0;
    if (uti_assess(reader, text_at(i), NULL, &a) != UTI_OK) continue;
    uti_slice nothing = {"", 0};
    const char *text = uti_write_highlight(reader, &a, text_at(i), nothing, nothing, -1, &length);
    if (length != lengths[i] || memcmp(text, texts[i], length) != 0) wrong++;
  }
  report("highlighting with empty marks gives back the report", wrong);
}

static size_t encode(uint32_t c, char *out) {
  size_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
  for (size_t i = more; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3f));
  out[0] = (char)(lead[more] | c);
  return more + 1;
}

enum { SECONDS_AT_MOST = 300 };

/* Every character at the beginning, twice, between letters, between numbers and at the
** end: an end is reached. A hang is ended by alarm(). */
static void every_character_is_read(uti_reader *reader) {
  long wrong = 0;
  alarm(SECONDS_AT_MOST);
  for (uint32_t c = 1; c <= 0x10ffff; c += c < 0x10000 ? 1 : 101) {
    if (c >= 0xd800 && c < 0xe000) continue;
    char one[4], text[64];
    size_t used = encode(c, one), length = 0;
    const char *const around[] = {"", "", "a", "3", "4 ", "\nshaking chills\n", ""};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
      length += (size_t)sprintf(text + length, "%s", around[i]);
      if (i + 1 < sizeof around / sizeof *around) memcpy(text + length, one, used), length += used;
    }
    uti_assessment a;
    if (uti_assess(reader, (uti_slice){text, length}, NULL, &a) != UTI_OK) wrong++;
  }
  alarm(0);
  report("every character is read to the end", wrong);
}

/* Processor time for so many bytes of a piece, and a tail; -1: not read. */
static double time_of(uti_reader *reader, const char *piece, const char *tail, size_t bytes) {
  size_t length = bytes / strlen(piece) * strlen(piece);
  char *text = malloc(length + strlen(tail));
  uti_assessment a;
  for (size_t i = 0; i < length; i += strlen(piece)) memcpy(text + i, piece, strlen(piece));
  memcpy(text + length, tail, strlen(tail));
  length += strlen(tail);
  clock_t begun = clock();
  uti_result result = uti_assess(reader, (uti_slice){text, length}, NULL, &a);
  free(text);
  return result == UTI_OK ? (double)(clock() - begun) / CLOCKS_PER_SEC : -1;
}

static bool linear(const char *what, double small, double large) {
  bool good = small >= 0 && large >= 0 && large < 24 * (small > 0.005 ? small : 0.005);
  if (!good) printf("# %s: %.3f s, eight times as much %.3f s\n", what, small, large);
  return good;
}

/* Whoever writes the reports does not choose how long they take: eight times the bytes of one
** sentence take eight times as long, not sixty-four. */
static void long_texts_are_linear(uti_reader *reader) {
  static const char *const pieces[] = {"leg ", "no ", "pee burns ", "a", "fever, ", "if ", "chills gone ", "fever last week ", "UTI? no ",
                                       "my mother had chills ", "possible UTI, ", "chills came back ", "other than chills all gone ", "history of UTI ",
                                       "fever/nil/", "family: T 39.5, the man said "};
  long wrong = 0;
  for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
    double small = time_of(reader, pieces[p], "", 50000), large = time_of(reader, pieces[p], "", 400000);
    wrong += !linear(pieces[p], small, large);
  }
  static const char child[] = "my son had a fever, ", self[] = "i have it now";   /* each time the writer is looked for */
  wrong += !linear(child, time_of(reader, child, self, 50000), time_of(reader, child, self, 400000));
  report("400,000 bytes of one sentence are read in eight times the time of 50,000", wrong);
}

/* Words of a text of three, with a blank before and after each. */
static void write_words(char *out, uint32_t count, uint32_t *state) {
  static const char *const words[] = {"leg ", "zorbquist ", "7 "};
  strcpy(out, " ");
  for (uint32_t i = 0; i < count; i++) strcat(out, words[next_random(state) % 3]);
}

/* Whatever of itself a phrase holds, it is found where it stands, and nowhere else. */
static void phrases_are_found(uti_reader *reader) {
  long wrong = 0;
  uint32_t state = 31;
  for (int i = 0; i < ROUNDS; i++) {
    char text[256], phrase[256];
    write_words(text, next_random(&state) % 20, &state);
    write_words(phrase, 1 + next_random(&state) % 6, &state);
    uti_status status;
    uti_result result = uti_phrase_context(reader, (uti_slice){text, strlen(text)}, (uti_slice){phrase, strlen(phrase)}, &status);
    if (result != UTI_OK || (status != UTI_NOT_MENTIONED) != (strstr(text, phrase) != NULL)) wrong++;
  }
  report("a phrase is found where it stands, and nowhere else", wrong);
}

/* Processor time to look in "a a a a ..." for a phrase of half its length that is not there. */
static double time_of_phrase(uti_reader *reader, size_t bytes) {
  char *text = malloc(bytes), *phrase = malloc(bytes / 2 + 1);
  for (size_t i = 0; i < bytes; i++) text[i] = i % 2 == 0 ? 'a' : ' ';
  memcpy(phrase, text, bytes / 2);
  phrase[bytes / 2] = 'b';
  uti_status status;
  clock_t begun = clock();
  uti_result result = uti_phrase_context(reader, (uti_slice){text, bytes}, (uti_slice){phrase, bytes / 2 + 1}, &status);
  free(text);
  free(phrase);
  return result == UTI_OK && status == UTI_NOT_MENTIONED ? (double)(clock() - begun) / CLOCKS_PER_SEC : -1;
}

/* Processor time to explain so many reports, of which the last one shows something new. */
static double time_of_episode(uti_reader *reader, int reports) {
  static const char before[] = "UTI with dysuria", last[] = "UTI, rigors, temp 104, confusion, flank pain";
  uti_episode *episode = uti_episode_new(NULL, true);
  bool good = episode != NULL;
  for (int i = 0; i < reports && good; i++) {
    uti_slice text = i + 1 < reports ? (uti_slice){before, sizeof before - 1} : (uti_slice){last, sizeof last - 1};
    uti_assessment a;
    good = uti_assess(reader, text, NULL, &a) == UTI_OK &&
           uti_episode_add(episode, reader, &a, INT64_C(210866760000000) + i * INT64_C(3600000)) == UTI_OK;
  }
  size_t length = 0;
  clock_t begun = clock();
  good = good && uti_write_episode_json(reader, episode, &length) != NULL;
  double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
  uti_episode_free(episode);
  return good ? seconds : -1;
}

static void long_phrases_and_episodes_are_linear(uti_reader *reader) {
  report("a phrase of half the text is looked for in linear time",
         !linear("a phrase", time_of_phrase(reader, 50000), time_of_phrase(reader, 400000)));
  report("an episode of eight times the reports is explained in eight times the time",
         !linear("an episode", time_of_episode(reader, 5000), time_of_episode(reader, 40000)));
}

/* How much is written of a list of findings that one cue decides, in which a word of half the text stands. */
static size_t written_of(uti_reader *reader, size_t bytes) {
  static const char head[] = "took it, not on ", middle[] = " any longer\n\nSide effects: ", item[] = "fever, ";
  char *text = malloc(bytes + sizeof head + sizeof middle + sizeof item);
  size_t length = (size_t)sprintf(text, "%s", head), written = 0;
  memset(text + length, 'z', bytes / 2);
  length += bytes / 2;
  length += (size_t)sprintf(text + length, "%s", middle);
  while (length < bytes) length += (size_t)sprintf(text + length, "%s", item);
  uti_assessment a;
  uti_slice whole = {text, length};
  if (uti_assess(reader, whole, NULL, &a) != UTI_OK || uti_write_findings_json(reader, &a, whole, &written) == NULL) written = 0;
  free(text);
  return written;
}

static void what_is_written_grows_with_the_text(uti_reader *reader) {
  size_t small = written_of(reader, 10000), large = written_of(reader, 80000);
  if (large > 10 * small) printf("# of 10,000 bytes %zu are written, of 80,000 %zu\n", small, large);
  report("of eight times the text eight times as much is written, also where a cue spans half of it", small == 0 || large > 10 * small);
}

int main(int argc, char **argv) {
  uti_reader *reader = uti_reader_new(uti_knowledge_builtin(), NULL);
  uti_facts *facts = uti_facts_new(uti_knowledge_builtin(), NULL);
  read_texts(argc - 1, argv + 1);
  if (reader == NULL || facts == NULL || text_count == 0) return 1;
  offsets_give_back_the_words(reader);
  wider_sets_never_lower(reader, facts);
  scores_are_intervals(reader, facts);
  threads_change_nothing(reader);
  highlight_keeps_the_text(reader);
  long_texts_are_linear(reader);
  phrases_are_found(reader);
  long_phrases_and_episodes_are_linear(reader);
  what_is_written_grows_with_the_text(reader);
  every_character_is_read(reader);
  for (size_t i = 0; i < text_count; i++) free(texts[i]);
  uti_facts_free(facts);
  uti_reader_free(reader);
  printf("1..%d\n", number);
  return 0;
}
