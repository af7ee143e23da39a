/* batch.c - see batch.h. */
#include "batch/batch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "privacy/hash_ids.h"
#include "workbook/sheets.h"
#include "common/message.h"
#include "input/inputs.h"
#include "common/progress.h"

/* Warnings beyond these are counted; rejected rows are all kept. */
enum { WARNINGS_KEPT = 500000 };

/* ---- Flagged rows ---- */

uti_result batch_assess_case(const assessor *a, const flagged_case *c, uti_assessment *assessment) {
  uti_facts_clear(a->facts);
  for (size_t i = 0; i < c->fact_count; i++) {
    uti_result result = uti_facts_set_text(a->facts, c->facts[i].fact, c->facts[i].value);
    if (result != UTI_OK) return result;
  }
  return uti_assess(a->reader, c->report, a->facts, assessment);
}

static uti_slice put(char **at, uti_slice s) {
  uti_slice copy = {s.bytes == NULL ? NULL : *at, s.length};
  if (s.length > 0) memcpy(*at, s.bytes, s.length);
  *at += s.length;
  return copy;
}

/* One block of memory a case. */
static flagged_case *copy_case(const flagged_case *c) {
  size_t values = 0;
  for (size_t i = 0; i < c->fact_count; i++) values += c->facts[i].value.length;
  size_t bytes = sizeof *c + c->fact_count * sizeof *c->facts + c->id.length + c->report.length + values + c->notes.length;
  bytes += c->mask_count * sizeof *c->masks;
  flagged_case *kept = memory_resize(NULL, bytes, 1);
  *kept = *c;
  kept->facts = (given_fact *)(kept + 1);
  mask *masks = (mask *)(kept->facts + c->fact_count);
  if (c->mask_count > 0) memcpy(masks, c->masks, c->mask_count * sizeof *masks);
  kept->masks = masks;
  char *at = (char *)(masks + c->mask_count);
  for (size_t i = 0; i < c->fact_count; i++) kept->facts[i] = (given_fact){c->facts[i].fact, put(&at, c->facts[i].value)};
  kept->id = put(&at, c->id);
  kept->report = put(&at, c->report);
  kept->notes = put(&at, c->notes);
  return kept;
}

static void keep_case(batch *b, const flagged_case *c) {
  b->cases = memory_grow(b->cases, b->case_count, &b->case_room, sizeof *b->cases);
  b->cases[b->case_count++] = copy_case(c);
  b->evidence_rows += evidence_row_count(c->finding_count);
}

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
  b->sample[place] = copy_case(c);
}

static int as_read(const void *a, const void *b) {
  const flagged_case *x = *(flagged_case *const *)a, *y = *(flagged_case *const *)b;
  return x->order < y->order ? -1 : x->order > y->order;
}

