/* bench.c - the ratios of `make bench` that need nothing but SQLite.
**
**   bench CORPUS.db FOLDER ROUNDS    measures; FOLDER takes the packs it makes
**   bench --count CORPUS.db ROWS     only assesses, for callgrind
**
** CORPUS.db holds reports(report). Each line of the output is what history.tsv
** keeps: a name, the goal, what was reached. Rounds are interleaved and medians
** taken, so that a machine that slows down slows all down. */
#define _POSIX_C_SOURCE 200809L
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "packs.h"
#include "sqlite/entry.h"
#include "uti.h"
#include "uti_pack.h"

enum { TEXTS = 20000, ROUNDS_AT_MOST = 51, LIKES = 300, LIKE_PART = 50, HOSTILE = 50, HOSTILE_BYTES = 2000 };

/* Time of the processor, which other programs on the machine take none of. */
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fail(const char *what) {
  fprintf(stderr, "bench: %s\n", what);
  exit(1);
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *times, int count) {
  qsort(times, (size_t)count, sizeof *times, compare);
  return times[count / 2];
}

static void row(const char *name, const char *goal, double reached) { printf("%s\t%s\t%.4g\n", name, goal, reached); }

/* ---- The corpus ---- */

static sqlite3 *db;
static uti_slice texts[TEXTS];
static size_t text_count, text_bytes;

static void readall(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  const char *bytes = (const char *)sqlite3_value_text(values[0]);
  int length = sqlite3_value_bytes(values[0]), at = 0;
  uint64_t all = 0, word = 0;
  for (; at + 8 <= length; at += 8) {
    memcpy(&word, bytes + at, 8);
    all ^= word;
  }
  word = 0;
  if (at < length) memcpy(&word, bytes + at, (size_t)(length - at));
  sqlite3_result_int64(context, (sqlite3_int64)(all ^ word) & 0xffff);
}

static void run(const char *sql) {
  char *message = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) fail(message);
}

static void open_corpus(const char *path, int rows) {
  sqlite3_auto_extension((void (*)(void))sqlite3_uti_init);
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) fail("no database");
  if (sqlite3_create_function(db, "readall", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, readall, NULL, NULL) != SQLITE_OK)
    fail("no readall()");
  char sql[4400];
  snprintf(sql, sizeof sql, "ATTACH '%s' AS corpus; CREATE TABLE reports AS SELECT report FROM corpus.reports LIMIT %d;", path, rows);
  run(sql);
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(db, "SELECT report FROM reports", -1, &statement, NULL) != SQLITE_OK) fail("no reports");
  while (text_count < TEXTS && sqlite3_step(statement) == SQLITE_ROW) {
    size_t length = (size_t)sqlite3_column_bytes(statement, 0);
    char *bytes = malloc(length + 1);
    if (bytes == NULL) fail("no memory");
    memcpy(bytes, sqlite3_column_text(statement, 0), length + 1);
    texts[text_count++] = (uti_slice){bytes, length};
    text_bytes += length;
  }
  sqlite3_finalize(statement);
  if (text_count == 0) fail("the corpus is empty");
}

/* ---- In SQL ---- */

typedef struct measure {
  const char *sql;
  double times[ROUNDS_AT_MOST], taken;
} measure;

static double time_sql(const char *sql) {
  double start = now();
  run(sql);
  return now() - start;
}

/* 300 phrases of the knowledge that are plain words. */
static char *like_query(void) {
  const uti_knowledge *k = uti_knowledge_builtin();
  char *sql = malloc(LIKES * 100 + 200);
  if (sql == NULL) fail("no memory");
  size_t at = (size_t)sprintf(sql, "SELECT sum(0");
  int used = 0;
  for (size_t i = 0; i < uti_table_rows(k, UTI_TABLE_PHRASES) && used < LIKES; i++) {
    const char *pattern = uti_table_cell(k, UTI_TABLE_PHRASES, i, 1);
    if (strspn(pattern, "abcdefghijklmnopqrstuvwxyz ") != strlen(pattern) || strlen(pattern) > 60) continue;
    at += (size_t)sprintf(sql + at, "+(report LIKE '%%%s%%')", pattern);
    used++;
  }
  if (used < LIKES) fail("too few plain phrases");
  sprintf(sql + at, ") FROM reports WHERE rowid %% %d = 0", LIKE_PART);
  return sql;
}

