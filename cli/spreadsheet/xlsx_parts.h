/* xlsx_parts.h - between the files of the workbook reader. */
#ifndef CLI_XLSX_PARTS_H
#define CLI_XLSX_PARTS_H

#include "spreadsheet/archive.h"
#include "spreadsheet/xlsx.h"

typedef struct xlsx_sheet {
  char *name, *relation, *part;   /* part NULL: the relation leads nowhere */
  bool no_rows;                /* a chart sheet or the like */
} xlsx_sheet;

typedef struct xlsx {
  archive *archive;
  char *file, *strings_part;   /* strings_part NULL: none */
  xlsx_sheet *sheets;
  size_t sheet_count, sheet_room;
  text strings;                /* the shared strings, one after the other */
  size_t *string_ends, string_count, string_room;
  uint64_t cells;              /* read so far */
} xlsx;

/* xlsx_strings.c */
bool xlsx_read_strings(xlsx *, text *problem);
uti_slice xlsx_string(const xlsx *, size_t index);
/* Takes "_x000D_" for the character that it stands for, in what was added to a text
** from `from` on. */
void xlsx_unescape(text *, size_t from);

#endif
