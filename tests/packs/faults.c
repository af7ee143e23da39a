/* faults.c - packs read while one allocation fails: the first that each place of the
** code asks for (a place is known by its callers), and others in between, ever fewer.
** The answer is right, or says that memory ran out, and nothing is lost. Prints TAP. */
#include <execinfo.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../failing_allocator.h"
#include "uti_pack.h"

/* ---- Where allocations are asked for ---- */

enum { CALLERS = 9, PLACES = 4096 };

typedef struct place {
  uint64_t callers;
  long first;              /* the number of its first allocation */
} place;

typedef struct noting {
  counting counts;
  long asked;
  size_t count;
  place places[PLACES];
} noting;

static void *note_place(void *context, void *memory, size_t bytes) {
  noting *n = context;
  if (bytes > 0) {
    void *callers[CALLERS];
    int depth = backtrace(callers, CALLERS);
    uint64_t key = UINT64_C(14695981039346656037);
    for (int i = 0; i < depth; i++) key = (key ^ (uint64_t)(uintptr_t)callers[i]) * UINT64_C(1099511628211);
    size_t at = 0;
    while (at < n->count && n->places[at].callers != key) at++;
    if (at == n->count && at < PLACES) n->places[n->count++] = (place){key, n->asked};
    n->asked++;
  }
  return counting_resize(&n->counts, memory, bytes);
}

static noting places;

static void note_places(const char *folder) {
  const uti_allocator allocator = {note_place, &places};
  const uti_knowledge *knowledge = NULL;
  uti_mistakes mistakes;
  places.counts = (counting){-1, 0};
  places.asked = 0;
  places.count = 0;
  uti_pack_read(folder, &allocator, &knowledge, &mistakes);
  uti_knowledge_free(knowledge, &allocator);
  uti_mistakes_free(&mistakes, &allocator);
}

/* ---- Reading ---- */

/* 0: as without failures; 1: memory ran out; 2: wrong. */
static int read_pack(const char *folder, long fail_at, uti_result wanted, size_t mistakes_wanted) {
  counting c = {fail_at, 0};
  const uti_allocator allocator = {counting_resize, &c};
  const uti_knowledge *knowledge = NULL;
  uti_mistakes mistakes;
  uti_result result = uti_pack_read(folder, &allocator, &knowledge, &mistakes);
  bool same = result == wanted && mistakes.count == mistakes_wanted;
  uti_knowledge_free(knowledge, &allocator);
  uti_mistakes_free(&mistakes, &allocator);
  if (c.live != 0) printf("# %ld allocations were lost when number %ld failed\n", c.live, fail_at);
  if (c.live != 0) return 2;
  if (same && (fail_at < 0 || c.countdown >= 0)) return 0;
  return result == UTI_NO_MEMORY ? 1 : 2;
}

int main(void) {
  static const struct {
    const char *folder;
    uti_result result;
    size_t mistakes;
  } packs[] = {{"fixtures/packs/es", UTI_OK, 0}, {"fixtures/bad/packs/many_at_once", UTI_BAD_PACK, 12},
               {"fixtures/packs/small", UTI_OK, 0}, {"fixtures/bad/packs/contradiction", UTI_BAD_PACK, 3}, {"fixtures/bad/packs/circle_of_rules", UTI_BAD_PACK, 1},
               {"fixtures/packs/not_there", UTI_BAD_PACK, 1}, {"fixtures/bad/packs/phrase_with_two_concepts", UTI_BAD_PACK, 2}};
  int failed = 0;
  for (size_t i = 0; i < sizeof packs / sizeof *packs; i++) {
    long fail_at = 0;
    int answer = read_pack(packs[i].folder, -1, packs[i].result, packs[i].mistakes);
    for (; answer < 2 && fail_at < 100000; fail_at += 1 + fail_at / 12) {
      answer = read_pack(packs[i].folder, fail_at, packs[i].result, packs[i].mistakes);
      if (answer == 0) break;
    }
    note_places(packs[i].folder);
    for (size_t p = 0; p < places.count && answer == 0; p++)
      answer = read_pack(packs[i].folder, places.places[p].first, packs[i].result, packs[i].mistakes) == 2 ? 2 : 0;
    failed += answer != 0;
    printf("%s %zu - %s, with up to %ld allocations before one fails, and at each of %zu places\n", answer == 0 ? "ok" : "not ok",
           i + 1, packs[i].folder, fail_at, places.count);
  }
  printf("1..%zu\n", sizeof packs / sizeof *packs);
  return failed != 0;
}
