/* page_text.c - the page for a terminal. */
#include "batch/cell_text.h"
#include "common/terminal.h"
#include "explain/page.h"

static void wrap(const page *p, size_t column, size_t indent, uti_slice words) {
  text safe = {0};
  cell_text_add(&safe, words);
  terminal_wrap(p->out, text_slice(&safe), column, indent, p->colored);
  text_free(&safe);
}

static const char *on(const page *p, const char *sequence) { return p->colored ? sequence : ""; }

static const char *off(const page *p, const char *sequence) { return p->colored && *sequence ? TERMINAL_PLAIN : ""; }

static void heading(const page *p, const char *words) {
  fprintf(p->out, "\n%s%s%s\n", on(p, TERMINAL_BOLD), words, off(p, TERMINAL_BOLD));
}

static void begin(const page *p, const char *level, const char *meaning, const char *mechanism) {
  const char *color = terminal_level(p->assessment.level);
  if (p->id != NULL) wrap(p, 0, 0, slice_of(p->id));
  fprintf(p->out, "%s%s%s: %s\n", on(p, color), level, off(p, color), meaning);
  if (mechanism != NULL) fprintf(p->out, "cramps: %s (a candidate, never a cause)\n", mechanism);
}

static void report(const page *p) {
  text marked = {0};
  size_t from = 0;
  for (size_t i = 0; i < p->span_count; i++) {
    const evidence_span *span = &p->spans[i];
    char mark = span->present ? MARK_PRESENT : MARK_POSSIBLE, end = MARK_END;
    cell_text_add(&marked, (uti_slice){p->report.bytes + from, span->start - from});
    text_add(&marked, &mark, 1);
    cell_text_add(&marked, (uti_slice){p->report.bytes + span->start, span->end - span->start});
    text_add(&marked, &end, 1);
    from = span->end;
  }
  cell_text_add(&marked, (uti_slice){p->report.bytes + from, p->report.length - from});
  heading(p, "Report");
  fputs("  ", p->out);
  terminal_wrap(p->out, text_slice(&marked), 2, 2, p->colored);
  text_free(&marked);
}

static void section(const page *p, const page_section *s) { heading(p, s->heading); }

static size_t characters(uti_slice s) {
  size_t count = 0;
  for (size_t i = 0; i < s.length; i++) count += ((unsigned char)s.bytes[i] & 0xC0) != 0x80;
  return count;
}

/* Leading cells stand in columns while they fit; the rest follows, a line a cell. */
static void row(const page *p, const page_section *s, const page_row *r) {
  size_t column = 2, indent = 2, cell = 0;
  fputs("  ", p->out);
  for (; cell < PAGE_CELLS && s->widths[cell] > 0; cell++) {
    size_t width = (size_t)s->widths[cell], used = characters(r->cells[cell]);
    fprintf(p->out, "%.*s", (int)r->cells[cell].length, r->cells[cell].bytes == NULL ? "" : r->cells[cell].bytes);
    indent += width + 1;
    column += used;
    if (column >= indent && cell + 1 < PAGE_CELLS) fprintf(p->out, "\n%*s", (int)indent, "");
    else fprintf(p->out, "%*s", (int)(indent - column), "");
    column = indent;
  }
  enum { NARROW = 34, LEAST = 30 };
  if (terminal_width() < indent + LEAST && indent > NARROW) {   /* little is left of a narrow line */
    indent = 6;
    fprintf(p->out, "\n%*s", (int)indent, "");
  }
  for (bool first = true; cell < PAGE_CELLS; cell++) {
    if (r->cells[cell].length == 0) continue;
    if (!first) fprintf(p->out, "%*s", (int)indent, "");
    wrap(p, indent, indent, r->cells[cell]);
    first = false;
  }
}

static void item(const page *p, const char *words) {
  fputs("  - ", p->out);
  wrap(p, 4, 4, slice_of(words));
}

static void section_end(const page *p, const page_section *s) { (void)p, (void)s; }

static void end(const page *p, const char *versions) {
  fputc('\n', p->out);
  wrap(p, 0, 0, slice_of(versions));
}

const page_style page_text = {begin, report, section, row, item, section_end, end};
