/* read_csv.c - delimited text, by libcsv.
**
** libcsv is given one line of the file at a time, so that every row has a line
** number. A quote that is never closed would make one row of many: such a row is
** rejected, and the lines after its first are read again on their own, so that
** no patient disappears inside another one's cell. */
#include <csv.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "common/message.h"
#include "input/reader.h"
#include "input/source.h"

enum { ROW_AT_MOST = 64 * 1024 * 1024, READ_AGAIN_AT_MOST = 256 * 1024 * 1024, NO_DELIMITER = 0x1F };

typedef struct csv_state {
  source *in;
  struct csv_parser parser;
  text again;                  /* lines to read once more, before the source */
  size_t again_at;
  text raw;                    /* the lines of the row that is being read */
  size_t raw_lines;
  uint64_t line;               /* lines taken */
  text bytes;                  /* of the row's cells */
  size_t *ends;                /* where each cell ends in it */
  size_t cell_count, end_room;
  cell *cells;
  size_t cells_room;
  uti_slice row;               /* the whole row as it was written */
  bool row_ended;
  size_t read_again;           /* bytes; from READ_AGAIN_AT_MOST on, each line is a row */
  text problem;
  json_t *names;               /* of the columns: the number that the last of each name got */
  char delimiter;
  char kind[32];
} csv_state;

/* ---- libcsv's calls ---- */

static void add_cell(void *bytes, size_t length, void *context) {
  csv_state *s = context;
  text_add(&s->bytes, bytes, length);
  s->ends = memory_grow(s->ends, s->cell_count, &s->end_room, sizeof *s->ends);
  s->ends[s->cell_count++] = s->bytes.length;
}

static void end_row(int terminator, void *context) {
  (void)terminator;
  ((csv_state *)context)->row_ended = true;
}

/* A carriage return inside a line belongs to a cell: lines are split before. */
static int is_line_end(unsigned char c) { return c == '\n'; }

static void restart_parser(csv_state *s) {
  csv_free(&s->parser);
  if (csv_init(&s->parser, 0) != 0) message_no_memory();
  csv_set_delim(&s->parser, (unsigned char)s->delimiter);
  csv_set_term_func(&s->parser, is_line_end);
  text_clear(&s->bytes);
  s->cell_count = 0;
}

/* ---- Lines ---- */

static bool next_line(csv_state *s, uti_slice *line) {
  if (s->again_at < s->again.length) {
    const char *from = s->again.bytes + s->again_at, *end = memchr(from, '\n', s->again.length - s->again_at);
    *line = (uti_slice){from, (size_t)(end - from)};
    s->again_at += line->length + 1;
    s->line++;
    return true;
  }
  if (!source_line(s->in, line)) return false;
  s->line++;
  return true;
}

static void feed(csv_state *s, uti_slice line) {
  text_add(&s->raw, line.bytes, line.length);
  text_add(&s->raw, "\n", 1);
  s->raw_lines++;
  size_t length = line.length + 1;
  const char *bytes = s->raw.bytes + s->raw.length - length;
  if (csv_parse(&s->parser, bytes, length, add_cell, end_row, s) != length) message_no_memory();
}

/* Gives back all lines of the row but the first. */
static void read_rest_again(csv_state *s) {
  text rest = {0};
  size_t first = (size_t)((char *)memchr(s->raw.bytes, '\n', s->raw.length) - s->raw.bytes) + 1;
  text_add(&rest, s->raw.bytes + first, s->raw.length - first);
  if (s->again_at < s->again.length) text_add(&rest, s->again.bytes + s->again_at, s->again.length - s->again_at);
  text_free(&s->again);
  s->again = rest;
  s->again_at = 0;
  s->line -= s->raw_lines - 1;
  s->read_again += rest.length;
  restart_parser(s);
}

static bool quoted_wrongly(const csv_state *s) {
  struct csv_parser strict;
  if (csv_init(&strict, CSV_STRICT) != 0) message_no_memory();
  csv_set_delim(&strict, (unsigned char)s->delimiter);
  csv_set_term_func(&strict, is_line_end);
  bool wrong = csv_parse(&strict, s->raw.bytes, s->raw.length, NULL, NULL, NULL) != s->raw.length;
  csv_free(&strict);
  return wrong;
}

/* ---- Lines without quirks ---- */

static bool is_space(char c) { return c == ' ' || c == '\t'; }

static void add_plain_cell(csv_state *s, const char *from, const char *end) {
  if (s->cell_count >= s->cells_room) {
    s->cells_room = s->cells_room == 0 ? 64 : s->cells_room * 2;
    s->cells = memory_resize(s->cells, s->cells_room, sizeof *s->cells);
  }
  s->cells[s->cell_count++] = (cell){CELL_TEXT, {from, (size_t)(end - from)}};
}

