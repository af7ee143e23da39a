/* TSV texts to tables of interned strings, and a pack's rows laid over those of
** the built-in one. */
#include <string.h>

#include "pack_build.h"
#include "utf8.h"

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
    [UTI_TABLE_EPISODE_RULES] = {11, {"id", "rule_set", "gives", "needs", "over_time", "events", "hours", "label",
                                      "gap", "citation", "source"}},
    [UTI_TABLE_WORDS] = {3, {"class", "members", "note"}},
    [UTI_TABLE_CODES] = {7, {"concept", "system", "code", "display", "valid_from", "valid_to", "source"}},
    [UTI_TABLE_UNITS] = {7, {"analyte", "unit", "spellings", "amount", "base_amount", "zero", "source"}},
    [UTI_TABLE_SNOMED] = {7, {"concept", "system", "code", "display", "valid_from", "valid_to", "source"}},
    [UTI_TABLE_SCORES] = {8, {"score", "kind", "item", "condition", "points", "label", "note", "source"}},
    [UTI_TABLE_PACK] = {5, {"name", "mode", "language", "version", "note"}},
    [UTI_TABLE_OFF] = {4, {"table", "id", "words", "reason"}},
};

/* Leading columns that tell one row from another, where it is not the first alone. */
static const uint32_t several_keys[UTI_TABLE_COUNT] = {
    [UTI_TABLE_PHRASES] = 2, [UTI_TABLE_CONTEXTS] = 3, [UTI_TABLE_MECHANISMS] = 2, [UTI_TABLE_WORDS] = 2,
    [UTI_TABLE_SCORES] = 4, [UTI_TABLE_UNITS] = 2,
    [UTI_TABLE_CODES] = 3, [UTI_TABLE_SNOMED] = 3};

size_t uti_table_keys(uti_table table) { return several_keys[table] == 0 ? 1 : several_keys[table]; }

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
    pack_mistake(build, "a cell of less than 6000 bytes", cell, length);
    return false;
  }
  memcpy(build->copy, cell, length + 1);
  return true;
}

static void add_number(pack_build *build, uti_list *list, uint32_t number) {
  uint32_t *slot = pack_add(build, list);
  *slot = number;
}

/* ---- Reading a file ---- */

/* A line cut at its tabs. */
typedef struct line_cells {
  uti_slice cells[2 * PACK_COLUMNS];
  uint32_t count;            /* may be larger than what fits above */
} line_cells;

static void cut(const char *line, size_t length, line_cells *out) {
  out->count = 0;
  for (size_t at = 0; at <= length; out->count++) {
    const char *tab = memchr(line + at, '\t', length - at);
    size_t cell = (tab != NULL ? (size_t)(tab - line) : length) - at, start = at;
    at += cell + 1;
    while (cell > 0 && (line[start + cell - 1] == ' ' || line[start + cell - 1] == '\r')) cell--;
    while (cell > 0 && line[start] == ' ') start++, cell--;
    if (out->count < 2 * PACK_COLUMNS) out->cells[out->count] = (uti_slice){line + start, cell};
  }
}

static bool is_name(uti_slice cell, const char *name) {
  return cell.length == strlen(name) && memcmp(cell.bytes, name, cell.length) == 0;
}

/* Which column of the file holds each column of the table. Columns may stand in
** any order, and all but the key may be left out. */
static bool read_header(pack_build *build, const line_cells *header) {
  const expected_table *table = &expected[build->table];
  uint32_t *shown = build->shown[build->table];
  bool good = true;
  for (uint32_t i = 0; i < header->count && i < 2 * PACK_COLUMNS; i++) {
    uint32_t column = 0;
    while (column < table->columns && !is_name(header->cells[i], table->names[column])) column++;
    if (column < table->columns && shown[column] == 0) {
      shown[column] = i + 1;
    } else if (header->cells[i].length > 0) {
      build->file_column = i + 1;
      pack_mistake(build, "the name of a column of this table, and tabs between names", header->cells[i].bytes, header->cells[i].length);
      good = false;
    }
  }
  build->file_column = 0;
  for (uint32_t column = 0; column < uti_table_keys(build->table); column++) {
    if (shown[column] != 0) continue;
    build->column = column;
    pack_mistake(build, "a column with this name", "none", 4);
    good = false;
  }
  return good;
}

