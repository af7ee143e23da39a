/* score_rows.c - the rows of wells_dvt_items and its like. */
#include "grid.h"

#include <string.h>

static void grid_end(uti_grid *grid, const uti_score_item *item, double value) {
  if (!item->known) uti_grid_null(grid);
  else if (item->whole) uti_grid_integer(grid, (sqlite3_int64)value);
  else uti_grid_real(grid, value);
}

static void grid_item(uti_grid *grid, const uti_score_item *item) {
  uti_grid_string(grid, item->name);
  uti_grid_string(grid, item->label);
  grid_end(grid, item, item->lowest);
  grid_end(grid, item, item->highest);
  uti_grid_string(grid, item->decided_by);
  uti_grid_string(grid, item->missing);
  uti_grid_string(grid, item->reading);
  uti_grid_string(grid, item->population);
  uti_grid_string(grid, item->note);
}

/* The items in the order of the knowledge, then the total. */
static void fill(uti_grid *grid, uti_desk *desk, const char *name) {
  int found = uti_score_find(uti_reader_knowledge(desk->reader), (uti_slice){name, strlen(name)});
  uti_score score;
  if (found < 0 || desk->assessment.level == UTI_NOT_ASSESSABLE) return;
  if (uti_score_explain(desk->reader, (size_t)found, &score) != UTI_OK) {
    grid->failed = true;
    return;
  }
  for (size_t i = 0; i < score.item_count; i++) grid_item(grid, &score.items[i]);
  grid_item(grid, &score.total);
}

#define FILL(score) \
  void uti_fill_##score(uti_grid *grid, uti_desk *desk, unsigned used) { (void)used, fill(grid, desk, #score); }

FILL(wells_dvt)
FILL(news2)
FILL(qsofa)
FILL(sirs)
FILL(uti_probability)
