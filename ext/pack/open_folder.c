/* open_folder.c - see open_folder.h. */
#define _POSIX_C_SOURCE 200809L
#include "open_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#ifdef _WIN32

#include <stdlib.h>
#include <windows.h>

/* Joins both as wide text; false where it is too long. */
static bool wide(wchar_t *to, size_t room, const wchar_t *folder, const char *name) {
  size_t used = 0;
  for (; folder != NULL && folder[used] != 0; used++) {
    if (used + 2 >= room) return false;
    to[used] = folder[used];
  }
  if (folder != NULL) to[used++] = L'\\';
  return MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, name, -1, to + used, (int)(room - used)) > 0;
}

int uti_folder_open(uti_folder *f, const char *path) {
  if (!wide(f->path, sizeof f->path / sizeof *f->path, NULL, path)) return EINVAL;
  DWORD about = GetFileAttributesW(f->path);
  if (about == INVALID_FILE_ATTRIBUTES) return GetLastError() == ERROR_ACCESS_DENIED ? EACCES : ENOENT;
  return (about & FILE_ATTRIBUTE_DIRECTORY) != 0 ? 0 : ENOTDIR;
}

void uti_folder_close(uti_folder *f) { f->path[0] = 0; }

int uti_folder_file(const uti_folder *f, const char *name) {
  wchar_t path[sizeof f->path / sizeof *f->path];
  errno = ENAMETOOLONG;
  if (!wide(path, sizeof path / sizeof *path, f->path, name)) return -1;
  DWORD about = GetFileAttributesW(path);
  errno = about == INVALID_FILE_ATTRIBUTES ? ENOENT : ELOOP;
  if (about == INVALID_FILE_ATTRIBUTES || (about & FILE_ATTRIBUTE_REPARSE_POINT) != 0) return -1;
  return _wopen(path, _O_RDONLY | _O_BINARY | _O_NOINHERIT);
}

bool uti_folder_list(const uti_folder *f, void (*each)(void *, const char *), void *context) {
  _WDIR *list = _wopendir(f->path);
  if (list == NULL) return false;
  for (const struct _wdirent *entry; (entry = _wreaddir(list)) != NULL;) {
    char name[1024];
    if (WideCharToMultiByte(CP_UTF8, 0, entry->d_name, -1, name, sizeof name, NULL, NULL) > 0) each(context, name);
  }
  return _wclosedir(list) == 0;
}

#else

int uti_folder_open(uti_folder *f, const char *path) {
  f->descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return f->descriptor < 0 ? errno : 0;
}

void uti_folder_close(uti_folder *f) { close(f->descriptor); }

int uti_folder_file(const uti_folder *f, const char *name) {
  return openat(f->descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

bool uti_folder_list(const uti_folder *f, void (*each)(void *, const char *), void *context) {
  int copy = openat(f->descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *list = copy < 0 ? NULL : fdopendir(copy);
  if (list == NULL) {
    if (copy >= 0) close(copy);
    return false;
  }
  for (const struct dirent *entry; (entry = readdir(list)) != NULL;) each(context, entry->d_name);
  closedir(list);
  return true;
}

#endif
