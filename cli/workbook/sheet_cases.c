/* sheet_cases.c - the sheets Cases and Evidence: a row a flagged case, worst
** first, and a row a finding, with links between them. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "batch/assess_rows.h"
#include "batch/batch_row.h"
#include "privacy/hash_ids.h"
#include "common/progress.h"
#include "workbook/case_key.h"
#include "workbook/sheets.h"

enum { CASE_ID, CASE_URGENCY, CASE_MECHANISM, CASE_REASONS, CASE_TEMPERATURE, CASE_FACTS, CASE_REPORT, CASE_EVIDENCE,
       CASE_WARNINGS, CASE_DECISION, CASE_CORRECTED_URGENCY, CASE_CORRECTED_MECHANISM, CASE_REVIEWER, CASE_COMMENT, CASE_KEY };

const grid_column case_columns[] = {
    {"Case", 11, FORMAT_ID, false}, {"Urgency", 10.5, FORMAT_PLAIN, false}, {"Mechanism of cramps", 14, FORMAT_WRAP, false},
    {"Reasons", 27, FORMAT_WRAP, false}, {"Temp.", 8.5, FORMAT_PLAIN, false}, {"Other facts", 16, FORMAT_WRAP, false},
    {"Report (evidence marked)", 58, FORMAT_WRAP, false}, {"Evidence", 9, FORMAT_LINK, false}, {"Warnings", 20, FORMAT_WRAP, false},
    {"Decision", 10, FORMAT_REVIEW, false}, {"Corrected urgency", 10, FORMAT_REVIEW, false}, {"Corrected mechanism", 13, FORMAT_REVIEW, false},
    {"Reviewer", 9.5, FORMAT_REVIEW, false}, {"Comment", 18, FORMAT_REVIEW, false}, {"Key", 20, FORMAT_PLAIN, true}};
const size_t case_column_count = sizeof case_columns / sizeof *case_columns;

enum { EVIDENCE_CASE, EVIDENCE_CONCEPT, EVIDENCE_STATUS, EVIDENCE_WORDS, EVIDENCE_CUE, EVIDENCE_QUALIFIER, EVIDENCE_VALUE,
       EVIDENCE_UNIT, EVIDENCE_SOURCE, EVIDENCE_START, EVIDENCE_LENGTH, EVIDENCE_KEY };

const grid_column evidence_columns[] = {
    {"Case", 13, FORMAT_LINK, false}, {"Finding", 28, FORMAT_WRAP, false}, {"Status", 12, FORMAT_PLAIN, false}, {"Words", 38, FORMAT_WRAP, false},
    {"Cue", 22, FORMAT_WRAP, false}, {"Qualifier", 16, FORMAT_PLAIN, false}, {"Value", 9, FORMAT_PLAIN, false}, {"Unit", 9, FORMAT_PLAIN, false},
    {"Source", 9, FORMAT_PLAIN, false}, {"Start", 8, FORMAT_COUNT, false}, {"Length", 8, FORMAT_COUNT, false}, {"Key", 20, FORMAT_PLAIN, true}};
const size_t evidence_column_count = sizeof evidence_columns / sizeof *evidence_columns;

static size_t most(size_t a, size_t b) { return a > b ? a : b; }

/* ---- Evidence ---- */

static uti_slice part(uti_slice report, size_t start, size_t length) {
  return (uti_slice){length == 0 ? NULL : report.bytes + start, length};
}

