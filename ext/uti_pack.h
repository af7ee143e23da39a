/* uti_pack.h - a rule pack from a folder: the only part of the library that
** reads files. The format is described in knowledge/README.md. */
#ifndef UTI_PACK_FOLDER_H
#define UTI_PACK_FOLDER_H

#include "uti.h"

/* The largest file and the largest pack, in bytes. */
#define UTI_PACK_FILE ((size_t)4 * 1024 * 1024)
#define UTI_PACK_TOTAL ((size_t)8 * 1024 * 1024)

/* Every mistake of a pack, a line each: "phrases.tsv:12:2: pattern: wanted ...,
** got ..." (line and column count from 1). */
typedef struct uti_mistakes {
  char *lines;           /* terminated; NULL: none */
  size_t length, count;
} uti_mistakes;

/* Reads and compiles the pack in a folder. UTI_OK gives *made, which never
** changes and may be shared between threads; free it with uti_knowledge_free()
** and the same allocator, after all readers and facts that use it.
** UTI_BAD_PACK gives the mistakes; also a folder that cannot be read is one.
** Only the files that a pack may have are opened, inside the folder itself,
** and only regular ones: no links, no devices. */
uti_result uti_pack_read(const char *folder, const uti_allocator *, const uti_knowledge **made, uti_mistakes *mistakes);
/* The built-in knowledge and NULL stay as they are. */
void uti_knowledge_free(const uti_knowledge *, const uti_allocator *);
void uti_mistakes_free(uti_mistakes *, const uti_allocator *);

#endif
