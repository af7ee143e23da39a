#include "pack.h"

#include <stdlib.h>
#include <string.h>

#include "pack_build.h"
#include "spelling.h"
#include "utf8.h"

enum { GOT_SHOWN = 60 };   /* bytes of a cell in a message */

void *pack_add(pack_build *build, uti_list *list) {
  void *item = uti_list_add(list);
  if (item == NULL) longjmp(*build->no_memory, 1);
  return item;
}

/* ---- Maps ---- */

typedef struct slot {
  uint64_t key;
  uint32_t value;
} slot;

static uint64_t mix(uint64_t key) {
  key ^= key >> 33;
  key *= UINT64_C(0xff51afd7ed558ccd);
  return key ^ key >> 29;
}

static slot *find_slot(const pack_map *map, uint64_t key) {
  size_t mask = map->slots.count - 1;
  for (size_t at = (size_t)mix(key) & mask;; at = (at + 1) & mask) {
    slot *entry = &UTI_ITEM(&map->slots, slot, at);
    if (entry->value == 0 || entry->key == key) return entry;
  }
}

uint32_t pack_map_get(const pack_map *map, uint64_t key) {
  return map->slots.count == 0 ? 0 : find_slot(map, key)->value;
}

/* For a key that is not there yet. */
void pack_map_set(pack_build *build, pack_map *map, uint64_t key, uint32_t value) {
  if ((map->used + 1) * 2 > map->slots.count) {
    uti_list old = map->slots;
    size_t size = old.count == 0 ? 256 : old.count * 2;
    uti_list_init(&map->slots, build->allocator, sizeof(slot));
    if (uti_list_extend(&map->slots, size) == NULL) {
      map->slots = old;
      longjmp(*build->no_memory, 1);
    }
    for (size_t i = 0; i < old.count; i++)
      if (UTI_ITEM(&old, slot, i).value != 0) *find_slot(map, UTI_ITEM(&old, slot, i).key) = UTI_ITEM(&old, slot, i);
    uti_list_free(&old);
  }
  map->used++;
  *find_slot(map, key) = (slot){key, value};
}

/* ---- Strings and mistakes ---- */

const char *pack_text(const pack_build *build, uint32_t offset) {
  return (const char *)build->strings.items + offset;
}

/* The bytes must not lie in the list of strings, which may move. */
uint32_t pack_string(pack_build *build, const char *bytes, size_t length) {
  if (length == 0) return 0;
  uint64_t key = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < length; i++) key = (key ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
  uint32_t found = pack_map_get(&build->string_map, key);
  if (found != 0) return found;
  uint32_t offset = (uint32_t)build->strings.count;
  char *room = uti_list_extend(&build->strings, length + 1);
  if (room == NULL) longjmp(*build->no_memory, 1);
  memcpy(room, bytes, length);
  pack_map_set(build, &build->string_map, key, offset);
  return offset;
}

/* "phrases.tsv:12:2: pattern", or "built-in rules.tsv: A2: condition" where a
** pack has taken away what the row needs. */
static void add_place(pack_build *build, uti_text *text) {
  uint32_t line = build->line != 0 ? build->line : pack_origin_of(build, build->table, build->row).line;
  uint32_t column = build->file_column != 0 ? build->file_column : build->shown[build->table][build->column];
  if (line == 0) uti_text_add_string(text, "built-in ");
  uti_text_add_string(text, uti_table_name(build->table));
  if (line == 0) {
    uti_text_add_string(text, ".tsv: ");
    uti_text_add_string(text, pack_cell(build, build->table, build->row, 0));
  } else {
    uti_text_add_string(text, ".tsv:");
    uti_text_add_integer(text, line);
    uti_text_add_string(text, ":");
    uti_text_add_integer(text, column == 0 ? 1 : column);
  }
  uti_text_add_string(text, ": ");
  if (build->file_column == 0) {
    uti_text_add_string(text, pack_column_name(build->table, build->column));
    uti_text_add_string(text, ": ");
  }
}

