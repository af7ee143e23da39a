/* agreement.c - how program and reviewers, and reviewers among themselves, agree on
** the cases of the workbook. The last review of each reviewer of a case counts, those
** of other workbooks too; the program is judged by those that saw its present rules. */
#include <stdlib.h>
#include <string.h>

#include "common/message.h"
#include "review/review.h"
#include "workbook/book.h"

typedef struct judged_review {
  char *reviewer;
  bool level_known;
  uti_level level;
  bool would_flag;
} judged_review;

typedef struct judged_report {
  char *id;
  bool sampled;
  judged_review *reviews;
  size_t count, room;
} judged_report;

static const char *column(sqlite3_stmt *s, int i) { return (const char *)sqlite3_column_text(s, i); }
static char *copy(const char *s) { return s == NULL ? NULL : memory_copy(s, strlen(s)); }

static uti_level level_of(const char *word) {
  uti_level level;
  return word != NULL && uti_level_parse(slice_of(word), &level) ? level : UTI_NOT_ASSESSABLE;
}

static bool same_string(const char *a, const char *b) { return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0; }

static rater_pair *find_pair(agreement *a, const char *first, const char *second) {
  for (size_t i = 0; i < a->pair_count; i++)
    if (same_string(a->pairs[i].first, first) && same_string(a->pairs[i].second, second)) return &a->pairs[i];
  a->pairs = memory_grow(a->pairs, a->pair_count, &a->pair_room, sizeof *a->pairs);
  a->pairs[a->pair_count] = (rater_pair){copy(first), copy(second), {.ratings = UTI_EMERGENCY + 2}};
  return &a->pairs[a->pair_count++];
}

/* All reviews of one report have been seen. */
static void end_report(agreement *a, judged_report *r) {
  bool known = false, flag = false, urgent = false;
  for (size_t i = 0; i < r->count; i++) {
    const judged_review *x = &r->reviews[i];
    if (!x->level_known) continue;
    known = true;
    flag = flag || x->would_flag;
    urgent = urgent || x->level >= UTI_URGENT;
    for (size_t k = i + 1; k < r->count; k++)
      if (r->reviews[k].level_known) find_pair(a, x->reviewer, r->reviews[k].reviewer)->levels.counts[x->level + 1][r->reviews[k].level + 1]++;
  }
  a->reports += r->count > 0;
  if (r->sampled) a->sampled += known, a->missed += flag, a->missed_urgent += urgent;
  else a->judged += known, a->confirmed += flag;
  for (size_t i = 0; i < r->count; i++) free(r->reviews[i].reviewer);
  free(r->id);
  r->id = NULL;
  r->count = 0;
}

/* The mechanism that a reviewer means: NULL is none; false where it is not said. */
static bool meant_mechanism(int decision, const char *seen, const char *corrected, const char **meant) {
  *meant = corrected == NULL ? seen : strcmp(corrected, "none") == 0 ? NULL : corrected;
  return corrected != NULL || decision != DECISION_WRONG_MECHANISM;
}

static void compare_with_program(agreement *a, sqlite3_stmt *s, const judged_report *report, const judged_review *review, int decision) {
  uti_level seen = level_of(column(s, 4));
  const char *seen_mechanism = column(s, 5), *meant;
  bool said = meant_mechanism(decision, seen_mechanism, column(s, 3), &meant);
  bool same = said && same_string(seen_mechanism, meant);
  if (decision == DECISION_CANNOT_TELL) a->cannot_tell++;
  else if (!review->level_known) a->level_unknown++;
  if (!review->level_known) return;
  if (!report->sampled) a->flagged.counts[review->level + 1][seen + 1]++;
  if (seen_mechanism != NULL || !said || meant != NULL) a->mechanisms++, a->same_mechanism += same;
  if (review->level == seen && same) return;
  a->disagreements = memory_grow(a->disagreements, a->disagreement_count, &a->disagreement_room, sizeof *a->disagreements);
  a->disagreements[a->disagreement_count++] =
      (disagreement){copy(report->id), copy(review->reviewer), seen, review->level, report->sampled, copy(seen_mechanism), said ? copy(meant) : copy("another")};
}

static void take_review(const review_run *run, agreement *a, sqlite3_stmt *s, judged_report *r) {
  const char *id = column(s, 0), *meant;
  if (r->id == NULL || strcmp(r->id, id) != 0) {
    if (r->id != NULL) end_report(a, r);
    r->id = copy(id);
    r->sampled = sqlite3_column_int(s, 8) != 0;
  }
  int decision = decision_named(slice_of(column(s, 2) == NULL ? "" : column(s, 2)));
  judged_review review = {.reviewer = copy(column(s, 1))};
  review.level_known = review_level(decision, level_of(column(s, 4)), level_of(column(s, 7)), &review.level);
  meant_mechanism(decision, column(s, 5), column(s, 3), &meant);
  review.would_flag = review.level_known && ((review.level != UTI_NOT_ASSESSABLE && review.level >= run->meta.minimum_level) || (meant != NULL && strcmp(meant, "possible_clot") == 0));
  r->reviews = memory_grow(r->reviews, r->count, &r->room, sizeof *r->reviews);
  r->reviews[r->count++] = review;
  a->reviews++;
  if (same_string(column(s, 6), run->meta.rules_id)) compare_with_program(a, s, r, &review, decision);
}