static void read_row(pack_build *build, const line_cells *line, uint32_t width) {
  const expected_table *table = &expected[build->table];
  uint32_t filled = line->count;
  while (filled > width && filled <= 2 * PACK_COLUMNS && line->cells[filled - 1].length == 0) filled--;
  if (filled > width) {
    uti_slice extra = width < 2 * PACK_COLUMNS ? line->cells[width] : (uti_slice){"more", 4};
    build->file_column = width + 1;
    pack_mistake(build, "the end of the line", extra.bytes, extra.length);
    build->file_column = 0;
  }
  for (uint32_t column = 0; column < table->columns; column++) {
    uint32_t at = build->shown[build->table][column];
    build->column = column;
    uti_slice cell = {"", 0};
    if (at != 0 && at <= line->count) cell = line->cells[at - 1];
    else if (at != 0) pack_mistake(build, "another cell", "the end of the line", 19);
    add_number(build, &build->file_cells, pack_string(build, cell.bytes, cell.length));
  }
  add_number(build, &build->file_lines, build->line);
}

/* Text that no spreadsheet has broken: UTF-8 without a zero byte. */
static bool check_bytes(pack_build *build, const char *line, size_t length) {
  build->file_column = 1;
  size_t at = 0;
  while (at < length) {
    uint32_t character;
    size_t used = uti_utf8_decode(line + at, length - at, &character);
    if (character != UTI_BAD_CHARACTER && character != 0) {
      at += used;
      continue;
    }
    pack_mistake(build, "UTF-8 text: save the file as text, UTF-8, with tabs", "other bytes", 11);
    break;
  }
  build->file_column = 0;
  return at == length;
}

/* Spreadsheets write empty rows as tabs alone. */
static bool is_blank(const line_cells *line) {
  if (line->count > 2 * PACK_COLUMNS) return false;
  for (uint32_t i = 0; i < line->count; i++)
    if (line->cells[i].length > 0) return false;
  return true;
}

