/* read_fhir.c - FHIR R4 resources as a table of reports: bundles, and bulk NDJSON in
** one file or several. All resources are read before the first row, as what belongs to
** a report may stand anywhere. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "common/message.h"
#include "common/progress.h"
#include "input/fhir_resource.h"
#include "input/json_line.h"
#include "input/reader.h"
#include "input/source.h"

enum { DOCUMENT_AT_MOST = 256 * 1024 * 1024 };

/* Two more for commands that keep them, or one to look for with --redact. */
enum { COLUMNS_OF_REPORTS = 6, KEPT_COLUMNS = 2, WHO_COLUMNS = 1, COLUMNS_AT_MOST = COLUMNS_OF_REPORTS + KEPT_COLUMNS };
static const char *const column_names[] = {"report_id", "reported_at", "sex", "birth_date", "report", "facts"};
static const char *const kept_names[] = {"patient_id", "site"}, *const who_names[] = {"patient_name_and_address"};

typedef struct fhir_state {
  fhir_intake intake;
  json_line json;
  fhir_report report;
  bool at_reports;
  uint64_t row, row_count, resources;
  text problem;
  cell cells[COLUMNS_AT_MOST];
  bool keeps_patients;
} fhir_state;

/* ---- Recognising ---- */

static bool is_key(uti_slice s, size_t at, size_t end, const char *name) {
  size_t length = strlen(name);
  if (end > s.length || end - at != length + 2 || memcmp(s.bytes + at + 1, name, length) != 0) return false;
  while (end < s.length && (s.bytes[end] == ' ' || (s.bytes[end] >= '\t' && s.bytes[end] <= '\r'))) end++;
  return end < s.length && s.bytes[end] == ':';
}

/* The member resourceType of the object, or that of a resource in the entries of a
** bundle, whose own may come after them. */
bool fhir_begins(uti_slice s) {
  enum { OF_OBJECT = 1, OF_ENTRY = 4 };
  bool in_entries = false;
  int depth = 0;
  if (s.length == 0 || s.bytes[0] != '{') return false;
  for (size_t at = 0; at < s.length;) {
    char c = s.bytes[at];
    if (c == '{' || c == '[') depth++;
    if (c == '}' || c == ']') depth--;
    if (depth == 0) return false;
    if (c != '"') {
      at++;
      continue;
    }
    size_t end = json_after_string(s, at);
    if (depth == OF_OBJECT) in_entries = is_key(s, at, end, "entry");
    if ((depth == OF_OBJECT || (in_entries && depth == OF_ENTRY)) && is_key(s, at, end, "resourceType")) return true;
    at = end;
  }
  return false;
}

/* ---- Reading ---- */

static void read_json(fhir_state *s, uti_slice bytes) {
  text_clear(&s->problem);
  s->resources++;
  if (json_line_read(&s->json, bytes, &s->problem)) {
    fhir_read_resource(&s->intake, s->json.object, "");
    return;
  }
  text raw = {0};
  utf8_repair(bytes, BAD_BYTES_REPLACED, &raw);
  fhir_table_add_problem(s->intake.table, s->intake.file, s->intake.line, s->problem.bytes, text_slice(&raw));
  text_free(&raw);
}

/* One JSON object over many lines. */
static bool read_document(fhir_state *s, source *in, uti_slice first) {
  text document = {0};
  uti_slice block;
  text_add(&document, first.bytes, first.length);
  text_add_string(&document, "\n");
  while (document.length <= DOCUMENT_AT_MOST && (block = source_block(in)).length > 0) text_add(&document, block.bytes, block.length);
  bool good = document.length <= DOCUMENT_AT_MOST && !source_failed(in);
  if (good) read_json(s, text_slice(&document));
  else if (!source_failed(in)) message_error("cannot read %s: a bundle of more than 256 MB: wanted a resource a line, as from jq -c '.entry[].resource'", source_name(in));
  text_free(&document);
  return good;
}

/* A resource a line; or one object over many, whose first line is none by itself. */
static bool read_source(fhir_state *s, source *in) {
  uti_slice line;
  bool first = true;
  s->intake.file = source_name(in);
  for (s->intake.line = 1; source_line(in, &line); s->intake.line++) {
    uti_slice trimmed = slice_trim(line);
    if (trimmed.length == 0) continue;
    if (first && trimmed.bytes[trimmed.length - 1] != '}') return read_document(s, in, line);
    first = false;
    read_json(s, line);
    progress_show(s->resources, source_position(in), source_size(in));
  }
  return !source_failed(in);
}

