/* table_print.c - see table_print.h. */
#include "review/table_print.h"

#include <stdio.h>
#include <stdlib.h>

#include "batch/cell_text.h"
#include "workbook/book.h"

void table_cell(text_table *t, const char *s) {
  text shown = {0};
  text_add(&shown, "", 0);
  cell_text_add(&shown, slice_of(s));
  for (size_t i = 0; i < shown.length; i++)
    if (shown.bytes[i] == '\n' || shown.bytes[i] == '\t') shown.bytes[i] = ' ';
  names_add(&t->cells, shown.bytes, shown.length);
  text_free(&shown);
}

void table_judgement(text_table *t, uti_level level, const char *mechanism) {
  text shown = {0};
  text_add_format(&shown, "%s%s%s", level_text(level), mechanism == NULL ? "" : ", ", mechanism == NULL ? "" : mechanism);
  table_cell(t, shown.bytes);
  text_free(&shown);
}

static size_t characters(const char *s) {
  size_t count = 0;
  for (; *s != 0; s++) count += ((unsigned char)*s & 0xC0) != 0x80;
  return count;
}

void table_print(text_table *t) {
  text line = {0};
  size_t *widths = memory_resize(NULL, t->columns, sizeof *widths);
  for (size_t c = 0; c < t->columns; c++) widths[c] = 0;
  for (size_t i = 0; i < t->cells.count; i++) {
    size_t width = characters(t->cells.items[i]), c = i % t->columns;
    widths[c] = width > widths[c] ? width : widths[c];
  }
  for (size_t i = 0; i < t->cells.count; i++) {
    size_t c = i % t->columns;
    text_add_string(&line, t->cells.items[i]);
    text_add_format(&line, "%*s", (int)(widths[c] - characters(t->cells.items[i]) + 2), "");
    if (c + 1 < t->columns) continue;
    while (line.length > 0 && line.bytes[line.length - 1] == ' ') line.length--;
    printf("%.*s\n", (int)line.length, line.bytes);
    text_clear(&line);
  }
  text_free(&line);
  free(widths);
  names_free(&t->cells);
}
