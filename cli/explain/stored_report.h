/* stored_report.h - a report of a database of the shipped schema. */
#ifndef CLI_STORED_REPORT_H
#define CLI_STORED_REPORT_H

#include "common/text.h"

/* Reads the report with this id into `words`, and its facts. report.bytes is NULL
** where it has no text. EXIT_DONE, or EXIT_FAILED with a message. */
int stored_report(const char *database, const char *id, uti_facts *, text *words, uti_slice *report);

#endif
