/* xlsx.c - a workbook that reviewers filled in. An input that begins as a zip file is
** one; of any other the parts follow one another, each begun by a line
** "=== xl/workbook.xml", and are packed here: the bytes of a zip file that were
** changed at random seldom reach what reads its parts. */
#include "fuzz_cli.h"
#include "review/review.h"
#include "spreadsheet/xlsx.h"

/* ---- A zip file whose parts are stored as they are ---- */

static uint32_t checksum(uti_slice s) {
  uint32_t sum = UINT32_MAX;
  for (size_t i = 0; i < s.length; i++) {
    sum ^= (uint8_t)s.bytes[i];
    for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (0xEDB88320u & (0u - (sum & 1u)));
  }
  return ~sum;
}

static void add_number(text *t, uint32_t number, size_t width) {
  for (; width-- > 0; number >>= 8) text_add(t, (char[]){(char)(number & 0xFF)}, 1);
}

/* What both kinds of header hold from the version on, up to the lengths. */
static void add_common(text *t, uti_slice name, uti_slice part) {
  add_number(t, 20, 2);
  add_number(t, 0, 2);         /* flags */
  add_number(t, 0, 2);         /* stored */
  add_number(t, 0x00210000, 4);   /* time, date */
  add_number(t, checksum(part), 4);
  add_number(t, (uint32_t)part.length, 4);
  add_number(t, (uint32_t)part.length, 4);
  add_number(t, (uint32_t)name.length, 2);
  add_number(t, 0, 2);
}

static void add_part(text *zip, text *list, uti_slice name, uti_slice part) {
  uint32_t place = (uint32_t)zip->length;
  text_add(zip, "PK\3\4", 4);
  add_common(zip, name, part);
  text_add(zip, name.bytes, name.length);
  text_add(zip, part.bytes, part.length);
  text_add(list, "PK\1\2", 4);
  add_number(list, 20, 2);
  add_common(list, name, part);
  add_number(list, 0, 10);     /* comment, disk, attributes */
  add_number(list, place, 4);
  text_add(list, name.bytes, name.length);
}

static size_t part_begins(uti_slice s, size_t at) {
  for (; at < s.length; at++)
    if ((at == 0 || s.bytes[at - 1] == '\n') && s.length - at > 4 && memcmp(s.bytes + at, "=== ", 4) == 0) break;
  return at;
}

static void pack(uti_slice input, text *zip) {
  text list = {0};
  uint32_t count = 0;
  for (size_t at = part_begins(input, 0), next; at < input.length; at = next) {
    next = part_begins(input, at + 4);
    const char *name = input.bytes + at + 4, *end = input.bytes + next, *line_end = memchr(name, '\n', (size_t)(end - name));
    if (line_end == NULL || line_end - name > 200) continue;
    add_part(zip, &list, (uti_slice){name, (size_t)(line_end - name)}, (uti_slice){line_end + 1, (size_t)(end - line_end - 1)});
    count++;
  }
  uint32_t place = (uint32_t)zip->length;
  text_add(zip, list.bytes, list.length);
  text_add(zip, "PK\5\6", 4);
  add_number(zip, 0, 4);
  add_number(zip, count, 2);
  add_number(zip, count, 2);
  add_number(zip, (uint32_t)list.length, 4);
  add_number(zip, place, 4);
  add_number(zip, 0, 2);
  text_free(&list);
}

/* ---- Reading ---- */

/* In place of the database. */
bool reviews_add_case(review_run *run, const case_key *key) {
  FUZZ_HOLDS(key->level >= UTI_NOT_ASSESSABLE && key->level <= UTI_EMERGENCY);
  run->cases++;
  return true;
}

static bool take_row(void *state, const xlsx_row *row) {
  uint64_t *rows = state;
  FUZZ_HOLDS(row->number >= 1 && row->number <= XLSX_ROWS && row->count > 0);
  for (size_t i = 0; i < row->count; i++) FUZZ_HOLDS(row->cells[i].column < XLSX_COLUMNS && utf8_valid(row->cells[i].text));
  return ++*rows < 100000;
}

static void read_sheets(const char *path) {
  size_t errors = fuzz_errors;
  uint64_t rows = 0;
  xlsx *book = xlsx_open(path);
  FUZZ_HOLDS((book != NULL) == (fuzz_errors == errors));
  for (size_t sheet = 0; book != NULL && sheet < xlsx_sheet_count(book); sheet++) {
    errors = fuzz_errors;
    FUZZ_HOLDS(xlsx_read(book, sheet, take_row, &rows) == (fuzz_errors == errors));
  }
  xlsx_close(book);
}

static void read_review(const char *path) {
  const options o = {.reviewer = "A"};
  review_run run = {.options = &o, .file = path};
  size_t errors = fuzz_errors;
  FUZZ_HOLDS(review_read_workbook(&run) == (fuzz_errors == errors));
  for (size_t i = 0; i < run.row_count; i++) {
    uti_level meant = UTI_NONE;
    FUZZ_HOLDS(run.rows[i].decision >= 0 && run.rows[i].shown_id != NULL);
    review_level(run.rows[i].decision, run.rows[i].seen_level, run.rows[i].corrected_level, &meant);
    FUZZ_HOLDS(meant >= UTI_NOT_ASSESSABLE && meant <= UTI_EMERGENCY);
    review_row_free(&run.rows[i]);
  }
  free(run.rows);
  free(run.meta.run_id);
  free(run.meta.rules_id);
  names_free(&run.mechanisms);
  names_free(&run.sheets);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  text zip = {0};
  uti_slice input = {(const char *)bytes, size};
  if (size < 2 || memcmp(bytes, "PK", 2) != 0) pack(input, &zip);
  const char *path = fuzz_file(0, zip.length > 0 ? text_slice(&zip) : input);
  read_sheets(path);
  read_review(path);
  text_free(&zip);
  return 0;
}
