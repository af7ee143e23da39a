/* main.c - finds the command, reads its options and runs it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/knowledge.h"
#include "common/message.h"
#include "privacy/hash_ids.h"
#include "manual/manual.h"
#include "system/system.h"

/* A reader that has seen enough, such as head, is no failure. That nobody reads the
** messages is no reason to leave the work undone, or to hide that it failed. */
static void leave_quietly(int signal_number) {
  (void)signal_number;
  if (!message_is_being_written()) _Exit(EXIT_DONE);
}

static const char *command_alias(const char *name) {
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) return "help";
  if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) return "version";
  return name;
}

/* Also what was written before a full disk was noticed must count as failed. */
static int end_output(int status) {
  if (fflush(stdout) != 0 || ferror(stdout)) {
    if (system_reader_is_gone(STDOUT_FILENO)) return EXIT_DONE;
    message_error("cannot write to stdout");
    return EXIT_FAILED;
  }
  return status;
}

static int run(const command *c, const options *o) {
  int status = o->rules == NULL ? EXIT_DONE : knowledge_use(o->rules);
  if (status == EXIT_DONE) status = options_check(o);
  if (status == EXIT_DONE && o->key_file != NULL && !hash_ids_use(o->key_file)) status = EXIT_FAILED;
  if (status == EXIT_DONE) status = c->run(o);
  knowledge_close();
  return status;
}

int main(int count, char **arguments) {
  system_begin(&count, &arguments);
  system_on_reader_gone(leave_quietly);
  if (count < 2) {
    help_overview(true);
    return EXIT_USAGE;
  }
  const command *c = command_find(command_alias(arguments[1]));
  if (c == NULL) {
    size_t shown = strcspn(arguments[1], " \n");
    return message_usage("there is no command '%.*s'", shown > 32 ? 32 : (int)shown, arguments[1]);
  }
  message_command(c->name);
  options o = {.rule_set = UTI_RULES_FULL, .minimum_level = UTI_SOON, .threads = system_processors(), .wait = 30, .seed = 1, .text_field = "text", .id_field = "id"};
  int status = options_read(c, count - 1, arguments + 1, &o);
  message_quiet(o.quiet);
  if (status == EXIT_DONE && o.help) help_command(c);
  else if (status == EXIT_DONE) status = run(c, &o);
  status = end_output(status);
  options_free(&o);
  return status;
}
