/* batch.c - see batch.h. */
#include "batch/batch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "batch/assess_rows.h"
#include "batch/batch_row.h"
#include "privacy/hash_ids.h"
#include "workbook/sheets.h"
#include "common/message.h"
#include "input/inputs.h"

/* Warnings beyond these are counted; rejected rows are all kept. */
enum { WARNINGS_KEPT = 500000 };

/* ---- Flagged rows ---- */

static void keep_case(batch *b, const flagged_case *c) {
  kept_cases_add(&b->cases, c);
  b->evidence_rows += evidence_row_count(c->finding_count);
}

const flagged_case *batch_case(const batch *b, size_t i, text *room) { return kept_cases_get(&b->cases, i, room); }

/* The next number of a row that the seed begins (Steele, Lea and Flood's SplitMix64). */
static uint64_t next_random(uint64_t *state) {
  uint64_t x = *state += 0x9E3779B97F4A7C15u;
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
  x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  return x ^ x >> 31;
}

/* One of `count` numbers, each as likely as another. */
static uint64_t random_below(uint64_t *state, uint64_t count) {
  uint64_t uneven = UINT64_MAX - UINT64_MAX % count, x;
  do x = next_random(state);
  while (x >= uneven);
  return x % count;
}

/* Every row that was not flagged is as likely to be in the sample, and no more than
** the sample is kept (Vitter's algorithm R). */
static void draw(batch *b, const flagged_case *c) {
  uint64_t size = b->options->sample_size, place = b->not_flagged++;
  if (size == 0) return;
  if (place >= size && (place = random_below(&b->random, place + 1)) >= size) return;
  if (b->sample == NULL) b->sample = memory_resize(NULL, (size_t)size, sizeof *b->sample);
  if (place < b->sample_count) free(b->sample[place]);
  else b->sample_count++;
  b->sample[place] = case_copy(c);
}

static int as_read(const void *a, const void *b) {
  const flagged_case *x = *(flagged_case *const *)a, *y = *(flagged_case *const *)b;
  return x->order < y->order ? -1 : x->order > y->order;
}

void batch_case_name(const batch *b, const flagged_case *c, text *t) {
  if (c->id.length > 0) {
    hash_ids_show(c->id, t);
    return;
  }
  const input_summary *input = &b->inputs[c->input];
  if (b->input_count > 1) text_add_format(t, "%s ", input->name);
  text_add_format(t, "%s %" PRIu64, input->place, c->line);
}

uti_slice batch_shown_report(const flagged_case *c, text *room) {
  if (c->mask_count == 0) return c->report;
  text_clear(room);
  redact_apply(c->report, c->masks, c->mask_count, room);
  return text_slice(room);
}

/* ---- Issues ---- */

static void add_issue(batch *b, issue_kind kind, uint64_t line, uti_slice id, const char *what) {
  if (kind == ISSUE_WARNING && b->issue_count >= WARNINGS_KEPT) {
    b->issues_left_out++;
    return;
  }
  text words = {0};
  text_add(&words, id.bytes, id.length);
  text_add(&words, "", 1);
  text_add(&words, what, strlen(what) + 1);
  b->issues = memory_grow(b->issues, b->issue_count, &b->issue_room, sizeof *b->issues);
  b->issues[b->issue_count++] = (kept_issue){line, spill_add(&b->issue_words, words.bytes, words.length), (uint32_t)words.length, (uint32_t)(b->input_count - 1), kind};
  text_free(&words);
}

bool batch_issue(const batch *b, size_t i, issue *found, text *room) {
  const kept_issue *kept = &b->issues[i];
  if (!spill_read(&b->issue_words, kept->place, kept->bytes, room)) return false;
  const char *id = room->bytes, *what = id + strlen(id) + 1;
  *found = (issue){kept->kind, kept->input, kept->line, *id == 0 ? NULL : id, what};
  return true;
}

