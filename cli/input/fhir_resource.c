/* fhir_resource.c - see fhir_resource.h. */
#include "input/fhir_resource.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/knowledge.h"
#include "input/fhir_value.h"

enum { NESTED_AT_MOST = 20 };

/* ---- Names, references, times ---- */

/* A code as notes may show it: never free text. */
static const char *shown_code(fhir_intake *in, const char *code) {
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/%*[]{}^";
  size_t length = strlen(code);
  bool shown = length > 0 && length <= 20 && strspn(code, plain) == length && (strpbrk(code, "0123456789/%*[{^") != NULL || length <= 4);
  text_clear(&in->code);
  text_add_string(&in->code, length == 0 ? "(without a code)" : shown ? code : "(of other systems)");
  return in->code.bytes;
}

static bool is_type_name(const char *type) {
  size_t letters = strspn(type, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
  return letters > 0 && letters <= 40 && type[letters] == 0 && type[0] <= 'Z';
}

/* The id at the end of "Patient/p1", "http://host/fhir/Patient/p1/_history/2",
** "urn:uuid:...", "Patient?identifier=system|p1". */
static void id_in_reference(const char *reference, text *id) {
  text_clear(id);
  if (*reference == '#') return;
  const char *end = strstr(reference, "/_history/"), *from = reference;
  if (end == NULL) end = reference + strlen(reference);
  bool urn = strncmp(reference, "urn:", 4) == 0;
  for (const char *c = from; c < end; c++)
    if (*c == '/' || *c == '|' || *c == '=' || (urn && *c == ':')) from = c + 1;
  text_add(id, from, (size_t)(end - from));
}

/* A reference may name an identifier instead of a resource. */
static void read_reference(const json_t *resource, const char *member, text *id) {
  const json_t *reference = json_object_get(resource, member);
  id_in_reference(fhir_string(reference, "reference"), id);
  if (id->length == 0) text_add_string(id, fhir_string(json_object_get(reference, "identifier"), "value"));
}

/* At most so many bytes of what is given, cut between characters. */
static void copy_beginning(char *to, const char *given, size_t most) {
  size_t length = strlen(given);
  if (length > most) length = most;
  while (length > 0 && ((unsigned char)given[length] & 0xC0) == 0x80) length--;
  memcpy(to, given, length);
  to[length] = 0;
}

/* Local date and time without zone and fractions; "" where the day is not said. */
static void read_time(fhir_intake *in, const char *given, char time[20]) {
  size_t length = strlen(given);
  time[0] = 0;
  if (length > 0 && length < 10) in->part_dates++;
  if (length < 10 || given[4] != '-' || given[7] != '-') return;
  size_t kept = length >= 19 && given[10] == 'T' ? 19 : length >= 16 && given[10] == 'T' ? 16 : 10;
  copy_beginning(time, given, kept);
}

static const char *first_of(const json_t *resource, const char *const *members) {
  for (; *members != NULL; members++) {
    const json_t *member = json_object_get(resource, *members);
    const char *given = json_is_object(member) ? fhir_string(member, "start") : fhir_string(resource, *members);
    if (json_is_object(member) && *given == 0) given = fhir_string(member, "end");
    if (*given != 0) return given;
  }
  return "";
}

/* ---- Pieces ---- */

static fhir_item begin_item(fhir_intake *in, const json_t *resource, const char *type, const char *const *time_members, char time[20]) {
  read_reference(resource, "subject", &in->patient);
  read_reference(resource, "encounter", &in->encounter);
  read_time(in, first_of(resource, time_members), time);
  if (time[0] == 0) in->undated++;
  return (fhir_item){.type = type, .id = in->id.bytes, .patient = in->patient.bytes, .encounter = in->encounter.bytes, .time = time};
}

static void add_text(fhir_intake *in, fhir_item item, const text *words) {
  item.kind = FHIR_TEXT;
  item.words = text_slice(words);
  if (slice_trim(item.words).length > 0) fhir_table_add(in->table, &item);
}

static void add_fact(fhir_intake *in, fhir_item item, int fact, const text *value) {
  item.kind = FHIR_FACT;
  item.fact = fact;
  item.words = text_slice(value);
  fhir_table_add(in->table, &item);
}

static bool is_left_out(fhir_intake *in, const char *type, const char *status) {
  static const char *const left_out[] = {"entered-in-error", "cancelled", "not-done", NULL};
  for (size_t i = 0; left_out[i] != NULL; i++) {
    if (strcmp(status, left_out[i]) != 0) continue;
    text_clear(&in->said);
    text_add_format(&in->said, "%s %s", type, status);
    name_counts_add(&in->left_out, in->said.bytes);
    return true;
  }
  return false;
}

/* ---- Patient ---- */

/* The earliest day that a part of a date leaves open: older is the safe side. */
static void read_birth_date(fhir_intake *in, const char *given, char date[11]) {
  static const char first[] = "-01-01";
  size_t length = strlen(given);
  date[0] = 0;
  if (length < 4) return;
  copy_beginning(date, given, 10);
  if (length == 4 || length == 7) strcpy(date + length, first + (length == 4 ? 0 : 3));
  if (length < 10) in->part_dates++;
}

/* Every word below these members, but for those that say of what kind the others are. */
static void add_words(const json_t *value, text *who) {
  static const char *const kinds[] = {"system", "use", "type", "url", "code", "period", "rank", NULL};
  const char *name;
  json_t *part;
  size_t i;
  if (json_is_string(value)) text_add_format(who, "%s%s", who->length > 0 ? " " : "", json_string_value(value));
  json_array_foreach((json_t *)value, i, part) add_words(part, who);
  json_object_foreach((json_t *)value, name, part) {
    bool kind = false;
    for (size_t k = 0; kinds[k] != NULL && !kind; k++) kind = strcmp(kinds[k], name) == 0;
    if (!kind) add_words(part, who);
  }
}

/* What --redact looks for in the patient's reports. */
static void read_who(const json_t *resource, text *who) {
  static const char *const members[] = {"id", "name", "identifier", "telecom", "address", "birthDate", "contact", NULL};
  text_clear(who);
  for (size_t i = 0; members[i] != NULL; i++) add_words(json_object_get(resource, members[i]), who);
}

static void read_patient(fhir_intake *in, const json_t *resource) {
  const char *gender = fhir_string(resource, "gender");
  const json_t *organization = json_object_get(resource, "managingOrganization");
  char birth_date[11];
  if (in->id.length == 0) {
    name_counts_add(&in->left_out, "Patient without an id");
    return;
  }
  read_birth_date(in, fhir_string(resource, "birthDate"), birth_date);
  text_clear(&in->words);
  text_add_string(&in->words, fhir_string(organization, "display"));
  if (in->words.length == 0) id_in_reference(fhir_string(organization, "reference"), &in->words);
  read_who(resource, &in->value);
  fhir_patient patient = {.id = in->id.bytes, .birth_date = birth_date, .site = in->words.bytes, .who = in->value.bytes};
  patient.sex = strcmp(gender, "female") == 0 ? "F" : strcmp(gender, "male") == 0 ? "M" : "";
  fhir_table_add_patient(in->table, &patient);
}

/* ---- Observation ---- */

/* An observation, or a component of one. */
static void read_measured(fhir_intake *in, const fhir_item *item, const json_t *holder, bool has_parts) {
  const json_t *code = json_object_get(holder, "code");
  const char *name = "";
  const json_t *given = fhir_value(holder, &name);
  int fact = fhir_fact_of_concept(code);
  if (given == NULL && has_parts) return;
  if (fact < 0) {
    /* Words that a code does not tell apart are read as words. */
    text_clear(&in->words);
    bool words = strcmp(name, "String") == 0 && json_string_length(given) > 0;
    if (words && *fhir_words(code) != 0) text_add_format(&in->words, "%s: ", fhir_words(code));
    if (words) text_add_string(&in->words, json_string_value(given));
    if (words) add_text(in, *item, &in->words);
    else name_counts_add(&in->unread_codes, shown_code(in, fhir_code(code)));
    return;
  }
  text_clear(&in->value);
  fhir_reading reading = fhir_fact_value(holder, &fact, &in->value);
  bool quantity = strcmp(name, "Quantity") == 0;
  if (quantity && *fhir_string(given, "comparator") != 0) in->comparators++;
  if (quantity && *fhir_string(given, "code") == 0 && *fhir_string(given, "unit") == 0) in->without_unit++;
  if (reading == FHIR_VALUE) add_fact(in, *item, fact, &in->value);
  else if (reading == FHIR_UNIT_UNKNOWN) name_counts_add(&in->unknown_units, shown_code(in, in->value.bytes));
  else if (reading == FHIR_NOT_UNDERSTOOD) name_counts_add(&in->unread_values, uti_fact_name(knowledge_in_force(), (size_t)fact));
  else name_counts_add(&in->left_out, "Observation without a value");
}

static void read_observation(fhir_intake *in, const json_t *resource) {
  static const char *const times[] = {"effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued", NULL};
  char time[20];
  if (is_left_out(in, "Observation", fhir_string(resource, "status"))) return;
  fhir_item item = begin_item(in, resource, "Observation", times, time);
  const json_t *components = json_object_get(resource, "component");
  read_measured(in, &item, resource, json_array_size(components) + json_array_size(json_object_get(resource, "hasMember")) > 0);
  for (size_t i = 0; i < json_array_size(components); i++) read_measured(in, &item, json_array_get(components, i), false);
}

/* ---- Condition ---- */

static const char *status_of_condition(const json_t *resource) {
  static const char *const past[] = {"inactive", "remission", "resolved"}, *const doubted[] = {"unconfirmed", "provisional", "differential"};
  const json_t *clinical = json_object_get(resource, "clinicalStatus"), *verification = json_object_get(resource, "verificationStatus");
  if (fhir_has_code(verification, "refuted")) return "ruled out";
  for (size_t i = 0; i < 3; i++)
    if (fhir_has_code(clinical, past[i])) return "past";
  for (size_t i = 0; i < 3; i++)
    if (fhir_has_code(verification, doubted[i])) return "suspected";
  return "now";
}

static bool holds(const char *words, const char *part) {
  for (size_t length = strlen(part); *words != 0; words++) {
    size_t i = 0;
    while (i < length && words[i] != 0 && (words[i] | 32) == (part[i] | 32)) i++;
    if (i == length) return true;
  }
  return false;
}

static void read_condition(fhir_intake *in, const json_t *resource) {
  static const char *const times[] = {"onsetDateTime", "onsetPeriod", "recordedDate", NULL}, *const ends[] = {"abatementDateTime", NULL};
  char time[20], until[20];
  const json_t *code = json_object_get(resource, "code");
  const char *label = fhir_label_of_concept(code);
  if (fhir_has_code(json_object_get(resource, "verificationStatus"), "entered-in-error")) {
    name_counts_add(&in->left_out, "Condition entered-in-error");
    return;
  }
  fhir_item item = begin_item(in, resource, "Condition", times, time);
  const char *end = fhir_string(json_object_get(resource, "abatementPeriod"), "end");
  read_time(in, *end != 0 ? end : first_of(resource, ends), until);
  until[until[0] == 0 ? 0 : 10] = 0;
  text_clear(&in->words);
  text_add_string(&in->words, fhir_words(code));
  if (in->words.length == 0 && label == NULL) {
    name_counts_add(&in->unread_codes, shown_code(in, fhir_code(code)));
    return;
  }
  /* The name may be in another language, or of its own kind: the code's name goes with it. */
  if (label != NULL && !holds(in->words.bytes, label)) text_add_format(&in->words, in->words.length > 0 ? " (%s)" : "%s", label);
  item.kind = FHIR_CONDITION;
  item.words = text_slice(&in->words);
  item.status = status_of_condition(resource);
  /* What had an end was there until then. */
  if (strcmp(item.status, "past") == 0 && until[0] != 0) item.status = "now";
  item.until = until;
  fhir_table_add(in->table, &item);
}

/* ---- QuestionnaireResponse ---- */

static void add_answers(fhir_intake *in, const fhir_item *item, const json_t *answers, int question) {
  for (size_t i = 0; i < json_array_size(answers); i++) {
    const json_t *answer = json_array_get(answers, i);
    const char *name = "";
    const json_t *given = fhir_value(answer, &name);
    text_clear(&in->words);
    fhir_reading reading = fhir_value_words(answer, &in->words);
    if (reading == FHIR_NOT_UNDERSTOOD) name_counts_add(&in->unread_values, "answer");
    if (reading == FHIR_WORDS) text_add_format(&in->said, "%s%s", i > 0 ? ", " : "", in->words.bytes);
    int fact = question;
    text_clear(&in->value);
    if (question >= 0 && fhir_fact_value(answer, &fact, &in->value) == FHIR_VALUE) add_fact(in, *item, fact, &in->value);
    int chosen = strcmp(name, "Coding") == 0 ? fhir_fact_of_coding(given) : -1;
    text_clear(&in->value);
    text_add_string(&in->value, "true");
    if (chosen >= 0) add_fact(in, *item, chosen, &in->value);
  }
}

/* A line a question: "Do you have a fever? Yes", "Temperature: 38.9 Cel". */
static void read_question(fhir_intake *in, const fhir_item *item, const json_t *asked, int depth) {
  const char *link = fhir_string(asked, "linkId"), *question = fhir_string(asked, "text");
  const json_t *answers = json_object_get(asked, "answer"), *parts = json_object_get(asked, "item");
  uti_slice words = slice_trim(slice_of(*question != 0 ? question : link));
  if (depth > NESTED_AT_MOST) {
    name_counts_add(&in->unread_values, "question nested too deeply");
    return;
  }
  text_clear(&in->said);
  text_add(&in->said, words.bytes, words.length);
  bool marked = words.length > 0 && strchr("?:", words.bytes[words.length - 1]) != NULL;
  text_add_string(&in->said, marked ? " " : ": ");
  size_t asked_length = in->said.length;
  add_answers(in, item, answers, fhir_fact_of_link(link));
  bool heading = json_array_size(parts) > 0 && *question != 0;
  if (in->said.length == asked_length) in->said.length--;
  if (in->said.length >= asked_length || heading) add_text(in, *item, &in->said);
  for (size_t i = 0; i < json_array_size(parts); i++) read_question(in, item, json_array_get(parts, i), depth + 1);
  for (size_t a = 0; a < json_array_size(answers); a++) {
    const json_t *below = json_object_get(json_array_get(answers, a), "item");
    for (size_t i = 0; i < json_array_size(below); i++) read_question(in, item, json_array_get(below, i), depth + 1);
  }
}

static void read_questionnaire(fhir_intake *in, const json_t *resource) {
  static const char *const times[] = {"authored", NULL};
  char time[20];
  if (is_left_out(in, "QuestionnaireResponse", fhir_string(resource, "status"))) return;
  fhir_item item = begin_item(in, resource, "QuestionnaireResponse", times, time);
  if (in->patient.length == 0) read_reference(resource, "source", &in->patient);
  item.patient = in->patient.bytes;
  const json_t *questions = json_object_get(resource, "item");
  for (size_t i = 0; i < json_array_size(questions); i++) read_question(in, &item, json_array_get(questions, i), 0);
}

/* ---- Communication ---- */

static void read_communication(fhir_intake *in, const json_t *resource) {
  static const char *const times[] = {"sent", "received", NULL};
  char time[20];
  if (is_left_out(in, "Communication", fhir_string(resource, "status"))) return;
  fhir_item item = begin_item(in, resource, "Communication", times, time);
  const json_t *payload = json_object_get(resource, "payload");
  for (size_t i = 0; i < json_array_size(payload); i++) {
    const char *content = fhir_string(json_array_get(payload, i), "contentString");
    text_clear(&in->words);
    text_add_string(&in->words, content);
    if (*content != 0) add_text(in, item, &in->words);
    else name_counts_add(&in->left_out, "Communication payload without a text");
  }
}

/* ---- A resource ---- */

static const struct { const char *type; void (*read)(fhir_intake *, const json_t *); } readers[] = {
    {"Patient", read_patient}, {"Observation", read_observation}, {"Condition", read_condition},
    {"QuestionnaireResponse", read_questionnaire}, {"Communication", read_communication}};

static void read_bundle(fhir_intake *in, const json_t *bundle) {
  const json_t *entries = json_object_get(bundle, "entry");
  for (size_t i = 0; i < json_array_size(entries); i++) {
    const json_t *entry = json_array_get(entries, i), *resource = json_object_get(entry, "resource");
    if (resource == NULL) name_counts_add(&in->left_out, "Bundle entry without a resource");
    else fhir_read_resource(in, resource, fhir_string(entry, "fullUrl"));
  }
}

static void reject(fhir_intake *in, const json_t *object) {
  char *raw = json_dumps(object, JSON_COMPACT | JSON_ENCODE_ANY);
  fhir_table_add_problem(in->table, in->file, in->line, "wanted a FHIR resource, got an object without a resourceType", slice_of(raw));
  free(raw);
}

static void name_resource(fhir_intake *in, const json_t *resource, const char *full_url) {
  text other = {0};
  id_in_reference(full_url, &other);
  text_clear(&in->id);
  text_add_string(&in->id, fhir_string(resource, "id"));
  if (in->id.length == 0 && strncmp(full_url, "urn:", 4) == 0) text_add(&in->id, other.bytes, other.length);
  if (other.length > 0 && in->id.length > 0 && strcmp(other.bytes, in->id.bytes) != 0) fhir_table_add_alias(in->table, other.bytes, in->id.bytes);
  text_free(&other);
}

void fhir_read_resource(fhir_intake *in, const json_t *resource, const char *full_url) {
  const char *type = fhir_string(resource, "resourceType");
  if (strcmp(type, "Bundle") == 0) {
    read_bundle(in, resource);
    return;
  }
  if (!is_type_name(type)) {
    reject(in, resource);
    return;
  }
  name_resource(in, resource, full_url);
  for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
    if (strcmp(readers[i].type, type) != 0) continue;
    name_counts_add(&in->types, type);
    if (i > 0 && fhir_table_replace(in->table, type, in->id.bytes)) in->replaced++;
    readers[i].read(in, resource);
    return;
  }
  name_counts_add(&in->unread_types, type);
}

