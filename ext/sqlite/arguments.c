/* arguments.c - reads a report and its facts, and assesses them.
**
** The facts of a call become a key of bytes: nothing without facts, 'J' and
** the JSON text, or 'P' and the pairs (fact, kind, value). Equal keys are equal
** facts, and the facts are set from the copy that the desk keeps. */
#include "adapter.h"

#include <string.h>

#define TEXT_ADVICE "use CAST(report AS TEXT)"

/* Call-independent part of a pair in the key; the bytes of a text follow it. */
typedef struct pair {
  size_t fact;
  size_t length;             /* of a text */
  union {
    sqlite3_int64 integer;
    double real;
  } value;
  int type;
  int padding;               /* keys are compared as bytes */
} pair;

bool uti_argument_text(const uti_arguments *arguments, int index, const char *advice,
                       uti_slice *text, uti_problem *problem) {
  sqlite3_value *value = arguments->values[index];
  *text = (uti_slice){NULL, 0};
  switch (sqlite3_value_type(value)) {
  case SQLITE_NULL:
    return true;
  case SQLITE_BLOB:
    uti_problem_say(problem, "%s(): argument %d must be text, got blob: %s", arguments->function,
                    index + 1, advice);
    return false;
  default:
    break;
  }
  text->bytes = (const char *)sqlite3_value_text(value);
  text->length = (size_t)sqlite3_value_bytes(value);
  if (text->bytes != NULL) return true;
  problem->code = SQLITE_NOMEM;
  return false;
}

/* ---- Names ---- */

/* Names are constant in most statements, so the index is kept as auxiliary
** data of the argument: as 1 + index in the pointer itself, nothing to free. Only
** functions take names: tables and aggregates, which have no such data, take JSON. */
static bool name_remembered(const uti_arguments *arguments, int index, size_t *found) {
  uintptr_t kept = (uintptr_t)sqlite3_get_auxdata(arguments->context, index);
  if (kept == 0) return false;
  *found = (size_t)(kept - 1);
  return true;
}

static void name_remember(const uti_arguments *arguments, int index, size_t found) {
  sqlite3_set_auxdata(arguments->context, index, (void *)(uintptr_t)(found + 1), NULL);
}

/* What an argument must do, and the table that lists the names. */
typedef struct naming {
  const char *wanted, *listed;
} naming;

static const naming names_concept = {"name a concept", "SELECT concept FROM uti_concepts"};
static const naming names_fact = {"name a fact", "SELECT fact FROM uti_facts"};
static const naming holds_facts = {"hold facts only", "SELECT fact FROM uti_facts"};

static void say_unknown(uti_problem *problem, const char *function, int argument,
                        const naming *naming, uti_slice name, const char *nearest) {
  char *shown = uti_name_shown(name);
  if (shown == NULL) {
    problem->code = SQLITE_NOMEM;
  } else if (nearest != NULL) {
    uti_problem_say(problem, "%s(): argument %d must %s, got %s: did you mean '%s'?", function,
                    argument, naming->wanted, shown, nearest);
  } else {
    uti_problem_say(problem, "%s(): argument %d must %s, got %s: see %s", function, argument,
                    naming->wanted, shown, naming->listed);
  }
  sqlite3_free(shown);
}

bool uti_argument_concept(uti_connection *connection, const uti_arguments *arguments, int index,
                          int *concept, uti_problem *problem) {
  size_t kept;
  if (name_remembered(arguments, index, &kept)) {
    *concept = (int)kept;
    return true;
  }
  uti_slice name;
  if (!uti_argument_text(arguments, index, "name a concept", &name, problem)) return false;
  *concept = uti_concept_find(uti_connection_knowledge(connection), name);
  if (*concept < 0) {
    say_unknown(problem, arguments->function, index + 1, &names_concept, name,
                uti_concept_nearest(uti_connection_knowledge(connection), name));
    return false;
  }
  name_remember(arguments, index, (size_t)*concept);
  return true;
}

static bool fact_named(uti_connection *connection, const uti_arguments *arguments, int index,
                       size_t *fact, uti_problem *problem) {
  if (name_remembered(arguments, index, fact)) return true;
  if (sqlite3_value_type(arguments->values[index]) != SQLITE_TEXT) {
    uti_problem_say(problem, "%s(): argument %d must name a fact, got %s", arguments->function,
                    index + 1, uti_type_name(arguments->values[index]));
    return false;
  }
  uti_slice name;
  if (!uti_argument_text(arguments, index, "", &name, problem)) return false;
  int found = uti_fact_find(uti_connection_knowledge(connection), name);
  if (found < 0) {
    say_unknown(problem, arguments->function, index + 1, &names_fact, name,
                uti_fact_nearest(uti_connection_knowledge(connection), name));
    return false;
  }
  *fact = (size_t)found;
  name_remember(arguments, index, *fact);
  return true;
}

