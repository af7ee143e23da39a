/* fhir_resource.h - from FHIR R4 resources to pieces of reports; what is not
** understood is counted. */
#ifndef CLI_FHIR_RESOURCE_H
#define CLI_FHIR_RESOURCE_H

#include <jansson.h>

#include "common/name_counts.h"
#include "input/fhir_table.h"

typedef struct fhir_intake {
  fhir_table *table;
  const char *file;            /* where the resource stands */
  uint64_t line;
  name_counts types, unread_types;   /* resources by type */
  name_counts unread_codes, unknown_units, unread_values, left_out;
  uint64_t without_unit, comparators, replaced, part_dates, undated;
  text patient, encounter, id, words, value, said, code;   /* of the resource that is read */
} fhir_intake;

void fhir_intake_free(fhir_intake *);

/* Reads or counts a resource, or all of a bundle; an object that is none is kept as a
** problem. full_url is the bundle's name for it, "" without one. */
void fhir_read_resource(fhir_intake *, const json_t *resource, const char *full_url);
/* What was not understood, a sentence each. */
void fhir_write_notes(fhir_intake *, names *notes);

#endif
