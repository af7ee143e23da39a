/* chart.c - the chart that a query's header asks for, beside its table. */
#include <math.h>
#include <string.h>

#include "common/message.h"
#include "run/sheets_of_results.h"

enum { POINTS_AT_MOST = 1000, POINTS_OF_A_USUAL_CHART = 20 };

/* Told apart by the colour-blind (Okabe and Ito), beside the colours of levels. */
static const uint32_t series_colors[] = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0x56B4E9, 0x7F7F7F};

static int column_named(const result *r, const char *name) {
  for (size_t i = 0; i < r->columns.count; i++)
    if (strcmp(r->columns.items[i], name) == 0) return (int)i;
  return -1;
}

static lxw_chart_type type_of(const chart_wish *wish) {
  switch (wish->kind) {
    case CHART_BAR: return wish->stacked ? LXW_CHART_BAR_STACKED : LXW_CHART_BAR;
    case CHART_LINE: return LXW_CHART_LINE;
    default: return wish->stacked ? LXW_CHART_COLUMN_STACKED : LXW_CHART_COLUMN;
  }
}

/* A column that is named after a level has the level's colour. */
static uint32_t color_of(const char *column, size_t index) {
  uti_level level;
  if (uti_level_parse(slice_of(column), &level) && level >= UTI_ROUTINE) return level_color(level);
  return uti_level_parse(slice_of(column), &level) ? 0xD9D9D9 : series_colors[index % (sizeof series_colors / sizeof *series_colors)];
}

static void add_series(result_sheet *s, lxw_chart *chart, int x, int y, size_t index) {
  lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
  if (series == NULL) return;
  lxw_row_t last = (lxw_row_t)s->rows;
  uint32_t color = color_of(s->result->columns.items[y], index);
  chart_series_set_categories(series, s->name, 1, (lxw_col_t)x, last, (lxw_col_t)x);
  chart_series_set_values(series, s->name, 1, (lxw_col_t)y, last, (lxw_col_t)y);
  chart_series_set_name_range(series, s->name, 0, (lxw_col_t)y);
  lxw_chart_fill fill = {.color = color};
  lxw_chart_line line = {.color = s->result->query->chart.kind == CHART_LINE ? color : 0x7F7F7F, .width = s->result->query->chart.kind == CHART_LINE ? 2.25F : 0.75F};
  if (s->result->query->chart.kind != CHART_LINE) chart_series_set_fill(series, &fill);
  chart_series_set_line(series, &line);
}

static void insert(result_sheet *s, int x, const int *y, size_t count) {
  book *b = s->grid.book;
  const chart_wish *wish = &s->result->query->chart;
  lxw_chart *chart = workbook_add_chart(b->workbook, (uint8_t)type_of(wish));
  if (chart == NULL) {
    book_check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return;
  }
  for (size_t i = 0; i < count; i++) add_series(s, chart, x, y[i], i);
  /* The first row on top; in a bar chart the library's y axis has the labels. */
  if (wish->kind == CHART_BAR) {
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_HIGH);
  }
  lxw_chart_line faint = {.color = 0xD9D9D9, .width = 0.75F};
  chart_axis_major_gridlines_set_line(wish->kind == CHART_BAR ? chart->x_axis : chart->y_axis, &faint);
  if (wish->kind != CHART_LINE) chart_set_series_gap(chart, 60);
  if (count == 1) chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
  else chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
  double points = (double)s->rows / POINTS_OF_A_USUAL_CHART, longer = points < 1 ? 1 : points > 2 ? 2 : points;
  bool lying = wish->kind == CHART_BAR;
  lxw_chart_options size = {.x_scale = lying ? 1.3 : 1.3 * longer, .y_scale = lying ? 1.2 * longer : 1.2, .x_offset = 12};
  book_chart(b, s->grid.sheets[0], 1, (lxw_col_t)s->result->columns.count, chart, s->result->query->title, &size);
  s->chart = true;
}

void result_chart(result_sheet *s) {
  const chart_wish *wish = &s->result->query->chart;
  int x, y[16];
  size_t count = 0;
  if (wish->kind == CHART_NONE) return;
  x = column_named(s->result, wish->x);
  bool known = x >= 0 && wish->y.count <= 16;
  for (; known && count < wish->y.count; count++) known = (y[count] = column_named(s->result, wish->y.items[count])) >= 0;
  if (!known) s->no_chart = "left out: its line 'Chart:' names a column that the result does not have, or too many";
  else if (s->rows == 0) s->no_chart = "left out: there are no rows";
  else if (s->kept.count < s->rows || s->grid.sheet_count > 1 || s->rows > POINTS_AT_MOST) s->no_chart = "left out: there are too many rows for one";
  else insert(s, x, y, count);
  if (!known) message_note("%s: no chart: its line 'Chart:' names a column that the result does not have", s->name);
}
