/* scores.tsv to compiled scores. */
#include <string.h>

#include "pack_build.h"

enum { COLUMN_SCORE, COLUMN_KIND, COLUMN_ITEM, COLUMN_CONDITION, COLUMN_POINTS, COLUMN_LABEL, COLUMN_NOTE, COLUMN_SOURCE };
/* The first kinds declare a score, the others are uti_score_row_kind. */
enum { DECLARING = 2, LARGEST_POINTS = 1000000 };

/* Goes to a cell, for mistakes, and returns its text. */
static const char *cell(pack_build *build, uint32_t row, uint32_t column) {
  build->table = UTI_TABLE_SCORES;
  build->row = row;
  build->column = column;
  return pack_cell(build, UTI_TABLE_SCORES, row, column);
}

static uint32_t offset(pack_build *build, uint32_t row, uint32_t column) {
  return pack_cell_offset(build, UTI_TABLE_SCORES, row, column);
}

/* -2, 1 or 24.6 in thousandths. */
static int32_t points_of(pack_build *build, uint32_t row, bool may_be_negative, const char *wanted) {
  const char *text = cell(build, row, COLUMN_POINTS);
  bool negative = may_be_negative && *text == '-';
  uint32_t value = 0;
  if (!pack_number(text + negative, strlen(text + negative), &value) || value > LARGEST_POINTS) {
    pack_mistake(build, wanted, text, strlen(text));
    return 0;
  }
  return negative ? -(int32_t)value : (int32_t)value;
}

static void declare(pack_build *build, uint32_t row, uint32_t kind) {
  const char *name = cell(build, row, COLUMN_SCORE);
  size_t length = strlen(name);
  if (pack_find_score(build, name, length) >= 0 || pack_find_fact(build, name, length) >= 0)
    pack_mistake(build, "a name that no earlier score and no fact has", name, length);
  uti_score_entry score = {.kind = kind};
  score.name = offset(build, row, COLUMN_SCORE);
  score.label = offset(build, row, COLUMN_LABEL);
  score.note = offset(build, row, COLUMN_NOTE);
  if (kind == UTI_SCORE_ODDS) {
    score.prior = (uint32_t)points_of(build, row, false, "a probability between 0 and 1");
    if (score.prior == 0 || score.prior >= 1000)
      pack_mistake(build, "a probability between 0 and 1", pack_text(build, offset(build, row, COLUMN_POINTS)), 0);
  }
  score.first_row = (uint32_t)build->score_rows.count;
  uti_score_entry *slot = pack_add(build, &build->scores);
  *slot = score;
}

static void add_row(pack_build *build, uint32_t row, uint32_t kind) {
  uti_score_entry *score = &UTI_ITEM(&build->scores, uti_score_entry, build->scores.count - 1);
  bool odds = score->kind == UTI_SCORE_ODDS;
  score->row_count++;
  uti_score_row entry = {.kind = kind};
  entry.item = offset(build, row, COLUMN_ITEM);
  entry.label = offset(build, row, COLUMN_LABEL);
  entry.note = offset(build, row, COLUMN_NOTE);
  if (kind == UTI_SCORE_ITEM || kind == UTI_SCORE_TOGETHER) {
    int32_t points = points_of(build, row, !odds, odds ? "a likelihood ratio above 0" : "points");
    if (odds && points <= 0) pack_mistake(build, "a likelihood ratio above 0", pack_text(build, offset(build, row, COLUMN_POINTS)), 0);
    entry.points = (uint32_t)points;
    if (entry.item == 0) pack_mistake(build, "the name of an item", "", 0);
  }
  if (kind == UTI_SCORE_TOGETHER && !odds) pack_mistake(build, "outside, item or reading in a score of points", "together", 8);
  /* a reading without a condition holds always: what is left */
  bool always = kind == UTI_SCORE_READING && *cell(build, row, COLUMN_CONDITION) == 0;
  if (!always && pack_copy_cell(build, UTI_TABLE_SCORES, row, COLUMN_CONDITION))
    entry.condition_length = pack_compile_condition(build, build->copy, &entry.condition);
  uti_score_row *slot = pack_add(build, &build->score_rows);
  *slot = entry;
}

static uint32_t kind_of(pack_build *build, uint32_t row) {
  static const char *const kinds[] = {"sum", "odds", "outside", "item", "together", "reading"};
  const char *text = cell(build, row, COLUMN_KIND);
  for (uint32_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (strcmp(text, kinds[i]) == 0) return i;
  pack_mistake(build, "sum, odds, outside, item, together or reading", text, strlen(text));
  return DECLARING + UTI_SCORE_ITEM;
}

void pack_read_scores(pack_build *build) {
  for (uint32_t row = 0; row < build->tables[UTI_TABLE_SCORES].rows; row++) {
    uint32_t kind = kind_of(build, row);
    pack_check_source(build, UTI_TABLE_SCORES, row, COLUMN_SOURCE);
    if (kind < DECLARING) {
      declare(build, row, kind);
      continue;
    }
    const char *name = cell(build, row, COLUMN_SCORE);
    size_t count = build->scores.count;
    bool same = count > 0 && UTI_ITEM(&build->scores, uti_score_entry, count - 1).name == offset(build, row, COLUMN_SCORE);
    if (same) add_row(build, row, kind - DECLARING);
    else pack_mistake(build, "the score that the last sum or odds row declares", name, strlen(name));
  }
}
