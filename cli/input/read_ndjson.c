/* read_ndjson.c - one JSON object a line; its members are the columns. The
** first lines are read ahead to know the columns; later ones are added. */
#include <stdlib.h>
#include <string.h>

#include "input/json_line.h"
#include "common/message.h"
#include "input/reader.h"
#include "input/source.h"

enum { READ_AHEAD = 100 };

typedef struct ahead_line {
  uint64_t number;
  text bytes;
} ahead_line;

typedef struct ndjson_state {
  source *in;
  uint64_t line;
  ahead_line ahead[READ_AHEAD];
  size_t ahead_count, ahead_at;
  json_line object;
  json_t *columns;             /* name to index */
  cell *cells;
  size_t cells_room;
  text values;                 /* numbers and structures as text */
  size_t *value_ends;
  text problem;
} ndjson_state;

static size_t column_of(reader *r, const char *name) {
  ndjson_state *s = r->state;
  const json_t *known = json_object_get(s->columns, name);
  if (known != NULL) return (size_t)json_integer_value(known);
  json_object_set_new(s->columns, name, json_integer((json_int_t)r->columns.count));
  names_add(&r->columns, name, strlen(name));
  return r->columns.count - 1;
}

/* Blank lines hold nothing and are passed over. */
static bool next_line(ndjson_state *s, uti_slice *line) {
  do {
    if (!source_line(s->in, line)) return false;
    s->line++;
  } while (slice_trim(*line).length == 0);
  return true;
}

static void read_ahead(reader *r) {
  ndjson_state *s = r->state;
  uti_slice line;
  const char *name;
  json_t *value;
  while (s->ahead_count < READ_AHEAD && next_line(s, &line)) {
    ahead_line *kept = &s->ahead[s->ahead_count++];
    kept->number = s->line;
    text_add(&kept->bytes, line.bytes, line.length);
    text_clear(&s->problem);
    if (!json_line_read(&s->object, line, &s->problem)) continue;
    json_object_foreach(s->object.object, name, value) column_of(r, name);
  }
}

static bool take_line(ndjson_state *s, uti_slice *line, uint64_t *number) {
  if (s->ahead_at < s->ahead_count) {
    *line = text_slice(&s->ahead[s->ahead_at].bytes);
    *number = s->ahead[s->ahead_at++].number;
    return true;
  }
  bool more = next_line(s, line);
  *number = s->line;
  return more;
}

static cell cell_of(ndjson_state *s, const json_t *value, size_t *value_length) {
  char digits[32];
  uti_slice as_text;
  size_t before = s->values.length;
  if (json_is_null(value)) return (cell){CELL_NULL, {NULL, 0}};
  if (json_is_string(value)) return (cell){CELL_TEXT, {json_string_value(value), json_string_length(value)}};
  if (json_is_boolean(value)) return (cell){CELL_TEXT, slice_of(json_is_true(value) ? "true" : "false")};
  if (json_as_text(value, digits, &as_text)) {
    text_add(&s->values, as_text.bytes, as_text.length);
  } else {
    char *dumped = json_dumps(value, JSON_COMPACT);
    if (dumped == NULL) message_no_memory();
    text_add_string(&s->values, dumped);
    free(dumped);
  }
  *value_length = s->values.length - before;
  return (cell){json_is_number(value) ? CELL_TEXT : CELL_STRUCTURE, {NULL, before}};
}

static void fill_cells(reader *r, table_row *row) {
  ndjson_state *s = r->state;
  const char *name;
  json_t *value;
  json_object_foreach(s->object.object, name, value) column_of(r, name);
  size_t count = r->columns.count;
  if (count > s->cells_room) {
    s->cells_room = count * 2;
    s->cells = memory_resize(s->cells, s->cells_room, sizeof *s->cells);
    s->value_ends = memory_resize(s->value_ends, s->cells_room, sizeof *s->value_ends);
  }
  memset(s->cells, 0, count * sizeof *s->cells);
  text_clear(&s->values);
  json_object_foreach(s->object.object, name, value) {
    size_t i = column_of(r, name);
    s->cells[i] = cell_of(s, value, &s->value_ends[i]);
  }
  /* Only now does the text of numbers and structures stay where it is. */
  for (size_t i = 0; i < count; i++)
    if (s->cells[i].kind != CELL_NULL && s->cells[i].text.bytes == NULL)
      s->cells[i].text = (uti_slice){s->values.bytes + s->cells[i].text.length, s->value_ends[i]};
  row->cells = s->cells;
  row->count = count;
}

static read_step ndjson_next(reader *r, table_row *row) {
  ndjson_state *s = r->state;
  uti_slice line;
  if (!take_line(s, &line, &row->line)) return source_failed(s->in) ? READ_FAILED : READ_END;
  text_clear(&s->problem);
  row->problem = s->problem.bytes;
  row->raw = line;
  if (!json_line_read(&s->object, line, &s->problem)) {
    row->problem = s->problem.bytes;
    return READ_REJECTED;
  }
  row->bad_bytes = s->object.bad_bytes;
  fill_cells(r, row);
  return READ_ROW;
}

static void ndjson_progress(const reader *r, uint64_t *position, uint64_t *size) {
  const ndjson_state *s = r->state;
  *position = source_position(s->in);
  *size = source_size(s->in);
}

static void ndjson_close(reader *r) {
  ndjson_state *s = r->state;
  for (size_t i = 0; i < s->ahead_count; i++) text_free(&s->ahead[i].bytes);
  source_close(s->in);
  json_line_free(&s->object);
  json_decref(s->columns);
  text_free(&s->values);
  text_free(&s->problem);
  free(s->value_ends);
  free(s->cells);
  free(s);
}

bool read_ndjson_open(reader *r, source *in) {
  ndjson_state *s = memory_resize(NULL, 1, sizeof *s);
  memset(s, 0, sizeof *s);
  s->in = in;
  s->columns = json_object();
  if (s->columns == NULL) message_no_memory();
  r->kind = source_was_utf16(in) ? "NDJSON, UTF-16" : "NDJSON";
  r->bad_bytes = BAD_BYTES_REPLACED;
  r->state = s;
  r->next = ndjson_next;
  r->progress = ndjson_progress;
  r->close = ndjson_close;
  read_ahead(r);
  if (r->columns.count > 0) return true;
  if (!source_failed(in)) message_error("cannot read %s: none of its first lines is a JSON object with members", r->name);
  reader_close(r);
  return false;
}
