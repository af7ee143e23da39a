/* Words, their regular forms, classes of words and number ranges. */
#include <stdlib.h>
#include <string.h>

#include "pack_build.h"
#include "utf8.h"

uint32_t pack_word(pack_build *build, const char *folded, size_t length) {
  uint32_t text = pack_string(build, folded, length);
  uint32_t found = pack_map_get(&build->word_map, text);
  if (found != 0) return found - 1;
  uti_word *word = pack_add(build, &build->words);
  word->text = text;
  uint32_t index = (uint32_t)build->words.count - 1;
  pack_map_set(build, &build->word_map, text, index + 1);
  return index;
}

static void give_symbol(pack_build *build, uint32_t word, uint32_t symbol) {
  pack_word_symbol *pair = pack_add(build, &build->word_symbols);
  pair->word = word;
  pair->symbol = symbol;
}

static int compare_numbers(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* One symbol for a set of words, the same for the same set. */
uint32_t pack_group_symbol(pack_build *build, uti_list *words) {
  uint32_t *items = words->items;
  qsort(items, words->count, sizeof *items, compare_numbers);
  size_t unique = 0;
  for (size_t i = 0; i < words->count; i++)
    if (unique == 0 || items[unique - 1] != items[i]) items[unique++] = items[i];
  uint64_t key = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < unique; i++) key = (key ^ items[i]) * UINT64_C(1099511628211);
  uint32_t symbol = pack_map_get(&build->group_map, key);
  if (symbol != 0) return symbol;
  symbol = build->symbol_count++;
  pack_map_set(build, &build->group_map, key, symbol);
  for (size_t i = 0; i < unique; i++) give_symbol(build, items[i], symbol);
  return symbol;
}

uint32_t pack_range_symbol(pack_build *build, uint32_t minimum, uint32_t maximum) {
  uint32_t symbol = pack_map_get(&build->range_map, pack_key(minimum, maximum));
  if (symbol != 0) return symbol;
  symbol = build->symbol_count++;
  pack_map_set(build, &build->range_map, pack_key(minimum, maximum), symbol);
  uti_number_range *range = pack_add(build, &build->ranges);
  *range = (uti_number_range){symbol, minimum, maximum};
  return symbol;
}

uint32_t pack_literal(pack_build *build, const char *folded, size_t length) {
  build->forms.count = 0;
  uint32_t *slot = pack_add(build, &build->forms);
  *slot = pack_word(build, folded, length);
  return pack_group_symbol(build, &build->forms);
}

/* ---- Regular forms ---- */

static bool vowel(char c) { return strchr("aeiou", c) != NULL && c != 0; }

static void add_form(pack_build *build, uti_list *forms, const char *stem, size_t length, const char *ending) {
  char form[64];
  size_t more = strlen(ending);
  if (length + more >= sizeof form) return;
  memcpy(form, stem, length);
  memcpy(form + length, ending, more);
  uint32_t *slot = pack_add(build, forms);
  *slot = pack_word(build, form, length + more);
}

/* stop, cramp no; consonant, vowel, consonant doubles: stopped, peeing no. */
static bool doubles(const char *stem, size_t length) {
  if (length < 3) return false;
  char last = stem[length - 1];
  return !vowel(last) && strchr("wxy", last) == NULL && vowel(stem[length - 2]) && !vowel(stem[length - 3]);
}

void pack_forms(pack_build *build, const char *stem, size_t length, uti_list *forms) {
  char last = stem[length - 1], previous = length > 1 ? stem[length - 2] : 0;
  add_form(build, forms, stem, length, "");
  add_form(build, forms, stem, length, "s");
  add_form(build, forms, stem, length, "ing");
  if (last == 'e') {
    add_form(build, forms, stem, length, "d");
    add_form(build, forms, stem, length - 1, "ing");
    return;
  }
  add_form(build, forms, stem, length, "ed");
  if (last == 'y' && !vowel(previous)) {
    add_form(build, forms, stem, length - 1, "ies");
    add_form(build, forms, stem, length - 1, "ied");
    return;
  }
  if (last == 's' || last == 'x' || last == 'z' || (last == 'h' && (previous == 'c' || previous == 's')))
    add_form(build, forms, stem, length, "es");
  if (!doubles(stem, length)) return;
  char doubled[64];
  if (length + 2 >= sizeof doubled) return;
  memcpy(doubled, stem, length);
  doubled[length] = last;
  add_form(build, forms, doubled, length + 1, "ed");
  add_form(build, forms, doubled, length + 1, "ing");
}

