/* explain.c - the command explain: a page that shows why a report has its level. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/message.h"
#include "common/output_file.h"
#include "common/terminal.h"
#include "explain/page.h"
#include "explain/stored_report.h"
#include "input/source.h"
#include "privacy/hash_ids.h"
#include "privacy/redact.h"

/* ---- Input ---- */

static bool read_report(const options *o, text *report) {
  const char *given = o->arguments.items[0];
  if (strcmp(given, "-") != 0) {
    text_add_string(report, given);
    return true;
  }
  source *in = source_open("-");
  if (in == NULL) return false;
  for (uti_slice block; (block = source_block(in)).length > 0;) text_add(report, block.bytes, block.length);
  bool failed = source_failed(in);
  source_close(in);
  return !failed;
}

static int set_facts(page *p) {
  const uti_knowledge *k = p->assessor.knowledge;
  for (size_t i = 0; i < p->options->facts.count; i++) {
    const char *given = p->options->facts.items[i];
    size_t length = strcspn(given, "=");
    uti_slice name = slice_trim((uti_slice){given, length});
    int fact = uti_fact_find(k, name);
    const char *near = fact < 0 ? uti_fact_nearest(k, name) : NULL;
    if (fact < 0 && near != NULL) return message_usage("--fact: '%.*s' is no fact: did you mean '%s'?", (int)name.length, name.bytes, near);
    if (fact < 0) return message_usage("--fact: '%.*s' is no fact: uti-report rules print facts lists them, and rules print concepts the signs", (int)name.length, name.bytes);
    if (uti_facts_set_text(p->assessor.facts, (size_t)fact, slice_of(given + length + 1)) == UTI_NO_MEMORY) message_no_memory();
  }
  return EXIT_DONE;
}

/* What the command line, stdin or the database holds. */
static int read_input(page *p, text *report) {
  const options *o = p->options;
  if (o->database != NULL) return stored_report(o->database, o->id, p->assessor.facts, report, &p->report);
  if (o->arguments.count == 0) return EXIT_DONE;
  if (!read_report(o, report)) return EXIT_FAILED;
  p->report = report->bytes == NULL ? slice_of("") : text_slice(report);
  return EXIT_DONE;
}

/* ---- Output ---- */

static bool write_json(const page *p) {
  size_t length;
  const char *json = uti_write_explanation_json(p->assessor.reader, &p->assessment, p->report, &length);
  if (json == NULL) return false;
  fwrite(json, 1, length, p->out);
  fputc('\n', p->out);
  return true;
}

/* Places in the text stay what they were: see redact.h. */
static void redact_report(page *p, text *shown) {
  const names none = {0};
  size_t count;
  redactor *r = redactor_new();
  const mask *masks = redact_find(r, p->report, &p->assessment, &none, &count);
  redact_apply(p->report, masks, count, shown);
  p->report = shown->length == 0 ? slice_of("") : text_slice(shown);
  redactor_free(r);
}

static void write_page(page *p) {
  switch (p->options->format) {
    case FORMAT_JSON:
      if (!write_json(p)) message_no_memory();
      return;
    case FORMAT_MARKDOWN: page_print(p, &page_markdown); return;
    case FORMAT_HTML: page_print(p, &page_html); return;
    default: page_print(p, &page_text);
  }
}

static int write_file(page *p) {
  const char *name = output_file_begin(p->options->output, p->options->force);
  if (name == NULL) return EXIT_FAILED;
  p->out = fopen(name, "w");
  if (p->out == NULL) return message_error("cannot write %s", p->options->output);
  p->colored = p->options->color == COLOR_ALWAYS;
  write_page(p);
  bool failed = ferror(p->out) != 0;
  if (fclose(p->out) != 0 || failed) {
    output_file_abandon();
    return message_error("cannot write %s: the disk may be full", p->options->output);
  }
  return output_file_commit() ? EXIT_DONE : EXIT_FAILED;
}

static int assess_and_write(page *p) {
  text report = {0}, shown = {0}, id = {0};
  int status = read_input(p, &report);
  if (status == EXIT_DONE) status = set_facts(p);
  if (status == EXIT_DONE) {
    uti_result result = uti_assess(p->assessor.reader, p->report, p->assessor.facts, &p->assessment);
    if (result == UTI_OK && p->options->redact && p->report.length > 0) redact_report(p, &shown);
    if (p->id != NULL && hash_ids_in_use()) {
      hash_ids_show(slice_of(p->id), &id);
      p->id = id.bytes;
    }
    if (result != UTI_OK) status = message_error("%s", result_sentence(result));
    else if (p->options->output != NULL) status = write_file(p);
    else write_page(p);
  }
  text_free(&report);
  text_free(&shown);
  text_free(&id);
  return status;
}

static int check_arguments(const options *o) {
  if (o->database != NULL && o->id == NULL) return message_usage("--db: wanted --id ID beside it, the report's id in the database");
  if (o->id != NULL && o->database == NULL) return message_usage("--id: wanted --db DB beside it, the database that holds the report");
  if (o->database != NULL && o->arguments.count > 0) return message_usage("wanted a report or --db, got both");
  if (o->database == NULL && o->arguments.count == 0 && o->facts.count == 0) return message_usage("wanted a report, - or --db, got nothing");
  if (o->arguments.count > 1) return message_usage("wanted one report, got %zu arguments: put the text in quotes", o->arguments.count);
  return EXIT_DONE;
}

int run_explain(const options *o) {
  int status = check_arguments(o);
  if (status != EXIT_DONE) return status;
  page p = {.options = o, .id = o->id, .out = stdout, .colored = terminal_colors(o->color, STDOUT_FILENO)};
  assessor_open(&p.assessor, o->rule_set);
  status = assess_and_write(&p);
  assessor_close(&p.assessor);
  return status;
}
