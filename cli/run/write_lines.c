/* write_lines.c - results as CSV, TSV, NDJSON and Markdown: a line a row, written
** as it comes. */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run/result.h"
#include "batch/cell_text.h"
#include "system/system.h"

typedef struct lines {
  writer base;
  result_format format;
  text line;
  bool on_terminal;
  bool begun;                  /* something was written before */
} lines;

/* On a terminal, control characters of a report would be commands. */
static void write_line(lines *l) {
  text shown = {0};
  if (l->on_terminal) {
    cell_text_add_visible(&shown, text_slice(&l->line));
    text_free(&l->line);
    l->line = shown;
  }
  text_add(&l->line, "\n", 1);
  fwrite(l->line.bytes, 1, l->line.length, l->base.out);
  text_clear(&l->line);
}

/* ---- CSV and TSV ---- */

/* What spreadsheets take for the beginning of a formula. */
static bool may_be_formula(uti_slice s) { return s.length > 0 && strchr("=+-@\t\r\n", s.bytes[0]) != NULL; }

static void add_separated(lines *l, size_t column, uti_slice s, bool is_text) {
  bool guarded = is_text && l->base.options->safe_csv && may_be_formula(s);
  char between = l->format == RESULT_TSV ? '\t' : ',';
  bool alone = s.length == 0 && l->base.result->columns.count == 1;   /* else a blank line, which readers pass over */
  bool quoted = alone;
  for (size_t i = 0; i < s.length && !quoted; i++) quoted = s.bytes[i] == between || s.bytes[i] == '"' || s.bytes[i] == '\n' || s.bytes[i] == '\r';
  if (column > 0) text_add(&l->line, &between, 1);
  if (quoted) text_add(&l->line, "\"", 1);
  if (guarded) text_add(&l->line, "'", 1);
  size_t plain = 0;
  for (size_t i = 0; i < s.length; i++) {
    if (s.bytes[i] != '"' || !quoted) continue;
    text_add(&l->line, s.bytes + plain, i + 1 - plain);
    text_add(&l->line, "\"", 1);
    plain = i + 1;
  }
  text_add(&l->line, s.bytes + plain, s.length - plain);
  if (quoted) text_add(&l->line, "\"", 1);
}

static void begin_separated(lines *l) {
  const names *columns = &l->base.result->columns;
  if (l->base.options->byte_order_mark) fputs("\xEF\xBB\xBF", l->base.out);
  for (size_t i = 0; i < columns->count; i++) add_separated(l, i, slice_of(columns->items[i]), true);
  write_line(l);
}

static void row_separated(lines *l, const value *row) {
  for (size_t i = 0; i < l->base.result->columns.count; i++) add_separated(l, i, row[i].text, row[i].type == SQLITE_TEXT);
  write_line(l);
}

/* ---- NDJSON ---- */

static void row_ndjson(lines *l, const value *row) {
  const names *columns = &l->base.result->columns;
  text_add(&l->line, "{", 1);
  for (size_t i = 0; i < columns->count; i++) {
    if (i > 0) text_add(&l->line, ",", 1);
    text_add_json(&l->line, slice_of(columns->items[i]));
    text_add(&l->line, ":", 1);
    bool number = row[i].type == SQLITE_INTEGER || row[i].type == SQLITE_FLOAT;
    if (row[i].type == SQLITE_NULL) text_add_string(&l->line, "null");
    else if (number && isinf(row[i].number)) text_add_string(&l->line, row[i].number > 0 ? "1e999" : "-1e999");
    else if (number) text_add(&l->line, row[i].text.bytes, row[i].text.length);
    else text_add_json(&l->line, row[i].text);
  }
  text_add(&l->line, "}", 1);
  write_line(l);
}

/* ---- Markdown ---- */

static void add_markdown(text *t, uti_slice s) {
  text shown = {0};
  cell_text_add_visible(&shown, s);
  for (size_t i = 0; i < shown.length; i++) {
    char c = shown.bytes[i];
    if (c == '\n') text_add_string(t, "<br>");
    else if (c == '&') text_add_string(t, "&amp;");
    else if (c == '<') text_add_string(t, "&lt;");
    else if (c == '\t') text_add(t, " ", 1);
    else if (strchr("|\\`*_[]", c) != NULL) text_add_format(t, "\\%c", c);
    else text_add(t, &c, 1);
  }
  text_free(&shown);
}

static void begin_markdown(lines *l) {
  const result *r = l->base.result;
  if (l->begun) fputc('\n', l->base.out);
  if (l->base.several) {
    text_add_string(&l->line, "## ");
    add_markdown(&l->line, slice_of(r->query->title));
    text_add_string(&l->line, " (");
    add_markdown(&l->line, slice_of(r->name));
    text_add_string(&l->line, ")\n");
    write_line(l);
  }
  text_add(&l->line, "|", 1);
  for (size_t i = 0; i < r->columns.count; i++) {
    text_add(&l->line, " ", 1);
    add_markdown(&l->line, slice_of(r->columns.items[i]));
    text_add(&l->line, " |", 2);
  }
  write_line(l);
}

/* The line below the header says how columns stand: by the first row. */
static void rule_markdown(lines *l, const value *first) {
  text_add(&l->line, "|", 1);
  for (size_t i = 0; i < l->base.result->columns.count; i++) {
    bool number = first != NULL && (first[i].type == SQLITE_INTEGER || first[i].type == SQLITE_FLOAT);
    text_add_string(&l->line, number ? " ---: |" : " --- |");
  }
  write_line(l);
}

static void row_markdown(lines *l, const value *row) {
  text_add(&l->line, "|", 1);
  for (size_t i = 0; i < l->base.result->columns.count; i++) {
    text_add(&l->line, " ", 1);
    add_markdown(&l->line, row[i].text);
    text_add(&l->line, " |", 2);
  }
  write_line(l);
}

/* ---- The writer ---- */

static void lines_begin(writer *w, const result *r) {
  lines *l = (lines *)w;
  w->result = r;
  l->on_terminal = system_is_terminal(fileno(w->out));
  text_clear(&l->line);
  if (l->format == RESULT_MARKDOWN) begin_markdown(l);
  else if (l->format != RESULT_NDJSON) begin_separated(l);
  l->begun = false;
}

static void lines_row(writer *w, const value *row) {
  lines *l = (lines *)w;
  if (l->format == RESULT_MARKDOWN && !l->begun) rule_markdown(l, row);
  l->begun = true;
  if (l->format == RESULT_MARKDOWN) row_markdown(l, row);
  else if (l->format == RESULT_NDJSON) row_ndjson(l, row);
  else row_separated(l, row);
}

static void lines_end(writer *w, uint64_t rows) {
  lines *l = (lines *)w;
  if (l->format == RESULT_MARKDOWN && rows == 0) rule_markdown(l, NULL);
  l->begun = true;
}

static const char *lines_close(writer *w) {
  text_free(&((lines *)w)->line);
  return NULL;
}

writer *writer_of_lines(result_format format) {
  lines *l = memory_resize(NULL, 1, sizeof *l);
  *l = (lines){.base = {.begin = lines_begin, .row = lines_row, .end = lines_end, .close = lines_close}, .format = format};
  return &l->base;
}