/* ---- From arguments to a key ---- */

static bool add_json(uti_connection *connection, const uti_arguments *arguments,
                     uti_problem *problem) {
  int index = arguments->first_fact;
  int type = sqlite3_value_type(arguments->values[index]);
  if (type == SQLITE_NULL) return true;
  if (type != SQLITE_TEXT) {
    uti_problem_say(problem, "%s(): argument %d must be one JSON object as text, got %s: use %s",
                    arguments->function, index + 1, uti_type_name(arguments->values[index]),
                    type == SQLITE_BLOB ? "json(facts)" : "'{\"temp_f\":103.1}'");
    return false;
  }
  uti_slice json;
  if (!uti_argument_text(arguments, index, "", &json, problem)) return false;
  bool added = uti_buffer_add(&connection->key, "J", 1) &&
               uti_buffer_add(&connection->key, json.bytes, json.length);
  if (!added) problem->code = SQLITE_NOMEM;
  return added;
}

static bool add_pair(uti_connection *connection, const uti_arguments *arguments, int index,
                     uti_problem *problem) {
  pair one;
  memset(&one, 0, sizeof one);
  if (!fact_named(connection, arguments, index, &one.fact, problem)) return false;
  sqlite3_value *value = arguments->values[index + 1];
  uti_slice text = {NULL, 0};
  one.type = sqlite3_value_type(value);
  switch (one.type) {
  case SQLITE_NULL:
    return true;
  case SQLITE_INTEGER:
    one.value.integer = sqlite3_value_int64(value);
    break;
  case SQLITE_FLOAT:
    one.value.real = sqlite3_value_double(value);
    break;
  case SQLITE_TEXT:
    if (!uti_argument_text(arguments, index + 1, "", &text, problem)) return false;
    one.length = text.length;
    break;
  default:
    uti_problem_say(problem, "%s(): argument %d (%s) must be a number, text or NULL, got blob",
                    arguments->function, index + 2, uti_fact_name(uti_connection_knowledge(connection), one.fact));
    return false;
  }
  bool added = uti_buffer_add(&connection->key, &one, sizeof one) &&
               uti_buffer_add(&connection->key, text.bytes, text.length);
  if (!added) problem->code = SQLITE_NOMEM;
  return added;
}

static bool read_facts(uti_connection *connection, const uti_arguments *arguments,
                       uti_problem *problem) {
  uti_buffer_clear(&connection->key);
  int count = arguments->count - arguments->first_fact;
  if (count <= 0) return true;
  if (count == 1) return add_json(connection, arguments, problem);
  if (count % 2 != 0) {
    uti_problem_say(problem,
                    "%s(): facts must be one JSON object or name/value pairs, got %d arguments: "
                    "argument %d has no value",
                    arguments->function, count, arguments->count);
    return false;
  }
  if (!uti_buffer_add(&connection->key, "P", 1)) {
    problem->code = SQLITE_NOMEM;
    return false;
  }
  for (int i = arguments->first_fact; i < arguments->count; i += 2) {
    if (!add_pair(connection, arguments, i, problem)) return false;
  }
  return true;
}

/* ---- From a key to facts ---- */

static void say_json_error(uti_connection *connection, const uti_arguments *arguments,
                           uti_result result, const uti_json_error *error, uti_problem *problem) {
  int argument = arguments->first_fact + 1;
  if (result == UTI_UNKNOWN_FACT) {
    say_unknown(problem, arguments->function, argument, &holds_facts, error->name,
                uti_fact_nearest(uti_connection_knowledge(connection), error->name));
    return;
  }
  char *shown = uti_name_shown(error->name);
  if (shown == NULL) {
    problem->code = SQLITE_NOMEM;
  } else if (result == UTI_WRONG_VALUE) {
    uti_problem_say(problem, "%s(): argument %d: %s must be %s, got %s", arguments->function,
                    argument, shown[0] == '\'' ? shown : "a value", error->wanted, error->got);
  } else {
    uti_problem_say(problem, "%s(): argument %d must be one JSON object: wanted %s at byte %lld, got %s",
                    arguments->function, argument, error->wanted, (sqlite3_int64)error->offset + 1,
                    error->got);
  }
  sqlite3_free(shown);
}

static bool set_json(uti_connection *connection, uti_desk *desk, const uti_arguments *arguments,
                     uti_problem *problem) {
  uti_slice json = {desk->facts_key.bytes + 1, desk->facts_key.length - 1};
  uti_json_error error = {0, {NULL, 0}, "one JSON object", "something else"};
  uti_result result = uti_facts_set_json(desk->facts, json, &error);
  if (result == UTI_OK) return true;
  if (result == UTI_NO_MEMORY) {
    uti_problem_from(problem, result);
  } else {
    say_json_error(connection, arguments, result, &error, problem);
  }
  return false;
}

