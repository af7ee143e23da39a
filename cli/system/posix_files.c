/* posix_files.c - see system.h: files. */
#define _GNU_SOURCE   /* O_TMPFILE, fopencookie */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

#include "system/system.h"

/* ---- Names ---- */

static system_kind kind_of_mode(mode_t mode) { return S_ISREG(mode) ? SYSTEM_FILE : S_ISDIR(mode) ? SYSTEM_FOLDER : SYSTEM_OTHER; }

system_kind system_kind_of(const char *name) {
  struct stat status;
  return stat(name, &status) != 0 ? SYSTEM_NOTHING : kind_of_mode(status.st_mode);
}

system_kind system_kind_of_itself(const char *name) {
  struct stat status;
  return lstat(name, &status) != 0 ? SYSTEM_NOTHING : kind_of_mode(status.st_mode);
}

system_kind system_kind_of_open(int file, uint64_t *size) {
  struct stat status;
  if (fstat(file, &status) != 0) return SYSTEM_NOTHING;
  *size = S_ISREG(status.st_mode) && status.st_size > 0 ? (uint64_t)status.st_size : 0;
  return kind_of_mode(status.st_mode);
}

int system_open(const char *name) { return open(name, O_RDONLY | O_CLOEXEC); }

bool system_same_file(const char *one, const char *other) {
  struct stat a, b;
  return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool system_folder_takes_files(const char *folder) { return access(folder, W_OK | X_OK) == 0; }

size_t system_folder_length(const char *name) {
  const char *slash = strrchr(name, '/');
  return slash == NULL ? 0 : (size_t)(slash - name) + 1;
}

bool system_names_folder(const char *name) { return strchr(name, '/') != NULL; }
char *system_whole_name(const char *name) { return realpath(name, NULL); }

void system_program_folder(text *t) {
  char path[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  while (length > 0 && path[length - 1] != '/') length--;
  text_add(t, path, length > 0 ? (size_t)length : 0);
}

const char *system_temporary_folder(const char *given) {
  const char *folder = given != NULL ? given : getenv("TMPDIR");
  return folder == NULL || *folder == 0 ? "/tmp" : folder;
}

static bool is_memory(const char *folder) {
#ifdef __linux__
  static const unsigned tmpfs = 0x01021994u, ramfs = 0x858458f6u;
  struct statfs system;
  return statfs(folder, &system) == 0 && ((unsigned)system.f_type == tmpfs || (unsigned)system.f_type == ramfs);
#else
  (void)folder;
  return false;
#endif
}

bool system_free_space(const char *folder, uint64_t *bytes, bool *in_memory) {
  struct statvfs space;
  if (statvfs(folder, &space) != 0) return false;
  *bytes = (uint64_t)space.f_bavail * space.f_frsize;
  *in_memory = is_memory(folder);
  return true;
}

/* ---- Private files ---- */

int system_create_private(const char *name) { return open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600); }

/* A file that kept its name would stay behind, so it is not used. */
int system_open_unnamed(const char *folder) {
  text name = {0};
  text_add_format(&name, "%s/uti-report-XXXXXX", system_temporary_folder(folder));
  int file = mkostemp(name.bytes, O_CLOEXEC);   /* 0600 */
  if (file >= 0 && unlink(name.bytes) != 0) {
    int reason = errno;
    unlink(name.bytes);
    close(file);
    file = -1;
    errno = reason;
  }
  text_free(&name);
  return file;
}

bool system_read_at(int file, uint64_t place, void *to, size_t length) {
  for (size_t at = 0; at < length;) {
    ssize_t done = pread(file, (char *)to + at, length - at, (off_t)(place + at));
    if (done < 0 && errno == EINTR) continue;
    if (done == 0) errno = EIO;
    if (done <= 0) return false;
    at += (size_t)done;
  }
  return true;
}

bool system_write_at(int file, uint64_t place, const void *from, size_t length) {
  for (size_t at = 0; at < length;) {
    ssize_t done = pwrite(file, (const char *)from + at, length - at, (off_t)(place + at));
    if (done < 0 && errno == EINTR) continue;
    if (done == 0) errno = ENOSPC;
    if (done <= 0) return false;
    at += (size_t)done;
  }
  return true;
}

bool system_open_to_others(FILE *file) {
  struct stat status;
  return fstat(fileno(file), &status) == 0 && (status.st_mode & 077) != 0;
}

/* ---- Streams that are watched ---- */

#ifdef __GLIBC__

typedef struct watched {
  int file;
  bool *failed;
} watched;

static ssize_t read_bytes(void *cookie, char *bytes, size_t length) {
  const watched *w = cookie;
  ssize_t got;
  do got = read(w->file, bytes, length);
  while (got < 0 && errno == EINTR);
  if (got < 0) *w->failed = true;
  return got;
}

/* 0 is what glibc takes for an error. */
static ssize_t write_bytes(void *cookie, const char *bytes, size_t length) {
  const watched *w = cookie;
  for (size_t at = 0; at < length;) {
    ssize_t done = write(w->file, bytes + at, length - at);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) *w->failed = true;
    if (done <= 0) return 0;
    at += (size_t)done;
  }
  return (ssize_t)length;
}

static int seek_bytes(void *cookie, off64_t *offset, int from) {
  const watched *w = cookie;
  off64_t place = lseek64(w->file, *offset, from);
  if (place < 0) return -1;
  *offset = place;
  return 0;
}

static int close_file(void *cookie) {
  watched *w = cookie;
  int result = close(w->file);
  if (result != 0) *w->failed = true;
  free(w);
  return result;
}

FILE *system_watched_stream(int file, bool *failed) {
  cookie_io_functions_t functions = {read_bytes, write_bytes, seek_bytes, close_file};
  watched *w = memory_resize(NULL, 1, sizeof *w);
  *w = (watched){file, failed};
  FILE *stream = fopencookie(w, "w+b", functions);
  if (stream == NULL) free(w);
  return stream;
}

#else

FILE *system_watched_stream(int file, bool *failed) {
  (void)failed;
  return fdopen(file, "w+b");
}

#endif
