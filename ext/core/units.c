/* Values of measurements from one unit to another, by the published factors of
** units.tsv: `amount` of a unit above its `zero` is `base_amount` of the
** analyte's base unit. */
#include "knowledge.h"

#include <string.h>

enum { ANALYTE, UNIT, SPELLINGS, AMOUNT, BASE_AMOUNT, ZERO };

/* "88.4"; the cells were checked when the pack was compiled. */
static double number_of(const char *cell) {
  double digits = 0, scale = 1;
  bool fraction = false;
  for (; *cell != 0; cell++) {
    if (*cell == '.') {
      fraction = true;
      continue;
    }
    digits = digits * 10 + (*cell - '0');
    if (fraction) scale *= 10;
  }
  return digits / scale;
}

/* Units compare without case, blanks and dots; µ (two characters look alike) is u. */
static size_t fold(const char *text, size_t length, char *folded, size_t size) {
  size_t count = 0;
  for (size_t i = 0; i < length && count + 1 < size; i++) {
    unsigned char c = (unsigned char)text[i], next = i + 1 < length ? (unsigned char)text[i + 1] : 0;
    if (c == ' ' || c == '\t' || c == '.' || c == '[' || c == ']') continue;
    if ((c == 0xC2 && next == 0xB5) || (c == 0xCE && next == 0xBC)) {
      folded[count++] = 'u';
      i++;
    } else if (c == 0xC2 && (next == 0xB0 || next == 0xBA)) {
      i++;
    } else {
      folded[count++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : (char)c;
    }
  }
  folded[count] = 0;
  return count;
}

enum { LONGEST_UNIT = 24 };

static bool same_unit(uti_slice given, const char *name, size_t length) {
  char a[LONGEST_UNIT], b[LONGEST_UNIT];
  if (given.length >= LONGEST_UNIT) return false;
  size_t count = fold(given.bytes, given.length, a, sizeof a);
  return count > 0 && count == fold(name, length, b, sizeof b) && memcmp(a, b, count) == 0;
}

static bool is_analyte(const uti_knowledge *k, size_t row, uti_slice analyte) {
  return same_unit(analyte, uti_table_cell(k, UTI_TABLE_UNITS, row, ANALYTE), strlen(uti_table_cell(k, UTI_TABLE_UNITS, row, ANALYTE)));
}

/* The row of a unit of an analyte, or SIZE_MAX. */
static size_t find_row(const uti_knowledge *k, uti_slice unit, uti_slice analyte) {
  for (size_t row = 0; row < uti_table_rows(k, UTI_TABLE_UNITS); row++) {
    if (!is_analyte(k, row, analyte)) continue;
    const char *name = uti_table_cell(k, UTI_TABLE_UNITS, row, UNIT);
    if (same_unit(unit, name, strlen(name))) return row;
    for (const char *at = uti_table_cell(k, UTI_TABLE_UNITS, row, SPELLINGS); *at != 0;) {
      size_t length = strcspn(at, "|");
      if (same_unit(unit, at, length)) return row;
      at += length + (at[length] == '|');
    }
  }
  return SIZE_MAX;
}

static double cell(const uti_knowledge *k, size_t row, size_t column) {
  return number_of(uti_table_cell(k, UTI_TABLE_UNITS, row, column));
}

uti_conversion uti_convert(const uti_knowledge *k, double value, uti_slice from, uti_slice to, uti_slice analyte,
                           double *converted) {
  bool known = false;
  for (size_t row = 0; row < uti_table_rows(k, UTI_TABLE_UNITS); row++) known = known || is_analyte(k, row, analyte);
  if (!known) return UTI_UNKNOWN_ANALYTE;
  size_t source = find_row(k, from, analyte), target = find_row(k, to, analyte);
  if (source == SIZE_MAX) return UTI_UNKNOWN_FROM;
  if (target == SIZE_MAX) return UTI_UNKNOWN_TO;
  if (source == target) {
    *converted = value;
    return UTI_CONVERTED;
  }
  double base = (value - cell(k, source, ZERO)) * cell(k, source, BASE_AMOUNT) / cell(k, source, AMOUNT);
  *converted = base * cell(k, target, AMOUNT) / cell(k, target, BASE_AMOUNT) + cell(k, target, ZERO);
  return UTI_CONVERTED;
}
