/* batch_row.c - from the cells of a row to a report and facts. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "batch/batch_row.h"
#include "input/json_line.h"
#include "common/knowledge.h"

uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length) {
  const unsigned char *b = bytes;
  if (hash == 0) hash = 0xcbf29ce484222325u;   /* FNV-1a */
  for (size_t i = 0; i < length; i++) hash = (hash ^ b[i]) * 0x100000001b3u;
  return (hash ^ 0xFF) * 0x100000001b3u;
}

static cell cell_at(const table_row *row, size_t column) {
  return column < row->count ? row->cells[column] : (cell){CELL_NULL, {NULL, 0}};
}

/* ---- The report ---- */

static void note_bad_bytes(row_maker *m, bad_bytes as, size_t count) {
  text_add_format(&m->notes, "bytes that are no UTF-8 were %s: %zu%c", as == BAD_BYTES_REPLACED ? "replaced" : "read as Windows-1252", count, 0);
}

static bool add_report_cell(row_maker *m, const reader *r, size_t column, cell c, bool *any) {
  if (c.kind == CELL_NULL) return true;
  if (c.kind == CELL_BLOB) text_add_format(&m->problem, "the report in '%s' is a BLOB: make it text with CAST(... AS TEXT)", r->columns.items[column]);
  if (c.kind == CELL_STRUCTURE) text_add_format(&m->problem, "the report in '%s' is an object or an array: wanted text", r->columns.items[column]);
  if (m->problem.length > 0) return false;
  if (*any) text_add(&m->report, "\n", 1);
  *any = true;
  if (utf8_valid(c.text)) {
    text_add(&m->report, c.text.bytes, c.text.length);
    return true;
  }
  note_bad_bytes(m, r->bad_bytes, utf8_repair(c.text, r->bad_bytes, &m->report));
  return true;
}

/* ---- Facts ---- */

/* Values may move while more are added: places are kept, pointers made last. */
static void add_fact(row_maker *m, size_t fact, uti_slice value) {
  size_t room = m->fact_room;
  m->facts = memory_grow(m->facts, m->fact_count, &m->fact_room, sizeof *m->facts);
  if (m->fact_room != room) m->value_ends = memory_resize(m->value_ends, m->fact_room, sizeof *m->value_ends);
  m->facts[m->fact_count].fact = fact;
  utf8_repair(value, BAD_BYTES_REPLACED, &m->values);
  m->value_ends[m->fact_count++] = m->values.length;
}

static void add_fact_columns(row_maker *m, const column_plan *p, const table_row *row) {
  for (size_t i = 0; i < p->fact_count; i++) {
    cell c = cell_at(row, p->facts[i].column);
    const char *name = uti_fact_name(knowledge_in_force(), p->facts[i].fact);
    if (c.kind == CELL_BLOB) text_add_format(&m->notes, "unreadable value: %s is a BLOB; it was left out%c", name, 0);
    if (c.kind == CELL_STRUCTURE) text_add_format(&m->notes, "unreadable value: %s is an object or an array; it was left out%c", name, 0);
    uti_slice value = slice_trim(c.text);
    if (c.kind == CELL_TEXT && value.length > 0) add_fact(m, p->facts[i].fact, value);
  }
}

static bool add_facts_object(row_maker *m, cell c) {
  json_line read = {0};
  const char *name;
  json_t *value;
  char digits[32];
  uti_slice as_text;
  if (c.kind == CELL_NULL || (c.kind == CELL_TEXT && slice_trim(c.text).length == 0)) return true;
  bool good = json_line_read(&read, c.kind == CELL_BLOB ? (uti_slice){"", 0} : c.text, &m->problem);
  uti_facts *facts = uti_facts_new(knowledge_in_force(), NULL);
  good = good && facts != NULL && json_set_facts(facts, read.object, &m->problem);
  if (good) {
    json_object_foreach(read.object, name, value) {
      size_t fact = (size_t)uti_fact_find(knowledge_in_force(), slice_of(name));
      if (json_is_boolean(value)) as_text = slice_of(json_is_true(value) ? "true" : "false");
      else json_as_text(value, digits, &as_text);
      if (slice_trim(as_text).length > 0) add_fact(m, fact, slice_trim(as_text));
    }
  }
  uti_facts_free(facts);
  json_line_free(&read);
  if (good) return true;
  text whole = {0};
  text_add_format(&whole, "facts: %s", m->problem.bytes);
  text_free(&m->problem);
  m->problem = whole;
  return false;
}

/* ---- Age from the date of birth ---- */

/* The date that ISO 8601 text begins with. */
static bool read_date(uti_slice s, int *year, int *month, int *day) {
  int numbers[3] = {0, 0, 0};
  static const size_t widths[3] = {4, 2, 2};
  size_t at = 0;
  for (int i = 0; i < 3; i++) {
    if (i > 0 && (at >= s.length || s.bytes[at++] != '-')) return false;
    for (size_t d = 0; d < widths[i]; d++, at++) {
      if (at >= s.length || s.bytes[at] < '0' || s.bytes[at] > '9') return false;
      numbers[i] = numbers[i] * 10 + (s.bytes[at] - '0');
    }
  }
  *year = numbers[0], *month = numbers[1], *day = numbers[2];
  return *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31 && (at == s.length || s.bytes[at] < '0' || s.bytes[at] > '9');
}

