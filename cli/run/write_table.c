/* write_table.c - results as a table for reading: columns as wide as the rows want,
** numbers to the right, on a terminal cut to its width. */
#include <stdlib.h>
#include <string.h>

#include "batch/cell_text.h"
#include "common/message.h"
#include "common/terminal.h"
#include "run/result.h"
#include "system/system.h"

/* Widths come from so many rows; the rows after them are written as they come. */
enum { ROWS_THAT_DECIDE = 1000, NARROWEST = 6, WIDEST_TO_A_FILE = 1000, COLUMNS_AT_MOST = 2000 /* SQLite gives no more */ };

typedef struct table {
  writer base;
  kept_rows kept;
  bool flowing;                /* the widths are fixed */
  size_t widths[COLUMNS_AT_MOST];
  bool numeric[COLUMNS_AT_MOST], levels[COLUMNS_AT_MOST];
  bool fitted, colored, begun;
  size_t cut;                  /* cells that did not fit */
  text cell;
} table;

/* ---- Width ---- */

static size_t character_width(uint32_t c) { return c < 0x7F ? 1 : system_character_width(c); }

static size_t shown_width(uti_slice s) {
  size_t width = 0, step;
  uint32_t c;
  for (size_t i = 0; i < s.length && (step = utf8_read(s.bytes + i, s.length - i, &c)) > 0; i += step) width += character_width(c);
  return width;
}

/* The cell on one line. */
static uti_slice shown(table *t, uti_slice s) {
  text_clear(&t->cell);
  cell_text_add_visible(&t->cell, s);
  for (size_t i = 0; i < t->cell.length; i++)
    if (t->cell.bytes[i] == '\n' || t->cell.bytes[i] == '\t') t->cell.bytes[i] = ' ';
  return text_slice(&t->cell);
}

static size_t column_count(const table *t) { return t->base.result->columns.count; }

/* Takes from the widest column, again and again, down to its `least`. */
static size_t shrink(table *t, size_t over, const size_t *least) {
  size_t count = column_count(t);
  while (over > 0) {
    size_t widest = count;
    for (size_t i = 0; i < count; i++)
      if (t->widths[i] > least[i] && (widest == count || t->widths[i] > t->widths[widest])) widest = i;
    if (widest == count) break;
    t->widths[widest]--;
    over--;
  }
  return over;
}

/* Long texts give way first, then names of columns that are longer than what is
** below them, then everything but levels. */
static void fit(table *t, const size_t *below, size_t room) {
  enum { READABLE = 20 };
  size_t count = column_count(t), total = 2 * (count - 1), least[COLUMNS_AT_MOST] = {0};
  for (size_t i = 0; i < count; i++) total += t->widths[i];
  size_t over = total > room ? total - room : 0;
  for (size_t i = 0; i < count; i++) least[i] = t->widths[i] < READABLE ? t->widths[i] : READABLE;
  over = shrink(t, over, least);
  for (size_t i = 0; i < count; i++) least[i] = below[i] > READABLE ? READABLE : below[i] > NARROWEST ? below[i] : NARROWEST;
  over = shrink(t, over, least);
  for (size_t i = 0; i < count; i++) least[i] = t->levels[i] ? t->widths[i] : NARROWEST;
  shrink(t, over, least);
}

static void decide_widths(table *t) {
  size_t below[COLUMNS_AT_MOST] = {0};
  for (size_t i = 0; i < column_count(t); i++) {
    bool numbers = false, others = false;
    below[i] = 0;
    t->levels[i] = false;
    for (size_t r = 0; r < t->kept.count; r++) {
      const value *v = &t->kept.rows[r][i];
      size_t width = shown_width(shown(t, v->text));
      uti_level level;
      below[i] = width > below[i] ? width : below[i];
      t->levels[i] |= v->type == SQLITE_TEXT && uti_level_parse(v->text, &level);
      numbers |= v->type == SQLITE_INTEGER || v->type == SQLITE_FLOAT;
      others |= v->type == SQLITE_TEXT || v->type == SQLITE_BLOB;
    }
    size_t most = shown_width(slice_of(t->base.result->columns.items[i]));
    most = below[i] > most ? below[i] : most;
    t->widths[i] = most > WIDEST_TO_A_FILE ? WIDEST_TO_A_FILE : most;
    t->numeric[i] = numbers && !others;
  }
  if (t->fitted) fit(t, below, terminal_columns());
}

