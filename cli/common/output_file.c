/* output_file.c - see output_file.h. */
#include "common/output_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/message.h"
#include "system/system.h"

enum { NAME_ROOM = 4096 };

static char target_name[NAME_ROOM];
static bool replacing;

static void interrupted(int signal_number) {
  system_draft_abandon();
  system_end_by_signal(signal_number);
}

static void remove_when_interrupted(void) {
  static bool registered;
  system_on_interruption(interrupted, false);
  if (!registered) atexit(system_draft_abandon);
  registered = true;
}

static bool fail(const char *reason) {
  message_error("cannot write %s: %s", target_name, reason);
  system_draft_abandon();
  return false;
}

static bool may_be_written(bool replace) {
  system_kind kind = system_kind_of_itself(target_name);
  if (kind == SYSTEM_NOTHING) return errno == ENOENT || fail(strerror(errno));
  if (!replace) return fail("it exists; --force replaces it");
  return kind == SYSTEM_FILE || fail("it is no ordinary file");
}

static bool folder_takes_files(void) {
  size_t length = system_folder_length(target_name);
  char *folder = length == 0 ? memory_copy(".", 1) : memory_copy(target_name, length);
  bool good = system_folder_takes_files(folder);
  int reason = errno;
  free(folder);
  return good || fail(strerror(reason));
}

bool output_file_possible(const char *target, bool replace) {
  if (strlen(target) + 64 > NAME_ROOM) {
    message_error("the name of the output file is too long");
    return false;
  }
  strcpy(target_name, target);
  replacing = replace;
  return may_be_written(replace) && folder_takes_files();
}

const char *output_file_begin(const char *target, bool replace) {
  if (!output_file_possible(target, replace)) return NULL;
  remove_when_interrupted();
  const char *name = system_draft_begin(target);
  if (name == NULL) fail(errno == EEXIST ? "no name for a temporary file is free" : strerror(errno));
  return name;
}

bool output_file_commit(void) {
  return system_draft_name(replacing) || fail(errno == EEXIST ? "it came into being meanwhile" : strerror(errno));
}

void output_file_abandon(void) { system_draft_abandon(); }

bool output_file_is(const char *target, const char *name) { return system_same_file(target, name); }
