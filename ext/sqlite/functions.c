/* functions.c - the scalar functions and their registration table. */
#include "adapter.h"

#include <string.h>

#define SUBTYPE_JSON 'J'

#ifdef SQLITE_RESULT_SUBTYPE
#define GIVES_JSON SQLITE_RESULT_SUBTYPE
#else
#define GIVES_JSON 0
#endif

#define STATEFUL (SQLITE_UTF8 | SQLITE_INNOCUOUS)
#define PURE (STATEFUL | SQLITE_DETERMINISTIC)
#define GUARDED (SQLITE_UTF8 | SQLITE_DIRECTONLY)

static void result_text(sqlite3_context *context, const char *text, size_t length) {
  sqlite3_result_text64(context, text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static void result_string(sqlite3_context *context, const char *text) {
  if (text != NULL) result_text(context, text, strlen(text));
}

/* What a writer of the core gave: NULL means that memory ran out. */
static void result_written(sqlite3_context *context, const char *text, size_t length) {
  if (text == NULL) {
    sqlite3_result_error_nomem(context);
  } else {
    result_text(context, text, length);
  }
}

void uti_result_json(sqlite3_context *context, const char *json, size_t length) {
  result_text(context, json, length);
  sqlite3_result_subtype(context, SUBTYPE_JSON);
}

static uti_connection *connection_of(sqlite3_context *context) {
  return ((uti_binding *)sqlite3_user_data(context))->connection;
}

static const char *name_of(sqlite3_context *context) {
  return ((uti_binding *)sqlite3_user_data(context))->name;
}

static uti_arguments arguments_of(sqlite3_context *context, int count, sqlite3_value **values) {
  return (uti_arguments){name_of(context), context, count, values, count};
}

static bool any_null(int count, sqlite3_value **values) {
  for (int i = 0; i < count; i++) {
    if (sqlite3_value_type(values[i]) == SQLITE_NULL) return true;
  }
  return false;
}

/* NULL: the error is already the result. */
static uti_desk *assess_level(sqlite3_context *context, int count, sqlite3_value **values,
                              int first_fact) {
  uti_arguments arguments = arguments_of(context, count, values);
  uti_problem problem = {SQLITE_OK, NULL};
  arguments.first_fact = first_fact;
  uti_desk *desk = uti_arguments_level(connection_of(context), &arguments, &problem);
  if (desk == NULL) uti_problem_to_function(&problem, context);
  return desk;
}

static uti_desk *assess(sqlite3_context *context, int count, sqlite3_value **values,
                        int first_fact) {
  uti_arguments arguments = arguments_of(context, count, values);
  uti_problem problem = {SQLITE_OK, NULL};
  arguments.first_fact = first_fact;
  uti_desk *desk = uti_arguments_assess(connection_of(context), &arguments, &problem);
  if (desk == NULL) uti_problem_to_function(&problem, context);
  return desk;
}

/* ---- Functions of a report ---- */

static void urgency(sqlite3_context *context, int count, sqlite3_value **values) {
  uti_desk *desk = assess_level(context, count, values, 1);
  if (desk != NULL) result_string(context, uti_level_name(desk->assessment.level));
}

static void reasons(sqlite3_context *context, int count, sqlite3_value **values) {
  uti_desk *desk = assess(context, count, values, 1);
  if (desk == NULL || desk->assessment.level == UTI_NOT_ASSESSABLE) return;
  size_t length = 0;
  const char *text = uti_write_reasons(desk->reader, &desk->assessment, &length);
  result_written(context, text, length);
}

static void mechanism(sqlite3_context *context, int count, sqlite3_value **values) {
  uti_desk *desk = assess(context, count, values, 1);
  if (desk == NULL || desk->assessment.mechanism < 0) return;
  const uti_knowledge *knowledge = uti_connection_knowledge(connection_of(context));
  result_string(context, uti_mechanism_name(knowledge, (size_t)desk->assessment.mechanism));
}

static void explain(sqlite3_context *context, int count, sqlite3_value **values) {
  uti_desk *desk = assess(context, count, values, 1);
  if (desk == NULL) return;
  const uti_assessment *assessment = &desk->assessment;
  if (assessment->level == UTI_NOT_ASSESSABLE && assessment->warning_count == 0) return;
  size_t length = 0;
  const char *json =
      uti_write_explanation_json(desk->reader, assessment, uti_desk_report(desk), &length);
  if (json == NULL) {
    sqlite3_result_error_nomem(context);
  } else {
    uti_result_json(context, json, length);
  }
}

static void has(sqlite3_context *context, int count, sqlite3_value **values) {
  if (count >= 2 && sqlite3_value_type(values[1]) == SQLITE_NULL) return;
  uti_desk *desk = assess_level(context, count, values, 2);
  if (desk == NULL) return;
  uti_arguments arguments = arguments_of(context, count, values);
  uti_problem problem = {SQLITE_OK, NULL};
  int concept;
  if (!uti_argument_concept(connection_of(context), &arguments, 1, &concept, &problem)) {
    uti_problem_to_function(&problem, context);
    return;
  }
  uti_status status = desk->assessment.statuses[concept];
  if (status == UTI_PRESENT) sqlite3_result_int(context, 1);
  if (status == UTI_ABSENT) sqlite3_result_int(context, 0);
}

static void highlight(sqlite3_context *context, int count, sqlite3_value **values) {
  if (any_null(count, values)) return;
  uti_arguments arguments = arguments_of(context, count, values);
  uti_problem problem = {SQLITE_OK, NULL};
  uti_slice open, close;
  int concept = -1;
  bool read = uti_argument_text(&arguments, 1, "use CAST(open AS TEXT)", &open, &problem) &&
              uti_argument_text(&arguments, 2, "use CAST(close AS TEXT)", &close, &problem);
  if (read && count == 4) {
    read = uti_argument_concept(connection_of(context), &arguments, 3, &concept, &problem);
  }
  uti_desk *desk = read ? uti_arguments_assess(connection_of(context), &arguments, &problem) : NULL;
  if (desk == NULL) {
    uti_problem_to_function(&problem, context);
    return;
  }
  size_t length = 0;
  const char *text = uti_write_highlight(desk->reader, &desk->assessment, uti_desk_report(desk),
                                         open, close, concept, &length);
  result_written(context, text, length);
}

static void phrase_context(sqlite3_context *context, int count, sqlite3_value **values) {
  if (any_null(count, values)) return;
  uti_connection *connection = connection_of(context);
  uti_arguments arguments = arguments_of(context, count, values);
  uti_problem problem = {SQLITE_OK, NULL};
  uti_slice text, phrase;
  bool read = uti_argument_text(&arguments, 0, "use CAST(text AS TEXT)", &text, &problem) &&
              uti_argument_text(&arguments, 1, "use CAST(phrase AS TEXT)", &phrase, &problem);
  uti_status status = UTI_NOT_MENTIONED;
  if (read) {
    uti_reader *reader = uti_connection_reader(connection, &connection->desks[UTI_DESK_PHRASE]);
    uti_result result =
        reader == NULL ? UTI_NO_MEMORY : uti_phrase_context(reader, text, phrase, &status);
    if (result != UTI_OK) uti_problem_from(&problem, result);
  }
  if (problem.code != SQLITE_OK) {
    uti_problem_to_function(&problem, context);
  } else if (status != UTI_NOT_MENTIONED) {
    result_string(context, uti_status_name(status));
  }
}

/* The score that has the name of the function. */
static void score(sqlite3_context *context, int count, sqlite3_value **values) {
  uti_desk *desk = assess(context, count, values, 1);
  if (desk == NULL || desk->assessment.level == UTI_NOT_ASSESSABLE) return;
  const char *name = name_of(context);
  int found = uti_score_find(uti_connection_knowledge(connection_of(context)), (uti_slice){name, strlen(name)});
  double lowest, highest;
  bool whole;
  if (found < 0 || !uti_score_total(desk->reader, (size_t)found, &lowest, &highest, &whole)) return;
  if (whole) sqlite3_result_int64(context, (sqlite3_int64)lowest);
  else sqlite3_result_double(context, lowest);
}

/* ---- Functions without a report ---- */

static void urgency_rank(sqlite3_context *context, int count, sqlite3_value **values) {
  if (any_null(count, values)) return;
  uti_arguments arguments = arguments_of(context, count, values);
  uti_problem problem = {SQLITE_OK, NULL};
  uti_slice word;
  uti_level level;
  if (uti_argument_text(&arguments, 0, "use CAST(level AS TEXT)", &word, &problem)) {
    if (uti_level_parse(word, &level)) {
      sqlite3_result_int(context, (int)level);
      return;
    }
    /* The word is not shown: it may be a report where a level was meant. */
    uti_problem_say(&problem,
                    "%s(): argument 1 must be 'emergency', 'urgent', 'soon', 'routine' or 'none', "
                    "got other %s: use %s(uti_urgency(report))",
                    arguments.function, uti_type_name(values[0]), arguments.function);
  }
  uti_problem_to_function(&problem, context);
}

static void rules_id(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count, (void)values;
  char id[17];
  uti_connection *connection = connection_of(context);
  uti_rules_id(uti_connection_knowledge(connection), connection->rule_set, id);
  result_string(context, id);
}

#ifdef SQLITE_CORE
#define BUILD "linked in"
#else
#define BUILD "loadable"
#endif
#ifdef __VERSION__
#define COMPILER __VERSION__
#else
#define COMPILER "unknown"
#endif

static void version(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count, (void)values;
  result_string(context, UTI_VERSION " (" BUILD ", headers of SQLite " SQLITE_VERSION
                                     ", compiler " COMPILER ")");
}

/* uti_rules_id() and uti_version() change with the rule set and with an
** upgrade: not DETERMINISTIC, so that no index or generated column holds them. */
const uti_function uti_functions[] = {
  {"uti_urgency", -1, PURE, urgency},
  {"uti_urgency_rank", 1, PURE, urgency_rank},
  {"uti_reasons", -1, PURE, reasons},
  {"cramp_mechanism", -1, PURE, mechanism},
  {"uti_explain", -1, PURE | GIVES_JSON, explain},
  {"uti_has", -1, PURE, has},
  {"uti_highlight", 3, PURE, highlight},
  {"uti_highlight", 4, PURE, highlight},
  {"uti_context", 2, PURE, phrase_context},
  {"wells_dvt", -1, PURE, score},
  {"news2", -1, PURE, score},
  {"qsofa", -1, PURE, score},
  {"sirs", -1, PURE, score},
  {"uti_probability", -1, PURE, score},
  {"temp_f", 1, PURE, uti_call_temp_f},
  {"temp_f", 2, PURE, uti_call_temp_f},
  {"temp_c", 1, PURE, uti_call_temp_c},
  {"temp_c", 2, PURE, uti_call_temp_c},
  {"uti_convert", 4, PURE, uti_call_convert},
  {"uti_rules_id", 0, STATEFUL, rules_id},
  {"uti_version", 0, STATEFUL, version},
  {"uti_rule_set", 1, GUARDED, uti_call_rule_set},
  {"uti_load_rules", 1, GUARDED, uti_call_load_rules},
};
const size_t uti_function_count = sizeof uti_functions / sizeof *uti_functions;
