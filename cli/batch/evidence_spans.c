/* evidence_spans.c - see evidence_spans.h. */
#include "batch/evidence_spans.h"

#include <stdlib.h>

#include "common/text.h"

static int by_start(const void *a, const void *b) {
  const evidence_span *x = a, *y = b;
  return x->start < y->start ? -1 : x->start > y->start ? 1 : x->end < y->end ? -1 : x->end > y->end;
}

evidence_span *evidence_spans(const uti_assessment *a, size_t *count) {
  evidence_span *spans = memory_resize(NULL, a->finding_count + 1, sizeof *spans);
  size_t found = 0, merged = 0;
  for (size_t i = 0; i < a->finding_count; i++) {
    const uti_finding *f = &a->findings[i];
    if (f->length == 0 || (f->status != UTI_PRESENT && f->status != UTI_POSSIBLE)) continue;
    spans[found++] = (evidence_span){f->start, f->start + f->length, f->status == UTI_PRESENT};
  }
  qsort(spans, found, sizeof *spans, by_start);
  for (size_t i = 0; i < found; i++) {
    if (merged > 0 && spans[i].start < spans[merged - 1].end) {
      if (spans[i].end > spans[merged - 1].end) spans[merged - 1].end = spans[i].end;
      spans[merged - 1].present |= spans[i].present;
    } else {
      spans[merged++] = spans[i];
    }
  }
  *count = merged;
  return spans;
}
