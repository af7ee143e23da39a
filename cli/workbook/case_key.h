/* case_key.h - the hidden key of a case: which report a row is about, what its text
** was and what the program said of it, sealed with the run that wrote it. A cell
** that a reviewer changed by accident changes none of these, and a row of another
** run's workbook is known. */
#ifndef CLI_CASE_KEY_H
#define CLI_CASE_KEY_H

#include "common/text.h"

typedef struct case_key {
  bool sampled;                /* of the sheet Sample: the row was not flagged */
  uti_level level;
  uti_slice mechanism;         /* no bytes: none */
  uint64_t report_hash;
  uti_slice shown_id;
} case_key;

uint64_t case_key_report_hash(uti_slice report);
void case_key_write(const case_key *, const char *run_id, text *);

typedef enum { KEY_GOOD, KEY_UNREADABLE, KEY_OF_ANOTHER_RUN } key_state;
/* `room` holds what the key points to. */
key_state case_key_read(uti_slice, const char *run_id, case_key *, text *room);

#endif
