/* sheet_summary.c - the sheet Summary: counts with charts, inputs, settings. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "workbook/sheets.h"

enum { LABELS = 0, COUNTS = 1, WORDS = 2, CHARTS = 4, CHART_ROWS = 13 };

static const char *const level_meanings[] = {
    "no words and no facts beyond age and sex", "nothing that concerns a UTI or a leg clot; not 'well'", "ordinary UTI care",
    "within a day or two", "seen today", "emergency department now"};

static void heading(book *b, lxw_worksheet *sheet, lxw_row_t row, const char *const titles[], size_t count) {
  for (size_t i = 0; i < count; i++) book_string(b, sheet, row, (lxw_col_t)i, titles[i], FORMAT_HEADER);
}

static void count_row(book *b, lxw_worksheet *sheet, lxw_row_t row, const char *label, uint64_t count, const char *words) {
  book_string(b, sheet, row, LABELS, label, FORMAT_PLAIN);
  book_number(b, sheet, row, COUNTS, (double)count, FORMAT_COUNT);
  if (words != NULL) book_string(b, sheet, row, WORDS, words, FORMAT_NOTE);
}

static lxw_row_t rows_section(book *b, lxw_worksheet *sheet, lxw_row_t row) {
  static const char *const titles[] = {"Rows", "Number", ""};
  const batch *x = b->batch;
  char words[96];
  heading(b, sheet, row++, titles, 3);
  count_row(b, sheet, row++, "read", x->read, "= assessed + rejected");
  count_row(b, sheet, row++, "assessed", x->assessed, NULL);
  count_row(b, sheet, row++, "rejected", x->rejected, "listed in Data quality");
  snprintf(words, sizeof words, "%s and above, possible clots, serious signs outside the scope", level_text(x->options->minimum_level));
  count_row(b, sheet, row++, "flagged", x->case_count, words);
  if (x->options->sample_size > 0) {
    snprintf(words, sizeof words, "drawn of the %" PRIu64 " rows that were not flagged, seed %" PRIu64, x->not_flagged, x->options->seed);
    count_row(b, sheet, row++, "sampled", x->sample_count, words);
  }
  return row + 1;
}

static lxw_row_t level_section(book *b, lxw_worksheet *sheet, lxw_row_t row) {
  static const char *const titles[] = {"Urgency", "Rows", "To be seen"};
  heading(b, sheet, row++, titles, 3);
  for (int level = UTI_EMERGENCY; level >= UTI_NOT_ASSESSABLE; level--, row++) {
    count_row(b, sheet, row, "", b->batch->levels[level + 1], level_meanings[level + 1]);
    book_string(b, sheet, row, LABELS, level_text((uti_level)level), level_format((uti_level)level));
  }
  return row + 1;
}

static lxw_row_t mechanism_section(book *b, lxw_worksheet *sheet, lxw_row_t row) {
  static const char *const titles[] = {"Mechanism of cramps", "Rows", "A candidate, never a cause"};
  const uti_knowledge *k = b->batch->assessor.knowledge;
  heading(b, sheet, row++, titles, 3);
  for (size_t i = 0; i < uti_mechanism_count(k); i++) count_row(b, sheet, row++, uti_mechanism_name(k, i), b->batch->mechanisms[i], NULL);
  return row + 1;
}

/* ---- Charts ---- */

typedef struct bars {
  const char *title;
  lxw_row_t first, last;       /* rows with labels and counts */
  const uint32_t *colors;      /* one a bar */
} bars;

/* Bars stand in order from below: the worst comes on top only reversed. In a bar
** chart the library's y axis is the one with the labels. */
static void insert_chart(book *b, lxw_worksheet *sheet, lxw_row_t at, bars chart_of) {
  enum { MOST = 16 };
  lxw_chart *chart = workbook_add_chart(b->workbook, LXW_CHART_BAR);
  lxw_chart_series *series = chart == NULL ? NULL : chart_add_series(chart, NULL, NULL);
  if (series == NULL) {
    book_check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return;
  }
  chart_series_set_categories(series, "Summary", chart_of.first, LABELS, chart_of.last, LABELS);
  chart_series_set_values(series, "Summary", chart_of.first, COUNTS, chart_of.last, COUNTS);
  chart_series_set_labels(series);
  lxw_chart_fill fills[MOST] = {{0}};
  lxw_chart_line lines[MOST] = {{0}};
  lxw_chart_point points[MOST] = {{0}};
  lxw_chart_point *list[MOST + 1] = {NULL};
  for (size_t i = 0; i <= chart_of.last - chart_of.first && i < MOST; i++) {
    fills[i].color = chart_of.colors == NULL ? 0x5B7DB1 : chart_of.colors[i];
    lines[i].color = 0x7F7F7F;
    points[i] = (lxw_chart_point){.fill = &fills[i], .line = &lines[i]};
    list[i] = &points[i];
  }
  chart_series_set_points(series, list);
  chart_axis_set_reverse(chart->y_axis);
  chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
  chart_axis_off(chart->x_axis);
  chart_set_series_gap(chart, 40);
  chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
  book_chart(b, sheet, at, CHARTS, chart, chart_of.title, &(lxw_chart_options){.x_scale = 1.0, .y_scale = 0.85});
}

