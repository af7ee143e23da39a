/* columns.c - see columns.h. Usual names are compared in lower case with
** everything but letters and digits as "_". */
#include "privacy/hash_ids.h"
#include "privacy/redact.h"
#include "input/columns.h"

#include <stdlib.h>
#include <string.h>

#include "common/knowledge.h"
#include "common/message.h"

/* The first that is there is taken. */
static const char *const text_names[] = {
    "report", "report_text", "patient_report", "text", "note", "notes", "note_text", "free_text", "freetext", "narrative",
    "message", "message_text", "patient_message", "complaint", "chief_complaint", "chief_complain", "presenting_complaint",
    "complaints", "symptoms", "symptom_description", "history", "hpi", "description", "comment", "comments", "body", "content", NULL};
static const char *const id_names[] = {
    "report_id", "id", "case_id", "record_id", "row_id", "message_id", "note_id", "encounter_id", "visit_id", "patient_id",
    "mrn", "patient", "subject_id", "patient_no", "patient_number", "identifier", "row", "no", NULL};
/* Of these, what tells patients or lines apart, but not reports. */
static const char *const other_id_names[] = {
    "row_id", "patient_id", "mrn", "patient", "subject_id", "patient_no", "patient_number", "row", "no", NULL};
static const char *const patient_names[] = {
    "patient_id", "patient", "patient_no", "patient_number", "patient_identifier", "mrn", "medical_record_number", "nhs_number",
    "subject_id", "person_id", NULL};
static const char *const site_names[] = {
    "site", "site_id", "site_name", "clinic", "clinic_id", "clinic_name", "practice", "practice_id", "facility", "hospital",
    "department", "ward", "location", NULL};
static const char *const birth_names[] = {"date_of_birth", "dob", "birth_date", "birthdate", "birthday", NULL};
static const char *const object_names[] = {"facts", "other_facts", "facts_json", NULL};

static void usual_form(const char *name, text *t) {
  text_clear(t);
  for (; *name != 0; name++) {
    char c = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name;
    bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
    if (word) text_add(t, &c, 1);
    else if (t->length > 0 && t->bytes[t->length - 1] != '_') text_add(t, "_", 1);
  }
  while (t->length > 0 && t->bytes[t->length - 1] == '_') t->bytes[--t->length] = 0;
}

static long find_usual(const names *columns, const char *const *usual) {
  text form = {0};
  long found = -1;
  for (; *usual != NULL && found < 0; usual++)
    for (size_t i = 0; i < columns->count && found < 0; i++) {
      usual_form(columns->items[i], &form);
      if (strcmp(form.bytes, *usual) == 0) found = (long)i;
    }
  text_free(&form);
  return found;
}

static bool is_usual(const char *name, const char *const *usual) {
  const names one = {.items = (char *[]){(char *)name}, .count = 1};
  return find_usual(&one, usual) >= 0;
}

/* By the exact name, then without regard to case. */
static long find_named(const names *columns, const char *name) {
  for (size_t i = 0; i < columns->count; i++)
    if (strcmp(columns->items[i], name) == 0) return (long)i;
  text wanted = {0}, form = {0};
  long found = -1;
  usual_form(name, &wanted);
  for (size_t i = 0; i < columns->count && found < 0 && wanted.length > 0; i++) {
    usual_form(columns->items[i], &form);
    if (strcmp(form.bytes, wanted.bytes) == 0) found = (long)i;
  }
  text_free(&wanted);
  text_free(&form);
  return found;
}

bool columns_hold_text(const names *columns, const options *o) {
  if (o->text_columns.count > 0) return find_named(columns, o->text_columns.items[0]) >= 0;
  return find_usual(columns, text_names) >= 0;
}

/* ---- Planning ---- */

static bool no_column(const reader *r, const char *option, const char *name) {
  text list = {0};
  columns_list(&r->columns, &list);
  message_error("%s: %s names the column '%s', and there is none: the columns are %s", r->name, option, name, list.bytes);
  text_free(&list);
  return false;
}

static void add_text(column_plan *p, size_t column) {
  p->text = memory_grow(p->text, p->text_count, &p->text_room, sizeof *p->text);
  p->text[p->text_count++] = column;
}