/* Too low first, the deepest first; then mechanisms; then too high. */
static int weight(const disagreement *d) {
  int difference = (int)d->reviewer_level - (int)d->program;
  if (difference > 0) return 1000 + 10 * difference + (int)d->reviewer_level;
  return difference == 0 ? 500 : 100 + difference;
}

static int worse_first(const void *a, const void *b) {
  const disagreement *x = a, *y = b;
  int order = weight(y) - weight(x);
  if (order == 0) order = strcmp(x->report_id, y->report_id);
  return order != 0 ? order : strcmp(x->reviewer == NULL ? "" : x->reviewer, y->reviewer == NULL ? "" : y->reviewer);
}

bool agreement_measure(review_run *run, agreement *a) {
  static const char sql[] =
      "WITH every AS ("
      " SELECT 0 AS pending, review_id, report_id, reviewer, decision, corrected_mechanism, seen_urgency, seen_mechanism, seen_rules_id, corrected_urgency FROM main.reviews"
      "  WHERE report_id IN (SELECT report_id FROM temp.workbook_cases)"
      " UNION ALL SELECT 1, rowid, report_id, reviewer, decision, corrected_mechanism, seen_urgency, seen_mechanism, seen_rules_id, corrected_urgency FROM temp.pending_reviews),"
      " numbered AS (SELECT *, row_number() OVER (PARTITION BY report_id, reviewer ORDER BY pending DESC, review_id DESC) AS place FROM every)"
      " SELECT n.report_id, n.reviewer, n.decision, n.corrected_mechanism, n.seen_urgency, n.seen_mechanism, n.seen_rules_id, n.corrected_urgency, w.sampled"
      " FROM numbered AS n JOIN temp.workbook_cases AS w USING (report_id) WHERE n.place = 1 ORDER BY n.report_id, n.reviewer";
  *a = (agreement){.flagged = {.ratings = UTI_EMERGENCY + 2}};
  sqlite3_stmt *s = NULL;
  judged_report report = {0};
  int step = sqlite3_prepare_v2(run->database, sql, -1, &s, NULL);
  while (step == SQLITE_OK || step == SQLITE_ROW) {
    step = sqlite3_step(s);
    if (step == SQLITE_ROW) take_review(run, a, s, &report);
  }
  if (report.id != NULL) end_report(a, &report);
  free(report.reviews);
  if (step != SQLITE_DONE) message_error("%s: the reviews cannot be read: %s", run->options->database, sqlite3_errmsg(run->database));
  sqlite3_finalize(s);
  if (a->disagreement_count > 0) qsort(a->disagreements, a->disagreement_count, sizeof *a->disagreements, worse_first);
  return step == SQLITE_DONE;
}

void agreement_free(agreement *a) {
  for (size_t i = 0; i < a->pair_count; i++) {
    free(a->pairs[i].first);
    free(a->pairs[i].second);
  }
  for (size_t i = 0; i < a->disagreement_count; i++) {
    disagreement *d = &a->disagreements[i];
    free(d->report_id);
    free(d->reviewer);
    free(d->program_mechanism);
    free(d->reviewer_mechanism);
  }
  free(a->pairs);
  free(a->disagreements);
}

estimate agreement_estimate(const review_run *run, const agreement *a) {
  estimate e = {.missed = wilson((double)a->missed, (double)a->sampled)};
  double flagged = (double)run->meta.rows_flagged * (a->judged > 0 ? (double)a->confirmed / (double)a->judged : 0), rest = (double)run->meta.rows_not_flagged;
  e.found = flagged / (flagged + e.missed.value * rest);
  e.found_low = flagged / (flagged + e.missed.high * rest);
  e.found_high = flagged / (flagged + e.missed.low * rest);
  return e;
}

share agreement_urgent(const agreement_table *t, bool urgent) {
  share s = {0, 0};
  for (size_t i = 0; i < t->ratings; i++)
    for (size_t j = 0; j < t->ratings; j++) {
      if ((i > UTI_URGENT) != urgent) continue;
      s.all += t->counts[i][j];
      if ((j > UTI_URGENT) == urgent) s.hits += t->counts[i][j];
    }
  return s;
}
