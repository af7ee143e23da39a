/* book.c - see book.h. */
#include "workbook/book.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch/cell_text.h"

enum { HEADER_HEIGHT = 28, LINE_HEIGHT = 13, TALLEST_ROW = 400 };

/* Colours by Okabe and Ito, told apart by the colour-blind; the word stands with
** each, and the darker ones are the more urgent, for grey prints. */
static const uint32_t level_colors[] = {0xFFFFFF, 0xFFFFFF, 0xCFE8F7, 0xF0E442, 0xE69F00, 0xB23A00};

uint32_t level_color(uti_level level) { return level_colors[level + 1]; }
format_kind level_format(uti_level level) { return (format_kind)(FORMAT_LEVEL_UNKNOWN + (int)level + 1); }

const char *level_text(uti_level level) {
  return level == UTI_NOT_ASSESSABLE ? "not assessable" : uti_level_name(level);
}

void book_check(book *b, lxw_error error) {
  if (b->error == LXW_NO_ERROR) b->error = error;
}

/* ---- Formats ---- */

static lxw_format *format(book *b, format_kind kind) {
  lxw_format *f = workbook_add_format(b->workbook);
  if (f == NULL) {
    book_check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return NULL;
  }
  format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
  format_set_font_name(f, "Calibri");
  format_set_font_size(f, 10);
  return b->formats[kind] = f;
}

static void rule_below(lxw_format *f) {
  format_set_bottom(f, LXW_BORDER_THIN);
  format_set_bottom_color(f, 0xD9D9D9);
}

static void level_formats(book *b) {
  for (int level = UTI_NOT_ASSESSABLE; level <= UTI_EMERGENCY; level++) {
    lxw_format *f = format(b, level_format((uti_level)level));
    if (f == NULL) return;
    rule_below(f);
    if (level >= UTI_ROUTINE) format_set_bg_color(f, level_color((uti_level)level));
    if (level == UTI_EMERGENCY) format_set_font_color(f, LXW_COLOR_WHITE);
    if (level >= UTI_URGENT) format_set_bold(f);
  }
}

void book_formats(book *b) {
  for (int kind = 0; kind < FORMAT_LEVEL_UNKNOWN; kind++)
    if (format(b, (format_kind)kind) == NULL) return;
  level_formats(b);
  lxw_format **f = b->formats;
  static const format_kind wrapped[] = {FORMAT_WRAP, FORMAT_HEADER, FORMAT_REVIEW, FORMAT_ID};
  for (size_t i = 0; i < sizeof wrapped / sizeof *wrapped; i++) format_set_text_wrap(f[wrapped[i]]);
  static const format_kind bold[] = {FORMAT_BOLD, FORMAT_TITLE, FORMAT_HEADING, FORMAT_HEADER, FORMAT_PRESENT};
  for (size_t i = 0; i < sizeof bold / sizeof *bold; i++) format_set_bold(f[bold[i]]);
  format_set_font_size(f[FORMAT_TITLE], 16);
  format_set_font_size(f[FORMAT_HEADING], 12);
  format_set_font_color(f[FORMAT_SUBTITLE], 0x595959);
  format_set_font_color(f[FORMAT_NOTE], 0x595959);
  format_set_text_wrap(f[FORMAT_NOTE]);
  format_set_indent(f[FORMAT_NOTE], 1);
  format_set_bg_color(f[FORMAT_HEADER], 0x1F3864);
  format_set_font_color(f[FORMAT_HEADER], LXW_COLOR_WHITE);
  static const format_kind ruled[] = {FORMAT_PLAIN, FORMAT_WRAP, FORMAT_BOLD, FORMAT_ID, FORMAT_LINK, FORMAT_COUNT, FORMAT_VALUE, FORMAT_PRESENT, FORMAT_NOTE};
  for (size_t i = 0; i < sizeof ruled / sizeof *ruled; i++) rule_below(f[ruled[i]]);
  format_set_text_wrap(f[FORMAT_PRESENT]);
  format_set_text_wrap(f[FORMAT_PARAGRAPH]);
  format_set_border(f[FORMAT_HEADER], LXW_BORDER_THIN);
  format_set_border_color(f[FORMAT_HEADER], 0xBFBFBF);
  format_set_font_color(f[FORMAT_LINK], 0x0563C1);
  format_set_underline(f[FORMAT_LINK], LXW_UNDERLINE_SINGLE);
  format_set_num_format(f[FORMAT_COUNT], "#,##0");
  static const format_kind numbers[] = {FORMAT_COUNT, FORMAT_VALUE};
  for (size_t i = 0; i < 2; i++) {
    format_set_align(f[numbers[i]], LXW_ALIGN_RIGHT);
    format_set_indent(f[numbers[i]], 1);
  }
  format_set_bg_color(f[FORMAT_REVIEW], 0xF2F2F2);
  format_set_border(f[FORMAT_REVIEW], LXW_BORDER_THIN);
  format_set_border_color(f[FORMAT_REVIEW], 0xBFBFBF);
  format_set_unlocked(f[FORMAT_REVIEW]);
  format_set_font_color(f[FORMAT_PRESENT], 0xC00000);
  format_set_font_color(f[FORMAT_POSSIBLE], 0x7F4F00);
  format_set_underline(f[FORMAT_POSSIBLE], LXW_UNDERLINE_SINGLE);
}

