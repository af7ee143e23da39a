/* import.c - the command import: report tables into a database. */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/interruption.h"
#include "common/knowledge.h"
#include "common/message.h"
#include "common/output_file.h"
#include "common/progress.h"
#include "common/terminal.h"
#include "import/assess_reports.h"
#include "import/store.h"
#include "input/inputs.h"
#include "system/system.h"
#include "workbook/book.h"

typedef struct import_run {
  const options *options;
  database database;
  store store;
  row_maker maker;
  text patient, site, birth_date, raw;
  uint64_t notes;              /* of single rows: values left out, bytes replaced */
  import_counts total;
} import_run;

/* ---- A row ---- */

/* NULL bytes where the cell holds nothing. */
static uti_slice kept_cell(const table_row *row, long column, text *room) {
  if (column < 0 || (size_t)column >= row->count) return (uti_slice){NULL, 0};
  const cell *c = &row->cells[column];
  uti_slice trimmed = slice_trim(c->text);
  if (c->kind != CELL_TEXT || trimmed.length == 0) return (uti_slice){NULL, 0};
  text_clear(room);
  utf8_repair(trimmed, BAD_BYTES_REPLACED, room);
  return text_slice(room);
}

/* The row as it was written; of a database's row, its cells as a JSON object. */
static uti_slice raw_row(import_run *run, const reader *r, const table_row *row) {
  text_clear(&run->raw);
  if (row->raw.bytes != NULL) {
    utf8_repair(row->raw, r->bad_bytes, &run->raw);
    return text_slice(&run->raw);
  }
  if (row->count == 0) return (uti_slice){NULL, 0};
  for (size_t i = 0; i < row->count; i++) {
    const cell *c = &row->cells[i];
    text_add_string(&run->raw, i == 0 ? "{" : ",");
    text_add_json(&run->raw, slice_of(r->columns.items[i]));
    text_add_string(&run->raw, ":");
    text value = {0};
    if (c->kind == CELL_TEXT) utf8_repair(c->text, BAD_BYTES_REPLACED, &value);
    if (c->kind == CELL_TEXT) text_add_json(&run->raw, text_slice(&value));
    else text_add_string(&run->raw, c->kind == CELL_NULL ? "null" : "\"(a BLOB)\"");
    text_free(&value);
  }
  text_add_string(&run->raw, "}");
  return text_slice(&run->raw);
}

static bool reject(import_run *run, const reader *r, const table_row *row, const char *why) {
  text place = {0};
  reader_place(r, row, &place);
  if (run->store.counts.rejected < REJECTED_LISTED) message_rejected("%s: %s", place.bytes, why);
  text_free(&place);
  return store_rejected(&run->store, row->file != NULL ? row->file : r->name, row->line, why, raw_row(run, r, row));
}

static bool import_row(import_run *run, const reader *r, const column_plan *p, const table_row *row) {
  flagged_case made = {.line = row->line};
  if (!row_make(&run->maker, r, p, row, &made)) return reject(run, r, row, run->maker.problem.bytes);
  for (size_t at = 0; at < made.notes.length; at += strlen(made.notes.bytes + at) + 1) run->notes++;
  if (made.id.length == 0 || !made.id_of_report) made.hash = row_hash(&made);
  stored_row stored = {.report = &made, .stated_count = run->maker.stated_count, .may_be_a_part = r->of_parts};
  stored.patient = kept_cell(row, p->patient, &run->patient);
  stored.site = kept_cell(row, p->site, &run->site);
  stored.birth_date = kept_cell(row, p->birth_date, &run->birth_date);
  return store_report(&run->store, &stored);
}

/* ---- An input ---- */

static bool read_rows(import_run *run, reader *r, column_plan *p) {
  table_row row = {0};
  read_step step = READ_FAILED;
  uint64_t position, size;
  bool good = true;
  while (good && !interrupted() && ((step = r->next(r, &row)) == READ_ROW || step == READ_REJECTED)) {
    run->store.counts.read++;
    if (r->columns.count > p->seen) {
      columns_plan_keeping(p, r, run->options);
      columns_extend(p, r, run->options);
    }
    good = step == READ_REJECTED ? reject(run, r, &row, row.problem) : import_row(run, r, p, &row);
    r->progress(r, &position, &size);
    progress_show(run->total.read + run->store.counts.read, position, size);
  }
  return good && !interrupted() && step == READ_END;
}

