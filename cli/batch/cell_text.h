/* cell_text.h - text that every spreadsheet program can read. */
#ifndef CLI_CELL_TEXT_H
#define CLI_CELL_TEXT_H

#include "common/text.h"

enum { CELL_UNITS_AT_MOST = 32767 };           /* UTF-16 units that a cell takes */

/* Adds text as a cell may hold it: bad UTF-8 becomes U+FFFD, a control character
** its visible form, a line break "\n"; "_x0041_", which spreadsheets would read
** as a character, is escaped. */
void cell_text_add(text *, uti_slice);
/* The same for terminals and pages, where nothing needs the escape. */
void cell_text_add_visible(text *, uti_slice);
size_t cell_text_units(uti_slice);             /* UTF-16 units of valid UTF-8 */
size_t cell_text_xml_length(uti_slice);        /* characters when written as XML */
/* Cuts to what a cell takes, between characters, and marks the cut. */
bool cell_text_cut(text *);

#endif
