/* assess_reports.c - see assess_reports.h. Each worker asks uti_assess() in a
** connection of its own, which holds no data. */
#include "import/assess_reports.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/interruption.h"
#include "common/message.h"
#include "common/parallel.h"
#include "common/progress.h"

#define WAITING                                                                                                            \
  " FROM main.assessable_reports AS r WHERE NOT EXISTS (SELECT 1 FROM main.current_assessments AS c"                      \
  " WHERE c.report_id = r.report_id AND c.rules_id = uti_rules_id() AND c.engine_version = '" UTI_VERSION "')"

static const char count_waiting[] = "SELECT count(*)" WAITING;
static const char read_waiting[] = "SELECT r.report, r.facts_json, r.report_id" WAITING;
static const char ask[] = "SELECT rules_id, urgency, urgency_rank, cramp_mechanism, reasons, rules, findings, warnings FROM uti_assess(?1, ?2)";
static const char write_answer[] =
    "INSERT OR REPLACE INTO main.assessments (rules_id, urgency, urgency_rank, cramp_mechanism, reasons, rules, findings, warnings, report_id, engine_version)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '" UTI_VERSION "')";

enum { ASKED = 2, READ = 3, ANSWERED = 8, ROWS_AT_MOST = 64, BYTES_AT_MOST = 1 << 20 };

typedef struct waiting_report {
  sqlite3_value *read[READ], *answered[ANSWERED];
  char *problem;               /* why it has no answer; NULL: it has one */
} waiting_report;

typedef struct piece {
  waiting_report reports[ROWS_AT_MOST];
  size_t count;
} piece;

/* What the calling thread keeps. */
typedef struct assessing {
  database *database;
  const options *options;
  sqlite3_stmt *waiting, *write;
  uint64_t total, done;
  bool ended, failed;
} assessing;

typedef struct assess_worker {
  database database;           /* of its own, in memory */
  sqlite3_stmt *ask;           /* NULL: the rules could not be had, and a message was given */
} assess_worker;

/* ---- The stages of a piece ---- */

static void copy_columns(sqlite3_stmt *from, sqlite3_value **to, int count) {
  for (int i = 0; i < count; i++)
    if ((to[i] = sqlite3_value_dup(sqlite3_column_value(from, i))) == NULL) message_no_memory();
}

static void bind_values(sqlite3_stmt *to, sqlite3_value *const *values, int count, int after) {
  for (int i = 0; i < count; i++) sqlite3_bind_value(to, after + i + 1, values[i]);
}

static void free_values(sqlite3_value **values, int count) {
  for (int i = 0; i < count; i++) {
    sqlite3_value_free(values[i]);
    values[i] = NULL;
  }
}

static bool fill(void *context, void *to) {
  assessing *a = context;
  piece *p = to;
  int bytes = 0;
  p->count = 0;
  while (p->count < ROWS_AT_MOST && bytes < BYTES_AT_MOST && !a->ended) {
    int step = sqlite3_step(a->waiting);
    a->ended = step != SQLITE_ROW;
    if (step == SQLITE_ROW) copy_columns(a->waiting, p->reports[p->count++].read, READ);
    else if (step != SQLITE_DONE) a->failed = !database_failed(a->database, "cannot read");
    bytes += step == SQLITE_ROW ? sqlite3_column_bytes(a->waiting, 0) : 0;
  }
  return p->count > 0;
}

static void assess_one(assess_worker *w, waiting_report *r) {
  if (w->ask == NULL) {
    r->problem = memory_copy("", 0);
    return;
  }
  bind_values(w->ask, r->read, ASKED, 0);
  if (sqlite3_step(w->ask) == SQLITE_ROW) {
    copy_columns(w->ask, r->answered, ANSWERED);
  } else {
    const char *why = sqlite3_errmsg(w->database.handle);
    r->problem = memory_copy(why, strlen(why));
  }
  sqlite3_reset(w->ask);
}

static void work(void *worker, void *on) {
  piece *p = on;
  for (size_t i = 0; i < p->count; i++) assess_one(worker, &p->reports[i]);
}

static bool store_answer(assessing *a, const waiting_report *r) {
  if (r->problem != NULL) {
    if (*r->problem != 0) message_error("cannot assess the reports of %s: %s; nothing was changed", a->database->name, r->problem);
    return false;
  }
  bind_values(a->write, r->answered, ANSWERED, 0);
  bind_values(a->write, &r->read[ASKED], 1, ANSWERED);
  bool good = sqlite3_step(a->write) == SQLITE_DONE;
  if (sqlite3_reset(a->write) != SQLITE_OK || !good) return database_failed(a->database, "cannot write");
  a->done++;
  return true;
}

static void clear(void *emptied) {
  piece *p = emptied;
  for (size_t i = 0; i < p->count; i++) {
    free_values(p->reports[i].read, READ);
    free_values(p->reports[i].answered, ANSWERED);
    free(p->reports[i].problem);
    p->reports[i].problem = NULL;
  }
  p->count = 0;
}

static bool take(void *context, void *finished) {
  assessing *a = context;
  piece *p = finished;
  for (size_t i = 0; i < p->count && !a->failed; i++) a->failed = !store_answer(a, &p->reports[i]);
  clear(p);
  progress_show(a->done, a->done, a->total);
  return !a->failed && !interrupted();
}

static void *open_worker(void *context) {
  const assessing *a = context;
  assess_worker *w = memory_resize(NULL, 1, sizeof *w);
  *w = (assess_worker){.database = {.name = a->database->name}};
  if (database_open_empty(&w->database, a->options)) w->ask = database_prepare(&w->database, ask);
  return w;
}

static void close_worker(void *worker) {
  assess_worker *w = worker;
  sqlite3_finalize(w->ask);
  database_close(&w->database);
  free(w);
}

bool assess_reports(database *d, const options *o, uint64_t *assessed) {
  static const parallel_work reports = {sizeof(piece), fill, work, take, clear, open_worker, close_worker};
  assessing a = {.database = d, .options = o, .total = (uint64_t)database_number(d, count_waiting)};
  text doing = {0};
  text_add_format(&doing, "assessing %" PRIu64 " reports", a.total);
  progress_step(doing.bytes);
  text_free(&doing);
  a.waiting = database_prepare(d, read_waiting);
  a.write = database_prepare(d, write_answer);
  bool good = a.waiting != NULL && a.write != NULL;
  if (good) parallel_run(&reports, o->threads, &a);
  sqlite3_finalize(a.waiting);
  sqlite3_finalize(a.write);
  *assessed = a.done;
  return good && !a.failed && !interrupted();
}
