/* cell_text.c - see cell_text.h. */
#include "batch/cell_text.h"

#include <ctype.h>
#include <string.h>

#define CUT_MARK " [cut]"

static bool is_escape(const char *s, size_t left) {
  return left >= 7 && s[0] == '_' && s[1] == 'x' && s[6] == '_' && isxdigit((unsigned char)s[2]) &&
         isxdigit((unsigned char)s[3]) && isxdigit((unsigned char)s[4]) && isxdigit((unsigned char)s[5]);
}

/* The character to write instead of one that XML or a cell does not take; 0: as it is. */
static uint32_t replacement(uint32_t c) {
  if (c == '\n' || c == '\t') return 0;
  if (c < 0x20) return 0x2400 + c;
  if (c == 0x7F) return 0x2421;
  if ((c >= 0x80 && c < 0xA0) || c == 0xFFFE || c == 0xFFFF) return 0xFFFD;
  return 0;
}

static void add_shown(text *t, uti_slice s, bool escaped) {
  size_t plain = 0, step;
  for (size_t i = 0; i < s.length; i += step) {
    uint32_t c = 0;
    step = utf8_read(s.bytes + i, s.length - i, &c);
    uint32_t instead = step == 0 ? 0xFFFD : replacement(c);
    bool escape = escaped && c == '_' && is_escape(s.bytes + i, s.length - i);
    if (step == 0) step = 1;
    if (instead == 0 && !escape) continue;
    text_add(t, s.bytes + plain, i - plain);
    plain = i + step;
    if (escape) text_add_string(t, "_x005F_");
    else if (c == '\r' && i + 1 < s.length && s.bytes[i + 1] == '\n') continue;
    else text_add_character(t, c == '\r' ? '\n' : instead);
  }
  text_add(t, s.bytes + plain, s.length - plain);
}

void cell_text_add(text *t, uti_slice s) { add_shown(t, s, true); }
void cell_text_add_visible(text *t, uti_slice s) { add_shown(t, s, false); }

size_t cell_text_units(uti_slice s) {
  size_t units = 0;
  for (size_t i = 0; i < s.length; i++) {
    unsigned char c = (unsigned char)s.bytes[i];
    units += (c & 0xC0) != 0x80;
    units += c >= 0xF0;
  }
  return units;
}

size_t cell_text_xml_length(uti_slice s) {
  size_t length = cell_text_units(s);
  for (size_t i = 0; i < s.length; i++) length += s.bytes[i] == '&' ? 4 : s.bytes[i] == '<' || s.bytes[i] == '>' ? 3 : 0;
  return length;
}

bool cell_text_cut(text *t) {
  if (cell_text_units(text_slice(t)) <= CELL_UNITS_AT_MOST) return false;
  size_t room = CELL_UNITS_AT_MOST - strlen(CUT_MARK), units = 0, at = 0, step;
  uint32_t c;
  while ((step = utf8_read(t->bytes + at, t->length - at, &c)) > 0) {
    units += step == 4 ? 2 : 1;
    if (units > room) break;
    at += step;
  }
  t->length = at;
  text_add_string(t, CUT_MARK);
  return true;
}
