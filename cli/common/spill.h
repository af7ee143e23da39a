/* spill.h - records that are kept in a private file instead of memory. The file has
** no name: it is gone when the program ends, however it ends. */
#ifndef CLI_SPILL_H
#define CLI_SPILL_H

#include "common/text.h"

typedef struct spill {
  const char *folder;          /* NULL: TMPDIR or /tmp */
  int file;                    /* -1 until something is written */
  int problem;                 /* errno of the first write that failed; 0: none */
  uint64_t written;            /* bytes in the file */
  text waiting;                /* bytes that are not in the file yet */
} spill;

spill spill_in(const char *folder);
/* Where the record stands; a failure shows in `problem` and when it is read. */
uint64_t spill_add(spill *, const void *bytes, size_t length);
/* Replaces what `room` holds. False, with errno, where this or any writing before it
** failed. */
bool spill_read(const spill *, uint64_t place, size_t length, text *room);
void spill_close(spill *);

#endif