void pack_mistake(pack_build *build, const char *wanted, const char *got, size_t got_length) {
  uti_text *text = build->mistakes;
  size_t shown = uti_cut(got, got_length, GOT_SHOWN);
  build->mistaken = true;
  build->mistake_count++;
  add_place(build, text);
  uti_text_add_string(text, "wanted ");
  uti_text_add_string(text, wanted);
  if (got_length == 0) {
    uti_text_add_string(text, ", got nothing\n");
    return;
  }
  uti_text_add_string(text, ", got \"");
  for (size_t i = 0; i < shown; i++) uti_text_add(text, (unsigned char)got[i] < 0x20 ? " " : got + i, 1);
  uti_text_add_string(text, shown < got_length ? "...\"\n" : "\"\n");
}

/* ---- Finishing: sorted, flat arrays ---- */

static int compare_word_symbols(const void *a, const void *b) {
  const pack_word_symbol *x = a, *y = b;
  if (x->word != y->word) return x->word < y->word ? -1 : 1;
  return (x->symbol > y->symbol) - (x->symbol < y->symbol);
}

static int compare_edges(const void *a, const void *b) {
  const pack_edge *x = a, *y = b;
  if (x->node != y->node) return x->node < y->node ? -1 : 1;
  return (x->symbol > y->symbol) - (x->symbol < y->symbol);
}