static bool read_files(fhir_state *s, source *in, const names *files) {
  bool good = read_source(s, in);
  source_close(in);
  for (size_t i = 1; i < files->count && good; i++) {
    in = source_open(files->items[i]);
    good = in != NULL && read_source(s, in);
    if (in != NULL) source_close(in);
  }
  return good;
}

/* ---- Rows ---- */

static cell text_cell(const text *t) {
  return t->length == 0 ? (cell){CELL_NULL, {NULL, 0}} : (cell){CELL_TEXT, text_slice(t)};
}

static read_step next_problem(fhir_state *s, table_row *row, bool *any) {
  fhir_problem problem;
  *any = fhir_table_next_problem(s->intake.table, &problem);
  if (!*any) return READ_END;
  text_clear(&s->problem);
  text_add_string(&s->problem, problem.reason);
  row->file = problem.file;
  row->line = problem.line;
  row->problem = s->problem.bytes;
  row->raw = problem.raw;
  return READ_REJECTED;
}

static read_step fhir_next(reader *r, table_row *row) {
  fhir_state *s = r->state;
  bool any = false;
  *row = (table_row){.cells = s->cells, .count = r->columns.count};
  if (!s->at_reports) {
    read_step step = next_problem(s, row, &any);
    if (any) return step;
    s->at_reports = true;
  }
  if (!fhir_table_next_report(s->intake.table, &s->report)) return READ_END;
  const text *const values[COLUMNS_AT_MOST] = {&s->report.id, &s->report.reported_at, &s->report.sex, &s->report.birth_date, &s->report.report, &s->report.facts,
                                               s->keeps_patients ? &s->report.patient : &s->report.who, &s->report.site};
  for (size_t i = 0; i < r->columns.count; i++) s->cells[i] = text_cell(values[i]);
  row->line = ++s->row;
  return READ_ROW;
}

static bool fhir_next_patient(reader *r, patient_row *p) {
  uti_slice values[3];
  if (!fhir_table_next_patient(((fhir_state *)r->state)->intake.table, values)) return false;
  *p = (patient_row){values[0], values[1], values[2]};
  return true;
}

static void fhir_progress(const reader *r, uint64_t *position, uint64_t *size) {
  const fhir_state *s = r->state;
  *position = s->row;
  *size = s->row_count;
}

static void fhir_close(reader *r) {
  fhir_state *s = r->state;
  text *const texts[] = {&s->report.id, &s->report.patient, &s->report.site, &s->report.sex, &s->report.birth_date, &s->report.reported_at, &s->report.report, &s->report.facts, &s->report.who, &s->problem};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) text_free(texts[i]);
  json_line_free(&s->json);
  fhir_table_close(s->intake.table);
  fhir_intake_free(&s->intake);
  free(s);
}

static char *name_of(const names *files, const char *first) {
  text name = {0};
  text_add_string(&name, first);
  for (size_t i = 1; i < files->count; i++) text_add_format(&name, ", %s", files->items[i]);
  return name.bytes;
}

static void add_columns(reader *r, const char *const *these, size_t count) {
  for (size_t i = 0; i < count; i++) names_add(&r->columns, these[i], strlen(these[i]));
}

bool read_fhir_open(reader *r, source *in, const names *files, const options *o) {
  if (files->count == 1 && o->arguments.count > 1 && strcmp(files->items[0], "-") == 0) {
    message_error("FHIR resources on stdin cannot be joined with other inputs: give all of them on stdin, or as files");
    source_close(in);
    reader_close(r);
    return false;
  }
  if (o->temporary_folder != NULL && sqlite3_temp_directory == NULL) sqlite3_temp_directory = sqlite3_mprintf("%s", o->temporary_folder);
  fhir_state *s = memory_resize(NULL, 1, sizeof *s);
  memset(s, 0, sizeof *s);
  s->intake.table = fhir_table_open();
  free(r->name);
  r->name = name_of(files, source_name(in));
  r->kind = "FHIR";
  r->place = "report";
  r->of_parts = true;
  r->bad_bytes = BAD_BYTES_REPLACED;
  r->state = s;
  r->next = fhir_next;
  r->progress = fhir_progress;
  r->next_patient = fhir_next_patient;
  r->close = fhir_close;
  s->keeps_patients = o->keeps_patients;
  add_columns(r, column_names, COLUMNS_OF_REPORTS);
  if (o->keeps_patients) add_columns(r, kept_names, KEPT_COLUMNS);
  else if (o->redact) add_columns(r, who_names, WHO_COLUMNS);
  if (!read_files(s, in, files)) {
    reader_close(r);
    return false;
  }
  fhir_table_join(s->intake.table);
  s->row_count = fhir_table_report_count(s->intake.table);
  fhir_write_notes(&s->intake, &r->notes);
  return true;
}
