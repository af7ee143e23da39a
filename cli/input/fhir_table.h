/* fhir_table.h - what FHIR resources say, gathered in a private temporary database
** until all are read, and joined to reports: a report is what belongs to one
** encounter, or to one patient and day. */
#ifndef CLI_FHIR_TABLE_H
#define CLI_FHIR_TABLE_H

#include <stdint.h>

#include "common/text.h"

typedef struct fhir_table fhir_table;

/* What a piece of a resource is to its report. */
typedef enum { FHIR_TEXT = 0, FHIR_FACT, FHIR_CONDITION } fhir_kind;

typedef struct fhir_item {
  fhir_kind kind;
  const char *type, *id;       /* of the resource; id "": none */
  const char *patient, *encounter;   /* "": not said */
  const char *time;            /* local, as ISO 8601; "": not said */
  int fact;                    /* of FHIR_FACT */
  uti_slice words;             /* text, the fact's value, or the condition's name */
  const char *status;          /* of FHIR_CONDITION: "now", "past", "suspected", "ruled out" */
  const char *until;           /* of FHIR_CONDITION: the day of its end; "": not said */
} fhir_item;

typedef struct fhir_patient {
  const char *id, *sex, *birth_date, *site;      /* "": not said */
  const char *who;             /* names, numbers, addresses: words that tell who it is */
} fhir_patient;

fhir_table *fhir_table_open(void);
void fhir_table_close(fhir_table *);

/* Takes back what an earlier resource of that type and id said: true where there was
** one. To be called before the pieces of a resource are added. */
bool fhir_table_replace(fhir_table *, const char *type, const char *id);
void fhir_table_add(fhir_table *, const fhir_item *);
void fhir_table_add_patient(fhir_table *, const fhir_patient *);
/* Another name that references may use for a resource. */
void fhir_table_add_alias(fhir_table *, const char *alias, const char *id);
void fhir_table_add_problem(fhir_table *, const char *file, uint64_t line, const char *reason, uti_slice raw);

/* After the last resource. */
void fhir_table_join(fhir_table *);
uint64_t fhir_table_report_count(fhir_table *);
uint64_t fhir_table_patients_without_reports(fhir_table *);
uint64_t fhir_table_unknown_patients(fhir_table *);    /* that reports name, and no resource describes */

typedef struct fhir_problem {
  const char *file, *reason;
  uint64_t line;
  uti_slice raw;
} fhir_problem;

/* One after the other, valid until the next call; false at the end. */
bool fhir_table_next_problem(fhir_table *, fhir_problem *);

/* Id, sex and date of birth; valid until the next call. */
bool fhir_table_next_patient(fhir_table *, uti_slice values[3]);

typedef struct fhir_report {
  text id, patient, site, sex, birth_date, reported_at, report, facts, who;   /* facts as JSON; length 0: none */
} fhir_report;

bool fhir_table_next_report(fhir_table *, fhir_report *);

#endif
