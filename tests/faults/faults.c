/* faults.c - to be loaded before a program (LD_PRELOAD): makes one of its calls to
** the system fail.
**
**   UTI_FAULT_CALL=pwrite   which call; "any" counts all of them together
**   UTI_FAULT_NUMBER=3      the third of these
**   UTI_FAULT_KIND=ENOSPC   ENOSPC, EIO, EINTR, or short: fewer bytes than wanted
**   UTI_FAULT_LASTING=1     and all later ones too, as a disk stays full
**   UTI_FAULT_COUNTS=FILE   the number of calls of each name, written at the end
**
** Streams of the C library reach the system past this library's functions: those
** that the program opens, and stdout, are replaced by streams that do not. As
** nothing interrupts a stream of glibc for good, its calls begin again after EINTR. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef enum { CALL_OPEN, CALL_READ, CALL_PREAD, CALL_WRITE, CALL_PWRITE, CALL_FSYNC, CALL_CLOSE, CALL_RENAME, CALL_LINK, CALL_UNLINK, CALL_TRUNCATE, CALL_MKSTEMP, CALLS } call;

static const char *const names[CALLS] = {"open", "read", "pread", "write", "pwrite", "fsync", "close", "rename", "link", "unlink", "truncate", "mkstemp"};

static atomic_long counts[CALLS], all;
static int chosen = -2;        /* CALLS: any; -1: none */
static long number;
static int lasting;
static const char *kind = "";

static void choose(void) {
  const char *name = getenv("UTI_FAULT_CALL"), *which = getenv("UTI_FAULT_NUMBER");
  chosen = -1;
  if (name != NULL && strcmp(name, "any") == 0) chosen = CALLS;
  for (int i = 0; i < CALLS && name != NULL; i++)
    if (strcmp(name, names[i]) == 0) chosen = i;
  number = which == NULL ? 0 : strtol(which, NULL, 10);
  kind = getenv("UTI_FAULT_KIND") == NULL ? "" : getenv("UTI_FAULT_KIND");
  lasting = getenv("UTI_FAULT_LASTING") != NULL;
}

/* Whether this call is the one. */
static int is_hit(call c) {
  if (chosen == -2) choose();
  long of_name = atomic_fetch_add(&counts[c], 1) + 1, of_all = atomic_fetch_add(&all, 1) + 1;
  long now = chosen == CALLS ? of_all : of_name;
  return (chosen == CALLS || chosen == (int)c) && (now == number || (lasting && number > 0 && now > number));
}

static int is_short(void) { return strcmp(kind, "short") == 0; }

static int fault(void) {
  errno = strcmp(kind, "ENOSPC") == 0 ? ENOSPC : strcmp(kind, "EINTR") == 0 ? EINTR : EIO;
  return -1;
}

static size_t fewer(size_t length) { return length > 1 ? length / 2 : length; }

static void *next_of(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (function == NULL) abort();
  return function;
}

#define NEXT(type, name, ...)                               \
  static type (*next)(__VA_ARGS__);                         \
  if (next == NULL) *(void **)&next = next_of(name)

/* ---- Reading and writing ---- */

ssize_t read(int file, void *bytes, size_t length) {
  NEXT(ssize_t, "read", int, void *, size_t);
  if (!is_hit(CALL_READ)) return next(file, bytes, length);
  return is_short() ? next(file, bytes, fewer(length)) : fault();
}

ssize_t write(int file, const void *bytes, size_t length) {
  NEXT(ssize_t, "write", int, const void *, size_t);
  if (!is_hit(CALL_WRITE)) return next(file, bytes, length);
  return is_short() ? next(file, bytes, fewer(length)) : fault();
}

ssize_t pread64(int file, void *bytes, size_t length, off64_t place) {
  NEXT(ssize_t, "pread64", int, void *, size_t, off64_t);
  if (!is_hit(CALL_PREAD)) return next(file, bytes, length, place);
  return is_short() ? next(file, bytes, fewer(length), place) : fault();
}

