/* page_markdown.c - the page as Markdown, for a record or a ticket. */
#include <string.h>

#include "batch/cell_text.h"
#include "explain/page.h"

static bool is_markup(char c) { return c != 0 && strchr("\\`*_{}[]<>#|~&$!", c) != NULL; }

/* What Markdown would read as its own is escaped, also what makes a list, a rule
** or a heading at the beginning of a line ("- ", "2. ", "==="); a line break
** becomes `line`. */
static void add(const page *p, uti_slice words, const char *line) {
  text safe = {0};
  bool begins = true;
  cell_text_add(&safe, words);
  for (size_t i = 0; i < safe.length; i++) {
    char c = safe.bytes[i];
    if (c == '\n') {
      fputs(line, p->out);
      begins = true;
      continue;
    }
    if (is_markup(c) || (begins && strchr("-+=.)", c) != NULL)) fputc('\\', p->out);
    begins = begins && ((c >= '0' && c <= '9') || c == ' ');
    fputc(c, p->out);
  }
  text_free(&safe);
}

static void begin(const page *p, const char *level, const char *meaning, const char *mechanism) {
  fprintf(p->out, "# ");
  if (p->id != NULL) {
    add(p, slice_of(p->id), " ");
    fprintf(p->out, ": ");
  }
  fprintf(p->out, "%s\n\n%s.\n", level, meaning);
  if (mechanism == NULL) return;
  fprintf(p->out, "\nCramps: ");
  add(p, slice_of(mechanism), " ");
  fprintf(p->out, " (a candidate, never a cause).\n");
}

static void report(const page *p) {
  size_t from = 0;
  fprintf(p->out, "\n## Report\n\n> ");
  for (size_t i = 0; i < p->span_count; i++) {
    const evidence_span *span = &p->spans[i];
    const char *mark = span->present ? "**" : "*";
    add(p, (uti_slice){p->report.bytes + from, span->start - from}, "  \n> ");
    fputs(mark, p->out);
    add(p, (uti_slice){p->report.bytes + span->start, span->end - span->start}, " ");
    fputs(mark, p->out);
    from = span->end;
  }
  add(p, (uti_slice){p->report.bytes + from, p->report.length - from}, "  \n> ");
  fprintf(p->out, "\n\nPresent evidence is **bold**, possible evidence *slanted*.\n");
}

static void section(const page *p, const page_section *s) {
  fprintf(p->out, "\n## %s\n\n", s->heading);
  if (s->columns[0] == NULL) return;
  for (size_t i = 0; i < PAGE_CELLS; i++) fprintf(p->out, "| %s ", s->columns[i]);
  fprintf(p->out, "|\n");
  for (size_t i = 0; i < PAGE_CELLS; i++) fprintf(p->out, "| --- ");
  fprintf(p->out, "|\n");
}

static void row(const page *p, const page_section *s, const page_row *r) {
  (void)s;
  for (size_t i = 0; i < PAGE_CELLS; i++) {
    fputs("| ", p->out);
    add(p, r->cells[i], " ");
    fputs(" ", p->out);
  }
  fputs("|\n", p->out);
}

static void item(const page *p, const char *words) {
  fputs("- ", p->out);
  add(p, slice_of(words), " ");
  fputs("\n", p->out);
}

static void section_end(const page *p, const page_section *s) { (void)p, (void)s; }

static void end(const page *p, const char *versions) {
  fputs("\nDecision support for qualified staff; not a diagnosis.\n\n", p->out);
  add(p, slice_of(versions), " ");
  fputs("\n", p->out);
}

const page_style page_markdown = {begin, report, section, row, item, section_end, end};
