/* output_file.c - see output_file.h. */
#define _GNU_SOURCE   /* O_TMPFILE */
#include "common/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/message.h"
#include "common/text.h"

enum { NAME_ROOM = 4096, TRIES = 100 };

static char temporary[NAME_ROOM];      /* empty: no file is being written */
static int unnamed = -1;               /* the file, where it has no name: then `temporary` leads to it */
static char target_name[NAME_ROOM];
static bool replacing;

static void remove_temporary(void) {
  if (unnamed >= 0) close(unnamed);
  else if (temporary[0] != 0) unlink(temporary);
  unnamed = -1;
  temporary[0] = 0;
}

static void interrupted(int signal_number) {
  remove_temporary();
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

static void remove_when_interrupted(void) {
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  struct sigaction action;
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    /* A signal that is ignored, as under nohup, stays so. */
    if (sigaction(signals[i], NULL, &action) != 0 || action.sa_handler == SIG_IGN) continue;
    memset(&action, 0, sizeof action);
    action.sa_handler = interrupted;
    sigaction(signals[i], &action, NULL);
  }
  static bool registered;
  if (!registered) atexit(remove_temporary);
  registered = true;
}

static bool fail(const char *reason) {
  message_error("cannot write %s: %s", target_name, reason);
  remove_temporary();
  return false;
}

static bool may_be_written(bool replace) {
  struct stat status;
  if (lstat(target_name, &status) != 0) return errno == ENOENT || fail(strerror(errno));
  if (!replace) return fail("it exists; --force replaces it");
  return S_ISREG(status.st_mode) || fail("it is no ordinary file");
}

static size_t folder_length(const char *name) {
  const char *slash = strrchr(name, '/');
  return slash == NULL ? 0 : (size_t)(slash - name) + 1;
}

static char *folder_of(const char *name) {
  size_t length = folder_length(name);
  return length == 0 ? memory_copy(".", 1) : memory_copy(name, length);
}

/* In the target's folder, and gone when the program ends, however it ends. Not every
** kind of disk has such files, and without /proc none could be given a name. */
static bool create_unnamed(void) {
  char *folder = folder_of(target_name);
  unnamed = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  free(folder);
  if (unnamed < 0) return false;
  snprintf(temporary, sizeof temporary, "/proc/self/fd/%d", unnamed);
  if (access(temporary, W_OK) == 0) return true;
  remove_temporary();
  return false;
}

/* The name tells nothing but the program: ".uti-report-12345-0.tmp". */
static void name_beside_target(char name[NAME_ROOM], int attempt) {
  snprintf(name, NAME_ROOM, "%.*s.uti-report-%ld-%d.tmp", (int)folder_length(target_name), target_name, (long)getpid(), attempt);
}

static bool create_named(void) {
  for (int attempt = 0; attempt < TRIES; attempt++) {
    name_beside_target(temporary, attempt);
    int file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file >= 0) {
      close(file);
      return true;
    }
    int reason = errno;
    temporary[0] = 0;
    if (reason != EEXIST) return fail(strerror(reason));
  }
  return fail("no name for a temporary file is free");
}

bool output_file_possible(const char *target, bool replace) {
  if (strlen(target) + 64 > NAME_ROOM) {
    message_error("the name of the output file is too long");
    return false;
  }
  strcpy(target_name, target);
  replacing = replace;
  if (!may_be_written(replace)) return false;
  char *folder = folder_of(target);
  bool writable = access(folder, W_OK | X_OK) == 0 || fail(strerror(errno));
  free(folder);
  return writable;
}

const char *output_file_begin(const char *target, bool replace) {
  if (!output_file_possible(target, replace)) return NULL;
  remove_when_interrupted();
  return create_unnamed() || create_named() ? temporary : NULL;
}

static bool sync_file(const char *name) {
  int file = open(name, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  bool synced = fsync(file) == 0 || errno == EINVAL || errno == EROFS;
  return close(file) == 0 && synced;
}

/* A file without a name must have one before it can replace another. */
static bool name_unnamed(void) {
  char name[NAME_ROOM];
  if (!replacing) return linkat(AT_FDCWD, temporary, AT_FDCWD, target_name, AT_SYMLINK_FOLLOW) == 0;
  bool linked = false;
  for (int attempt = 0; attempt < TRIES && !linked; attempt++) {
    name_beside_target(name, attempt);
    linked = linkat(AT_FDCWD, temporary, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
    if (!linked && errno != EEXIST) return false;
  }
  if (linked && rename(name, target_name) == 0) return true;
  int reason = errno;
  if (linked) unlink(name);
  errno = reason;
  return false;
}

/* link() does not replace a file that came in the meantime, as rename() would. */
static bool give_name(void) {
  if (unnamed >= 0) return name_unnamed();
  if (replacing) return rename(temporary, target_name) == 0;
  if (link(temporary, target_name) == 0) return unlink(temporary) == 0 || unlink(temporary) == 0;
  bool no_links = errno == EPERM || errno == ENOSYS || errno == EOPNOTSUPP || errno == EMLINK;
  return no_links && access(target_name, F_OK) != 0 && rename(temporary, target_name) == 0;
}

bool output_file_commit(void) {
  if (!sync_file(temporary) || !give_name()) return fail(errno == EEXIST ? "it came into being meanwhile" : strerror(errno));
  temporary[0] = 0;
  if (unnamed >= 0) close(unnamed);
  unnamed = -1;
  char *folder = folder_of(target_name);
  sync_file(folder);
  free(folder);
  return true;
}

void output_file_abandon(void) { remove_temporary(); }

bool output_file_is(const char *target, const char *name) {
  struct stat a, b;
  return stat(target, &a) == 0 && stat(name, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}
