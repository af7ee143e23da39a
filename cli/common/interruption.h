/* interruption.h - Ctrl-C and its like: noted, so that the work can be taken back, or
** ended between two lines, before the program ends. */
#ifndef CLI_INTERRUPTION_H
#define CLI_INTERRUPTION_H

#include <stdbool.h>

void interruption_watch(void);
bool interrupted(void);
/* Ends the program as the signal would have, if there was one. */
void interruption_end(void);

#endif