static void measure_sql(int rounds) {
  enum { READ, URGENCY, THREE, EXPLAIN, LIKE, MEASURES };
  measure all[MEASURES] = {
      {"SELECT sum(readall(report)) FROM reports", {0}, 0},
      {"SELECT count(uti_urgency(report)) FROM reports", {0}, 0},
      {"SELECT count(uti_urgency(report)), count(cramp_mechanism(report)), count(uti_reasons(report)) FROM reports", {0}, 0},
      {"SELECT count(uti_explain(report)) FROM reports", {0}, 0},
      {like_query(), {0}, 0}};
  for (int m = 0; m < LIKE; m++) time_sql(all[m].sql);
  for (int r = 0; r < rounds; r++)
    for (int m = 0; m < MEASURES; m++) all[m].times[r] = time_sql(all[m].sql);
  for (int m = 0; m < MEASURES; m++) all[m].taken = median(all[m].times, rounds);
  double rows = (double)sqlite3_total_changes64(db);
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(db, "SELECT count(*) FROM reports", -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
    rows = (double)sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  row("R, ns a report", "", all[READ].taken / rows * 1e9);
  row("uti_urgency, ns a report", "", all[URGENCY].taken / rows * 1e9);
  row("1 uti_urgency / R", "<= 5", all[URGENCY].taken / all[READ].taken);
  row("3 300 LIKE / uti_urgency", ">= 70", all[LIKE].taken * LIKE_PART / all[URGENCY].taken);
  row("4 urgency, mechanism and reasons / urgency", "<= 1.3", all[THREE].taken / all[URGENCY].taken);
  row("8 uti_explain / uti_urgency", "<= 1.5", all[EXPLAIN].taken / all[URGENCY].taken);
}

/* ---- In the core ---- */

static double assess_all(uti_reader *reader, const uti_slice *some, size_t count) {
  uti_assessment assessment;
  double start = now();
  for (size_t i = 0; i < count; i++)
    if (uti_assess_level(reader, some[i], NULL, &assessment) != UTI_OK) fail("no memory");
  return now() - start;
}

static void measure_packs(const char *folder, int rounds) {
  static const int sizes[] = {300, 1000, 10000};
  double assessed[3][ROUNDS_AT_MOST], loaded[3][ROUNDS_AT_MOST];
  uti_reader *readers[3];
  char path[3][4096];
  for (int p = 0; p < 3; p++) {
    snprintf(path[p], sizeof path[p], "%s/pack-%d", folder, sizes[p]);
    if (!make_pack(path[p], sizes[p], texts, text_count)) fail("no pack was written");
  }
  for (int p = 0; p < 3; p++)
    for (int r = 0; r < rounds; r++) {
      const uti_knowledge *made;
      uti_mistakes mistakes;
      double start = now();
      if (uti_pack_read(path[p], NULL, &made, &mistakes) != UTI_OK) fail(mistakes.lines != NULL ? mistakes.lines : "no memory");
      loaded[p][r] = now() - start;
      if (r == 0) readers[p] = uti_reader_new(made, NULL);
      else uti_knowledge_free(made, NULL);
    }
  for (int p = 0; p < 3; p++) assess_all(readers[p], texts, text_count);
  for (int r = 0; r < rounds; r++)
    for (int p = 0; p < 3; p++) assessed[p][r] = assess_all(readers[p], texts, text_count);
  double few = median(assessed[0], rounds);
  row("5 1,000 / 300 phrases", "<= 1.25", median(assessed[1], rounds) / few);
  row("5 10,000 / 300 phrases", "<= 1.8", median(assessed[2], rounds) / few);
  row("7 loading 1,000 phrases, ms", "<= 2", median(loaded[1], rounds) * 1e3);
  row("7 loading 10,000 phrases, ms", "<= 15", median(loaded[2], rounds) * 1e3);
  for (int p = 0; p < 3; p++) {
    const uti_knowledge *knowledge = uti_reader_knowledge(readers[p]);
    uti_reader_free(readers[p]);
    uti_knowledge_free(knowledge, NULL);
  }
}

static uint32_t state = 1;

static uint32_t below(uint32_t limit) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state % limit;
}