ssize_t pread(int file, void *bytes, size_t length, off_t place) { return pread64(file, bytes, length, place); }

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t place) {
  NEXT(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  if (!is_hit(CALL_PWRITE)) return next(file, bytes, length, place);
  return is_short() ? next(file, bytes, fewer(length), place) : fault();
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t place) { return pwrite64(file, bytes, length, place); }

/* ---- Files ---- */

static int open_with(const char *name, int flags, mode_t mode) {
  if (is_hit(CALL_OPEN)) return fault();
  return (int)syscall(SYS_openat, AT_FDCWD, name, flags, mode);
}

#define DEFINE_OPEN(function)                            \
  int function(const char *name, int flags, ...) {       \
    va_list arguments;                                   \
    va_start(arguments, flags);                          \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0; \
    va_end(arguments);                                   \
    return open_with(name, flags, mode);                 \
  }

DEFINE_OPEN(open)
DEFINE_OPEN(open64)

int close(int file) {
  NEXT(int, "close", int);
  if (!is_hit(CALL_CLOSE) || is_short()) return next(file);
  next(file);                  /* as Linux does: it is closed all the same */
  return fault();
}

#define DEFINE_SIMPLE(call_name, function, declared, types, given) \
  int function declared {                                          \
    NEXT(int, #function, types);                                   \
    return is_hit(call_name) && !is_short() ? fault() : next given;  \
  }

#define TYPES(...) __VA_ARGS__
DEFINE_SIMPLE(CALL_FSYNC, fsync, (int file), TYPES(int), (file))
DEFINE_SIMPLE(CALL_FSYNC, fdatasync, (int file), TYPES(int), (file))
DEFINE_SIMPLE(CALL_RENAME, rename, (const char *from, const char *to), TYPES(const char *, const char *), (from, to))
DEFINE_SIMPLE(CALL_LINK, link, (const char *from, const char *to), TYPES(const char *, const char *), (from, to))
DEFINE_SIMPLE(CALL_LINK, linkat, (int from_folder, const char *from, int to_folder, const char *to, int flags), TYPES(int, const char *, int, const char *, int),
              (from_folder, from, to_folder, to, flags))
DEFINE_SIMPLE(CALL_UNLINK, unlink, (const char *name), TYPES(const char *), (name))
DEFINE_SIMPLE(CALL_TRUNCATE, ftruncate, (int file, off_t length), TYPES(int, off_t), (file, length))
DEFINE_SIMPLE(CALL_TRUNCATE, ftruncate64, (int file, off64_t length), TYPES(int, off64_t), (file, length))
DEFINE_SIMPLE(CALL_MKSTEMP, mkstemp, (char *name), TYPES(char *), (name))
DEFINE_SIMPLE(CALL_MKSTEMP, mkstemp64, (char *name), TYPES(char *), (name))
DEFINE_SIMPLE(CALL_MKSTEMP, mkostemp, (char *name, int flags), TYPES(char *, int), (name, flags))
DEFINE_SIMPLE(CALL_MKSTEMP, mkostemp64, (char *name, int flags), TYPES(char *, int), (name, flags))

/* ---- Streams ---- */

static int file_of(void *cookie) { return (int)(long)cookie; }

static ssize_t stream_read(void *cookie, char *bytes, size_t length) {
  ssize_t got;
  do got = read(file_of(cookie), bytes, length);
  while (got < 0 && errno == EINTR);
  return got;
}

static ssize_t stream_write(void *cookie, const char *bytes, size_t length) {
  size_t done = 0;
  while (done < length) {
    ssize_t more = write(file_of(cookie), bytes + done, length - done);
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return 0;   /* what glibc takes for an error */
    done += (size_t)more;
  }
  return (ssize_t)length;
}

static int stream_seek(void *cookie, off64_t *place, int from) {
  off64_t now = lseek64(file_of(cookie), *place, from);
  if (now >= 0) *place = now;
  return now < 0 ? -1 : 0;
}

static int stream_close(void *cookie) { return close(file_of(cookie)); }

static FILE *stream_on(int file, const char *mode) {
  cookie_io_functions_t functions = {stream_read, stream_write, stream_seek, stream_close};
  return fopencookie((void *)(long)file, mode, functions);
}

FILE *fopen64(const char *name, const char *mode) {
  int flags = strchr(mode, '+') != NULL ? O_RDWR : *mode == 'r' ? O_RDONLY : O_WRONLY;
  if (*mode == 'w') flags |= O_CREAT | O_TRUNC;
  if (*mode == 'a') flags |= O_CREAT | O_APPEND;
  int file = open_with(name, flags, 0666);
  return file < 0 ? NULL : stream_on(file, mode);
}

FILE *fopen(const char *name, const char *mode) { return fopen64(name, mode); }

/* ---- Beginning and end ---- */

__attribute__((constructor)) static void begin(void) {
  FILE *output = stream_on(STDOUT_FILENO, "w");
  if (output != NULL) stdout = output;
}

__attribute__((destructor)) static void end(void) {
  const char *name = getenv("UTI_FAULT_COUNTS");
  char line[64];
  if (name == NULL) return;
  int file = (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  for (int i = 0; i < CALLS; i++) {
    int length = snprintf(line, sizeof line, "%s %ld\n", names[i], atomic_load(&counts[i]));
    syscall(SYS_write, file, line, length);
  }
  syscall(SYS_close, file);
}