/* ---- Sheets and cells ---- */

lxw_worksheet *book_sheet(book *b, const char *name) {
  lxw_worksheet *sheet = workbook_add_worksheet(b->workbook, name);
  if (sheet == NULL) book_check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
  return sheet;
}

void book_page(lxw_worksheet *sheet, bool landscape) {
  enum { A4 = 9 };
  if (landscape) worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, A4);
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.6);
  worksheet_set_footer(sheet, "&L&8&A&C&8Confidential patient data&R&8Page &P of &N");
}

void book_text(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, uti_slice s, format_kind kind) {
  text_clear(&b->cell);
  cell_text_add(&b->cell, s);
  cell_text_cut(&b->cell);
  if (b->cell.length == 0) book_check(b, worksheet_write_blank(sheet, row, column, b->formats[kind]));
  else book_check(b, worksheet_write_string(sheet, row, column, b->cell.bytes, b->formats[kind]));
}

void book_string(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *string, format_kind kind) {
  book_text(b, sheet, row, column, slice_of(string), kind);
}

void book_number(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, double number, format_kind kind) {
  book_check(b, worksheet_write_number(sheet, row, column, number, b->formats[kind]));
}

size_t book_lines(uti_slice s, double width) {
  /* A character of the 10 point font is narrower than the unit of widths. */
  size_t room = (size_t)(width * 1.17), lines = 1, column = 0;
  for (size_t i = 0; i < s.length; i++) {
    if (((unsigned char)s.bytes[i] & 0xC0) == 0x80) continue;
    bool full = s.bytes[i] == '\n' || ++column > room;
    if (!full) continue;
    lines++;
    column = 0;
  }
  return lines;
}

void book_row_height(book *b, place at, size_t lines) {
  double height = (double)lines * LINE_HEIGHT + 2;
  book_check(b, worksheet_set_row(at.sheet, at.row, height > TALLEST_ROW ? TALLEST_ROW : height, NULL));
}

void book_chart(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, lxw_chart *chart, const char *title, const lxw_chart_options *place_of) {
  lxw_chart_font title_font = {.size = 11, .bold = LXW_EXPLICIT_FALSE}, axis_font = {.size = 9};
  lxw_chart_options options = *place_of;
  options.object_position = LXW_OBJECT_MOVE_DONT_SIZE;
  chart_title_set_name(chart, title);
  chart_title_set_name_font(chart, &title_font);
  chart_axis_set_num_font(chart->x_axis, &axis_font);
  chart_axis_set_num_font(chart->y_axis, &axis_font);
  book_check(b, worksheet_insert_chart_opt(sheet, row, column, chart, &options));
}

/* ---- Tables over several sheets ---- */

void grid_sheet_name(const grid *g, size_t sheet, char name[32]) {
  if (sheet == 0) snprintf(name, 32, "%s", g->name);
  else snprintf(name, 32, "%s %zu", g->name, sheet + 1);
}

static void open_sheet(grid *g, size_t index) {
  char name[32];
  grid_sheet_name(g, index, name);
  lxw_worksheet *sheet = g->sheets[index] = book_sheet(g->book, name);
  if (sheet == NULL) return;
  for (size_t c = 0; c < g->column_count; c++) {
    lxw_row_col_options hidden = {.hidden = g->columns[c].hidden};
    book_check(g->book, worksheet_set_column_opt(sheet, (lxw_col_t)c, (lxw_col_t)c, g->columns[c].width, NULL, &hidden));
    book_string(g->book, sheet, 0, (lxw_col_t)c, g->columns[c].title, FORMAT_HEADER);
  }
  book_check(g->book, worksheet_set_row(sheet, 0, HEADER_HEIGHT, NULL));
  worksheet_freeze_panes(sheet, 1, 1);
  book_page(sheet, true);
  book_check(g->book, worksheet_repeat_rows(sheet, 0, 0));
}

void grid_open(grid *g, book *b, const char *name, const grid_column *columns, size_t column_count, uint64_t rows) {
  uint32_t asked = b->sheet_rows;
  *g = (grid){.book = b, .name = name, .columns = columns, .column_count = column_count, .rows = rows};
  g->sheet_rows = asked > 0 && asked < UTI_SHEET_ROWS ? asked : UTI_SHEET_ROWS;
  g->sheet_count = rows == 0 ? 1 : (size_t)((rows - 1) / g->sheet_rows + 1);
  uint64_t on_a_sheet = rows < g->sheet_rows ? rows : g->sheet_rows;
  g->linked = on_a_sheet <= LINKS_AT_MOST;
  g->sheets = memory_resize(NULL, g->sheet_count, sizeof *g->sheets);
  for (size_t i = 0; i < g->sheet_count; i++) open_sheet(g, i);
}

