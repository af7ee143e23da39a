/* settings.c - see settings.h. */
#include "options/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/message.h"
#include "input/source.h"

void settings_add(settings *s, const option_row *row, const char *value, setting_origin origin, size_t line) {
  s->items = memory_grow(s->items, s->count, &s->room, sizeof *s->items);
  s->items[s->count++] = (setting){row, value == NULL ? NULL : memory_copy(value, strlen(value)), origin, line};
}

void settings_free(settings *s) {
  for (size_t i = 0; i < s->count; i++) free(s->items[i].value);
  free(s->items);
  free(s);
}

const option_row *option_named(const command *c, const char *name, size_t length) {
  for (size_t i = 0; i < option_count; i++) {
    const option_row *row = &option_table[i];
    if (strlen(row->name) == length && memcmp(row->name, name, length) == 0 && (c == NULL || option_is_of(row, c))) return row;
  }
  return NULL;
}

/* What belongs to one run, is a patient's, or would be unsafe where it is not seen,
** is given on the command line alone. */
static bool may_be_stored(const option_row *row) {
  static const char *const run[] = {"help", "config", "output", "force", "apply", "man"};
  for (size_t i = 0; i < sizeof run / sizeof *run; i++)
    if (strcmp(row->name, run[i]) == 0) return false;
  return !row->private_value;
}

/* ---- The environment ---- */

static const char *in_environment(const option_row *row) {
  char name[64] = "UTI_REPORT_";
  size_t at = strlen(name);
  for (const char *c = row->name; *c != 0 && at + 1 < sizeof name; c++) name[at++] = *c == '-' ? '_' : (char)(*c - 'a' + 'A');
  name[at] = 0;
  const char *value = getenv(name);
  return value == NULL || *value == 0 ? NULL : value;
}

int settings_read_environment(settings *s) {
  for (size_t i = 0; i < option_count; i++) {
    const option_row *row = &option_table[i];
    if (!option_is_of(row, s->command) || !may_be_stored(row)) continue;
    const char *value = in_environment(row);
    if (value != NULL) settings_add(s, row, value, FROM_ENVIRONMENT, 0);
  }
  if (s->file == NULL) s->file = getenv("UTI_REPORT_CONFIG");
  if (s->file != NULL && *s->file == 0) s->file = NULL;
  return EXIT_DONE;
}

/* ---- The file ---- */

static int read_line(settings *s, uti_slice line, size_t number) {
  line = slice_trim(line);
  if (line.length == 0 || *line.bytes == '#') return EXIT_DONE;
  const char *equals = memchr(line.bytes, '=', line.length);
  if (equals == NULL) return message_usage("%s line %zu: wanted name = value, got something else", s->file, number);
  uti_slice name = slice_trim((uti_slice){line.bytes, (size_t)(equals - line.bytes)});
  uti_slice value = slice_trim((uti_slice){equals + 1, line.length - (size_t)(equals + 1 - line.bytes)});
  const option_row *any = option_named(NULL, name.bytes, name.length), *row = option_named(s->command, name.bytes, name.length);
  int shown = name.length > 40 ? 40 : (int)name.length;
  if (any == NULL) return message_usage("%s line %zu: there is no option '%.*s'", s->file, number, shown, name.bytes);
  if (!may_be_stored(row != NULL ? row : any)) return message_usage("%s line %zu: --%s can be given on the command line only", s->file, number, any->name);
  if (row == NULL) return EXIT_DONE;   /* another command's */
  char *copy = memory_copy(value.bytes, value.length);
  settings_add(s, row, copy, FROM_FILE, number);
  free(copy);
  return EXIT_DONE;
}

int settings_read_file(settings *s, const char *file) {
  s->file = file;
  if (file == NULL) return EXIT_DONE;
  source *in = source_open(file);
  if (in == NULL) return EXIT_FAILED;
  int status = EXIT_DONE;
  uti_slice line;
  for (size_t number = 1; status == EXIT_DONE && source_line(in, &line); number++) status = read_line(s, line, number);
  if (status == EXIT_DONE && source_failed(in)) status = EXIT_FAILED;
  source_close(in);
  return status;
}

/* ---- Which of them count ---- */

static setting_origin strongest(const settings *s, const option_row *row) {
  setting_origin most = FROM_FILE;
  for (size_t i = 0; i < s->count; i++)
    if (s->items[i].row == row && s->items[i].origin > most) most = s->items[i].origin;
  return most;
}

static const char *read_switch(const setting *one, bool *on) {
  static const char *const words[][2] = {{"yes", "no"}, {"true", "false"}, {"1", "0"}, {"on", "off"}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    for (size_t no = 0; no < 2; no++)
      if (strcmp(one->value, words[i][no]) == 0) {
        *on = no == 0;
        return NULL;
      }
  return "yes or no";
}

static const char *read_setting(const setting *one, options *o) {
  bool on = true;
  const char *wanted = NULL;
  if (one->row->argument == NULL && one->value != NULL) {
    wanted = read_switch(one, &on);
    return wanted == NULL && on ? one->row->read(o, NULL) : wanted;
  }
  return one->row->read(o, one->value);
}

static void add_place(const settings *s, const setting *one, text *t) {
  if (one->origin == FROM_FILE) text_add_format(t, "%s line %zu: %s", s->file, one->line, one->row->name);
  else if (one->origin == FROM_ENVIRONMENT) text_add_format(t, "environment: --%s", one->row->name);
  else text_add_format(t, "--%s", one->row->name);
}

static int refuse(const settings *s, const setting *one, const char *wanted) {
  text place = {0};
  add_place(s, one, &place);
  if (one->row->private_value) message_usage("%s: wanted %s, got something else", place.bytes, wanted);
  else message_usage("%s: wanted %s, got '%s'", place.bytes, wanted, one->value == NULL ? "" : one->value);
  text_free(&place);
  return EXIT_USAGE;
}

/* What decides the result, for the workbook's About. */
static void remember(const setting *one, options *o) {
  static const char *const left_out[] = {"output", "force", "quiet", "no-progress", "color", "help", "threads", "tmpdir", "now", "config"};
  static const char *const origins[] = {" (from the file of settings)", " (from the environment)", ""};
  for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
    if (strcmp(one->row->name, left_out[i]) == 0) return;
  if (one->row->private_value) return;
  text line = {0};
  text_add_format(&line, "--%s%s%s%s", one->row->name, one->value == NULL ? "" : " ", one->value == NULL ? "" : one->value, origins[one->origin]);
  names_add(&o->settings, line.bytes, line.length);
  text_free(&line);
}

int settings_apply(const settings *s, options *o) {
  for (size_t i = 0; i < s->count; i++) {
    const setting *one = &s->items[i];
    if (one->origin != strongest(s, one->row)) continue;
    const char *wanted = read_setting(one, o);
    if (wanted != NULL) return refuse(s, one, wanted);
    remember(one, o);
  }
  return EXIT_DONE;
}
