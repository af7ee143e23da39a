/* case_key.h - the hidden key of a case: which report a row is about, what its text
** was and what the program said of it, sealed with the run that wrote it. A cell
** that a reviewer changed by accident changes none of these, and a row of another
** run's workbook is known.
**
** What --redact hides in the text is no part of its hash: short things, such as a
** telephone number, could be found by trying. The key names the hidden places, so that
** the same can be hidden in the text of the database. */
#ifndef CLI_CASE_KEY_H
#define CLI_CASE_KEY_H

#include "common/text.h"
#include "privacy/redact.h"

typedef struct case_key {
  bool sampled;                /* of the sheet Sample: the row was not flagged */
  uti_level level;
  uti_slice mechanism;         /* no bytes: none */
  uint64_t report_hash;
  uti_slice hidden;            /* places in the report; no bytes: none */
  uti_slice shown_id;          /* no bytes: the report's id may not be told */
} case_key;

/* The places of masks as a key has them. */
void case_key_hidden(uti_slice report, const mask *, size_t count, text *hidden);
uint64_t case_key_report_hash(uti_slice report, uti_slice hidden);
void case_key_write(const case_key *, const char *run_id, text *);

typedef enum { KEY_GOOD, KEY_UNREADABLE, KEY_OF_ANOTHER_RUN } key_state;
/* `room` holds what the key points to. */
key_state case_key_read(uti_slice, const char *run_id, case_key *, text *room);

#endif
