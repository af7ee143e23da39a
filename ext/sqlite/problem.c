/* problem.c - errors on their way to SQLite: function, position, wanted, got
** and the way out, without a word of the report. */
#include "adapter.h"

#include <stdarg.h>

void uti_problem_say(uti_problem *problem, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  problem->message = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  problem->code = problem->message == NULL ? SQLITE_NOMEM : SQLITE_ERROR;
}

void uti_problem_from(uti_problem *problem, uti_result result) {
  problem->code = result == UTI_TOO_BIG ? SQLITE_TOOBIG : SQLITE_NOMEM;
}

void uti_problem_to_function(uti_problem *problem, sqlite3_context *context) {
  switch (problem->code) {
  case SQLITE_NOMEM:
    sqlite3_result_error_nomem(context);
    break;
  case SQLITE_TOOBIG:
    sqlite3_result_error_toobig(context);
    break;
  default:
    sqlite3_result_error(context, problem->message, -1);
    break;
  }
  sqlite3_free(problem->message);
  problem->message = NULL;
}

int uti_problem_to_table(uti_problem *problem, sqlite3_vtab *table) {
  sqlite3_free(table->zErrMsg);
  table->zErrMsg = problem->message;
  problem->message = NULL;
  return problem->code;
}

const char *uti_type_name(sqlite3_value *value) {
  switch (sqlite3_value_type(value)) {
  case SQLITE_INTEGER:
    return "integer";
  case SQLITE_FLOAT:
    return "real";
  case SQLITE_TEXT:
    return "text";
  case SQLITE_BLOB:
    return "blob";
  default:
    return "NULL";
  }
}

/* Letters, digits and signs of names, and no blank: a report that stands where
** a name was wanted is not shown. */
static bool looks_like_a_name(uti_slice name) {
  if (name.length == 0 || name.length > 40) return false;
  for (size_t i = 0; i < name.length; i++) {
    char c = name.bytes[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-' && c != '.') return false;
  }
  return true;
}

char *uti_name_shown(uti_slice name) {
  if (!looks_like_a_name(name)) return sqlite3_mprintf("other text");
  return sqlite3_mprintf("'%.*s'", (int)name.length, name.bytes);
}
