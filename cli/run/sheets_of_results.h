/* sheets_of_results.h - a result on a sheet, with its chart, and the sheet About. */
#ifndef CLI_SHEETS_OF_RESULTS_H
#define CLI_SHEETS_OF_RESULTS_H

#include "run/result.h"
#include "workbook/book.h"

typedef struct result_sheet {
  const result *result;
  char name[32];
  kept_rows kept;              /* they decide the widths */
  uint64_t rows;
  const char *no_chart;        /* why there is none; NULL: there is, or none was asked for */
  bool chart;
  grid grid;
  grid_column *columns;
} result_sheet;

void result_sheet_open(result_sheet *, book *);
void result_sheet_row(result_sheet *, const value *);
/* With a chart where all rows are kept; frees what was kept. */
void result_sheet_close(result_sheet *);

void sheet_about_queries(book *, const workbook_request *, const result_sheet *, const options *);

/* chart.c */
void result_chart(result_sheet *);

#endif