/* ---- Inputs and settings ---- */

static lxw_row_t input_section(book *b, lxw_worksheet *sheet, lxw_row_t row) {
  static const char *const titles[] = {"Input", "Rows read", "Kind", "Assessed", "Rejected", "Report column", "Id column", "Facts"};
  heading(b, sheet, row++, titles, sizeof titles / sizeof *titles);
  for (size_t i = 0; i < b->batch->input_count; i++, row++) {
    const input_summary *x = &b->batch->inputs[i];
    book_string(b, sheet, row, 0, x->name, FORMAT_WRAP);
    book_number(b, sheet, row, 1, (double)x->read, FORMAT_COUNT);
    book_string(b, sheet, row, 2, x->kind, FORMAT_PLAIN);
    book_number(b, sheet, row, 3, (double)x->assessed, FORMAT_COUNT);
    book_number(b, sheet, row, 4, (double)x->rejected, FORMAT_COUNT);
    book_string(b, sheet, row, 5, x->text_columns, FORMAT_WRAP);
    book_string(b, sheet, row, 6, *x->id_column ? x->id_column : "(none)", FORMAT_WRAP);
    book_string(b, sheet, row, 7, x->facts, FORMAT_WRAP);
  }
  return row + 1;
}

static lxw_row_t settings_section(book *b, lxw_worksheet *sheet, lxw_row_t row) {
  static const char *const titles[] = {"Setting", "", "Value"};
  const options *o = b->batch->options;
  const char *const pairs[][2] = {{"rule set", uti_rule_set_name(o->rule_set)}, {"rules id", b->batch->assessor.rules_id},
                                  {"flagged from level", level_text(o->minimum_level)}, {"program", "uti-report " UTI_VERSION},
                                  {"made", b->made}, {"run id", b->run_id}};
  heading(b, sheet, row++, titles, 3);
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++, row++) {
    book_string(b, sheet, row, 0, pairs[i][0], FORMAT_PLAIN);
    book_string(b, sheet, row, 2, pairs[i][1], FORMAT_PLAIN);
  }
  return row;
}

void sheet_summary(book *b, lxw_worksheet *sheet) {
  static const double widths[] = {24, 10, 50, 10, 10, 18, 18, 46};
  for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL);
  worksheet_set_row(sheet, 0, 24, NULL);
  book_string(b, sheet, 0, 0, "Patient reports: urinary tract infection", FORMAT_TITLE);
  text line = {0};
  text_add_format(&line, "Made %s by uti-report %s, rule set %s. For review by qualified staff; no diagnosis: see About.", b->made, UTI_VERSION,
                  uti_rule_set_name(b->batch->options->rule_set));
  book_text(b, sheet, 1, 0, text_slice(&line), FORMAT_SUBTITLE);
  text_free(&line);
  lxw_row_t levels = rows_section(b, sheet, 3);
  lxw_row_t mechanisms = level_section(b, sheet, levels);
  lxw_row_t inputs = mechanism_section(b, sheet, mechanisms);
  lxw_row_t below_charts = 3 + 2 * CHART_ROWS + 1;
  lxw_row_t settings = input_section(b, sheet, inputs > below_charts ? inputs : below_charts);
  settings_section(b, sheet, settings);
  uint32_t colors[6];
  for (int i = 0; i < 6; i++) colors[i] = level_color((uti_level)(UTI_EMERGENCY - i));
  colors[4] = colors[5] = 0xD9D9D9;
  insert_chart(b, sheet, 3, (bars){"Rows by urgency", levels + 1, levels + 6, colors});
  lxw_row_t last = mechanisms + (lxw_row_t)uti_mechanism_count(b->batch->assessor.knowledge);
  insert_chart(b, sheet, 3 + CHART_ROWS, (bars){"Rows by mechanism of cramps", mechanisms + 1, last, NULL});
  book_page(sheet, true);
  worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
}
