/* doctor_environment.c - temporary space, the locale, and variables that are no
** option's. */
#include <errno.h>
#include <string.h>

#include "doctor/doctor.h"
#include "options/option_table.h"
#include "system/system.h"

enum { MEGABYTE = 1 << 20, SPACE_WANTED = 1024 };

static void temporary_space(doctor *d) {
  const char *folder = system_temporary_folder(d->options->temporary_folder);
  uint64_t bytes = 0;
  bool memory = false;
  if (!system_folder_takes_files(folder) || !system_free_space(folder, &bytes, &memory)) {
    doctor_say(d, DOCTOR_PROBLEM, "temporary files cannot be written to %s: %s. Name another folder with --tmpdir or TMPDIR", folder, strerror(errno));
    return;
  }
  unsigned long long free_space = bytes / MEGABYTE;
  doctor_say(d, free_space < SPACE_WANTED || memory ? DOCTOR_NOTE : DOCTOR_GOOD, "temporary files: %s, %llu MB free%s", folder, free_space,
             memory ? "; it stands in memory: for large tables name a folder on a disk with --tmpdir or TMPDIR"
             : free_space < SPACE_WANTED ? "; a large workbook may need more" : "");
}

static bool is_option(const char *name, size_t length) {
  if (length == 6 && strncmp(name, "CONFIG", 6) == 0) return true;
  for (size_t i = 0; i < option_count; i++) {
    const char *option = option_table[i].name;
    if (strlen(option) != length) continue;
    size_t same = 0;
    while (same < length && (option[same] == '-' ? '_' : option[same] - 'a' + 'A') == name[same]) same++;
    if (same == length) return true;
  }
  return false;
}

static void variables(doctor *d) {
  static const char prefix[] = "UTI_REPORT_";
  for (char **one = system_variables(); *one != NULL; one++) {
    if (strncmp(*one, prefix, sizeof prefix - 1) != 0) continue;
    const char *name = *one + sizeof prefix - 1;
    size_t length = strcspn(name, "=");
    if (is_option(name, length)) doctor_say(d, DOCTOR_GOOD, "%.*s is set", (int)strcspn(*one, "="), *one);
    else doctor_say(d, DOCTOR_PROBLEM, "%.*s is no option's variable: it has no effect", (int)strcspn(*one, "="), *one);
  }
}

void doctor_environment(doctor *d) {
  temporary_space(d);
  variables(d);
}
