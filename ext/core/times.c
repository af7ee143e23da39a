/* Times as SQLite's date functions read them, without "now", which needs a
** clock, and without a time that has no date. */
#include "times.h"

#include <math.h>
#include <string.h>

#define DAY INT64_C(86400000)
#define UNIX_EPOCH INT64_C(210866760000000)

typedef struct reading {
  const char *at, *end;
} reading;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static void skip_blanks(reading *r) {
  while (r->at < r->end && is_blank(*r->at)) r->at++;
}

static bool take(reading *r, char c) {
  if (r->at == r->end || *r->at != c) return false;
  r->at++;
  return true;
}

static bool take_digits(reading *r, int digits, int least, int most, int *value) {
  *value = 0;
  for (int i = 0; i < digits; i++, r->at++) {
    if (r->at == r->end || !is_digit(*r->at)) return false;
    *value = *value * 10 + (*r->at - '0');
  }
  return *value >= least && *value <= most;
}

/* ".5" after the seconds, in milliseconds. */
static int64_t take_fraction(reading *r) {
  if (r->end - r->at < 2 || *r->at != '.' || !is_digit(r->at[1])) return 0;
  double fraction = 0, scale = 1;
  for (r->at++; r->at < r->end && is_digit(*r->at); r->at++) {
    if (scale < 1e9) fraction = fraction * 10 + (*r->at - '0'), scale *= 10;
  }
  return (int64_t)(fraction / scale * 1000.0 + 0.5);
}

/* "Z", "+01:00" or nothing, in milliseconds east. */
static bool take_zone(reading *r, int64_t *east) {
  int hours, minutes;
  *east = 0;
  skip_blanks(r);
  if (take(r, 'Z') || take(r, 'z')) return true;
  int sign = take(r, '+') ? 1 : take(r, '-') ? -1 : 0;
  if (sign == 0) return true;
  if (!take_digits(r, 2, 0, 14, &hours) || !take(r, ':') || !take_digits(r, 2, 0, 59, &minutes)) return false;
  *east = sign * (hours * 60 + minutes) * INT64_C(60000);
  return true;
}

static bool take_clock(reading *r, int64_t *time) {
  int hours, minutes, seconds = 0;
  int64_t fraction = 0, east;
  if (!take_digits(r, 2, 0, 24, &hours) || !take(r, ':') || !take_digits(r, 2, 0, 59, &minutes)) return false;
  if (take(r, ':')) {
    if (!take_digits(r, 2, 0, 59, &seconds)) return false;
    fraction = take_fraction(r);
  }
  if (!take_zone(r, &east)) return false;
  *time += ((hours * 60 + minutes) * 60 + seconds) * INT64_C(1000) + fraction - east;
  return true;
}

/* Meeus, Astronomical Algorithms: the day that begins at midnight. */
static int64_t midnight(int year, int month, int day) {
  if (month <= 2) {
    year--;
    month += 12;
  }
  int century = year / 100;
  int64_t days = 36525 * (int64_t)(year + 4716) / 100 + 306001 * (int64_t)(month + 1) / 10000 + day + 2 - century + century / 4;
  return days * DAY - 15245 * (DAY / 10);
}

static bool read_date(reading r, int64_t *time) {
  int year, month, day;
  bool negative = take(&r, '-');
  bool date = take_digits(&r, 4, 0, 9999, &year) && take(&r, '-') && take_digits(&r, 2, 1, 12, &month) &&
              take(&r, '-') && take_digits(&r, 2, 1, 31, &day);
  if (!date || (negative && year > 4713)) return false;
  *time = midnight(negative ? -year : year, month, day);
  while (r.at < r.end && (is_blank(*r.at) || *r.at == 'T')) r.at++;
  if (r.at < r.end && !take_clock(&r, time)) return false;
  skip_blanks(&r);
  return r.at == r.end;
}

/* "2460000.5", "1700000000", "1.7e9". */
static bool read_number(reading r, double *number) {
  double digits = 0;
  int count = 0, scale = 0, exponent = 0;
  bool negative = false;
  if (!take(&r, '+')) negative = take(&r, '-');
  for (bool point = false; r.at < r.end; r.at++) {
    if (is_digit(*r.at)) {
      digits = digits * 10 + (*r.at - '0');
      count++;
      scale += point;
    } else if (*r.at == '.' && !point) {
      point = true;
    } else {
      break;
    }
  }
  if (count > 0 && (take(&r, 'e') || take(&r, 'E'))) {
    int sign = take(&r, '-') ? -1 : (take(&r, '+'), 1);
    if (r.at == r.end) return false;
    for (; r.at < r.end && is_digit(*r.at) && exponent < 1000; r.at++) exponent = exponent * 10 + (*r.at - '0');
    exponent *= sign;
  }
  *number = digits * pow(10, exponent - scale) * (negative ? -1 : 1);
  return count > 0 && r.at == r.end;
}

bool uti_time_from_number(double number, int64_t *time) {
  if (number >= 0 && number < 5373484.5) {
    *time = (int64_t)(number * (double)DAY + 0.5);
    return true;
  }
  if (!(number >= UTI_LEAST_UNIX_TIME && number < UTI_LEAST_UNIX_TIME * 1000.0)) return false;
  *time = UNIX_EPOCH + llround(number * 1000.0);
  return true;
}

bool uti_time_from_text(uti_slice text, int64_t *time) {
  *time = UTI_NO_TIME;
  if (text.length == 0) return true;
  reading r = {text.bytes, text.bytes + text.length};
  double number;
  skip_blanks(&r);
  while (r.end > r.at && is_blank(r.end[-1])) r.end--;
  if (r.at == r.end) return true;
  if (read_date(r, time)) return true;
  *time = UTI_NO_TIME;
  return read_number(r, &number) && uti_time_from_number(number, time);
}

/* ---- Writing ---- */

static void two_digits(uti_text *text, int64_t number) {
  char digits[2] = {(char)('0' + number / 10 % 10), (char)('0' + number % 10)};
  uti_text_add(text, digits, 2);
}

void uti_time_write(int64_t time, uti_text *text) {
  int64_t whole = time + DAY / 2, day = whole / DAY, second = whole % DAY / 1000;
  int64_t a = (int64_t)(((double)day - 1867216.25) / 36524.25);
  a = day + 1 + a - a / 4;
  int64_t b = a + 1524, c = (int64_t)(((double)b - 122.1) / 365.25), d = 36525 * c / 100;
  int64_t e = (int64_t)((double)(b - d) / 30.6001), month = e < 14 ? e - 1 : e - 13;
  int64_t year = month > 2 ? c - 4716 : c - 4715;
  if (year < 0) {
    uti_text_add_string(text, "-");
    year = -year;
  }
  two_digits(text, year / 100);
  two_digits(text, year);
  uti_text_add_string(text, "-");
  two_digits(text, month);
  uti_text_add_string(text, "-");
  two_digits(text, b - d - (int64_t)(30.6001 * (double)e));
  const int64_t clock[] = {second / 3600, second / 60 % 60, second % 60};
  for (int i = 0; i < 3; i++) {
    uti_text_add_string(text, i == 0 ? " " : ":");
    two_digits(text, clock[i]);
  }
}
