/* fhir_value.c - see fhir_value.h. */
#include "input/fhir_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/knowledge.h"
#include "input/json_line.h"

/* ---- Members ---- */

const char *fhir_string(const json_t *object, const char *name) {
  const char *string = json_string_value(json_object_get(object, name));
  return string == NULL ? "" : string;
}

const char *fhir_words(const json_t *concept) {
  const char *words = fhir_string(concept, "text");
  const json_t *codings = json_object_get(concept, "coding");
  for (size_t i = 0; i < json_array_size(codings) && *words == 0; i++) words = fhir_string(json_array_get(codings, i), "display");
  return words;
}

const char *fhir_code(const json_t *concept) {
  return fhir_string(json_array_get(json_object_get(concept, "coding"), 0), "code");
}

bool fhir_has_code(const json_t *concept, const char *code) {
  const json_t *codings = json_object_get(concept, "coding");
  for (size_t i = 0; i < json_array_size(codings); i++)
    if (strcmp(fhir_string(json_array_get(codings, i), "code"), code) == 0) return true;
  return false;
}

const json_t *fhir_value(const json_t *holder, const char **name) {
  const char *member;
  json_t *value;
  json_object_foreach((json_t *)holder, member, value) {
    if (strncmp(member, "value", 5) != 0 || member[5] < 'A' || member[5] > 'Z') continue;
    *name = member + 5;
    return value;
  }
  return NULL;
}

/* ---- Codes ---- */

static const struct { const char *uri, *system; } systems[] = {
    {"loinc.org", "loinc"}, {"icd-10", "icd10cm"}, {"2.16.840.1.113883.6.90", "icd10cm"}, {"snomed.info", "snomed"}};

/* NULL for a system that is not known; "" where none is named. */
static const char *system_of(const char *uri) {
  if (*uri == 0) return "";
  for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
    if (strstr(uri, systems[i].uri) != NULL) return systems[i].system;
  return NULL;
}

/* The row of a code in the tables of codes: the first, as they go from the general
** to the special. */
static const char *concept_of_code(const char *system, const char *code) {
  static const uti_table tables[] = {UTI_TABLE_CODES, UTI_TABLE_SNOMED};
  enum { CONCEPT, SYSTEM, CODE };
  const uti_knowledge *k = knowledge_in_force();
  for (size_t t = 0; t < 2; t++)
    for (size_t row = 0; row < uti_table_rows(k, tables[t]); row++) {
      bool same = strcasecmp(uti_table_cell(k, tables[t], row, CODE), code) == 0;
      bool of_system = *system == 0 || strcmp(uti_table_cell(k, tables[t], row, SYSTEM), system) == 0;
      const char *concept = uti_table_cell(k, tables[t], row, CONCEPT);
      if (same && of_system && strncmp(concept, "rule:", 5) != 0) return strncmp(concept, "fact:", 5) == 0 ? concept + 5 : concept;
    }
  return NULL;
}

static bool looks_like_loinc(const char *code) {
  size_t digits = strspn(code, "0123456789");
  return digits > 0 && code[digits] == '-' && code[digits + 1] >= '0' && code[digits + 1] <= '9' && code[digits + 2] == 0;
}

/* Aliases of facts are short ("k", "t"): codes of unknown systems must be names. */
static int fact_named(const char *name) {
  int fact = uti_fact_find(knowledge_in_force(), slice_of(name));
  return fact >= 0 && strcmp(uti_fact_name(knowledge_in_force(), (size_t)fact), name) == 0 ? fact : -1;
}

int fhir_fact_of_coding(const json_t *coding) {
  const char *code = fhir_string(coding, "code"), *system = system_of(fhir_string(coding, "system"));
  if (*code == 0) return -1;
  if (system == NULL) return fact_named(code);
  bool loinc = strcmp(system, "loinc") == 0 || (*system == 0 && looks_like_loinc(code));
  int fact = loinc ? uti_fact_find(knowledge_in_force(), slice_of(code)) : -1;
  const char *concept = fact >= 0 ? NULL : concept_of_code(system, code);
  if (concept != NULL) fact = uti_fact_find(knowledge_in_force(), slice_of(concept));
  return fact >= 0 || *system != 0 ? fact : fact_named(code);
}

