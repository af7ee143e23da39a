/* windows_files.c - see system.h and windows_names.h: files. */
#include <stdlib.h>

#include <aclapi.h>
#include <errno.h>
#include <io.h>
#include <string.h>

#include "system/windows_wide.h"

enum { SHARED = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, TRIES = 100 };

/* Without MSVCRT's translations; NULL with errno. */
static HANDLE open_handle(const char *name, DWORD access, DWORD how, DWORD flags) {
  wchar_t *wide = wide_of(name);
  if (wide == NULL) return INVALID_HANDLE_VALUE;
  HANDLE handle = CreateFileW(wide, access, SHARED, NULL, how, flags, NULL);
  if (handle == INVALID_HANDLE_VALUE) errno_of_system();
  free(wide);
  return handle;
}

/* ---- Names ---- */

static system_kind kind_of_handle(HANDLE handle) {
  BY_HANDLE_FILE_INFORMATION about;
  if (GetFileType(handle) != FILE_TYPE_DISK) return SYSTEM_OTHER;
  bool folder = GetFileInformationByHandle(handle, &about) && (about.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
  return folder ? SYSTEM_FOLDER : SYSTEM_FILE;
}

system_kind system_kind_of(const char *name) {
  HANDLE handle = open_handle(name, 0, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
  if (handle == INVALID_HANDLE_VALUE) return SYSTEM_NOTHING;
  system_kind kind = kind_of_handle(handle);
  CloseHandle(handle);
  return kind;
}

/* Files that a cloud keeps are marked as links are, and are none. */
static bool is_link(const char *name) {
  WIN32_FIND_DATAW about;
  wchar_t *wide = wide_of(name);
  HANDLE found = wide == NULL ? INVALID_HANDLE_VALUE : FindFirstFileW(wide, &about);
  free(wide);
  if (found == INVALID_HANDLE_VALUE) return false;
  FindClose(found);
  bool marked = (about.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
  return marked && (about.dwReserved0 == IO_REPARSE_TAG_SYMLINK || about.dwReserved0 == IO_REPARSE_TAG_MOUNT_POINT);
}

system_kind system_kind_of_itself(const char *name) { return is_link(name) ? SYSTEM_OTHER : system_kind_of(name); }

system_kind system_kind_of_open(int file, uint64_t *size) {
  HANDLE handle = (HANDLE)_get_osfhandle(file);
  LARGE_INTEGER bytes = {.QuadPart = 0};
  if (handle == INVALID_HANDLE_VALUE) return SYSTEM_NOTHING;
  system_kind kind = kind_of_handle(handle);
  *size = kind == SYSTEM_FILE && GetFileSizeEx(handle, &bytes) ? (uint64_t)bytes.QuadPart : 0;
  return kind;
}

static bool identify(const char *name, BY_HANDLE_FILE_INFORMATION *about) {
  HANDLE handle = open_handle(name, 0, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
  if (handle == INVALID_HANDLE_VALUE) return false;
  bool known = GetFileInformationByHandle(handle, about);
  CloseHandle(handle);
  return known;
}

bool system_same_file(const char *one, const char *other) {
  BY_HANDLE_FILE_INFORMATION a, b;
  return identify(one, &a) && identify(other, &b) && a.dwVolumeSerialNumber == b.dwVolumeSerialNumber && a.nFileIndexHigh == b.nFileIndexHigh && a.nFileIndexLow == b.nFileIndexLow;
}

/* Rights may come from anywhere: only trying tells. */
bool system_folder_takes_files(const char *folder) {
  int file = system_open_unnamed(folder);
  return file >= 0 && close(file) == 0;
}

size_t system_folder_length(const char *name) {
  size_t length = strlen(name);
  while (length > 0 && strchr("/\\", name[length - 1]) == NULL && !(length == 2 && name[1] == ':')) length--;
  return length;
}

bool system_names_folder(const char *name) { return strpbrk(name, "/\\") != NULL; }

char *system_whole_name(const char *name) {
  wchar_t whole[4096], *wide = wide_of(name);
  DWORD room = sizeof whole / sizeof *whole, length = wide == NULL ? 0 : GetFullPathNameW(wide, room, whole, NULL);
  free(wide);
  return length == 0 || length >= room || GetFileAttributesW(whole) == INVALID_FILE_ATTRIBUTES ? NULL : utf8_of(whole);
}

void system_program_folder(text *t) {
  wchar_t path[4096];
  DWORD room = sizeof path / sizeof *path, length = GetModuleFileNameW(NULL, path, room);
  if (length == 0 || length >= room) return;
  char *name = utf8_of(path);
  text_add(t, name, system_folder_length(name));
  free(name);
}

const char *system_temporary_folder(const char *given) {
  static char *own;
  wchar_t path[MAX_PATH + 1];
  const char *folder = given != NULL ? given : system_getenv("TMPDIR");
  if (folder != NULL && *folder != 0) return folder;
  if (own == NULL && GetTempPathW(sizeof path / sizeof *path, path) > 0) {
    own = utf8_of(path);
    size_t length = strlen(own);
    if (length > 3 && own[length - 1] == '\\') own[length - 1] = 0;
  }
  return own == NULL ? "." : own;
}

bool system_free_space(const char *folder, uint64_t *bytes, bool *in_memory) {
  ULARGE_INTEGER free_bytes;
  wchar_t *wide = wide_of(folder);
  bool known = wide != NULL && GetDiskFreeSpaceExW(wide, &free_bytes, NULL, NULL);
  if (!known) errno_of_system();
  if (known) *bytes = free_bytes.QuadPart;
  *in_memory = false;
  free(wide);
  return known;
}

/* ---- Functions that the program calls by the names of C and POSIX ---- */

static bool is_folder(const char *name) {
  wchar_t *wide = wide_of(name);
  DWORD about = wide == NULL ? INVALID_FILE_ATTRIBUTES : GetFileAttributesW(wide);
  free(wide);
  return about != INVALID_FILE_ATTRIBUTES && (about & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

int system_open(const char *name) {
  HANDLE handle = open_handle(name, GENERIC_READ, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL);
  if (handle == INVALID_HANDLE_VALUE && is_folder(name)) errno = EISDIR;
  return handle == INVALID_HANDLE_VALUE ? -1 : descriptor_of(handle);
}

/* Modes are r and w; others are not used. */
FILE *system_fopen(const char *name, const char *mode) {
  HANDLE draft = draft_handle(name);
  bool reads = *mode == 'r';
  if (draft == NULL) draft = open_handle(name, reads ? GENERIC_READ : GENERIC_READ | GENERIC_WRITE, reads ? OPEN_EXISTING : CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL);
  int file = draft == INVALID_HANDLE_VALUE ? -1 : descriptor_of(draft);
  return file < 0 ? NULL : _fdopen(file, reads ? "rb" : "wb");
}

int system_access(const char *name, int mode) {
  DWORD rights = (mode & W_OK) != 0 ? GENERIC_READ | GENERIC_WRITE : (mode & R_OK) != 0 ? GENERIC_READ : 0;
  HANDLE handle = open_handle(name, rights, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
  if (handle == INVALID_HANDLE_VALUE) return -1;
  CloseHandle(handle);
  return 0;
}

int system_unlink(const char *name) {
  wchar_t *wide = wide_of(name);
  bool gone = wide != NULL && DeleteFileW(wide);
  if (wide != NULL && !gone) errno_of_system();
  free(wide);
  return gone ? 0 : -1;
}

/* What others have open may be closed to everybody else, which the words for EBUSY do
** not tell. */
const char *system_strerror(int error) { return error == EBUSY ? "another program has it open: close it there" : (strerror)(error); }

/* ---- Private files ---- */

int system_create_private(const char *name) {
  wchar_t *wide = wide_of(name);
  if (wide == NULL) return -1;
  int file = descriptor_of(CreateFileW(wide, GENERIC_READ | GENERIC_WRITE, SHARED, private_rights(), CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL));
  free(wide);
  return file;
}

/* Nobody else can open it, and the system removes it with the last handle. */
static HANDLE create_unnamed(const char *folder) {
  text name = {0};
  unsigned random[2] = {0};
  rand_s(&random[0]);
  rand_s(&random[1]);
  text_add_format(&name, "%s\\uti-report-%08x%08x.tmp", folder, random[0], random[1]);
  wchar_t *wide = wide_of(name.bytes);
  HANDLE handle = wide == NULL ? INVALID_HANDLE_VALUE
                               : CreateFileW(wide, GENERIC_READ | GENERIC_WRITE | DELETE, 0, private_rights(), CREATE_NEW,
                                             FILE_ATTRIBUTE_TEMPORARY | FILE_ATTRIBUTE_NOT_CONTENT_INDEXED | FILE_FLAG_DELETE_ON_CLOSE, NULL);
  if (wide == NULL) SetLastError(ERROR_INVALID_NAME);
  free(wide);
  text_free(&name);
  return handle;
}

int system_open_unnamed(const char *folder) {
  HANDLE handle = INVALID_HANDLE_VALUE;
  for (int i = 0; i < TRIES && handle == INVALID_HANDLE_VALUE; i++) {
    handle = create_unnamed(system_temporary_folder(folder));
    if (handle == INVALID_HANDLE_VALUE && GetLastError() != ERROR_FILE_EXISTS) break;
  }
  return descriptor_of(handle);
}

static DWORD part_of(size_t length) { return length > 1 << 30 ? 1 << 30 : (DWORD)length; }

bool system_read_at(int file, uint64_t place, void *to, size_t length) {
  HANDLE handle = (HANDLE)_get_osfhandle(file);
  for (size_t at = 0; at < length;) {
    DWORD done = 0;
    OVERLAPPED from = {.Offset = (DWORD)(place + at), .OffsetHigh = (DWORD)((place + at) >> 32)};
    if (!ReadFile(handle, (char *)to + at, part_of(length - at), &done, &from) || done == 0) {
      errno = EIO;
      return false;
    }
    at += done;
  }
  return true;
}

bool system_write_at(int file, uint64_t place, const void *from, size_t length) {
  HANDLE handle = (HANDLE)_get_osfhandle(file);
  for (size_t at = 0; at < length;) {
    DWORD done = 0;
    OVERLAPPED to = {.Offset = (DWORD)(place + at), .OffsetHigh = (DWORD)((place + at) >> 32)};
    if (!WriteFile(handle, (const char *)from + at, part_of(length - at), &done, &to)) {
      errno_of_system();
      return false;
    }
    if (done == 0) errno = ENOSPC;
    if (done == 0) return false;
    at += done;
  }
  return true;
}

/* Whether all users, or all who have signed in, are among those with rights. */
bool system_open_to_others(FILE *file) {
  static const WELL_KNOWN_SID_TYPE others[] = {WinWorldSid, WinAuthenticatedUserSid, WinBuiltinUsersSid};
  PACL list = NULL;
  PSECURITY_DESCRIPTOR descriptor = NULL;
  if (GetSecurityInfo((HANDLE)_get_osfhandle(_fileno(file)), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL, &list, NULL, &descriptor) != ERROR_SUCCESS) return false;
  bool open = false;
  for (DWORD i = 0; list != NULL && i < list->AceCount; i++) {
    ACCESS_ALLOWED_ACE *one;
    if (!GetAce(list, i, (void **)&one) || one->Header.AceType != ACCESS_ALLOWED_ACE_TYPE || (one->Mask & FILE_READ_DATA) == 0) continue;
    for (size_t n = 0; n < sizeof others / sizeof *others; n++) open = open || IsWellKnownSid(&one->SidStart, others[n]);
  }
  LocalFree(descriptor);
  return open;
}

/* ---- Streams that are watched ---- */

static bool *noted;

FILE *system_watched_stream(int file, bool *failed) {
  noted = failed;
  return _fdopen(file, "w+b");
}

/* The library rewinds what it has written before it reads it back. */
void system_rewind(FILE *stream) {
  if ((fflush(stream) != 0 || ferror(stream)) && noted != NULL) *noted = true;
  rewind(stream);
}
