/* sheet_about.c - the sheet About: what this is for, how to read it, every rule
** with its citation, versions. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "workbook/sheets.h"
#include "common/knowledge.h"

static const char *const intended_use[] = {
    ("Decision support for qualified staff who review tables of patient reports and can review the basis of each result: the rules that fired "
    "with their citations, the inputs and the evidence in the text, what was missing, and the version."),
    "It is no diagnosis, not for patients on their own, and not for emergencies as they happen.",
    "The level speaks of urinary tract infections and leg clots alone. 'none' is not 'well'. A mechanism of cramps is a candidate, never a cause.",
    "A miss costs more than a false alarm: published criteria may raise what the article's own rules give, and never lower it."};

static const char *const reading[] = {
    ("Cases: a row a flagged case, worst first. In the report, evidence that is present is bold and red, what is possible is underlined. Where "
    "that is not possible (a very long text, or very many places) the text is plain, the column Warnings says so, and Evidence gives the "
    "places. Decision, Corrected urgency and Corrected mechanism have drop-downs; Reviewer and Comment are free."),
    ("Evidence: a row a finding, in any status. Words are those of the report, Cue is the wording that decided the status, Start counts "
    "characters from 1. Up to a few thousand cases the links between the sheets find their rows after sorting too; in larger workbooks they lead to "
    "the rows as they were made: after sorting go by the case's id."),
    "Sample: random rows that were not flagged, for reviewers to look for misses. Fill it in like Cases.",
    "Warnings: what was doubtful in the row, and after 'ask next' what a good clinician would ask where urinary and leg signs meet.",
    "Data quality: rejected rows with line and reason, warnings of single rows (flagged or not), and columns that were not read.",
    "Keep the hidden column Key and the hidden sheet _meta: they tell which case a decision belongs to."};

static const double widths[] = {16, 12, 17, 60, 60};

static lxw_row_t section(book *b, lxw_worksheet *sheet, lxw_row_t row, const char *title) {
  book_string(b, sheet, row, 0, title, FORMAT_HEADING);
  return row + 1;
}

/* Merged cells do not grow with their text, so the height is reckoned. */
static lxw_row_t paragraph(book *b, lxw_worksheet *sheet, lxw_row_t row, const char *words) {
  enum { CHARACTERS_A_LINE = 165 };
  if (!b->constant_memory) {
    worksheet_set_row(sheet, row, 14.0 * (double)(strlen(words) / CHARACTERS_A_LINE + 1), NULL);
    book_check(b, worksheet_merge_range(sheet, row, 0, row, 4, words, b->formats[FORMAT_PARAGRAPH]));
  } else {
    book_string(b, sheet, row, 0, words, FORMAT_SUBTITLE);
  }
  return row + 1;
}

static size_t column_named(const uti_knowledge *k, uti_table table, const char *name) {
  for (size_t c = 0; c < uti_table_columns(k, table); c++)
    if (strcmp(uti_table_column_name(k, table, c), name) == 0) return c;
  return 0;
}

static lxw_row_t knowledge_table(book *b, lxw_worksheet *sheet, lxw_row_t row, uti_table table, const char *const names[], size_t count) {
  const uti_knowledge *k = b->batch->assessor.knowledge;
  for (size_t i = 0; i < count; i++) book_string(b, sheet, row, (lxw_col_t)i, names[i], FORMAT_HEADER);
  row++;
  for (size_t r = 0; r < uti_table_rows(k, table); r++, row++) {
    size_t lines = 1;
    for (size_t i = 0; i < count; i++) {
      const char *cell = uti_table_cell(k, table, r, column_named(k, table, names[i]));
      book_string(b, sheet, row, (lxw_col_t)i, cell, FORMAT_WRAP);
      size_t taken = book_lines(slice_of(cell), widths[i]);
      lines = taken > lines ? taken : lines;
    }
    book_row_height(b, (place){sheet, 0, row}, lines);
  }
  return row + 1;
}

static lxw_row_t versions(book *b, lxw_worksheet *sheet, lxw_row_t row) {
  const options *o = b->batch->options;
  char mode[200];
  text pack = {0};
  knowledge_title(b->batch->assessor.knowledge, &pack);
  snprintf(mode, sizeof mode, "%s (a table up to %d cases, %d findings and %d MB of reports; beyond these the file is written in constant memory, with filters instead of tables)",
           b->constant_memory ? "constant memory" : "normal", TABLE_CASES_AT_MOST, TABLE_FINDINGS_AT_MOST, TABLE_MEGABYTES_AT_MOST);
  const char *const pairs[][2] = {{"program", "uti-report " UTI_VERSION}, {"rule set", uti_rule_set_name(o->rule_set)},
                                  {"rule pack", pack.bytes},
                                  {"rules id", b->batch->assessor.rules_id}, {"run id", b->run_id}, {"made", b->made}, {"workbook mode", mode}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++, row++) {
    book_string(b, sheet, row, 0, pairs[i][0], FORMAT_PLAIN);
    book_string(b, sheet, row, 1, pairs[i][1], FORMAT_PLAIN);
  }
  text_free(&pack);
  for (size_t i = 0; i < o->settings.count; i++, row++) {
    book_string(b, sheet, row, 0, "option", FORMAT_PLAIN);
    book_string(b, sheet, row, 1, o->settings.items[i], FORMAT_PLAIN);
  }
  return row + 1;
}

void sheet_about(book *b, lxw_worksheet *sheet) {
  static const char *const rules[] = {"id", "rule_set", "gives", "label", "citation"};
  static const char *const sources[] = {"source", "year", "basis", "title", "citation"};
  for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL);
  lxw_row_t row = section(b, sheet, 0, "Intended use");
  for (size_t i = 0; i < sizeof intended_use / sizeof *intended_use; i++) row = paragraph(b, sheet, row, intended_use[i]);
  row = section(b, sheet, row + 1, "How to read it");
  for (size_t i = 0; i < sizeof reading / sizeof *reading; i++) row = paragraph(b, sheet, row, reading[i]);
  row = section(b, sheet, row + 1, "Versions and settings");
  row = versions(b, sheet, row);
  row = section(b, sheet, row, "Rules");
  row = knowledge_table(b, sheet, row, UTI_TABLE_RULES, rules, 5);
  row = section(b, sheet, row, "Sources");
  knowledge_table(b, sheet, row, UTI_TABLE_SOURCES, sources, 5);
  book_page(sheet, true);
}
