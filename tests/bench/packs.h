/* packs.h - rule packs of any number of phrases, for the bench. */
#ifndef BENCH_PACKS_H
#define BENCH_PACKS_H

#include "uti.h"

/* Writes a pack of the built-in tables with `phrases` phrases of two or three
** words of the texts in place of the built-in ones. */
bool make_pack(const char *folder, int phrases, const uti_slice *texts, size_t count);

#endif