/* Texts that ask for much: one piece again and again, words of phrases in any
** order, misspelled words, bytes that are no text. */
static uti_slice hostile_text(int kind) {
  static const char *const pieces[] = {"a", "no ", "no fever ", "leg pain ", "3 ", "- ", "?", "fever, ", "the ", "\xff", "severe pain in my left leg and ",
                                       "burning when i pee ", "if ", "101.4 ", "pain: no, ", "*", ": -a ", "fever- ", "[x] "};
  enum { PIECES = sizeof pieces / sizeof *pieces };
  char *bytes = malloc(HOSTILE_BYTES + 128);
  const uti_knowledge *k = uti_knowledge_builtin();
  size_t length = 0;
  if (bytes == NULL) fail("no memory");
  while (length < HOSTILE_BYTES) {
    char word[64];
    const char *pattern = uti_table_cell(k, UTI_TABLE_PHRASES, below((uint32_t)uti_table_rows(k, UTI_TABLE_PHRASES)), 1);
    size_t skipped = strcspn(pattern, "abcdefghijklmnopqrstuvwxyz"), letters = strspn(pattern + skipped, "abcdefghijklmnopqrstuvwxyz");
    snprintf(word, sizeof word, "%.*s ", (int)(letters < 40 ? letters : 40), pattern + skipped);
    if (kind < PIECES) length += (size_t)sprintf(bytes + length, "%s", pieces[kind]);
    else if (kind == PIECES) length += (size_t)sprintf(bytes + length, "%s", word);
    else if (kind == PIECES + 1 && letters > 4) word[1 + below((uint32_t)letters - 2)] = (char)('a' + below(26)), length += (size_t)sprintf(bytes + length, "%s", word);
    else bytes[length++] = (char)(kind == PIECES + 1 ? ' ' : 1 + below(255));
  }
  return (uti_slice){bytes, HOSTILE_BYTES};
}

enum { KINDS = 22 };

static void measure_hostile(int rounds) {
  uti_reader *reader = uti_reader_new(uti_knowledge_builtin(), NULL);
  static uti_slice hostile[KINDS][HOSTILE];
  double taken[KINDS + 1][ROUNDS_AT_MOST];
  if (reader == NULL) fail("no memory");
  for (int kind = 0; kind < KINDS; kind++)
    for (int i = 0; i < HOSTILE; i++) hostile[kind][i] = hostile_text(kind);
  assess_all(reader, texts, text_count);
  for (int r = 0; r < rounds; r++) {
    for (int kind = 0; kind < KINDS; kind++) taken[kind][r] = assess_all(reader, hostile[kind], HOSTILE) / (HOSTILE * HOSTILE_BYTES);
    taken[KINDS][r] = assess_all(reader, texts, text_count) / (double)text_bytes;
  }
  double usual = median(taken[KINDS], rounds), worst = 0;
  for (int kind = 0; kind < KINDS; kind++) {
    double one = median(taken[kind], rounds);
    if (getenv("BENCH_VERBOSE") != NULL) fprintf(stderr, "# hostile %d: %.2f\n", kind, one / usual);
    if (one > worst) worst = one;
  }
  row("6 a byte of the worst hostile text / of the corpus", "<= 3", worst / usual);
  for (int kind = 0; kind < KINDS; kind++)
    for (int i = 0; i < HOSTILE; i++) free((void *)(uintptr_t)hostile[kind][i].bytes);
  uti_reader_free(reader);
}

/* The corpus in one text of `length` bytes. */
static double time_long(uti_reader *reader, char *bytes, size_t length) {
  size_t at = 0;
  for (size_t i = 0; at + texts[i].length + 1 < length; i = (i + 1) % text_count) {
    memcpy(bytes + at, texts[i].bytes, texts[i].length);
    at += texts[i].length;
    bytes[at++] = '\n';
  }
  uti_slice one = {bytes, at};
  return assess_all(reader, &one, 1) / (double)at;
}

static void measure_long(void) {
  const size_t shorter = 100000, longer = 10000000;
  uti_reader *reader = uti_reader_new(uti_knowledge_builtin(), NULL);
  char *bytes = malloc(longer);
  if (reader == NULL || bytes == NULL) fail("no memory");
  time_long(reader, bytes, longer);
  double small[5], large = time_long(reader, bytes, longer);
  for (int i = 0; i < 5; i++) small[i] = time_long(reader, bytes, shorter);
  row("6 a byte of 10 MB / of 100 kB", "~ 1", large / median(small, 5));
  free(bytes);
  uti_reader_free(reader);
}

int main(int argc, char **argv) {
  if (argc == 4 && strcmp(argv[1], "--count") == 0) {
    open_corpus(argv[2], atoi(argv[3]));
    uti_reader *reader = uti_reader_new(uti_knowledge_builtin(), NULL);
    assess_all(reader, texts, text_count);
    uti_reader_free(reader);
    return 0;
  }
  if (argc != 4) fail("usage: bench CORPUS.db FOLDER ROUNDS | bench --count CORPUS.db ROWS");
  int rounds = atoi(argv[3]);
  if (rounds < 1 || rounds > ROUNDS_AT_MOST) fail("rounds are 1 to 51");
  open_corpus(argv[1], 1000000);
  measure_sql(rounds);
  measure_packs(argv[2], rounds);
  measure_hostile(rounds);
  measure_long();
  sqlite3_close(db);
  return 0;
}
