/* windows_names.h - included before every file of the command line for Windows: the
** functions of C and POSIX that it calls by their names take and give UTF-8 there too,
** and leave bytes as they are. */
#ifndef CLI_WINDOWS_NAMES_H
#define CLI_WINDOWS_NAMES_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "windows_files.h"

int system_access(const char *name, int mode);
int system_unlink(const char *name);
char *system_getenv(const char *name);
const char *system_strerror(int error);

#define fopen(name, mode) system_fopen(name, mode)
#define access(name, mode) system_access(name, mode)
#define unlink(name) system_unlink(name)
#define getenv(name) system_getenv(name)
#define strerror(error) system_strerror(error)

#endif