static void reject(batch *b, const reader *r, const assessed_row *a) {
  text place = {0}, what = {0};
  table_row row = {.line = a->row->line, .file = a->file};
  reader_place(r, &row, &place);
  if (b->inputs[b->input_count - 1].rejected++ < REJECTED_LISTED) message_rejected("%s: %s", place.bytes, a->why);
  b->rejected++;
  text_add_format(&what, "%s%s%s", a->file != NULL ? a->file : "", a->file != NULL ? ": " : "", a->why);
  add_issue(b, ISSUE_REJECTED, row.line, a->row->id, what.bytes);
  text_free(&place);
  text_free(&what);
}

static void list_rejected_rest(const reader *r, const input_summary *input) {
  if (input->rejected <= REJECTED_LISTED) return;
  message_rejected("%s: ... and %" PRIu64 " more: see the sheet Data quality", r->name, input->rejected - REJECTED_LISTED);
}

static void note_unread_columns(batch *b, const reader *r, const column_plan *p) {
  for (size_t i = 0; i < r->columns.count; i++) {
    if (column_is_read(p, i)) continue;
    text what = {0};
    const char *name = r->columns.items[i], *near = uti_fact_nearest(b->assessor.knowledge, slice_of(name));
    text_add_format(&what, "column '%s' was not read", name);
    if (p->second[i] != NULL) text_add_format(&what, ": %s", p->second[i]);
    else if (near != NULL) text_add_format(&what, "; if it holds %s, give --map '%s=%s'", near, near, name);
    add_issue(b, ISSUE_COLUMN, 0, (uti_slice){NULL, 0}, what.bytes);
    text_free(&what);
  }
}

/* ---- Rows ---- */

typedef struct batch_input {
  batch *batch;
  const reader *reader;
} batch_input;

/* What of a row tells one run from another: nothing that the workbook must not tell, as
** short things could be found by trying. */
static uint64_t part_of_run(const batch *b, const assessed_row *a) {
  if (!b->options->redact && !hash_ids_in_use()) return a->row->hash;
  flagged_case shown = *a->row;
  text id = {0}, report = {0};
  hash_ids_show(shown.id, &id);
  shown.id = text_slice(&id);
  shown.report = batch_shown_report(a->row, &report);
  uint64_t hash = row_hash(&shown);
  text_free(&id);
  text_free(&report);
  return hash;
}

static void add_row(void *context, const assessed_row *a) {
  const batch_input *input = context;
  batch *b = input->batch;
  const flagged_case *c = a->row;
  b->inputs[b->input_count - 1].read++;
  if (a->why != NULL) {
    reject(b, input->reader, a);
    return;
  }
  b->assessed++;
  b->inputs[b->input_count - 1].assessed++;
  b->levels[c->level + 1]++;
  b->mechanisms[a->mechanism < 0 ? (long)uti_mechanism_count(b->assessor.knowledge) : a->mechanism]++;
  uint64_t part = part_of_run(b, a);
  b->hash = hash_bytes(b->hash, &part, sizeof part);
  for (size_t at = 0; at < a->warnings.length && !b->options->sample_only; at += strlen(a->warnings.bytes + at) + 1)
    add_issue(b, ISSUE_WARNING, c->line, c->id, a->warnings.bytes + at);
  if (!a->flagged) draw(b, c);
  else if (!b->options->sample_only) keep_case(b, c);
  b->case_count += a->flagged;
}

static void add_pair(text *t, const char *fact, const char *column) {
  bool same = strcmp(fact, column) == 0;
  text_add_format(t, "%s%s%s%s", t->length > 0 ? ", " : "", fact, same ? "" : " = ", same ? "" : column);
}

static void describe_input(batch *b, const reader *r, const column_plan *p) {
  input_summary *input = &b->inputs[b->input_count - 1];
  text columns = {0}, facts = {0};
  for (size_t i = 0; i < p->text_count; i++) text_add_format(&columns, "%s%s", i > 0 ? ", " : "", r->columns.items[p->text[i]]);
  for (size_t i = 0; i < p->fact_count; i++) add_pair(&facts, uti_fact_name(b->assessor.knowledge, p->facts[i].fact), r->columns.items[p->facts[i].column]);
  if (p->birth_date >= 0) add_pair(&facts, "age", r->columns.items[p->birth_date]);
  if (p->facts_object >= 0) add_pair(&facts, "facts", r->columns.items[p->facts_object]);
  input->text_columns = columns.bytes;
  input->facts = facts.bytes == NULL ? memory_copy("", 0) : facts.bytes;
  const char *id = p->id >= 0 ? r->columns.items[p->id] : "";
  input->id_column = memory_copy(id, strlen(id));
}

