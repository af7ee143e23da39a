/* options.c - see options.h. */
#include "options/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/knowledge.h"
#include "common/message.h"
#include "options/option_table.h"
#include "options/settings.h"

/* getopt_long's view of the rows that the command takes; val is the row + 256. */
static void make_getopt_tables(const command *c, struct option *longs, char *shorts) {
  *shorts++ = ':';
  for (size_t i = 0; i < option_count; i++) {
    const option_row *row = &option_table[i];
    if (!option_is_of(row, c)) continue;
    int argument = row->argument == NULL ? no_argument : *row->argument == '[' ? optional_argument : required_argument;
    *longs++ = (struct option){row->name, argument, NULL, (int)i + 256};
    if (row->letter == 0) continue;
    *shorts++ = row->letter;
    if (argument == required_argument) *shorts++ = ':';
  }
  *longs = (struct option){NULL, 0, NULL, 0};
  *shorts = 0;
}

static const option_row *row_of(int found) {
  if (found >= 256 && (size_t)found < 256 + option_count) return &option_table[found - 256];
  for (size_t i = 0; i < option_count; i++)
    if (found != 0 && option_table[i].letter == found) return &option_table[i];
  return NULL;
}

/* A row that begins as the unknown option does, or holds it. */
static const option_row *similar_row(const command *c, const char *given) {
  given += strspn(given, "-");
  size_t length = strcspn(given, "=");
  for (size_t common = length; common >= 3; common--)
    for (size_t i = 0; i < option_count; i++)
      if (option_is_of(&option_table[i], c) && strncmp(option_table[i].name, given, common) == 0) return &option_table[i];
  return NULL;
}

static int unknown_option(const command *c, const char *given) {
  /* The option's name alone: a value after "=" may be a patient's. */
  int shown = (int)strcspn(given, "=");
  const option_row *near = similar_row(c, given);
  if (optopt >= 256) return message_usage("--%s takes no value", row_of(optopt)->name);
  if (near != NULL) return message_usage("there is no option %.*s: did you mean --%s?", shown, given, near->name);
  return message_usage("there is no option %.*s", shown, given);
}

/* What may be a patient's is not to be seen in the list of processes longer than needed. */
static void hide_argument(char *argument) {
  if (argument != NULL) memset(argument, '*', strlen(argument));
}

static int collect(settings *s, int count, char **arguments, options *o) {
  struct option longs[option_count + 1];
  char shorts[2 * option_count + 2];
  make_getopt_tables(s->command, longs, shorts);
  opterr = 0;
  for (int found; (found = getopt_long(count, arguments, shorts, longs, NULL)) != -1;) {
    const option_row *row = row_of(found);
    /* Some C libraries say ':' of a value too many as well. */
    const option_row *wanting = found == ':' ? row_of(optopt) : NULL;
    if (wanting != NULL && wanting->argument != NULL) return message_usage("--%s: wanted %s, got nothing", wanting->name, wanting->argument);
    char letter[3] = {'-', (char)optopt, 0};
    bool is_letter = optopt > 0 && optopt < 256;
    if (row == NULL) return unknown_option(s->command, is_letter ? letter : arguments[optind - 1]);
    settings_add(s, row, optarg, FROM_COMMAND_LINE, 0);
    if (row->private_value) hide_argument(optarg);
    if (strcmp(row->name, "config") == 0) s->file = optarg;
  }
  for (int i = optind; i < count; i++) {
    names_add(&o->arguments, arguments[i], strlen(arguments[i]));
    if (s->command->bit == EXPLAIN) hide_argument(arguments[i]);
  }
  return EXIT_DONE;
}

int options_read(const command *c, int count, char **arguments, options *o) {
  settings *given = o->given = memory_resize(NULL, 1, sizeof *given);
  *given = (settings){.command = c};
  int status = collect(given, count, arguments, o);
  if (status == EXIT_DONE) status = settings_read_environment(given);
  if (status == EXIT_DONE) status = settings_read_file(given, given->file);
  if (status == EXIT_DONE) status = settings_apply(given, o);
  return status;
}

int options_check(const options *o) {
  const uti_knowledge *k = knowledge_in_force();
  for (size_t i = 0; i < o->fact_columns.count; i++) {
    const char *given = o->fact_columns.items[i];
    uti_slice name = slice_trim((uti_slice){given, strcspn(given, "=")});
    if (uti_fact_find(k, name) < 0) return message_usage("--map: wanted " MAP_WANTED ", got '%s'", given);
  }
  for (size_t i = 0; i < o->concepts.count; i++)
    if (uti_concept_find(k, slice_of(o->concepts.items[i])) < 0)
      return message_usage("--concepts: wanted " CONCEPTS_WANTED ", got '%s'", o->concepts.items[i]);
  return EXIT_DONE;
}

void options_free(options *o) {
  if (o->given != NULL) settings_free(o->given);
  names_free(&o->arguments);
  names_free(&o->text_columns);
  names_free(&o->fact_columns);
  names_free(&o->facts);
  names_free(&o->concepts);
  names_free(&o->parameters);
  names_free(&o->settings);
}

void options_print(const command *c) {
  for (size_t i = 0; i < option_count; i++) {
    const option_row *row = &option_table[i];
    if (!option_is_of(row, c)) continue;
    char letter[8] = "    ", name[64];
    if (row->letter != 0) snprintf(letter, sizeof letter, "-%c, ", row->letter);
    bool optional = row->argument != NULL && *row->argument == '[';
    snprintf(name, sizeof name, "--%s%s%s", row->name, row->argument == NULL ? "" : optional ? "[=" : " ",
             row->argument == NULL ? "" : row->argument + optional);
    if (strlen(name) <= 22) printf("  %s%-22s %s\n", letter, name, row->help);
    else printf("  %s%s\n%29s%s\n", letter, name, "", row->help);
  }
}

int64_t options_now(const options *o) { return o->now_given ? o->now : (int64_t)time(NULL); }