static void evidence_row(book *b, place at, const flagged_case *c, const uti_finding *f) {
  lxw_row_t row = at.row;
  book_string(b, at.sheet, row, EVIDENCE_CONCEPT, f->label, FORMAT_WRAP);
  book_string(b, at.sheet, row, EVIDENCE_STATUS, uti_status_name(f->status), FORMAT_PLAIN);
  book_text(b, at.sheet, row, EVIDENCE_WORDS, part(c->report, f->start, f->length), f->status == UTI_PRESENT && f->length > 0 ? FORMAT_PRESENT : FORMAT_WRAP);
  book_text(b, at.sheet, row, EVIDENCE_CUE, part(c->report, f->cue_start, f->cue_length), FORMAT_WRAP);
  book_string(b, at.sheet, row, EVIDENCE_QUALIFIER, f->qualifier, FORMAT_PLAIN);
  bool number = f->has_value && strcmp(f->name, "sex") != 0;
  if (number) book_number(b, at.sheet, row, EVIDENCE_VALUE, f->value, FORMAT_VALUE);
  else book_string(b, at.sheet, row, EVIDENCE_VALUE, "", FORMAT_VALUE);
  book_string(b, at.sheet, row, EVIDENCE_UNIT, number ? f->unit : "", FORMAT_PLAIN);
  book_string(b, at.sheet, row, EVIDENCE_SOURCE, uti_origin_name(f->origin), FORMAT_PLAIN);
  size_t lines = book_lines(part(c->report, f->start, f->length), evidence_columns[EVIDENCE_WORDS].width);
  lines = most(lines, book_lines(slice_of(f->label), evidence_columns[EVIDENCE_CONCEPT].width));
  book_row_height(b, at, most(lines, book_lines(part(c->report, f->cue_start, f->cue_length), evidence_columns[EVIDENCE_CUE].width)));
  book_string(b, at.sheet, row, EVIDENCE_START, "", FORMAT_COUNT);
  book_string(b, at.sheet, row, EVIDENCE_LENGTH, "", FORMAT_COUNT);
  if (f->length == 0) return;
  book_number(b, at.sheet, row, EVIDENCE_START, (double)f->start_character, FORMAT_COUNT);
  book_number(b, at.sheet, row, EVIDENCE_LENGTH, (double)f->characters, FORMAT_COUNT);
}

static void more_row(book *b, place at, size_t count) {
  char words[64];
  snprintf(words, sizeof words, "%zu more findings are not listed", count);
  book_string(b, at.sheet, at.row, EVIDENCE_CONCEPT, words, FORMAT_WRAP);
}

uint64_t evidence_row_count(uint64_t findings) { return findings <= FINDINGS_LISTED ? findings : FINDINGS_LISTED + 1; }

void evidence_rows(book *b, const grid *cases, const grid *evidence, uint64_t case_row, uint64_t first,
                   const flagged_case *c, const uti_assessment *a, uti_slice key) {
  text name = {0};
  batch_case_name(b->batch, c, &name);
  uint64_t rows = evidence_row_count(a->finding_count);
  for (uint64_t i = 0; i < rows; i++) {
    place at = grid_place(evidence, first + i);
    grid_link(evidence, first + i, EVIDENCE_CASE, text_slice(&name), cases, case_row, key);
    if (b->links_by_key) book_text(b, at.sheet, at.row, EVIDENCE_KEY, key, FORMAT_PLAIN);
    if (i < FINDINGS_LISTED) evidence_row(b, at, c, &a->findings[i]);
    else more_row(b, at, a->finding_count - FINDINGS_LISTED);
  }
  text_free(&name);
}

/* ---- Cases ---- */

/* A temperature that was given before one that was read. */
static const uti_finding *temperature_of(const uti_assessment *a) {
  const uti_finding *found = NULL;
  for (size_t i = 0; i < a->finding_count; i++) {
    const uti_finding *f = &a->findings[i];
    if (!f->has_value || f->unit == NULL || strncmp(f->unit, "°", strlen("°")) != 0) continue;
    if (found == NULL || (f->origin == UTI_FROM_FACT && found->origin != UTI_FROM_FACT)) found = f;
  }
  return found;
}

static void write_temperature(book *b, place at, const uti_assessment *a) {
  const uti_finding *f = temperature_of(a);
  char shown[64] = "";
  if (f != NULL) snprintf(shown, sizeof shown, "%.1f %s", f->value, f->unit);
  book_string(b, at.sheet, at.row, CASE_TEMPERATURE, shown, FORMAT_PLAIN);
}

