/* merge.c - see merge.h. Nothing is taken away: lines of the text are joined, and of
** two values of a fact the one that weighs more stays. */
#include "import/merge.h"

#include <stdlib.h>
#include <string.h>

#include "common/knowledge.h"
#include "common/message.h"
#include "input/fhir_value.h"
#include "input/json_line.h"

static bool has_line(uti_slice s, uti_slice line) {
  for (size_t at = 0; at <= s.length;) {
    const char *end = at < s.length ? memchr(s.bytes + at, '\n', s.length - at) : NULL;
    size_t length = (end == NULL ? s.length : (size_t)(end - s.bytes)) - at;
    if (length == line.length && memcmp(s.bytes + at, line.bytes, length) == 0) return true;
    at += length + 1;
  }
  return false;
}

/* The old lines, then those of the new that are not among them. */
static void merge_text(uti_slice old, uti_slice new, text *merged) {
  text_clear(merged);
  text_add(merged, old.bytes, old.length);
  for (size_t at = 0; at < new.length;) {
    const char *end = memchr(new.bytes + at, '\n', new.length - at);
    uti_slice line = {new.bytes + at, (end == NULL ? new.length : (size_t)(end - new.bytes)) - at};
    if (!has_line(old, line)) text_add(merged, "\n", merged->length > 0);
    if (!has_line(old, line)) text_add(merged, line.bytes, line.length);
    at += line.length + 1;
  }
}

/* Both are what this program wrote: objects of facts with plain values. */
static void merge_facts(uti_slice old, uti_slice new, text *merged) {
  json_t *object = json_loadb(old.bytes, old.length, 0, NULL), *newer = json_loadb(new.bytes, new.length, 0, NULL);
  const char *name;
  json_t *value;
  char *dumped;
  json_object_foreach(newer, name, value) {
    char a[32], b[32];
    uti_slice first, second;
    const json_t *there = json_object_get(object, name);
    int fact = uti_fact_find(knowledge_in_force(), slice_of(name));
    bool as_text = json_as_text(there, a, &first) && json_as_text(value, b, &second) && second.bytes != NULL;
    bool stays = there != NULL && as_text && first.bytes != NULL && fact >= 0 && !fhir_weighs_more(fact, first, second);
    stays = stays || json_is_true(there);
    if (!stays && json_is_object(object)) json_object_set(object, name, value);
  }
  dumped = json_dumps(json_is_object(object) ? object : newer, JSON_COMPACT);
  text_clear(merged);
  if (dumped != NULL) text_add_string(merged, dumped);
  free(dumped);
  json_decref(object);
  json_decref(newer);
}

/* reported_at: the later one, as ISO 8601 sorts. */
static bool old_stays(const store *s, size_t column, uti_slice old, uti_slice new) {
  const char *name = s->columns.items[column];
  int fact = uti_fact_find(knowledge_in_force(), slice_of(name));
  if (new.bytes == NULL) return true;
  if ((long)column == s->patient_column || (long)column == s->site_column) return false;
  if (strcmp(name, "reported_at") == 0) return strcmp(old.bytes, new.bytes) > 0;
  return fact >= 0 && !fhir_weighs_more(fact, old, new);
}

static void merge_column(store *s, size_t i, sqlite3_stmt *stored, text *room) {
  if (sqlite3_column_type(stored, (int)i) == SQLITE_NULL) return;
  uti_slice old = {(const char *)sqlite3_column_text(stored, (int)i), (size_t)sqlite3_column_bytes(stored, (int)i)};
  uti_slice *new = &s->values[i];
  if (old.bytes == NULL) message_no_memory();
  text_clear(room);
  if ((long)i == s->report_column && new->bytes != NULL) merge_text(old, *new, room);
  else if ((long)i == s->other_column && new->bytes != NULL) merge_facts(old, *new, room);
  else if (old_stays(s, i, old, *new)) text_add(room, old.bytes, old.length);
  else return;
  *new = text_slice(room);
}

bool merge_with_stored(store *s) {
  sqlite3_bind_text64(s->stored, 1, s->id.bytes, s->id.length, SQLITE_STATIC, SQLITE_UTF8);
  int step = sqlite3_step(s->stored);
  if (step == SQLITE_ROW && s->merged == NULL) {
    s->merged = memory_resize(NULL, s->columns.count, sizeof *s->merged);
    memset(s->merged, 0, s->columns.count * sizeof *s->merged);
  }
  for (size_t i = 1; step == SQLITE_ROW && i < s->columns.count; i++) merge_column(s, i, s->stored, &s->merged[i]);
  sqlite3_reset(s->stored);
  return step == SQLITE_ROW || step == SQLITE_DONE || database_failed(s->database, "cannot read");
}