static bool store_patients(import_run *run, reader *r) {
  patient_row p;
  bool good = true;
  while (good && r->next_patient != NULL && r->next_patient(r, &p)) good = store_patient(&run->store, p.id, p.sex, p.birth_date);
  return good;
}

static void write_notes(const reader *r, const column_plan *p, text *notes) {
  for (size_t i = 0; i < r->notes.count; i++) {
    text_add_string(notes, notes->length > 1 ? "," : "");
    text_add_json(notes, slice_of(r->notes.items[i]));
  }
  for (size_t i = 0; i < r->columns.count; i++) {
    if (column_is_read(p, i)) continue;
    text what = {0};
    text_add_format(&what, "column '%s' was not read%s%s", r->columns.items[i], p->second[i] != NULL ? ": " : "", p->second[i] != NULL ? p->second[i] : "");
    text_add_string(notes, notes->length > 1 ? "," : "");
    text_add_json(notes, text_slice(&what));
    text_free(&what);
  }
}

static void print_counts(const char *name, const import_counts *c) {
  message_note("%s%s%" PRIu64 " rows read, %" PRIu64 " added, %" PRIu64 " changed, %" PRIu64 " unchanged, %" PRIu64 " rejected", name, *name ? ": " : "",
               c->read, c->added, c->changed, c->unchanged, c->rejected);
}

static void add_counts(import_counts *total, const import_counts *c) {
  total->read += c->read;
  total->added += c->added;
  total->changed += c->changed;
  total->unchanged += c->unchanged;
  total->rejected += c->rejected;
  total->kept_apart += c->kept_apart;
  total->repeated += c->repeated;
}

static bool finish_input(import_run *run, const reader *r, const column_plan *p, bool several) {
  import_counts *c = &run->store.counts;
  if (c->rejected > REJECTED_LISTED) message_rejected("%s: ... and %" PRIu64 " more: see the table rejected_rows", r->name, c->rejected - REJECTED_LISTED);
  text notes = {0};
  text_add_string(&notes, "[");
  write_notes(r, p, &notes);
  text_add_string(&notes, "]");
  bool good = store_end_import(&run->store, notes.bytes);
  text_free(&notes);
  if (several) print_counts(r->name, c);
  add_counts(&run->total, c);
  return good;
}

static bool import_input(import_run *run, const names *files, bool several) {
  reader r;
  column_plan p = {0};
  if (!reader_open(&r, files, run->options)) return false;
  bool good = columns_plan(&p, &r, run->options) && columns_plan_keeping(&p, &r, run->options);
  if (good) {
    columns_print(&p, &r);
    good = store_begin_import(&run->store, r.name, r.kind) && read_rows(run, &r, &p) && store_patients(run, &r) && finish_input(run, &r, &p, several);
  }
  columns_free(&p);
  reader_close(&r);
  return good;
}

/* ---- Assessing ---- */

static int print_level(void *context, int count, char **values, char **columns) {
  const import_run *run = context;
  (void)count;
  (void)columns;
  uti_level level = UTI_NOT_ASSESSABLE;
  if (values[0] != NULL) uti_level_parse(slice_of(values[0]), &level);
  const char *on = terminal_colors(run->options->color, STDERR_FILENO) ? terminal_level(level) : "";
  message_colored(on, *on ? TERMINAL_PLAIN : "", "  %-29s %7s", level_text(level), values[1]);
  return 0;
}

static bool assess(import_run *run, uint64_t *assessed, int64_t *before) {
  *before = database_number(&run->database, "SELECT max(assessment_id) FROM main.assessments");
  return assess_reports(&run->database, run->options, assessed);
}

