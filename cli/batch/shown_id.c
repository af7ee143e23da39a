/* shown_id.c - see shown_id.h. */
#include "batch/shown_id.h"

void shown_id_add(uti_slice id, text *shown) { text_add(shown, id.bytes, id.length); }
