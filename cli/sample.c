/* sample.c - the command sample: report tables in, a random sample of the rows that
** were not flagged out, as a workbook or as CSV. */
#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "batch/assess_rows.h"
#include "common/message.h"
#include "flag.h"
#include "workbook/book.h"
#include "workbook/workbook.h"

static bool write_cell(FILE *f, uti_slice s, const char *after) {
  return csv_fwrite(f, s.bytes == NULL ? "" : s.bytes, s.length) == 0 && fputs(after, f) >= 0;
}

static bool write_row(FILE *f, const batch *b, const flagged_case *c) {
  uti_assessment a;
  if (assess_case(&b->assessor, c, &a) != UTI_OK) message_no_memory();
  text name = {0}, warnings = {0}, shown = {0};
  batch_case_name(b, c, &name);
  for (size_t i = 0; i < a.warning_count; i++) text_add_format(&warnings, "%s%s", i > 0 ? "; " : "", a.warnings[i]);
  const char *mechanism = mechanism_name(&b->assessor, &a);
  uti_slice reasons = {NULL, 0};
  bool good = write_cell(f, text_slice(&name), ",") && write_cell(f, slice_of(level_text(a.level)), ",") &&
              write_cell(f, slice_of(mechanism), ",") && write_cell(f, text_slice(&warnings), ",");
  reasons.bytes = uti_write_reasons(b->assessor.reader, &a, &reasons.length);
  if (reasons.bytes == NULL) message_no_memory();
  good = good && write_cell(f, reasons, ",") && write_cell(f, batch_shown_report(c, &shown), "\r\n");
  text_free(&name);
  text_free(&warnings);
  text_free(&shown);
  return good;
}

static const char *write_csv(const batch *b, const char *file) {
  FILE *f = fopen(file, "wb");
  if (f == NULL) return strerror(errno);
  bool good = fputs("case,urgency,cramp_mechanism,warnings,reasons,report\r\n", f) >= 0;
  for (size_t i = 0; i < b->sample_count && good; i++) good = write_row(f, b, b->sample[i]);
  const char *why = good ? NULL : strerror(errno);
  if (fclose(f) != 0 && why == NULL) why = strerror(errno);
  return why;
}

static bool ends(const char *name, const char *end) {
  size_t length = strlen(name), tail = strlen(end);
  return length > tail && strcmp(name + length - tail, end) == 0;
}

int run_sample(const options *o) {
  int status = flag_check(o);
  if (status != EXIT_DONE) return status;
  if (o->sample_size == 0) return message_usage("wanted --size N, the rows to draw, got nothing");
  if (ends(o->output, ".csv")) return flag_write(o, write_csv, "writing the sample");
  if (ends(o->output, ".xlsx")) return flag_write(o, workbook_write, "writing the workbook");
  return message_usage("--output: wanted a name that ends in .xlsx or .csv, got '%s'", o->output);
}