static int compare_accepts(const void *a, const void *b) {
  const pack_accept *x = a, *y = b;
  if (x->node != y->node) return x->node < y->node ? -1 : 1;
  return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

static void sort(uti_list *list, int (*compare)(const void *, const void *)) {
  if (list->count > 1) qsort(list->items, list->count, list->item_size, compare);
}

static int compare_aliases(const void *a, const void *b) {
  uint32_t x = ((const uti_alias *)a)->name, y = ((const uti_alias *)b)->name;
  return (x > y) - (x < y);
}

static void *own(pack_build *build, size_t bytes) {
  void *memory = uti_resize(build->allocator, NULL, bytes == 0 ? 1 : bytes);
  if (memory == NULL) longjmp(*build->no_memory, 1);
  memset(memory, 0, bytes);
  return memory;
}

static void *copy_list(pack_build *build, const uti_list *list) {
  void *memory = own(build, list->count * list->item_size);
  if (list->count > 0) memcpy(memory, list->items, list->count * list->item_size);
  return memory;
}

_Static_assert(UTI_ROLE_COUNT <= 64, "a word has a bit for each role");

static void give_role(const pack_build *build, uti_word *word, uint32_t symbol) {
  for (uint32_t role = 0; role < UTI_ROLE_COUNT; role++)
    if (build->roles[role] == symbol) *(role < 32 ? &word->roles : &word->late_roles) |= UINT32_C(1) << role % 32;
}

static void finish_words(pack_build *build, uti_knowledge *k) {
  sort(&build->word_symbols, compare_word_symbols);
  uint32_t *symbols = own(build, build->word_symbols.count * sizeof(uint32_t));
  k->word_symbols = symbols;
  uint32_t count = 0;
  for (size_t i = 0; i < build->word_symbols.count; i++) {
    const pack_word_symbol *pair = &UTI_ITEM(&build->word_symbols, pack_word_symbol, i);
    uti_word *word = &UTI_ITEM(&build->words, uti_word, pair->word);
    if (word->symbol_count > 0 && symbols[count - 1] == pair->symbol) continue;
    if (word->symbol_count++ == 0) word->first_symbol = count;
    symbols[count++] = pair->symbol;
    give_role(build, word, pair->symbol);
  }
  k->word_symbol_count = count;
  k->words = copy_list(build, &build->words);
  k->word_count = (uint32_t)build->words.count;
  k->word_slot_count = 1024;
  while (k->word_slot_count < k->word_count * 3) k->word_slot_count *= 2;
  uint32_t *slots = own(build, k->word_slot_count * sizeof(uint32_t));
  k->word_slots = slots;
  for (uint32_t i = 0; i < k->word_count; i++) {
    const char *text = pack_text(build, k->words[i].text);
    uint32_t at = uti_hash_bytes(text, strlen(text)) & (k->word_slot_count - 1);
    while (slots[at] != 0) at = (at + 1) & (k->word_slot_count - 1);
    slots[at] = i + 1;
  }
}

/* ---- The spelling table ---- */

typedef struct spelling_table {
  uti_spelling *slots;
  uint32_t mask, used, word;
} spelling_table;

static void count_spelling(void *context, uint32_t hash) {
  (void)hash;
  ((spelling_table *)context)->used++;
}

static void put_spelling(void *context, uint32_t hash) {
  spelling_table *table = context;
  uint32_t at = hash & table->mask;
  for (; table->slots[at].word != 0; at = (at + 1) & table->mask)
    if (table->slots[at].hash == hash && table->slots[at].word == table->word + 1) return;
  table->slots[at] = (uti_spelling){hash, table->word + 1};
}

/* Words that phrases use can be meant by a misspelling; look-alikes cannot. */
static void each_spelling(const uti_knowledge *k, const pack_build *build, spelling_table *table,
                          void (*visit)(void *, uint32_t)) {
  for (uint32_t i = 0; i < k->word_count; i++) {
    const char *text = pack_text(build, k->words[i].text);
    size_t length = strlen(text);
    const uint32_t *symbols = k->word_symbols + k->words[i].first_symbol;
    bool only_real = k->words[i].symbol_count == 0 ||
                     (k->words[i].symbol_count == 1 && symbols[0] == build->roles[UTI_ROLE_REAL]);
    if (length < UTI_SPELLING_ONE || length > UTI_SPELLING_LONGEST || only_real) continue;
    table->word = i;
    uti_spelling_deletions(text, length, length >= UTI_SPELLING_TWO ? 2 : 1, visit, table);
  }
}

static void finish_spellings(pack_build *build, uti_knowledge *k) {
  spelling_table table = {0};
  each_spelling(k, build, &table, count_spelling);
  k->spelling_slot_count = 1024;
  while (k->spelling_slot_count < table.used * 2) k->spelling_slot_count *= 2;
  table.slots = own(build, k->spelling_slot_count * sizeof *table.slots);
  table.mask = k->spelling_slot_count - 1;
  k->spellings = table.slots;
  each_spelling(k, build, &table, put_spelling);
  k->spelling_filter_words = k->spelling_slot_count / 8;   /* some ten bits an entry */
  uint32_t *filter = own(build, k->spelling_filter_words * sizeof *filter);
  k->spelling_filter = filter;
  for (uint32_t i = 0; i < k->spelling_slot_count; i++) {
    if (table.slots[i].word == 0) continue;
    uint32_t bit = uti_spelling_bit(k, table.slots[i].hash);
    filter[bit / 32] |= UINT32_C(1) << bit % 32;
  }
}

/* A node that only leads on to the very next word. */
static bool is_plain(const pack_build *build, uint32_t index) {
  const uti_node *node = &UTI_ITEM(&build->nodes, uti_node, index);
  return node->accept_count == 0 && node->gap_count == 0;
}

/* The first step of every match, so that a word leads to it without a search. */
static void finish_word_roots(pack_build *build, uti_knowledge *k) {
  uti_word *words = (uti_word *)(uintptr_t)k->words;
  uint32_t *out = own(build, 2 * build->word_symbols.count * sizeof *out);
  uint32_t count = 0;
  k->word_roots = out;
  for (uint32_t i = 0; i < k->word_count; i++) {
    const uint32_t *symbols = k->word_symbols + words[i].first_symbol;
    for (uint32_t node = 0; node < 2; node++) {
      uint32_t first = count;
      for (int plain = 0; plain < 2; plain++) {
        for (uint32_t s = 0; s < words[i].symbol_count; s++) {
          uint32_t child = k->roots[node * build->symbol_count + symbols[s]];
          if (child != 0 && is_plain(build, child) == plain) out[count++] = child;
        }
        if (node == 0 && plain == 0) words[i].busy_roots = count - first;
      }
      if (node == 0) words[i].first_root = first, words[i].root_count = count - first;
      else words[i].first_chunk = first, words[i].chunk_count = count - first;
    }
  }
  k->word_root_count = count;
}

static void finish_nodes(pack_build *build, uti_knowledge *k) {
  sort(&build->edges, compare_edges);
  sort(&build->accepts, compare_accepts);
  uti_edge *edges = own(build, build->edges.count * sizeof *edges);
  k->edges = edges;
  uint32_t *accepts = own(build, build->accepts.count * sizeof *accepts);
  k->accepts = accepts;
  uint32_t *roots = own(build, build->symbol_count * 2 * sizeof *roots);
  k->roots = roots;
  k->root_count = build->symbol_count * 2;
  for (uint32_t i = 0; i < build->edges.count; i++) {
    const pack_edge *edge = &UTI_ITEM(&build->edges, pack_edge, i);
    uti_node *node = &UTI_ITEM(&build->nodes, uti_node, edge->node);
    if (node->edge_count + node->gap_count == 0) node->first_edge = i;
    edges[i] = (uti_edge){edge->symbol, edge->child};
    if (edge->symbol >= UTI_SYMBOL_GAP) node->gap_count++;
    else node->edge_count++;
    if (edge->node < 2) roots[edge->node * build->symbol_count + edge->symbol] = edge->child;
  }
  for (uint32_t i = 0; i < build->accepts.count; i++) {
    const pack_accept *accept = &UTI_ITEM(&build->accepts, pack_accept, i);
    uti_node *node = &UTI_ITEM(&build->nodes, uti_node, accept->node);
    if (node->accept_count++ == 0) node->first_accept = i;
    accepts[i] = accept->pattern;
  }
  finish_word_roots(build, k);
  k->nodes = copy_list(build, &build->nodes);
  k->node_count = (uint32_t)build->nodes.count;
  k->edge_count = (uint32_t)build->edges.count;
  k->accept_count = (uint32_t)build->accepts.count;
  k->symbol_count = build->symbol_count;
}

#define FINISH_LIST(field, counter, list)            \
  do {                                               \
    k->field = copy_list(build, &build->list);       \
    k->counter = (uint32_t)build->list.count;        \
  } while (0)

/* Places are asked of every word around a mention: a bit for each word and place. */
static void finish_places(pack_build *build, uti_knowledge *k) {
  uint32_t *numbers = uti_list_extend(&build->place_numbers, build->symbol_count);
  if (numbers == NULL) longjmp(*build->no_memory, 1);
  for (size_t i = 0; i < build->classes.count; i++) {
    const pack_class *entry = &UTI_ITEM(&build->classes, pack_class, i);
    numbers[entry->symbol] = entry->place;
  }
  k->place_words = build->place_count / 32 + 1;
  k->place_bit_count = k->word_count * k->place_words;
  uint32_t *bits = own(build, k->place_bit_count * sizeof *bits);
  k->place_bits = bits;
  for (uint32_t i = 0; i < k->word_count; i++)
    for (uint32_t s = 0; s < k->words[i].symbol_count; s++) {
      uint32_t place = numbers[k->word_symbols[k->words[i].first_symbol + s]];
      if (place != 0) bits[i * k->place_words + place / 32] |= UINT32_C(1) << place % 32;
    }
}

static void finish(pack_build *build, uti_knowledge *k) {
  finish_words(build, k);
  finish_places(build, k);
  finish_spellings(build, k);
  finish_nodes(build, k);
  sort(&build->aliases, compare_aliases);
  FINISH_LIST(strings, string_bytes, strings);
  FINISH_LIST(cells, cell_count, cells);
  FINISH_LIST(ranges, range_count, ranges);
  FINISH_LIST(patterns, pattern_count, patterns);
  FINISH_LIST(concepts, concept_count, concepts);
  FINISH_LIST(facts, fact_count, facts);
  FINISH_LIST(aliases, alias_count, aliases);
  FINISH_LIST(code, code_count, code);
  FINISH_LIST(rules, rule_count, rules);
  FINISH_LIST(supports, support_count, supports);
  FINISH_LIST(mechanisms, mechanism_count, mechanisms);
  FINISH_LIST(terms, term_count, terms);
  FINISH_LIST(scores, score_count, scores);
  FINISH_LIST(score_rows, score_row_count, score_rows);
  FINISH_LIST(events, event_count, events);
  FINISH_LIST(episode_rules, episode_rule_count, episode_rules);
  k->name_count = (uint32_t)build->names.count;
  uti_table_data *tables = own(build, sizeof build->tables);
  memcpy(tables, build->tables, sizeof build->tables);
  k->tables = tables;
  uint32_t *roles = own(build, sizeof build->roles);
  memcpy(roles, build->roles, sizeof build->roles);
  k->roles = roles;
  if (build->tables[UTI_TABLE_PACK].rows > 0) {
    k->pack_name = pack_cell_offset(build, UTI_TABLE_PACK, 0, 0);
    k->pack_language = pack_cell_offset(build, UTI_TABLE_PACK, 0, 2);
    k->pack_version = pack_cell_offset(build, UTI_TABLE_PACK, 0, 3);
  }
  k->hash_high = (uint32_t)(build->hash >> 32);
  k->hash_low = (uint32_t)build->hash;
}

/* ---- The compiler ---- */

static void each_list(pack_build *build, void (*act)(uti_list *, const uti_allocator *, size_t)) {
  const uti_allocator *a = build->allocator;
  act(&build->strings, a, 1);
  act(&build->cells, a, sizeof(uint32_t));
  act(&build->words, a, sizeof(uti_word));
  act(&build->ranges, a, sizeof(uti_number_range));
  act(&build->nodes, a, sizeof(uti_node));
  act(&build->edges, a, sizeof(pack_edge));
  act(&build->accepts, a, sizeof(pack_accept));
  act(&build->word_symbols, a, sizeof(pack_word_symbol));
  act(&build->patterns, a, sizeof(uti_pattern));
  act(&build->concepts, a, sizeof(uti_concept));
  act(&build->facts, a, sizeof(uti_fact));
  act(&build->aliases, a, sizeof(uti_alias));
  act(&build->code, a, sizeof(uti_code));
  act(&build->rules, a, sizeof(uti_rule));
  act(&build->supports, a, sizeof(uti_support));
  act(&build->mechanisms, a, sizeof(uti_mechanism));
  act(&build->events, a, sizeof(uti_event));
  act(&build->episode_rules, a, sizeof(uti_episode_rule));
  act(&build->classes, a, sizeof(pack_class));
  act(&build->names, a, sizeof(pack_name));
  act(&build->terms, a, sizeof(uti_term));
  act(&build->scores, a, sizeof(uti_score_entry));
  act(&build->score_rows, a, sizeof(uti_score_row));
  act(&build->ways, a, sizeof(pack_sequence));
  act(&build->forms, a, sizeof(uint32_t));
  act(&build->file_cells, a, sizeof(uint32_t));
  act(&build->file_lines, a, sizeof(uint32_t));
  act(&build->file_used, a, sizeof(uint8_t));
  act(&build->given, a, 2 * sizeof(uint32_t));
  act(&build->needs, a, sizeof(pack_need));
  act(&build->order, a, sizeof(uint32_t));
  act(&build->placed, a, sizeof(uint8_t));
  act(&build->circle, a, 1);
  uti_list *numbers[] = {&build->node_accepts, &build->word_first, &build->symbol_first, &build->symbol_words, &build->parents, &build->place_numbers};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) act(numbers[i], a, sizeof(uint32_t));
  act(&build->said, a, sizeof(pack_said));
  act(&build->starts, a, sizeof(uint32_t));
  act(&build->may_be, a, sizeof(uint8_t));
  act(&build->spans, a, sizeof(pack_span));
  act(&build->message.bytes, a, 1);
  pack_map *maps[] = {&build->string_map, &build->word_map, &build->edge_map, &build->range_map, &build->group_map, &build->row_map, &build->given_map};
  for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) act(&maps[i]->slots, a, sizeof(slot));
  for (int table = 0; table < UTI_TABLE_COUNT; table++) act(&build->origins[table], a, sizeof(pack_origin));
  for (int depth = 0; depth < PACK_DEPTH; depth++) {
    act(&build->pool[depth][0], a, sizeof(pack_sequence));
    act(&build->pool[depth][1], a, sizeof(uint32_t));
    act(&build->pool[depth][2], a, sizeof(pack_sequence));
  }
}

