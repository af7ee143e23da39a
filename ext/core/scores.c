#include "scores.h"

#include <string.h>

typedef struct scoring {
  uti_scores *out;
  const uti_knowledge *knowledge;
  const uti_score_entry *score;
  uint32_t index;
  uti_known known[UTI_SIDES];
  const uti_dependence *dependence;
  const uti_scores *resting;   /* NULL: none yet */
} scoring;

uti_truth uti_score_truth(const uti_scores *scores, const uti_knowledge *k, uint32_t row, uti_side side) {
  return UTI_ITEM(&scores->truths, uti_truth, row + (side == UTI_SIDE_LOWEST ? k->score_row_count : 0));
}

static uti_truth *truth_slot(const scoring *s, uint32_t row, uti_side side) {
  return &UTI_ITEM(&s->out->truths, uti_truth, row + (side == UTI_SIDE_LOWEST ? s->knowledge->score_row_count : 0));
}

static uti_truth truth_of(const scoring *s, uint32_t row) {
  return uti_score_truth(s->out, s->knowledge, row, UTI_SIDE_HIGHEST);
}

static bool same_item(const uti_knowledge *k, uint32_t a, uint32_t b) {
  return k->score_rows[a].kind == k->score_rows[b].kind && k->score_rows[a].item == k->score_rows[b].item;
}

/* ---- One item ---- */

static void widen(uti_interval *interval, int64_t number) {
  if (interval->lowest == UTI_NO_NUMBER || number < interval->lowest) interval->lowest = number;
  if (interval->highest == UTI_NO_NUMBER || number > interval->highest) interval->highest = number;
}

/* The first row that holds gives the points; a row that is not known may be
** it. Where none holds there are no points, or a ratio of 1. */
static uti_item_value read_item(const uti_scores *scores, const uti_knowledge *k, const uti_score_entry *score,
                                uint32_t row, uti_side side) {
  uti_item_value item = {row, 0, side, UTI_NONE_ID, {UTI_NO_NUMBER, UTI_NO_NUMBER}};
  uint32_t end = score->first_row + score->row_count;
  bool open = false, settled = false;
  for (; row < end && same_item(k, item.first_row, row); row++) {
    item.row_count++;
    uti_truth truth = uti_score_truth(scores, k, row, side);
    if (settled || truth == UTI_NO) continue;
    widen(&item.points, uti_score_points(&k->score_rows[row]));
    settled = truth == UTI_YES;
    if (settled && !open) item.decided = row;
    open = true;
  }
  if (!settled) widen(&item.points, score->kind == UTI_SCORE_ODDS ? 1000 : 0);
  return item;
}

uti_item_value uti_score_item_at(const uti_scores *scores, const uti_knowledge *k, const uti_score_entry *score,
                                 uint32_t row) {
  uti_item_value item = read_item(scores, k, score, row, UTI_SIDE_HIGHEST);
  uti_item_value other = read_item(scores, k, score, row, UTI_SIDE_LOWEST);
  bool more = other.points.lowest > item.points.lowest ||
              (other.points.lowest == item.points.lowest && other.points.highest > item.points.highest);
  return more && score->kind == UTI_SCORE_SUM ? other : item;
}

/* Calls for each item of the score, in order; *row is where the next begins. */
static bool next_item(const scoring *s, uint32_t *row, uti_item_value *item) {
  uint32_t end = s->score->first_row + s->score->row_count;
  while (*row < end && s->knowledge->score_rows[*row].kind != UTI_SCORE_ITEM) ++*row;
  if (*row == end) return false;
  *item = uti_score_item_at(s->out, s->knowledge, s->score, *row);
  *row += item->row_count;
  return true;
}

/* ---- Points ---- */

static void add_points(const scoring *s, uti_score_value *value) {
  uti_item_value item;
  value->total = value->single = (uti_interval){0, 0};
  for (uint32_t row = s->score->first_row; next_item(s, &row, &item);) {
    value->total.lowest += item.points.lowest;
    value->total.highest += item.points.highest;
    if (item.points.lowest > value->single.lowest) value->single.lowest = item.points.lowest;
    if (item.points.highest > value->single.highest) value->single.highest = item.points.highest;
  }
}

/* ---- A probability ---- */

/* The probability after a ratio, from the prior one, as a share of `whole`. */
static int64_t probability(const uti_score_entry *score, int64_t ratio, int64_t whole) {
  int64_t with = (int64_t)score->prior * ratio, without = (int64_t)(1000 - score->prior) * 1000;
  return (whole * with + (with + without) / 2) / (with + without);
}

/* How far a ratio moves the probability, in millionths. */
static int64_t movement(const uti_score_entry *score, int64_t ratio) {
  int64_t moved = probability(score, ratio, 1000000) - (int64_t)score->prior * 1000;
  return moved < 0 ? -moved : moved;
}

