/* rich_text.c - a report with its evidence marked: what is present bold and red,
** what is possible underlined. */
#include <stdlib.h>
#include <string.h>

#include "workbook/sheets.h"
#include "batch/cell_text.h"
#include "batch/evidence_spans.h"

/* The library counts the markup of a piece, about 140 characters, to the 32,767
** that a cell takes. */
enum { MARKUP = 150, RICH_AT_MOST = 32000, PIECES_AT_MOST = 2 * EVIDENCE_PIECES_AT_MOST + 1 };

typedef struct pieces {
  text strings[PIECES_AT_MOST];
  lxw_rich_string_tuple tuples[PIECES_AT_MOST];
  size_t count, length;
} pieces;

static void add_piece(pieces *p, uti_slice report, size_t start, size_t end, lxw_format *format) {
  if (start >= end) return;
  text *string = &p->strings[p->count];
  *string = (text){0};
  cell_text_add(string, (uti_slice){report.bytes + start, end - start});
  if (string->length == 0) {
    text_free(string);
    return;
  }
  p->length += cell_text_xml_length(text_slice(string)) + MARKUP;
  p->tuples[p->count++] = (lxw_rich_string_tuple){format, string->bytes};
}

static bool write_pieces(book *b, place at, lxw_col_t column, pieces *p) {
  lxw_rich_string_tuple *list[PIECES_AT_MOST + 1] = {0};
  if (p->length >= RICH_AT_MOST || p->count == 0) return false;
  for (size_t i = 0; i < p->count; i++) list[i] = &p->tuples[i];
  if (p->count > 1) return worksheet_write_rich_string(at.sheet, at.row, column, list, b->formats[FORMAT_WRAP]) == LXW_NO_ERROR;
  /* A rich string has two pieces at least. */
  if (p->tuples[0].format == b->formats[FORMAT_PRESENT]) return worksheet_write_string(at.sheet, at.row, column, p->tuples[0].string, b->formats[FORMAT_PRESENT]) == LXW_NO_ERROR;
  return false;
}

static bool write_marked(book *b, place at, lxw_col_t column, uti_slice report, const evidence_span *spans, size_t count) {
  pieces *p = memory_resize(NULL, 1, sizeof *p);
  p->count = p->length = 0;
  size_t from = 0;
  lxw_format *plain = b->formats[FORMAT_PLAIN];   /* without one the library takes its own font */
  for (size_t i = 0; i < count; i++) {
    add_piece(p, report, from, spans[i].start, plain);
    add_piece(p, report, spans[i].start, spans[i].end, b->formats[spans[i].present ? FORMAT_PRESENT : FORMAT_POSSIBLE]);
    from = spans[i].end;
  }
  add_piece(p, report, from, report.length, plain);
  bool written = write_pieces(b, at, column, p);
  for (size_t i = 0; i < p->count; i++) text_free(&p->strings[i]);
  free(p);
  return written;
}

void rich_text_write(book *b, place at, lxw_col_t column, uti_slice report, const uti_assessment *a, text *notes) {
  size_t count;
  evidence_span *spans = evidence_spans(a, &count);
  /* Longer texts cannot be marked; no need to look at all of a 10 MB text first. */
  bool fits = count > 0 && count <= EVIDENCE_PIECES_AT_MOST / 2 && report.length < 4 * (size_t)RICH_AT_MOST;
  bool marked = fits && write_marked(b, at, column, report, spans, count);
  free(spans);
  if (marked) return;
  text_clear(&b->cell);
  cell_text_add(&b->cell, report);
  if (cell_text_cut(&b->cell)) text_add_format(notes, "%sthe text is longer than a cell takes and was cut", notes->length > 0 ? "; " : "");
  if (b->cell.length > 0) book_check(b, worksheet_write_string(at.sheet, at.row, column, b->cell.bytes, b->formats[FORMAT_WRAP]));
  if (count > 0 && !fits) text_add_format(notes, "%sevidence at %zu places is not marked in the text: see Start in Evidence", notes->length > 0 ? "; " : "", count);
}
