#include "form_marks.h"

#include <stdint.h>
#include <string.h>

#include "utf8.h"

enum { ANSWER_LETTERS = 12 };   /* of the longest answer */

static char byte_at(const uti_line *line, size_t at) { return at < line->length ? line->bytes[at] : 0; }

static bool is_blank(char c) { return c == ' ' || c == '\t'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
static bool ends_line(char c) { return c == 0 || c == '\n' || c == '\r'; }

static size_t skip_blanks(const uti_line *line, size_t at) {
  while (is_blank(byte_at(line, at))) at++;
  return at;
}

/* ---- Boxes and ticks ---- */

static uti_box symbol_box(uint32_t character) {
  switch (character) {
    case 0x25a1: case 0x25a2: case 0x2610: case 0x2715: case 0x2716: case 0x2717: case 0x2718: case 0x274c: return UTI_BOX_EMPTY;
    case 0x221a: case 0x25a0: case 0x2611: case 0x2612: case 0x2705: case 0x2713: case 0x2714: return UTI_BOX_TICKED;
    default: return UTI_NO_BOX;
  }
}

uti_box uti_box_at(const uti_line *line, size_t at, size_t *used) {
  char open = byte_at(line, at), middle = byte_at(line, at + 1);
  *used = 3;
  if (open == '[' && middle != 0 && byte_at(line, at + 2) == ']') {
    if (middle == ' ' || middle == '_') return UTI_BOX_EMPTY;
    return middle == 'x' || middle == 'X' || middle == '*' ? UTI_BOX_TICKED : UTI_NO_BOX;
  }
  if (open == '[' && middle == ']') {
    *used = 2;
    return UTI_BOX_EMPTY;
  }
  if ((unsigned char)open < 0x80) return UTI_NO_BOX;
  uint32_t character;
  *used = uti_utf8_decode(line->bytes + at, line->length - at, &character);
  return symbol_box(character);
}

/* The first box of a line from here on, or its end. */
static size_t next_box(const uti_line *line, size_t at, size_t *used) {
  while (!ends_line(byte_at(line, at)) && uti_box_at(line, at, used) == UTI_NO_BOX) at++;
  return at;
}

/* "1.", "a)", "- " are no words. */
static bool word_within(const uti_line *line, size_t from, size_t to) {
  for (size_t i = from; i + 1 < to; i++)
    if (is_letter(line->bytes[i]) && is_letter(line->bytes[i + 1])) return true;
  return false;
}

static size_t blanks_before(const uti_line *line, size_t at) {
  size_t count = 0;
  while (at > line->start && is_blank(line->bytes[at - 1])) at--, count++;
  return count;
}

/* The length of the word here that has one of the roles, or 0: nothing that goes on as a word does. */
static size_t word_of(const uti_line *line, size_t at, const uti_role *roles, size_t count) {
  char folded[ANSWER_LETTERS + 2];
  size_t length = 0, used = 0;
  while (at + used < line->length && length <= ANSWER_LETTERS) {
    uint32_t character;
    size_t next = uti_utf8_decode(line->bytes + at + used, line->length - at - used, &character);
    char letters[2];
    size_t folds = uti_fold(character, letters);
    if (folds != 1 || !is_letter(letters[0])) break;
    folded[length++] = (char)(letters[0] | 0x20);
    used += next;
  }
  if (length == 0 || length > ANSWER_LETTERS) return 0;
  uint32_t word = uti_word_find(line->knowledge, folded, length);
  for (size_t i = 0; i < count; i++)
    if (uti_word_is(line->knowledge, word, roles[i])) return used;
  return 0;
}

static bool starts_answer(const uti_line *line, size_t at) {
  static const uti_role opens[] = {UTI_ROLE_PRINTED_ANSWER, UTI_ROLE_ANSWER_OPENS};
  return word_of(line, at, opens, 2) > 0;
}

bool uti_box_has_answer(const uti_line *line, size_t after) { return starts_answer(line, skip_blanks(line, after)); }

/* "Fever yes [x] no [ ]": an answer before the first box has it. */
static bool answer_before(const uti_line *line, size_t at) {
  while (at > line->start && (is_blank(line->bytes[at - 1]) || line->bytes[at - 1] == ':')) at--;
  size_t from = at;
  while (from > line->start && is_letter(line->bytes[from - 1])) from--;
  return from < at && starts_answer(line, from);
}

/* A label stands before the first box after the start of the line or a colon, and none
** behind the last; where both do, the first box is nearer to one of them. */
uti_boxes uti_boxes_of(const uti_line *line) {
  size_t used, first = next_box(line, line->start, &used), from = line->start;
  for (size_t i = line->start; i < first; i++)
    if (line->bytes[i] == ':') from = i + 1;
  if (answer_before(line, first)) return UTI_BOXES_BEHIND_ANSWERS;
  if (!word_within(line, from, first)) return UTI_BOXES_BEFORE;
  size_t after_first = skip_blanks(line, first + used) - first - used, end = first + used;
  for (size_t box = next_box(line, end, &used); !ends_line(byte_at(line, box)); box = next_box(line, end, &used)) end = box + used;
  size_t close = end;
  while (!ends_line(byte_at(line, close))) close++;
  bool behind = !word_within(line, end, close) || blanks_before(line, first) < after_first;
  return behind ? UTI_BOXES_BEHIND : UTI_BOXES_BEFORE;
}

/* ---- Rings and columns ---- */

/* The length of a printed answer here: Y, N, Yes, No, or a number of one or two digits. */
static size_t answer_length(const uti_line *line, size_t at) {
  static const uti_role printed[] = {UTI_ROLE_PRINTED_ANSWER};
  size_t digits = 0;
  while (is_digit(byte_at(line, at + digits))) digits++;
  if (digits > 0) return digits <= 2 && !is_letter(byte_at(line, at + digits)) ? digits : 0;
  return word_of(line, at, printed, 1);
}

static bool option_after(const uti_line *line, size_t at, bool number) {
  at = skip_blanks(line, at);
  if (byte_at(line, at) == '/' || byte_at(line, at) == '|') at = skip_blanks(line, at + 1);
  else if (!number) return false;
  return is_digit(byte_at(line, at)) == number && answer_length(line, at) > 0;
}

static bool option_before(const uti_line *line, size_t at, bool number) {
  while (at > line->start && is_blank(line->bytes[at - 1])) at--;
  bool parted = at > line->start && (line->bytes[at - 1] == '/' || line->bytes[at - 1] == '|');
  if (!parted && !number) return false;
  if (parted) at--;
  while (at > line->start && is_blank(line->bytes[at - 1])) at--;
  size_t from = at;
  while (from > line->start && (is_letter(line->bytes[from - 1]) || is_digit(line->bytes[from - 1]))) from--;
  return from < at && is_digit(line->bytes[from]) == number && answer_length(line, from) == at - from;
}

enum { STARS_AT_MOST = 3 };   /* a rule of stars rings nothing */

bool uti_ring_at(const uti_line *line, size_t at) {
  char open = byte_at(line, at);
  if (open != '(' && open != '[' && open != '*') return false;
  char close = open == '(' ? ')' : open == '[' ? ']' : '*';
  size_t from = at, stars = 0;
  while (open == '*' && stars < STARS_AT_MOST && byte_at(line, from) == '*') from++, stars++;
  if (open != '*') from = skip_blanks(line, at + 1);
  size_t length = answer_length(line, from), end = from + length;
  if (length == 0) return false;
  if (open != '*') end = skip_blanks(line, end);
  if (byte_at(line, end) != close) return false;
  end += stars > 0 ? stars : 1;
  bool number = is_digit(byte_at(line, from));
  return option_after(line, end, number) || option_before(line, at, number);
}

bool uti_answer_at(const uti_line *line, size_t at) {
  static const uti_role answers[] = {UTI_ROLE_PRINTED_ANSWER, UTI_ROLE_ANSWER};
  size_t length = word_of(line, at, answers, 2);
  if (length == 0) return false;
  size_t end = at + length;
  if (byte_at(line, skip_blanks(line, end)) == '/') return false;   /* "Y / (N)" */
  char next = byte_at(line, end);
  if (ends_line(next) || strchr(",;.|", next) != NULL) return true;
  /* "Fever -Y 38.4", but "calf swollen -no fever" */
  return is_blank(next) && (length == 1 || is_blank(byte_at(line, end + 1)) || ends_line(byte_at(line, end + 1)));
}