/* The least that an item moves the probability, whatever it turns out to be. */
static int64_t least_movement(const scoring *s, const uti_item_value *item) {
  int64_t least = item->decided == UTI_NONE_ID && item->points.lowest <= 1000 && item->points.highest >= 1000 ? 0 : INT64_MAX;
  for (uint32_t i = item->first_row; i < item->first_row + item->row_count; i++) {
    if (truth_of(s, i) == UTI_NO) continue;
    int64_t moved = movement(s->score, uti_score_points(&s->knowledge->score_rows[i]));
    if (moved < least) least = moved;
  }
  return least;
}

typedef struct together {
  bool certain, open;
  uint32_t row;
  uti_interval ratio;
} together;

/* Findings that have one ratio together go before all single ones. */
static together find_together(const scoring *s) {
  together found = {false, false, UTI_NONE_ID, {UTI_NO_NUMBER, UTI_NO_NUMBER}};
  for (uint32_t i = s->score->first_row; i < s->score->first_row + s->score->row_count && !found.certain; i++) {
    const uti_score_row *row = &s->knowledge->score_rows[i];
    if (row->kind != UTI_SCORE_TOGETHER || truth_of(s, i) == UTI_NO) continue;
    found.certain = truth_of(s, i) == UTI_YES;
    found.open = found.open || !found.certain;
    if (found.certain) found.row = i;
    widen(&found.ratio, uti_score_points(row));
  }
  return found;
}

/* Ratios are not independent and never multiplied: the combination counts, or
** else the one item that moves most. An item may be that one where no other
** moves more in every case. */
static void weigh(const scoring *s, uti_score_value *value) {
  together combined = find_together(s);
  uti_interval ratio = combined.ratio;
  uint32_t moving = combined.open ? UTI_NONE_ID : combined.row;
  if (!combined.certain) {
    int64_t least = 0;
    uti_item_value item;
    for (uint32_t row = s->score->first_row; next_item(s, &row, &item);) {
      int64_t moved = least_movement(s, &item);
      if (moved > least) least = moved;
    }
    if (least == 0) widen(&ratio, 1000);
    uint32_t candidates = 0;
    for (uint32_t i = s->score->first_row; i < s->score->first_row + s->score->row_count; i++) {
      const uti_score_row *row = &s->knowledge->score_rows[i];
      int64_t points = uti_score_points(row);
      if (row->kind != UTI_SCORE_ITEM || truth_of(s, i) == UTI_NO || movement(s->score, points) < least) continue;
      widen(&ratio, points);
      moving = i;
      candidates++;
    }
    if (candidates != 1 || combined.open || ratio.lowest != ratio.highest) moving = UTI_NONE_ID;
  }
  UTI_ITEM(&s->out->moving, uint32_t, s->index) = moving;
  value->total.lowest = probability(s->score, ratio.lowest, 1000);
  value->total.highest = probability(s->score, ratio.highest, 1000);
  value->single = ratio;
}

/* ---- The stage ---- */

static uti_truth ask(const scoring *s, const uti_score_row *row, uti_side side) {
  return uti_condition(&s->known[side], row->condition, row->condition_length, UTI_NONE_ID);
}

static void ask_rows(scoring *s, bool readings) {
  for (uint32_t i = s->score->first_row; i < s->score->first_row + s->score->row_count; i++) {
    const uti_score_row *row = &s->knowledge->score_rows[i];
    if ((row->kind == UTI_SCORE_READING) != readings) continue;
    if (s->resting != NULL && !uti_is_touched(s->dependence, s->knowledge, UTI_UNIT_ROW, i)) {
      *truth_slot(s, i, UTI_SIDE_HIGHEST) = uti_score_truth(s->resting, s->knowledge, i, UTI_SIDE_HIGHEST);
      *truth_slot(s, i, UTI_SIDE_LOWEST) = uti_score_truth(s->resting, s->knowledge, i, UTI_SIDE_LOWEST);
      continue;
    }
    bool item = row->kind == UTI_SCORE_ITEM;
    *truth_slot(s, i, UTI_SIDE_HIGHEST) = ask(s, row, item ? UTI_SIDE_HIGHEST : UTI_SIDE_EITHER);
    *truth_slot(s, i, UTI_SIDE_LOWEST) = ask(s, row, item ? UTI_SIDE_LOWEST : UTI_SIDE_EITHER);
  }
}

/* The first row of a kind that is certain. */
static uint32_t first_certain(const scoring *s, uti_score_row_kind kind) {
  for (uint32_t i = s->score->first_row; i < s->score->first_row + s->score->row_count; i++)
    if (s->knowledge->score_rows[i].kind == (uint32_t)kind && truth_of(s, i) == UTI_YES) return i;
  return UTI_NONE_ID;
}

static void compute(scoring *s) {
  uti_score_value *value = &UTI_ITEM(&s->out->values, uti_score_value, s->index);
  ask_rows(s, false);
  uint32_t outside = first_certain(s, UTI_SCORE_OUTSIDE);
  UTI_ITEM(&s->out->outside, uint32_t, s->index) = outside;
  if (outside != UTI_NONE_ID) return;
  if (s->score->kind == UTI_SCORE_ODDS) weigh(s, value);
  else add_points(s, value);
  ask_rows(s, true);
  UTI_ITEM(&s->out->readings, uint32_t, s->index) = first_certain(s, UTI_SCORE_READING);
}