/* The delimiter or the line's end after a cell in quotes without quotes in it; NULL
** where the cell is of another kind. */
static const char *after_quotes(const csv_state *s, const char *from, const char *end, const char **close) {
  *close = memchr(from, '"', (size_t)(end - from));
  if (*close == NULL) return NULL;
  const char *at = *close + 1;
  while (at < end && is_space(*at) && *at != s->delimiter) at++;
  return at == end || *at == s->delimiter ? at : NULL;
}

/* Most lines are a row, with quotes around whole cells at most: they are split where
** they lie, as libcsv would, in a fraction of its time. False for any other line. */
static bool split_plain(csv_state *s, uti_slice line) {
  const char *at = line.bytes, *end = line.bytes + line.length;
  s->cell_count = 0;
  if (line.length == 0) return false;
  for (;; at++) {
    while (at < end && is_space(*at) && *at != s->delimiter) at++;
    const char *from = at, *close;
    if (at < end && *at == '"') {
      at = after_quotes(s, ++from, end, &close);
      if (at == NULL) return false;
    } else {
      at = memchr(from, s->delimiter, (size_t)(end - from));
      if (at == NULL) at = end;
      if (memchr(from, '"', (size_t)(at - from)) != NULL) return false;
      for (close = at; close > from && is_space(close[-1]);) close--;
    }
    add_plain_cell(s, from, close);
    if (at == end) break;
  }
  /* A line of blanks is no row. */
  return s->cell_count > 1 || s->cells[0].text.length > 0;
}

/* ---- Rows ---- */

typedef enum { CSV_ROW, CSV_UNCLOSED, CSV_END } csv_step;

static void point_to_cells(csv_state *s) {
  if (s->cell_count > s->cells_room) {
    s->cells_room = s->cell_count * 2;
    s->cells = memory_resize(s->cells, s->cells_room, sizeof *s->cells);
  }
  size_t from = 0;
  for (size_t i = 0; i < s->cell_count; i++) {
    s->cells[i] = (cell){CELL_TEXT, {s->bytes.bytes + from, s->ends[i] - from}};
    from = s->ends[i];
  }
}

/* Reads lines until a row is complete. */
static csv_step read_raw_row(csv_state *s) {
  uti_slice line;
  s->row_ended = false;
  s->cell_count = s->raw_lines = 0;
  text_clear(&s->bytes);
  text_clear(&s->raw);
  while (!s->row_ended) {
    if (!next_line(s, &line)) {
      if (s->raw_lines == 0) return CSV_END;
      return CSV_UNCLOSED;
    }
    if (s->raw_lines == 0 && split_plain(s, line)) {
      s->raw_lines = 1;
      s->row = line;
      return CSV_ROW;
    }
    if (s->raw_lines == 0) s->cell_count = 0;
    feed(s, line);
    bool blank = !s->row_ended && s->parser.pstate == 0;
    if (blank) s->raw_lines = 0;
    if (blank) text_clear(&s->raw);
    bool given_up = s->read_again >= READ_AGAIN_AT_MOST || s->raw.length > ROW_AT_MOST;
    if (!s->row_ended && !blank && given_up) return CSV_UNCLOSED;
  }
  if (s->raw_lines > 1 && quoted_wrongly(s)) return CSV_UNCLOSED;
  s->row = (uti_slice){s->raw.bytes, s->raw.length - 1};
  point_to_cells(s);
  return CSV_ROW;
}

static read_step reject(csv_state *s, table_row *row) {
  row->problem = s->problem.bytes;
  return READ_REJECTED;
}

static read_step csv_next(reader *r, table_row *row) {
  csv_state *s = r->state;
  size_t columns = r->columns.count;
  csv_step step = read_raw_row(s);
  if (step == CSV_END) return source_failed(s->in) ? READ_FAILED : READ_END;
  row->line = s->line - s->raw_lines + 1;
  text_clear(&s->problem);
  if (step == CSV_UNCLOSED) {
    text_add_string(&s->problem, "a quote is opened that is not closed in its row");
    row->raw = (uti_slice){s->raw.bytes, (size_t)((const char *)memchr(s->raw.bytes, '\n', s->raw.length) - s->raw.bytes)};
    read_rest_again(s);
    return reject(s, row);
  }
  row->raw = s->row;
  /* Spreadsheets leave delimiters behind the last column. */
  while (s->cell_count > columns && s->cells[s->cell_count - 1].text.length == 0) s->cell_count--;
  if (s->cell_count != columns) {
    text_add_format(&s->problem, "it has %zu cell%s, wanted %zu as in the header", s->cell_count, s->cell_count == 1 ? "" : "s", columns);
    return reject(s, row);
  }
  row->cells = s->cells;
  row->count = s->cell_count;
  return READ_ROW;
}

/* ---- The delimiter ---- */

