/* eval_statistics.h - proportions with Wilson intervals, and their combinations. */
#ifndef CLI_EVAL_STATISTICS_H
#define CLI_EVAL_STATISTICS_H

#include <stddef.h>

/* How often something was found where it is (true_found), found where it is not
** (false_found), and missed where it is. */
typedef struct tally {
  size_t true_found, false_found, missed;
} tally;

typedef struct proportion {
  double value, low, high;     /* the 95 % interval; value is NAN for 0 of 0 */
} proportion;

/* `hits` need not be whole: F1 is 2 TP of 2 TP + FP + FN, halved. */
proportion wilson(double hits, double all);
proportion tally_precision(tally);
proportion tally_recall(tally);
proportion tally_f1(tally);
void tally_add(tally *, tally);

/* "0.912 (0.870-0.941)", or "-" for 0 of 0. */
const char *proportion_text(proportion, char room[48]);

#endif