static bool fill(uti_list *list, size_t count) {
  list->count = 0;
  return uti_list_extend(list, count + 1) != NULL;
}

uti_known uti_scores_known(const uti_scores *scores, const uti_knowledge *k, const uti_findings *findings,
                           uti_side side) {
  return (uti_known){k, findings->statuses.items, findings->qualifiers.items, findings->lows.items,
                     findings->highs.items, NULL, scores->values.items, side};
}

/* What no finding touches is as where nothing is known. */
static void take_resting(scoring *s, const uti_scores *resting) {
  uti_scores *out = s->out;
  UTI_ITEM(&out->values, uti_score_value, s->index) = UTI_ITEM(&resting->values, uti_score_value, s->index);
  UTI_ITEM(&out->outside, uint32_t, s->index) = UTI_ITEM(&resting->outside, uint32_t, s->index);
  UTI_ITEM(&out->readings, uint32_t, s->index) = UTI_ITEM(&resting->readings, uint32_t, s->index);
  UTI_ITEM(&out->moving, uint32_t, s->index) = UTI_ITEM(&resting->moving, uint32_t, s->index);
  for (int side = 0; side < 2; side++) {
    uint32_t first = s->score->first_row + (side == 0 ? 0 : s->knowledge->score_row_count);
    memcpy(&UTI_ITEM(&out->truths, uti_truth, first), &UTI_ITEM(&resting->truths, uti_truth, first),
           s->score->row_count * sizeof(uti_truth));
  }
}

static void compute_one(uti_scores *scores, const uti_knowledge *k, const uti_findings *findings, const uti_dependence *dependence,
                        const uti_scores *resting, uint32_t index) {
  uint8_t *computed = &UTI_ITEM(&scores->computed, uint8_t, index);
  if (*computed) return;
  *computed = 1;
  scoring s = {.out = scores, .knowledge = k, .dependence = dependence, .resting = resting, .index = index, .score = &k->scores[index]};
  for (int side = 0; side < UTI_SIDES; side++) s.known[side] = uti_scores_known(scores, k, findings, (uti_side)side);
  if (resting != NULL && !uti_is_touched(dependence, k, UTI_UNIT_SCORE, index)) take_resting(&s, resting);
  else compute(&s);
}

uti_result uti_scores_begin(uti_scores *scores, const uti_knowledge *k) {
  if (!fill(&scores->values, k->score_count) || !fill(&scores->truths, 2 * (size_t)k->score_row_count) ||
      !fill(&scores->outside, k->score_count) || !fill(&scores->readings, k->score_count) ||
      !fill(&scores->moving, k->score_count) || !fill(&scores->computed, k->score_count))
    return UTI_NO_MEMORY;
  const uti_interval nothing = {UTI_NO_NUMBER, UTI_NO_NUMBER};
  for (uint32_t i = 0; i < k->score_count; i++) {
    UTI_ITEM(&scores->values, uti_score_value, i) = (uti_score_value){nothing, nothing};
    UTI_ITEM(&scores->outside, uint32_t, i) = UTI_NONE_ID;
    UTI_ITEM(&scores->readings, uint32_t, i) = UTI_NONE_ID;
    UTI_ITEM(&scores->moving, uint32_t, i) = UTI_NONE_ID;
  }
  return UTI_OK;
}

void uti_scores_compute(uti_scores *scores, const uti_knowledge *k, const uti_findings *findings, const uti_dependence *dependence,
                        const uti_scores *resting, uint32_t first_code, uint32_t length) {
  for (uint32_t i = first_code; i < first_code + length; i++) {
    const uti_term *term = uti_is_comparison(&k->code[i]) ? uti_term_of(k, &k->code[i]) : NULL;
    if (term == NULL || (term->kind != UTI_TERM_SCORE && term->kind != UTI_TERM_SINGLE)) continue;
    if (!dependence->linked_scores) compute_one(scores, k, findings, dependence, resting, term->first);
    else uti_scores_compute_all(scores, k, findings, dependence, resting);
  }
}

void uti_scores_compute_all(uti_scores *scores, const uti_knowledge *k, const uti_findings *findings,
                            const uti_dependence *dependence, const uti_scores *resting) {
  for (uint32_t i = 0; i < k->score_count; i++) compute_one(scores, k, findings, dependence, resting, i);
}

void uti_scores_init(uti_scores *scores, const uti_allocator *allocator) {
  uti_list_init(&scores->values, allocator, sizeof(uti_score_value));
  uti_list_init(&scores->truths, allocator, sizeof(uti_truth));
  uti_list_init(&scores->outside, allocator, sizeof(uint32_t));
  uti_list_init(&scores->readings, allocator, sizeof(uint32_t));
  uti_list_init(&scores->moving, allocator, sizeof(uint32_t));
  uti_list_init(&scores->computed, allocator, sizeof(uint8_t));
}

void uti_scores_free(uti_scores *scores) {
  uti_list *lists[] = {&scores->values, &scores->truths, &scores->outside, &scores->readings, &scores->moving, &scores->computed};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) uti_list_free(lists[i]);
}
