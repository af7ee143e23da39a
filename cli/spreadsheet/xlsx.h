/* xlsx.h - reads the sheets of a workbook that Excel, LibreOffice, Google Sheets or a
** library saved: sheets by the names that people see, rows as they stand, every
** cell as text. */
#ifndef CLI_XLSX_H
#define CLI_XLSX_H

#include "common/text.h"

enum { XLSX_COLUMNS = 16384, XLSX_ROWS = 1048576 };

typedef struct xlsx xlsx;

typedef struct xlsx_cell {
  uint32_t column;             /* from 0 */
  uti_slice text;
} xlsx_cell;

typedef struct xlsx_row {
  uint32_t number;             /* as the program shows it: from 1 */
  size_t count;
  const xlsx_cell *cells;      /* those that hold something, in the file's order */
} xlsx_row;

/* The message says what the file is where it is no workbook, and the way out. */
xlsx *xlsx_open(const char *file);
void xlsx_close(xlsx *);

size_t xlsx_sheet_count(const xlsx *);
const char *xlsx_sheet_name(const xlsx *, size_t sheet);

/* Calls `take` for each row that holds something, until it gives false. What a row
** points to is valid until the next. False with a message where the sheet cannot be
** read. */
bool xlsx_read(xlsx *, size_t sheet, bool (*take)(void *state, const xlsx_row *), void *state);

/* No bytes where the row has no such cell. */
uti_slice xlsx_text(const xlsx_row *, uint32_t column);

#endif