static void free_list(uti_list *list, const uti_allocator *allocator, size_t size) {
  (void)allocator;
  (void)size;
  uti_list_free(list);
}

static void compile(pack_build *build, const uti_slice texts[UTI_TABLE_COUNT]) {
  pack_add(build, &build->strings);   /* offset 0: the empty text */
  build->symbol_count = 1;            /* 0: any number */
  pack_new_node(build);
  pack_new_node(build);
  pack_read_tables(build, texts);
  pack_read_words(build);
  pack_read_concepts(build);
  pack_read_facts(build);
  pack_read_concept_conditions(build);
  pack_read_phrases(build);
  pack_read_contexts(build);
  pack_read_scores(build);
  pack_order_rules(build);
  pack_read_rules(build);
  pack_read_mechanisms(build);
  pack_read_episode_rules(build);
  pack_read_codes(build, UTI_TABLE_CODES);
  pack_read_codes(build, UTI_TABLE_SNOMED);
  pack_read_units(build);
  sort(&build->accepts, compare_accepts);
  sort(&build->word_symbols, compare_word_symbols);
  pack_share_meanings(build);
  sort(&build->word_symbols, compare_word_symbols);
  pack_check_wordings(build);
  pack_check_rules(build);
}

uti_result uti_pack_compile(const uti_allocator *allocator, const uti_knowledge *base, const uti_slice texts[UTI_TABLE_COUNT],
                            uti_knowledge **knowledge, uti_text *mistakes) {
  *knowledge = NULL;
  pack_build *build = uti_resize(allocator, NULL, sizeof *build);
  uti_knowledge *made = uti_resize(allocator, NULL, sizeof *made);
  volatile uti_result result = UTI_NO_MEMORY;
  if (made != NULL) memset(made, 0, sizeof *made);
  if (build != NULL && made != NULL) {
    memset(build, 0, sizeof *build);
    build->allocator = allocator;
    build->mistakes = mistakes;
    build->base = base;
    each_list(build, uti_list_init);
    jmp_buf no_memory;
    build->no_memory = &no_memory;
    if (setjmp(no_memory) == 0) {
      compile(build, texts);
      if (!build->mistaken) finish(build, made);
      result = mistakes->failed ? UTI_NO_MEMORY : build->mistaken ? UTI_BAD_PACK : UTI_OK;
    }
    each_list(build, free_list);
  }
  if (build != NULL) uti_resize(allocator, build, 0);
  if (result == UTI_OK) *knowledge = made;
  else if (made != NULL) uti_pack_free(allocator, made);
  return result;
}

static void drop(const uti_allocator *allocator, const void *memory) {
  if (memory != NULL) uti_resize(allocator, (void *)(uintptr_t)memory, 0);
}

void uti_pack_free(const uti_allocator *allocator, uti_knowledge *k) {
  const void *owned[] = {k->strings, k->cells, k->tables, k->word_slots, k->words, k->word_symbols, k->ranges,
                         k->nodes, k->edges, k->accepts, k->roots, k->patterns, k->concepts, k->facts,
                         k->aliases, k->code, k->rules, k->supports, k->mechanisms, k->roles, k->spellings, k->spelling_filter, k->word_roots, k->place_bits,
                         k->terms, k->scores, k->score_rows, k->events, k->episode_rules};
  for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) drop(allocator, owned[i]);
  drop(allocator, k);
}