static bool plan_text(column_plan *p, const reader *r, const options *o) {
  for (size_t i = 0; i < o->text_columns.count; i++) {
    long column = find_named(&r->columns, o->text_columns.items[i]);
    if (column < 0) return no_column(r, "--text", o->text_columns.items[i]);
    add_text(p, (size_t)column);
  }
  if (p->text_count > 0) return true;
  long column = find_usual(&r->columns, text_names);
  if (column >= 0) {
    add_text(p, (size_t)column);
    return true;
  }
  text list = {0};
  columns_list(&r->columns, &list);
  if (r->columns.count == 1 && strcmp(r->place, "line") == 0) message_error("%s: its only column is not named as a report: wanted a first line such as report; --text COL names another", r->name);
  else if (columns_look_like_a_row(&r->columns)) message_error("%s: its first line does not look like columns' names: wanted a line such as id,report", r->name);
  else message_error("%s: no column for the report is known: the columns are %s. Name one with --text COL", r->name, list.bytes);
  text_free(&list);
  return false;
}

static bool plan_id(column_plan *p, const reader *r, const options *o) {
  p->id = o->id_column != NULL ? find_named(&r->columns, o->id_column) : find_usual(&r->columns, id_names);
  if (p->id < 0 && o->id_column != NULL) return no_column(r, "--id", o->id_column);
  for (size_t i = 0; i < p->text_count; i++)
    if (p->id == (long)p->text[i] && o->id_column == NULL) p->id = -1;
  p->id_of_report = p->id >= 0 && (o->id_column != NULL || !is_usual(r->columns.items[p->id], other_id_names));
  return true;
}

static void add_fact(column_plan *p, size_t column, size_t fact) {
  p->facts = memory_grow(p->facts, p->fact_count, &p->fact_room, sizeof *p->facts);
  if (strcmp(uti_fact_name(knowledge_in_force(), fact), "reported_at") == 0) p->reported_at = (long)p->fact_count;
  p->facts[p->fact_count++] = (fact_column){column, fact};
}

static bool plan_map(column_plan *p, const reader *r, const char *given) {
  size_t length = strcspn(given, "=");
  int fact = uti_fact_find(knowledge_in_force(), slice_trim((uti_slice){given, length}));
  long column = find_named(&r->columns, given + length + 1);
  if (column < 0) return no_column(r, "--map", given + length + 1);
  if (fact >= 0) add_fact(p, (size_t)column, (size_t)fact);
  return true;
}

static const fact_column *fact_column_of(const column_plan *p, size_t fact) {
  for (size_t i = 0; i < p->fact_count; i++)
    if (p->facts[i].fact == fact) return &p->facts[i];
  return NULL;
}

static bool is_used(const column_plan *p, size_t column) {
  for (size_t i = 0; i < p->text_count; i++)
    if (p->text[i] == column) return true;
  for (size_t i = 0; i < p->fact_count; i++)
    if (p->facts[i].column == column) return true;
  return p->id == (long)column || p->birth_date == (long)column || p->facts_object == (long)column;
}

static void add_identifying(column_plan *p, size_t column) {
  p->identifying = memory_grow(p->identifying, p->identifying_count, &p->identifying_room, sizeof *p->identifying);
  p->identifying[p->identifying_count++] = column;
}

static bool is_planned(const column_plan *p, size_t column) {
  return is_used(p, column) || p->patient == (long)column || p->site == (long)column;
}

static bool plan_kept(const column_plan *p, const reader *r, const char *option, const char *name, const char *const *usual, long *column) {
  if (*column >= 0) return true;
  *column = name != NULL ? find_named(&r->columns, name) : find_usual(&r->columns, usual);
  if (*column < 0 && name != NULL) return no_column(r, option, name);
  bool taken = *column >= 0 && *column != p->id && is_used(p, (size_t)*column);
  if (taken && name == NULL) *column = -1;
  return true;
}

bool columns_plan_keeping(column_plan *p, const reader *r, const options *o) {
  return plan_kept(p, r, "--patient", o->patient_column, patient_names, &p->patient) &&
         plan_kept(p, r, "--site", o->site_column, site_names, &p->site);
}

