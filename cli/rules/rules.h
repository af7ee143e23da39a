/* rules.h - what the files of the command rules share. */
#ifndef CLI_RULES_H
#define CLI_RULES_H

#include "options/options.h"

/* The tables to show, as the arguments from `first` on name them: all of them
** where there is none. False where a name is no table. */
bool rules_tables(const options *, size_t first, bool shown[UTI_TABLE_COUNT]);
/* A cell as TSV takes it. */
void rules_print_cell(const char *cell);
void rules_print_json(const char *cell);

void rules_print(const uti_knowledge *, const options *, const bool shown[UTI_TABLE_COUNT]);
void rules_diff(const uti_knowledge *before, const uti_knowledge *after, const options *);
/* Rows that the pack adds, changes and removes. */
typedef struct rules_changes {
  size_t added, changed, removed;
} rules_changes;
rules_changes rules_count_changes(const uti_knowledge *before, const uti_knowledge *after);

#endif