int fhir_fact_of_concept(const json_t *concept) {
  const json_t *codings = json_object_get(concept, "coding");
  int fact = -1;
  for (size_t i = 0; i < json_array_size(codings) && fact < 0; i++) fact = fhir_fact_of_coding(json_array_get(codings, i));
  return fact;
}

int fhir_fact_of_link(const char *link) {
  if (*link == '/') link++;
  return looks_like_loinc(link) ? uti_fact_find(knowledge_in_force(), slice_of(link)) : fact_named(link);
}

const char *fhir_label_of_concept(const json_t *concept) {
  const uti_knowledge *k = knowledge_in_force();
  const json_t *codings = json_object_get(concept, "coding");
  for (size_t i = 0; i < json_array_size(codings); i++) {
    const json_t *coding = json_array_get(codings, i);
    const char *system = system_of(fhir_string(coding, "system")), *code = fhir_string(coding, "code");
    const char *name = system == NULL || *code == 0 ? NULL : concept_of_code(system, code);
    int found = name == NULL ? -1 : uti_concept_find(k, slice_of(name));
    if (found >= 0) return uti_concept_label(k, (size_t)found);
  }
  return NULL;
}

/* ---- Units ---- */

/* Other spellings of the facts' units that mean the same number. */
static const struct { const char *unit, *spellings; } same_units[] = {
    {"/min", "/min|1/min|min-1|bpm|{beats}/min|{breaths}/min|{counts}/min|{resp}/min|beats/min|breaths/min|beats/minute|breaths/minute|per minute"},
    {"mmHg", "mmHg|mm[Hg]|mm Hg"},
    {"%", "%|percent|%{saturation}|% saturation"},
    {"10⁹/L", "10*9/L|10^9/L|10*3/uL|10^3/uL|10*3/mm3|x10E9/L|x10E3/uL|x10^9/L|x10^3/uL|K/uL|thou/uL|G/L"},
    {"mmol/L", "mmol/L"}, {"U/L", "U/L|IU/L|[iU]/L|[IU]/L"}, {"cm", "cm"}, {"h", "h|hr|hour|hours"}, {"d", "d|day|days"},
    {"years", "a|y|yr|yrs|year|years"}, {"months", "mo|month|months"}};

static bool is_spelling(const char *spellings, const char *unit) {
  for (const char *at = spellings; *at != 0;) {
    size_t length = strcspn(at, "|");
    if (strlen(unit) == length && strncasecmp(at, unit, length) == 0) return true;
    at += length + (at[length] == '|');
  }
  return false;
}

static bool same_number(const char *fact_unit, const char *unit) {
  if (strcmp(fact_unit, unit) == 0) return true;
  /* "1" and braces are UCUM's ways to write no unit. */
  if (*fact_unit == 0) return strcmp(unit, "1") == 0 || (*unit == '{' && strchr(unit, '}') != NULL);
  for (size_t i = 0; i < sizeof same_units / sizeof *same_units; i++)
    if (strcmp(same_units[i].unit, fact_unit) == 0) return is_spelling(same_units[i].spellings, unit);
  return false;
}

static bool convert_temperature(double number, const char *unit, int *fact) {
  const uti_knowledge *k = knowledge_in_force();
  double celsius;
  if (uti_convert(k, number, slice_of(unit), slice_of("°C"), slice_of("temperature"), &celsius) != UTI_CONVERTED) return false;
  *fact = uti_fact_find(k, slice_of(celsius == number ? "temp_c" : "temp_f"));
  return true;
}

/* "creatinine" of creatinine_mg_dl. */
static uti_slice analyte_of(const char *fact) {
  size_t length = strlen(fact);
  const char suffix[] = "_mg_dl";
  size_t cut = sizeof suffix - 1;
  return (uti_slice){fact, length > cut && strcmp(fact + length - cut, suffix) == 0 ? length - cut : length};
}

