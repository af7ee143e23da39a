/* load_rules.c - uti_load_rules(): a rule pack for this connection.
**
** The pack is read and compiled as a whole before anything changes; where it
** holds a mistake, the rules in force stay. What still uses the old rules (a
** scan of uti_phrases in the same statement) keeps them alive (connection.c). */
#include "adapter.h"

#include <string.h>

#include "../uti_pack.h"

#define MISTAKES_SHOWN ((size_t)64 * 1024)

/* All mistakes, a line each; of a very long list its beginning. */
static void say_mistakes(uti_problem *problem, const char *function, const uti_mistakes *mistakes) {
  size_t shown = mistakes->length;
  const char *more = "";
  if (shown > MISTAKES_SHOWN) {
    shown = MISTAKES_SHOWN;
    while (mistakes->lines[shown - 1] != '\n') shown--;
    more = "\n... (uti-report rules check DIR shows them all)";
  }
  uti_problem_say(problem, "%s(): the rules in force stay, as the pack holds %llu mistake%s:\n%.*s%s", function,
                  (unsigned long long)mistakes->count, mistakes->count == 1 ? "" : "s", (int)shown - 1, mistakes->lines,
                  more);
}

/* The rules of the folder, or the built-in ones for NULL; NULL with a problem. */
static uti_rules *read_rules(const char *function, const char *folder, uti_problem *problem) {
  const uti_knowledge *knowledge = uti_knowledge_builtin();
  uti_mistakes mistakes = {NULL, 0, 0};
  uti_result result = folder == NULL ? UTI_OK : uti_pack_read(folder, &uti_sqlite_allocator, &knowledge, &mistakes);
  if (result == UTI_BAD_PACK) say_mistakes(problem, function, &mistakes);
  else if (result != UTI_OK) problem->code = SQLITE_NOMEM;
  uti_mistakes_free(&mistakes, &uti_sqlite_allocator);
  if (problem->code != SQLITE_OK) return NULL;
  uti_rules *rules = uti_rules_new(knowledge);
  if (rules == NULL) problem->code = SQLITE_NOMEM;
  return rules;
}

/* The path, terminated; *folder NULL for SQL's NULL. */
static bool read_folder_name(const uti_arguments *arguments, char **folder, uti_problem *problem) {
  uti_slice path;
  *folder = NULL;
  if (!uti_argument_text(arguments, 0, "use the path of a folder, or NULL for the built-in rules", &path, problem)) return false;
  if (path.bytes == NULL) return true;
  if (path.length == 0 || memchr(path.bytes, 0, path.length) != NULL) {
    uti_problem_say(problem, "%s(): argument 1 must be the path of a folder, or NULL for the built-in rules, got %s",
                    arguments->function, path.length == 0 ? "an empty text" : "a text with a NUL character");
    return false;
  }
  *folder = sqlite3_mprintf("%.*s", (int)path.length, path.bytes);
  if (*folder == NULL) problem->code = SQLITE_NOMEM;
  return *folder != NULL;
}

static void put_in_force(uti_connection *connection, uti_rules *rules) {
  uti_rules_release(connection->rules);
  connection->rules = rules;
}

void uti_call_load_rules(sqlite3_context *context, int count, sqlite3_value **values) {
  const uti_binding *binding = sqlite3_user_data(context);
  uti_connection *connection = binding->connection;
  uti_arguments arguments = {binding->name, context, count, values, count};
  uti_problem problem = {SQLITE_OK, NULL};
  char *folder = NULL;
  uti_rules *rules = NULL;
  if (read_folder_name(&arguments, &folder, &problem)) {
    bool stays = folder == NULL && connection->rules->knowledge == uti_knowledge_builtin();
    if (!stays) uti_refuse_if_held(sqlite3_context_db_handle(context), binding->name, &problem);
    if (problem.code == SQLITE_OK) rules = read_rules(binding->name, folder, &problem);
  }
  sqlite3_free(folder);
  if (rules == NULL) {
    uti_problem_to_function(&problem, context);
    return;
  }
  put_in_force(connection, rules);
  char id[17];
  uti_rules_id(rules->knowledge, connection->rule_set, id);
  sqlite3_result_text(context, id, 16, SQLITE_TRANSIENT);
}
