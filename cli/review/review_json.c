/* review_json.c - changes and agreement as one JSON object. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/message.h"
#include "review/review.h"
#include "workbook/book.h"

static json_t *number(double x) { return isnan(x) ? json_null() : json_real(x); }
static json_t *level(uti_level l) { return l == UTI_NOT_ASSESSABLE ? json_null() : json_string(uti_level_name(l)); }
static json_t *count(size_t n) { return json_integer((json_int_t)n); }

static json_t *changes_of(const review_run *run) {
  json_t *list = json_array();
  for (size_t i = 0; i < run->row_count; i++) {
    const review_row *r = &run->rows[i];
    if (r->state == REVIEW_REJECTED) continue;
    json_array_append_new(list, json_pack("{s:s, s:b, s:o, s:s?, s:s, s:o, s:s?, s:s?, s:s, s:s?}", "report_id", r->report_id, "sampled", r->sampled, "seen_urgency", level(r->seen_level),
                                          "seen_mechanism", r->seen_mechanism, "decision", decision_words[r->decision], "corrected_urgency", level(r->corrected_level),
                                          "corrected_mechanism", r->corrected_mechanism, "reviewer", r->reviewer, "state", review_state_words[r->state], "before", r->before));
  }
  return list;
}

static json_t *kappa_of(kappa k) { return json_pack("{s:o, s:o, s:o}", "value", number(k.value), "low", number(k.low), "high", number(k.high)); }
static json_t *share_of(size_t hits, size_t all) {
  proportion p = wilson((double)hits, (double)all);
  return json_pack("{s:o, s:o, s:o, s:o, s:o}", "hits", count(hits), "all", count(all), "value", number(p.value), "low", number(p.low), "high", number(p.high));
}

/* Pairs of levels: the first rater's, the second's, how often. */
static json_t *levels_of(const agreement_table *t, const char *first, const char *second) {
  json_t *pairs = json_array();
  for (size_t i = 0; i < t->ratings; i++)
    for (size_t j = 0; j < t->ratings; j++)
      if (t->counts[i][j] > 0) json_array_append_new(pairs, json_pack("{s:o, s:o, s:o}", first, level((uti_level)i - 1), second, level((uti_level)j - 1), "count", count(t->counts[i][j])));
  return json_pack("{s:o, s:o, s:o}", "kappa", kappa_of(cohen_kappa(t, false)), "weighted_kappa", kappa_of(cohen_kappa(t, true)), "levels", pairs);
}

static json_t *reviewers_of(const agreement *a) {
  json_t *list = json_array();
  for (size_t i = 0; i < a->pair_count; i++) {
    const rater_pair *p = &a->pairs[i];
    json_t *pair = levels_of(&p->levels, "first", "second");
    json_object_update_new(pair, json_pack("{s:[s?, s?]}", "reviewers", p->first, p->second));
    json_array_append_new(list, pair);
  }
  return list;
}

static json_t *disagreements_of(const agreement *a) {
  json_t *list = json_array();
  for (size_t i = 0; i < a->disagreement_count; i++) {
    const disagreement *d = &a->disagreements[i];
    json_array_append_new(list, json_pack("{s:s, s:s?, s:b, s:o, s:o, s:s?, s:s?}", "report_id", d->report_id, "reviewer", d->reviewer, "sampled", d->sampled, "program", level(d->program),
                                          "reviewer_level", level(d->reviewer_level), "program_mechanism", d->program_mechanism, "reviewer_mechanism", d->reviewer_mechanism));
  }
  return list;
}

static json_t *urgent_share(const agreement_table *t, bool urgent) {
  share s = agreement_urgent(t, urgent);
  return share_of(s.hits, s.all);
}

void review_print_json(const review_run *run, const agreement *a) {
  estimate e = agreement_estimate(run, a);
  json_t *flagged = levels_of(&a->flagged, "reviewer", "program");
  json_object_update_new(flagged, json_pack("{s:o, s:o, s:o}", "sensitivity_urgent", urgent_share(&a->flagged, true), "specificity_urgent", urgent_share(&a->flagged, false),
                                            "same_mechanism", share_of(a->same_mechanism, a->mechanisms)));
  json_t *sample = json_pack("{s:o, s:o, s:o, s:o}", "missed", share_of(a->missed, a->sampled), "missed_urgent", share_of(a->missed_urgent, a->sampled),
                             "rows_not_flagged", count((size_t)run->meta.rows_not_flagged), "share_flagged_of_those_who_should_be",
                             a->judged == 0 || a->sampled == 0 ? json_null() : json_pack("{s:o, s:o, s:o}", "value", number(e.found), "low", number(e.found_low), "high", number(e.found_high)));
  json_t *all = json_pack("{s:b, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "applied", run->options->apply, "run_id", run->meta.run_id, "rules_id", run->meta.rules_id, "cases",
                          count(run->cases), "not_reviewed", count(run->not_reviewed), "left_out", count(run->rejected), "reviews", count(a->reviews), "cannot_tell", count(a->cannot_tell),
                          "changes", changes_of(run), "flagged", flagged, "sample", sample, "reviewers", reviewers_of(a), "disagreements", disagreements_of(a));
  char *written = all == NULL ? NULL : json_dumps(all, JSON_COMPACT | JSON_REAL_PRECISION(6));
  if (written == NULL) message_no_memory();
  printf("%s\n", written);
  free(written);
  json_decref(all);
}
