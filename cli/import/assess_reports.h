/* assess_reports.h - an assessment for every report of a database that has none by
** the rules in force, made on several threads. The rows are those that
** sql/assess_reports.sql writes in the shell, in the same order. */
#ifndef CLI_IMPORT_ASSESS_REPORTS_H
#define CLI_IMPORT_ASSESS_REPORTS_H

#include "import/database.h"

/* Within the transaction that is open. False with a message. */
bool assess_reports(database *, const options *, uint64_t *assessed);

#endif
