/* book.h - a workbook that is being written: formats, checked writing of cells,
** and tables that go on over several sheets. What a review workbook has beside
** these is in sheets.h. */
#ifndef CLI_BOOK_H
#define CLI_BOOK_H

#include <xlsxwriter.h>

#include "common/text.h"

/* What one sheet takes; a test builds with less. */
#ifndef UTI_SHEET_ROWS
#define UTI_SHEET_ROWS 1048575
#endif

enum {
  TABLE_ROWS_AT_MOST = 50000,      /* of results; beyond these a workbook is written in constant memory */
  TABLE_CASES_AT_MOST = 5000,      /* which take more memory each */
  TABLE_FINDINGS_AT_MOST = 20000,
  TABLE_MEGABYTES_AT_MOST = 16,    /* of reports */
  LINKS_AT_MOST = 60000,           /* on one sheet */
  SEARCHES_AT_MOST = 20000000,     /* cells that the links of the workbook look through for their keys */
  FINDINGS_LISTED = 1000,          /* of one case */
  EVIDENCE_PIECES_AT_MOST = 60     /* in one cell: the library hangs from 256 on */
};

typedef enum {
  FORMAT_PLAIN, FORMAT_WRAP, FORMAT_BOLD, FORMAT_TITLE, FORMAT_SUBTITLE, FORMAT_HEADING, FORMAT_HEADER, FORMAT_LINK,
  FORMAT_COUNT, FORMAT_VALUE, FORMAT_REVIEW, FORMAT_ID, FORMAT_PRESENT, FORMAT_POSSIBLE, FORMAT_NOTE, FORMAT_PARAGRAPH,
  FORMAT_LEVEL_UNKNOWN, FORMAT_LEVEL_NONE, FORMAT_LEVEL_ROUTINE, FORMAT_LEVEL_SOON, FORMAT_LEVEL_URGENT, FORMAT_LEVEL_EMERGENCY,
  FORMAT_KINDS
} format_kind;

struct batch;

typedef struct book {
  lxw_workbook *workbook;
  const struct batch *batch;   /* the rows of a review workbook; NULL in others */
  bool constant_memory;
  uint32_t sheet_rows;         /* rows a sheet at most; 0: as many as it takes */
  bool links_by_key;           /* links find their row by its key, also after sorting */
  lxw_error error;             /* the first */
  lxw_format *formats[FORMAT_KINDS];
  char made[32], run_id[17];
  text cell;                   /* of the cell that is being written */
} book;

typedef struct grid_column {
  const char *title;
  double width;
  format_kind format;
  bool hidden;
} grid_column;

/* A table over as many sheets as its rows need. */
typedef struct grid {
  book *book;
  const char *name;
  const grid_column *columns;
  size_t column_count, sheet_count;
  uint64_t rows;
  uint32_t sheet_rows;
  bool linked;                 /* few enough rows for links */
  bool sampled;                /* its rows were drawn from those that were not flagged */
  lxw_worksheet **sheets;
} grid;

typedef struct place {
  lxw_worksheet *sheet;
  size_t sheet_index;
  lxw_row_t row;
} place;

void book_formats(book *);
void book_check(book *, lxw_error);
uint32_t level_color(uti_level);
format_kind level_format(uti_level);
const char *level_text(uti_level);             /* "not assessable" for none at all */

lxw_worksheet *book_sheet(book *, const char *name);
void book_page(lxw_worksheet *, bool landscape);   /* for printing */
/* Patient data: never read as a number or formula, cut where it is too long. */
void book_text(book *, lxw_worksheet *, lxw_row_t, lxw_col_t, uti_slice, format_kind);
void book_string(book *, lxw_worksheet *, lxw_row_t, lxw_col_t, const char *, format_kind);
void book_number(book *, lxw_worksheet *, lxw_row_t, lxw_col_t, double, format_kind);

/* Programs differ in whether they fit a row to its wrapped text, so the height is
** reckoned: the lines that a text takes in a column, and a row of so many. */
size_t book_lines(uti_slice, double width);
void book_row_height(book *, place, size_t lines);

/* With the sheets for so many rows; 0 where the number is not known. */
void grid_open(grid *, book *, const char *name, const grid_column *, size_t column_count, uint64_t rows);
place grid_add_row(grid *);                    /* where the number is not known: the next row */
place grid_place(const grid *, uint64_t row);
void grid_sheet_name(const grid *, size_t sheet, char name[32]);
/* A cell that leads to a row of another table. By its key, which is in the last column
** of both, where that is not too much work for spreadsheet programs; else to where the
** row stands now. */
void grid_link(const grid *, uint64_t row, lxw_col_t, uti_slice shown, const grid *to, uint64_t to_row, uti_slice key);
void grid_close(grid *);

/* A chart's title and lettering, and its place beside cells. */
void book_chart(book *, lxw_worksheet *, lxw_row_t, lxw_col_t, lxw_chart *, const char *title, const lxw_chart_options *);

/* The words of the column Decision. */
typedef enum { DECISION_AGREE, DECISION_TOO_HIGH, DECISION_TOO_LOW, DECISION_WRONG_MECHANISM, DECISION_CANNOT_TELL, DECISIONS } review_decision;
extern const char *const decision_words[DECISIONS];
/* What _meta says of the workbook's shape; a reader takes no newer one. */
#define WORKBOOK_VERSION 2

#endif
