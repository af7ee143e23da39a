/* uti_batch.c - a batch of Arrow buffers in, the columns of uti_assess out.
** A reader is made for each call: dear for one row, nothing for thousands, and
** it leaves no state between calls. */
#include "uti_batch.h"

#include "uti.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHARED __attribute__((visibility("default")))
#define FIRST_BYTES_A_ROW 64

typedef struct text_column {
  char *bytes;
  size_t length, capacity;
} text_column;

typedef struct owned_result {
  uti_batch_result shown; /* first: the caller's pointer is ours */
  uint8_t *validity[UTI_BATCH_COLUMNS];
  int32_t *offsets[UTI_BATCH_COLUMNS];
  text_column texts[UTI_BATCH_COLUMNS];
  int32_t *ranks;
} owned_result;

typedef struct batch {
  uti_reader *reader;
  uti_facts *facts;
  owned_result *result;
  char rules_id[17];
} batch;

static void *resize(void *context, void *memory, size_t bytes) {
  (void)context;
  if (bytes == 0) {
    free(memory);
    return NULL;
  }
  return realloc(memory, bytes);
}

static const uti_allocator allocator = {resize, NULL};

SHARED int32_t uti_batch_abi(void) { return UTI_BATCH_ABI; }

SHARED int32_t uti_batch_fact(const char *name, int64_t length) {
  if (name == NULL || length < 0) return -1;
  return uti_fact_find(uti_knowledge_builtin(), (uti_slice){name, (size_t)length});
}

SHARED void uti_batch_free(uti_batch_result *shown) {
  owned_result *result = (owned_result *)shown;
  if (result == NULL) return;
  for (int i = 0; i < UTI_BATCH_COLUMNS; i++) {
    free(result->validity[i]);
    free(result->offsets[i]);
    free(result->texts[i].bytes);
  }
  free(result->ranks);
  free(result);
}

static owned_result *result_new(int64_t rows) {
  owned_result *result = calloc(1, sizeof *result);
  if (result == NULL) return NULL;
  size_t count = (size_t)rows;
  bool whole = true;
  result->shown.rows = rows;
  result->ranks = calloc(count + 1, sizeof *result->ranks);
  for (int i = 0; i < UTI_BATCH_COLUMNS; i++) {
    result->validity[i] = calloc(count / 8 + 1, 1);
    if (i != UTI_BATCH_URGENCY_RANK) {
      result->offsets[i] = calloc(count + 1, sizeof(int32_t));
      result->texts[i].bytes = malloc(FIRST_BYTES_A_ROW);
      result->texts[i].capacity = FIRST_BYTES_A_ROW;
      whole = whole && result->offsets[i] != NULL && result->texts[i].bytes != NULL;
    }
    whole = whole && result->validity[i] != NULL;
  }
  if (!whole || result->ranks == NULL) {
    uti_batch_free(&result->shown);
    return NULL;
  }
  return result;
}

/* ---- Reading the columns ---- */

static bool known(const uti_batch_column *column, int64_t row) {
  int64_t i = column->offset + row;
  return column->validity == NULL || (column->validity[i >> 3] >> (i & 7) & 1) != 0;
}

static uti_slice text_at(const uti_batch_column *column, int64_t row) {
  int64_t i = column->offset + row, start, end;
  if (column->kind == UTI_BATCH_TEXT) {
    const int32_t *offsets = column->offsets;
    start = offsets[i];
    end = offsets[i + 1];
  } else {
    const int64_t *offsets = column->offsets;
    start = offsets[i];
    end = offsets[i + 1];
  }
  /* An Arrow array of empty texts may have no bytes at all. */
  if (end <= start || column->values == NULL) return (uti_slice){"", 0};
  return (uti_slice){(const char *)column->values + start, (size_t)(end - start)};
}

static uti_result set_fact(uti_facts *facts, const uti_batch_column *column, int64_t row) {
  size_t fact = (size_t)column->fact;
  if (!known(column, row)) return UTI_OK;
  switch (column->kind) {
  case UTI_BATCH_INTEGER:
    return uti_facts_set_integer(facts, fact, ((const int64_t *)column->values)[column->offset + row]);
  case UTI_BATCH_REAL: {
    double value = ((const double *)column->values)[column->offset + row];
    return isnan(value) ? UTI_OK : uti_facts_set_real(facts, fact, value);
  }
  default:
    return uti_facts_set_text(facts, fact, text_at(column, row));
  }
}

