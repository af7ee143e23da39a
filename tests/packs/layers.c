/* layers.c - packs over a base that is made here, for what the built-in one does not
** have: a row that stands there twice, a table that is empty. Prints TAP. */
#include <stdio.h>
#include <string.h>

#include "core/pack.h"

#define SOURCES "source\ttitle\tcitation\tyear\tbasis\ns\tInvented\t\t2003\tarticle\n"

typedef struct file {
  uti_table table;
  const char *text;
} file;

/* NULL with the mistakes in `said`. */
static uti_knowledge *made_of(const uti_knowledge *base, const file *files, size_t count, char *said, size_t room) {
  uti_slice texts[UTI_TABLE_COUNT] = {{NULL, 0}};
  uti_knowledge *made = NULL;
  uti_text mistakes;
  uti_text_init(&mistakes, &uti_default_allocator);
  for (size_t i = 0; i < count; i++) texts[files[i].table] = (uti_slice){files[i].text, strlen(files[i].text)};
  uti_pack_compile(&uti_default_allocator, base, texts, &made, &mistakes);
  const char *lines = uti_text_finish(&mistakes, NULL);
  snprintf(said, room, "%s", lines == NULL ? "" : lines);
  uti_text_free(&mistakes);
  return made;
}

static int number;

static int verdict(const char *title, bool good, const char *said) {
  printf("%s %d - %s\n", good ? "ok" : "not ok", ++number, title);
  if (!good) printf("# %s", said);
  return !good;
}

#define MADE(base, files) made_of(base, files, sizeof files / sizeof *files, said, sizeof said)

/* A pack's row takes the place of both, and stands there once. */
static int row_twice(void) {
  static const file below[] = {{UTI_TABLE_SOURCES, SOURCES},
                               {UTI_TABLE_CONCEPTS, "concept\tlabel\tsource\nblick\ta blick\ts\n"},
                               {UTI_TABLE_PHRASES, "concept\tpattern\tqualifier\tsource\nblick\tzorb\tmild\ts\nblick\tzorb\tmild\ts\nblick\tzarb\t\ts\n"}};
  static const file above[] = {{UTI_TABLE_PHRASES, "concept\tpattern\tqualifier\tsource\nblick\tzorb\tsevere\ts\n"}};
  char said[1000];
  uti_knowledge *base = MADE(NULL, below);
  uti_knowledge *made = base == NULL ? NULL : MADE(base, above);
  bool good = made != NULL && uti_table_rows(base, UTI_TABLE_PHRASES) == 3 && uti_table_rows(made, UTI_TABLE_PHRASES) == 2 &&
              strcmp(uti_table_cell(made, UTI_TABLE_PHRASES, 0, 2), "severe") == 0 && strcmp(uti_table_cell(made, UTI_TABLE_PHRASES, 1, 1), "zarb") == 0;
  if (made != NULL) uti_pack_free(&uti_default_allocator, made);
  if (base != NULL) uti_pack_free(&uti_default_allocator, base);
  return verdict("a row that the base has twice is replaced by one", good, said);
}

static int item_first(void) {
  static const file files[] = {{UTI_TABLE_SOURCES, SOURCES},
                               {UTI_TABLE_SCORES, "score\tkind\titem\tcondition\tpoints\tlabel\tsource\nzorb\titem\ta\t\t1\tx\ts\n"}};
  char said[1000];
  uti_knowledge *made = MADE(NULL, files);
  bool good = made == NULL && strstr(said, "scores.tsv:2:1: score: wanted the score that the last sum or odds row declares, got \"zorb\"") != NULL;
  if (made != NULL) uti_pack_free(&uti_default_allocator, made);
  return verdict("an item where no score stands before it at all", good, said);
}

