/* composed.c - TEXTS SEED CASES...: texts that nobody wrote, put together of a few words
** of the cases each and of what can stand between two words of a report, are read
** without a fault. Each lies in memory of its own length, so that reading past it is
** seen by a sanitizer; UTI_CHECKED sees reading past a list. Prints TAP. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "uti.h"

enum { PIECES = 1 << 17, PIECE_WORDS = 5, TEXT_PIECES = 14, ROOM = 4096 };

static const char *pieces[PIECES];
static size_t piece_count;

static const char *const gaps[] = {" ", " ", " ", ", ", ", ", ". ", "\n", "\n, ", ".\n", "\n\n", ": ", "; ", " - ", "\n- ", "? ", "! ", " (", ") ",
                                   "/", " / ", " [", "] ", " \"", "\" ", "...", ",\n", ":\n", " : ,", "\t", "\r\n", "\n* ", "\n1. ", "?", ".", ",", "-", "",
                                   " \xe2\x80\x94 ", "\n[x] ", "\n[ ] ", " = ", " + ", " (-) ", ", - ", ", + ", " +/- ", "|", "\n, , ", ". , ", ": - ", "\xc2\xa0"};

static uint32_t next_random(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*state >> 33);
}

/* A few words each, cut anywhere between words. */
static void keep_pieces(char *text, uint64_t *state) {
  while (*text != 0 && piece_count < PIECES) {
    char *end = text;
    for (uint32_t words = 1 + next_random(state) % PIECE_WORDS; *end != 0 && words > 0; words--) {
      end += strspn(end, " ");
      end += strcspn(end, " ");
    }
    size_t length = (size_t)(end - text);
    char *piece = malloc(length + 1);
    if (piece == NULL) return;
    memcpy(piece, text, length);
    piece[length] = 0;
    pieces[piece_count++] = piece;
    text = end + strspn(end, " ");
  }
}

static int read_pieces(int files, char **paths, uint64_t *state) {
  static char row[65536];
  for (int i = 0; i < files; i++) {
    FILE *file = fopen(paths[i], "r");
    if (file == NULL) return fprintf(stderr, "%s: cannot be opened\n", paths[i]), 1;
    while (fgets(row, sizeof row, file) != NULL) {
      row[strcspn(row, "\t\n")] = 0;
      if (row[0] != '#') keep_pieces(row, state);
    }
    fclose(file);
  }
  return piece_count == 0;
}

static char *compose(uint64_t *state, size_t *length) {
  static char room[ROOM];
  size_t at = 0;
  for (uint32_t count = 2 + next_random(state) % TEXT_PIECES; count > 0; count--) {
    const char *piece = pieces[next_random(state) % piece_count], *gap = gaps[next_random(state) % (sizeof gaps / sizeof *gaps)];
    size_t wanted = strlen(piece) + strlen(gap);
    if (at + wanted >= ROOM) break;
    at += (size_t)snprintf(room + at, ROOM - at, "%s%s", piece, gap);
  }
  char *text = malloc(at == 0 ? 1 : at);
  if (text != NULL) memcpy(text, room, at);
  *length = at;
  return text;
}

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "composed TEXTS SEED CASES...\n"), 2;
  unsigned long texts = strtoul(argv[1], NULL, 10), wrong = 0;
  uint64_t state = strtoull(argv[2], NULL, 10);
  uti_reader *reader = uti_reader_new(uti_knowledge_builtin(), NULL);
  if (reader == NULL || read_pieces(argc - 3, argv + 3, &state) != 0) return 2;
  for (unsigned long i = 0; i < texts; i++) {
    size_t length = 0;
    char *text = compose(&state, &length);
    uti_assessment assessment;
    wrong += text == NULL || uti_assess(reader, (uti_slice){text, length}, NULL, &assessment) != UTI_OK;
    free(text);
  }
  printf("%s 1 - %lu texts composed of words of the cases are read\n1..1\n", wrong == 0 ? "ok" : "not ok", texts);
  uti_reader_free(reader);
  while (piece_count > 0) free((void *)pieces[--piece_count]);
  return wrong != 0;
}
