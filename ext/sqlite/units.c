/* units.c - temp_f() and temp_c(): temperatures in words of SQL.
**
** A value that is no number, or that fits no unit's range, is not known: NULL,
** as it is for a fact. A unit that is no unit is a mistake of the query: an
** error. */
#include "adapter.h"

#include <string.h>

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

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
    if (is_digit(*at) && count < 15) {
      digits = digits * 10 + (*at - '0');
      if (fraction) scale *= 10;
      count++;
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
  sqlite3_value *number = arguments->values[0];
  switch (sqlite3_value_type(number)) {
  case SQLITE_NULL:
    return true;
  case SQLITE_INTEGER:
  case SQLITE_FLOAT:
    *value = sqlite3_value_double(number);
    *known = true;
    return true;
  default:
    break;
  }
  if (!uti_argument_text(arguments, 0, "use CAST(value AS TEXT)", &text, problem)) return false;
  *known = read_number(text, value);
  return true;
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
