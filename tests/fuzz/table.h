/* table.h - reads a file of any bytes through the command line's own reader. */
#ifndef UTI_FUZZ_TABLE_H
#define UTI_FUZZ_TABLE_H

#define _GNU_SOURCE
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "input/reader.h"
#include "input/source.h"

/* A file in memory that holds the bytes, and its name. */
static inline int fuzz_file(const uint8_t *bytes, size_t size, char name[32]) {
  int file = memfd_create("input", 0);
  FUZZ_HOLDS(file >= 0);
  FUZZ_HOLDS(write(file, bytes, size) == (ssize_t)size);
  FUZZ_HOLDS(lseek(file, 0, SEEK_SET) == 0);
  snprintf(name, 32, "/proc/self/fd/%d", file);
  return file;
}

static inline void fuzz_touch(uti_slice s) {
  static volatile unsigned sum;
  for (size_t i = 0; i < s.length; i++) sum += (unsigned char)s.bytes[i];
}

/* Every row to the end: cells stay within the columns, what is rejected says why. */
static inline void fuzz_rows(reader *r) {
  for (size_t row = 0; row < 100000; row++) {
    table_row next = {0};
    read_step step = r->next(r, &next);
    if (step == READ_END || step == READ_FAILED) break;
    FUZZ_HOLDS(next.line > 0);
    if (next.raw.bytes != NULL) fuzz_touch(next.raw);
    if (step == READ_REJECTED) FUZZ_HOLDS(next.problem != NULL);
    else FUZZ_HOLDS(next.count <= r->columns.count);
    for (size_t i = 0; step == READ_ROW && i < next.count; i++) fuzz_touch(next.cells[i].text);
  }
  patient_row patient;
  while (r->next_patient != NULL && r->next_patient(r, &patient)) fuzz_touch(patient.id);
}

/* `keeps_patients`: as import asks the readers. */
static inline void fuzz_table(const uint8_t *bytes, size_t size, bool keeps_patients) {
  char name[32];
  int file = fuzz_file(bytes, size, name);
  char *items[] = {name};
  names inputs = {.items = items, .count = 1};
  options o = {.text_field = "text", .id_field = "id", .keeps_patients = keeps_patients};
  reader r;
  if (reader_open(&r, &inputs, &o)) {
    fuzz_rows(&r);
    reader_close(&r);
  }
  close(file);
}

#endif