static bool is_text(const uti_batch_column *column) {
  bool text = column->kind == UTI_BATCH_TEXT || column->kind == UTI_BATCH_LARGE_TEXT;
  return text && column->offsets != NULL && column->offset >= 0;
}

static bool is_fact(const uti_batch_column *column, size_t facts) {
  bool number = (column->kind == UTI_BATCH_INTEGER || column->kind == UTI_BATCH_REAL) &&
                column->values != NULL && column->offset >= 0;
  return (number || is_text(column)) && column->fact >= 0 && (size_t)column->fact < facts;
}

/* ---- Writing the columns ---- */

static uti_batch_status reserve(text_column *texts, size_t more) {
  if (more > (size_t)INT32_MAX - texts->length) return UTI_BATCH_SPLIT;
  size_t needed = texts->length + more;
  if (needed <= texts->capacity) return UTI_BATCH_OK;
  size_t capacity = texts->capacity * 2 > needed ? texts->capacity * 2 : needed;
  char *bytes = realloc(texts->bytes, capacity);
  if (bytes == NULL) return UTI_BATCH_NO_MEMORY;
  texts->bytes = bytes;
  texts->capacity = capacity;
  return UTI_BATCH_OK;
}

static void set_known(owned_result *result, int column, int64_t row) {
  result->validity[column][row >> 3] |= (uint8_t)(1u << (row & 7));
}

/* text NULL: SQL's NULL. */
static uti_batch_status put(owned_result *result, int column, int64_t row, const char *text, size_t length) {
  text_column *texts = &result->texts[column];
  if (text == NULL) {
    result->shown.columns[column].nulls++;
  } else {
    uti_batch_status status = reserve(texts, length);
    if (status != UTI_BATCH_OK) return status;
    memcpy(texts->bytes + texts->length, text, length);
    texts->length += length;
    set_known(result, column, row);
  }
  result->offsets[column][row + 1] = (int32_t)texts->length;
  return UTI_BATCH_OK;
}

static uti_batch_status put_name(owned_result *result, int column, int64_t row, const char *name) {
  return put(result, column, row, name, name == NULL ? 0 : strlen(name));
}

/* A writer's NULL means that memory ran out. */
static uti_batch_status put_written(owned_result *result, int column, int64_t row, const char *text, size_t length) {
  return text == NULL ? UTI_BATCH_NO_MEMORY : put(result, column, row, text, length);
}

static void put_rank(owned_result *result, int64_t row, uti_level level) {
  if (level == UTI_NOT_ASSESSABLE) {
    result->shown.columns[UTI_BATCH_URGENCY_RANK].nulls++;
  } else {
    result->ranks[row] = (int32_t)level;
    set_known(result, UTI_BATCH_URGENCY_RANK, row);
  }
}

static uti_batch_status put_documents(batch *b, int64_t row, uti_slice report, const uti_assessment *assessment) {
  size_t length = 0;
  const char *text;
  uti_batch_status status;
  if (assessment->level == UTI_NOT_ASSESSABLE) {
    status = put(b->result, UTI_BATCH_REASONS, row, NULL, 0);
  } else {
    text = uti_write_reasons(b->reader, assessment, &length);
    status = put_written(b->result, UTI_BATCH_REASONS, row, text, length);
  }
  if (status != UTI_BATCH_OK) return status;
  text = uti_write_rules_json(b->reader, assessment, &length);
  status = put_written(b->result, UTI_BATCH_RULES, row, text, length);
  if (status != UTI_BATCH_OK) return status;
  text = uti_write_findings_json(b->reader, assessment, report, &length);
  status = put_written(b->result, UTI_BATCH_FINDINGS, row, text, length);
  if (status != UTI_BATCH_OK) return status;
  text = uti_write_warnings_json(b->reader, assessment, &length);
  return put_written(b->result, UTI_BATCH_WARNINGS, row, text, length);
}

