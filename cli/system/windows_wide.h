/* windows_wide.h - what the files for Windows share: text as the system takes it, and
** errno for what it says went wrong. */
#ifndef CLI_WINDOWS_WIDE_H
#define CLI_WINDOWS_WIDE_H

#include <wchar.h>
#include <windows.h>

#include "system/system.h"

wchar_t *wide_of(const char *utf8);              /* to be freed; NULL with errno where it is no UTF-8 */
char *utf8_of(const wchar_t *wide);              /* to be freed */
void errno_of_system(void);                      /* from GetLastError() */
/* Rights for the user who runs the program and nobody else. */
SECURITY_ATTRIBUTES *private_rights(void);
int descriptor_of(HANDLE);                       /* takes the handle over; -1 with errno */
HANDLE draft_handle(const char *name);           /* another handle of the draft, if that is its name; else NULL */

#endif
