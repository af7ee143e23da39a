/* units.c - temp_f(), temp_c() and uti_convert(): units in words of SQL.
**
** A value that is no number, or that fits no unit's range, is not known: NULL,
** as it is for a fact. A unit that is no unit is a mistake of the query: an
** error. */
#include "adapter.h"

#include <string.h>

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Decimals beyond these change no double, and must not make one of them inexact. */
enum { DIGITS_KEPT = 15 };

/* "38.5", " 38,5 ", "101". Without the C library, whose reading depends on the
** locale. */
static bool read_number(uti_slice text, double *number) {
  const char *at = text.bytes, *end = text.bytes + text.length;
  double digits = 0, scale = 1;
  int count = 0;
  bool fraction = false, negative = false;
  while (at < end && is_blank(*at)) at++;
  while (end > at && is_blank(end[-1])) end--;
  if (at < end && (*at == '-' || *at == '+')) negative = *at++ == '-';
  for (; at < end; at++) {
    if (is_digit(*at)) {
      count++;
      if (fraction && count > DIGITS_KEPT) continue;
      digits = digits * 10 + (*at - '0');
      if (fraction) scale *= 10;
    } else if ((*at == '.' || *at == ',') && !fraction && count > 0) {
      fraction = true;
    } else {
      return false;
    }
  }
  *number = (negative ? -digits : digits) / scale;
  return count > 0;
}