place grid_place(const grid *g, uint64_t row) {
  size_t sheet = (size_t)(row / g->sheet_rows);
  return (place){g->sheets[sheet], sheet, (lxw_row_t)(row % g->sheet_rows) + 1};
}

place grid_add_row(grid *g) {
  if (g->rows == (uint64_t)g->sheet_count * g->sheet_rows) {
    g->sheets = memory_resize(g->sheets, g->sheet_count + 1, sizeof *g->sheets);
    open_sheet(g, g->sheet_count++);
  }
  return grid_place(g, g->rows++);
}

/* Excel takes 255 characters in a string of a formula, and to be looked up. */
static bool write_search(const grid *g, place from, lxw_col_t column, uti_slice shown, const char *target, const grid *to, uti_slice key) {
  enum { STRING_AT_MOST = 255 };
  text quoted = {0}, formula = {0};
  char key_here[16], key_there[16];
  if (key.length > STRING_AT_MOST || shown.length > STRING_AT_MOST / 2) return false;
  for (size_t i = 0; i < shown.length; i++) {
    if ((unsigned char)shown.bytes[i] < 0x20) {
      text_free(&quoted);
      return false;
    }
    text_add(&quoted, "\"\"", shown.bytes[i] == '"' ? 1 : 0);
    text_add(&quoted, &shown.bytes[i], 1);
  }
  lxw_col_to_name(key_here, (lxw_col_t)(g->column_count - 1), 0);
  lxw_col_to_name(key_there, (lxw_col_t)(to->column_count - 1), 0);
  text_add_format(&formula, "=HYPERLINK(\"#'%s'!A\"&MATCH(%s%" PRIu32 ",'%s'!$%s:$%s,0),\"%s\")", target, key_here, from.row + 1, target, key_there, key_there, quoted.bytes);
  char *result = memory_copy(shown.bytes, shown.length);
  book_check(g->book, worksheet_write_formula_str(from.sheet, from.row, column, formula.bytes, g->book->formats[FORMAT_LINK], result));
  free(result);
  text_free(&quoted);
  text_free(&formula);
  return true;
}

void grid_link(const grid *g, uint64_t row, lxw_col_t column, uti_slice shown, const grid *to, uint64_t to_row, uti_slice key) {
  char name[32], url[96];
  place from = grid_place(g, row), target = grid_place(to, to_row);
  grid_sheet_name(to, target.sheet_index, name);
  text_clear(&g->book->cell);
  cell_text_add(&g->book->cell, shown);
  if (g->book->links_by_key && write_search(g, from, column, text_slice(&g->book->cell), name, to, key)) return;
  if (g->linked) {
    snprintf(url, sizeof url, "internal:'%s'!A%" PRIu32, name, target.row + 1);
    book_check(g->book, worksheet_write_url(from.sheet, from.row, column, url, g->book->formats[FORMAT_LINK]));
  }
  book_text(g->book, from.sheet, from.row, column, shown, g->linked ? FORMAT_LINK : FORMAT_PLAIN);
}

/* Letters and digits; a name that could be read as a cell, such as Q1, begins with
** an underscore. */
static void table_name(const char *sheet, char table[40]) {
  size_t letters = strspn(sheet, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
  if (letters < 4) *table++ = '_';
  for (; *sheet != 0; sheet++) *table++ = isalnum((unsigned char)*sheet) ? *sheet : '_';
  *table = 0;
}

static void add_table(grid *g, size_t index, lxw_row_t last_row) {
  lxw_table_column *columns = calloc(g->column_count, sizeof *columns);
  lxw_table_column **list = calloc(g->column_count + 1, sizeof *list);
  char name[32], table[40];
  grid_sheet_name(g, index, name);
  table_name(name, table);
  if (columns != NULL && list != NULL) {
    for (size_t c = 0; c < g->column_count; c++) {
      columns[c] = (lxw_table_column){.header = (char *)g->columns[c].title, .header_format = g->book->formats[FORMAT_HEADER]};
      list[c] = &columns[c];
    }
    lxw_table_options options = {.name = table, .columns = list, .style_type = LXW_TABLE_STYLE_TYPE_LIGHT, .style_type_number = 15, .no_banded_rows = LXW_TRUE};
    book_check(g->book, worksheet_add_table(g->sheets[index], 0, 0, last_row, (lxw_col_t)(g->column_count - 1), &options));
  } else {
    book_check(g->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
  }
  free(columns);
  free(list);
}

void grid_close(grid *g) {
  for (size_t i = 0; i < g->sheet_count && g->rows > 0; i++) {
    uint64_t rows = i + 1 < g->sheet_count ? g->sheet_rows : g->rows - i * (uint64_t)g->sheet_rows;
    if (g->book->constant_memory) book_check(g->book, worksheet_autofilter(g->sheets[i], 0, 0, (lxw_row_t)rows, (lxw_col_t)(g->column_count - 1)));
    else add_table(g, i, (lxw_row_t)rows);
  }
  free(g->sheets);
  g->sheets = NULL;
}
