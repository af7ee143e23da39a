/* sheets.h - the sheets of a review workbook, a file a sheet. */
#ifndef CLI_SHEETS_H
#define CLI_SHEETS_H

#include "batch/batch.h"
#include "workbook/book.h"

void sheet_summary(book *, lxw_worksheet *);
/* Cases or Sample, whose findings go on in Evidence from `*first`. */
void sheet_cases(book *, grid *, grid *evidence, uint64_t *first);
void sheet_quality(book *, grid *);
void sheet_about(book *, lxw_worksheet *);
void sheet_lists(book *, lxw_worksheet *);
void sheet_meta(book *, lxw_worksheet *);

extern const grid_column case_columns[], evidence_columns[], quality_columns[];
extern const size_t case_column_count, evidence_column_count, quality_column_count;
uint64_t quality_row_count(const batch *);
void case_validation(book *, const grid *);    /* the reviewer's drop-downs */

/* The rows that a case takes in Evidence: one a finding, and one that says how
** many more there are. */
uint64_t evidence_row_count(uint64_t findings);
/* Adds them, from `first` on. */
void evidence_rows(book *, const grid *cases, const grid *evidence, uint64_t case_row, uint64_t first,
                   const flagged_case *, const uti_assessment *, uti_slice key);

/* rich_text.c: writes the report with its evidence marked. Adds to `notes` what
** a reviewer must know: that it was cut, or that the evidence is not marked. */
void rich_text_write(book *, place, lxw_col_t, uti_slice report, const uti_assessment *, text *notes);

#endif
