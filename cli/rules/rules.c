/* rules.c - the command rules: prints the knowledge, checks a pack, compares one
** with the built-in rules. */
#include "rules/rules.h"

#include <stdio.h>
#include <string.h>

#include "common/knowledge.h"
#include "common/message.h"

bool rules_tables(const options *o, size_t first, bool shown[UTI_TABLE_COUNT]) {
  for (int table = 0; table < UTI_TABLE_COUNT; table++) shown[table] = o->arguments.count <= first;
  for (size_t i = first; i < o->arguments.count; i++) {
    int table = 0;
    while (table < UTI_TABLE_COUNT && strcmp(uti_table_name((uti_table)table), o->arguments.items[i]) != 0) table++;
    if (table == UTI_TABLE_COUNT) return false;
    shown[table] = true;
  }
  return true;
}

void rules_print_cell(const char *cell) { fputs(cell, stdout); }

void rules_print_json(const char *cell) {
  text t = {0};
  text_add_json(&t, slice_of(cell));
  fwrite(t.bytes, 1, t.length, stdout);
  text_free(&t);
}

static int print(const options *o) {
  bool shown[UTI_TABLE_COUNT];
  if (!rules_tables(o, 1, shown)) {
    text names = {0};
    for (int table = 0; table < UTI_TABLE_COUNT; table++)
      text_add_format(&names, "%s%s", table == 0 ? "" : table == UTI_TABLE_COUNT - 1 ? " or " : ", ", uti_table_name((uti_table)table));
    int status = message_usage("wanted %s after print", names.bytes);
    text_free(&names);
    return status;
  }
  rules_print(knowledge_in_force(), o, shown);
  return EXIT_DONE;
}

static int check(const char *folder) {
  const uti_knowledge *pack = knowledge_read(folder, stdout, "", "");
  if (pack == NULL) return EXIT_FAILED;
  text title = {0};
  char id[17];
  rules_changes changes = rules_count_changes(uti_knowledge_builtin(), pack);
  knowledge_title(pack, &title);
  uti_rules_id(pack, UTI_RULES_FULL, id);
  message_note("no mistakes: pack %s, %zu rows added, %zu changed, %zu removed, rules %s", title.bytes, changes.added,
               changes.changed, changes.removed, id);
  text_free(&title);
  uti_knowledge_free(pack, NULL);
  return EXIT_DONE;
}

static int diff(const options *o) {
  const uti_knowledge *pack = knowledge_read(o->arguments.items[1], stderr, "", "");
  if (pack == NULL) return EXIT_FAILED;
  rules_diff(uti_knowledge_builtin(), pack, o);
  uti_knowledge_free(pack, NULL);
  return EXIT_DONE;
}

int run_rules(const options *o) {
  const char *action = o->arguments.count > 0 ? o->arguments.items[0] : "";
  if (strcmp(action, "print") == 0) return print(o);
  bool needs_folder = strcmp(action, "check") == 0 || strcmp(action, "diff") == 0;
  if (!needs_folder) return message_usage("wanted print, check DIR or diff DIR%s%.20s", *action ? ", got " : "", action);
  if (o->arguments.count != 2) return message_usage("wanted the folder of one pack after %s", action);
  return strcmp(action, "check") == 0 ? check(o->arguments.items[1]) : diff(o);
}
