/* grid.h - rows of cells under construction, see grid.c. */
#ifndef UTI_SQLITE_GRID_H
#define UTI_SQLITE_GRID_H

#include "adapter.h"

typedef enum {
  UTI_CELL_NULL,
  UTI_CELL_INTEGER,
  UTI_CELL_REAL,
  UTI_CELL_TEXT,
  UTI_CELL_JSON
} uti_cell_kind;

typedef struct uti_cell {
  uti_cell_kind kind;
  union {
    sqlite3_int64 integer;
    double real;
    size_t start;            /* of a text in the grid's text */
  } value;
  size_t length;
} uti_cell;

typedef struct uti_grid {
  uti_buffer cells, text;
  bool failed;               /* memory ran out; later calls do nothing */
} uti_grid;

void uti_grid_clear(uti_grid *);
void uti_grid_free(uti_grid *);
void uti_grid_text(uti_grid *, const char *bytes, size_t length);
void uti_grid_string(uti_grid *, const char *);   /* NULL and "" give SQL's NULL */
/* NULL counts as memory that ran out: the core's writers say it so. */
void uti_grid_json(uti_grid *, const char *json, size_t length);
void uti_grid_integer(uti_grid *, sqlite3_int64);
void uti_grid_real(uti_grid *, double);
void uti_grid_null(uti_grid *);
size_t uti_grid_rows(const uti_grid *, size_t columns);
void uti_grid_result(const uti_grid *, size_t index, sqlite3_context *);

#endif
