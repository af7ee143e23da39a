/* temporary_file.c - replaces libxlsxwriter's lxw_tmpfile().
**
** The library does not see that writing a part to a full disk failed, or reading it
** back: it zips what is there and reports success, and the workbook cannot be opened. The
** function is called through the library's symbol table, so a program that
** defines it takes its place. Files have no name as soon as they are open. */
#define _GNU_SOURCE
#include "workbook/temporary_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "common/text.h"

static bool failed;

bool temporary_files_failed(void) { return failed; }

/* A file that keeps its name would stay behind, so it is not used. */
static int open_unnamed(const char *folder) {
  text name = {0};
  if (folder == NULL) folder = getenv("TMPDIR");
  if (folder == NULL || *folder == 0) folder = "/tmp";
  text_add_format(&name, "%s/uti-report-XXXXXX", folder);
  int file = mkstemp(name.bytes);
  if (file >= 0 && unlink(name.bytes) != 0) {
    unlink(name.bytes);
    close(file);
    file = -1;
  }
  text_free(&name);
  return file;
}

#ifdef __GLIBC__

static int descriptor(void *cookie) { return (int)(intptr_t)cookie; }

static ssize_t read_bytes(void *cookie, char *bytes, size_t length) {
  ssize_t got;
  do got = read(descriptor(cookie), bytes, length);
  while (got < 0 && errno == EINTR);
  if (got < 0) failed = true;
  return got;
}

/* 0 is what glibc takes for an error. */
static ssize_t write_bytes(void *cookie, const char *bytes, size_t length) {
  for (size_t at = 0; at < length;) {
    ssize_t done = write(descriptor(cookie), bytes + at, length - at);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) failed = true;
    if (done <= 0) return 0;
    at += (size_t)done;
  }
  return (ssize_t)length;
}

static int seek_bytes(void *cookie, off64_t *offset, int from) {
  off64_t place = lseek64(descriptor(cookie), *offset, from);
  if (place < 0) return -1;
  *offset = place;
  return 0;
}

static int close_file(void *cookie) {
  int result = close(descriptor(cookie));
  if (result != 0) failed = true;
  return result;
}

static FILE *open_watched(int file) {
  cookie_io_functions_t functions = {read_bytes, write_bytes, seek_bytes, close_file};
  return fopencookie((void *)(intptr_t)file, "w+b", functions);
}

#else

static FILE *open_watched(int file) { return fdopen(file, "w+b"); }

#endif

__attribute__((visibility("default"))) FILE *lxw_tmpfile(char *folder) {
  int file = open_unnamed(folder);
  FILE *stream = file < 0 ? NULL : open_watched(file);
  if (stream == NULL && file >= 0) close(file);
  if (stream == NULL) failed = true;
  return stream;
}
