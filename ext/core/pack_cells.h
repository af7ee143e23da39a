/* pack_cells.h - reading one cell of a row: shared by the files that turn rows
** into what is compiled. Each notes a mistake where the cell is wrong. */
#ifndef UTI_PACK_CELLS_H
#define UTI_PACK_CELLS_H

#include <string.h>

#include "pack_build.h"

/* The index of a word in a list of choices; a mistake when it is none. */
static inline uint32_t choose(pack_build *build, const char *cell, const char *const *choices, uint32_t count,
                       const char *wanted) {
  for (uint32_t i = 0; i < count; i++)
    if (strcmp(cell, choices[i]) == 0) return i;
  pack_mistake(build, wanted, cell, strlen(cell));
  return 0;
}

static inline const char *cell_at(pack_build *build, uti_table table, uint32_t row, uint32_t column) {
  build->table = table;
  build->row = row;
  build->column = column;
  return pack_cell(build, table, row, column);
}

static inline uint32_t offset_at(pack_build *build, uti_table table, uint32_t row, uint32_t column) {
  return pack_cell_offset(build, table, row, column);
}

#endif
