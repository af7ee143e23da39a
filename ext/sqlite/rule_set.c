/* rule_set.c - uti_rule_set(): changes the rules of this connection.
** It is refused while an attached schema holds values that the functions gave under
** the old rules. */
#include "adapter.h"
#include "holders.h"

void uti_refuse_if_held(sqlite3 *db, const char *function, uti_problem *problem) {
  uti_holders found = {0, NULL};
  int code = uti_find_holders(db, &found);
  if (code == SQLITE_NOMEM) {
    problem->code = SQLITE_NOMEM;
  } else if (code != SQLITE_OK) {
    uti_problem_say(problem, "%s(): cannot read the schema: %s", function, sqlite3_errmsg(db));
  } else if (found.count > 0) {
    uti_problem_say(problem,
                    "%s(): refused, %d object%s would hold stale values: %s%s: drop %s first",
                    function, found.count, found.count == 1 ? "" : "s", found.names,
                    found.count > UTI_HOLDERS_NAMED ? "; and more" : "",
                    found.count == 1 ? "it" : "them");
  }
  sqlite3_free(found.names);
}

void uti_call_rule_set(sqlite3_context *context, int count, sqlite3_value **values) {
  const uti_binding *binding = sqlite3_user_data(context);
  uti_arguments arguments = {binding->name, context, count, values, count};
  uti_problem problem = {SQLITE_OK, NULL};
  uti_rule_set rule_set = UTI_RULES_FULL;
  uti_slice word;
  if (uti_argument_text(&arguments, 0, "use 'article', 'core' or 'full'", &word, &problem)) {
    if (word.bytes == NULL || !uti_rule_set_parse(word, &rule_set)) {
      uti_problem_say(&problem, "%s(): argument 1 must be 'article', 'core' or 'full', got other %s",
                      binding->name, uti_type_name(values[0]));
    } else if (rule_set != binding->connection->rule_set) {
      uti_refuse_if_held(sqlite3_context_db_handle(context), binding->name, &problem);
    }
  }
  if (problem.code != SQLITE_OK) {
    uti_problem_to_function(&problem, context);
    return;
  }
  binding->connection->rule_set = rule_set;
  sqlite3_result_text(context, uti_rule_set_name(rule_set), -1, SQLITE_TRANSIENT);
}
