#define _POSIX_C_SOURCE 200809L
#include "packs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static uint32_t next_random(uint32_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

static bool letter(char c) { return c >= 'a' && c <= 'z'; }

/* A word of the texts, of three letters and more. */
static size_t any_word(const uti_slice *texts, size_t count, uint32_t *state, char word[32]) {
  for (;;) {
    const uti_slice *text = &texts[next_random(state) % count];
    if (text->length < 40) continue;
    size_t at = next_random(state) % (text->length - 30), length = 0;
    while (at < text->length && letter(text->bytes[at])) at++;
    while (at < text->length && !letter(text->bytes[at])) at++;
    while (at + length < text->length && length < 31 && letter(text->bytes[at + length])) length++;
    if (length < 3 || length > 20) continue;
    memcpy(word, text->bytes + at, length);
    word[length] = 0;
    return length;
  }
}

enum { PHRASES_AT_MOST = 20000, SLOTS = 1 << 16 };

/* False where the phrase was given before: two concepts may not have it. */
static bool is_new(uint32_t slots[SLOTS], const char *phrase) {
  uint32_t hash = 2166136261u;
  for (const char *at = phrase; *at != 0; at++) hash = (hash ^ (unsigned char)*at) * 16777619u;
  uint32_t at = hash % SLOTS;
  for (; slots[at] != 0; at = (at + 1) % SLOTS)
    if (slots[at] == hash) return false;
  slots[at] = hash;
  return true;
}

static bool write_phrases(FILE *file, int phrases, const uti_slice *texts, size_t count) {
  static uint32_t slots[SLOTS];
  const uti_knowledge *k = uti_knowledge_builtin();
  uint32_t state = 7;
  memset(slots, 0, sizeof slots);
  fputs("concept\tpattern\tsource\n", file);
  for (int i = 0; i < phrases && i < PHRASES_AT_MOST;) {
    char words[3][32], phrase[100];
    for (int w = 0; w < 3; w++) any_word(texts, count, &state, words[w]);
    snprintf(phrase, sizeof phrase, i % 2 == 0 ? "%s %s" : "%s %s %s", words[0], words[1], words[2]);
    if (!is_new(slots, phrase)) continue;
    fprintf(file, "%s\t%s\tlanguage\n", uti_concept_name(k, (size_t)i % uti_concept_count(k)), phrase);
    i++;
  }
  return ferror(file) == 0;
}

static bool write_table(FILE *file, uti_table table) {
  const uti_knowledge *k = uti_knowledge_builtin();
  size_t columns = uti_table_columns(k, table);
  for (size_t c = 0; c < columns; c++) fprintf(file, "%s%s", c > 0 ? "\t" : "", uti_table_column_name(k, table, c));
  fputs("\n", file);
  for (size_t row = 0; row < uti_table_rows(k, table); row++) {
    /* two of the phrases may differ only by another spelling of a word */
    if (table == UTI_TABLE_WORDS && strncmp(uti_table_cell(k, table, row, 0), "means:", 6) == 0) continue;
    for (size_t c = 0; c < columns; c++) fprintf(file, "%s%s", c > 0 ? "\t" : "", uti_table_cell(k, table, row, c));
    fputs("\n", file);
  }
  return ferror(file) == 0;
}

bool make_pack(const char *folder, int phrases, const uti_slice *texts, size_t count) {
  mkdir(folder, 0777);
  for (int table = 0; table < UTI_TABLE_COUNT; table++) {
    if (table == UTI_TABLE_OFF) continue;
    char path[4200];
    snprintf(path, sizeof path, "%s/%s.tsv", folder, uti_table_name((uti_table)table));
    FILE *file = fopen(path, "w");
    if (file == NULL) return false;
    bool written = table == UTI_TABLE_PHRASES ? write_phrases(file, phrases, texts, count) : write_table(file, (uti_table)table);
    if (fclose(file) != 0 || !written) return false;
  }
  return true;
}
