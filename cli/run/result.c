/* result.c - see result.h. */
#include "run/result.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "batch/cell_text.h"

/* ---- Columns ---- */

static bool has_column(const names *columns, const char *name) {
  for (size_t i = 0; i < columns->count; i++)
    if (strcasecmp(columns->items[i], name) == 0) return true;
  return false;
}

/* On one line, and of a length that a cell of a header takes. */
static void add_column(names *columns, const char *given) {
  enum { LONGEST = 200 };
  text name = {0}, unique = {0};
  cell_text_add_visible(&name, slice_of(given));
  for (size_t i = 0; i < name.length; i++)
    if (name.bytes[i] == '\n' || name.bytes[i] == '\t') name.bytes[i] = ' ';
  while (name.length > LONGEST || (name.length > 0 && ((unsigned char)name.bytes[name.length - 1] & 0xC0) == 0x80 && name.length == LONGEST)) name.length--;
  if (name.length == 0) text_add_format(&name, "column %zu", columns->count + 1);
  name.bytes[name.length] = 0;
  text_add_string(&unique, name.bytes);
  for (size_t n = 2; has_column(columns, unique.bytes); n++) {
    text_clear(&unique);
    text_add_format(&unique, "%s (%zu)", name.bytes, n);
  }
  names_add(columns, unique.bytes, unique.length);
  text_free(&name);
  text_free(&unique);
}

void result_open(result *r, const query *q, const char *name, sqlite3_stmt *statement, const char *sql, size_t sql_length) {
  *r = (result){.query = q, .name = memory_copy(name, strlen(name)), .sql = sql, .sql_length = sql_length, .statement = statement};
  for (int i = 0; i < sqlite3_column_count(statement); i++) add_column(&r->columns, sqlite3_column_name(statement, i));
}

void result_close(result *r) {
  sqlite3_finalize(r->statement);
  free(r->name);
  names_free(&r->columns);
  text_free(&r->parameters);
}

/* ---- Parameters ---- */

/* A number as SQL would write it, so that 00123, 1e5 and +1 stay text. */
static bool is_number(const char *s, bool *whole) {
  s += *s == '-';
  size_t digits = strspn(s, "0123456789");
  if (digits == 0 || (*s == '0' && digits > 1)) return false;
  *whole = s[digits] == 0;
  if (*whole) return digits <= 18;
  return s[digits] == '.' && s[digits + 1] != 0 && s[digits + 1 + strspn(s + digits + 1, "0123456789")] == 0;
}

static const char *plain(const char *name) { return name == NULL ? "" : name + (strchr(":@$?", *name) != NULL); }

static const char *find_value(const names *given, const char *name, bool *used) {
  size_t length = strlen(name);
  const char *value = NULL;
  for (size_t i = 0; i < given->count; i++) {
    const char *pair = plain(given->items[i]);
    if (strncmp(pair, name, length) != 0 || pair[length] != '=') continue;
    used[i] = true;
    value = pair + length + 1;
  }
  return value;
}

void result_bind(result *r, const names *given, bool *used) {
  for (int i = 1; i <= sqlite3_bind_parameter_count(r->statement); i++) {
    const char *name = plain(sqlite3_bind_parameter_name(r->statement, i));
    if (*name == 0) continue;
    const char *value = find_value(given, name, used);
    bool whole;
    text_add_format(&r->parameters, "%s%s %s%s", r->parameters.length > 0 ? "\n" : "", name, value == NULL ? "not given: its default" : "= ", value == NULL ? "" : value);
    if (value == NULL) continue;
    if (!is_number(value, &whole)) sqlite3_bind_text(r->statement, i, value, -1, SQLITE_STATIC);
    else if (whole) sqlite3_bind_int64(r->statement, i, strtoll(value, NULL, 10));
    else sqlite3_bind_double(r->statement, i, strtod(value, NULL));
  }
}

void result_add_parameters(const result *r, text *t) {
  size_t before = t->length;
  for (int i = 1; i <= sqlite3_bind_parameter_count(r->statement); i++) {
    const char *name = plain(sqlite3_bind_parameter_name(r->statement, i));
    if (*name != 0) text_add_format(t, "%s%s", t->length > before ? ", " : "", name);
  }
  if (t->length == before) text_add_string(t, "none");
}

/* ---- Rows ---- */

static void add_blob(text *t, const unsigned char *bytes, size_t length) {
  text_add(t, "x'", 2);
  for (size_t i = 0; i < length; i++) text_add_format(t, "%02x", bytes[i]);
  text_add(t, "'", 1);
}

/* Places in `repaired` first: it may move while it grows. */
void result_read(const result *r, value *row, text *repaired) {
  text_clear(repaired);
  for (size_t i = 0; i < r->columns.count; i++) {
    value *v = &row[i];
    int column = (int)i;
    *v = (value){.type = sqlite3_column_type(r->statement, column)};
    if (v->type == SQLITE_NULL) continue;
    v->number = sqlite3_column_double(r->statement, column);
    sqlite3_int64 whole = v->type == SQLITE_INTEGER ? sqlite3_column_int64(r->statement, column) : 0;
    v->exact = v->type == SQLITE_FLOAT || (whole >= -9007199254740992 && whole <= 9007199254740992);
    size_t from = repaired->length;
    if (v->type == SQLITE_BLOB) {
      const unsigned char *bytes = sqlite3_column_blob(r->statement, column);
      add_blob(repaired, bytes, (size_t)sqlite3_column_bytes(r->statement, column));
    } else {
      const char *bytes = (const char *)sqlite3_column_text(r->statement, column);
      v->text = (uti_slice){bytes, (size_t)sqlite3_column_bytes(r->statement, column)};
      if (utf8_valid(v->text)) continue;
      utf8_repair(v->text, BAD_BYTES_REPLACED, repaired);
    }
    v->text = (uti_slice){NULL, repaired->length - from};
  }
  const char *at = repaired->bytes;
  for (size_t i = 0; i < r->columns.count; i++) {
    if (row[i].type == SQLITE_NULL || row[i].text.bytes != NULL) continue;
    row[i].text.bytes = at;
    at += row[i].text.length;
  }
}

void kept_add(kept_rows *k, const value *row, size_t columns) {
  size_t bytes = 0;
  for (size_t i = 0; i < columns; i++) bytes += row[i].text.length;
  value *copy = memory_resize(NULL, columns * sizeof *copy + bytes, 1);
  char *at = (char *)(copy + columns);
  for (size_t i = 0; i < columns; i++) {
    copy[i] = row[i];
    copy[i].text.bytes = at;
    if (row[i].text.length > 0) memcpy(at, row[i].text.bytes, row[i].text.length);
    at += row[i].text.length;
  }
  k->rows = memory_grow(k->rows, k->count, &k->room, sizeof *k->rows);
  k->rows[k->count++] = copy;
  k->bytes += bytes + columns * sizeof *copy;
}

void kept_clear(kept_rows *k) {
  for (size_t i = 0; i < k->count; i++) free(k->rows[i]);
  free(k->rows);
  *k = (kept_rows){0};
}
