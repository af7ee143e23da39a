/* sheets_of_results.c - see sheets_of_results.h. */
#include "run/sheets_of_results.h"

#include <inttypes.h>
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "common/knowledge.h"
#include "system/system.h"

enum { NARROWEST = 9, WIDEST = 60, FILTER_BUTTON = 4 };

/* ---- A result ---- */

static size_t longest_line(uti_slice s) {
  size_t longest = 0, length = 0;
  for (size_t i = 0; i < s.length; i++) {
    if (s.bytes[i] == '\n') length = 0;
    else length += ((unsigned char)s.bytes[i] & 0xC0) != 0x80;
    longest = length > longest ? length : longest;
  }
  return longest;
}

static double column_width(const result_sheet *s, size_t column) {
  size_t most = longest_line(slice_of(s->result->columns.items[column])) + FILTER_BUTTON;
  for (size_t i = 0; i < s->kept.count; i++) {
    size_t length = longest_line(s->kept.rows[i][column].text) + 2;
    most = length > most ? length : most;
  }
  return most < NARROWEST ? NARROWEST : most > WIDEST ? WIDEST : (double)most;
}

void result_sheet_open(result_sheet *s, book *b) {
  size_t count = s->result->columns.count;
  s->columns = memory_resize(NULL, count, sizeof *s->columns);
  for (size_t i = 0; i < count; i++) s->columns[i] = (grid_column){.title = s->result->columns.items[i], .width = column_width(s, i), .format = FORMAT_WRAP};
  grid_open(&s->grid, b, s->name, s->columns, count, 0);
}

static bool is_number(const value *v) { return (v->type == SQLITE_INTEGER || v->type == SQLITE_FLOAT) && v->exact && !isinf(v->number); }

static format_kind format_of(const value *v) {
  uti_level level;
  if (v->type != SQLITE_TEXT || !uti_level_parse(v->text, &level) || level < UTI_ROUTINE) return FORMAT_WRAP;
  return level_format(level);
}

void result_sheet_row(result_sheet *s, const value *row) {
  book *b = s->grid.book;
  if (b->error != LXW_NO_ERROR) return;
  place at = grid_add_row(&s->grid);
  if (at.sheet == NULL) return;
  size_t lines = 1;
  for (size_t i = 0; i < s->result->columns.count; i++) {
    lxw_col_t column = (lxw_col_t)i;
    if (is_number(&row[i])) {
      book_number(b, at.sheet, at.row, column, row[i].number, FORMAT_VALUE);
      continue;
    }
    book_text(b, at.sheet, at.row, column, row[i].text, format_of(&row[i]));
    size_t taken = book_lines(row[i].text, s->columns[i].width);
    lines = taken > lines ? taken : lines;
  }
  book_row_height(b, at, lines);
}

void result_sheet_close(result_sheet *s) {
  if (s->grid.rows == 0) book_string(s->grid.book, s->grid.sheets[0], 1, 0, "(no rows)", FORMAT_PLAIN);
  s->rows = s->grid.rows;
  result_chart(s);
  kept_clear(&s->kept);
  grid_close(&s->grid);
  free(s->columns);
}

/* ---- About ---- */

typedef struct page {
  book *book;
  lxw_worksheet *sheet;
  lxw_row_t row;
} page;

static void pair(page *p, const char *name, uti_slice words, format_kind format) {
  book_string(p->book, p->sheet, p->row, 0, name, FORMAT_PLAIN);
  book_text(p->book, p->sheet, p->row, 1, words, format);
  book_row_height(p->book, (place){p->sheet, 0, p->row}, format == FORMAT_WRAP ? book_lines(words, 110) : 1);
  p->row++;
}

static void string_pair(page *p, const char *name, const char *words) { pair(p, name, slice_of(words), FORMAT_WRAP); }

static void heading(page *p, const char *words) {
  p->row += p->row > 0;
  book_string(p->book, p->sheet, p->row++, 0, words, FORMAT_HEADING);
}

/* A line a row: a cell would not show a long query. */
static void add_sql(page *p, const result *r) {
  const char *name = "query";
  for (size_t at = 0; at < r->sql_length; name = "") {
    size_t length = 0;
    while (at + length < r->sql_length && r->sql[at + length] != '\n') length++;
    book_string(p->book, p->sheet, p->row, 0, name, FORMAT_PARAGRAPH);
    book_text(p->book, p->sheet, p->row++, 1, (uti_slice){r->sql + at, length}, FORMAT_SUBTITLE);
    at += length + 1;
  }
}

static void about_result(page *p, const result_sheet *s) {
  const result *r = s->result;
  text words = {0};
  heading(p, r->query->title);
  if (query_header(r->query->sql, "What it answers", &words)) string_pair(p, "answers", words.bytes);
  text_clear(&words);
  text_add_format(&words, "%s%s", s->name, s->grid.sheet_count > 1 ? " and those after it with its name" : "");
  string_pair(p, "sheet", words.bytes);
  text_clear(&words);
  text_add_format(&words, "%" PRIu64, s->rows);
  string_pair(p, "rows", words.bytes);
  if (r->parameters.length > 0) string_pair(p, "parameters", r->parameters.bytes);
  if (s->no_chart != NULL) string_pair(p, "chart", s->no_chart);
  add_sql(p, r);
  text_free(&words);
}

static const char *file_name(const char *path) { return path + system_folder_length(path); }

void sheet_about_queries(book *b, const workbook_request *request, const result_sheet *sheets, const options *o) {
  page p = {.book = b, .sheet = book_sheet(b, "About")};
  if (p.sheet == NULL) return;
  worksheet_set_column(p.sheet, 0, 0, 16, NULL);
  worksheet_set_column(p.sheet, 1, 1, 110, NULL);
  text pack = {0};
  knowledge_title(knowledge_in_force(), &pack);
  heading(&p, "Queries on a database of patient reports");
  string_pair(&p, "intended use", "For review by qualified staff; no diagnosis. The level speaks of urinary tract infections and leg clots alone: 'none' is not 'well'.");
  if (request->warning != NULL) string_pair(&p, "warning", request->warning);
  string_pair(&p, "database", file_name(request->database));
  string_pair(&p, "made", b->made);
  string_pair(&p, "program", "uti-report " UTI_VERSION);
  string_pair(&p, "SQLite", sqlite3_libversion());
  string_pair(&p, "rule set", uti_rule_set_name(o->rule_set));
  string_pair(&p, "rule pack", pack.bytes);
  string_pair(&p, "rules id", request->rules_id);
  string_pair(&p, "workbook", b->constant_memory ? "written in constant memory, with filters instead of tables: more than 50000 rows" : "tables");
  for (size_t i = 0; i < o->settings.count; i++) string_pair(&p, "option", o->settings.items[i]);
  for (size_t i = 0; i < request->result_count; i++) about_result(&p, &sheets[i]);
  text_free(&pack);
  book_page(p.sheet, false);
}
