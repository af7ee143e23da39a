/* knowledge.h - the rules that a run works with: the built-in ones, or those of
** --rules DIR. Chosen once, before anything is read. */
#ifndef CLI_KNOWLEDGE_H
#define CLI_KNOWLEDGE_H

#include <stdio.h>

#include "common/text.h"
#include "uti_pack.h"

const uti_knowledge *knowledge_in_force(void);
/* The pack in a folder, owned by the caller; NULL with every mistake on `out` and
** their number on stderr, between `before` and `after`. */
const uti_knowledge *knowledge_read(const char *folder, FILE *out, const char *before, const char *after);
/* Puts the pack into force; EXIT_DONE, or EXIT_FAILED with every mistake on stderr. */
int knowledge_use(const char *folder);
void knowledge_close(void);
/* "uti 0.1.0 (en)", "without a name" */
void knowledge_title(const uti_knowledge *, text *);

#endif
