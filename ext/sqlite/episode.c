/* episode.c - uti_episode() and uti_episode_explain(): the reports of one
** patient as an aggregate or a window.
**
** What is kept of a group hangs on SQLite's aggregate context, which SQLite
** frees itself; the episode that it points to is freed by xFinal, which is
** called on every way out, an error in another row included. Rows leave a
** window in the order in which they came, so that xInverse reads no report. */
#include "adapter.h"

#include <string.h>

#define DATE_ADVICE "use a date as '2026-11-23 08:30', a julian day or Unix seconds"

typedef struct group {
  uti_episode *episode;
  uti_rules *rules;            /* those that its reports are read by */
} group;

static const uti_binding *binding_of(sqlite3_context *context) { return sqlite3_user_data(context); }

/* ---- reported_at ---- */

/* What a text looks like, without what it says: "99/99/9999". Only where it
** is short and has a digit, as something meant for a date has. */
static const char *shape_of(uti_slice text, char shape[32]) {
  size_t length = 0;
  bool digit = false;
  if (text.length > 24) return NULL;
  for (size_t i = 0; i < text.length; i++) {
    char c = text.bytes[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
    bool number = c >= '0' && c <= '9';
    if (c != '\0' && strchr(" -/.:,+TZ", c) == NULL && !letter && !number) return NULL;
    if (c == '\0') return NULL;
    digit |= number;
    shape[length++] = number ? '9' : letter ? 'x' : c;
  }
  shape[length] = '\0';
  return digit ? shape : NULL;
}

static void say_no_time(const uti_arguments *arguments, uti_slice text, uti_problem *problem) {
  const char *function = arguments->function, *type = uti_type_name(arguments->values[1]);
  char shape[32];
  const char *seen = text.bytes == NULL ? NULL : shape_of(text, shape);
  if (seen != NULL) {
    uti_problem_say(problem, "%s(): argument 2 must be when the report was made, got %s of the form %s: " DATE_ADVICE,
                    function, type, seen);
  } else if (text.bytes != NULL) {
    uti_problem_say(problem, "%s(): argument 2 must be when the report was made, got other text (%lld bytes): " DATE_ADVICE,
                    function, (sqlite3_int64)text.length);
  } else {
    uti_problem_say(problem,
                    "%s(): argument 2 must be when the report was made, got %s that is neither a julian day "
                    "(0 to 5373484.5) nor Unix seconds (100000000 to 99999999999): " DATE_ADVICE,
                    function, type);
  }
}

static bool read_time(const uti_arguments *arguments, int64_t *time, uti_problem *problem) {
  sqlite3_value *value = arguments->values[1];
  uti_slice text = {NULL, 0};
  bool read;
  *time = UTI_NO_TIME;
  switch (sqlite3_value_type(value)) {
  case SQLITE_NULL:
    return true;
  case SQLITE_INTEGER:
  case SQLITE_FLOAT:
    read = uti_time_from_number(sqlite3_value_double(value), time);
    break;
  default:
    if (!uti_argument_text(arguments, 1, DATE_ADVICE, &text, problem)) return false;
    read = uti_time_from_text(text, time);
    break;
  }
  if (!read) say_no_time(arguments, text, problem);
  return read;
}

/* ---- Steps ---- */

/* uti_load_rules() may stand in the same statement: what one set of rules over
** time asks of a report says nothing to another. */
static bool same_rules(const group *one, const uti_connection *connection, const char *function, uti_problem *problem) {
  if (one->rules == NULL || one->rules->knowledge == connection->rules->knowledge) return true;
  uti_problem_say(problem, "%s(): wanted the same rules for all reports of an episode, got others from "
                           "uti_load_rules(): load them in a statement of their own", function);
  return false;
}

static bool add(group *one, const uti_arguments *arguments, bool explained, uti_problem *problem) {
  uti_connection *connection = ((const uti_binding *)sqlite3_user_data(arguments->context))->connection;
  uti_arguments report = *arguments;
  int64_t time;
  /* An aggregate keeps no auxiliary data of its arguments. */
  report.context = NULL;
  if (!same_rules(one, connection, arguments->function, problem) || !read_time(arguments, &time, problem)) return false;
  uti_desk *desk = uti_arguments_assess(connection, &report, problem);
  if (desk == NULL) return false;
  if (one->episode == NULL) one->episode = uti_episode_new(&uti_sqlite_allocator, explained);
  if (one->rules == NULL) one->rules = uti_rules_hold(connection->rules);
  uti_result result = one->episode == NULL ? UTI_NO_MEMORY
                                           : uti_episode_add(one->episode, desk->reader, &desk->assessment, time);
  if (result != UTI_OK) uti_problem_from(problem, result);
  return result == UTI_OK;
}

static void step(sqlite3_context *context, int count, sqlite3_value **values, bool explained) {
  uti_arguments arguments = {binding_of(context)->name, context, count, values, 2};
  uti_problem problem = {SQLITE_OK, NULL};
  group *one = sqlite3_aggregate_context(context, sizeof *one);
  if (one == NULL) {
    sqlite3_result_error_nomem(context);
  } else if (!add(one, &arguments, explained, &problem)) {
    uti_problem_to_function(&problem, context);
  }
}

void uti_step_episode(sqlite3_context *context, int count, sqlite3_value **values) {
  step(context, count, values, false);
}

void uti_step_episode_explain(sqlite3_context *context, int count, sqlite3_value **values) {
  step(context, count, values, true);
}

/* SQLite takes out only what a step has put in without an error. */
void uti_inverse_episode(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count, (void)values;
  group *one = sqlite3_aggregate_context(context, 0);
  uti_episode_remove_oldest(one->episode);
}

/* ---- Values ---- */

/* The level of what is in the window, with the reader that writes about it;
** NULL where the result is set already, or stays NULL. */
static uti_episode *level_of(sqlite3_context *context, uti_reader **reader, uti_level *level) {
  const group *one = sqlite3_aggregate_context(context, 0);
  if (one == NULL || one->episode == NULL) return NULL;
  const uti_binding *binding = binding_of(context);
  uti_connection *connection = binding->connection;
  uti_problem problem = {SQLITE_OK, NULL};
  if (!same_rules(one, connection, binding->name, &problem)) {
    uti_problem_to_function(&problem, context);
    return NULL;
  }
  *reader = uti_connection_reader(connection, &connection->desks[UTI_DESK_TEXT]);
  if (*reader == NULL || uti_episode_level(one->episode, *reader, level) != UTI_OK) {
    sqlite3_result_error_nomem(context);
    return NULL;
  }
  return one->episode;
}

void uti_value_episode(sqlite3_context *context) {
  uti_reader *reader;
  uti_level level;
  if (level_of(context, &reader, &level) != NULL && level != UTI_NOT_ASSESSABLE) {
    sqlite3_result_text(context, uti_level_name(level), -1, SQLITE_STATIC);
  }
}

void uti_value_episode_explain(sqlite3_context *context) {
  uti_reader *reader;
  uti_level level;
  size_t length = 0;
  uti_episode *episode = level_of(context, &reader, &level);
  if (episode == NULL || (level == UTI_NOT_ASSESSABLE && !uti_episode_has_warnings(episode))) return;
  const char *json = uti_write_episode_json(reader, episode, &length);
  if (json == NULL) {
    sqlite3_result_error_nomem(context);
  } else {
    uti_result_json(context, json, length);
  }
}

static void free_group(sqlite3_context *context) {
  group *one = sqlite3_aggregate_context(context, 0);
  if (one == NULL) return;
  uti_episode_free(one->episode);
  uti_rules_release(one->rules);
  *one = (group){NULL, NULL};
}

void uti_final_episode(sqlite3_context *context) {
  uti_value_episode(context);
  free_group(context);
}

void uti_final_episode_explain(sqlite3_context *context) {
  uti_value_episode_explain(context);
  free_group(context);
}