static uti_result set_pair(uti_facts *facts, const pair *one, const char *text) {
  switch (one->type) {
  case SQLITE_INTEGER:
    return uti_facts_set_integer(facts, one->fact, one->value.integer);
  case SQLITE_FLOAT:
    return uti_facts_set_real(facts, one->fact, one->value.real);
  default:
    return uti_facts_set_text(facts, one->fact, (uti_slice){text, one->length});
  }
}

static bool set_pairs(uti_desk *desk, uti_problem *problem) {
  const char *at = desk->facts_key.bytes + 1;
  const char *end = desk->facts_key.bytes + desk->facts_key.length;
  while (at < end) {
    pair one;
    memcpy(&one, at, sizeof one);
    at += sizeof one;
    uti_result result = set_pair(desk->facts, &one, at);
    if (result != UTI_OK) {
      uti_problem_from(problem, result);
      return false;
    }
    at += one.length;
  }
  return true;
}

static bool equal(const uti_buffer *buffer, const char *bytes, size_t length) {
  return buffer->length == length && (length == 0 || memcmp(buffer->bytes, bytes, length) == 0);
}

static bool set_facts(uti_connection *connection, uti_desk *desk, const uti_arguments *arguments,
                      uti_problem *problem) {
  if (desk->facts_valid && equal(&desk->facts_key, connection->key.bytes, connection->key.length)) {
    return true;
  }
  desk->assessed = false;
  desk->facts_valid = false;
  uti_buffer kept = desk->facts_key;
  desk->facts_key = connection->key;
  connection->key = kept;
  uti_facts_clear(desk->facts);
  if (desk->facts_key.length > 0) {
    bool set = desk->facts_key.bytes[0] == 'J' ? set_json(connection, desk, arguments, problem)
                                               : set_pairs(desk, problem);
    if (!set) return false;
  }
  desk->facts_valid = true;
  return true;
}

/* ---- The assessment ---- */

static bool keep_report(uti_desk *desk, uti_slice report) {
  uti_buffer_clear(&desk->report);
  desk->report_is_null = report.bytes == NULL;
  /* One more byte, so that an empty report is no NULL pointer. */
  if (!uti_buffer_add(&desk->report, report.bytes, report.length)) return false;
  if (!uti_buffer_add(&desk->report, "", 1)) return false;
  desk->report.length--;
  return true;
}

static bool assess(uti_desk *desk, uti_slice report, uti_problem *problem) {
  bool same = desk->assessed && desk->report_is_null == (report.bytes == NULL) &&
              equal(&desk->report, report.bytes, report.length);
  if (same) return true;
  desk->assessed = false;
  if (report.length > UTI_MAXIMUM_REPORT) {
    problem->code = SQLITE_TOOBIG;
    return false;
  }
  if (!keep_report(desk, report)) {
    problem->code = SQLITE_NOMEM;
    return false;
  }
  uti_result result = uti_assess_level(desk->reader, uti_desk_report(desk), desk->facts, &desk->assessment);
  if (result != UTI_OK) {
    uti_problem_from(problem, result);
    return false;
  }
  desk->assessed = true;
  desk->whole = false;
  return true;
}

static bool complete(uti_desk *desk, uti_problem *problem) {
  if (desk->whole) return true;
  uti_result result = uti_assess_rest(desk->reader, uti_desk_report(desk), &desk->assessment);
  if (result != UTI_OK) uti_problem_from(problem, result);
  desk->whole = result == UTI_OK;
  return desk->whole;
}

uti_desk *uti_arguments_level(uti_connection *connection, const uti_arguments *arguments,
                              uti_problem *problem) {
  if (arguments->count < arguments->first_fact) {
    uti_problem_say(problem, "%s(): wanted at least %d argument%s, got %d", arguments->function,
                    arguments->first_fact, arguments->first_fact == 1 ? "" : "s", arguments->count);
    return NULL;
  }
  uti_slice report;
  if (!uti_argument_text(arguments, 0, TEXT_ADVICE, &report, problem)) return NULL;
  if (!read_facts(connection, arguments, problem)) return NULL;
  bool with_facts = connection->key.length > 0;
  uti_desk *desk = &connection->desks[with_facts ? UTI_DESK_FACTS : UTI_DESK_TEXT];
  if (uti_connection_reader(connection, desk) == NULL) {
    problem->code = SQLITE_NOMEM;
    return NULL;
  }
  if (!set_facts(connection, desk, arguments, problem)) return NULL;
  return assess(desk, report, problem) ? desk : NULL;
}

uti_desk *uti_arguments_assess(uti_connection *connection, const uti_arguments *arguments,
                               uti_problem *problem) {
  uti_desk *desk = uti_arguments_level(connection, arguments, problem);
  return desk != NULL && complete(desk, problem) ? desk : NULL;
}
