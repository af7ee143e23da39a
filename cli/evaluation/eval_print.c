/* eval_print.c - the agreement as a page: under-triage first. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation/eval.h"

static const char *level_word(int level) {
  return level < 0 ? "(nothing)" : uti_level_name((uti_level)level);
}

static void print_proportion(const char *what, size_t hits, size_t all) {
  char room[48];
  printf("%-44s %4zu of %-4zu %s\n", what, hits, all, proportion_text(wilson((double)hits, (double)all), room));
}

/* Texts whose expected level is in [from, to], and of them those found at least at `least`. */
static void print_reached(const evaluation *e, const char *what, int expected_from, int least) {
  size_t hits = 0, all = 0;
  for (int x = expected_from; x <= UTI_EMERGENCY; x++)
    for (int y = -1; y <= UTI_EMERGENCY; y++) {
      all += e->levels[x + 1][y + 1];
      if (y >= least) hits += e->levels[x + 1][y + 1];
    }
  print_proportion(what, hits, all);
}

static void print_triage(const evaluation *e) {
  size_t under = 0, over = 0, same = 0;
  for (int x = 0; x < LEVELS; x++)
    for (int y = 0; y < LEVELS; y++) {
      size_t n = e->levels[x][y];
      if (y < x) under += n;
      else if (y > x) over += n;
      else same += n;
    }
  printf("Levels\n");
  print_proportion("under-triage: lower than the label", under, e->texts);
  print_proportion("over-triage: higher than the label", over, e->texts);
  print_proportion("same level", same, e->texts);
  print_reached(e, "urgent and above found as urgent and above", UTI_URGENT, UTI_URGENT);
  print_reached(e, "soon and above found as soon and above", UTI_SOON, UTI_SOON);
  printf("With the rule set 'full' %zu texts are higher than with this one, and %zu lower.\n", e->raised_by_all_rules,
         e->lowered_by_all_rules);
}

static void print_matrix(const evaluation *e) {
  printf("\nLabel (rows) and answer (columns)\n%-12s", "");
  for (int y = UTI_EMERGENCY; y >= -1; y--) printf(" %9s", level_word(y));
  printf("\n");
  for (int x = UTI_EMERGENCY; x >= -1; x--) {
    printf("%-12s", level_word(x));
    for (int y = UTI_EMERGENCY; y >= -1; y--) printf(" %9zu", e->levels[x + 1][y + 1]);
    printf("\n");
  }
}

static void print_tally(const char *what, tally t) {
  char p[48], r[48], f[48];
  printf("%-22s %5zu %5zu %5zu  %-20s  %-20s  %s\n", what, t.true_found, t.missed, t.false_found,
         proportion_text(tally_precision(t), p), proportion_text(tally_recall(t), r), proportion_text(tally_f1(t), f));
}

static void print_tally_header(const char *what) {
  printf("\n%-22s %5s %5s %5s  %-20s  %-20s  %s\n", what, "right", "miss", "extra", "precision", "recall", "F1");
}

static void print_levels(const evaluation *e) {
  double sum = 0;
  int counted = 0;
  print_tally_header("By level");
  for (int level = UTI_EMERGENCY; level >= 0; level--) {
    tally t = {0};
    for (int other = -1; other <= UTI_EMERGENCY; other++) {
      if (other == level) t.true_found = e->levels[level + 1][level + 1];
      else t.missed += e->levels[level + 1][other + 1], t.false_found += e->levels[other + 1][level + 1];
    }
    print_tally(level_word(level), t);
    if (t.true_found + t.missed == 0) continue;
    sum += tally_f1(t).value;
    counted++;
  }
  if (counted > 0) printf("macro F1 over the levels that the labels hold: %.3f\n", sum / counted);
}

static void print_findings(const evaluation *e) {
  double sum = 0;
  int counted = 0;
  print_tally_header("Findings");
  print_tally("concept and status", e->both);
  print_tally("concept alone", e->any_status);
  print_tally_header("By status");
  for (int s = 0; s < STATUSES; s++) print_tally(uti_status_name((uti_status)s), e->by_status[s]);
  print_tally_header("By concept and status");
  for (size_t i = 0; i < uti_concept_count(e->knowledge); i++) {
    tally t = e->by_concept[i];
    if (t.true_found + t.false_found + t.missed == 0) continue;
    print_tally(uti_concept_name(e->knowledge, i), t);
    if (t.true_found + t.missed == 0) continue;
    sum += tally_f1(t).value;
    counted++;
  }
  if (counted > 0) printf("macro F1 over the concepts that the labels hold: %.3f\n", sum / counted);
}

/* Under-triage first, the deepest first; then over-triage, mechanism, findings. */
static int miss_weight(const miss *m) {
  if (m->found < m->expected) return 100 + (int)(m->expected - m->found) * 10 + (int)m->expected;
  if (m->found > m->expected) return 50 + (int)(m->found - m->expected);
  return m->findings.length > 0 ? 1 : 2;
}

static int compare_misses(const void *a, const void *b) {
  int difference = miss_weight(b) - miss_weight(a);
  return difference != 0 ? difference : strcmp(((const miss *)a)->id, ((const miss *)b)->id);
}

static void print_misses(const evaluation *e) {
  printf("\nDifferences (label, answer), under-triage first\n");
  for (size_t i = 0; i < e->miss_count; i++) {
    const miss *m = &e->misses[i];
    printf("%s", m->id);
    if (m->found != m->expected)
      printf("  %s: %s, found %s", m->found < m->expected ? "UNDER" : "over", level_word((int)m->expected), level_word((int)m->found));
    const char *expected = m->expected_mechanism, *found = m->found_mechanism;
    if ((expected == NULL) != (found == NULL) || (expected != NULL && strcmp(expected, found) != 0))
      printf("  mechanism: %s, found %s", expected == NULL ? "none" : expected, found == NULL ? "none" : found);
    if (m->findings.length > 0) printf("  %s", m->findings.bytes);
    printf("\n");
  }
  if (e->miss_count == 0) printf("none\n");
}

void evaluation_print(const evaluation *e, const char *rule_set, const char *rules_id) {
  printf("%zu texts, rule set %s, rules %s; intervals: 95 %%, Wilson\n\n", e->texts, rule_set, rules_id);
  print_triage(e);
  print_proportion("mechanism right, where one is expected or found", e->mechanisms_right, e->mechanism_texts);
  print_matrix(e);
  print_levels(e);
  print_findings(e);
  if (e->miss_count > 0) qsort(e->misses, e->miss_count, sizeof *e->misses, compare_misses);
  print_misses(e);
}
