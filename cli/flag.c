/* flag.c - the command flag: report tables in, review workbook out. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flag.h"
#include "workbook/sheets.h"
#include "common/message.h"
#include "common/output_file.h"
#include "common/progress.h"
#include "common/terminal.h"
#include "system/system.h"
#include "workbook/workbook.h"

int flag_check(const options *o) {
  if (o->arguments.count == 0) return message_usage("wanted an input file, got nothing");
  if (o->output == NULL) return message_usage("wanted -o OUT.xlsx, got nothing");
  for (size_t i = 0; i < o->arguments.count; i++) {
    if (!output_file_is(o->output, o->arguments.items[i])) continue;
    return message_usage("--output: wanted another file than the input, got '%s'", o->output);
  }
  if (o->temporary_folder != NULL && !system_folder_takes_files(o->temporary_folder)) return message_usage("--tmpdir: wanted a folder that can be written, got '%s'", o->temporary_folder);
  return EXIT_DONE;
}

static void print_summary(const batch *b) {
  bool colored = terminal_colors(b->options->color, STDERR_FILENO);
  message_note("%" PRIu64 " rows read, %" PRIu64 " assessed, %" PRIu64 " rejected", b->read, b->assessed, b->rejected);
  for (int level = UTI_EMERGENCY; level >= UTI_NOT_ASSESSABLE; level--) {
    if (level == UTI_NOT_ASSESSABLE && b->levels[0] == 0) continue;
    const char *on = colored ? terminal_level((uti_level)level) : "", *off = *on ? TERMINAL_PLAIN : "";
    message_colored(on, off, "  %-29s %7" PRIu64, level_text((uti_level)level), b->levels[level + 1]);
  }
  const uti_knowledge *k = b->assessor.knowledge;
  for (size_t i = 0; i < uti_mechanism_count(k); i++)
    if (b->mechanisms[i] > 0) message_note("  cramps: %-21s %7" PRIu64, uti_mechanism_name(k, i), b->mechanisms[i]);
}

static bool write_output(const batch *b, batch_writer write, const char *step) {
  const options *o = b->options;
  const char *file = output_file_begin(o->output, o->force);
  if (file == NULL) return false;
  progress_step(step);
  const char *problem = write(b, file);
  progress_end();
  if (problem == NULL) return output_file_commit();
  output_file_abandon();
  message_error("cannot write %s: %s", o->output, problem);
  return false;
}

static void print_result(const batch *b) {
  const options *o = b->options;
  if (!o->sample_only) message_note("%zu rows flagged: %s", b->case_count, o->output);
  else message_note("%zu rows flagged", b->case_count);
  if (o->sample_size > 0) message_note("%zu drawn of %" PRIu64 " rows not flagged, seed %" PRIu64 "%s%s", b->sample_count, b->not_flagged, o->seed, o->sample_only ? ": " : "", o->sample_only ? o->output : "");
}

int flag_write(const options *o, batch_writer write, const char *step) {
  /* Nobody reading the words is no reason to leave the work undone. */
  system_on_reader_gone(NULL);
  /* An output that cannot be is found out before the reading, not after. */
  if (!output_file_possible(o->output, o->force)) return EXIT_FAILED;
  batch b;
  progress_begin(o);
  bool done = batch_read(&b, o);
  progress_end();
  if (done) print_summary(&b);
  done = done && write_output(&b, write, step);
  if (done) print_result(&b);
  int status = !done ? EXIT_FAILED : b.rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
  batch_free(&b);
  return status;
}

int run_flag(const options *o) {
  int status = flag_check(o);
  if (status != EXIT_DONE) return status;
  size_t length = strlen(o->output);
  if (length < 6 || strcmp(o->output + length - 5, ".xlsx") != 0) return message_usage("--output: wanted a name that ends in .xlsx, got '%s'", o->output);
  return flag_write(o, workbook_write, "writing the workbook");
}
