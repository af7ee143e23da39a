/* windows_files.h - what libraries for Windows are compiled with, in place of
** functions of C that take names in the code page of the machine, or forget that
** writing failed. */
#ifndef CLI_WINDOWS_FILES_H
#define CLI_WINDOWS_FILES_H

#include <stdio.h>

FILE *system_fopen(const char *name, const char *mode);   /* the name is UTF-8, and bytes stay as they are */
void system_rewind(FILE *);                               /* rewind() clears what went wrong before */

#endif
