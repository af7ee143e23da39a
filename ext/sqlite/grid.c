/* grid.c - the cells of the rows that a table function made, in copies, so
** that no later call on the connection can touch them. */
#include "grid.h"

#include <string.h>

void uti_grid_clear(uti_grid *grid) {
  uti_buffer_clear(&grid->cells);
  uti_buffer_clear(&grid->text);
  grid->failed = false;
}

void uti_grid_free(uti_grid *grid) {
  uti_buffer_free(&grid->cells);
  uti_buffer_free(&grid->text);
}

static void add_cell(uti_grid *grid, const uti_cell *cell) {
  if (!grid->failed) grid->failed = !uti_buffer_add(&grid->cells, cell, sizeof *cell);
}

static void add_text(uti_grid *grid, uti_cell_kind kind, const char *bytes, size_t length) {
  uti_cell cell = {kind, {0}, length};
  cell.value.start = grid->text.length;
  if (!grid->failed) grid->failed = !uti_buffer_add(&grid->text, bytes, length);
  add_cell(grid, &cell);
}

void uti_grid_text(uti_grid *grid, const char *bytes, size_t length) {
  add_text(grid, UTI_CELL_TEXT, bytes, length);
}

void uti_grid_string(uti_grid *grid, const char *text) {
  if (text == NULL || *text == '\0') {
    uti_grid_null(grid);
  } else {
    uti_grid_text(grid, text, strlen(text));
  }
}

void uti_grid_json(uti_grid *grid, const char *json, size_t length) {
  if (json == NULL) {
    grid->failed = true;
  } else {
    add_text(grid, UTI_CELL_JSON, json, length);
  }
}

void uti_grid_integer(uti_grid *grid, sqlite3_int64 integer) {
  uti_cell cell = {UTI_CELL_INTEGER, {0}, 0};
  cell.value.integer = integer;
  add_cell(grid, &cell);
}

void uti_grid_real(uti_grid *grid, double real) {
  uti_cell cell = {UTI_CELL_REAL, {0}, 0};
  cell.value.real = real;
  add_cell(grid, &cell);
}

void uti_grid_null(uti_grid *grid) {
  uti_cell cell = {UTI_CELL_NULL, {0}, 0};
  add_cell(grid, &cell);
}

size_t uti_grid_rows(const uti_grid *grid, size_t columns) {
  return grid->cells.length / sizeof(uti_cell) / columns;
}

static const char *text_of(const uti_grid *grid, const uti_cell *cell) {
  return grid->text.bytes + cell->value.start;   /* a text of no bytes is NULL in a grid */
}

void uti_grid_result(const uti_grid *grid, size_t index, sqlite3_context *context) {
  const uti_cell *cell = (const uti_cell *)(const void *)grid->cells.bytes + index;
  switch (cell->kind) {
  case UTI_CELL_INTEGER:
    sqlite3_result_int64(context, cell->value.integer);
    break;
  case UTI_CELL_REAL:
    sqlite3_result_double(context, cell->value.real);
    break;
  case UTI_CELL_TEXT:
    sqlite3_result_text64(context, text_of(grid, cell), cell->length, SQLITE_TRANSIENT,
                          SQLITE_UTF8);
    break;
  case UTI_CELL_JSON:
    uti_result_json(context, text_of(grid, cell), cell->length);
    break;
  default:   /* UTI_CELL_NULL: SQL's NULL is what there is without an answer */
    break;
  }
}