/* Counts a delimiter outside quotes in the record that begins at `at`. */
static size_t count_in_record(uti_slice s, size_t *at, char delimiter) {
  size_t count = 0;
  bool quoted = false;
  for (; *at < s.length; (*at)++) {
    char c = s.bytes[*at];
    if (c == '"') quoted = !quoted;
    if (!quoted && c == '\n') break;
    if (!quoted && c == delimiter) count++;
  }
  (*at)++;
  return count;
}

/* The character that stands in the header and as often in the rows after it. */
static char detect_delimiter(uti_slice head) {
  static const char candidates[] = {',', '\t', ';', '|'};
  char best = NO_DELIMITER;
  size_t best_agreeing = 0, best_count = 0;
  for (size_t i = 0; i < sizeof candidates; i++) {
    size_t at = 0, agreeing = 0, header = count_in_record(head, &at, candidates[i]);
    for (size_t record = 0; record < 100 && at < head.length; record++)
      agreeing += count_in_record(head, &at, candidates[i]) == header;
    if (header == 0 || agreeing < best_agreeing || (agreeing == best_agreeing && header <= best_count)) continue;
    best = candidates[i];
    best_agreeing = agreeing;
    best_count = header;
  }
  return best;
}

static const char *delimiter_word(char c) {
  return c == ',' ? "comma" : c == '\t' ? "tab" : c == ';' ? "semicolon" : c == '|' ? "pipe" : "other";
}

/* ---- Opening and closing ---- */

static void csv_progress(const reader *r, uint64_t *position, uint64_t *size) {
  const csv_state *s = r->state;
  *position = source_position(s->in);
  *size = source_size(s->in);
}

static void csv_close(reader *r) {
  csv_state *s = r->state;
  csv_free(&s->parser);
  source_close(s->in);
  text_free(&s->again);
  text_free(&s->raw);
  text_free(&s->bytes);
  text_free(&s->problem);
  json_decref(s->names);
  free(s->ends);
  free(s->cells);
  free(s);
}

/* The second column of a name is called "name (2)". */
static void make_unique(csv_state *s, text *name) {
  json_t *first = json_object_get(s->names, name->bytes);
  json_int_t number = first == NULL ? 1 : json_integer_value(first);
  size_t length = name->length;
  while (json_object_get(s->names, name->bytes) != NULL) {
    name->length = length;
    text_add_format(name, " (%" JSON_INTEGER_FORMAT ")", ++number);
  }
  if (first != NULL) json_integer_set(first, number);
  if (json_object_set_new(s->names, name->bytes, json_integer(1)) != 0) message_no_memory();
}

static void add_column(reader *r, uti_slice given) {
  text name = {0};
  uti_slice trimmed = slice_trim(given);
  utf8_repair(trimmed, BAD_BYTES_WINDOWS_1252, &name);
  name.length = strlen(name.bytes);   /* a name ends at a zero byte */
  if (name.length == 0) text_add_format(&name, "column %zu", r->columns.count + 1);
  make_unique(r->state, &name);
  names_add(&r->columns, name.bytes, name.length);
  text_free(&name);
}

static bool read_header(reader *r) {
  csv_state *s = r->state;
  csv_step step = read_raw_row(s);
  if (step == CSV_ROW) {
    for (size_t i = 0; i < s->cell_count; i++) add_column(r, s->cells[i].text);
    return true;
  }
  if (step == CSV_UNCLOSED) message_error("cannot read %s: a quote in its header is never closed", r->name);
  else if (!source_failed(s->in)) message_error("%s is empty: wanted a line with the columns' names", r->name);
  return false;
}

bool read_csv_open(reader *r, source *in, const options *o) {
  csv_state *s = memory_resize(NULL, 1, sizeof *s);
  memset(s, 0, sizeof *s);
  s->in = in;
  s->names = json_object();
  if (s->names == NULL) message_no_memory();
  uti_slice head = source_peek(in);
  if (memchr(head.bytes, '\n', head.length) == NULL && memchr(head.bytes, '\r', head.length) != NULL) source_line_end(in, '\r');
  s->delimiter = o->delimiter != 0 ? o->delimiter : detect_delimiter(head);
  restart_parser(s);
  strcpy(s->kind, s->delimiter == NO_DELIMITER ? "CSV, one column" : "CSV, ");
  if (s->delimiter != NO_DELIMITER) strcat(s->kind, delimiter_word(s->delimiter));
  if (source_was_utf16(in)) strcat(s->kind, ", UTF-16");
  r->kind = s->kind;
  r->bad_bytes = BAD_BYTES_WINDOWS_1252;
  r->state = s;
  r->next = csv_next;
  r->progress = csv_progress;
  r->close = csv_close;
  if (read_header(r)) return true;
  reader_close(r);
  return false;
}
