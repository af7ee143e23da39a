/* soak.c - EXTENSION THREADS CALLS: connections in threads of their own call the
** functions over varied reports and facts; memory must stay where it was after the
** first tenth of the calls, when each connection has met what there is to learn. Prints calls and memory on the way; Ctrl-C ends it as if it had
** been asked for the calls made so far. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATEMENTS = 8, GROWTH_KB = 4096 };

static const char *const queries[STATEMENTS] = {
    "SELECT uti_urgency(?1)", "SELECT uti_urgency(?1, ?2)", "SELECT cramp_mechanism(?1, ?2)", "SELECT uti_reasons(?1)",
    "SELECT uti_has(?1, 'fever')", "SELECT uti_context(?1, 'burning')", "SELECT count(*) FROM uti_findings(?1)", "SELECT uti_explain(?1, ?2)"};

static const char *const words[] = {
    "burning when I pee", "no fever", "fever of 103", "leg cramps at night", "my calf is swollen and red", "denies chills,", "T 38.9",
    "flank pain", "?UTI", "my mother had a clot.", "vomiting all day", "K 3.1", "pee smells awful", "since Tuesday", "last year", "and", ", but",
    "\xc3\xa9t\xc3\xa9", "\n- chills: no", "confused", "pregnant 30 weeks", "if it gets worse", "shaking", "\xff\xfe", "not sure"};
static const char *const facts[] = {"{}", "{\"temp_f\":103.1}", "{\"potassium\":3.0,\"age\":80}", "{\"sex\":\"F\",\"pregnant\":true}", NULL};

static const char *extension;
static uint64_t calls_each;
static uint64_t calls_made;           /* by all, counted in steps */
static volatile sig_atomic_t interrupted;

enum { STEP = 1000 };

static void interrupt(int signal) {
  (void)signal;
  interrupted = 1;
}

static uint32_t next(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*state >> 33);
}

/* Mostly a line, now and then a page. */
static int make_report(uint64_t *state, char *out, size_t room) {
  size_t length = 0, count = next(state) % 100 == 0 ? 200 : 1 + next(state) % 8;
  for (size_t i = 0; i < count && length + 64 < room; i++)
    length += (size_t)snprintf(out + length, room - length, "%s ", words[next(state) % (sizeof words / sizeof *words)]);
  return (int)length;
}

static void *work(void *argument) {
  uint64_t state = (uint64_t)(uintptr_t)argument * 7919 + 1;
  sqlite3 *db = NULL;
  sqlite3_stmt *statements[STATEMENTS] = {NULL};
  static _Thread_local char report[8192];
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) return "no connection";
  sqlite3_enable_load_extension(db, 1);
  if (sqlite3_load_extension(db, extension, NULL, NULL) != SQLITE_OK) return "the extension does not load";
  for (int i = 0; i < STATEMENTS; i++)
    if (sqlite3_prepare_v2(db, queries[i], -1, &statements[i], NULL) != SQLITE_OK) return "a query does not prepare";
  for (uint64_t call = 0; call < calls_each && !interrupted; call++) {
    if (call % STEP == STEP - 1) __atomic_fetch_add(&calls_made, STEP, __ATOMIC_RELAXED);
    uint32_t pick = next(&state) % 64;
    sqlite3_stmt *statement = statements[pick < STATEMENTS ? pick : pick % 2];   /* levels mostly */
    sqlite3_bind_text(statement, 1, report, make_report(&state, report, sizeof report), SQLITE_STATIC);
    if (sqlite3_bind_parameter_count(statement) > 1) sqlite3_bind_text(statement, 2, facts[next(&state) % 5], -1, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_ROW) return "a call fails";
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  }
  for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(statements[i]);
  sqlite3_close(db);
  return NULL;
}

/* Without pages of files, which the kernel takes and gives as it likes. */
static long memory_kb(void) {
  char line[256];
  long kilobytes = 0;
  FILE *file = fopen("/proc/self/status", "r");
  while (file != NULL && fgets(line, sizeof line, file) != NULL) sscanf(line, "RssAnon: %ld", &kilobytes);
  if (file != NULL) fclose(file);
  return kilobytes;
}

static uint64_t made(void) { return __atomic_load_n(&calls_made, __ATOMIC_RELAXED); }

static uint64_t calls_to_learn;
static volatile int done;

static void *watch(void *unused) {
  (void)unused;
  long first = 0, most = 0, last = 0;
  for (int second = 0; !done; second++) {
    sleep(1);
    long now = memory_kb();
    if (first == 0 && made() >= calls_to_learn) first = now;
    most = now > most ? now : most;
    if (second % 30 == 10) printf("%d s: %llu calls, %ld KB\n", second, (unsigned long long)made(), now), fflush(stdout);
    last = now;
  }
  printf("memory: %ld KB after a tenth of the calls, %ld KB at the end, %ld KB at most\n", first, last, most);
  return (void *)(intptr_t)(first == 0 ? 0 : most - first);
}

int main(int count, char **arguments) {
  if (count != 4) return fprintf(stderr, "soak EXTENSION THREADS CALLS\n"), 2;
  extension = arguments[1];
  unsigned threads = (unsigned)atoi(arguments[2]);
  calls_each = strtoull(arguments[3], NULL, 10) / threads;
  calls_to_learn = calls_each * threads / 10;
  struct sigaction action = {.sa_handler = interrupt};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  pthread_t workers[64], watcher;
  int failed = threads > 64;
  pthread_create(&watcher, NULL, watch, NULL);
  for (unsigned i = 0; i < threads && !failed; i++) failed = pthread_create(&workers[i], NULL, work, (void *)(uintptr_t)(i + 1)) != 0;
  for (unsigned i = 0; i < threads && !failed; i++) {
    void *problem = NULL;
    pthread_join(workers[i], &problem);
    if (problem != NULL) fprintf(stderr, "%s\n", (char *)problem), failed = 1;
  }
  done = 1;
  void *grown = NULL;
  pthread_join(watcher, &grown);
  printf("%s threads, %llu of %s calls: grown by %ld KB after the first tenth\n", arguments[2],
         (unsigned long long)(interrupted ? calls_made : calls_each * threads), arguments[3], (long)(intptr_t)grown);
  return failed || (long)(intptr_t)grown > GROWTH_KB;
}
