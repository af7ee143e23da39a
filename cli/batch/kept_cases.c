/* kept_cases.c - see kept_cases.h. */
#include "batch/kept_cases.h"

#include <stdlib.h>
#include <string.h>


static uti_slice put(char **at, uti_slice s) {
  uti_slice copy = {s.bytes == NULL ? NULL : *at, s.length};
  if (s.length > 0) memcpy(*at, s.bytes, s.length);
  *at += s.length;
  return copy;
}

static size_t block_bytes(const flagged_case *c) {
  size_t values = 0;
  for (size_t i = 0; i < c->fact_count; i++) values += c->facts[i].value.length;
  return sizeof *c + c->fact_count * sizeof *c->facts + c->mask_count * sizeof *c->masks + c->id.length + c->report.length + values + c->notes.length;
}

flagged_case *case_copy(const flagged_case *c) {
  flagged_case *kept = memory_resize(NULL, block_bytes(c), 1);
  *kept = *c;
  kept->facts = (given_fact *)(kept + 1);
  mask *masks = (mask *)(kept->facts + c->fact_count);
  if (c->mask_count > 0) memcpy(masks, c->masks, c->mask_count * sizeof *masks);
  kept->masks = masks;
  char *at = (char *)(masks + c->mask_count);
  for (size_t i = 0; i < c->fact_count; i++) kept->facts[i] = (given_fact){c->facts[i].fact, put(&at, c->facts[i].value)};
  kept->id = put(&at, c->id);
  kept->report = put(&at, c->report);
  kept->notes = put(&at, c->notes);
  return kept;
}

/* Where a row stands in the file of texts. */
typedef struct kept_place {
  uint64_t place, bytes;
} kept_place;

kept_cases kept_cases_in(const char *folder) {
  kept_cases k = {.texts = spill_in(folder)};
  for (size_t i = 0; i < KEPT_LEVELS; i++) k.places[i] = spill_in(folder);
  return k;
}

void kept_cases_add(kept_cases *k, const flagged_case *c) {
  size_t level = (size_t)(c->level - UTI_NOT_ASSESSABLE);
  flagged_case *block = case_copy(c);
  kept_place kept = {.bytes = block_bytes(c)};
  kept.place = spill_add(&k->texts, block, kept.bytes);
  spill_add(&k->places[level], &kept, sizeof kept);
  k->counts[level]++;
  k->count++;
  free(block);
}

static bool find_place(const kept_cases *k, size_t i, kept_place *kept, text *room) {
  size_t level = KEPT_LEVELS - 1;
  for (; level > 0 && i >= k->counts[level]; level--) i -= k->counts[level];
  if (!spill_read(&k->places[level], i * sizeof *kept, sizeof *kept, room)) return false;
  memcpy(kept, room->bytes, sizeof *kept);
  return true;
}

/* The block came from another place in memory. */
static const char *moved(const char *pointer, const void *from, void *to) {
  return pointer == NULL ? NULL : (char *)to + ((uintptr_t)pointer - (uintptr_t)from);
}

const flagged_case *kept_cases_get(const kept_cases *k, size_t i, text *room) {
  kept_place kept;
  if (!find_place(k, i, &kept, room) || !spill_read(&k->texts, kept.place, kept.bytes, room)) return NULL;
  flagged_case *c = (flagged_case *)(void *)room->bytes;
  const void *from = (const char *)c->facts - sizeof *c;
  c->facts = (given_fact *)(c + 1);
  for (size_t f = 0; f < c->fact_count; f++) c->facts[f].value.bytes = moved(c->facts[f].value.bytes, from, c);
  c->masks = (const mask *)(c->facts + c->fact_count);
  c->id.bytes = moved(c->id.bytes, from, c);
  c->report.bytes = moved(c->report.bytes, from, c);
  c->notes.bytes = moved(c->notes.bytes, from, c);
  return c;
}

uint64_t kept_cases_bytes(const kept_cases *k) { return k->texts.written + k->texts.waiting.length; }

int kept_cases_problem(const kept_cases *k) {
  int problem = k->texts.problem;
  for (size_t i = 0; i < KEPT_LEVELS && problem == 0; i++) problem = k->places[i].problem;
  return problem;
}

void kept_cases_free(kept_cases *k) {
  spill_close(&k->texts);
  for (size_t i = 0; i < KEPT_LEVELS; i++) spill_close(&k->places[i]);
}
