/* name_counts.c - see name_counts.h. */
#include "common/name_counts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_KEPT = 40 };

void name_counts_add(name_counts *t, const char *name) {
  for (size_t i = 0; i < t->count; i++) {
    if (strcmp(t->entries[i].name, name) != 0) continue;
    t->entries[i].count++;
    return;
  }
  if (t->count == NAMES_KEPT) {
    t->others++;
    return;
  }
  t->entries = memory_grow(t->entries, t->count, &t->room, sizeof *t->entries);
  t->entries[t->count].name = memory_copy(name, strlen(name));
  t->entries[t->count++].count = 1;
}

uint64_t name_counts_total(const name_counts *t) {
  uint64_t total = t->others;
  for (size_t i = 0; i < t->count; i++) total += t->entries[i].count;
  return total;
}

void name_counts_write(const name_counts *t, text *out) {
  for (size_t i = 0; i < t->count; i++) {
    text_add_format(out, "%s%s", i > 0 ? ", " : "", t->entries[i].name);
    if (t->entries[i].count > 1) text_add_format(out, " (%" PRIu64 ")", t->entries[i].count);
  }
  if (t->others > 0) text_add_format(out, " and %" PRIu64 " of other kinds", t->others);
}

void name_counts_free(name_counts *t) {
  for (size_t i = 0; i < t->count; i++) free(t->entries[i].name);
  free(t->entries);
  *t = (name_counts){0};
}