void fhir_intake_free(fhir_intake *in) {
  name_counts *const lists[] = {&in->types, &in->unread_types, &in->unread_codes, &in->unknown_units, &in->unread_values, &in->left_out};
  text *const texts[] = {&in->patient, &in->encounter, &in->id, &in->words, &in->value, &in->said, &in->code};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) name_counts_free(lists[i]);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) text_free(texts[i]);
}

/* ---- What was not understood ---- */

static void note_names(names *notes, const name_counts *t, const char *what) {
  if (name_counts_total(t) == 0) return;
  text note = {0};
  text_add_format(&note, "%s: ", what);
  name_counts_write(t, &note);
  names_add(notes, note.bytes, note.length);
  text_free(&note);
}

static void note_count(names *notes, uint64_t count, const char *what) {
  if (count == 0) return;
  text note = {0};
  text_add_format(&note, "%s: %" PRIu64, what, count);
  names_add(notes, note.bytes, note.length);
  text_free(&note);
}

void fhir_write_notes(fhir_intake *in, names *notes) {
  note_names(notes, &in->types, "resources read");
  note_names(notes, &in->unread_types, "resources of other types, not read");
  note_names(notes, &in->unread_codes, "codes that are no fact, not read");
  note_names(notes, &in->unknown_units, "values left out, as their unit is not known");
  note_names(notes, &in->unread_values, "values that were not understood");
  note_names(notes, &in->left_out, "left out");
  note_count(notes, in->without_unit, "values without a unit, read in the fact's own");
  note_count(notes, in->comparators, "values with < or >, read as the value itself");
  note_count(notes, in->part_dates, "dates without a day");
  note_count(notes, in->undated, "resources without a time");
  note_count(notes, in->replaced, "resources that came again: the last one counts");
  note_count(notes, fhir_table_unknown_patients(in->table), "patients without a Patient resource");
  note_count(notes, fhir_table_patients_without_reports(in->table), "patients without a report");
}
