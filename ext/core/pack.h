/* pack.h - from the TSV texts of a rule pack to a compiled knowledge. */
#ifndef UTI_PACK_H
#define UTI_PACK_H

#include "knowledge.h"
#include "memory.h"

/* Compiles the texts of a pack, in the order of uti_table; a text with NULL
** bytes is an empty table. A pack that extends is laid over `base`: its rows
** take the place of the rows with the same key, others are added, and rows that
** off.tsv names are left out. base NULL: the pack stands alone, as the built-in
** one does. UTI_BAD_PACK leaves every mistake in `mistakes`, a line each:
** "phrases.tsv:12:2: pattern: wanted ..., got ...". */
uti_result uti_pack_compile(const uti_allocator *, const uti_knowledge *base, const uti_slice texts[UTI_TABLE_COUNT],
                            uti_knowledge **knowledge, uti_text *mistakes);
/* Frees what uti_pack_compile() made; never the built-in knowledge. */
void uti_pack_free(const uti_allocator *, uti_knowledge *);

#endif