/* False where the unit is not known. */
static bool to_unit_of_fact(int *fact, uti_slice digits, const char *unit, text *value) {
  const uti_knowledge *k = knowledge_in_force();
  const char *name = uti_fact_name(k, (size_t)*fact), *wanted = uti_fact_unit(k, (size_t)*fact);
  double number = strtod(digits.bytes, NULL), converted;
  bool temperature = strcmp(name, "temp") == 0 || strcmp(name, "temp_f") == 0 || strcmp(name, "temp_c") == 0;
  bool as_it_is = *unit == 0 || (temperature ? convert_temperature(number, unit, fact) : same_number(wanted, unit));
  if (as_it_is) {
    text_add(value, digits.bytes, digits.length);
    return true;
  }
  if (temperature || uti_convert(k, number, slice_of(unit), slice_of(wanted), analyte_of(name), &converted) != UTI_CONVERTED) return false;
  text_add_format(value, "%.10g", converted);
  return true;
}

static const char *unit_of(const json_t *quantity) {
  const char *code = fhir_string(quantity, "code");
  return *code != 0 ? code : fhir_string(quantity, "unit");
}

/* ---- Words for yes and no ---- */

static const struct { const char *code; bool yes; } answers[] = {
    {"LA33-6", true}, {"LA32-8", false}, {"LA6576-8", true}, {"LA6577-6", false}, {"LA9633-4", true}, {"LA9634-2", false},
    {"LA11882-0", true}, {"LA11883-8", false}, {"10828004", true}, {"260385009", false}, {"52101004", true}, {"2667000", false},
    {"373066001", true}, {"373067005", false}, {"260373001", true}, {"260415000", false}, {"POS", true}, {"NEG", false}, {"Y", true}, {"N", false}};

static const char yes_words[] = "yes|y|true|t|1|positive|pos|present|detected|trace|small|moderate|large|+|++|+++|++++|1+|2+|3+|4+";
static const char no_words[] = "no|n|false|f|0|negative|neg|absent|not detected|none|normal|nil|-";

/* 1 yes, 0 no, -1 neither. */
static int yes_or_no(const char *words) {
  uti_slice trimmed = slice_trim(slice_of(words));
  char *copy = memory_copy(trimmed.bytes, trimmed.length);
  int answer = is_spelling(yes_words, copy) ? 1 : is_spelling(no_words, copy) ? 0 : -1;
  free(copy);
  return answer;
}

static int answer_of_coding(const json_t *coding) {
  const char *code = fhir_string(coding, "code");
  for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
    if (strcmp(answers[i].code, code) == 0) return answers[i].yes;
  int answer = yes_or_no(fhir_string(coding, "display"));
  return answer >= 0 ? answer : yes_or_no(code);
}

static int answer_of_concept(const json_t *concept) {
  const json_t *codings = json_object_get(concept, "coding");
  int answer = -1;
  for (size_t i = 0; i < json_array_size(codings) && answer < 0; i++) answer = answer_of_coding(json_array_get(codings, i));
  return answer >= 0 ? answer : yes_or_no(fhir_string(concept, "text"));
}

/* ---- Kinds of facts ---- */

static const char *cell_of_fact(int fact, const char *column) {
  const uti_knowledge *k = knowledge_in_force();
  const char *name = uti_fact_name(k, (size_t)fact);
  for (size_t row = 0; row < uti_table_rows(k, UTI_TABLE_FACTS); row++) {
    if (strcmp(uti_table_cell(k, UTI_TABLE_FACTS, row, 0), name) != 0) continue;
    for (size_t c = 0; c < uti_table_columns(k, UTI_TABLE_FACTS); c++)
      if (strcmp(uti_table_column_name(k, UTI_TABLE_FACTS, c), column) == 0) return uti_table_cell(k, UTI_TABLE_FACTS, row, c);
  }
  return "";
}

/* A concept by its name takes yes and no, as do some facts. */
static bool is_yes_no(int fact) {
  const char *kind = cell_of_fact(fact, "kind");
  return *kind == 0 || strcmp(kind, "yes_no") == 0;
}

/* A culture's result is the name of what grew, or words that nothing did. */
static int grew(const char *words) {
  static const char *const nothing[] = {"no growth", "no significant", "no bacteri", "not detected", "sterile", NULL};
  text lower = {0};
  for (const char *c = words; *c != 0; c++) text_add(&lower, (char[]){*c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c}, 1);
  int grown = lower.length > 0 ? 1 : -1;
  for (size_t i = 0; nothing[i] != NULL && grown == 1; i++)
    if (strstr(lower.bytes, nothing[i]) != NULL) grown = 0;
  text_free(&lower);
  return grown;
}

