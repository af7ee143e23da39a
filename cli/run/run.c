/* run.c - the command run: queries in, tables out. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "common/message.h"
#include "common/output_file.h"
#include "common/progress.h"
#include "common/terminal.h"
#include "run/guarded.h"
#include "run/result.h"
#include "system/system.h"

typedef struct running {
  const options *options;
  query *queries;
  size_t query_count;
  result *results;
  size_t result_count, result_room;
  guarded_database database;
  result_format format;
  text warnings;               /* what may hide rows, in words */
} running;

/* ---- Queries and their results ---- */

static int load_queries(running *r) {
  const names *given = &r->options->arguments;
  r->queries = memory_resize(NULL, given->count, sizeof *r->queries);
  for (size_t i = 0; i < given->count; i++) {
    int status = query_load(given->items[i], &r->queries[i]);
    r->query_count++;
    if (status != EXIT_DONE) return status;
  }
  return EXIT_DONE;
}

static void add_result(running *r, size_t index, size_t number, sqlite3_stmt *statement, const char *sql, size_t length) {
  const query *q = &r->queries[index];
  text name = {0};
  text_add_string(&name, q->name);
  if (number > 1) text_add_format(&name, "-%zu", number);
  r->results = memory_grow(r->results, r->result_count, &r->result_room, sizeof *r->results);
  result_open(&r->results[r->result_count++], q, name.bytes, statement, sql, length);
  text_free(&name);
}

/* All statements of all queries, before any of them runs. */
static int prepare_results(running *r) {
  for (size_t i = 0; i < r->query_count; i++) {
    const char *sql = r->queries[i].sql;
    size_t number = 0;
    while (*sql != 0) {
      const char *begin = sql;
      sqlite3_stmt *statement;
      int status = guarded_prepare(&r->database, r->queries[i].place, r->queries[i].sql, &sql, &statement);
      if (status != EXIT_DONE) return status;
      uti_slice words = slice_trim((uti_slice){begin, (size_t)(sql - begin)});
      if (statement != NULL) add_result(r, i, ++number, statement, words.bytes, words.length);
    }
    if (number == 0) return message_error("%s holds no query", r->queries[i].place);
  }
  return EXIT_DONE;
}

static int bind_parameters(running *r) {
  const names *given = &r->options->parameters;
  bool *used = memory_resize(NULL, given->count, sizeof *used);
  memset(used, 0, given->count * sizeof *used);
  for (size_t i = 0; i < r->result_count; i++) result_bind(&r->results[i], given, used);
  int status = EXIT_DONE;
  for (size_t i = 0; i < given->count && status == EXIT_DONE; i++) {
    if (used[i]) continue;
    text known = {0};
    for (size_t n = 0; n < r->result_count; n++) {
      text_add_format(&known, "%s%s: ", n > 0 ? "; " : "", r->results[n].name);
      result_add_parameters(&r->results[n], &known);
    }
    int shown = (int)strcspn(given->items[i], "=");
    status = message_usage("--param: there is no parameter '%.*s'; parameters are %s", shown > 40 ? 40 : shown, given->items[i], known.bytes);
    text_free(&known);
  }
  free(used);
  return status;
}

/* ---- The format ---- */

static bool ends_in(const char *name, const char *ending) {
  size_t length = strlen(name), tail = strlen(ending);
  return length > tail && strcasecmp(name + length - tail, ending) == 0;
}

