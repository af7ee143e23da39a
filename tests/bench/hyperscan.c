/* hyperscan.c - row 2 of `make bench`: Hyperscan over the literal wordings of our
** phrases (literals.py) with the simplest denial, as a function in SQLite, beside
** uti_urgency.
**
**   hyperscan CORPUS.db LITERALS.tsv ROUNDS */
#define _POSIX_C_SOURCE 200809L
#include <ctype.h>
#include <hs/hs.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sqlite/entry.h"

enum { LITERALS_AT_MOST = 200000, ROUNDS_AT_MOST = 51, REACH = 60 };

static const char *const cues[] = {"no", "not", "denies", "denied", "without", "never", "don't", "dont", "doesn't", "negative for"};
enum { CUES = sizeof cues / sizeof *cues };

static char *literals[LITERALS_AT_MOST];
static size_t lengths[LITERALS_AT_MOST];
static unsigned flags[LITERALS_AT_MOST], ids[LITERALS_AT_MOST], count;
static hs_database_t *database;
static hs_scratch_t *scratch;

static void fail(const char *what) {
  fprintf(stderr, "hyperscan: %s\n", what);
  exit(1);
}

static void add(const char *literal) {
  if (count == LITERALS_AT_MOST || (literals[count] = strdup(literal)) == NULL) fail("too many literals");
  lengths[count] = strlen(literal);
  flags[count] = HS_FLAG_CASELESS;
  ids[count] = count;
  count++;
}

static void read_literals(const char *path) {
  char line[512];
  FILE *file = fopen(path, "r");
  if (file == NULL) fail("no literals");
  for (int i = 0; i < CUES; i++) add(cues[i]);
  while (fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = 0;
    add(strchr(line, '\t') + 1);
  }
  fclose(file);
  hs_compile_error_t *error;
  if (hs_compile_lit_multi((const char *const *)literals, flags, ids, lengths, count, HS_MODE_BLOCK, NULL, &database, &error) != HS_SUCCESS)
    fail(error->message);
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) fail("no memory");
}

typedef struct scan {
  const char *bytes;
  size_t length, cue_end;
  int there, denied;
} scan;

static int on_match(unsigned id, unsigned long long ignored, unsigned long long to, unsigned more, void *context) {
  (void)ignored, (void)more;
  scan *s = context;
  size_t from = (size_t)to - lengths[id];
  if ((from > 0 && isalnum((unsigned char)s->bytes[from - 1])) || (to < s->length && isalnum((unsigned char)s->bytes[to]))) return 0;
  if (id < CUES) {
    s->cue_end = (size_t)to;
    return 0;
  }
  int denied = s->cue_end > 0 && from >= s->cue_end && from - s->cue_end < REACH;
  for (size_t i = s->cue_end; denied && i < from; i++) denied = strchr(".!?\n", s->bytes[i]) == NULL;
  if (denied) s->denied++;
  else s->there++;
  return 0;
}

static void findings(sqlite3_context *context, int argument_count, sqlite3_value **values) {
  (void)argument_count;
  scan s = {.bytes = (const char *)sqlite3_value_text(values[0])};
  s.length = (size_t)sqlite3_value_bytes(values[0]);
  hs_scan(database, s.bytes, (unsigned)s.length, 0, scratch, on_match, &s);
  sqlite3_result_int(context, s.there);
}

static double time_sql(sqlite3 *db, const char *sql) {
  struct timespec a, b;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail(sqlite3_errmsg(db));
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
  return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  sqlite3 *db;
  if (argc != 4) fail("usage: hyperscan CORPUS.db LITERALS.tsv ROUNDS");
  int rounds = atoi(argv[3]);
  if (rounds < 1 || rounds > ROUNDS_AT_MOST) fail("rounds are 1 to 51");
  read_literals(argv[2]);
  sqlite3_auto_extension((void (*)(void))sqlite3_uti_init);
  if (sqlite3_open(argv[1], &db) != SQLITE_OK) fail("no corpus");
  sqlite3_create_function(db, "hyperscan", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, findings, NULL, NULL);
  static const char *const queries[] = {"SELECT sum(hyperscan(report)) FROM reports", "SELECT count(uti_urgency(report)) FROM reports"};
  double times[2][ROUNDS_AT_MOST];
  for (int r = -1; r < rounds; r++)
    for (int q = 0; q < 2; q++) times[q][r < 0 ? 0 : r] = time_sql(db, queries[q]);
  for (int q = 0; q < 2; q++) qsort(times[q], (size_t)rounds, sizeof **times, compare);
  printf("2 uti_urgency / Hyperscan, %u literals\t<= 1\t%.4g\n", count, times[1][rounds / 2] / times[0][rounds / 2]);
  sqlite3_close(db);
  hs_free_scratch(scratch);
  hs_free_database(database);
  return 0;
}