/* The rows of the text to file_cells and file_lines. */
static void read_file(pack_build *build, uti_slice text) {
  line_cells cells;
  uint32_t number = 0, width = 0;
  size_t at = text.length >= 3 && memcmp(text.bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  build->file_cells.count = build->file_lines.count = build->file_used.count = 0;
  while (at < text.length) {
    const char *line = text.bytes + at;
    const char *end = memchr(line, '\n', text.length - at);
    size_t length = end != NULL ? (size_t)(end - line) : text.length - at;
    at += length + 1;
    number++;
    if (length > 0 && line[length - 1] == '\r') length--;
    if (length == 0 || line[0] == '#') continue;
    build->line = number;
    if (!check_bytes(build, line, length)) break;
    cut(line, length, &cells);
    if (is_blank(&cells)) continue;
    if (width > 0) read_row(build, &cells, width);
    else if (!read_header(build, &cells)) break;
    else width = cells.count;
  }
  build->line = 0;
}

/* ---- Laying a pack over the built-in one ---- */

static uint32_t file_cell(const pack_build *build, uint32_t row, uint32_t column) {
  return UTI_ITEM(&build->file_cells, uint32_t, row * expected[build->table].columns + column);
}

static uint32_t base_cell(pack_build *build, uint32_t row, uint32_t column) {
  const char *cell = uti_table_cell(build->base, build->table, row, column);
  return pack_string(build, cell, strlen(cell));
}

static uint64_t row_key(pack_build *build, uint32_t row, uint32_t (*cell)(pack_build *, uint32_t, uint32_t)) {
  uint64_t key = 0;
  for (uint32_t i = 0; i < uti_table_keys(build->table); i++) key = (key ^ (cell(build, row, i) + 1)) * UINT64_C(0x9e3779b97f4a7c15);
  return key;
}

/* Rows of a score stand together: a pack's rows of one replace all of it. */
static bool in_blocks(uti_table table) { return table == UTI_TABLE_SCORES; }

static uint32_t cell_of_file(pack_build *build, uint32_t row, uint32_t column) { return file_cell(build, row, column); }

static void add_row(pack_build *build, uint32_t row, pack_origin origin,
                    uint32_t (*cell)(pack_build *, uint32_t, uint32_t)) {
  for (uint32_t i = 0; i < expected[build->table].columns; i++) add_number(build, &build->cells, cell(build, row, i));
  pack_origin *slot = pack_add(build, &build->origins[build->table]);
  *slot = origin;
}

/* Whether a row of off.tsv names this row of the base; such rows are marked. */
static bool switched_off(pack_build *build, uint32_t row) {
  bool off = false;
  for (uint32_t i = 0; i < build->tables[UTI_TABLE_OFF].rows; i++) {
    uint32_t id = pack_cell_offset(build, UTI_TABLE_OFF, i, 1), words = pack_cell_offset(build, UTI_TABLE_OFF, i, 2);
    if (strcmp(pack_cell(build, UTI_TABLE_OFF, i, 0), uti_table_name(build->table)) != 0) continue;
    if ((id == 0 && words == 0) || (id != 0 && base_cell(build, row, 0) != id) || (words != 0 && base_cell(build, row, 1) != words)) continue;
    UTI_ITEM(&build->origins[UTI_TABLE_OFF], pack_origin, i).known = 1;
    off = true;
  }
  return off;
}

static void lay_over_block(pack_build *build, uint32_t row) {
  uint32_t name = base_cell(build, row, 0);
  bool found = false;
  for (uint32_t i = 0; i < build->file_lines.count; i++) {
    uint8_t *used = &UTI_ITEM(&build->file_used, uint8_t, i);
    if (file_cell(build, i, 0) != name) continue;
    if (*used == 0) add_row(build, i, (pack_origin){UTI_ITEM(&build->file_lines, uint32_t, i), 1}, cell_of_file);
    *used = 1;
    found = true;
  }
  if (!found && !switched_off(build, row)) add_row(build, row, (pack_origin){0, 1}, base_cell);
}

/* A base row, or the row of the file with its key, stands in the base's place. */
static void lay_over(pack_build *build) {
  for (uint32_t row = 0; row < uti_table_rows(build->base, build->table); row++) {
    if (build->extends && in_blocks(build->table)) {
      lay_over_block(build, row);
      continue;
    }
    bool off = build->extends && switched_off(build, row);
    uint32_t found = pack_map_get(&build->row_map, row_key(build, row, base_cell));
    uint8_t *used = found == 0 ? NULL : &UTI_ITEM(&build->file_used, uint8_t, found - 1);
    if (!build->extends) {
      if (used != NULL) *used = 2;
    } else if (used != NULL) {
      if (*used == 0) add_row(build, found - 1, (pack_origin){UTI_ITEM(&build->file_lines, uint32_t, found - 1), 1}, cell_of_file);
      *used = 1;
    } else if (!off) {
      add_row(build, row, (pack_origin){0, 1}, base_cell);
    }
  }
}

static void index_file(pack_build *build) {
  if (build->row_map.slots.count > 0) memset(build->row_map.slots.items, 0, build->row_map.slots.count * build->row_map.slots.item_size);
  build->row_map.used = 0;
  for (uint32_t row = 0; row < build->file_lines.count; row++) {
    uint64_t key = row_key(build, row, cell_of_file);
    bool again = pack_map_get(&build->row_map, key) != 0;
    uint8_t *used = pack_add(build, &build->file_used);
    *used = 0;
    if (!again) pack_map_set(build, &build->row_map, key, row + 1);
    if (!again || (build->table != UTI_TABLE_RULES && build->table != UTI_TABLE_EPISODE_RULES && build->table != UTI_TABLE_SOURCES)) continue;
    build->line = UTI_ITEM(&build->file_lines, uint32_t, row);
    build->column = 0;
    const char *name = pack_text(build, file_cell(build, row, 0));
    pack_mistake(build, "a name that no earlier row has", name, strlen(name));
    build->line = 0;
  }
}

static void hash_cell(pack_build *build, const char *bytes) {
  for (; *bytes != 0; bytes++) build->hash = (build->hash ^ (unsigned char)*bytes) * UINT64_C(1099511628211);
  build->hash = (build->hash ^ 0x1f) * UINT64_C(1099511628211);
}

static void make_table(pack_build *build, uti_table table, uti_slice text) {
  const expected_table *wanted = &expected[table];
  uti_table_data *data = &build->tables[table];
  build->table = table;
  build->row = 0;
  read_file(build, text);
  data->columns = wanted->columns;
  data->first_name = (uint32_t)build->cells.count;
  for (uint32_t i = 0; i < wanted->columns; i++)
    add_number(build, &build->cells, pack_string(build, wanted->names[i], strlen(wanted->names[i])));
  index_file(build);
  if (build->base != NULL && table != UTI_TABLE_PACK && table != UTI_TABLE_OFF) lay_over(build);
  for (uint32_t row = 0; row < build->file_lines.count; row++) {
    uint8_t used = UTI_ITEM(&build->file_used, uint8_t, row);
    uint32_t first = pack_map_get(&build->row_map, row_key(build, row, cell_of_file));
    bool known = UTI_ITEM(&build->file_used, uint8_t, first - 1) != 0;
    if (used != 1) add_row(build, row, (pack_origin){UTI_ITEM(&build->file_lines, uint32_t, row), known}, cell_of_file);
  }
  data->rows = (uint32_t)build->origins[table].count;
  uint32_t most = table == UTI_TABLE_PHRASES || table == UTI_TABLE_CONTEXTS || table == UTI_TABLE_WORDS ? 100000 : 4000;
  if (data->rows > most) {
    build->row = most;
    build->column = 0;
    pack_mistake(build, "fewer rows in this table: 100000 phrases, contexts and words, 4000 of the others", "more", 4);
    data->rows = most;
  }
  for (uint32_t i = data->first_name; i < build->cells.count; i++)
    hash_cell(build, pack_text(build, UTI_ITEM(&build->cells, uint32_t, i)));
}

/* ---- pack.tsv and off.tsv ---- */

static void read_mode(pack_build *build) {
  const uti_table table = UTI_TABLE_PACK;
  build->extends = build->base != NULL;
  build->table = table;
  for (build->row = 0; build->row < build->tables[table].rows; build->row++) {
    build->column = 0;
    if (build->row > 0) pack_mistake(build, "one row, as a folder is one pack", "another", 7);
    build->column = 1;
    const char *mode = pack_cell(build, table, build->row, 1);
    if (strcmp(mode, "replace") == 0) build->extends = false;
    else if (*mode != 0 && strcmp(mode, "extend") != 0) pack_mistake(build, "extend or replace", mode, strlen(mode));
  }
}

static bool can_be_off(const char *name) {
  for (int table = 0; table < UTI_TABLE_COUNT; table++)
    if (strcmp(name, uti_table_name((uti_table)table)) == 0) return table != UTI_TABLE_PACK && table != UTI_TABLE_OFF;
  return false;
}

static void check_off(pack_build *build) {
  const uti_table table = UTI_TABLE_OFF;
  build->table = table;
  for (build->row = 0; build->row < build->tables[table].rows; build->row++) {
    const char *name = pack_cell(build, table, build->row, 0), *id = pack_cell(build, table, build->row, 1);
    build->column = 0;
    if (!can_be_off(name)) {
      pack_mistake(build, "the name of a table, such as rules or phrases", name, strlen(name));
    } else if (!build->extends) {
      pack_mistake(build, "nothing, as a pack that replaces has no built-in rows", name, strlen(name));
    } else if (pack_origin_of(build, table, build->row).known == 0) {
      build->column = 1;
      pack_mistake(build, "what the first column of a built-in row holds, and in words the second or nothing", id, strlen(id));
    }
  }
}

/* Without rules every report would be "none": a pack that replaces is whole. */
static void check_whole(pack_build *build) {
  if (build->base == NULL || build->extends) return;
  build->table = UTI_TABLE_PACK;
  build->row = 0;
  build->column = 1;
  for (int table = 0; table < UTI_TABLE_COUNT; table++) {
    bool optional = table == UTI_TABLE_CODES || table == UTI_TABLE_SNOMED || table == UTI_TABLE_UNITS;
    if (optional || !can_be_off(uti_table_name((uti_table)table)) || build->tables[table].rows > 0) continue;
    const char *name = uti_table_name((uti_table)table);
    pack_mistake(build, "extend, or all tables with rows, and this one is empty", name, strlen(name));
  }
}

void pack_read_tables(pack_build *build, const uti_slice texts[UTI_TABLE_COUNT]) {
  build->hash = UINT64_C(14695981039346656037);
  make_table(build, UTI_TABLE_PACK, texts[UTI_TABLE_PACK]);
  read_mode(build);
  make_table(build, UTI_TABLE_OFF, texts[UTI_TABLE_OFF]);
  for (int table = 0; table < UTI_TABLE_COUNT; table++)
    if (table != UTI_TABLE_PACK && table != UTI_TABLE_OFF) make_table(build, (uti_table)table, texts[table]);
  check_off(build);
  check_whole(build);
}
