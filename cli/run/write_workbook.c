/* write_workbook.c - results as a workbook, a sheet a result. Rows are kept until
** they are more than an Excel table should have; from there on the workbook is
** written in constant memory, with filters instead of tables. */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "common/message.h"
#include "run/result.h"
#include "run/sheets_of_results.h"
#include "workbook/temporary_file.h"

/* In constant memory the widths of a sheet come from so many rows. */
enum { ROWS_THAT_DECIDE = 1000, BYTES_KEPT = 128 * 1024 * 1024 };

typedef struct workbook_writer {
  writer base;
  workbook_request request;
  book book;
  result_sheet *sheets;        /* one a result */
  size_t rows_kept, bytes_kept;
  bool open, flowing;          /* the current result's rows go to its sheet as they come */
} workbook_writer;

/* ---- The workbook ---- */

static void set_properties(book *b, const workbook_writer *w) {
  time_t now = (time_t)options_now(w->base.options);
  struct tm t;
  gmtime_r(&now, &t);
  strftime(b->made, sizeof b->made, "%Y-%m-%d %H:%M UTC", &t);
  lxw_doc_properties properties = {.title = "Patient reports: queries", .subject = w->request.result_count == 1 ? w->request.results[0].query->title : "Batch queries",
                                   .author = "uti-report " UTI_VERSION, .comments = "For review by qualified staff; no diagnosis.", .created = now};
  book_check(b, workbook_set_properties(b->workbook, &properties));
  book_check(b, workbook_set_custom_property_string(b->workbook, "rules_id", w->request.rules_id));
}

static void open_book(workbook_writer *w, bool constant_memory) {
  book *b = &w->book;
  lxw_workbook_options options = {.constant_memory = constant_memory, .tmpdir = (char *)w->base.options->temporary_folder, .use_zip64 = LXW_FALSE};
  b->constant_memory = constant_memory;
  b->sheet_rows = w->base.options->sheet_rows;
  b->workbook = workbook_new_opt(w->request.file, &options);
  if (b->workbook == NULL) message_no_memory();
  w->open = true;
  book_formats(b);
  set_properties(b, w);
}

/* ---- Sheet names ---- */

static bool is_taken(const workbook_writer *w, size_t before, const char *name) {
  if (strcasecmp(name, "About") == 0 || strcasecmp(name, "History") == 0) return true;
  for (size_t i = 0; i < before; i++)
    if (strcasecmp(w->sheets[i].name, name) == 0) return true;
  return false;
}

/* A sheet has 31 characters at most; " 1048" may follow. */
static void name_sheets(workbook_writer *w) {
  for (size_t i = 0; i < w->request.result_count; i++) {
    char *name = w->sheets[i].name;
    snprintf(name, sizeof w->sheets[i].name, "%.26s", w->request.results[i].name);
    for (size_t n = 2; is_taken(w, i, name); n++) snprintf(name, sizeof w->sheets[i].name, "%.21s-%zu", w->request.results[i].name, n % 1000);
  }
}

/* ---- The writer ---- */

static void write_kept(workbook_writer *w, result_sheet *s) {
  result_sheet_open(s, &w->book);
  for (size_t i = 0; i < s->kept.count; i++) result_sheet_row(s, s->kept.rows[i]);
}

/* Too much to keep: what was kept is written, and the rest as it comes. */
static void begin_constant_memory(workbook_writer *w, size_t current) {
  open_book(w, true);
  for (size_t i = 0; i <= current; i++) {
    write_kept(w, &w->sheets[i]);
    if (i < current) result_sheet_close(&w->sheets[i]);
    else kept_clear(&w->sheets[i].kept);
  }
  w->flowing = true;
}

static size_t current(const workbook_writer *w) { return (size_t)(w->base.result - w->request.results); }

static void workbook_begin(writer *base, const result *r) {
  base->result = r;
  ((workbook_writer *)base)->flowing = false;
}

static void workbook_row(writer *base, const value *row) {
  workbook_writer *w = (workbook_writer *)base;
  result_sheet *s = &w->sheets[current(w)];
  if (w->flowing) {
    result_sheet_row(s, row);
    return;
  }
  size_t bytes = s->kept.bytes;
  kept_add(&s->kept, row, base->result->columns.count);
  w->rows_kept++;
  w->bytes_kept += s->kept.bytes - bytes;
  if (!w->open && (w->rows_kept > TABLE_ROWS_AT_MOST || w->bytes_kept > BYTES_KEPT)) {
    begin_constant_memory(w, current(w));
  } else if (w->open && s->kept.count == ROWS_THAT_DECIDE) {
    write_kept(w, s);
    kept_clear(&s->kept);
    w->flowing = true;
  }
}

static void workbook_end(writer *base, uint64_t rows) {
  workbook_writer *w = (workbook_writer *)base;
  result_sheet *s = &w->sheets[current(w)];
  s->rows = rows;
  if (!w->open) return;
  if (!w->flowing) write_kept(w, s);
  result_sheet_close(s);
}

static const char *workbook_close_all(writer *base) {
  workbook_writer *w = (workbook_writer *)base;
  book *b = &w->book;
  if (!w->open) {
    open_book(w, false);
    for (size_t i = 0; i < w->request.result_count; i++) {
      write_kept(w, &w->sheets[i]);
      result_sheet_close(&w->sheets[i]);
    }
  }
  sheet_about_queries(b, &w->request, w->sheets, base->options);
  book_check(b, workbook_close(b->workbook));
  text_free(&b->cell);
  free(w->sheets);
  if (temporary_files_failed()) return "a temporary file could not be written or read back: is the folder of --tmpdir full?";
  return b->error == LXW_NO_ERROR ? NULL : lxw_strerror(b->error);
}

writer *writer_of_workbook(const workbook_request *request, const options *o) {
  workbook_writer *w = memory_resize(NULL, 1, sizeof *w);
  *w = (workbook_writer){.base = {.begin = workbook_begin, .row = workbook_row, .end = workbook_end, .close = workbook_close_all, .options = o}, .request = *request};
  w->sheets = memory_resize(NULL, request->result_count, sizeof *w->sheets);
  for (size_t i = 0; i < request->result_count; i++) w->sheets[i] = (result_sheet){.result = &request->results[i]};
  name_sheets(w);
  return &w->base;
}