static bool read_input(batch *b, const names *files) {
  reader r;
  column_plan p = {0};
  if (!reader_open(&r, files, b->options)) return false;
  b->inputs[b->input_count++] = (input_summary){.name = memory_copy(r.name, strlen(r.name)), .kind = memory_copy(r.kind, strlen(r.kind)), .place = r.place};
  bool good = columns_plan(&p, &r, b->options);
  if (good) {
    columns_print(&p, &r);
    batch_input input = {b, &r};
    good = assess_rows(b->options, &r, &p, (uint32_t)(b->input_count - 1), &b->read, add_row, &input);
    list_rejected_rest(&r, &b->inputs[b->input_count - 1]);
    for (size_t i = 0; i < r.notes.count; i++) add_issue(b, ISSUE_INPUT, 0, (uti_slice){NULL, 0}, r.notes.items[i]);
    describe_input(b, &r, &p);
    note_unread_columns(b, &r, &p);
  }
  columns_free(&p);
  reader_close(&r);
  return good;
}

static int issues_in_order(const void *a, const void *b) {
  const kept_issue *x = a, *y = b;
  if (x->kind != y->kind) return (int)x->kind - (int)y->kind;
  if (x->input != y->input) return x->input < y->input ? -1 : 1;
  if (x->line != y->line) return x->line < y->line ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

static void put_in_order(batch *b) {
  if (b->sample_count > 0) qsort(b->sample, b->sample_count, sizeof *b->sample, as_read);
  for (size_t i = 0; i < b->sample_count; i++) b->evidence_rows += evidence_row_count(b->sample[i]->finding_count);
  if (b->issue_count > 0) qsort(b->issues, b->issue_count, sizeof *b->issues, issues_in_order);
}

/* The flagged rows and issues wait in files. */
static bool were_kept(const batch *b) {
  int problem = kept_cases_problem(&b->cases) != 0 ? kept_cases_problem(&b->cases) : b->issue_words.problem;
  if (problem == 0) return true;
  const char *folder = b->options->temporary_folder;
  message_error("the flagged rows cannot be kept in %s: %s; give a folder with room as --tmpdir", folder != NULL ? folder : "the temporary folder", strerror(problem));
  return false;
}

bool batch_read(batch *b, const options *o) {
  *b = (batch){.options = o, .random = o->seed, .cases = kept_cases_in(o->temporary_folder), .issue_words = spill_in(o->temporary_folder)};
  assessor_open(&b->assessor, o->rule_set);
  b->mechanisms = calloc(uti_mechanism_count(b->assessor.knowledge) + 1, sizeof *b->mechanisms);
  if (b->mechanisms == NULL) message_no_memory();
  input_list list;
  inputs_find(&list, o);
  b->inputs = memory_resize(NULL, list.count, sizeof *b->inputs);
  bool good = true;
  for (size_t i = 0; i < list.count && good; i++) good = read_input(b, &list.inputs[i]);
  inputs_free(&list);
  good = good && were_kept(b);
  put_in_order(b);
  b->hash = hash_bytes(b->hash, b->assessor.rules_id, sizeof b->assessor.rules_id);
  return good;
}

void batch_free(batch *b) {
  for (size_t i = 0; i < b->input_count; i++) {
    free(b->inputs[i].name);
    free(b->inputs[i].kind);
    free(b->inputs[i].text_columns);
    free(b->inputs[i].id_column);
    free(b->inputs[i].facts);
  }
  for (size_t i = 0; i < b->sample_count; i++) free(b->sample[i]);
  free(b->inputs);
  kept_cases_free(&b->cases);
  spill_close(&b->issue_words);
  free(b->sample);
  free(b->issues);
  free(b->mechanisms);
  assessor_close(&b->assessor);
}
