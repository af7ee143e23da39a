/* agreement_print.c - the agreement as a page. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "batch/cell_text.h"
#include "review/review.h"
#include "review/table_print.h"
#include "workbook/book.h"

static const char *level_word(size_t rating) { return rating == 0 ? "(nothing)" : uti_level_name((uti_level)(rating - 1)); }

static void print_share(const char *what, size_t hits, size_t all) {
  char room[48];
  printf("  %-46s %4zu of %-4zu %s\n", what, hits, all, proportion_text(wilson((double)hits, (double)all), room));
}

static void print_kappas(const agreement_table *t) {
  char room[64];
  printf("  %-46s %s\n", "Cohen's kappa", kappa_text(cohen_kappa(t, false), room));
  printf("  %-46s %s\n", "Cohen's kappa with linear weights", kappa_text(cohen_kappa(t, true), room));
}

/* Rows are the first rater: the reviewer, where the second is the program. */
static void print_matrix(const agreement_table *t) {
  bool nothing = false;
  for (size_t i = 0; i < t->ratings; i++) nothing = nothing || t->counts[0][i] > 0 || t->counts[i][0] > 0;
  size_t least = nothing ? 0 : 1;
  text_table table = {.columns = t->ratings - least + 1};
  char number[24];
  table_cell(&table, "  ");
  for (size_t j = t->ratings; j-- > least;) table_cell(&table, level_word(j));
  for (size_t i = t->ratings; i-- > least;) {
    snprintf(number, sizeof number, "  %s", level_word(i));
    table_cell(&table, number);
    for (size_t j = t->ratings; j-- > least;) {
      snprintf(number, sizeof number, "%zu", t->counts[i][j]);
      table_cell(&table, number);
    }
  }
  table_print(&table);
}

static void print_program(const agreement *a) {
  const agreement_table *t = &a->flagged;
  size_t same = 0, low = 0, high = 0;
  share urgent = agreement_urgent(t, true), lower = agreement_urgent(t, false);
  for (size_t i = 0; i < t->ratings; i++)
    for (size_t j = 0; j < t->ratings; j++) *(i == j ? &same : i > j ? &low : &high) += t->counts[i][j];
  size_t all = agreement_pairs(t);
  printf("\nFlagged cases: program and reviewers, %zu decisions with a level\n", all);
  if (all == 0) return;
  print_share("too low: under-triage by the program", low, all);
  print_share("too high", high, all);
  print_share("same level", same, all);
  print_kappas(t);
  print_share("urgent and above: sensitivity", urgent.hits, urgent.all);
  print_share("urgent and above: specificity", lower.hits, lower.all);
  printf("  These are flagged cases alone: who was missed altogether cannot be among them, so the\n"
         "  sensitivity is too good. Rows that were not flagged show misses: uti-report sample, or\n"
         "  flag --sample N.\n");
  printf("\nReviewers (rows) and program (columns)\n");
  print_matrix(t);
}

static void print_sample(const review_run *run, const agreement *a) {
  if (a->sampled == 0) return;
  estimate e = agreement_estimate(run, a);
  double rest = (double)run->meta.rows_not_flagged;
  printf("\nSample of the %" PRIu64 " rows that were not flagged: %zu with a decision\n", run->meta.rows_not_flagged, a->sampled);
  print_share("missed: reviewers would have flagged them", a->missed, a->sampled);
  print_share("missed, and urgent or above", a->missed_urgent, a->sampled);
  printf("  among all rows that were not flagged: about %.0f missed (%.0f to %.0f)\n", e.missed.value * rest, e.missed.low * rest, e.missed.high * rest);
  if (a->judged > 0 && !isnan(e.found))
    printf("  of all who should be flagged, the program flags about %.0f %% (%.0f to %.0f %%), as far as %zu flagged cases with a\n"
           "  decision speak for the %" PRIu64 "\n", 100 * e.found, 100 * e.found_low, 100 * e.found_high, a->judged, run->meta.rows_flagged);
}

/* Names come from a file: what would move the terminal's cursor is made visible. */
static void add_name(text *t, const char *reviewer) { cell_text_add(t, slice_of(reviewer == NULL ? "(not named)" : reviewer)); }

static void print_reviewers(const agreement *a) {
  for (size_t i = 0; i < a->pair_count; i++) {
    const rater_pair *p = &a->pairs[i];
    size_t same = 0;
    for (size_t k = 0; k < p->levels.ratings; k++) same += p->levels.counts[k][k];
    text who = {0};
    add_name(&who, p->first);
    text_add_string(&who, " and ");
    add_name(&who, p->second);
    printf("\nReviewers: %s, %zu cases that both decided\n", who.bytes, agreement_pairs(&p->levels));
    text_free(&who);
    print_share("same level", same, agreement_pairs(&p->levels));
    print_kappas(&p->levels);
  }
}

static void print_disagreements(const agreement *a) {
  static const char *const header[] = {"", "report", "program", "reviewer", "by", ""};
  enum { COLUMNS = sizeof header / sizeof *header };
  text_table t = {.columns = COLUMNS};
  if (a->disagreement_count > 0) printf("\nDisagreements, too low first\n");
  for (size_t i = 0; i < COLUMNS; i++) table_cell(&t, header[i]);
  for (size_t i = 0; i < a->disagreement_count; i++) {
    const disagreement *d = &a->disagreements[i];
    table_cell(&t, d->reviewer_level > d->program ? "TOO LOW" : d->reviewer_level < d->program ? "too high" : "mechanism");
    table_cell(&t, d->report_id);
    table_judgement(&t, d->program, d->program_mechanism);
    table_judgement(&t, d->reviewer_level, d->reviewer_mechanism);
    table_cell(&t, d->reviewer == NULL ? "(not named)" : d->reviewer);
    table_cell(&t, d->sampled ? "not flagged" : "");
  }
  if (a->disagreement_count > 0) table_print(&t);
  names_free(&t.cells);
}

void agreement_print(const review_run *run, const agreement *a) {
  if (a->reviews == 0) {
    printf("No decisions on these cases.\n");
    return;
  }
  printf("Agreement: %zu reviews of %zu cases, rules %s; intervals: 95 %%\n", a->reviews, a->reports, run->meta.rules_id);
  if (a->cannot_tell > 0) printf("  'cannot tell', left out of the figures: %zu\n", a->cannot_tell);
  if (a->level_unknown > 0) printf("  without a level that is known, left out of the figures: %zu\n", a->level_unknown);
  print_program(a);
  if (a->mechanisms > 0) {
    printf("\nMechanism of cramps, where one is given\n");
    print_share("same", a->same_mechanism, a->mechanisms);
  }
  print_sample(run, a);
  print_reviewers(a);
  print_disagreements(a);
}
