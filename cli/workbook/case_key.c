/* case_key.c - see case_key.h. A key is
**   c|s . level . mechanism . hash of the report . id . seal
** where hidden places stand behind the hash as -START_LENGTH, in letters, digits, "-", "_" and "%": no program changes such a text, takes it for
** a number, for a pattern in MATCH(), or for an escaped character ("_x0041_"). */
#include "workbook/case_key.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "batch/batch_row.h"

enum { PARTS = 6, DIGITS = 16, HIDDEN_AT_MOST = 8 };

static bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

/* "-" stands for nothing, so one that is meant is written as its code. */
static void add_part(text *t, uti_slice s) {
  if (s.length == 0) text_add(t, "-", 1);
  for (size_t i = 0; i < s.length; i++) {
    bool escape = s.bytes[i] == '_' && i + 1 < s.length && (s.bytes[i + 1] | 0x20) == 'x';
    bool plain = is_plain(s.bytes[i]) && !escape && !(s.length == 1 && s.bytes[0] == '-');
    if (plain) text_add(t, &s.bytes[i], 1);
    else text_add_format(t, "%%%02X", (unsigned char)s.bytes[i]);
  }
  text_add(t, ".", 1);
}

static int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_part(uti_slice s, text *t) {
  if (slice_is(s, "-")) return true;
  for (size_t i = 0; i < s.length; i++) {
    char c = s.bytes[i];
    if (c == '%') {
      int high = i + 2 < s.length ? hexadecimal(s.bytes[i + 1]) : -1, low = i + 2 < s.length ? hexadecimal(s.bytes[i + 2]) : -1;
      if (high < 0 || low < 0) return false;
      c = (char)(high << 4 | low);
      i += 2;
    } else if (!is_plain(c)) {
      return false;
    }
    text_add(t, &c, 1);
  }
  return true;
}

static uint64_t seal_of(const char *run_id, uti_slice key) {
  return hash_bytes(hash_bytes(0, run_id, strlen(run_id)), key.bytes, key.length);
}

/* ---- The report ---- */

/* Places count from the first word, as readers of CSV differ in whether they keep blanks
** at the ends of a cell. Of very many places the last reaches to the end of all. */
void case_key_hidden(uti_slice report, const mask *masks, size_t count, text *hidden) {
  size_t before = report.length == 0 ? 0 : (size_t)(slice_trim(report).bytes - report.bytes);
  for (size_t i = 0; i < count && i < HIDDEN_AT_MOST; i++) {
    const mask *last = i + 1 == HIDDEN_AT_MOST ? &masks[count - 1] : &masks[i];
    size_t start = masks[i].start > before ? masks[i].start : before, end = last->start + last->length;
    if (end > start) text_add_format(hidden, "-%zu_%zu", start - before, end - start);
  }
}

static size_t read_size(const char **at, const char *end) {
  size_t number = 0;
  while (*at < end && **at >= '0' && **at <= '9' && number < SIZE_MAX / 20) number = number * 10 + (size_t)(*(*at)++ - '0');
  return number;
}

static void hide_places(text *words, uti_slice hidden) {
  const char *at = hidden.bytes, *end = hidden.bytes + hidden.length;
  while (at < end) {
    at++;   /* - */
    size_t start = read_size(&at, end);
    if (at < end) at++;   /* _ */
    size_t length = read_size(&at, end);
    if (start >= words->length) continue;
    memset(words->bytes + start, '*', length < words->length - start ? length : words->length - start);
  }
}

static bool are_places(uti_slice s) {
  for (size_t i = 0; i < s.length; i++)
    if ((s.bytes[i] < '0' || s.bytes[i] > '9') && s.bytes[i] != '_' && s.bytes[i] != '-') return false;
  return s.length == 0 || s.bytes[0] == '-';
}

uint64_t case_key_report_hash(uti_slice report, uti_slice hidden) {
  uti_slice words = slice_trim(report);
  if (hidden.length == 0) return hash_bytes(0, words.bytes, words.length);
  text shown = {0};
  text_add(&shown, words.bytes, words.length);
  hide_places(&shown, hidden);
  uint64_t hash = hash_bytes(0, shown.bytes, shown.length);
  text_free(&shown);
  return hash;
}

/* ---- The key ---- */

void case_key_write(const case_key *k, const char *run_id, text *t) {
  size_t from = t->length;
  text_add(t, k->sampled ? "s." : "c.", 2);
  add_part(t, slice_of(k->level == UTI_NOT_ASSESSABLE ? NULL : uti_level_name(k->level)));
  add_part(t, k->mechanism);
  text_add_format(t, "%016" PRIx64, k->report_hash);
  text_add(t, k->hidden.bytes, k->hidden.length);
  text_add_string(t, ".");
  add_part(t, k->shown_id);
  uti_slice written = {t->bytes + from, t->length - from};
  text_add_format(t, "%016" PRIx64, seal_of(run_id, written));
}

static bool read_number(uti_slice s, uint64_t *number) {
  *number = 0;
  for (size_t i = 0; i < s.length; i++) {
    int digit = hexadecimal(s.bytes[i]);
    if (digit < 0) return false;
    *number = *number << 4 | (uint64_t)digit;
  }
  return s.length == DIGITS;
}

/* The hash, and behind it what it leaves out. */
static bool read_report(uti_slice s, case_key *k) {
  size_t digits = s.length < DIGITS ? s.length : DIGITS;
  k->hidden = (uti_slice){s.bytes + digits, s.length - digits};
  return read_number((uti_slice){s.bytes, digits}, &k->report_hash) && are_places(k->hidden);
}

static size_t split(uti_slice key, uti_slice parts[PARTS]) {
  size_t count = 0, from = 0;
  for (size_t i = 0; i <= key.length; i++) {
    if (i < key.length && key.bytes[i] != '.') continue;
    if (count == PARTS) return PARTS + 1;
    parts[count++] = (uti_slice){key.bytes + from, i - from};
    from = i + 1;
  }
  return count;
}

key_state case_key_read(uti_slice key, const char *run_id, case_key *k, text *room) {
  uti_slice parts[PARTS];
  uint64_t seal;
  text_clear(room);
  if (split(key, parts) != PARTS || (!slice_is(parts[0], "c") && !slice_is(parts[0], "s"))) return KEY_UNREADABLE;
  *k = (case_key){.sampled = slice_is(parts[0], "s"), .level = UTI_NOT_ASSESSABLE};
  if (!slice_is(parts[1], "-") && !uti_level_parse(parts[1], &k->level)) return KEY_UNREADABLE;
  if (!read_part(parts[2], room)) return KEY_UNREADABLE;
  size_t mechanism = room->length;
  if (!read_report(parts[3], k) || !read_part(parts[4], room) || !read_number(parts[5], &seal)) return KEY_UNREADABLE;
  k->mechanism = (uti_slice){room->bytes, mechanism};
  k->shown_id = (uti_slice){room->bytes + mechanism, room->length - mechanism};
  uti_slice sealed = {key.bytes, key.length - DIGITS};
  return seal == seal_of(run_id, sealed) ? KEY_GOOD : KEY_OF_ANOTHER_RUN;
}
