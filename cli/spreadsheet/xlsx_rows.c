/* xlsx_rows.c - the rows of a sheet. Rows and cells may come without their number,
** without a value, and in any of the types that are known. */
#include <stdlib.h>
#include <string.h>

#include "common/message.h"
#include "spreadsheet/xlsx_parts.h"

enum { CELL_BYTES_AT_MOST = 200000 };
#define CELLS_AT_MOST ((uint64_t)100000000)

typedef enum { TYPE_VALUE, TYPE_SHARED, TYPE_INLINE, TYPE_BOOLEAN } cell_type;

typedef struct found_cell {
  uint32_t column;
  cell_type type;
  size_t start, end;           /* in `bytes`; of a shared string its number in `start` */
} found_cell;

typedef struct rows_state {
  xlsx *book;
  bool (*take)(void *, const xlsx_row *);
  void *state;
  bool stopped, in_data, in_cell, collecting;
  unsigned phonetic;
  uint32_t row, column;        /* the last */
  text bytes;                  /* of the row's cells */
  found_cell *cells;
  xlsx_cell *given;
  size_t count, room, given_room;
  found_cell cell;
} rows_state;

static cell_type type_named(const char *name) {
  if (name == NULL) return TYPE_VALUE;
  if (strcmp(name, "s") == 0) return TYPE_SHARED;
  if (strcmp(name, "inlineStr") == 0) return TYPE_INLINE;
  return strcmp(name, "b") == 0 ? TYPE_BOOLEAN : TYPE_VALUE;
}

/* "BC12": 54, or -1. */
static long column_of(const char *reference) {
  long column = 0;
  const char *c = reference;
  for (; (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z'); c++) {
    column = column * 26 + (*c & 0x1F);
    if (column > XLSX_COLUMNS) return -1;
  }
  return column - 1;
}

static void begin_row(xml_reader *r, rows_state *s, const char **attributes) {
  const char *number = xml_attribute(attributes, "r");
  unsigned long given = number == NULL ? s->row + 1UL : strtoul(number, NULL, 10);
  if (given < 1 || given > XLSX_ROWS) r->problem = "it is damaged: a row has no such number";
  s->row = (uint32_t)given;
  s->column = UINT32_MAX;
  s->count = 0;
  text_clear(&s->bytes);
}

static void begin_cell(xml_reader *r, rows_state *s, const char **attributes) {
  const char *reference = xml_attribute(attributes, "r");
  long column = reference == NULL ? (long)(uint32_t)(s->column + 1) : column_of(reference);
  if (column < 0 || column >= XLSX_COLUMNS) r->problem = "it is damaged: a cell has no such column";
  if (++s->book->cells > CELLS_AT_MOST) r->problem = "it has more than 100 million cells";
  s->column = (uint32_t)column;
  s->cell = (found_cell){.column = s->column, .type = type_named(xml_attribute(attributes, "t")), .start = s->bytes.length};
  s->in_cell = true;
}

static void start(xml_reader *r, const char *name, const char **attributes) {
  rows_state *s = r->state;
  if (strcmp(name, "sheetData") == 0) s->in_data = true;
  if (!s->in_data) return;
  if (strcmp(name, "row") == 0) begin_row(r, s, attributes);
  else if (strcmp(name, "c") == 0) begin_cell(r, s, attributes);
  else if (strcmp(name, "rPh") == 0) s->phonetic++;
  bool holds = s->cell.type == TYPE_INLINE ? strcmp(name, "t") == 0 && s->phonetic == 0 : strcmp(name, "v") == 0;
  s->collecting = s->in_cell && holds;
}

/* The number of a shared string, as the cell holds it. */
static void resolve_shared(xml_reader *r, rows_state *s) {
  char *end;
  unsigned long index = strtoul(s->bytes.bytes + s->cell.start, &end, 10);
  if (*end != 0 || index >= s->book->string_count) r->problem = "it is damaged: a cell's text is not there";
  s->bytes.length = s->cell.start;
  s->cell.start = index;
}

static void end_cell(xml_reader *r, rows_state *s) {
  if (!s->in_cell) return;     /* of a cell in a cell, the outer one */
  s->in_cell = false;
  if (s->bytes.length == s->cell.start) return;
  if (s->cell.type == TYPE_SHARED) {
    resolve_shared(r, s);
  } else {
    if (s->cell.type == TYPE_BOOLEAN) {
      bool yes = s->bytes.bytes[s->cell.start] == '1';
      s->bytes.length = s->cell.start;
      text_add_string(&s->bytes, yes ? "TRUE" : "FALSE");
    }
    xlsx_unescape(&s->bytes, s->cell.start);
    s->cell.end = s->bytes.length;
  }
  if (s->count == s->room) s->cells = memory_grow(s->cells, s->count, &s->room, sizeof *s->cells);
  s->cells[s->count++] = s->cell;
}

static void end_row(xml_reader *r, rows_state *s) {
  if (s->count == 0) return;
  if (s->given_room < s->room) s->given = memory_resize(s->given, s->given_room = s->room, sizeof *s->given);
  for (size_t i = 0; i < s->count; i++) {
    const found_cell *c = &s->cells[i];
    uti_slice in_row = {s->bytes.bytes + c->start, c->end - c->start};
    s->given[i] = (xlsx_cell){c->column, c->type == TYPE_SHARED ? xlsx_string(s->book, c->start) : in_row};
  }
  xlsx_row row = {s->row, s->count, s->given};
  if (s->take(s->state, &row)) return;
  s->stopped = true;
  r->problem = "";
}

static void end(xml_reader *r, const char *name) {
  rows_state *s = r->state;
  s->collecting = false;
  if (!s->in_data) return;
  if (strcmp(name, "c") == 0) end_cell(r, s);
  else if (strcmp(name, "row") == 0) end_row(r, s);
  else if (strcmp(name, "rPh") == 0 && s->phonetic > 0) s->phonetic--;
  else if (strcmp(name, "sheetData") == 0) s->in_data = false;
}

static void characters(xml_reader *r, const char *bytes, size_t length) {
  rows_state *s = r->state;
  if (!s->collecting) return;
  text_add(&s->bytes, bytes, length);
  if (s->bytes.length - s->cell.start > CELL_BYTES_AT_MOST) r->problem = "a cell holds more text than a spreadsheet takes";
}

bool xlsx_read(xlsx *book, size_t sheet, bool (*take)(void *, const xlsx_row *), void *state) {
  rows_state rows = {.book = book, .take = take, .state = state};
  xml_reader reader = {&rows, start, end, characters, NULL};
  text problem = {0};
  const char *part = book->sheets[sheet].part;
  if (book->sheets[sheet].no_rows) return true;
  bool good = part != NULL && archive_parse(book->archive, part, &reader, &problem);
  if (part == NULL) text_add_string(&problem, "it is damaged: a sheet that it names is missing");
  if (!good && !rows.stopped) message_error("cannot read %s, sheet %s: %s", book->file, book->sheets[sheet].name, problem.bytes);
  text_free(&problem);
  text_free(&rows.bytes);
  free(rows.cells);
  free(rows.given);
  return good || rows.stopped;
}

uti_slice xlsx_text(const xlsx_row *row, uint32_t column) {
  for (size_t i = 0; i < row->count; i++)
    if (row->cells[i].column == column) return row->cells[i].text;
  return (uti_slice){NULL, 0};
}
