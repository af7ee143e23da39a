/* golden.c - a hash over the explanations of reports made of the knowledge's own
** wordings, numbers and broken bytes: the same for every compiler and level of
** optimization. golden [REPORTS] prints it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "uti.h"

enum { ROOM = 2048 };

static uint32_t next_random(uint32_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

/* A wording, with the signs of patterns taken for blanks. */
static size_t add_wording(char *text, size_t at, const uti_knowledge *k, uti_table table, uint32_t *state) {
  const char *cell = uti_table_cell(k, table, next_random(state) % uti_table_rows(k, table), 1);
  for (; *cell != 0 && at < ROOM - 64; cell++) text[at++] = strchr("(|)~@*?[]{}", *cell) == NULL ? *cell : ' ';
  return at;
}

/* Compilers differ in the order in which they ask for arguments. */
static size_t add_value(char *text, size_t at, const uti_knowledge *k, uint32_t *state) {
  const char *name = uti_fact_name(k, next_random(state) % uti_fact_count(k));
  uint32_t whole = next_random(state) % 200, tenth = next_random(state) % 10;
  return at + (size_t)sprintf(text + at, "%s %u.%u", name, whole, tenth);
}

static size_t make_report(char *text, const uti_knowledge *k, uint32_t *state) {
  static const char *const between[] = {" ", ". ", ", ", " and ", "\n- ", "; no ", ": ", " but ", " since ", ". My mother had ", "? "};
  size_t at = 0;
  for (uint32_t pieces = 1 + next_random(state) % 14; pieces > 0; pieces--) {
    switch (next_random(state) % 8) {
      case 0: at = add_wording(text, at, k, UTI_TABLE_CONTEXTS, state); break;
      case 1: at = add_value(text, at, k, state); break;
      case 2: text[at++] = (char)(next_random(state) % 255 + 1); break;
      default: at = add_wording(text, at, k, UTI_TABLE_PHRASES, state);
    }
    const char *join = between[next_random(state) % (sizeof between / sizeof *between)];
    at += (size_t)sprintf(text + at, "%s", join);
    if (at > ROOM - 256) break;
  }
  return at;
}

int main(int argc, char **argv) {
  const uti_knowledge *k = uti_knowledge_builtin();
  uti_reader *reader = uti_reader_new(k, NULL);
  long reports = argc > 1 ? strtol(argv[1], NULL, 10) : 20000, levels[6] = {0};
  uint64_t hash = UINT64_C(14695981039346656037);
  uint32_t state = 20261123;
  static char text[ROOM];
  for (long i = 0; reader != NULL && i < reports; i++) {
    uti_slice report = {text, make_report(text, k, &state)};
    uti_assessment a;
    size_t length = 0;
    if (uti_assess(reader, report, NULL, &a) != UTI_OK) return 1;
    levels[a.level + 1]++;
    const char *json = uti_write_explanation_json(reader, &a, report, &length);
    for (size_t c = 0; c < length; c++) hash = (hash ^ (unsigned char)json[c]) * UINT64_C(1099511628211);
  }
  printf("%016llx", (unsigned long long)hash);
  for (int level = 0; level < 6; level++) printf(" %ld", levels[level]);
  printf("\n");
  uti_reader_free(reader);
  return 0;
}
