/* fuzz_cli.c - see fuzz_cli.h. Takes the place of cli/common/message.c. */
#define _GNU_SOURCE
#include "fuzz_cli.h"

#include <stdarg.h>
#include <sys/mman.h>
#include <unistd.h>

#include "batch/batch_row.h"
#include "common/message.h"

size_t fuzz_errors;

/* ---- Files ---- */

const char *fuzz_file(size_t index, uti_slice bytes) {
  static int files[FUZZ_FILES];
  static char paths[FUZZ_FILES][32];
  FUZZ_HOLDS(index < FUZZ_FILES);
  if (files[index] == 0) {
    files[index] = memfd_create("fuzz", MFD_CLOEXEC);
    FUZZ_HOLDS(files[index] > 0);
    snprintf(paths[index], sizeof paths[index], "/proc/self/fd/%d", files[index]);
  }
  FUZZ_HOLDS(ftruncate(files[index], 0) == 0);
  FUZZ_HOLDS(pwrite(files[index], bytes.bytes, bytes.length, 0) == (ssize_t)bytes.length);
  return paths[index];
}

/* ---- Messages ---- */

static void format_words(const char *format, va_list arguments) {
  char words[4096];
  FUZZ_HOLDS(vsnprintf(words, sizeof words, format, arguments) > 0);
}

#define FORMAT_WORDS()           \
  do {                           \
    va_list arguments;           \
    va_start(arguments, format); \
    format_words(format, arguments); \
    va_end(arguments);           \
  } while (0)

void message_command(const char *name) { (void)name; }
void message_quiet(bool on) { (void)on; }
void message_before(void (*clear)(void)) { (void)clear; }

int message_error(const char *format, ...) {
  FORMAT_WORDS();
  fuzz_errors++;
  return EXIT_FAILED;
}

int message_usage(const char *format, ...) {
  FORMAT_WORDS();
  fuzz_errors++;
  return EXIT_USAGE;
}

void message_rejected(const char *format, ...) { FORMAT_WORDS(); }
void message_note(const char *format, ...) { FORMAT_WORDS(); }
void message_colored(const char *on, const char *off, const char *format, ...) {
  (void)on, (void)off;
  FORMAT_WORDS();
}

/* No input of some kilobytes may want so much. */
void message_no_memory(void) { abort(); }

/* ---- Tables ---- */

static void check_cells(const reader *r, const table_row *row) {
  uint64_t seen = 0;
  FUZZ_HOLDS(row->count <= r->columns.count);
  for (size_t i = 0; i < row->count; i++) seen = hash_bytes(seen, row->cells[i].text.bytes, row->cells[i].text.length);
  hash_bytes(seen, row->raw.bytes, row->raw.length);
}

static void check_made(row_maker *m, const reader *r, const column_plan *p, const table_row *row) {
  flagged_case made = {0};
  if (!row_make(m, r, p, row, &made)) {
    FUZZ_HOLDS(m->problem.length > 0 && utf8_valid(text_slice(&m->problem)));
    return;
  }
  FUZZ_HOLDS(utf8_valid(made.report) && utf8_valid(made.id) && utf8_valid(made.notes));
  for (size_t i = 0; i < made.fact_count; i++) FUZZ_HOLDS(utf8_valid(made.facts[i].value));
  (void)row_hash(&made);
}

static void read_rows(reader *r, column_plan *p, const options *o, void (*check)(const reader *, const table_row *)) {
  row_maker maker = {0};
  read_step step;
  uint64_t line = 0, position, size;
  for (;;) {
    table_row row = {0};
    step = r->next(r, &row);
    if (step != READ_ROW && step != READ_REJECTED) break;
    FUZZ_HOLDS(row.file != NULL || row.line > line || r->of_parts);
    line = row.line;
    if (r->columns.count > p->seen) columns_extend(p, r, o);
    if (step == READ_REJECTED) {
      FUZZ_HOLDS(row.problem != NULL && *row.problem != 0);
      hash_bytes(0, row.raw.bytes, row.raw.length);
      continue;
    }
    check_cells(r, &row);
    check_made(&maker, r, p, &row);
    if (check != NULL) check(r, &row);
  }
  FUZZ_HOLDS(step == READ_END);
  r->progress(r, &position, &size);
  row_maker_free(&maker);
}

static void read_patients(reader *r) {
  patient_row patient;
  if (r->next_patient == NULL) return;
  while (r->next_patient(r, &patient)) FUZZ_HOLDS(utf8_valid(patient.id) && utf8_valid(patient.sex) && utf8_valid(patient.birth_date));
}

void fuzz_read_table(const names *files, const options *o, void (*check)(const reader *, const table_row *)) {
  reader r;
  column_plan plan = {0};
  size_t errors = fuzz_errors;
  bool opened = reader_open(&r, files, o);
  FUZZ_HOLDS(opened == (fuzz_errors == errors));
  if (!opened) return;
  for (size_t i = 0; i < r.columns.count; i++) FUZZ_HOLDS(utf8_valid(slice_of(r.columns.items[i])));
  bool planned = columns_plan(&plan, &r, o);
  FUZZ_HOLDS(planned == (fuzz_errors == errors));
  if (planned) {
    columns_print(&plan, &r);
    read_rows(&r, &plan, o, check);
    read_patients(&r);
  }
  columns_free(&plan);
  reader_close(&r);
}
