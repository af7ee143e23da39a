/* assess_rows.c - see assess_rows.h. Rows go through the workers in pieces. */
#include "batch/assess_rows.h"

#include <stdlib.h>
#include <string.h>

#include "batch/batch_row.h"
#include "batch/kept_cases.h"
#include "common/message.h"
#include "common/parallel.h"
#include "common/progress.h"

/* Of a piece, so that many long reports do not wait at once. */
enum { ROWS_AT_MOST = 64, BYTES_AT_MOST = 1 << 20 };

typedef struct waiting_row {
  assessed_row answer;
  bool rejected;
  text words;                  /* of a rejected row its file and why, else its warnings; each ended by a zero byte */
  names identifying;           /* what of the row tells who the person is */
  mask *masks;
} waiting_row;

typedef struct piece {
  waiting_row rows[ROWS_AT_MOST];
  size_t count;
} piece;

/* What the calling thread keeps. */
typedef struct reading {
  const options *options;
  reader *reader;
  column_plan *plan;
  row_maker maker;
  read_step step;
  bool ended;
  uint32_t input;
  uint64_t *order;
  row_taker take;
  void *context;
} reading;

/* What a worker needs for a row. */
typedef struct assessing {
  const options *options;
  assessor assessor;
  redactor *redactor;          /* NULL without --redact */
} assessing;

uti_result assess_case(const assessor *a, const flagged_case *c, uti_assessment *assessment) {
  uti_facts_clear(a->facts);
  for (size_t i = 0; i < c->fact_count; i++) {
    uti_result result = uti_facts_set_text(a->facts, c->facts[i].fact, c->facts[i].value);
    if (result != UTI_OK) return result;
  }
  return uti_assess(a->reader, c->report, a->facts, assessment);
}

/* ---- Reading ---- */

static void add_word(text *t, const char *word) { text_add(t, word, strlen(word) + 1); }

static void reject(waiting_row *w, const char *file, const char *why) {
  w->rejected = true;
  text_clear(&w->words);
  add_word(&w->words, file == NULL ? "" : file);
  add_word(&w->words, why);
}

static void keep_identifying(const reading *r, waiting_row *w) {
  if (!r->options->redact) return;
  names_free(&w->identifying);
  for (size_t i = 0; i < r->maker.identifying.count; i++) names_add(&w->identifying, r->maker.identifying.items[i], strlen(r->maker.identifying.items[i]));
}

static void read_row(reading *r, const table_row *row, waiting_row *w) {
  flagged_case c = {.input = r->input, .line = row->line, .order = (*r->order)++};
  w->rejected = false;
  if (r->step == READ_REJECTED) {
    reject(w, row->file, row->problem);
  } else if (!row_make(&r->maker, r->reader, r->plan, row, &c)) {
    c = (flagged_case){.line = row->line, .id = text_slice(&r->maker.id)};
    reject(w, row->file, r->maker.problem.bytes);
  } else {
    keep_identifying(r, w);
  }
  w->answer.row = case_copy(&c);
}

static bool fill(void *context, void *to) {
  reading *r = context;
  piece *p = to;
  table_row row = {0};
  uint64_t position, size;
  size_t bytes = 0;
  p->count = 0;
  while (p->count < ROWS_AT_MOST && bytes < BYTES_AT_MOST && !r->ended) {
    r->step = r->reader->next(r->reader, &row);
    r->ended = r->step != READ_ROW && r->step != READ_REJECTED;   /* a reader is not asked again after that */
    if (r->ended) break;
    if (r->reader->columns.count > r->plan->seen) columns_extend(r->plan, r->reader, r->options);
    read_row(r, &row, &p->rows[p->count]);
    bytes += p->rows[p->count++].answer.row->report.length;
  }
  r->reader->progress(r->reader, &position, &size);
  progress_show(*r->order, position, size);
  return p->count > 0;
}

/* ---- Assessing ---- */

