/* evidence_spans.h - where in a report evidence stands. */
#ifndef CLI_EVIDENCE_SPANS_H
#define CLI_EVIDENCE_SPANS_H

#include "uti.h"

typedef struct evidence_span {
  size_t start, end;           /* bytes of the report */
  bool present;                /* else possible */
} evidence_span;

/* In order and without overlaps; to be freed. */
evidence_span *evidence_spans(const uti_assessment *, size_t *count);

#endif
