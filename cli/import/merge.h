/* merge.h - a report of which an input may hold a part only, such as FHIR resources
** that came since the last export: what is known of it already is added. */
#ifndef CLI_IMPORT_MERGE_H
#define CLI_IMPORT_MERGE_H

#include "import/store.h"

/* Adds to s->values, of the report s->id, what the database holds. False with a message. */
bool merge_with_stored(store *);

#endif