static fhir_reading read_yes_no(int fact, const char *name, const json_t *given, text *value) {
  bool culture = strcmp(uti_fact_name(knowledge_in_force(), (size_t)fact), "culture_positive") == 0;
  int answer = -1;
  if (json_is_boolean(given)) answer = json_is_true(given);
  else if (strcmp(name, "CodeableConcept") == 0) answer = answer_of_concept(given);
  else if (strcmp(name, "Coding") == 0) answer = answer_of_coding(given);
  else if (json_is_string(given)) answer = yes_or_no(json_string_value(given));
  else if (json_is_integer(given)) answer = json_integer_value(given) > 0;
  if (answer < 0 && culture) answer = grew(json_is_string(given) ? json_string_value(given) : fhir_words(given));
  if (answer < 0) return FHIR_NOT_UNDERSTOOD;
  text_add_string(value, answer ? "true" : "false");
  return FHIR_VALUE;
}

fhir_reading fhir_fact_value(const json_t *holder, int *fact, text *value) {
  const char *name = "", *unit = "";
  const json_t *given = fhir_value(holder, &name);
  char room[32];
  uti_slice as_text;
  if (given == NULL) return FHIR_NO_VALUE;
  if (is_yes_no(*fact)) return read_yes_no(*fact, name, given, value);
  if (strcmp(name, "Quantity") == 0) {
    unit = unit_of(given);
    given = json_object_get(given, "value");
    if (given == NULL) return FHIR_NO_VALUE;
  }
  if (json_is_object(given)) given = json_object_get(given, "text") != NULL ? json_object_get(given, "text") : json_object_get(json_array_get(json_object_get(given, "coding"), 0), "code");
  if (!json_as_text(given, room, &as_text) || as_text.bytes == NULL) return FHIR_NOT_UNDERSTOOD;
  if (to_unit_of_fact(fact, as_text, unit, value)) return FHIR_VALUE;
  text_add_string(value, unit);
  return FHIR_UNIT_UNKNOWN;
}

fhir_reading fhir_value_words(const json_t *holder, text *words) {
  const char *name = "";
  const json_t *given = fhir_value(holder, &name);
  char room[32];
  uti_slice as_text;
  if (given == NULL) return FHIR_NO_VALUE;
  if (json_is_boolean(given)) {
    text_add_string(words, json_is_true(given) ? "Yes" : "No");
  } else if (strcmp(name, "Coding") == 0) {
    const char *display = fhir_string(given, "display");
    text_add_string(words, *display != 0 ? display : fhir_string(given, "code"));
  } else if (strcmp(name, "CodeableConcept") == 0) {
    text_add_string(words, *fhir_words(given) != 0 ? fhir_words(given) : fhir_code(given));
  } else if (strcmp(name, "Quantity") == 0) {
    if (!json_as_text(json_object_get(given, "value"), room, &as_text) || as_text.bytes == NULL) return FHIR_NOT_UNDERSTOOD;
    const char *unit = fhir_string(given, "unit");
    text_add_format(words, "%s%.*s %s", fhir_string(given, "comparator"), (int)as_text.length, as_text.bytes, *unit != 0 ? unit : unit_of(given));
  } else if (json_as_text(given, room, &as_text) && as_text.bytes != NULL) {
    text_add(words, as_text.bytes, as_text.length);
  } else {
    return FHIR_NOT_UNDERSTOOD;
  }
  return words->length > 0 ? FHIR_WORDS : FHIR_NO_VALUE;
}

/* ---- Several values of one fact ---- */

static bool number_in(uti_slice s, double *number) {
  char *copy = memory_copy(s.bytes, s.length), *end;
  *number = strcmp(copy, "true") == 0;
  bool good = *number > 0 || strcmp(copy, "false") == 0;
  if (!good) {
    *number = strtod(copy, &end);
    good = end != copy && *end == 0;
  }
  free(copy);
  return good;
}

bool fhir_weighs_more(int fact, uti_slice first, uti_slice second) {
  double a, b;
  if (!number_in(second, &b)) return false;
  if (!number_in(first, &a)) return true;
  const char *several = cell_of_fact(fact, "several");
  if (is_yes_no(fact) || strcmp(several, "highest") == 0) return b > a;
  return strcmp(several, "lowest") == 0 && b < a;
}
