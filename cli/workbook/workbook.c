/* workbook.c - see workbook.h. */
#define _POSIX_C_SOURCE 200809L
#include "workbook/workbook.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "batch/batch_row.h"
#include "common/progress.h"
#include "workbook/sheets.h"
#include "workbook/temporary_file.h"

static void set_properties(book *b) {
  time_t now = (time_t)options_now(b->batch->options);
  struct tm t;
  gmtime_r(&now, &t);
  strftime(b->made, sizeof b->made, "%Y-%m-%d %H:%M UTC", &t);
  const options *o = b->batch->options;
  const uint64_t settings[] = {(uint64_t)now, (uint64_t)o->minimum_level, o->sample_size, o->seed, o->sample_only};
  snprintf(b->run_id, sizeof b->run_id, "%016" PRIx64, hash_bytes(b->batch->hash, settings, sizeof settings));
  lxw_doc_properties properties = {.title = "Patient reports: urinary tract infection", .subject = "Review of flagged cases",
                                   .author = "uti-report " UTI_VERSION, .comments = "For review by qualified staff; no diagnosis.", .created = now};
  book_check(b, workbook_set_properties(b->workbook, &properties));
  book_check(b, workbook_set_custom_property_string(b->workbook, "run_id", b->run_id));
  book_check(b, workbook_set_custom_property_string(b->workbook, "rules_id", b->batch->assessor.rules_id));
}

static void write_sheets(book *b) {
  const batch *x = b->batch;
  grid cases = {0}, sample = {0}, evidence, quality;
  bool with_cases = !x->options->sample_only, with_sample = x->options->sample_size > 0;
  uint64_t first = 0;
  lxw_worksheet *summary = book_sheet(b, "Summary");
  if (with_cases) grid_open(&cases, b, "Cases", case_columns, case_column_count, x->case_count);
  if (with_sample) grid_open(&sample, b, "Sample", case_columns, case_column_count, x->sample_count);
  sample.sampled = true;
  grid_open(&evidence, b, "Evidence", evidence_columns, evidence_column_count, x->evidence_rows);
  grid_open(&quality, b, "Data quality", quality_columns, quality_column_count, quality_row_count(x));
  lxw_worksheet *about = book_sheet(b, "About"), *lists = book_sheet(b, "Lists"), *meta = book_sheet(b, "_meta");
  if (b->error == LXW_NO_ERROR) {
    sheet_summary(b, summary);
    if (with_cases) sheet_cases(b, &cases, &evidence, &first);
    if (with_sample) sheet_cases(b, &sample, &evidence, &first);
    sheet_quality(b, &quality);
    sheet_about(b, about);
    sheet_lists(b, lists);
    sheet_meta(b, meta);
  }
  grid_close(&cases);
  grid_close(&sample);
  grid_close(&evidence);
  grid_close(&quality);
}

/* What the library would hold in memory whole. */
static bool is_large(const batch *x, uint64_t rows) {
  uint64_t bytes = kept_cases_bytes(&x->cases);
  for (size_t i = 0; i < x->sample_count; i++) bytes += x->sample[i]->report.length;
  return rows > TABLE_CASES_AT_MOST || x->evidence_rows > TABLE_FINDINGS_AT_MOST || bytes > (uint64_t)TABLE_MEGABYTES_AT_MOST * 1000000;
}

const char *workbook_write(const batch *batch_read, const char *file) {
  book b = {.batch = batch_read, .sheet_rows = batch_read->options->sheet_rows};
  uint64_t rows = batch_read->cases.count + batch_read->sample_count;
  b.constant_memory = is_large(batch_read, rows);
  b.links_by_key = !b.constant_memory && rows * batch_read->evidence_rows <= SEARCHES_AT_MOST;
  lxw_workbook_options options = {.constant_memory = b.constant_memory, .tmpdir = (char *)batch_read->options->temporary_folder, .use_zip64 = LXW_FALSE};
  b.workbook = workbook_new_opt(file, &options);
  if (b.workbook == NULL) return "out of memory";
  book_formats(&b);
  if (b.error == LXW_NO_ERROR) set_properties(&b);
  if (b.error == LXW_NO_ERROR) write_sheets(&b);
  progress_step("packing the workbook");
  book_check(&b, workbook_close(b.workbook));
  text_free(&b.cell);
  if (temporary_files_failed()) return "a temporary file could not be written or read back: is the folder of --tmpdir full?";
  return b.error == LXW_NO_ERROR ? NULL : lxw_strerror(b.error);
}
