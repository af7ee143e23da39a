/* page.h - the page that shows why a report has its level: what is on it stands in
** page.c, how it looks in a style: for the terminal, Markdown or HTML. */
#ifndef CLI_EXPLAIN_PAGE_H
#define CLI_EXPLAIN_PAGE_H

#include <stdio.h>

#include "batch/assess.h"
#include "batch/evidence_spans.h"
#include "options/options.h"

typedef struct page {
  const options *options;
  assessor assessor;
  uti_assessment assessment;
  uti_slice report;            /* bytes NULL: facts alone */
  const char *id;              /* NULL: none */
  evidence_span *spans;
  size_t span_count;
  FILE *out;
  bool colored;
} page;

enum { PAGE_CELLS = 4, NO_SPAN = -1 };

/* A section holds rows of cells, or items where it has no column titles. */
typedef struct page_section {
  const char *heading;
  const char *columns[PAGE_CELLS];
  int widths[PAGE_CELLS];      /* of leading cells in plain text; 0: the rest of the line */
} page_section;

typedef struct page_row {
  uti_slice cells[PAGE_CELLS];
  uti_level level;             /* of a rule, for its colour; UTI_NOT_ASSESSABLE: none */
  long span;                   /* where in the report it stands, or NO_SPAN */
} page_row;

typedef struct page_style {
  void (*begin)(const page *, const char *level, const char *meaning, const char *mechanism);
  void (*report)(const page *);
  void (*section)(const page *, const page_section *);
  void (*row)(const page *, const page_section *, const page_row *);
  void (*item)(const page *, const char *);
  void (*section_end)(const page *, const page_section *);
  void (*end)(const page *, const char *versions);
} page_style;

extern const page_style page_text, page_markdown, page_html;

void page_print(page *, const page_style *);

#endif
