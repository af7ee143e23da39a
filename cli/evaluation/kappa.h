/* kappa.h - the agreement of two raters beyond chance, with its interval. */
#ifndef CLI_KAPPA_H
#define CLI_KAPPA_H

#include <stddef.h>

enum { RATINGS_AT_MOST = 8 };

/* How often the first rater gave i where the second gave j. */
typedef struct agreement_table {
  size_t ratings;
  size_t counts[RATINGS_AT_MOST][RATINGS_AT_MOST];
} agreement_table;

typedef struct kappa {
  double value, low, high;     /* the 95 % interval; value is NAN where chance agrees always */
} kappa;

size_t agreement_pairs(const agreement_table *);
/* Weighted: ratings are steps of a scale, and a pair counts the less the further
** apart it is, in equal steps. */
kappa cohen_kappa(const agreement_table *, int weighted);
const char *kappa_text(kappa, char room[64]);   /* "0.61 (0.42 to 0.80)" */

#endif