/* ---- words.tsv ---- */

static pack_class *find_class(const pack_build *build, uint32_t name) {
  for (size_t i = 0; i < build->classes.count; i++)
    if (UTI_ITEM(&build->classes, pack_class, i).name == name) return &UTI_ITEM(&build->classes, pack_class, i);
  return NULL;
}

uint32_t pack_class_symbol(pack_build *build, uint32_t name, bool make) {
  pack_class *entry = find_class(build, name);
  if (entry != NULL) return entry->symbol;
  if (!make) return UTI_NONE_ID;
  entry = pack_add(build, &build->classes);
  entry->name = name;
  entry->symbol = build->symbol_count++;
  return entry->symbol;
}

uint32_t pack_class_place(pack_build *build, uint32_t name) {
  pack_class *entry = find_class(build, name);
  if (entry == NULL) return UTI_NONE_ID;
  if (entry->place == 0) {
    entry->place = ++build->place_count;
    const char *got = pack_text(build, name);
    if (build->place_count == PACK_PLACES + 1) pack_mistake(build, "at most 512 places in all", got, strlen(got));
  }
  return entry->place;
}

/* One member of a class: a word, or several as a path of node 1. */
static void read_member(pack_build *build, uint32_t symbol, const char *member) {
  size_t length = strlen(member);
  char folded[64];
  bool single = strpbrk(member, " ([<#@-") == NULL;
  bool forms = single && member[length - 1] == '~';
  if (single) length = pack_fold(member, length - forms, folded);
  if (single && length == 0) {
    pack_mistake(build, "a word with a letter", member, strlen(member));
  } else if (forms) {
    build->forms.count = 0;
    pack_forms(build, folded, length, &build->forms);
    for (size_t i = 0; i < build->forms.count; i++)
      give_symbol(build, UTI_ITEM(&build->forms, uint32_t, i), symbol);
  } else if (single) {
    give_symbol(build, pack_word(build, folded, length), symbol);
  } else if (pack_parse_pattern(build, member, &build->ways)) {
    for (size_t i = 0; i < build->ways.count; i++)
      pack_insert(build, 1, &UTI_ITEM(&build->ways, pack_sequence, i), symbol);
  }
}

static const char *const role_names[UTI_ROLE_COUNT] = {"@now", "@recent", "@abbreviation", "@clause_start", "@and", "@or", "@third_person", "@has", "@preposition", "@barrier", "@predicate", "@aside", "@symptom", "@contrast", "@little", "@resuming", "@after", "@not", "@denial", "@real", "@common",
                                                       "@point", "@hundred_and", "@tens_and", "@until_now", "@ending", "@device", "@closing", "@doubted", "@retelling", "@treatment", "@all", "@within", "@trailing", "@sideword", "@which_side", "@mark", "@purpose", "@kinword", "@he", "@she", "@man", "@woman", "@telling",
                                                       "@printed_answer", "@answer_opens", "@answer", "@another_matter", "@matter", "@numbering"};

/* "means:down": the members are short for that word, and have all its symbols. */
static bool names_word(const char *name) {
  return strncmp(name, "means:", 6) == 0 && name[6] != 0 && strchr(name, ' ') == NULL && strlen(name) < 64;
}