void columns_extend(column_plan *p, const reader *r, const options *o) {
  text form = {0};
  for (; p->seen < r->columns.count; p->seen++) {
    p->second = memory_grow(p->second, p->seen, &p->second_room, sizeof *p->second);
    p->second[p->seen] = NULL;
    if (o->redact && redact_column(r->columns.items[p->seen])) add_identifying(p, p->seen);
    if (is_planned(p, p->seen)) continue;
    usual_form(r->columns.items[p->seen], &form);
    int fact = uti_fact_find(knowledge_in_force(), text_slice(&form));
    /* Codes, such as LOINC's, have a hyphen that the usual form does not keep. */
    if (fact < 0) fact = uti_fact_find(knowledge_in_force(), slice_trim(slice_of(r->columns.items[p->seen])));
    const fact_column *first = fact < 0 ? NULL : fact_column_of(p, (size_t)fact);
    if (first != NULL) {
      text why = {0};
      text_add_format(&why, "%s is read from '%s'", uti_fact_name(knowledge_in_force(), (size_t)fact), r->columns.items[first->column]);
      p->second[p->seen] = why.bytes;
    } else if (fact >= 0) {
      add_fact(p, p->seen, (size_t)fact);
    }
  }
  text_free(&form);
}

/* A record number that is the id would be shown beside every case. */
static bool id_may_be_shown(const column_plan *p, const reader *r, const options *o) {
  if (!o->redact || hash_ids_in_use()) return true;
  if (!p->id_of_report) message_note("%s: without ids of reports and with --redact, reviewers' decisions cannot be taken back: name a column with --id, or add --hash-ids KEYFILE", r->name);
  if (p->id < 0 || !redact_column(r->columns.items[p->id])) return true;
  message_error("--redact: the id column '%s' tells who a person is: add --hash-ids KEYFILE, or name another column with --id", r->columns.items[p->id]);
  return false;
}

bool columns_plan(column_plan *p, const reader *r, const options *o) {
  *p = (column_plan){.id = -1, .birth_date = -1, .facts_object = -1, .reported_at = -1, .patient = -1, .site = -1};
  if (!plan_text(p, r, o) || !plan_id(p, r, o)) return false;
  for (size_t i = 0; i < o->fact_columns.count; i++)
    if (!plan_map(p, r, o->fact_columns.items[i])) return false;
  long birth = find_usual(&r->columns, birth_names), object = find_usual(&r->columns, object_names);
  if (birth >= 0 && !is_planned(p, (size_t)birth)) p->birth_date = birth;
  if (object >= 0 && !is_planned(p, (size_t)object)) p->facts_object = object;
  columns_extend(p, r, o);
  if (o->redact && p->id >= 0) add_identifying(p, (size_t)p->id);   /* where the text repeats it */
  return id_may_be_shown(p, r, o);
}

void columns_free(column_plan *p) {
  for (size_t i = 0; i < p->seen; i++) free(p->second[i]);
  free(p->second);
  free(p->identifying);
  free(p->text);
  free(p->facts);
  *p = (column_plan){0};
}

bool column_is_read(const column_plan *p, size_t column) { return is_planned(p, column); }

/* ---- Printing ---- */

void columns_print(const column_plan *p, const reader *r) {
  const uti_knowledge *k = knowledge_in_force();
  message_note("%s (%s)", r->name, r->kind);
  for (size_t i = 0; i < p->text_count; i++) message_note("  report        <- %s", r->columns.items[p->text[i]]);
  if (p->id >= 0) message_note("  id            <- %s", r->columns.items[p->id]);
  else message_note("  id            <- the %s's number", r->place);
  if (p->patient >= 0) message_note("  patient       <- %s", r->columns.items[p->patient]);
  if (p->site >= 0) message_note("  site          <- %s", r->columns.items[p->site]);
  if (p->birth_date >= 0) message_note("  age           <- %s, with reported_at", r->columns.items[p->birth_date]);
  if (p->facts_object >= 0) message_note("  facts         <- %s, as JSON", r->columns.items[p->facts_object]);
  for (size_t i = 0; i < p->fact_count; i++) {
    const char *unit = uti_fact_unit(k, p->facts[i].fact);
    message_note("  %-13s <- %s%s%s%s", uti_fact_name(k, p->facts[i].fact), r->columns.items[p->facts[i].column], *unit ? " (" : "", unit, *unit ? ")" : "");
  }
  names unread = {0};
  for (size_t i = 0; i < r->columns.count; i++)
    if (!is_planned(p, i)) names_add(&unread, r->columns.items[i], strlen(r->columns.items[i]));
  text list = {0};
  columns_list(&unread, &list);
  if (unread.count > 0) message_note("  not read      :  %s", list.bytes);
  text_free(&list);
  names_free(&unread);
  for (size_t i = 0; i < r->notes.count; i++) message_note("  %s", r->notes.items[i]);
}
