/* table_print.h - rows of cells in columns that are as wide as they must be. */
#ifndef CLI_TABLE_PRINT_H
#define CLI_TABLE_PRINT_H

#include "common/text.h"

typedef struct text_table {
  size_t columns;
  names cells;                 /* row by row */
} text_table;

void table_cell(text_table *, const char *);   /* NULL: empty. Control characters are made visible */
/* "urgent, bladder_spasm": a level, and a mechanism or NULL. */
void table_judgement(text_table *, uti_level, const char *mechanism);
/* To stdout; the first row is the header. Empties the table. */
void table_print(text_table *);

#endif
