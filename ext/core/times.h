/* times.h - when a report was made: readings of SQLite's date functions to
** milliseconds, and back. */
#ifndef UTI_TIMES_H
#define UTI_TIMES_H

#include "memory.h"

/* "2026-11-23 08:30:00", in UTC. */
void uti_time_write(int64_t time, uti_text *);

#endif