static result_format format_of_name(const char *name) {
  static const struct { const char *ending; result_format format; } known[] = {
      {".xlsx", RESULT_XLSX}, {".csv", RESULT_CSV}, {".tsv", RESULT_TSV}, {".ndjson", RESULT_NDJSON}, {".jsonl", RESULT_NDJSON}, {".md", RESULT_MARKDOWN}, {".txt", RESULT_TABLE}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (ends_in(name, known[i].ending)) return known[i].format;
  return RESULT_UNSAID;
}

static int choose_format(running *r) {
  const options *o = r->options;
  r->format = o->result;
  if (r->format == RESULT_UNSAID && o->output != NULL) r->format = format_of_name(o->output);
  if (r->format == RESULT_UNSAID && o->output != NULL) return message_usage("--output: wanted a name that ends in .xlsx, .csv, .tsv, .ndjson, .md or .txt, or --format, got '%s'", o->output);
  if (r->format == RESULT_UNSAID) r->format = system_is_terminal(STDOUT_FILENO) ? RESULT_TABLE : RESULT_CSV;
  bool workbook = r->format == RESULT_XLSX, separated = r->format == RESULT_CSV || r->format == RESULT_TSV;
  if (workbook && (o->output == NULL || !ends_in(o->output, ".xlsx"))) return message_usage("--format xlsx: wanted -o FILE.xlsx, got %s", o->output == NULL ? "nothing" : o->output);
  if (!separated && (o->safe_csv || o->byte_order_mark)) return message_usage("--%s is for csv and tsv", o->safe_csv ? "safe-csv" : "bom");
  if (o->sheet_rows > 0 && !workbook) return message_usage("--sheet-rows is for xlsx");
  return EXIT_DONE;
}

static int check_count(const running *r) {
  if (r->result_count == 1 || (r->format != RESULT_CSV && r->format != RESULT_TSV && r->format != RESULT_NDJSON)) return EXIT_DONE;
  static const char *const words[] = {"", "table", "csv", "tsv", "ndjson"};
  return message_usage("%s holds one result, and there are %zu: -o FILE.xlsx makes a sheet of each, --format table or markdown prints one after the other; or run them one by one", words[r->format], r->result_count);
}

static int check_output(const running *r) {
  const options *o = r->options;
  if (o->output == NULL) return EXIT_DONE;
  if (output_file_is(o->output, o->database)) return message_usage("--output: wanted another file than the database, got '%s'", o->output);
  for (size_t i = 0; i < r->query_count; i++)
    if (r->queries[i].own && output_file_is(o->output, r->queries[i].place)) return message_usage("--output: wanted another file than the query, got '%s'", o->output);
  if (o->temporary_folder != NULL && !system_folder_takes_files(o->temporary_folder)) return message_usage("--tmpdir: wanted a folder that can be written, got '%s'", o->temporary_folder);
  return output_file_possible(o->output, o->force) ? EXIT_DONE : EXIT_FAILED;
}

/* ---- Writing ---- */

static writer *make_writer(running *r, const char *file) {
  const options *o = r->options;
  bool on_terminal = file == NULL && system_is_terminal(STDOUT_FILENO);
  workbook_request request = {file, o->database, r->database.rules_id, r->warnings.length > 0 ? r->warnings.bytes : NULL, r->results, r->result_count};
  writer *w = r->format == RESULT_XLSX    ? writer_of_workbook(&request, o)
              : r->format == RESULT_TABLE ? writer_of_tables(on_terminal, terminal_colors(o->color, file == NULL ? STDOUT_FILENO : -1))
                                          : writer_of_lines(r->format);
  w->options = o;
  w->several = r->result_count > 1;
  w->out = stdout;
  return w;
}

static int write_result(running *r, result *x, writer *w) {
  value *row = memory_resize(NULL, x->columns.count, sizeof *row);
  text repaired = {0};
  uint64_t rows = 0;
  int code;
  w->begin(w, x);
  guarded_begin(&r->database);
  while ((code = sqlite3_step(x->statement)) == SQLITE_ROW && !(w->out != NULL && ferror(w->out))) {
    result_read(x, row, &repaired);
    w->row(w, row);
    rows++;
    if (r->options->output != NULL) progress_show(rows, 0, 0);
  }
  int status = code == SQLITE_ROW ? guarded_end(&r->database, x->name, SQLITE_DONE) : guarded_end(&r->database, x->name, code);
  sqlite3_reset(x->statement);
  if (status == EXIT_DONE) w->end(w, rows);
  if (status == EXIT_DONE && r->options->output != NULL) message_note("%s: %" PRIu64 " row%s", x->name, rows, rows == 1 ? "" : "s");
  text_free(&repaired);
  free(row);
  return status;
}

static int write_results(running *r, const char *file) {
  writer *w = make_writer(r, file);
  int status = EXIT_DONE;
  if (file != NULL && r->format != RESULT_XLSX && (w->out = fopen(file, "w")) == NULL) message_no_memory();
  for (size_t i = 0; i < r->result_count && status == EXIT_DONE; i++) status = write_result(r, &r->results[i], w);
  const char *problem = status == EXIT_DONE || r->format != RESULT_XLSX ? w->close(w) : NULL;
  bool lost = w->out != stdout && w->out != NULL && (ferror(w->out) != 0) + (fclose(w->out) != 0) > 0;
  if (status == EXIT_DONE && lost) problem = "the disk is full, or cannot be written";
  free(w);
  return problem == NULL ? status : message_error("cannot write %s: %s", r->options->output, problem);
}

static int write_output(running *r) {
  const options *o = r->options;
  const char *file = o->output == NULL ? NULL : output_file_begin(o->output, o->force);
  if (o->output != NULL && file == NULL) return EXIT_FAILED;
  guarded_watch_signals();
  progress_begin(o);
  int status = write_results(r, file);
  progress_end();
  if (file == NULL) return status;
  if (status != EXIT_DONE) output_file_abandon();
  else if (!output_file_commit()) status = EXIT_FAILED;
  else message_note("written: %s", o->output);
  return status;
}

/* ---- The command ---- */

static bool reads_the_library(const running *r) {
  for (size_t i = 0; i < r->query_count; i++)
    if (!r->queries[i].own) return true;
  return false;
}

static bool is_date(const char *value) {
  static const char shape[] = "0000-00-00";
  for (size_t i = 0; shape[i] != 0; i++)
    if (shape[i] == '0' ? value[i] < '0' || value[i] > '9' : value[i] != shape[i]) return false;
  return true;
}

/* The library compares days as text: what is no date would leave rows out without
** a word. */
static void check_dates(running *r) {
  static const char *const dates[] = {"from=", "to=", "day=", "now="};
  const names *given = &r->options->parameters;
  for (size_t i = 0; i < given->count; i++) {
    const char *pair = given->items[i] + (strchr(":@$", *given->items[i]) != NULL);
    for (size_t d = 0; d < sizeof dates / sizeof *dates; d++) {
      size_t length = strlen(dates[d]);
      if (strncmp(pair, dates[d], length) != 0 || is_date(pair + length)) continue;
      text_add_format(&r->warnings, "%s--param %.*s: this is no date like 2024-03-11, and rows may be missing", r->warnings.length > 0 ? "\n" : "", (int)length - 1, pair);
    }
  }
}

static void find_warnings(running *r) {
  text stale = {0};
  check_dates(r);
  if (guarded_stale(&r->database, &stale)) text_add_format(&r->warnings, "%s%s", r->warnings.length > 0 ? "\n" : "", stale.bytes);
  if (r->warnings.length > 0) message_note("warning: %s", r->warnings.bytes);
  text_free(&stale);
}

static int run_on_database(running *r) {
  const options *o = r->options;
  if (o->database == NULL) return message_usage("wanted --db DB, got nothing");
  int status = choose_format(r);
  if (status == EXIT_DONE) status = check_output(r);
  if (status == EXIT_DONE) status = guarded_open(&r->database, o);
  if (status == EXIT_DONE) status = prepare_results(r);
  if (status == EXIT_DONE) status = check_count(r);
  if (status == EXIT_DONE) status = bind_parameters(r);
  if (status != EXIT_DONE) return status;
  if (reads_the_library(r)) find_warnings(r);
  return write_output(r);
}

static int show_queries(const running *r) {
  for (size_t i = 0; i < r->query_count; i++) {
    if (i > 0) putchar('\n');
    if (r->options->show_sql) fputs(r->queries[i].sql, stdout);
    else query_describe(&r->queries[i]);
  }
  return EXIT_DONE;
}

int run_queries(const options *o) {
  running r = {.options = o};
  if (o->arguments.count == 0 && o->output != NULL) return message_usage("wanted a QUERY, got nothing (uti-report run --list)");
  if (o->arguments.count == 0 && (o->describe || o->show_sql)) return message_usage("--%s: wanted a QUERY, got nothing (uti-report run --list)", o->describe ? "describe" : "sql");
  if (o->list || o->arguments.count == 0) {
    query_list();
    return EXIT_DONE;
  }
  int status = load_queries(&r);
  if (status == EXIT_DONE) status = o->describe || o->show_sql ? show_queries(&r) : run_on_database(&r);
  for (size_t i = 0; i < r.result_count; i++) result_close(&r.results[i]);
  for (size_t i = 0; i < r.query_count; i++) query_free(&r.queries[i]);
  if (r.database.handle != NULL) guarded_close(&r.database);
  free(r.results);
  free(r.queries);
  text_free(&r.warnings);
  return status;
}