static int worse_first(const void *a, const void *b) {
  const flagged_case *x = *(flagged_case *const *)a, *y = *(flagged_case *const *)b;
  if (x->level != y->level) return x->level < y->level ? 1 : -1;
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

void batch_report_id(const flagged_case *c, text *t) {
  if (c->id.length > 0 && c->id_of_report) text_add(t, c->id.bytes, c->id.length);
  else text_add_format(t, "content-%016" PRIx64, c->hash);
}

uti_slice batch_shown_report(const flagged_case *c, text *room) {
  if (c->mask_count == 0) return c->report;
  text_clear(room);
  redact_apply(c->report, c->masks, c->mask_count, room);
  return text_slice(room);
}

static bool is_flagged(const batch *b, const uti_assessment *a) {
  const char *mechanism = mechanism_name(&b->assessor, a);
  bool clot = mechanism != NULL && strcmp(mechanism, "possible_clot") == 0;
  return (a->level != UTI_NOT_ASSESSABLE && a->level >= b->options->minimum_level) || clot || a->outside_scope;
}

/* ---- Issues ---- */

static void add_issue(batch *b, issue_kind kind, uint64_t line, uti_slice id, const char *what) {
  if (kind == ISSUE_WARNING && b->issue_count >= WARNINGS_KEPT) {
    b->issues_left_out++;
    return;
  }
  issue i = {.kind = kind, .input = (uint32_t)(b->input_count - 1), .line = line, .what = memory_copy(what, strlen(what))};
  if (id.length > 0) i.id = memory_copy(id.bytes, id.length);
  b->issues = memory_grow(b->issues, b->issue_count, &b->issue_room, sizeof *b->issues);
  b->issues[b->issue_count++] = i;
}

static void add_warnings(batch *b, const flagged_case *c, const uti_assessment *a) {
  if (b->options->sample_only) return;
  for (size_t at = 0; at < c->notes.length; at += strlen(c->notes.bytes + at) + 1) add_issue(b, ISSUE_WARNING, c->line, c->id, c->notes.bytes + at);
  for (size_t i = 0; i < a->warning_count; i++) add_issue(b, ISSUE_WARNING, c->line, c->id, a->warnings[i]);
  if (a->level == UTI_NOT_ASSESSABLE) add_issue(b, ISSUE_WARNING, c->line, c->id, "nothing to assess: no words and no facts beyond age and sex");
}

static void reject(batch *b, const reader *r, const table_row *row, uti_slice id, const char *why) {
  text place = {0}, what = {0};
  reader_place(r, row, &place);
  if (b->inputs[b->input_count - 1].rejected++ < REJECTED_LISTED) message_rejected("%s: %s", place.bytes, why);
  b->rejected++;
  text_add_format(&what, "%s%s%s", row->file != NULL ? row->file : "", row->file != NULL ? ": " : "", why);
  add_issue(b, ISSUE_REJECTED, row->line, id, what.bytes);
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

static void assess_row(batch *b, const reader *r, const table_row *row, flagged_case *c, const names *identifying) {
  uti_assessment a;
  uti_result result = batch_assess_case(&b->assessor, c, &a);
  if (result == UTI_NO_MEMORY) message_no_memory();
  if (result != UTI_OK) {
    reject(b, r, row, c->id, result_sentence(result));
    return;
  }
  b->assessed++;
  b->inputs[b->input_count - 1].assessed++;
  b->levels[a.level + 1]++;
  b->mechanisms[a.mechanism < 0 ? (long)uti_mechanism_count(b->assessor.knowledge) : a.mechanism]++;
  c->hash = row_hash(c);
  b->hash = hash_bytes(b->hash, &c->hash, sizeof c->hash);
  add_warnings(b, c, &a);
  c->level = a.level;
  c->finding_count = (uint32_t)a.finding_count;
  bool flagged = is_flagged(b, &a), shown = !b->options->sample_only || !flagged;
  if (b->redactor != NULL && shown) c->masks = redact_find(b->redactor, c->report, &a, identifying, &c->mask_count);
  if (!flagged) draw(b, c);
  else if (b->options->sample_only) b->case_count++;
  else keep_case(b, c);
}

static bool read_rows(batch *b, reader *r, column_plan *p) {
  row_maker maker = {0};
  table_row row = {0};
  read_step step;
  uint64_t position, size;
  while ((step = r->next(r, &row)) == READ_ROW || step == READ_REJECTED) {
    flagged_case c = {.input = (uint32_t)(b->input_count - 1), .line = row.line, .order = b->read};
    b->read++;
    b->inputs[b->input_count - 1].read++;
    if (r->columns.count > p->seen) columns_extend(p, r, b->options);
    if (step == READ_REJECTED) reject(b, r, &row, (uti_slice){NULL, 0}, row.problem);
    else if (!row_make(&maker, r, p, &row, &c)) reject(b, r, &row, text_slice(&maker.id), maker.problem.bytes);
    else assess_row(b, r, &row, &c, &maker.identifying);
    r->progress(r, &position, &size);
    progress_show(b->read, position, size);
  }
  row_maker_free(&maker);
  return step == READ_END;
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
    good = read_rows(b, &r, &p);
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
  const issue *x = a, *y = b;
  if (x->kind != y->kind) return (int)x->kind - (int)y->kind;
  if (x->input != y->input) return x->input < y->input ? -1 : 1;
  if (x->line != y->line) return x->line < y->line ? -1 : 1;
  return strcmp(x->what, y->what);
}

bool batch_read(batch *b, const options *o) {
  *b = (batch){.options = o, .random = o->seed};
  assessor_open(&b->assessor, o->rule_set);
  if (o->redact) b->redactor = redactor_new();
  b->mechanisms = calloc(uti_mechanism_count(b->assessor.knowledge) + 1, sizeof *b->mechanisms);
  if (b->mechanisms == NULL) message_no_memory();
  input_list list;
  inputs_find(&list, o);
  b->inputs = memory_resize(NULL, list.count, sizeof *b->inputs);
  bool good = true;
  for (size_t i = 0; i < list.count && good; i++) good = read_input(b, &list.inputs[i]);
  inputs_free(&list);
  if (b->cases != NULL) qsort(b->cases, b->case_count, sizeof *b->cases, worse_first);
  if (b->sample_count > 0) qsort(b->sample, b->sample_count, sizeof *b->sample, as_read);
  for (size_t i = 0; i < b->sample_count; i++) b->evidence_rows += evidence_row_count(b->sample[i]->finding_count);
  if (b->issue_count > 0) qsort(b->issues, b->issue_count, sizeof *b->issues, issues_in_order);
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
  for (size_t i = 0; i < b->case_count && b->cases != NULL; i++) free(b->cases[i]);
  for (size_t i = 0; i < b->sample_count; i++) free(b->sample[i]);
  for (size_t i = 0; i < b->issue_count; i++) {
    free(b->issues[i].id);
    free(b->issues[i].what);
  }
  free(b->inputs);
  redactor_free(b->redactor);
  free(b->cases);
  free(b->sample);
  free(b->issues);
  free(b->mechanisms);
  assessor_close(&b->assessor);
}