/* Each writer returns the lines that its text takes. */
static size_t write_facts(book *b, place at, const flagged_case *c) {
  const uti_knowledge *k = b->batch->assessor.knowledge;
  text shown = {0};
  for (size_t i = 0; i < c->fact_count; i++) {
    const char *name = uti_fact_name(k, c->facts[i].fact), *unit = uti_fact_unit(k, c->facts[i].fact);
    if (strncmp(name, "temp", 4) == 0) continue;
    if (shown.length > 0) text_add_string(&shown, "; ");
    for (; *name != 0; name++) text_add(&shown, *name == '_' ? " " : name, 1);
    text_add(&shown, " ", 1);
    text_add(&shown, c->facts[i].value.bytes, c->facts[i].value.length);
    if (*unit != 0) text_add_format(&shown, " %s", unit);
  }
  book_text(b, at.sheet, at.row, CASE_FACTS, text_slice(&shown), FORMAT_WRAP);
  size_t lines = book_lines(text_slice(&shown), case_columns[CASE_FACTS].width);
  text_free(&shown);
  return lines;
}

static void add_note(text *t, const char *note) { text_add_format(t, "%s%s", t->length > 0 ? "; " : "", note); }

static size_t write_report_and_warnings(book *b, place at, const flagged_case *c, const uti_assessment *a) {
  text notes = {0}, shown = {0};
  for (size_t i = 0; i < a->warning_count; i++) add_note(&notes, a->warnings[i]);
  for (size_t i = 0; i < c->notes.length; i += strlen(c->notes.bytes + i) + 1) add_note(&notes, c->notes.bytes + i);
  for (size_t i = 0; i < a->question_count; i++) {
    add_note(&notes, i == 0 ? "ask next: " : "");
    text_add_string(&notes, a->questions[i].question);
  }
  rich_text_write(b, at, CASE_REPORT, batch_shown_report(c, &shown), a, &notes);
  book_text(b, at.sheet, at.row, CASE_WARNINGS, text_slice(&notes), FORMAT_WRAP);
  size_t lines = most(book_lines(c->report, case_columns[CASE_REPORT].width), book_lines(text_slice(&notes), case_columns[CASE_WARNINGS].width));
  text_free(&notes);
  text_free(&shown);
  return lines;
}

static size_t write_reasons(book *b, place at, const uti_assessment *a) {
  uti_slice reasons = {NULL, 0};
  reasons.bytes = uti_write_reasons(b->batch->assessor.reader, a, &reasons.length);
  if (reasons.bytes == NULL) book_check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
  if (reasons.bytes == NULL) return 1;
  book_text(b, at.sheet, at.row, CASE_REASONS, reasons, FORMAT_WRAP);
  return book_lines(reasons, case_columns[CASE_REASONS].width);
}

static void write_evidence_link(const grid *cases, uint64_t row, const grid *evidence, uint64_t first, size_t count, uti_slice key) {
  char shown[64];
  place at = grid_place(cases, row);
  snprintf(shown, sizeof shown, count == 1 ? "%zu finding" : "%zu findings", count);
  if (count > 0) grid_link(cases, row, CASE_EVIDENCE, slice_of(shown), evidence, first, key);
  else book_string(cases->book, at.sheet, at.row, CASE_EVIDENCE, shown, FORMAT_PLAIN);
}

/* The key is that of the database: there a report without an id is known by its content,
** a hash that would tell what is hidden. */
static void make_key(const book *b, const flagged_case *c, const uti_assessment *a, bool sampled, text *written) {
  text id = {0}, shown = {0}, hidden = {0};
  row_report_id(c, &id);
  if (hash_ids_in_use() || !b->batch->options->redact || (c->id.length > 0 && c->id_of_report)) hash_ids_show(text_slice(&id), &shown);
  case_key_hidden(c->report, c->masks, c->mask_count, &hidden);
  case_key key = {.sampled = sampled, .level = a->level, .mechanism = slice_of(mechanism_name(&b->batch->assessor, a)), .hidden = text_slice(&hidden),
                  .report_hash = case_key_report_hash(c->report, text_slice(&hidden)), .shown_id = text_slice(&shown)};
  text_clear(written);
  case_key_write(&key, b->run_id, written);
  text_free(&id);
  text_free(&shown);
  text_free(&hidden);
}