static bool has_fact(const row_maker *m, int fact) {
  for (size_t i = 0; i < m->fact_count; i++)
    if ((int)m->facts[i].fact == fact) return true;
  return false;
}

static void add_age(row_maker *m, const column_plan *p, const table_row *row) {
  if (p->birth_date < 0) return;
  const uti_knowledge *k = knowledge_in_force();
  int age = uti_fact_find(k, slice_of("age")), months_old = uti_fact_find(k, slice_of("age_months"));
  if (age < 0 || has_fact(m, age)) return;
  cell birth = cell_at(row, (size_t)p->birth_date);
  cell reported = p->reported_at < 0 ? (cell){CELL_NULL, {NULL, 0}} : cell_at(row, p->facts[p->reported_at].column);
  if (birth.kind != CELL_TEXT || slice_trim(birth.text).length == 0) return;
  int y1, m1, d1, y2, m2, d2;
  const char *problem = NULL;
  if (!read_date(slice_trim(birth.text), &y1, &m1, &d1)) problem = "date of birth not read: wanted YYYY-MM-DD";
  else if (reported.kind != CELL_TEXT || !read_date(slice_trim(reported.text), &y2, &m2, &d2)) problem = "age not known: a date of birth needs reported_at as YYYY-MM-DD";
  else if ((y2 * 12 + m2) * 31 + d2 < (y1 * 12 + m1) * 31 + d1) problem = "age not known: born after the report";
  if (problem != NULL) {
    text_add_string(&m->notes, problem);
    text_add(&m->notes, "", 1);
    return;
  }
  int months = (y2 - y1) * 12 + m2 - m1 - (d2 < d1);
  text number = {0};
  text_add_format(&number, "%d", months / 12);
  add_fact(m, (size_t)age, text_slice(&number));
  text_clear(&number);
  text_add_format(&number, "%d", months);
  if (months < 24 && months_old >= 0 && !has_fact(m, months_old)) add_fact(m, (size_t)months_old, text_slice(&number));
  text_free(&number);
}

/* ---- The row ---- */

static void make_id(row_maker *m, const column_plan *p, const table_row *row) {
  cell c = p->id < 0 ? (cell){CELL_NULL, {NULL, 0}} : cell_at(row, (size_t)p->id);
  uti_slice id = slice_trim(c.text);
  if (c.kind == CELL_TEXT && id.length > 0) utf8_repair(id, BAD_BYTES_REPLACED, &m->id);
}

static void add_identifying(row_maker *m, const column_plan *p, const table_row *row) {
  names_free(&m->identifying);
  for (size_t i = 0; i < p->identifying_count; i++) {
    uti_slice value = slice_trim(cell_at(row, p->identifying[i]).text);
    if (value.length > 0) names_add(&m->identifying, value.bytes, value.length);
  }
}

uint64_t row_hash(const flagged_case *made) {
  uint64_t hash = hash_bytes(0, made->id.bytes, made->id.length);
  hash = hash_bytes(hash, made->report.bytes, made->report.length);
  /* A sum: the order of the columns tells nothing. */
  uint64_t facts = 0;
  for (size_t i = 0; i < made->fact_count; i++) {
    const char *name = uti_fact_name(knowledge_in_force(), made->facts[i].fact);
    facts += hash_bytes(hash_bytes(0, name, strlen(name)), made->facts[i].value.bytes, made->facts[i].value.length);
  }
  return hash_bytes(hash, &facts, sizeof facts);
}

bool row_make(row_maker *m, const reader *r, const column_plan *p, const table_row *row, flagged_case *made) {
  text *const cleared[] = {&m->report, &m->id, &m->values, &m->notes, &m->problem};
  for (size_t i = 0; i < sizeof cleared / sizeof *cleared; i++) text_clear(cleared[i]);
  m->fact_count = 0;
  if (row->bad_bytes > 0) note_bad_bytes(m, BAD_BYTES_REPLACED, row->bad_bytes);
  bool any = false;
  for (size_t i = 0; i < p->text_count; i++)
    if (!add_report_cell(m, r, p->text[i], cell_at(row, p->text[i]), &any)) return false;
  make_id(m, p, row);
  add_fact_columns(m, p, row);
  if (p->facts_object >= 0 && !add_facts_object(m, cell_at(row, (size_t)p->facts_object))) return false;
  m->stated_count = m->fact_count;
  add_age(m, p, row);
  add_identifying(m, p, row);
  for (size_t i = 0, from = 0; i < m->fact_count; from = m->value_ends[i++])
    m->facts[i].value = (uti_slice){m->values.bytes + from, m->value_ends[i] - from};
  made->id = text_slice(&m->id);
  made->id_of_report = p->id_of_report;
  made->report = any ? text_slice(&m->report) : (uti_slice){NULL, 0};
  made->facts = m->facts;
  made->fact_count = m->fact_count;
  made->notes = text_slice(&m->notes);
  return true;
}

void row_maker_free(row_maker *m) {
  text_free(&m->report);
  text_free(&m->id);
  text_free(&m->values);
  text_free(&m->notes);
  text_free(&m->problem);
  free(m->facts);
  free(m->value_ends);
  names_free(&m->identifying);
}

void row_report_id(const flagged_case *c, text *t) {
  if (c->id.length > 0 && c->id_of_report) text_add(t, c->id.bytes, c->id.length);
  else text_add_format(t, "content-%016" PRIx64, c->hash);
}
