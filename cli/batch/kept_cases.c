/* kept_cases.c - see kept_cases.h. */
#include "batch/kept_cases.h"

#include <stdlib.h>
#include <string.h>

#include "common/message.h"

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

void kept_cases_add(kept_cases *k, const flagged_case *c) {
  size_t bytes = block_bytes(c);
  if (bytes > UINT32_MAX) message_no_memory();
  flagged_case *block = case_copy(c);
  k->items = memory_grow(k->items, k->count, &k->room, sizeof *k->items);
  k->items[k->count++] = (kept_case){spill_add(&k->texts, block, bytes), c->order, (uint32_t)bytes, (int8_t)c->level};
  free(block);
}

static int worse_first(const void *a, const void *b) {
  const kept_case *x = a, *y = b;
  if (x->level != y->level) return x->level < y->level ? 1 : -1;
  return x->order < y->order ? -1 : x->order > y->order;
}

void kept_cases_sort(kept_cases *k) {
  if (k->count > 0) qsort(k->items, k->count, sizeof *k->items, worse_first);
}

/* The block came from another place in memory. */
static const char *moved(const char *pointer, const void *from, void *to) {
  return pointer == NULL ? NULL : (char *)to + ((uintptr_t)pointer - (uintptr_t)from);
}

const flagged_case *kept_cases_get(const kept_cases *k, size_t i, text *room) {
  if (!spill_read(&k->texts, k->items[i].place, k->items[i].bytes, room)) return NULL;
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

void kept_cases_free(kept_cases *k) {
  spill_close(&k->texts);
  free(k->items);
}
