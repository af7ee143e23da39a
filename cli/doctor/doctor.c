/* doctor.c - the command doctor. */
#include "doctor/doctor.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "common/knowledge.h"
#include "common/message.h"
#include "common/terminal.h"

void doctor_say(doctor *d, doctor_grade grade, const char *format, ...) {
  static const char *const words[] = {"ok", "note", "problem"};
  static const char *const colors[] = {"\033[32m", "\033[33m", "\033[1;31m"};
  char line[2048];
  va_list values;
  va_start(values, format);
  vsnprintf(line, sizeof line, format, values);
  va_end(values);
  if (grade == DOCTOR_PROBLEM) d->problems++;
  printf("  %s%-8s%s ", d->colored ? colors[grade] : "", words[grade], d->colored ? TERMINAL_PLAIN : "");
  terminal_wrap(stdout, slice_of(line), 11, 11, false);
}

void doctor_heading(const doctor *d, const char *words) {
  printf("%s%s%s\n", d->colored ? TERMINAL_BOLD : "", words, d->colored ? TERMINAL_PLAIN : "");
}

static void versions(doctor *d) {
  char id[17];
  text pack = {0};
  doctor_heading(d, "Program");
  uti_rules_id(knowledge_in_force(), d->options->rule_set, id);
  knowledge_title(knowledge_in_force(), &pack);
  doctor_say(d, DOCTOR_GOOD, "uti-report %s, rules %s (%s), pack %s", UTI_VERSION, id, uti_rule_set_name(d->options->rule_set), pack.bytes);
  doctor_say(d, DOCTOR_GOOD, "SQLite %s, libxlsxwriter %s, jansson %s", sqlite3_libversion(), lxw_version(), jansson_version_str());
  if (sqlite3_libversion_number() < 3030000)
    doctor_say(d, DOCTOR_PROBLEM, "SQLite %s is older than 3.30, which the queries of sql/ need", sqlite3_libversion());
  text_free(&pack);
}

int run_doctor(const options *o) {
  if (o->arguments.count > 0) return message_usage("wanted no argument; give a database with --db");
  doctor d = {.options = o, .colored = terminal_colors(o->color, STDOUT_FILENO)};
  text extension = {0};
  versions(&d);
  doctor_heading(&d, "Extension");
  bool found = doctor_extension(&d, &extension);
  doctor_heading(&d, "Hosts");
  if (found) doctor_hosts(&d, extension.bytes);
  else doctor_say(&d, DOCTOR_NOTE, "not tried without the extension");
  doctor_heading(&d, "Environment");
  doctor_environment(&d);
  if (o->database != NULL) {
    doctor_heading(&d, "Database");
    doctor_database(&d, o->database);
  }
  text_free(&extension);
  printf("%zu problem%s found\n", d.problems, d.problems == 1 ? "" : "s");
  return d.problems > 0 ? EXIT_FAILED : EXIT_DONE;
}
