/* terminal.h - colours and wrapped text on a terminal. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdio.h>

#include "options/options.h"

#define TERMINAL_PLAIN "\033[0m"
#define TERMINAL_BOLD "\033[1m"

/* auto: on a terminal, and unless NO_COLOR is set to something. */
bool terminal_colors(color_mode, int file);
const char *terminal_level(uti_level);          /* what switches its colour on; "" for none */
size_t terminal_columns(void);                  /* COLUMNS, or the terminal's */
size_t terminal_width(void);                    /* the same, for text: lines that are not too long */

/* In text to be wrapped: the places where evidence begins and ends. Other control
** characters must not be in it. */
enum { MARK_PRESENT = 1, MARK_POSSIBLE = 2, MARK_END = 3 };

/* Prints, broken between words; the first line begins at `column`, the
** others at `indent`. Evidence is in colour, or in brackets without colours. */
void terminal_wrap(FILE *, uti_slice, size_t column, size_t indent, bool colored);

#endif
