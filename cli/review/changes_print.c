/* changes_print.c - what would be written, or was. A comment is not shown: it may hold
** a patient's words. */
#include <stdio.h>

#include "review/review.h"
#include "review/table_print.h"
#include "workbook/book.h"

const char *const review_state_words[] = {"new", "changed", "same", "replaced since", "left out"};

static void add_decision(text_table *t, const review_row *r) {
  text shown = {0};
  text_add_string(&shown, decision_words[r->decision]);
  if (r->corrected_level != UTI_NOT_ASSESSABLE) text_add_format(&shown, ", %s", uti_level_name(r->corrected_level));
  if (r->corrected_mechanism != NULL) text_add_format(&shown, ", %s", r->corrected_mechanism);
  table_cell(t, shown.bytes);
  text_free(&shown);
}

static void add_state(text_table *t, const review_row *r) {
  text shown = {0};
  text_add_string(&shown, review_state_words[r->state]);
  if (r->state == REVIEW_CHANGED && r->before != NULL) text_add_format(&shown, " (was: %s)", r->before);
  table_cell(t, shown.bytes);
  text_free(&shown);
}

void changes_print(const review_run *run) {
  static const char *const header[] = {"report", "program", "reviewer", "by", ""};
  enum { COLUMNS = sizeof header / sizeof *header };
  text_table t = {.columns = COLUMNS};
  for (size_t i = 0; i < COLUMNS; i++) table_cell(&t, header[i]);
  for (size_t i = 0; i < run->row_count; i++) {
    const review_row *r = &run->rows[i];
    if (r->state == REVIEW_REJECTED) continue;
    table_cell(&t, r->report_id);
    table_judgement(&t, r->seen_level, r->seen_mechanism);
    add_decision(&t, r);
    table_cell(&t, r->reviewer == NULL ? "(not named)" : r->reviewer);
    add_state(&t, r);
  }
  if (t.cells.count > COLUMNS) {
    table_print(&t);
    printf("\n");
  }
  names_free(&t.cells);
}
