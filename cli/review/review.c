/* review.c - the command review: reviewers' decisions back into the database. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/message.h"
#include "review/review.h"

static int check_arguments(const options *o) {
  if (o->arguments.count != 1) return message_usage("wanted one workbook, got %zu", o->arguments.count);
  if (o->database == NULL) return message_usage("wanted --db DB, the database that the reports are in, got nothing");
  if (access(o->database, F_OK) != 0) return message_error("there is no database %s: import the reports first, with uti-report import INPUT --db %s", o->database, o->database);
  return EXIT_DONE;
}

static void print_sums(const review_run *run) {
  const size_t *n = run->states;
  message_note("%zu cases: %zu new decisions, %zu changed, %zu there already, %zu not reviewed, %zu rows left out", run->cases, n[REVIEW_NEW], n[REVIEW_CHANGED],
               n[REVIEW_SAME] + n[REVIEW_REPLACED], run->not_reviewed, run->rejected);
  if (n[REVIEW_REPLACED] > 0) message_note("%zu were recorded before, and their reviewer has decided otherwise since: they stay as they are (--force records them again)", n[REVIEW_REPLACED]);
  if (run->unnamed > 0) message_note("warning: %zu decisions name no reviewer: give --reviewer NAME", run->unnamed);
  size_t count = n[REVIEW_NEW] + n[REVIEW_CHANGED];
  if (run->options->apply) message_note("%zu decisions were recorded in %s", count, run->options->database);
  else if (count > 0) message_note("Nothing was written. To record %s: uti-report review %s --db %s --apply", count == 1 ? "it" : "them", run->file, run->options->database);
  else message_note("Nothing was written: there is nothing new.");
}

static int take_back(review_run *run) {
  agreement a = {0};
  if (!reviews_open(run) || !review_read_workbook(run) || reviews_resolve(run) != EXIT_DONE || !reviews_write(run)) return EXIT_FAILED;
  bool measured = agreement_measure(run, &a);
  if (measured && reviews_commit(run)) {
    if (run->options->format == FORMAT_JSON) review_print_json(run, &a);
    else changes_print(run), agreement_print(run, &a);
    print_sums(run);
  } else {
    measured = false;
  }
  agreement_free(&a);
  return !measured ? EXIT_FAILED : run->rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}

static void run_free(review_run *run) {
  reviews_close(run);
  for (size_t i = 0; i < run->row_count; i++) review_row_free(&run->rows[i]);
  free(run->rows);
  free(run->meta.run_id);
  free(run->meta.rules_id);
  names_free(&run->mechanisms);
  names_free(&run->sheets);
}

int run_review(const options *o) {
  int status = check_arguments(o);
  if (status != EXIT_DONE) return status;
  review_run run = {.options = o, .file = o->arguments.items[0]};
  status = take_back(&run);
  run_free(&run);
  return status;
}