static bool print_levels(import_run *run, uint64_t assessed, int64_t before) {
  char *sql = sqlite3_mprintf("SELECT urgency, count(*) FROM main.assessments WHERE assessment_id > %lld GROUP BY urgency_rank ORDER BY urgency_rank DESC", (long long)before);
  if (sql == NULL) message_no_memory();
  message_note("%" PRIu64 " reports assessed", assessed);
  bool good = assessed == 0 || database_run(&run->database, sql, print_level, run);
  sqlite3_free(sql);
  return good;
}

/* ---- The command ---- */

static bool is_database(const char *database, const char *input) {
  const char *colon = strrchr(input, ':');
  if (output_file_is(database, input)) return true;
  if (colon == NULL) return false;
  char *file = memory_copy(input, (size_t)(colon - input));
  bool same = output_file_is(database, file);
  free(file);
  return same;
}

static int check_arguments(const options *o) {
  if (o->arguments.count == 0) return message_usage("wanted an input file, got nothing");
  if (o->database == NULL) return message_usage("wanted --db FILE, the database to import into, got nothing");
  for (size_t i = 0; i < o->arguments.count; i++) {
    if (!is_database(o->database, o->arguments.items[i])) continue;
    return message_usage("--db: wanted another file than the input, got '%s'; a copy of it may be the input", o->database);
  }
  if (o->temporary_folder != NULL && !system_folder_takes_files(o->temporary_folder)) return message_usage("--tmpdir: wanted a folder that can be written, got '%s'", o->temporary_folder);
  return EXIT_DONE;
}

static void print_doubts(const import_run *run) {
  enum { MANY = 10 };
  const import_counts *c = &run->total;
  if (c->kept_apart > 0) message_note("  %" PRIu64 " have the id of another report, and were kept beside it as ID#HASH", c->kept_apart);
  if (c->repeated > 0) message_note("  %" PRIu64 " came more than once in this run, and were kept once", c->repeated);
  if (c->changed >= MANY && c->changed > c->unchanged) message_note("  most rows that were there have changed: if the ids count the rows of each file anew, they are no ids of reports,\n  and other reports were replaced: the table report_versions has them");
  if (run->notes > 0) message_note("  %" PRIu64 " values or texts were not read as they were written: uti-report flag lists them", run->notes);
}

static bool import_all(import_run *run) {
  const options *o = run->options;
  char now[32];
  time_t seconds = (time_t)options_now(o);
  struct tm t;
  strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&seconds, &t));
  uint64_t assessed = 0;
  int64_t before = 0;
  bool good = store_open(&run->store, &run->database, now);
  input_list list;
  inputs_find(&list, o);
  for (size_t i = 0; i < list.count && good; i++) good = import_input(run, &list.inputs[i], list.count > 1);
  inputs_free(&list);
  good = good && database_finish_indexes(&run->database);
  good = good && (o->no_assess || assess(run, &assessed, &before));
  progress_step("writing");
  store_close(&run->store);
  good = good && database_commit(&run->database);
  progress_end();
  if (!good) return false;
  print_counts("", &run->total);
  print_doubts(run);
  return o->no_assess || print_levels(run, assessed, before);
}

static void import_run_free(import_run *run) {
  row_maker_free(&run->maker);
  text_free(&run->patient);
  text_free(&run->site);
  text_free(&run->birth_date);
  text_free(&run->raw);
}

int run_import(const options *given) {
  options mine = *given;
  const options *o = &mine;
  mine.keeps_patients = true;
  int status = check_arguments(o);
  if (status != EXIT_DONE) return status;
  /* Nobody reading the words is no reason to leave the work undone. */
  system_on_reader_gone(NULL);
  interruption_watch();
  import_run run = {.options = o};
  if (o->temporary_folder != NULL) sqlite3_temp_directory = sqlite3_mprintf("%s", o->temporary_folder);
  progress_begin(o);
  bool done = database_open(&run.database, o) && import_all(&run);
  progress_end();
  database_close(&run.database);
  import_run_free(&run);
  sqlite3_free(sqlite3_temp_directory);
  if (interrupted()) message_error("interrupted: nothing was changed");
  interruption_end();
  return !done ? EXIT_FAILED : run.total.rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}
