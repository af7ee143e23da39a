/* temporary_file.c - replaces libxlsxwriter's lxw_tmpfile().
**
** The library does not see that writing a part to a full disk failed, or reading it
** back: it zips what is there and reports success, and the workbook cannot be opened. The
** function is called through the library's symbol table, so a program that
** defines it takes its place. Files have no name as soon as they are open. */
#include "workbook/temporary_file.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include "system/system.h"

static bool failed;

bool temporary_files_failed(void) { return failed; }

__attribute__((visibility("default"))) FILE *lxw_tmpfile(char *folder) {
  int file = system_open_unnamed(folder);
  FILE *stream = file < 0 ? NULL : system_watched_stream(file, &failed);
  if (stream == NULL && file >= 0) close(file);
  if (stream == NULL) failed = true;
  return stream;
}
