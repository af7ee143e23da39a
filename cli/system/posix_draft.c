/* posix_draft.c - see system.h: a file that gets its name when it is complete.
**
** It has no name at all where the disk has such files: then it is gone when the program
** ends, however it ends. Elsewhere it stands under another name. */
#define _GNU_SOURCE   /* O_TMPFILE */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "system/system.h"

enum { NAME_ROOM = 4096, TRIES = 100 };

static char temporary[NAME_ROOM];      /* empty: no file is being written */
static int unnamed = -1;               /* the file, where it has no name: then `temporary` leads to it */
static char target_name[NAME_ROOM];

void system_draft_abandon(void) {
  if (unnamed >= 0) close(unnamed);
  else if (temporary[0] != 0) unlink(temporary);
  unnamed = -1;
  temporary[0] = 0;
}

static char *folder_of(const char *name) {
  size_t length = system_folder_length(name);
  return length == 0 ? memory_copy(".", 1) : memory_copy(name, length);
}

/* Not every kind of disk has such files, and without /proc none could be given a name. */
static bool create_unnamed(void) {
  char *folder = folder_of(target_name);
  unnamed = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  free(folder);
  if (unnamed < 0) return false;
  snprintf(temporary, sizeof temporary, "/proc/self/fd/%d", unnamed);
  if (access(temporary, W_OK) == 0) return true;
  system_draft_abandon();
  return false;
}

/* The name tells nothing but the program: ".uti-report-12345-0.tmp". */
static void name_beside_target(char name[NAME_ROOM], int attempt) {
  snprintf(name, NAME_ROOM, "%.*s.uti-report-%ld-%d.tmp", (int)system_folder_length(target_name), target_name, (long)getpid(), attempt);
}

static bool create_named(void) {
  for (int attempt = 0; attempt < TRIES; attempt++) {
    name_beside_target(temporary, attempt);
    int file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file >= 0) {
      close(file);
      return true;
    }
    temporary[0] = 0;
    if (errno != EEXIST) break;
  }
  return false;
}

const char *system_draft_begin(const char *target) {
  errno = ENAMETOOLONG;
  if (strlen(target) + 64 > NAME_ROOM) return NULL;
  strcpy(target_name, target);
  return create_unnamed() || create_named() ? temporary : NULL;
}

static bool sync_file(const char *name) {
  int file = open(name, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  bool synced = fsync(file) == 0 || errno == EINVAL || errno == EROFS;
  return close(file) == 0 && synced;
}

/* A file without a name must have one before it can replace another. */
static bool name_unnamed(bool replace) {
  char name[NAME_ROOM];
  if (!replace) return linkat(AT_FDCWD, temporary, AT_FDCWD, target_name, AT_SYMLINK_FOLLOW) == 0;
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
static bool give_name(bool replace) {
  if (unnamed >= 0) return name_unnamed(replace);
  if (replace) return rename(temporary, target_name) == 0;
  if (link(temporary, target_name) == 0) return unlink(temporary) == 0 || unlink(temporary) == 0;
  bool no_links = errno == EPERM || errno == ENOSYS || errno == EOPNOTSUPP || errno == EMLINK;
  return no_links && access(target_name, F_OK) != 0 && rename(temporary, target_name) == 0;
}

bool system_draft_name(bool replace) {
  if (!sync_file(temporary) || !give_name(replace)) return false;
  temporary[0] = 0;
  if (unnamed >= 0) close(unnamed);
  unnamed = -1;
  char *folder = folder_of(target_name);
  sync_file(folder);
  free(folder);
  return true;
}