static void case_row(book *b, const grid *cases, const grid *evidence, const flagged_case *c, uint64_t row, uint64_t first, const uti_assessment *a, uti_slice key) {
  place at = grid_place(cases, row);
  text name = {0};
  batch_case_name(b->batch, c, &name);
  size_t lines = book_lines(text_slice(&name), case_columns[CASE_ID].width);
  book_text(b, at.sheet, at.row, CASE_ID, text_slice(&name), FORMAT_ID);
  text_free(&name);
  book_string(b, at.sheet, at.row, CASE_URGENCY, level_text(a->level), level_format(a->level));
  const char *mechanism = mechanism_name(&b->batch->assessor, a);
  book_string(b, at.sheet, at.row, CASE_MECHANISM, mechanism, FORMAT_WRAP);
  lines = most(lines, mechanism == NULL ? 1 : book_lines(slice_of(mechanism), case_columns[CASE_MECHANISM].width));
  lines = most(lines, write_reasons(b, at, a));
  write_temperature(b, at, a);
  lines = most(lines, write_facts(b, at, c));
  lines = most(lines, write_report_and_warnings(b, at, c, a));
  write_evidence_link(cases, row, evidence, first, a->finding_count, key);
  for (lxw_col_t column = CASE_DECISION; column <= CASE_COMMENT; column++) book_check(b, worksheet_write_blank(at.sheet, at.row, column, b->formats[FORMAT_REVIEW]));
  book_text(b, at.sheet, at.row, CASE_KEY, key, FORMAT_PLAIN);
  book_row_height(b, at, lines);
}

static void add_list(book *b, lxw_worksheet *sheet, lxw_row_t last, lxw_col_t column, const char *source, const char *title, const char *message) {
  lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA, .value_formula = (char *)source, .ignore_blank = LXW_VALIDATION_ON,
                           .error_title = (char *)title, .error_message = (char *)message};
  book_check(b, worksheet_data_validation_range(sheet, 1, column, last, column, &v));
}

void case_validation(book *b, const grid *g) {
  for (size_t i = 0; i < g->sheet_count && g->rows > 0; i++) {
    uint64_t rows = i + 1 < g->sheet_count ? g->sheet_rows : g->rows - i * (uint64_t)g->sheet_rows;
    lxw_row_t last = (lxw_row_t)rows;
    add_list(b, g->sheets[i], last, CASE_DECISION, "=Decisions", "Decision", "Choose a word of the list: see the sheet Lists.");
    add_list(b, g->sheets[i], last, CASE_CORRECTED_URGENCY, "=Urgencies", "Corrected urgency", "Choose a word of the list: see the sheet Lists.");
    add_list(b, g->sheets[i], last, CASE_CORRECTED_MECHANISM, "=Mechanisms", "Corrected mechanism", "Choose a word of the list: see the sheet Lists.");
  }
}

static void write_case(book *b, grid *cases, const flagged_case *c, uint64_t row, grid *evidence, uint64_t *first, text *key) {
  uti_assessment a;
  if (assess_case(&b->batch->assessor, c, &a) != UTI_OK) {
    book_check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return;
  }
  make_key(b, c, &a, cases->sampled, key);
  /* The reasons are written into the reader's memory: findings stay as they are. */
  evidence_rows(b, cases, evidence, row, *first, c, &a, text_slice(key));
  case_row(b, cases, evidence, c, row, *first, &a, text_slice(key));
  *first += evidence_row_count(a.finding_count);
}

void sheet_cases(book *b, grid *cases, grid *evidence, uint64_t *first) {
  text key = {0}, room = {0};
  for (size_t row = 0; row < cases->rows && b->error == LXW_NO_ERROR; row++) {
    const flagged_case *c = cases->sampled ? b->batch->sample[row] : batch_case(b->batch, row, &room);
    if (c != NULL) write_case(b, cases, c, row, evidence, first, &key);
    else book_check(b, LXW_ERROR_READING_TMPFILE);
    progress_show(row + 1, *first, b->batch->evidence_rows);
  }
  text_free(&key);
  text_free(&room);
  if (cases->rows == 0) book_string(b, cases->sheets[0], 1, 0, cases->sampled ? "Every row was flagged: there is nothing to draw from." : "No row was flagged.", FORMAT_PLAIN);
  case_validation(b, cases);
}
