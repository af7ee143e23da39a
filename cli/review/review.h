/* review.h - a workbook that reviewers filled in, on its way back into the database:
** what it is (read_workbook.c), what a row says (decision.c), what the database knows
** of it (reviews.c), and the agreement (agreement.c, agreement_print.c). */
#ifndef CLI_REVIEW_H
#define CLI_REVIEW_H

#include <sqlite3.h>

#include "evaluation/eval_statistics.h"
#include "evaluation/kappa.h"
#include "options/options.h"
#include "workbook/case_key.h"

/* What the sheet _meta says. */
typedef struct workbook_meta {
  long version;                /* 0: not said */
  char *run_id, *rules_id;
  uti_level minimum_level;
  uint64_t rows_flagged, rows_not_flagged;
} workbook_meta;

typedef enum {
  REVIEW_NEW,                  /* this reviewer's first of the report */
  REVIEW_CHANGED,              /* this reviewer decided otherwise before */
  REVIEW_SAME,                 /* is there already */
  REVIEW_REPLACED,             /* is there already, and a later one of this reviewer too */
  REVIEW_REJECTED
} review_state;

/* A row with a decision. Strings are NULL where nothing is given. */
typedef struct review_row {
  const char *sheet;
  uint32_t row;
  bool sampled;
  uti_level seen_level;        /* what the program said */
  char *seen_mechanism;
  uint64_t report_hash;
  char *shown_id, *report_id;  /* report_id: as the database has it */
  int decision;                /* a review_decision */
  uti_level corrected_level;   /* UTI_NOT_ASSESSABLE: none */
  char *corrected_mechanism, *reviewer, *comment;
  review_state state;
  char *before;                /* the decision that it changes */
} review_row;

typedef struct review_run {
  const options *options;
  const char *file;
  sqlite3 *database;
  sqlite3_stmt *add_case;
  workbook_meta meta;
  names mechanisms;            /* the words of the sheet Lists */
  names sheets;                /* with cases */
  review_row *rows;
  size_t row_count, row_room;
  size_t cases, not_reviewed, rejected, unnamed, notes;
  size_t states[REVIEW_REJECTED + 1];
} review_run;

/* Says why a row is left out, with its place and nothing of what it holds. */
void review_reject(review_run *, const char *sheet, uint32_t row, const char *why);
void review_note(review_run *, const char *sheet, uint32_t row, const char *what);

/* ---- decision.c ---- */

typedef struct review_cells {
  uti_slice decision, urgency, mechanism, reviewer, comment;
} review_cells;

typedef enum { CELLS_EMPTY, CELLS_DECIDED, CELLS_WRONG } cells_state;

/* What the reviewer's cells say of a case that the program gave `made->seen_level` and
** `made->seen_mechanism`. Sets `*why` of what is wrong, and `*note` of what was
** understood without being said. */
cells_state review_decide(const review_run *, const review_cells *, review_row *made, const char **why, const char **note);

/* The level that a decision means: the one below or above where it does not say which.
** False where it means none. */
bool review_level(int decision, uti_level seen, uti_level corrected, uti_level *meant);
int decision_named(uti_slice);   /* -1: none */

/* ---- read_workbook.c ---- */

/* False with a message. */
bool review_read_workbook(review_run *);
void review_row_free(review_row *);

/* ---- reviews.c ---- */

bool reviews_open(review_run *);               /* begins a transaction */
bool reviews_add_case(review_run *, const case_key *);
/* Finds the reports and gives each row its state. EXIT_DONE, or a message. */
int reviews_resolve(review_run *);
bool reviews_write(review_run *);              /* into the database, or only for the figures */
bool reviews_commit(review_run *);
void reviews_close(review_run *);

/* ---- agreement.c ---- */

typedef struct disagreement {
  char *report_id, *reviewer;
  uti_level program, reviewer_level;
  bool sampled;
  char *program_mechanism, *reviewer_mechanism;
} disagreement;

/* Program and reviewers, or two reviewers. Ratings: 0 is "nothing to assess". */
typedef struct rater_pair {
  char *first, *second;        /* NULL: not named */
  agreement_table levels;
} rater_pair;

typedef struct agreement {
  size_t reviews, reports, cannot_tell, level_unknown;
  agreement_table flagged;     /* program and reviewers on flagged cases */
  size_t same_mechanism, mechanisms;
  rater_pair *pairs;
  size_t pair_count, pair_room;
  disagreement *disagreements;
  size_t disagreement_count, disagreement_room;
  size_t sampled, missed, missed_urgent;         /* reports of the sample with a level; worse than the program said */
  size_t judged, confirmed;                      /* flagged reports with a level; those that reviewers would flag */
} agreement;

bool agreement_measure(review_run *, agreement *);
void agreement_free(agreement *);

/* ---- agreement_print.c, changes_print.c ---- */

typedef struct estimate {
  proportion missed;           /* of the rows that were not flagged */
  double found, found_low, found_high;           /* share of those who needed it that were flagged */
} estimate;
estimate agreement_estimate(const review_run *, const agreement *);

/* Of those that the reviewers put at urgent and above (or below), how many the program
** put there too. */
typedef struct share {
  size_t hits, all;
} share;
share agreement_urgent(const agreement_table *, bool urgent);

void agreement_print(const review_run *, const agreement *);
void changes_print(const review_run *);
void review_print_json(const review_run *, const agreement *);
extern const char *const review_state_words[];

#endif
