/* csv.c - delimited text as a table of reports. A row that was split where it lies
** has the cells that libcsv finds in it. */
#include <csv.h>

#include "fuzz_cli.h"

typedef struct comparison {
  const table_row *row;
  size_t cells;
} comparison;

static void compare_cell(void *bytes, size_t length, void *context) {
  comparison *c = context;
  size_t i = c->cells++;
  if (i >= c->row->count) {
    FUZZ_HOLDS(length == 0);   /* delimiters behind the last column */
    return;
  }
  FUZZ_HOLDS(c->row->cells[i].text.length == length && (length == 0 || memcmp(c->row->cells[i].text.bytes, bytes, length) == 0));
}

static int is_line_end(unsigned char c) { return c == '\n'; }

static unsigned char delimiter_of(const reader *r) {
  static const struct { const char *kind; unsigned char delimiter; } kinds[] = {
      {"CSV, comma", ','}, {"CSV, tab", '\t'}, {"CSV, semicolon", ';'}, {"CSV, pipe", '|'}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (strncmp(r->kind, kinds[i].kind, strlen(kinds[i].kind)) == 0) return kinds[i].delimiter;
  return 0x1F;
}

static void compare(const reader *r, const table_row *row) {
  struct csv_parser parser;
  comparison c = {row, 0};
  if (strncmp(r->kind, "CSV", 3) != 0) return;
  FUZZ_HOLDS(csv_init(&parser, 0) == 0);
  csv_set_delim(&parser, delimiter_of(r));
  csv_set_term_func(&parser, is_line_end);
  csv_parse(&parser, row->raw.bytes, row->raw.length, compare_cell, NULL, &c);
  csv_fini(&parser, compare_cell, NULL, &c);
  FUZZ_HOLDS(c.cells >= row->count);
  csv_free(&parser);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  char *path = (char *)(uintptr_t)fuzz_file(0, (uti_slice){(const char *)bytes, size});
  const names files = {&path, 1, 1};
  const options o = {.arguments = files, .redact = size % 2 == 0};
  fuzz_read_table(&files, &o, compare);
  return 0;
}
