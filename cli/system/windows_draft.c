/* windows_draft.c - see system.h: a file that gets its name when it is complete.
**
** Until then it stands under another name, which tells nothing, and is marked to be
** deleted: it is gone when the program ends, however it ends. Such a file cannot be
** opened by its name, so that system_fopen() asks for a handle here. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "system/windows_wide.h"

enum { TRIES = 100 };

static HANDLE draft = INVALID_HANDLE_VALUE;
static text draft_name;
static wchar_t *target_name;           /* whole */
static bool deletes_itself;            /* some network disks know no such mark */

static bool mark_deleted(bool on) {
  FILE_DISPOSITION_INFO mark = {on};
  return SetFileInformationByHandle(draft, FileDispositionInfo, &mark, sizeof mark);
}

void system_draft_abandon(void) {
  if (draft == INVALID_HANDLE_VALUE) return;
  CloseHandle(draft);
  draft = INVALID_HANDLE_VALUE;
  if (!deletes_itself) system_unlink(draft_name.bytes);
}

HANDLE draft_handle(const char *name) {
  HANDLE another;
  if (draft == INVALID_HANDLE_VALUE || strcmp(name, draft_name.bytes) != 0) return NULL;
  HANDLE program = GetCurrentProcess();
  return DuplicateHandle(program, draft, program, &another, 0, FALSE, DUPLICATE_SAME_ACCESS) ? another : NULL;
}

static bool find_target(const char *target) {
  wchar_t whole[4096], *wide = wide_of(target);
  DWORD room = sizeof whole / sizeof *whole, length = wide == NULL ? 0 : GetFullPathNameW(wide, room, whole, NULL);
  free(wide);
  free(target_name);
  target_name = NULL;
  errno = ENAMETOOLONG;
  if (length == 0 || length >= room) return false;
  target_name = memory_resize(NULL, length + 1, sizeof *target_name);
  wcscpy(target_name, whole);
  return true;
}

static bool create(const char *target, int attempt) {
  text_clear(&draft_name);
  text_add(&draft_name, target, system_folder_length(target));
  text_add_format(&draft_name, ".uti-report-%lu-%d.tmp", GetCurrentProcessId(), attempt);
  wchar_t *wide = wide_of(draft_name.bytes);
  if (wide == NULL) return false;
  draft = CreateFileW(wide, GENERIC_READ | GENERIC_WRITE | DELETE, 0, private_rights(), CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
  if (draft == INVALID_HANDLE_VALUE) errno_of_system();
  free(wide);
  return draft != INVALID_HANDLE_VALUE;
}

const char *system_draft_begin(const char *target) {
  if (!find_target(target)) return NULL;
  for (int attempt = 0; attempt < TRIES && !create(target, attempt); attempt++)
    if (errno != EEXIST) return NULL;
  if (draft == INVALID_HANDLE_VALUE) return NULL;
  deletes_itself = mark_deleted(true);
  return draft_name.bytes;
}

static bool rename_draft(bool replace) {
  size_t bytes = wcslen(target_name) * sizeof *target_name;
  FILE_RENAME_INFO *to = memory_resize(NULL, sizeof *to + bytes, 1);
  memset(to, 0, sizeof *to);
  to->ReplaceIfExists = replace;
  to->FileNameLength = (DWORD)bytes;
  memcpy(to->FileName, target_name, bytes + sizeof *target_name);
  bool done = SetFileInformationByHandle(draft, FileRenameInfo, to, (DWORD)(sizeof *to + bytes));
  if (!done) errno_of_system();
  free(to);
  return done;
}

/* What another program has open, as a spreadsheet does, cannot be replaced. */
static bool is_in_use(void) {
  HANDLE file = CreateFileW(target_name, DELETE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
  if (file != INVALID_HANDLE_VALUE) CloseHandle(file);
  return file == INVALID_HANDLE_VALUE && GetLastError() == ERROR_SHARING_VIOLATION;
}

bool system_draft_name(bool replace) {
  if (!FlushFileBuffers(draft)) {
    errno_of_system();
    return false;
  }
  if (deletes_itself && !mark_deleted(false)) {
    errno_of_system();
    return false;
  }
  if (!rename_draft(replace)) {
    if (errno == EACCES && is_in_use()) errno = EBUSY;
    int reason = errno;
    if (deletes_itself) deletes_itself = mark_deleted(true);
    errno = reason;
    return false;
  }
  CloseHandle(draft);
  draft = INVALID_HANDLE_VALUE;
  return true;
}
