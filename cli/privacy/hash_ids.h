/* hash_ids.h - ids replaced by keyed hashes: the same id and key give the same
** hash, and without the key nobody can tell the id. */
#ifndef CLI_HASH_IDS_H
#define CLI_HASH_IDS_H

#include "common/text.h"

/* Reads the key; false with a message. Called once, before any id is shown. */
bool hash_ids_use(const char *key_file);
bool hash_ids_in_use(void);
/* Adds what is shown for an id: the id itself, or "id-" and 20 hexadecimal digits. */
void hash_ids_show(uti_slice id, text *);

#endif