/* ---- Writing ---- */

static void spaces(FILE *out, size_t count) { fprintf(out, "%*s", (int)count, ""); }

/* At most `width`; what is cut ends in "…". */
static void write_fitting(table *t, uti_slice s, size_t width) {
  size_t used = 0, at = 0, step, room = width - 1;
  uint32_t c;
  for (; at < s.length && (step = utf8_read(s.bytes + at, s.length - at, &c)) > 0; at += step) {
    if (used + character_width(c) > room) break;
    used += character_width(c);
  }
  fwrite(s.bytes, 1, at, t->base.out);
  fputs("…", t->base.out);
  spaces(t->base.out, room - used);
}

/* Whether the whole cell was shown. */
static bool write_cell(table *t, size_t column, uti_slice s, const char *on) {
  FILE *out = t->base.out;
  uti_slice words = shown(t, s);
  size_t width = shown_width(words), wanted = t->widths[column];
  bool last = column + 1 == column_count(t);
  if (column > 0) fputs("  ", out);
  if (*on) fputs(on, out);
  if (width > wanted) {
    write_fitting(t, words, wanted);
  } else {
    if (t->numeric[column]) spaces(out, wanted - width);
    fwrite(words.bytes, 1, words.length, out);
  }
  if (*on) fputs(TERMINAL_PLAIN, out);
  if (width < wanted && !t->numeric[column] && !last) spaces(out, wanted - width);
  return width <= wanted;
}

static void write_row(table *t, const value *row) {
  for (size_t i = 0; i < column_count(t); i++) {
    uti_level level;
    bool named = t->colored && row[i].type == SQLITE_TEXT && uti_level_parse(row[i].text, &level);
    t->cut += !write_cell(t, i, row[i].text, named ? terminal_level(level) : "");
  }
  fputc('\n', t->base.out);
}

static void write_header(table *t) {
  const result *r = t->base.result;
  FILE *out = t->base.out;
  const char *on = t->colored ? TERMINAL_BOLD : "", *off = t->colored ? TERMINAL_PLAIN : "";
  if (t->begun) fputc('\n', out);
  t->begun = true;
  if (t->base.several) {
    uti_slice title = shown(t, slice_of(r->query->title));
    fprintf(out, "%s%.*s%s (%s)\n\n", on, (int)title.length, title.bytes, off, r->name);
  }
  for (size_t i = 0; i < column_count(t); i++) write_cell(t, i, slice_of(r->columns.items[i]), on);
  fputc('\n', out);
  for (size_t i = 0; i < column_count(t); i++) {
    if (i > 0) fputs("  ", out);
    for (size_t n = 0; n < t->widths[i]; n++) fputc('-', out);
  }
  fputc('\n', out);
}

static void flow(table *t) {
  if (t->flowing) return;
  t->flowing = true;
  decide_widths(t);
  write_header(t);
  for (size_t i = 0; i < t->kept.count; i++) write_row(t, t->kept.rows[i]);
  kept_clear(&t->kept);
}

/* ---- The writer ---- */

static void table_begin(writer *w, const result *r) {
  w->result = r;
  ((table *)w)->flowing = false;
}

static void table_row(writer *w, const value *row) {
  table *t = (table *)w;
  if (t->flowing) write_row(t, row);
  else kept_add(&t->kept, row, column_count(t));
  if (t->kept.count == ROWS_THAT_DECIDE) flow(t);
}

static void table_end(writer *w, uint64_t rows) {
  table *t = (table *)w;
  flow(t);
  if (w->several || t->fitted) fprintf(w->out, "(%llu row%s)\n", (unsigned long long)rows, rows == 1 ? "" : "s");
}

static const char *table_close(writer *w) {
  table *t = (table *)w;
  if (t->cut > 0) message_note("%zu cell%s cut to the terminal's width: --format csv or -o FILE gives all of it", t->cut, t->cut == 1 ? " was" : "s were");
  kept_clear(&t->kept);
  text_free(&t->cell);
  return NULL;
}

writer *writer_of_tables(bool fitted, bool colored) {
  table *t = memory_resize(NULL, 1, sizeof *t);
  *t = (table){.base = {.begin = table_begin, .row = table_row, .end = table_end, .close = table_close}, .fitted = fitted, .colored = colored};
  return &t->base;
}
