/* system_calls.c - packs read while one call to the system fails or answers short. The
** linker puts the functions below in place of the system's (--wrap), so that ext/pack is
** tested as it stands. Each failure is a mistake that says what happened; the rest of
** the pack is looked at, and nothing is lost. Prints TAP. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../failing_allocator.h"
#include "uti_pack.h"

typedef enum { NO_CALL, OPEN, OPEN_LIST, LIST, OPEN_FILE, STATUS, READ } system_call;
/* What a call does that does not fail: a file that has other bytes, or another size. */
enum { SHORT = -1, GROWS = -2, NEGATIVE = -3, A_PIPE = -4 };

static struct { system_call call; int how, descriptors; } now;

static bool fails(system_call call) {
  if (now.call != call || now.how <= 0) return false;
  errno = now.how;
  if (now.how == EINTR) now.how = 0;   /* once */
  return true;
}

int __real_open(const char *, int, ...);
int __real_openat(int, const char *, int, ...);
DIR *__real_fdopendir(int);
int __real_closedir(DIR *);
int __real_close(int);
int __real_fstat(int, struct stat *);
ssize_t __real_read(int, void *, size_t);

int __wrap_open(const char *path, int flags, ...) {
  if (fails(OPEN)) return -1;
  int file = __real_open(path, flags);
  now.descriptors += file >= 0;
  return file;
}

int __wrap_openat(int folder, const char *name, int flags, ...) {
  if (fails(strcmp(name, ".") == 0 ? OPEN_LIST : OPEN_FILE)) return -1;
  int file = __real_openat(folder, name, flags);
  now.descriptors += file >= 0;
  return file;
}

DIR *__wrap_fdopendir(int file) { return fails(LIST) ? NULL : __real_fdopendir(file); }

int __wrap_closedir(DIR *list) {
  now.descriptors--;
  return __real_closedir(list);
}

int __wrap_close(int file) {
  now.descriptors--;
  return __real_close(file);
}

int __wrap_fstat(int file, struct stat *about) {
  if (fails(STATUS)) return -1;
  int result = __real_fstat(file, about);
  if (now.call == STATUS && now.how == NEGATIVE) about->st_size = -1;
  if (now.call == STATUS && now.how == GROWS) about->st_size = 9;
  if (now.call == STATUS && now.how == A_PIPE) about->st_mode = S_IFIFO;
  return result;
}

ssize_t __wrap_read(int file, void *bytes, size_t size) {
  if (fails(READ)) return -1;
  return __real_read(file, bytes, now.call == READ && now.how == SHORT && size > 7 ? 7 : size);
}

static const struct {
  const char *title;
  system_call call;
  int how;
  const char *said;        /* a piece of the mistakes; NULL: the pack is as good as ever */
} cases[] = {
  {"no failure", NO_CALL, 0, NULL},
  {"a folder that may not be read", OPEN, EACCES, "wanted a folder that may be read, got no permission\n"},
  {"a folder that is not there", OPEN, ENOENT, "wanted a folder, got a name that does not exist\n"},
  {"something else than a folder", OPEN, ENOTDIR, "wanted a folder, got something else\n"},
  {"too many open files", OPEN, EMFILE, "wanted a folder, got an error when it was opened\n"},
  {"no second look at the folder", OPEN_LIST, EMFILE, "wanted a folder that can be listed, got an error\n"},
  {"a folder that cannot be listed", LIST, ENOMEM, "wanted a folder that can be listed, got an error\n"},
  {"a file that may not be read", OPEN_FILE, EACCES, "phrases.tsv:1:1: wanted a file that can be read, got an error\n"},
  {"a file that is a link", OPEN_FILE, ELOOP, "phrases.tsv:1:1: wanted a regular file, got a link\n"},
  {"no file at all", OPEN_FILE, ENOENT, "wanted a folder with at least one table of a rule pack, such as phrases.tsv, got none\n"},
  {"a file of which nothing is known", STATUS, EIO, "phrases.tsv:1:1: wanted a regular file, got something else\n"},
  {"a file that became a pipe", STATUS, A_PIPE, "phrases.tsv:1:1: wanted a regular file, got something else\n"},
  {"a file with less than no bytes", STATUS, NEGATIVE, "phrases.tsv:1:1: wanted at most 4 MB, got a larger file\n"},
  {"a file that grows while it is read", STATUS, GROWS, "phrases.tsv:1:1: wanted a file at rest, got one that grows\n"},
  {"a disk that cannot be read", READ, EIO, "phrases.tsv:1:1: wanted a file that can be read, got an error\n"},
  {"a signal in between", READ, EINTR, NULL},
  {"reads of seven bytes", READ, SHORT, NULL},
};

/* What is wrong; NULL: nothing. */
static const char *judge(size_t i) {
  counting c = {-1, 0};
  const uti_allocator allocator = {counting_resize, &c};
  const uti_knowledge *knowledge = NULL;
  uti_mistakes mistakes;
  const char *wrong = NULL;
  now.call = cases[i].call;
  now.how = cases[i].how;
  now.descriptors = 0;
  uti_result result = uti_pack_read("fixtures/packs/small", &allocator, &knowledge, &mistakes);
  if (cases[i].said == NULL) wrong = result == UTI_OK && mistakes.count == 0 ? NULL : "the pack is refused";
  else if (result != UTI_BAD_PACK || knowledge != NULL) wrong = "the pack is taken";
  else if (strstr(mistakes.lines, cases[i].said) == NULL) wrong = "another mistake is told";
  if (wrong != NULL && mistakes.lines != NULL) printf("# got %s", mistakes.lines);
  uti_knowledge_free(knowledge, &allocator);
  uti_mistakes_free(&mistakes, &allocator);
  if (c.live != 0) wrong = "memory is lost";
  if (now.descriptors != 0) wrong = "a file stays open";
  return wrong;
}

int main(void) {
  int failed = 0;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *wrong = judge(i);
    failed += wrong != NULL;
    printf("%s %zu - %s%s%s\n", wrong == NULL ? "ok" : "not ok", i + 1, cases[i].title, wrong == NULL ? "" : ": ", wrong == NULL ? "" : wrong);
  }
  printf("1..%zu\n", sizeof cases / sizeof *cases);
  return failed != 0;
}
