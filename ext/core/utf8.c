#include "utf8.h"

static size_t continuation_count(unsigned char lead) {
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  if (lead >= 0xf0 && lead <= 0xf4) return 3;
  return 0;
}

size_t uti_utf8_decode(const char *bytes, size_t length, uint32_t *character) {
  unsigned char lead = (unsigned char)bytes[0];
  *character = lead;
  if (lead < 0x80) return 1;
  size_t more = continuation_count(lead);
  *character = UTI_BAD_CHARACTER;
  if (more == 0 || more >= length) return 1;
  uint32_t value = lead & (0x3fu >> more);
  for (size_t i = 1; i <= more; i++) {
    unsigned char next = (unsigned char)bytes[i];
    if ((next & 0xc0) != 0x80) return 1;
    value = value << 6 | (next & 0x3fu);
  }
  static const uint32_t smallest[4] = {0, 0x80, 0x800, 0x10000};
  if (value < smallest[more] || value > 0x10ffff) return 1;
  if (value >= 0xd800 && value <= 0xdfff) return 1;
  /* SQLite counts a byte too many as part of the character: no word may end before it. */
  if (more + 1 < length && ((unsigned char)bytes[more + 1] & 0xc0) == 0x80) return 1;
  *character = value;
  return more + 1;
}

/* Latin-1 letters U+00C0 to U+00FF, then Latin Extended-A U+0100 to U+017F;
** '.' stands for a character without one ASCII letter. */
static const char latin[] =
    "aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllll."
    ".llnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static char fold_punctuation(uint32_t character) {
  switch (character) {
    case 0x2018: case 0x2019: case 0x201b: case 0x00b4: case 0x2032: return '\'';
    case 0x201c: case 0x201d: case 0x201e: case 0x00ab: case 0x00bb: return '"';
    case 0x2010: case 0x2011: return '-';
    case 0x2212: return '-';
    case 0x00a0: case 0x2002: case 0x2003: case 0x2007: case 0x2008: case 0x2009:
    case 0x200a: case 0x202f: case 0x3000: return ' ';
    case 0x2264: return '<';
    case 0x2265: return '>';
    case 0x00bf: return ' ';
    case 0x2044: return '/';
    default: return 0;
  }
}

size_t uti_fold(uint32_t character, char folded[2]) {
  if (character < 0x80) {
    folded[0] = (char)(character >= 'A' && character <= 'Z' ? character + 32 : character);
    return 1;
  }
  if (character >= 0xc0 && character - 0xc0 < sizeof latin - 1) {
    char letter = latin[character - 0xc0];
    if (letter != '.') {
      folded[0] = letter;
      return 1;
    }
    if (character == 0xdf) {
      folded[0] = folded[1] = 's';
      return 2;
    }
    if (character == 0xe6 || character == 0xc6) {
      folded[0] = 'a';
      folded[1] = 'e';
      return 2;
    }
    if (character == 0x152 || character == 0x153) {
      folded[0] = 'o';
      folded[1] = 'e';
      return 2;
    }
    return 0;
  }
  if (character >= 0xff01 && character <= 0xff5e) return uti_fold(character - 0xfee0, folded);
  folded[0] = fold_punctuation(character);
  return folded[0] != 0;
}

size_t uti_count_characters(const char *bytes, size_t length) {
  size_t count = 0;
  for (size_t at = 0; at < length; count++) {
    unsigned char lead = (unsigned char)bytes[at++];
    if (lead < 0xc0) continue;
    while (at < length && ((unsigned char)bytes[at] & 0xc0) == 0x80) at++;
  }
  return count;
}

size_t uti_cut(const char *bytes, size_t length, size_t most) {
  if (length <= most) return length;
  while (most > 0 && ((unsigned char)bytes[most] & 0xc0) == 0x80) most--;
  return most;
}
