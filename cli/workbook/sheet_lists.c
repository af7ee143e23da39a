/* sheet_lists.c - the sheet Lists behind the drop-downs, and the hidden sheet
** _meta, which tells a later reading what this workbook is. */
#include <inttypes.h>
#include <stdio.h>

#include "workbook/sheets.h"

const char *const decision_words[DECISIONS] = {"agree", "too high", "too low", "wrong mechanism", "cannot tell"};

static void define(book *b, const char *name, char column, size_t rows) {
  char formula[64];
  snprintf(formula, sizeof formula, "=Lists!$%c$2:$%c$%zu", column, column, rows + 1);
  book_check(b, workbook_define_name(b->workbook, name, formula));
}

void sheet_lists(book *b, lxw_worksheet *sheet) {
  const uti_knowledge *k = b->batch->assessor.knowledge;
  static const char *const titles[] = {"Decision", "Corrected urgency", "Corrected mechanism"};
  size_t decision_count = DECISIONS, mechanism_count = uti_mechanism_count(k);
  size_t rows = decision_count > mechanism_count + 1 ? decision_count : mechanism_count + 1;
  if (rows < UTI_EMERGENCY + 1) rows = UTI_EMERGENCY + 1;
  worksheet_set_column(sheet, 0, 2, 24, NULL);
  for (lxw_col_t c = 0; c < 3; c++) book_string(b, sheet, 0, c, titles[c], FORMAT_HEADER);
  for (size_t i = 0; i < rows; i++) {
    lxw_row_t row = (lxw_row_t)i + 1;
    if (i < decision_count) book_string(b, sheet, row, 0, decision_words[i], FORMAT_PLAIN);
    if (i <= UTI_EMERGENCY) book_string(b, sheet, row, 1, uti_level_name((uti_level)(UTI_EMERGENCY - (int)i)), FORMAT_PLAIN);
    if (i < mechanism_count) book_string(b, sheet, row, 2, uti_mechanism_name(k, i), FORMAT_PLAIN);
    if (i == mechanism_count) book_string(b, sheet, row, 2, "none", FORMAT_PLAIN);
  }
  define(b, "Decisions", 'A', decision_count);
  define(b, "Urgencies", 'B', UTI_EMERGENCY + 1);
  define(b, "Mechanisms", 'C', mechanism_count + 1);
  book_page(sheet, false);
}

void sheet_meta(book *b, lxw_worksheet *sheet) {
  const batch *x = b->batch;
  char version[16], flagged[32], not_flagged[32], size[32], seed[32];
  snprintf(version, sizeof version, "%d", WORKBOOK_VERSION);
  snprintf(flagged, sizeof flagged, "%zu", x->case_count);
  snprintf(not_flagged, sizeof not_flagged, "%" PRIu64, x->not_flagged);
  snprintf(size, sizeof size, "%zu", x->sample_count);
  snprintf(seed, sizeof seed, "%" PRIu64, x->options->seed);
  const char *const pairs[][2] = {
      {"schema_version", version}, {"run_id", b->run_id}, {"rules_id", x->assessor.rules_id},
      {"rule_set", uti_rule_set_name(x->options->rule_set)}, {"engine_version", UTI_VERSION}, {"made", b->made},
      {"min_level", uti_level_name(x->options->minimum_level)}, {"rows_flagged", flagged}, {"rows_not_flagged", not_flagged},
      {"rows_sampled", size}, {"seed", seed}};
  worksheet_set_column(sheet, 0, 1, 24, NULL);
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    book_string(b, sheet, (lxw_row_t)i, 0, pairs[i][0], FORMAT_PLAIN);
    book_string(b, sheet, (lxw_row_t)i, 1, pairs[i][1], FORMAT_PLAIN);
  }
  worksheet_hide(sheet);
}
