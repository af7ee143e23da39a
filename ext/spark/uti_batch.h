/* uti_batch.h - one call assesses a batch of reports that lies in Arrow
** buffers, and gives the columns of uti_assess as Arrow buffers.
**
** Ownership: what the caller passes stays the caller's and is only read during
** the call. A result belongs to the caller, who gives it back with
** uti_batch_free(); its buffers live as long as it does.
** Threads: there is no global state; any number of calls may run at once.
** Only fixed-width types cross the border, so ctypes, JNI or Rust can call it. */
#ifndef UTI_BATCH_H
#define UTI_BATCH_H

#include <stdint.h>

/* Raised whenever a struct or a function below changes its shape. */
#define UTI_BATCH_ABI 1

typedef enum {
  UTI_BATCH_TEXT = 1,       /* Utf8: int32 offsets, and the bytes */
  UTI_BATCH_LARGE_TEXT = 2, /* LargeUtf8: int64 offsets, and the bytes */
  UTI_BATCH_INTEGER = 3,    /* Int64 */
  UTI_BATCH_REAL = 4        /* Float64; NaN is "not known", as NULL is */
} uti_batch_kind;

/* An Arrow array. Row i of the batch is element offset + i of every buffer. */
typedef struct uti_batch_column {
  int32_t kind;            /* a uti_batch_kind */
  int32_t fact;            /* from uti_batch_fact(); ignored for the report's text */
  int64_t offset;
  const uint8_t *validity; /* bitmap, least significant bit first; NULL: no NULLs */
  const void *offsets;     /* texts only */
  const void *values;
} uti_batch_column;

typedef enum {
  UTI_BATCH_OK = 0,
  UTI_BATCH_NO_MEMORY = 1,
  UTI_BATCH_SPLIT = 2,        /* a text column passes 2 GiB: call again with fewer rows */
  UTI_BATCH_TOO_BIG = 3,      /* a report passes the core's limit of 256 MiB */
  UTI_BATCH_WRONG_COLUMN = 4, /* kind or fact is none of those above */
  UTI_BATCH_WRONG_RULES = 5,  /* no such rule set */
  UTI_BATCH_FAILED = 6
} uti_batch_status;

enum {
  UTI_BATCH_URGENCY,
  UTI_BATCH_URGENCY_RANK, /* the only Int32; all others are Utf8 */
  UTI_BATCH_CRAMP_MECHANISM,
  UTI_BATCH_REASONS,
  UTI_BATCH_RULES,        /* this and the next two: JSON */
  UTI_BATCH_FINDINGS,
  UTI_BATCH_WARNINGS,
  UTI_BATCH_RULES_ID,
  UTI_BATCH_COLUMNS
};

typedef struct uti_batch_output {
  int64_t nulls;
  int64_t bytes;           /* of values */
  const uint8_t *validity; /* never NULL; (rows + 7) / 8 bytes */
  const int32_t *offsets;  /* rows + 1 of them; NULL for urgency_rank */
  const void *values;      /* never NULL */
} uti_batch_output;

typedef struct uti_batch_result {
  int64_t rows;
  uti_batch_output columns[UTI_BATCH_COLUMNS];
} uti_batch_result;

int32_t uti_batch_abi(void);
/* The fact with this name or alias, or -1. */
int32_t uti_batch_fact(const char *name, int64_t length);

/* text may be NULL (facts alone). A NULL text without a known fact beside age
** and sex gives NULLs, as uti_assess does in SQL. *result is set on
** UTI_BATCH_OK only. On any other status *row is the first row concerned, or -1
** where it is none; no status and no message ever holds a report's text. */
int32_t uti_batch_assess(const char *rule_set, int64_t rows, const uti_batch_column *text,
                         const uti_batch_column *facts, int32_t fact_count,
                         uti_batch_result **result, int64_t *row);

void uti_batch_free(uti_batch_result *); /* NULL is allowed */

#endif
