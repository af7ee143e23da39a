/* open_folder.h - a folder whose files are opened inside itself: the part of
** reading a pack that differs between systems. Files are descriptors, for read(),
** fstat() and close(). */
#ifndef UTI_PACK_OPEN_FOLDER_H
#define UTI_PACK_OPEN_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct uti_folder {
#ifdef _WIN32
  wchar_t path[4096];
#else
  int descriptor;
#endif
} uti_folder;

/* 0, or an errno. */
int uti_folder_open(uti_folder *, const char *path);
void uti_folder_close(uti_folder *);
/* -1 with errno: ENOENT there is none, ELOOP it is a link. */
int uti_folder_file(const uti_folder *, const char *name);
/* Calls back with each name in it; false where it cannot be listed. */
bool uti_folder_list(const uti_folder *, void (*each)(void *context, const char *name), void *context);

#endif
