/* sheet_quality.c - the sheet Data quality: rejected rows first, then warnings of
** single rows, then columns that were not read. */
#include <inttypes.h>

#include "privacy/hash_ids.h"
#include "workbook/sheets.h"

const grid_column quality_columns[] = {{"Kind", 18, FORMAT_PLAIN, false}, {"Input", 30, FORMAT_WRAP, false}, {"Line or row", 11, FORMAT_COUNT, false},
                                       {"Case", 16, FORMAT_WRAP, false}, {"What", 90, FORMAT_WRAP, false}};
const size_t quality_column_count = sizeof quality_columns / sizeof *quality_columns;

static const char *const kinds[] = {"rejected row", "warning", "column not read", "input"};

uint64_t quality_row_count(const batch *b) { return b->issue_count + (b->issues_left_out > 0); }

static void write_case(book *b, place at, const char *id) {
  text shown = {0};
  if (id != NULL) hash_ids_show(slice_of(id), &shown);
  book_text(b, at.sheet, at.row, 3, text_slice(&shown), FORMAT_WRAP);
  text_free(&shown);
}

static void issue_row(book *b, place at, const issue *x) {
  book_string(b, at.sheet, at.row, 0, kinds[x->kind], x->kind == ISSUE_REJECTED ? FORMAT_BOLD : FORMAT_PLAIN);
  book_string(b, at.sheet, at.row, 1, b->batch->inputs[x->input].name, FORMAT_WRAP);
  if (x->line > 0) book_number(b, at.sheet, at.row, 2, (double)x->line, FORMAT_COUNT);
  write_case(b, at, x->id);
  book_string(b, at.sheet, at.row, 4, x->what, FORMAT_WRAP);
  size_t lines = book_lines(slice_of(x->what), quality_columns[4].width), name_lines = book_lines(slice_of(b->batch->inputs[x->input].name), quality_columns[1].width);
  book_row_height(b, at, lines > name_lines ? lines : name_lines);
  }

void sheet_quality(book *b, grid *g) {
  text room = {0};
  for (uint64_t i = 0; i < b->batch->issue_count && b->error == LXW_NO_ERROR; i++) {
    issue x;
    if (batch_issue(b->batch, i, &x, &room)) issue_row(b, grid_place(g, i), &x);
    else book_check(b, LXW_ERROR_READING_TMPFILE);
  }
  text_free(&room);
  if (b->batch->issues_left_out > 0) {
    place at = grid_place(g, b->batch->issue_count);
    text what = {0};
    text_add_format(&what, "%" PRIu64 " more warnings are not listed", b->batch->issues_left_out);
    book_string(b, at.sheet, at.row, 0, kinds[ISSUE_WARNING], FORMAT_PLAIN);
    book_text(b, at.sheet, at.row, 4, text_slice(&what), FORMAT_WRAP);
    text_free(&what);
  }
  if (g->rows == 0) book_string(b, g->sheets[0], 1, 0, "Nothing to report.", FORMAT_PLAIN);
}