static uti_batch_status put_row(batch *b, int64_t row, uti_slice report, const uti_assessment *assessment) {
  const uti_knowledge *knowledge = uti_reader_knowledge(b->reader);
  const char *mechanism =
    assessment->mechanism < 0 ? NULL : uti_mechanism_name(knowledge, (size_t)assessment->mechanism);
  uti_batch_status status = put_name(b->result, UTI_BATCH_URGENCY, row, uti_level_name(assessment->level));
  put_rank(b->result, row, assessment->level);
  if (status == UTI_BATCH_OK) status = put_name(b->result, UTI_BATCH_CRAMP_MECHANISM, row, mechanism);
  if (status == UTI_BATCH_OK) status = put_documents(b, row, report, assessment);
  if (status == UTI_BATCH_OK) status = put_name(b->result, UTI_BATCH_RULES_ID, row, b->rules_id);
  return status;
}

static void show(owned_result *result) {
  for (int i = 0; i < UTI_BATCH_COLUMNS; i++) {
    uti_batch_output *output = &result->shown.columns[i];
    output->validity = result->validity[i];
    output->offsets = result->offsets[i];
    output->values = result->texts[i].bytes;
    output->bytes = (int64_t)result->texts[i].length;
  }
  result->shown.columns[UTI_BATCH_URGENCY_RANK].values = result->ranks;
  result->shown.columns[UTI_BATCH_URGENCY_RANK].bytes = result->shown.rows * (int64_t)sizeof(int32_t);
}

/* ---- The call ---- */

static uti_batch_status from_core(uti_result result) {
  switch (result) {
  case UTI_OK:
    return UTI_BATCH_OK;
  case UTI_NO_MEMORY:
    return UTI_BATCH_NO_MEMORY;
  case UTI_TOO_BIG:
    return UTI_BATCH_TOO_BIG;
  default:
    return UTI_BATCH_FAILED;
  }
}

static uti_batch_status assess_row(batch *b, int64_t row, const uti_batch_column *text,
                                   const uti_batch_column *facts, int32_t fact_count) {
  uti_slice report = {NULL, 0};
  uti_assessment assessment;
  uti_facts_clear(b->facts);
  for (int32_t i = 0; i < fact_count; i++) {
    uti_result set = set_fact(b->facts, &facts[i], row);
    if (set != UTI_OK) return from_core(set);
  }
  if (text != NULL && known(text, row)) report = text_at(text, row);
  uti_result assessed = uti_assess(b->reader, report, b->facts, &assessment);
  return assessed == UTI_OK ? put_row(b, row, report, &assessment) : from_core(assessed);
}

SHARED int32_t uti_batch_assess(const char *rule_set, int64_t rows, const uti_batch_column *text,
                                const uti_batch_column *facts, int32_t fact_count,
                                uti_batch_result **result, int64_t *row) {
  const uti_knowledge *knowledge = uti_knowledge_builtin();
  uti_rule_set rules;
  *row = -1;
  if (rule_set == NULL || !uti_rule_set_parse((uti_slice){rule_set, strlen(rule_set)}, &rules)) {
    return UTI_BATCH_WRONG_RULES;
  }
  if (rows < 0 || fact_count < 0 || (text != NULL && !is_text(text))) return UTI_BATCH_WRONG_COLUMN;
  for (int32_t i = 0; i < fact_count; i++) {
    if (!is_fact(&facts[i], uti_fact_count(knowledge))) return UTI_BATCH_WRONG_COLUMN;
  }
  batch b = {uti_reader_new(knowledge, &allocator), uti_facts_new(knowledge, &allocator), result_new(rows), ""};
  uti_batch_status status = UTI_BATCH_NO_MEMORY;
  if (b.reader != NULL && b.facts != NULL && b.result != NULL) {
    uti_reader_use(b.reader, rules);
    uti_rules_id(knowledge, rules, b.rules_id);
    status = UTI_BATCH_OK;
    for (int64_t i = 0; i < rows && status == UTI_BATCH_OK; i++) {
      status = assess_row(&b, i, text, facts, fact_count);
      if (status != UTI_BATCH_OK) *row = i;
    }
  }
  uti_reader_free(b.reader);
  uti_facts_free(b.facts);
  if (status != UTI_BATCH_OK) {
    if (b.result != NULL) uti_batch_free(&b.result->shown);
    return (int32_t)status;
  }
  show(b.result);
  *result = &b.result->shown;
  return UTI_BATCH_OK;
}
