/* page_html.c - the page as one HTML file: no script, nothing from elsewhere. */
#include <string.h>

#include "batch/cell_text.h"
#include "explain/page.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"robots\" content=\"noindex\">\n";

/* Levels and evidence differ in words, weight and lines, not in colour alone. */
static const char style_sheet[] =
    "<style>\n"
    ":root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --quiet: #555; --line: #bbb; --soft: #f3f3f1;\n"
    "  --present: #ffe3d6; --present-line: #b3261e; --possible: #fff6cf; --possible-line: #7a5c00; --link: #0b4f8a; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --paper: #161616; --quiet: #b5b5b5; --line: #555; --soft: #232323;\n"
    "  --present: #5a1c17; --present-line: #ff8a7d; --possible: #4a3c0a; --possible-line: #ffd84d; --link: #8ec5ff; } }\n"
    "* { box-sizing: border-box; }\n"
    "body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem; }\n"
    "h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; padding: .75rem 1rem; border: 2px solid var(--level-line); border-left-width: .75rem;\n"
    "  background: var(--level); color: var(--level-ink); }\n"
    "h1 small { display: block; font-size: 1rem; font-weight: normal; }\n"
    "h2 { font-size: 1.15rem; margin: 1.75rem 0 .5rem; }\n"
    ".report { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); border: 1px solid var(--line); padding: .75rem 1rem; margin: 0; }\n"
    "mark { color: inherit; padding: 0 .1em; }\n"
    "mark.present { background: var(--present); border-bottom: 3px solid var(--present-line); font-weight: 600; }\n"
    "mark.possible { background: var(--possible); border-bottom: 2px dashed var(--possible-line); }\n"
    "mark:target { outline: 3px solid var(--link); }\n"
    "table { border-collapse: collapse; width: 100%; }\n"
    "th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }\n"
    "th { white-space: nowrap; }\n"
    ".scroll { overflow-x: auto; }\n"
    ".scroll:focus-visible, a:focus-visible { outline: 3px solid var(--link); }\n"
    "a { color: var(--link); }\n"
    "footer, .key { color: var(--quiet); font-size: .9rem; }\n"
    "footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .75rem; }\n"
    ".hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }\n"
    ".emergency { --level: #7a0c14; --level-ink: #fff; --level-line: #7a0c14; }\n"
    ".urgent { --level: #fbd9d3; --level-ink: #4a0a06; --level-line: #b3261e; }\n"
    ".soon { --level: #ffefb8; --level-ink: #3d2e00; --level-line: #a37a00; }\n"
    ".routine { --level: #dceaf7; --level-ink: #0a2b47; --level-line: #2c6ea6; }\n"
    ".none, .not { --level: #ececec; --level-ink: #1b1b1b; --level-line: #6b6b6b; }\n"
    "@media print { body { max-width: none; padding: 0; font-size: 10pt; } h1, mark { -webkit-print-color-adjust: exact; print-color-adjust: exact; }\n"
    "  h2 { break-after: avoid; } tr, .report { break-inside: avoid; } }\n"
    "</style>\n";

static void add(const page *p, uti_slice words) {
  text safe = {0};
  cell_text_add(&safe, words);
  for (size_t i = 0; i < safe.length; i++) {
    char c = safe.bytes[i];
    if (c == '<') fputs("&lt;", p->out);
    else if (c == '>') fputs("&gt;", p->out);
    else if (c == '&') fputs("&amp;", p->out);
    else if (c == '"') fputs("&quot;", p->out);
    else fputc(c, p->out);
  }
  text_free(&safe);
}

static void begin(const page *p, const char *level, const char *meaning, const char *mechanism) {
  fprintf(p->out, "%s<title>%s%s", head, level, p->id == NULL ? "" : ": ");
  if (p->id != NULL) add(p, slice_of(p->id));
  fprintf(p->out, "</title>\n%s</head>\n<body>\n<main>\n<h1 class=\"%.*s\">", style_sheet, (int)strcspn(level, " "), level);
  if (p->id != NULL) {
    add(p, slice_of(p->id));
    fputs(": ", p->out);
  }
  fprintf(p->out, "%s <small>%s</small></h1>\n", level, meaning);
  if (mechanism != NULL) fprintf(p->out, "<p>Cramps: <strong>%s</strong> (a candidate, never a cause)</p>\n", mechanism);
}

static void report(const page *p) {
  size_t from = 0;
  fputs("<section>\n<h2>Report</h2>\n<p class=\"report\">", p->out);
  for (size_t i = 0; i < p->span_count; i++) {
    const evidence_span *span = &p->spans[i];
    const char *kind = span->present ? "present" : "possible";
    add(p, (uti_slice){p->report.bytes + from, span->start - from});
    fprintf(p->out, "<mark class=\"%s\" id=\"e%zu\"><span class=\"hidden\">[%s: </span>", kind, i + 1, kind);
    add(p, (uti_slice){p->report.bytes + span->start, span->end - span->start});
    fputs("<span class=\"hidden\">]</span></mark>", p->out);
    from = span->end;
  }
  add(p, (uti_slice){p->report.bytes + from, p->report.length - from});
  fputs("</p>\n", p->out);
  if (p->span_count > 0)
    fputs("<p class=\"key\">Evidence: <mark class=\"present\">present</mark> <mark class=\"possible\">possible</mark></p>\n", p->out);
  fputs("</section>\n", p->out);
}

static void section(const page *p, const page_section *s) {
  fprintf(p->out, "<section>\n<h2>%s</h2>\n", s->heading);
  if (s->columns[0] == NULL) {
    fputs("<ul>\n", p->out);
    return;
  }
  fprintf(p->out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n<table>\n<thead><tr>", s->heading);
  for (size_t i = 0; i < PAGE_CELLS; i++) fprintf(p->out, "<th scope=\"col\">%s</th>", s->columns[i]);
  fputs("</tr></thead>\n<tbody>\n", p->out);
}

static void row(const page *p, const page_section *s, const page_row *r) {
  fputs("<tr>", p->out);
  for (size_t i = 0; i < PAGE_CELLS; i++) {
    bool linked = i > 0 && r->span != NO_SPAN && s->widths[i] == 0 && s->widths[i - 1] > 0;
    fputs(i == 0 ? "<th scope=\"row\">" : "<td>", p->out);
    if (linked) fprintf(p->out, "<a href=\"#e%ld\">", r->span + 1);
    add(p, r->cells[i]);
    fputs(linked ? "</a></td>" : i == 0 ? "</th>" : "</td>", p->out);
  }
  fputs("</tr>\n", p->out);
}

static void item(const page *p, const char *words) {
  fputs("<li>", p->out);
  add(p, slice_of(words));
  fputs("</li>\n", p->out);
}

static void section_end(const page *p, const page_section *s) {
  fputs(s->columns[0] == NULL ? "</ul>\n</section>\n" : "</tbody>\n</table>\n</div>\n</section>\n", p->out);
}

static void end(const page *p, const char *versions) {
  fputs("</main>\n<footer>\n<p>Decision support for qualified staff who can review the basis of each result. Not a diagnosis; "
        "'none' is not 'well'.</p>\n<p>",
        p->out);
  add(p, slice_of(versions));
  fputs("</p>\n</footer>\n</body>\n</html>\n", p->out);
}

const page_style page_html = {begin, report, section, row, item, section_end, end};
