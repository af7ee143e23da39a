/* windows_wide.c - see windows_wide.h. */
#include "system/windows_wide.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>

wchar_t *wide_of(const char *utf8) {
  int length = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8, -1, NULL, 0);
  if (length <= 0) {
    errno = ENOENT;
    return NULL;
  }
  wchar_t *wide = memory_resize(NULL, (size_t)length, sizeof *wide);
  MultiByteToWideChar(CP_UTF8, 0, utf8, -1, wide, length);
  return wide;
}

char *utf8_of(const wchar_t *wide) {
  int length = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
  if (length <= 0) return memory_copy("", 0);
  char *utf8 = memory_resize(NULL, (size_t)length, 1);
  WideCharToMultiByte(CP_UTF8, 0, wide, -1, utf8, length, NULL, NULL);
  return utf8;
}

void errno_of_system(void) {
  switch (GetLastError()) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_INVALID_DRIVE:
    case ERROR_BAD_NETPATH:
    case ERROR_BAD_PATHNAME: errno = ENOENT; break;
    case ERROR_ACCESS_DENIED:
    case ERROR_WRITE_PROTECT: errno = EACCES; break;
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION: errno = EBUSY; break;
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS: errno = EEXIST; break;
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL: errno = ENOSPC; break;
    case ERROR_FILENAME_EXCED_RANGE: errno = ENAMETOOLONG; break;
    case ERROR_DIRECTORY: errno = ENOTDIR; break;
    case ERROR_BROKEN_PIPE:
    case ERROR_NO_DATA: errno = EPIPE; break;
    default: errno = EIO;
  }
}

/* Without the rights of the folder: nothing is inherited. */
static bool make_rights(SECURITY_DESCRIPTOR *descriptor) {
  static union {
    TOKEN_USER user;
    char room[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
  } owner;
  static union {
    ACL list;
    char room[sizeof(ACL) + sizeof(ACCESS_ALLOWED_ACE) + SECURITY_MAX_SID_SIZE];
  } rights;
  HANDLE token;
  DWORD length;
  if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return false;
  bool known = GetTokenInformation(token, TokenUser, &owner, sizeof owner, &length);
  CloseHandle(token);
  return known && InitializeAcl(&rights.list, sizeof rights, ACL_REVISION) && AddAccessAllowedAce(&rights.list, ACL_REVISION, FILE_ALL_ACCESS, owner.user.User.Sid) &&
         InitializeSecurityDescriptor(descriptor, SECURITY_DESCRIPTOR_REVISION) && SetSecurityDescriptorDacl(descriptor, TRUE, &rights.list, FALSE) &&
         SetSecurityDescriptorControl(descriptor, SE_DACL_PROTECTED, SE_DACL_PROTECTED);
}

SECURITY_ATTRIBUTES *private_rights(void) {
  static SECURITY_DESCRIPTOR descriptor;
  static SECURITY_ATTRIBUTES attributes = {sizeof attributes, NULL, FALSE};
  if (attributes.lpSecurityDescriptor == NULL && make_rights(&descriptor)) attributes.lpSecurityDescriptor = &descriptor;
  return &attributes;
}

int descriptor_of(HANDLE handle) {
  if (handle == INVALID_HANDLE_VALUE) {
    errno_of_system();
    return -1;
  }
  int file = _open_osfhandle((intptr_t)handle, _O_BINARY | _O_NOINHERIT);
  if (file < 0) CloseHandle(handle);
  return file;
}
