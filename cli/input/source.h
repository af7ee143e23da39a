/* source.h - a file or stdin as UTF-8 bytes, by blocks or by lines. A byte order
** mark is left out; UTF-16 is converted. */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "uti.h"

typedef struct source source;

/* "-" is stdin. NULL with a message when it cannot be opened. */
source *source_open(const char *name);
void source_close(source *);
const char *source_name(const source *);                /* "stdin" for "-" */

/* The next bytes without taking them, at most 64 KB; empty at the end. */
uti_slice source_peek(source *);
/* Takes the next block; empty at the end and after a failure. */
uti_slice source_block(source *);
/* Takes the next line, without its line break; false at the end. */
bool source_line(source *, uti_slice *line);
/* Whether the next line can be had without reading from the file. */
bool source_line_ready(const source *);
void source_line_end(source *, char);                    /* what ends a line: '\n' until called */
bool source_failed(const source *);                     /* a message was given */
bool source_was_utf16(const source *);

uint64_t source_position(const source *);               /* bytes of the file read */
uint64_t source_size(const source *);                   /* 0: not known */
/* Called before a read that may wait, so that a filter's answers are not held back. */
void source_before_read(source *, void (*)(void));

#endif