/* What is read as two facts is named after the two, not after one that it shares with another. */
static int readings(void) {
  static const file files[] = {
    {UTI_TABLE_SOURCES, SOURCES},
    {UTI_TABLE_CONCEPTS, "concept\tlabel\tsource\nblick\ta blick\ts\n"},
    {UTI_TABLE_PHRASES, "concept\tpattern\tsource\nblick\tzorb\ts\n"},
    {UTI_TABLE_FACTS, "fact\tlabel\tkind\tunit\tminimum\tmaximum\tseveral\treads_as\tsource\ntf\tf\tnumber\t°F\t90\t110\thighest\t\ts\n"
                      "tc\tc\tnumber\t°C\t30\t45\thighest\t\ts\nother\to\tnumber\t\t\t\thighest\ttf\ts\nt\tt\tnumber\t\t\t\thighest\ttf|tc\ts\n"},
    {UTI_TABLE_SCORES, "score\tkind\titem\tcondition\tpoints\tlabel\tsource\nhot\tsum\t\t\t\tHot\ts\nhot\titem\ta\tcelsius(t) > 38\t1\tx\ts\nhot\treading\t\t\t\tx\ts\n"}};
  char said[1000];
  uti_knowledge *made = MADE(NULL, files);
  uti_reader *reader = made == NULL ? NULL : uti_reader_new(made, NULL);
  uti_assessment a;
  uti_score score = {0};
  bool good = reader != NULL && uti_assess(reader, (uti_slice){"zorb", 4}, NULL, &a) == UTI_OK && uti_score_explain(reader, 0, &score) == UTI_OK &&
              strcmp(score.total.missing, "t") == 0;
  if (reader != NULL) uti_reader_free(reader);
  if (made != NULL) uti_pack_free(&uti_default_allocator, made);
  return verdict("a temperature of two units is missing under its own name", good, said);
}

/* So many classes, each the place of one wording; NULL where they are too many. */
static uti_knowledge *with_places(unsigned count, char *said, size_t room) {
  static char words[40000], phrases[40000];
  size_t w = (size_t)snprintf(words, sizeof words, "class\tmembers\n");
  size_t p = (size_t)snprintf(phrases, sizeof phrases, "concept\tpattern\tvalue\tsource\n");
  for (unsigned i = 0; i < count; i++) {
    char name[3] = {(char)('a' + i / 26), (char)('a' + i % 26), 0};
    w += (size_t)snprintf(words + w, sizeof words - w, "@p%s\tplace%s\n", name, name);
    p += (size_t)snprintf(phrases + p, sizeof phrases - p, "blick\tzorb%s\tnear:@p%s\ts\n", name, name);
  }
  const file files[] = {{UTI_TABLE_SOURCES, SOURCES}, {UTI_TABLE_CONCEPTS, "concept\tlabel\tsource\nblick\ta blick\ts\n"},
                        {UTI_TABLE_WORDS, words}, {UTI_TABLE_PHRASES, phrases}};
  return made_of(NULL, files, sizeof files / sizeof *files, said, room);
}

/* Each place is a bit of each word: without a limit a pack of a few MB took GB of memory. */
static int places(void) {
  char said[1000];
  uti_knowledge *most = with_places(512, said, sizeof said);
  uti_reader *reader = most == NULL ? NULL : uti_reader_new(most, NULL);
  uti_assessment there = {0}, elsewhere = {0};
  bool told = reader != NULL && uti_assess(reader, (uti_slice){"zorbtr placetr", 14}, NULL, &there) == UTI_OK && there.finding_count == 1;
  told = told && uti_assess(reader, (uti_slice){"zorbtr placetq", 14}, NULL, &elsewhere) == UTI_OK && elsewhere.finding_count == 0;
  if (reader != NULL) uti_reader_free(reader);
  if (most != NULL) uti_pack_free(&uti_default_allocator, most);
  int failed = verdict("the last of 512 places is told from the one before", told, said);
  uti_knowledge *more = with_places(515, said, sizeof said);
  bool good = more == NULL && strcmp(said, "phrases.tsv:514:3: value: wanted at most 512 places in all, got \"@pts\"\n") == 0;
  if (more != NULL) uti_pack_free(&uti_default_allocator, more);
  return failed + verdict("a place more is refused, once", good, said);
}

int main(void) {
  int failed = row_twice() + item_first() + readings() + places();
  printf("1..%d\n", number);
  return failed != 0;
}