static bool is_flagged(const assessing *s, const uti_assessment *a) {
  const char *mechanism = mechanism_name(&s->assessor, a);
  bool clot = mechanism != NULL && strcmp(mechanism, "possible_clot") == 0;
  return (a->level != UTI_NOT_ASSESSABLE && a->level >= s->options->minimum_level) || clot || a->outside_scope;
}

static void keep_warnings(const flagged_case *c, const uti_assessment *a, text *words) {
  text_clear(words);
  text_add(words, c->notes.bytes, c->notes.length);
  for (size_t i = 0; i < a->warning_count; i++) add_word(words, a->warnings[i]);
  if (a->level == UTI_NOT_ASSESSABLE) add_word(words, "nothing to assess: no words and no facts beyond age and sex");
}

static void find_masks(const assessing *s, waiting_row *w, const uti_assessment *a) {
  flagged_case *c = w->answer.row;
  const mask *found = redact_find(s->redactor, c->report, a, &w->identifying, &c->mask_count);
  w->masks = memory_resize(w->masks, c->mask_count + 1, sizeof *w->masks);
  if (c->mask_count > 0) memcpy(w->masks, found, c->mask_count * sizeof *found);
  c->masks = w->masks;
}

static void assess_row(const assessing *s, waiting_row *w) {
  flagged_case *c = w->answer.row;
  uti_assessment a;
  if (w->rejected) return;
  uti_result result = assess_case(&s->assessor, c, &a);
  if (result == UTI_NO_MEMORY) message_no_memory();
  if (result != UTI_OK) {
    reject(w, NULL, result_sentence(result));
    return;
  }
  c->hash = row_hash(c);
  c->level = a.level;
  c->finding_count = (uint32_t)a.finding_count;
  w->answer.mechanism = a.mechanism;
  w->answer.flagged = is_flagged(s, &a);
  keep_warnings(c, &a, &w->words);
  if (s->redactor != NULL) find_masks(s, w, &a);
}

static void work(void *worker, void *on) {
  piece *p = on;
  for (size_t i = 0; i < p->count; i++) assess_row(worker, &p->rows[i]);
}

/* ---- Taking ---- */

static bool take(void *context, void *finished) {
  reading *r = context;
  piece *p = finished;
  for (size_t i = 0; i < p->count; i++) {
    waiting_row *w = &p->rows[i];
    const char *file = w->words.bytes;
    w->answer.file = w->rejected && *file != 0 ? file : NULL;
    w->answer.why = w->rejected ? file + strlen(file) + 1 : NULL;
    w->answer.warnings = w->rejected ? (uti_slice){NULL, 0} : text_slice(&w->words);
    r->take(r->context, &w->answer);
    free(w->answer.row);
    w->answer.row = NULL;
  }
  p->count = 0;
  return true;
}

static void clear(void *emptied) {
  piece *p = emptied;
  for (size_t i = 0; i < ROWS_AT_MOST; i++) {
    free(p->rows[i].answer.row);
    free(p->rows[i].masks);
    text_free(&p->rows[i].words);
    names_free(&p->rows[i].identifying);
  }
}

static void *open_worker(void *context) {
  assessing *s = memory_resize(NULL, 1, sizeof *s);
  *s = (assessing){.options = ((const reading *)context)->options};
  assessor_open(&s->assessor, s->options->rule_set);
  if (s->options->redact) s->redactor = redactor_new();
  return s;
}

static void close_worker(void *worker) {
  assessing *s = worker;
  assessor_close(&s->assessor);
  redactor_free(s->redactor);
  free(s);
}

bool assess_rows(const options *o, reader *from, column_plan *plan, uint32_t input, uint64_t *order, row_taker take_row, void *context) {
  static const parallel_work rows = {sizeof(piece), fill, work, take, clear, open_worker, close_worker};
  reading r = {.options = o, .reader = from, .plan = plan, .input = input, .order = order, .take = take_row, .context = context};
  parallel_run(&rows, o->threads, &r);
  row_maker_free(&r.maker);
  return r.step == READ_END;
}