/* Calls for each member of a "|" list. */
static void each_member(pack_build *build, uint32_t symbol, uint32_t number, const char *members) {
  while (*members != 0) {
    size_t length = strcspn(members, "|");
    char member[128];
    size_t start = 0, end = length;
    while (start < end && members[start] == ' ') start++;
    while (end > start && members[end - 1] == ' ') end--;
    if (end - start >= sizeof member) {
      pack_mistake(build, "a member of less than 128 bytes", members + start, end - start);
    } else if (end > start) {
      memcpy(member, members + start, end - start);
      member[end - start] = 0;
      if (number != UTI_NONE_ID) {
        char folded[64];
        uint32_t word = pack_word(build, folded, pack_fold(member, end - start, folded));
        UTI_ITEM(&build->words, uti_word, word).number = number + 1;
      } else {
        read_member(build, symbol, member);
      }
    }
    members += length + (members[length] == '|');
  }
}

void pack_read_words(pack_build *build) {
  char members[PACK_CELL];
  build->table = UTI_TABLE_WORDS;
  for (uint32_t row = 0; row < build->tables[UTI_TABLE_WORDS].rows; row++) {
    build->row = row;
    build->column = 0;
    const char *name = pack_cell(build, UTI_TABLE_WORDS, row, 0);
    uint32_t symbol = UTI_NONE_ID, number = UTI_NONE_ID;
    if (strncmp(name, "number:", 7) == 0 && strspn(name + 7, "0123456789") == strlen(name + 7) && name[7] != 0 && strlen(name) <= 11)
      number = (uint32_t)strtoul(name + 7, NULL, 10);
    else if (name[0] == '@' && name[1] != 0) symbol = pack_class_symbol(build, pack_cell_offset(build, UTI_TABLE_WORDS, row, 0), true);
    else if (names_word(name)) continue;   /* when all symbols are known: pack_share_meanings */
    else pack_mistake(build, "@class, number:N or means:WORD", name, strlen(name));
    build->column = 1;
    if (pack_copy_cell(build, UTI_TABLE_WORDS, row, 1)) {
      memcpy(members, build->copy, sizeof members);
      each_member(build, symbol, number, members);
    }
  }
  for (int role = 0; role < UTI_ROLE_COUNT; role++)
    build->roles[role] = pack_class_symbol(
        build, pack_string(build, role_names[role], strlen(role_names[role])), true);
}

/* The first of the pairs, sorted by word, that is of this word or a later one. */
static size_t first_pair(const uti_list *pairs, size_t count, uint32_t word) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (UTI_ITEM(pairs, pack_word_symbol, middle).word < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

static void share_meaning(pack_build *build, size_t count, uint32_t meant, const char *member, size_t length) {
  char folded[64];
  if (length >= sizeof folded) pack_mistake(build, "a word of less than 64 bytes", member, length);
  if (length == 0 || length >= sizeof folded) return;
  uint32_t word = pack_word(build, folded, pack_fold(member, length, folded));
  for (size_t i = first_pair(&build->word_symbols, count, meant); i < count; i++) {
    pack_word_symbol pair = UTI_ITEM(&build->word_symbols, pack_word_symbol, i);
    if (pair.word != meant) return;
    give_symbol(build, word, pair.symbol);
  }
}

/* Words of texting and of a dialect ("dwn", "nite") stand for another in every
** pattern. The symbols are sorted by word. */
void pack_share_meanings(pack_build *build) {
  size_t count = build->word_symbols.count;
  char members[PACK_CELL], folded[64];
  build->table = UTI_TABLE_WORDS;
  for (uint32_t row = 0; row < build->tables[UTI_TABLE_WORDS].rows; row++) {
    const char *name = pack_cell(build, UTI_TABLE_WORDS, row, 0);
    if (!names_word(name)) continue;
    uint32_t meant = pack_word(build, folded, pack_fold(name + 6, strlen(name + 6), folded));
    build->row = row;
    build->column = 1;
    if (!pack_copy_cell(build, UTI_TABLE_WORDS, row, 1)) continue;
    memcpy(members, build->copy, sizeof members);
    for (const char *at = members; *at != 0; at += strcspn(at, "|"), at += *at == '|') share_meaning(build, count, meant, at, strcspn(at, "|"));
  }
}
