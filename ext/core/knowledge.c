#include "knowledge.h"

#include <string.h>

#include "memory.h"

uint32_t uti_hash_bytes(const char *bytes, size_t length) {
  uint32_t hash = UTI_HASH_START;
  for (size_t i = 0; i < length; i++) hash = uti_hash_byte(hash, bytes[i]);
  return uti_hash_end(hash);
}

uint32_t uti_word_find(const uti_knowledge *knowledge, const char *folded, size_t length) {
  uint32_t mask = knowledge->word_slot_count - 1;
  for (uint32_t slot = uti_hash_bytes(folded, length) & mask;; slot = (slot + 1) & mask) {
    uint32_t entry = knowledge->word_slots[slot];
    if (entry == 0) return UTI_NONE_ID;
    const char *text = uti_string(knowledge, knowledge->words[entry - 1].text);
    if (strncmp(text, folded, length) == 0 && text[length] == 0) return entry - 1;
  }
}

bool uti_word_has(const uti_knowledge *knowledge, uint32_t word, uint32_t symbol) {
  const uti_word *entry = &knowledge->words[word];
  const uint32_t *symbols = knowledge->word_symbols + entry->first_symbol;
  uint32_t low = 0, high = entry->symbol_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (symbols[middle] < symbol) low = middle + 1;
    else high = middle;
  }
  return low < entry->symbol_count && symbols[low] == symbol;
}

/* ---- Names of enumerations ---- */

static const char *const level_names[] = {"none", "routine", "soon", "urgent", "emergency"};
static const char *const status_names[] = {"present", "possible", "absent", "past",
                                           "hypothetical", "other", "not mentioned"};
static const char *const rule_set_names[] = {"article", "core", "full"};
static const char *const origin_names[] = {"text", "fact", "implied"};
static const char *const table_names[] = {"concepts", "phrases", "contexts", "facts",
                                          "rules", "mechanisms", "sources", "words", "codes", "snomed", "scores", "units",
                                          "episode_rules", "pack", "off"};

const char *uti_level_name(uti_level level) {
  return level == UTI_NOT_ASSESSABLE ? NULL : level_names[level];
}
const char *uti_status_name(uti_status status) { return status_names[status]; }
const char *uti_rule_set_name(uti_rule_set set) { return rule_set_names[set - UTI_RULES_ARTICLE]; }
const char *uti_origin_name(uti_origin origin) { return origin_names[origin]; }
const char *uti_table_name(uti_table table) { return table_names[table]; }

static int find_name(const char *const *names, size_t count, uti_slice name) {
  for (size_t i = 0; i < count; i++)
    if (strlen(names[i]) == name.length && memcmp(names[i], name.bytes, name.length) == 0) return (int)i;
  return -1;
}

bool uti_level_parse(uti_slice name, uti_level *level) {
  int found = find_name(level_names, 5, name);
  if (found >= 0) *level = (uti_level)found;
  return found >= 0;
}

bool uti_rule_set_parse(uti_slice name, uti_rule_set *set) {
  int found = find_name(rule_set_names, 3, name);
  if (found >= 0) *set = (uti_rule_set)(found + UTI_RULES_ARTICLE);
  return found >= 0;
}

/* ---- Tables ---- */

size_t uti_table_columns(const uti_knowledge *knowledge, uti_table table) {
  return knowledge->tables[table].columns;
}

size_t uti_table_rows(const uti_knowledge *knowledge, uti_table table) {
  return knowledge->tables[table].rows;
}

const char *uti_table_column_name(const uti_knowledge *knowledge, uti_table table, size_t column) {
  return uti_string(knowledge, knowledge->cells[knowledge->tables[table].first_name + column]);
}

const char *uti_table_cell(const uti_knowledge *knowledge, uti_table table, size_t row, size_t column) {
  const uti_table_data *data = &knowledge->tables[table];
  return uti_string(knowledge, knowledge->cells[data->first_name + (row + 1) * data->columns + column]);
}

const char *uti_pack_name(const uti_knowledge *knowledge) { return uti_string(knowledge, knowledge->pack_name); }
const char *uti_pack_language(const uti_knowledge *knowledge) { return uti_string(knowledge, knowledge->pack_language); }
const char *uti_pack_version(const uti_knowledge *knowledge) { return uti_string(knowledge, knowledge->pack_version); }

