/* failing_allocator.h - an allocator of which one allocation fails, and which
** counts what is still held. */
#ifndef UTI_FAILING_ALLOCATOR_H
#define UTI_FAILING_ALLOCATOR_H

#include <stdlib.h>

#include "uti.h"

typedef struct counting {
  long countdown, live;      /* countdown: allocations until one fails; -1: none fails */
} counting;

static inline void *counting_resize(void *context, void *memory, size_t bytes) {
  counting *c = context;
  if (bytes == 0) {
    c->live -= memory != NULL;
    free(memory);
    return NULL;
  }
  if (c->countdown >= 0 && c->countdown-- == 0) return NULL;
  c->live += memory == NULL;
  return realloc(memory, bytes);
}

/* An allocator over *c that has failed already, or is not meant to, fails no more. */
static inline bool counting_has_failed(const counting *c, long fail_at) { return fail_at >= 0 && c->countdown < 0; }

#endif
