/* kappa.c - see kappa.h. The value is that of cohen_kappa() in SQL; the standard error
** is that of Fleiss, Cohen and Everitt, Psychological Bulletin 1969;72:323. */
#include "evaluation/kappa.h"

#include <math.h>
#include <stdio.h>

size_t agreement_pairs(const agreement_table *t) {
  size_t pairs = 0;
  for (size_t i = 0; i < t->ratings; i++)
    for (size_t j = 0; j < t->ratings; j++) pairs += t->counts[i][j];
  return pairs;
}

static double weight(const agreement_table *t, size_t i, size_t j, int weighted) {
  if (!weighted) return i == j ? 1 : 0;
  return 1 - fabs((double)i - (double)j) / (double)(t->ratings - 1);
}

kappa cohen_kappa(const agreement_table *t, int weighted) {
  const double z = 1.959963984540054;
  double pairs = (double)agreement_pairs(t), first[RATINGS_AT_MOST] = {0}, second[RATINGS_AT_MOST] = {0};
  double mean_first[RATINGS_AT_MOST] = {0}, mean_second[RATINGS_AT_MOST] = {0}, observed = 0, expected = 0, sum = 0;
  size_t n = t->ratings;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++) {
      double share = pairs > 0 ? (double)t->counts[i][j] / pairs : 0;
      first[i] += share;
      second[j] += share;
      observed += share * weight(t, i, j, weighted);
    }
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++) {
      expected += first[i] * second[j] * weight(t, i, j, weighted);
      mean_first[i] += second[j] * weight(t, i, j, weighted);
      mean_second[j] += first[i] * weight(t, i, j, weighted);
    }
  if (pairs <= 0 || 1 - expected < 1e-12) return (kappa){NAN, NAN, NAN};
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++) {
      double term = weight(t, i, j, weighted) * (1 - expected) - (mean_first[i] + mean_second[j]) * (1 - observed);
      sum += (double)t->counts[i][j] / pairs * term * term;
    }
  double middle = observed * expected - 2 * expected + observed;
  double error = sqrt(fmax(0, sum - middle * middle) / pairs) / ((1 - expected) * (1 - expected));
  double value = (observed - expected) / (1 - expected);
  return (kappa){value, fmax(-1, value - z * error), fmin(1, value + z * error)};
}

const char *kappa_text(kappa k, char room[64]) {
  if (isnan(k.value)) return "not defined: one rating was given throughout";
  snprintf(room, 64, "%.2f (%.2f to %.2f)", k.value, k.low, k.high);
  return room;
}
