/* temporary_file.h - the files that libxlsxwriter writes its parts to. */
#ifndef CLI_TEMPORARY_FILE_H
#define CLI_TEMPORARY_FILE_H

#include <stdbool.h>

/* Whether writing or reading any of them failed; the library does not look. */
bool temporary_files_failed(void);

#endif
