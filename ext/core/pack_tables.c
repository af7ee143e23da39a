/* TSV texts to tables of interned strings. */
#include <string.h>

#include "pack_build.h"

typedef struct expected_table {
  uint32_t columns;
  const char *names[PACK_COLUMNS];
} expected_table;

static const expected_table expected[UTI_TABLE_COUNT] = {
    [UTI_TABLE_CONCEPTS] = {10, {"concept", "label", "group", "lasting", "implies", "present_when",
                                 "absent_when", "icd10cm", "description", "source"}},
    [UTI_TABLE_PHRASES] = {7, {"concept", "pattern", "qualifier", "status", "value", "register", "source"}},
    [UTI_TABLE_CONTEXTS] = {6, {"kind", "pattern", "direction", "reach", "value", "source"}},
    [UTI_TABLE_FACTS] = {11, {"fact", "label", "kind", "unit", "minimum", "maximum", "aliases", "several",
                              "reads_as", "description", "source"}},
    [UTI_TABLE_RULES] = {8, {"id", "rule_set", "gives", "condition", "label", "gap", "citation", "source"}},
    [UTI_TABLE_MECHANISMS] = {7, {"mechanism", "condition", "weight", "evidence", "grade", "reasoning",
                                  "source"}},
    [UTI_TABLE_SOURCES] = {5, {"source", "title", "citation", "year", "basis"}},
    [UTI_TABLE_WORDS] = {3, {"class", "members", "note"}},
    [UTI_TABLE_CODES] = {7, {"concept", "system", "code", "display", "valid_from", "valid_to", "source"}},
    [UTI_TABLE_SNOMED] = {7, {"concept", "system", "code", "display", "valid_from", "valid_to", "source"}},
    [UTI_TABLE_SCORES] = {8, {"score", "kind", "item", "condition", "points", "label", "note", "source"}},
};

const char *pack_column_name(uti_table table, uint32_t column) { return expected[table].names[column]; }

const char *pack_cell(pack_build *build, uti_table table, uint32_t row, uint32_t column) {
  return pack_text(build, pack_cell_offset(build, table, row, column));
}

uint32_t pack_cell_offset(pack_build *build, uti_table table, uint32_t row, uint32_t column) {
  const uti_table_data *data = &build->tables[table];
  return UTI_ITEM(&build->cells, uint32_t, data->first_name + (row + 1) * data->columns + column);
}

bool pack_copy_cell(pack_build *build, uti_table table, uint32_t row, uint32_t column) {
  const char *cell = pack_cell(build, table, row, column);
  size_t length = strlen(cell);
  build->table = table;
  build->row = row;
  build->column = column;
  if (length >= PACK_CELL) {
    pack_mistake(build, "a cell of less than 6000 bytes", cell, 40);
    return false;
  }
  memcpy(build->copy, cell, length + 1);
  return true;
}

static void hash_cell(pack_build *build, const char *bytes, size_t length) {
  for (size_t i = 0; i < length; i++)
    build->hash = (build->hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
  build->hash = (build->hash ^ 0x1f) * UINT64_C(1099511628211);
}

/* Adds the cells of one line; too few are filled up and noted. */
static void add_line(pack_build *build, const char *line, size_t length, bool header) {
  const expected_table *table = &expected[build->table];
  size_t at = 0;
  for (uint32_t column = 0; column < table->columns; column++) {
    build->column = column;
    const char *tab = at <= length ? memchr(line + at, '\t', length - at) : NULL;
    size_t cell = at > length ? 0 : (tab != NULL ? (size_t)(tab - line) - at : length - at);
    const char *bytes = at > length ? "" : line + at;
    if (at > length) pack_mistake(build, "another cell", "the end of the line", 19);
    while (cell > 0 && (bytes[cell - 1] == ' ' || bytes[cell - 1] == '\r')) cell--;
    if (header && (cell != strlen(table->names[column]) || memcmp(bytes, table->names[column], cell) != 0))
      pack_mistake(build, table->names[column], bytes, cell);
    uint32_t *slot = pack_add(build, &build->cells);
    *slot = pack_string(build, bytes, cell);
    hash_cell(build, bytes, cell);
    at = tab != NULL ? (size_t)(tab - line) + 1 : length + 1;
  }
  if (at <= length) pack_mistake(build, "the end of the line", line + at, length - at);
}

static void add_missing_header(pack_build *build) {
  const expected_table *table = &expected[build->table];
  for (uint32_t column = 0; column < table->columns; column++) {
    uint32_t *slot = pack_add(build, &build->cells);
    *slot = pack_string(build, table->names[column], strlen(table->names[column]));
  }
}

static void read_table(pack_build *build, uti_slice text) {
  uti_table_data *data = &build->tables[build->table];
  data->columns = expected[build->table].columns;
  data->first_name = (uint32_t)build->cells.count;
  uint32_t line_number = 0, lines = 0;
  size_t at = text.length >= 3 && memcmp(text.bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  while (at < text.length) {
    const char *end = memchr(text.bytes + at, '\n', text.length - at);
    size_t length = end != NULL ? (size_t)(end - text.bytes) - at : text.length - at;
    const char *line = text.bytes + at;
    at += length + 1;
    line_number++;
    if (length > 0 && line[length - 1] == '\r') length--;
    if (length == 0 || line[0] == '#') continue;
    uint32_t *row_line = pack_add(build, &build->row_lines[build->table]);
    *row_line = line_number;
    build->row = lines == 0 ? 0 : lines - 1;
    add_line(build, line, length, lines == 0);
    lines++;
  }
  if (lines == 0) add_missing_header(build);
  data->rows = lines == 0 ? 0 : lines - 1;
}

void pack_read_tables(pack_build *build, const uti_slice texts[UTI_TABLE_COUNT]) {
  build->hash = UINT64_C(14695981039346656037);
  for (int table = 0; table < UTI_TABLE_COUNT; table++) {
    build->table = (uti_table)table;
    read_table(build, texts[table]);
  }
}
