/* failing_calls.c - a library to preload, which makes the n-th call of a program
** that reads or writes fail, or do less than asked.
**
** FAULT_CALLS  "read" or "write": which calls are counted
** FAULT_KIND   EIO, ENOSPC, EINTR, or SHORT: half of the bytes; unset: only counts
** FAULT_AT     the call that fails, from 1
** FAULT_STAYS  set: every call after it fails too, as on a disk that is full
** FAULT_COUNT  a file that takes the number of calls at the end
** Calls on stderr are left alone, so that the program can say what happened. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STREAM_HAS_FAILED = 0x20 };   /* the flag of glibc that ferror() asks for */
enum { IN_MEMORY = -1, BY_NAME = -2 };   /* a stream over functions of the program, whose own calls count */
typedef enum { GOES_ON, FAILS, SHORT } outcome;

static atomic_long calls;
static long fails_at;
static bool stays, counts_reads, halves;
static int error_number;

static bool is(const char *name, const char *value) {
  const char *given = getenv(name);
  return given != NULL && strcmp(given, value) == 0;
}

__attribute__((constructor)) static void begin(void) {
  const char *number = getenv("FAULT_AT");
  fails_at = number == NULL ? 0 : atol(number);
  stays = getenv("FAULT_STAYS") != NULL;
  counts_reads = is("FAULT_CALLS", "read");
  halves = is("FAULT_KIND", "SHORT");
  error_number = is("FAULT_KIND", "ENOSPC") ? ENOSPC : is("FAULT_KIND", "EINTR") ? EINTR : EIO;
}

__attribute__((destructor)) static void end(void) {
  const char *file = getenv("FAULT_COUNT");
  char digits[24];
  if (file == NULL) return;
  int length = snprintf(digits, sizeof digits, "%ld\n", atomic_load(&calls));
  long opened = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (opened >= 0) syscall(SYS_write, opened, digits, (size_t)length);
}

static outcome next(bool reads, int file) {
  if (reads != counts_reads || file == STDERR_FILENO || file == IN_MEMORY) return GOES_ON;
  long number = atomic_fetch_add(&calls, 1) + 1;
  bool due = fails_at > 0 && (number == fails_at || (stays && number > fails_at));
  if (!due) return GOES_ON;
  errno = error_number;
  return halves ? SHORT : FAILS;
}

/* What only has to succeed cannot do half of it, and is not interrupted. */
static bool fails(bool reads, int file) {
  if (halves || error_number == EINTR) return false;
  return next(reads, file) == FAILS;
}

static size_t half(size_t bytes) { return bytes > 1 ? bytes / 2 : bytes; }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t read(int file, void *to, size_t bytes) {
  outcome o = next(true, file);
  return o == FAILS ? -1 : REAL(read)(file, to, o == SHORT ? half(bytes) : bytes);
}

ssize_t write(int file, const void *from, size_t bytes) {
  outcome o = next(false, file);
  return o == FAILS ? -1 : REAL(write)(file, from, o == SHORT ? half(bytes) : bytes);
}

ssize_t pread64(int file, void *to, size_t bytes, off64_t offset) {
  outcome o = next(true, file);
  return o == FAILS ? -1 : REAL(pread64)(file, to, o == SHORT ? half(bytes) : bytes, offset);
}

ssize_t pwrite64(int file, const void *from, size_t bytes, off64_t offset) {
  outcome o = next(false, file);
  return o == FAILS ? -1 : REAL(pwrite64)(file, from, o == SHORT ? half(bytes) : bytes, offset);
}

ssize_t pread(int file, void *to, size_t bytes, off_t offset) { return pread64(file, to, bytes, offset); }
ssize_t pwrite(int file, const void *from, size_t bytes, off_t offset) { return pwrite64(file, from, bytes, offset); }

int fsync(int file) { return fails(false, file) ? -1 : REAL(fsync)(file); }
int fdatasync(int file) { return fails(false, file) ? -1 : REAL(fdatasync)(file); }
int ftruncate64(int file, off64_t length) { return fails(false, file) ? -1 : REAL(ftruncate64)(file, length); }
int rename(const char *from, const char *to) { return fails(false, BY_NAME) ? -1 : REAL(rename)(from, to); }

/* Streams do not come by read() and write() of this library. */
size_t fwrite(const void *from, size_t size, size_t count, FILE *stream) {
  if (!fails(false, fileno(stream))) return REAL(fwrite)(from, size, count, stream);
  stream->_flags |= STREAM_HAS_FAILED;
  return 0;
}

size_t fread(void *to, size_t size, size_t count, FILE *stream) {
  if (!fails(true, fileno(stream))) return REAL(fread)(to, size, count, stream);
  stream->_flags |= STREAM_HAS_FAILED;
  return 0;
}

int fflush(FILE *stream) {
  if (stream == NULL || !fails(false, fileno(stream))) return REAL(fflush)(stream);
  stream->_flags |= STREAM_HAS_FAILED;
  return EOF;
}

int fclose(FILE *stream) {
  bool failed = fails(false, fileno(stream));
  int result = REAL(fclose)(stream);
  if (failed) errno = error_number;
  return failed ? EOF : result;
}