void uti_rules_id(const uti_knowledge *knowledge, uti_rule_set set, char buffer[17]) {
  static const char hex[] = "0123456789abcdef";
  uint64_t hash = (uint64_t)knowledge->hash_high << 32 | knowledge->hash_low;
  hash ^= (uint64_t)set * UINT64_C(0x9e3779b97f4a7c15);
  for (int i = 15; i >= 0; i--, hash >>= 4) buffer[i] = hex[hash & 15];
  buffer[16] = 0;
}

/* ---- Concepts and mechanisms ---- */

size_t uti_concept_count(const uti_knowledge *knowledge) { return knowledge->concept_count; }

const char *uti_concept_name(const uti_knowledge *knowledge, size_t concept) {
  return uti_string(knowledge, knowledge->concepts[concept].name);
}

const char *uti_concept_label(const uti_knowledge *knowledge, size_t concept) {
  return uti_string(knowledge, knowledge->concepts[concept].label);
}

static bool equals(const char *name, uti_slice other) {
  return strlen(name) == other.length && memcmp(name, other.bytes, other.length) == 0;
}

int uti_concept_find(const uti_knowledge *knowledge, uti_slice name) {
  for (uint32_t i = 0; i < knowledge->concept_count; i++)
    if (equals(uti_concept_name(knowledge, i), name)) return (int)i;
  return -1;
}

size_t uti_mechanism_count(const uti_knowledge *knowledge) { return knowledge->mechanism_count; }

const char *uti_mechanism_name(const uti_knowledge *knowledge, size_t mechanism) {
  return uti_string(knowledge, knowledge->mechanisms[mechanism].name);
}

size_t uti_score_count(const uti_knowledge *knowledge) { return knowledge->score_count; }

const char *uti_score_name(const uti_knowledge *knowledge, size_t score) {
  return uti_string(knowledge, knowledge->scores[score].name);
}

int uti_score_find(const uti_knowledge *knowledge, uti_slice name) {
  for (uint32_t i = 0; i < knowledge->score_count; i++)
    if (equals(uti_score_name(knowledge, i), name)) return (int)i;
  return -1;
}

/* ---- The nearest name ---- */

enum { NEAREST_LONGEST = 48 };

/* Edits between two names: insertions, deletions, replacements. */
static size_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length) {
  size_t row[NEAREST_LONGEST + 1];
  for (size_t j = 0; j <= b_length; j++) row[j] = j;
  for (size_t i = 1; i <= a_length; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b_length; j++) {
      size_t best = diagonal + (a[i - 1] != b[j - 1]);
      if (row[j] + 1 < best) best = row[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      diagonal = row[j];
      row[j] = best;
    }
  }
  return row[b_length];
}

/* Keeps the nearer of `best` and `candidate`; over a third of the letters
** changed is no likeness. */
static void keep_nearer(const char **best, size_t *distance, const char *candidate, uti_slice name) {
  size_t length = strlen(candidate);
  if (length > NEAREST_LONGEST || name.length > NEAREST_LONGEST) return;
  size_t edits = edit_distance(name.bytes, name.length, candidate, length);
  if (edits < *distance && edits * 3 <= length + 1) {
    *distance = edits;
    *best = candidate;
  }
}

const char *uti_concept_nearest(const uti_knowledge *knowledge, uti_slice name) {
  const char *best = NULL;
  size_t distance = SIZE_MAX;
  for (uint32_t i = 0; i < knowledge->concept_count; i++)
    keep_nearer(&best, &distance, uti_concept_name(knowledge, i), name);
  return best;
}

const char *uti_fact_nearest(const uti_knowledge *knowledge, uti_slice name) {
  const char *best = NULL;
  size_t distance = SIZE_MAX;
  for (size_t i = 0; i < uti_fact_count(knowledge); i++)
    keep_nearer(&best, &distance, uti_fact_name(knowledge, i), name);
  for (uint32_t i = 0; i < knowledge->alias_count; i++)
    keep_nearer(&best, &distance, uti_string(knowledge, knowledge->aliases[i].name), name);
  return best;
}