/* The letters of a unit, in lower case: "[degF]" is "degf", "°F" is "f". Other
** letters than ASCII's stay in, so that they match nothing. */
static bool unit_letters(uti_slice unit, char letters[16]) {
  static const char *const degree_signs[] = {"\xC2\xB0", "\xC2\xBA", "\xCB\x9A"};
  size_t count = 0;
  for (size_t i = 0; i < unit.length; i++) {
    bool sign = false;
    for (size_t d = 0; d < 3 && !sign; d++) {
      sign = unit.length - i >= 2 && memcmp(unit.bytes + i, degree_signs[d], 2) == 0;
    }
    char c = unit.bytes[i];
    if (sign) {
      i++;
    } else if (!is_blank(c) && c != '.' && c != '[' && c != ']') {
      if (count == 15) return false;
      letters[count++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
  }
  letters[count] = '\0';
  return true;
}

/* 'F', 'C', or 0 for a blank one. */
static bool read_unit(uti_slice text, char *unit) {
  static const struct {
    const char *letters;
    char unit;
  } units[] = {
    {"", 0},          {"f", 'F'},       {"degf", 'F'}, {"degreesf", 'F'}, {"fahrenheit", 'F'},
    {"c", 'C'},       {"degc", 'C'},    {"cel", 'C'},  {"degreesc", 'C'}, {"celsius", 'C'},
    {"centigrade", 'C'},
  };
  char letters[16];
  if (!unit_letters(text, letters)) return false;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (strcmp(letters, units[i].letters) == 0) {
      *unit = units[i].unit;
      return true;
    }
  }
  return false;
}

/* Argument 1 as a number; not known where it is NULL or text that is none. */
static bool number_argument(const uti_arguments *arguments, bool *known, double *value, uti_problem *problem) {
  uti_slice text;
  switch (sqlite3_value_type(arguments->values[0])) {
  case SQLITE_NULL:
    *known = false;
    return true;
  case SQLITE_INTEGER:
  case SQLITE_FLOAT:
    *value = sqlite3_value_double(arguments->values[0]);
    *known = true;
    return true;
  default:
    break;
  }
  if (!uti_argument_text(arguments, 0, "use CAST(value AS TEXT)", &text, problem)) return false;
  *known = read_number(text, value);
  return true;
}

static bool temperature_arguments(const uti_arguments *arguments, bool *known, double *value,
                                  char *unit, uti_problem *problem) {
  uti_slice text;
  *unit = 0;
  *known = false;
  if (arguments->count == 2) {
    if (!uti_argument_text(arguments, 1, "use 'F' or 'C'", &text, problem)) return false;
    if (!read_unit(text, unit)) {
      uti_problem_say(problem, "%s(): argument 2 must be a unit of temperature, got other %s: "
                      "use 'F', 'C' or NULL",
                      arguments->function, uti_type_name(arguments->values[1]));
      return false;
    }
  }
  return number_argument(arguments, known, value, problem);
}

static void convert(sqlite3_context *context, int count, sqlite3_value **values,
                    bool (*to)(double, char, double *)) {
  const uti_binding *binding = sqlite3_user_data(context);
  uti_arguments arguments = {binding->name, context, count, values, count};
  uti_problem problem = {SQLITE_OK, NULL};
  bool known;
  char unit;
  double value = 0, converted;
  if (!temperature_arguments(&arguments, &known, &value, &unit, &problem)) {
    uti_problem_to_function(&problem, context);
  } else if (known && to(value, unit, &converted)) {
    sqlite3_result_double(context, converted);
  }
}

void uti_call_temp_f(sqlite3_context *context, int count, sqlite3_value **values) {
  convert(context, count, values, uti_temperature_f);
}

void uti_call_temp_c(sqlite3_context *context, int count, sqlite3_value **values) {
  convert(context, count, values, uti_temperature_c);
}

/* ---- uti_convert() ---- */

static bool is_known_analyte(const uti_knowledge *k, uti_slice analyte) {
  static const uti_slice none = {"", 0};
  double unused;
  return uti_convert(k, 0, none, none, analyte, &unused) != UTI_UNKNOWN_ANALYTE;
}

/* "mmol/L, mEq/L, mg/dL": the units of an analyte, or all analytes. */
static char *list_choices(const uti_knowledge *k, uti_slice analyte) {
  sqlite3_str *list = sqlite3_str_new(NULL);
  bool known = is_known_analyte(k, analyte);
  const char *last = "";
  for (size_t row = 0; row < uti_table_rows(k, UTI_TABLE_UNITS); row++) {
    const char *name = uti_table_cell(k, UTI_TABLE_UNITS, row, 0), *unit = uti_table_cell(k, UTI_TABLE_UNITS, row, 1);
    bool own = strlen(name) == analyte.length && sqlite3_strnicmp(name, analyte.bytes, (int)analyte.length) == 0;
    if (known ? !own : strcmp(name, last) == 0) continue;
    sqlite3_str_appendf(list, "%s%s", sqlite3_str_length(list) > 0 ? ", " : "", known ? unit : name);
    last = name;
  }
  return sqlite3_str_finish(list);   /* NULL: no memory */
}

static void refuse(const uti_arguments *arguments, const uti_knowledge *k, uti_conversion wrong, uti_slice analyte,
                   uti_problem *problem) {
  static const int places[] = {0, 4, 2, 3};
  char *list = list_choices(k, analyte);
  if (list != NULL) uti_problem_say(problem, "%s(): argument %d must be %s (%s), got other %s", arguments->function, places[wrong],
                  wrong == UTI_UNKNOWN_ANALYTE ? "an analyte" : "a unit of the analyte", list,
                  uti_type_name(arguments->values[places[wrong] - 1]));
  else uti_problem_from(problem, UTI_NO_MEMORY);
  sqlite3_free(list);
}

void uti_call_convert(sqlite3_context *context, int count, sqlite3_value **values) {
  const uti_binding *binding = sqlite3_user_data(context);
  const uti_knowledge *k = uti_connection_knowledge(binding->connection);
  uti_arguments arguments = {binding->name, context, count, values, count};
  uti_problem problem = {SQLITE_OK, NULL};
  uti_slice names[3];   /* from, to, analyte */
  bool known = false, null = false;
  double value = 0, converted = 0;
  for (int i = 0; i < 3; i++) {
    if (!uti_argument_text(&arguments, i + 1, "name it in text", &names[i], &problem)) break;
    null = null || names[i].bytes == NULL;
  }
  if (problem.code == SQLITE_OK && number_argument(&arguments, &known, &value, &problem) && !null) {
    uti_conversion result = uti_convert(k, value, names[0], names[1], names[2], &converted);
    if (result != UTI_CONVERTED) refuse(&arguments, k, result, names[2], &problem);
    else if (known) sqlite3_result_double(context, converted);
  }
  if (problem.code != SQLITE_OK) uti_problem_to_function(&problem, context);
}
