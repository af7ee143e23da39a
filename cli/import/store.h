/* store.h - reports into the tables of the shipped schema: what is new is added,
** what is there stays, what has changed is replaced and kept as a version. */
#ifndef CLI_IMPORT_STORE_H
#define CLI_IMPORT_STORE_H

#include "batch/batch_row.h"
#include "import/database.h"

typedef struct import_counts {
  uint64_t read, added, changed, unchanged, rejected;
  uint64_t repeated;           /* of the unchanged: the same row came before in this run */
  uint64_t kept_apart;         /* added under an id of their own, as another report has theirs */
} import_counts;

/* A row of the table reports, and of patients. bytes NULL: not known. */
typedef struct stored_row {
  const flagged_case *report;
  size_t stated_count;         /* of its facts: those after them come from the date of birth */
  uti_slice patient, site, birth_date;
  bool may_be_a_part;          /* of what is known of the report: see merge.h */
} stored_row;

typedef struct store {
  database *database;
  names columns;               /* of reports, in the order of the statements' parameters */
  long *column_of_fact;        /* -1: it goes into other_facts */
  long patient_column, site_column, report_column, other_column;
  int sex, age;                /* facts; -1: the rules have none */
  sqlite3_stmt *insert, *compare, *keep_version, *update, *touch, *was_touched, *patient, *reject, *forget_rejected, *stored;
  int64_t last_row;            /* of reports before this run */
  int64_t import_id;
  const char *now;             /* the time to note */
  import_counts counts;        /* of the current import */
  text id, other_facts, apart;
  uti_slice *values;           /* by column */
  text *merged;                /* by column; NULL: nothing was merged yet */
  const given_fact **others;
  size_t others_room;
} store;

/* False with a message. `now` is ISO 8601 and must outlive the store. */
bool store_open(store *, database *, const char *now);
void store_close(store *);

/* An input: what is stored until the end belongs to it. */
bool store_begin_import(store *, const char *file, const char *kind);
bool store_end_import(store *, const char *notes_json);
bool store_patient(store *, uti_slice id, uti_slice sex, uti_slice birth_date);
bool store_report(store *, const stored_row *);
/* raw.bytes NULL: there is none. */
bool store_rejected(store *, const char *file, uint64_t line, const char *reason, uti_slice raw);

#endif
