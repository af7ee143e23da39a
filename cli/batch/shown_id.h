/* shown_id.h - what a workbook shows of a database's id. */
#ifndef CLI_SHOWN_ID_H
#define CLI_SHOWN_ID_H

#include "common/text.h"

/* The one place where an id of a report leaves for a file that is given away, and
** by which `review` finds the report again. */
void shown_id_add(uti_slice id, text *);

#endif
