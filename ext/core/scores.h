/* scores.h - findings and facts to the published scores of scores.tsv.
**
** A score is an interval over what is not known. A band that is not known may
** hold or not; nothing is taken as normal because nobody said it. Where text and
** facts give several values of a measurement, each item is read from the highest
** and from the lowest values, and the reading with more points counts. */
#ifndef UTI_SCORES_H
#define UTI_SCORES_H

#include "findings.h"

/* What is known of one item: the points that it may have. */
typedef struct uti_item_value {
  uint32_t first_row, row_count;       /* its rows */
  uti_side side;                 /* the values that it was read from */
  uint32_t decided;                    /* the row that counts, or UTI_NONE_ID: none, or not known */
  uti_interval points;
} uti_item_value;

typedef struct uti_scores {
  uti_list values;             /* uti_score_value, one a score */
  uti_list truths;             /* uti_truth, one a row of a score and side (highest, lowest) */
  uti_list outside;            /* uint32_t, one a score: the row that puts it outside, or UTI_NONE_ID */
  uti_list readings;           /* uint32_t, one a score: the row of what it means, or UTI_NONE_ID */
  uti_list moving;             /* uint32_t, one a score: of a probability the row that moves it, or UTI_NONE_ID */
  uti_list computed;           /* internal: uint8_t, one a score */
} uti_scores;

void uti_scores_init(uti_scores *, const uti_allocator *);
void uti_scores_free(uti_scores *);
/* Nothing is computed yet. */
uti_result uti_scores_begin(uti_scores *, const uti_knowledge *);
/* Those that these operations compare, or all; each once. Scores that the findings
** do not touch are as in `resting`, the scores where nothing is known; NULL: none. */
void uti_scores_compute(uti_scores *, const uti_knowledge *, const uti_findings *, const uti_dependence *,
                        const uti_scores *resting, uint32_t first_code, uint32_t length);
void uti_scores_compute_all(uti_scores *, const uti_knowledge *, const uti_findings *, const uti_dependence *,
                            const uti_scores *resting);

/* What the conditions of scores are asked about. */
uti_known uti_scores_known(const uti_scores *, const uti_knowledge *, const uti_findings *, uti_side);
uti_truth uti_score_truth(const uti_scores *, const uti_knowledge *, uint32_t row, uti_side);

/* The item whose rows begin with `row`; the row after it is first_row + row_count. */
uti_item_value uti_score_item_at(const uti_scores *, const uti_knowledge *, const uti_score_entry *, uint32_t row);

#endif
