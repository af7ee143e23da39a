/* reader.c - finds out what an input is and opens the reader for it. */
#include "input/reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/message.h"
#include "input/source.h"
#include "system/system.h"

static bool begins(uti_slice s, const char *bytes, size_t length) {
  return s.length >= length && memcmp(s.bytes, bytes, length) == 0;
}

static bool is_database(const char *file) {
  char head[16] = {0};
  FILE *f = fopen(file, "rb");
  if (f == NULL) return false;
  size_t length = fread(head, 1, sizeof head, f);
  fclose(f);
  return length == sizeof head && memcmp(head, "SQLite format 3", 16) == 0;
}

/* "clinic.db:visits" names a table, unless there is a file of that name. */
static bool open_database(reader *r, const char *input, const options *o, bool *opened) {
  system_kind kind = system_kind_of(input);
  const char *colon = strrchr(input, ':');
  if (kind != SYSTEM_NOTHING || colon == NULL || colon == input) {
    if (kind != SYSTEM_FILE || !is_database(input)) return false;
    *opened = read_sqlite_open(r, input, NULL, o);
    return true;
  }
  char *file = memory_copy(input, (size_t)(colon - input));
  bool database = system_kind_of(file) == SYSTEM_FILE && is_database(file);
  if (database) *opened = read_sqlite_open(r, file, colon + 1, o);
  free(file);
  return database;
}

/* What this program does not read, with the way out. */
static const char *unreadable(uti_slice head) {
  if (begins(head, "PK\3\4", 4)) return "it is a workbook or zip file: save the sheet as CSV UTF-8 and give that";
  if (begins(head, "\xD0\xCF\x11\xE0", 4)) return "it is an old Excel workbook: save the sheet as CSV UTF-8 and give that";
  if (begins(head, "\x1F\x8B", 2)) return "it is compressed: uncompress it first, for example gzip -dc FILE | uti-report flag - -o OUT.xlsx";
  if (begins(head, "SQLite format 3", 16)) return "a database cannot be read from stdin: give its file name";
  if (begins(head, "%PDF", 4)) return "it is a PDF";
  uti_slice text = slice_trim(head);
  if (text.length > 0 && text.bytes[0] == '[') return "it is a JSON array: wanted one object a line, as from jq -c '.[]'";
  return NULL;
}

bool reader_open(reader *r, const names *files, const options *o) {
  const char *input = files->items[0];
  bool opened = false;
  *r = (reader){0};
  if (strcmp(input, "-") != 0 && open_database(r, input, o, &opened)) return opened;
  source *in = source_open(input);
  if (in == NULL) return false;
  uti_slice head = source_peek(in), trimmed = slice_trim(head);
  const char *why = unreadable(head);
  if (why != NULL) message_error("cannot read %s: %s", source_name(in), why);
  else if (head.length == 0 && !source_failed(in)) message_error("%s is empty: wanted a line with the columns' names", source_name(in));
  if (why != NULL || head.length == 0) {
    source_close(in);
    return false;
  }
  r->name = memory_copy(source_name(in), strlen(source_name(in)));
  r->place = "line";
  if (fhir_begins(trimmed)) return read_fhir_open(r, in, files, o);
  return trimmed.length > 0 && trimmed.bytes[0] == '{' ? read_ndjson_open(r, in) : read_csv_open(r, in, o);
}

void reader_close(reader *r) {
  if (r->close != NULL) r->close(r);
  names_free(&r->columns);
  names_free(&r->notes);
  free(r->name);
  *r = (reader){0};
}

void reader_place(const reader *r, const table_row *row, text *place) {
  bool several = row->file != NULL;
  text_add_format(place, "%s %s %" PRIu64, several ? row->file : r->name, several ? "line" : r->place, row->line);
}

/* Whether a name looks like words of a report rather than a column's name. */
static bool looks_like_text(const char *name) {
  enum { LONGEST = 40, WORDS_AT_MOST = 4, DIGITS_AT_MOST = 6 };
  size_t words = 1, digits = 0, length = strlen(name);
  for (const char *c = name; *c != 0; c++) {
    words += *c == ' ';
    digits += *c >= '0' && *c <= '9';
  }
  bool sentence = length > 0 && strchr(".!?", name[length - 1]) != NULL && words > 1;
  return length > LONGEST || words > WORDS_AT_MOST || digits > DIGITS_AT_MOST || sentence;
}

bool columns_look_like_a_row(const names *columns) {
  for (size_t i = 0; i < columns->count; i++)
    if (looks_like_text(columns->items[i])) return true;
  return false;
}

void columns_list(const names *columns, text *t) {
  enum { SHOWN = 60 };
  bool hidden = columns_look_like_a_row(columns);
  for (size_t i = 0; i < columns->count && i < SHOWN; i++) {
    if (i > 0) text_add_string(t, ", ");
    if (hidden) text_add_format(t, "(column %zu)", i + 1);
    else text_add_string(t, columns->items[i]);
  }
  if (columns->count > SHOWN) text_add_format(t, " and %zu more", columns->count - SHOWN);
}
