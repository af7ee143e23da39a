/* prefixes.c - words|bytes CASES...: the text of every case is read from its start to the end of
** each word, and from each word to its end: what looks ahead or back must stop where the text
** does. "bytes" cuts at every byte. Each cut lies in memory of its own length, so that reading
** past it is seen by a sanitizer; UTI_CHECKED sees reading past a list. Prints TAP. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "uti.h"

enum { ROW_BYTES = 65536 };

static unsigned long cuts, wrong;
static const char *being_read;
static size_t being_read_length;

/* Which cut it was that ended the program. */
static void tell(int number) {
  fprintf(stderr, "while reading \"%.*s\"\n", (int)being_read_length, being_read);
  signal(number, SIG_DFL);
  raise(number);
}

/* "\n", "\t", "\0" and "\xHH" in a case's text. */
static size_t unescape(char *text) {
  char *to = text;
  for (const char *from = text; *from != 0; from++) {
    char digits[3] = {0};
    if (*from != '\\' || from[1] == 0) *to++ = *from;
    else if (*++from == 'n') *to++ = '\n';
    else if (*from == 't') *to++ = '\t';
    else if (*from == '0') *to++ = 0;
    else if (*from == 'x' && from[1] != 0 && from[2] != 0) *to++ = (char)strtol(memcpy(digits, from + 1, 2), NULL, 16), from += 2;
    else *to++ = *from;
  }
  return (size_t)(to - text);
}

static void read_cut(uti_reader *reader, const char *bytes, size_t length) {
  char *text = malloc(length == 0 ? 1 : length);
  uti_assessment assessment;
  uti_status status;
  if (text == NULL) exit(2);
  memcpy(text, bytes, length);
  being_read = text;
  being_read_length = length;
  size_t last = length;
  while (last > 0 && text[last - 1] != ' ') last--;
  wrong += uti_assess(reader, (uti_slice){text, length}, NULL, &assessment) != UTI_OK;
  wrong += uti_write_explanation_json(reader, &assessment, (uti_slice){text, length}, NULL) == NULL;
  wrong += uti_write_highlight(reader, &assessment, (uti_slice){text, length}, (uti_slice){"[", 1}, (uti_slice){"]", 1}, -1, NULL) == NULL;
  wrong += uti_phrase_context(reader, (uti_slice){text, length}, (uti_slice){text + last, length - last}, &status) != UTI_OK;
  cuts++;
  free(text);
}

static bool is_blank(char byte) { return byte == ' ' || byte == '\n' || byte == '\t'; }

static void read_cuts(uti_reader *reader, const char *text, size_t length, bool bytes) {
  for (size_t end = 0; end <= length; end++)
    if (bytes || end == length || is_blank(text[end])) read_cut(reader, text, end);
  for (size_t start = 1; start < length; start++)
    if (bytes || is_blank(text[start - 1])) read_cut(reader, text + start, length - start);
}

int main(int argc, char **argv) {
  static char row[ROW_BYTES], before[ROW_BYTES];
  if (argc < 3) return fprintf(stderr, "prefixes words|bytes CASES...\n"), 2;
  signal(SIGABRT, tell);
  uti_reader *reader = uti_reader_new(uti_knowledge_builtin(), NULL);
  if (reader == NULL) return 2;
  for (int i = 2; i < argc; i++) {
    FILE *file = fopen(argv[i], "r");
    if (file == NULL) return fprintf(stderr, "%s: cannot be opened\n", argv[i]), 2;
    while (fgets(row, sizeof row, file) != NULL) {
      row[strcspn(row, "\t\n")] = 0;
      if (row[0] == '#' || strcmp(row, before) == 0) continue;
      strcpy(before, row);
      read_cuts(reader, row, unescape(row), strcmp(argv[1], "bytes") == 0);
    }
    fclose(file);
  }
  printf("%s 1 - %lu beginnings and ends of the cases are read\n1..1\n", wrong == 0 ? "ok" : "not ok", cuts);
  uti_reader_free(reader);
  return wrong != 0;
}
