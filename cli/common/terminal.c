/* terminal.c - see terminal.h. */
#include "common/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "system/system.h"

bool terminal_colors(color_mode mode, int file) {
  if (mode != COLOR_AUTO) return mode == COLOR_ALWAYS;
  const char *no_color = getenv("NO_COLOR"), *kind = getenv("TERM");
  return system_is_terminal(file) && (no_color == NULL || *no_color == 0) && (kind == NULL || strcmp(kind, "dumb") != 0);
}

const char *terminal_level(uti_level level) {
  switch (level) {
    case UTI_EMERGENCY: return "\033[1;97;41m";
    case UTI_URGENT: return "\033[1;31m";
    case UTI_SOON: return "\033[1;33m";
    case UTI_ROUTINE: return "\033[36m";
    default: return "";
  }
}

enum { USUAL_WIDTH = 80, LEAST_WIDTH = 30, MOST_FOR_READING = 110 };

size_t terminal_columns(void) {
  const char *given = getenv("COLUMNS");
  unsigned long width = given == NULL ? 0 : strtoul(given, NULL, 10);
  if (width == 0) width = (unsigned long)system_terminal_columns();
  if (width == 0) width = USUAL_WIDTH;
  return width < LEAST_WIDTH ? LEAST_WIDTH : width;
}

size_t terminal_width(void) {
  size_t width = terminal_columns();
  return width > MOST_FOR_READING ? MOST_FOR_READING : width;
}

/* ---- Wrapping ---- */

typedef struct wrapping {
  FILE *out;
  size_t column, indent, width;
  bool colored;
  const char *style;           /* in force; "" for none */
} wrapping;

static const char *style_of(char mark) {
  return mark == MARK_PRESENT ? "\033[1;31m" : mark == MARK_POSSIBLE ? "\033[4;33m" : "";
}

static bool is_mark(char c) { return c >= MARK_PRESENT && c <= MARK_END; }

static void print_mark(wrapping *w, char mark) {
  if (!w->colored) {
    fputc(mark == MARK_END ? ']' : '[', w->out);
    return;
  }
  if (mark == MARK_END) fputs(TERMINAL_PLAIN, w->out);
  w->style = style_of(mark);
  fputs(w->style, w->out);
}

static void new_line(wrapping *w) {
  if (*w->style) fputs(TERMINAL_PLAIN, w->out);
  fprintf(w->out, "\n%*s", (int)w->indent, "");
  fputs(w->style, w->out);
  w->column = w->indent;
}

static size_t word_width(const char *word, size_t length, bool colored) {
  size_t width = 0;
  for (size_t i = 0; i < length; i++) {
    if (is_mark(word[i])) width += !colored;
    else width += ((unsigned char)word[i] & 0xC0) != 0x80;
  }
  return width;
}

static void print_word(wrapping *w, const char *word, size_t length) {
  for (size_t i = 0; i < length; i++) {
    bool begins_character = ((unsigned char)word[i] & 0xC0) != 0x80;
    if (is_mark(word[i])) {
      print_mark(w, word[i]);
      w->column += !w->colored;
      continue;
    }
    if (begins_character && w->column >= w->width) new_line(w);
    fputc(word[i], w->out);
    w->column += begins_character;
  }
}

void terminal_wrap(FILE *out, uti_slice s, size_t column, size_t indent, bool colored) {
  wrapping w = {out, column, indent, terminal_width(), colored, ""};
  for (size_t i = 0; i < s.length;) {
    if (s.bytes[i] == '\n') {
      new_line(&w);
      i++;
      continue;
    }
    size_t spaces = 0, length = 0;
    while (i + spaces < s.length && s.bytes[i + spaces] == ' ') spaces++;
    const char *word = s.bytes + i + spaces;
    while (i + spaces + length < s.length && word[length] != ' ' && word[length] != '\n') length++;
    size_t width = word_width(word, length, colored);
    if (w.column + spaces + width > w.width && w.column > w.indent) {
      new_line(&w);
      spaces = 0;
      i += (size_t)(word - (s.bytes + i));
    } else {
      i += spaces;
    }
    for (size_t n = 0; n < spaces; n++, w.column++) fputc(' ', out);
    print_word(&w, word, length);
    i += length;
  }
  if (*w.style) fputs(TERMINAL_PLAIN, out);
  fputc('\n', out);
}
