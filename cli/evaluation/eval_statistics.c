/* eval_statistics.c - see eval_statistics.h. */
#include "evaluation/eval_statistics.h"

#include <math.h>
#include <stdio.h>

proportion wilson(double hits, double all) {
  if (all <= 0) return (proportion){NAN, NAN, NAN};
  const double z = 1.959963984540054;
  double p = hits / all, square = z * z / all;
  double middle = (p + square / 2) / (1 + square);
  double half = z * sqrt(p * (1 - p) / all + square / (4 * all)) / (1 + square);
  return (proportion){p, fmax(0, middle - half), fmin(1, middle + half)};
}

proportion tally_precision(tally t) { return wilson((double)t.true_found, (double)(t.true_found + t.false_found)); }
proportion tally_recall(tally t) { return wilson((double)t.true_found, (double)(t.true_found + t.missed)); }

proportion tally_f1(tally t) {
  return wilson((double)t.true_found, (double)t.true_found + (double)(t.false_found + t.missed) / 2);
}

void tally_add(tally *sum, tally t) {
  sum->true_found += t.true_found;
  sum->false_found += t.false_found;
  sum->missed += t.missed;
}

const char *proportion_text(proportion p, char room[48]) {
  if (isnan(p.value)) return "-";
  snprintf(room, 48, "%.3f (%.3f-%.3f)", p.value, p.low, p.high);
  return room;
}
