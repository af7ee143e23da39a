/* generate.c - run by the build: compiles the TSV files of a folder and prints
** the knowledge as constant C arrays. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../core/pack.h"

static uti_slice read_file(const char *folder, uti_table table) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.tsv", folder, uti_table_name(table));
  FILE *file = fopen(path, "rb");
  bool optional = table == UTI_TABLE_CODES || table == UTI_TABLE_SNOMED || table == UTI_TABLE_OFF;
  if (file == NULL && optional) return (uti_slice){NULL, 0};
  if (file == NULL) {
    fprintf(stderr, "generate: cannot read %s\n", path);
    exit(1);
  }
  size_t length = 0, room = 1 << 16;
  char *bytes = malloc(room);
  for (size_t got; bytes != NULL && (got = fread(bytes + length, 1, room - length, file)) > 0;) {
    length += got;
    if (length == room) bytes = realloc(bytes, room *= 2);
  }
  fclose(file);
  if (bytes == NULL) exit(1);
  return (uti_slice){bytes, length};
}

/* Every compiled row is made of 32-bit numbers only. */
static void print_rows(const char *type, const char *name, const void *rows, size_t count, size_t row_size) {
  size_t fields = row_size / sizeof(uint32_t);
  bool braces = strcmp(type, "uint32_t") != 0;
  printf("static const %s %s[] = {\n", type, name);
  for (size_t i = 0; i < count; i++) {
    if (braces) putchar('{');
    for (size_t f = 0; f < fields; f++) {
      uint32_t value;
      memcpy(&value, (const char *)rows + i * row_size + f * sizeof value, sizeof value);
      printf("%uu,", value);
    }
    if (braces) fputs("},", stdout);
    if (braces || i % 16 == 15) putchar('\n');
  }
  if (count == 0) puts("{0}");
  puts("};");
}

static void print_strings(const uti_knowledge *k) {
  printf("static const char strings[] = {\n");
  for (uint32_t i = 0; i < k->string_bytes; i++) {
    printf("%d,", k->strings[i]);
    if (i % 32 == 31) putchar('\n');
  }
  puts("};");
}

#define ROWS(type, field, count) print_rows(#type, #field, k->field, k->count, sizeof(type))

static void print_knowledge(const uti_knowledge *k) {
  puts("/* Made by generate.c from the TSV files of ext/knowledge. */\n#include \"knowledge.h\"\n");
  print_strings(k);
  ROWS(uint32_t, cells, cell_count);
  print_rows("uti_table_data", "tables", k->tables, UTI_TABLE_COUNT, sizeof *k->tables);
  ROWS(uint32_t, word_slots, word_slot_count);
  ROWS(uti_word, words, word_count);
  ROWS(uint32_t, word_symbols, word_symbol_count);
  ROWS(uti_number_range, ranges, range_count);
  ROWS(uti_node, nodes, node_count);
  ROWS(uti_edge, edges, edge_count);
  ROWS(uint32_t, accepts, accept_count);
  ROWS(uint32_t, roots, root_count);
  ROWS(uint32_t, word_roots, word_root_count);
  ROWS(uti_pattern, patterns, pattern_count);
  ROWS(uti_concept, concepts, concept_count);
  ROWS(uti_fact, facts, fact_count);
  ROWS(uti_alias, aliases, alias_count);
  ROWS(uti_code, code, code_count);
  ROWS(uti_rule, rules, rule_count);
  ROWS(uti_support, supports, support_count);
  ROWS(uti_mechanism, mechanisms, mechanism_count);
  ROWS(uti_term, terms, term_count);
  ROWS(uti_score_entry, scores, score_count);
  ROWS(uti_score_row, score_rows, score_row_count);
  ROWS(uti_event, events, event_count);
  ROWS(uti_episode_rule, episode_rules, episode_rule_count);
  ROWS(uti_spelling, spellings, spelling_slot_count);
  ROWS(uint32_t, spelling_filter, spelling_filter_words);
  ROWS(uint32_t, place_bits, place_bit_count);
  print_rows("uint32_t", "roles", k->roles, UTI_ROLE_COUNT, sizeof(uint32_t));
}

static void print_number(const char *name, uint32_t value) { printf("  .%s = %uu,\n", name, value); }

#define NUMBER(field) print_number(#field, k->field)
#define ARRAY(field) printf("  .%s = %s,\n", #field, #field)

static void print_struct(const uti_knowledge *k) {
  puts("static const uti_knowledge builtin = {");
  ARRAY(strings); ARRAY(cells); ARRAY(tables); ARRAY(word_slots); ARRAY(words); ARRAY(word_symbols);
  ARRAY(ranges); ARRAY(nodes); ARRAY(edges); ARRAY(accepts); ARRAY(roots); ARRAY(patterns);
  ARRAY(concepts); ARRAY(facts); ARRAY(aliases); ARRAY(code); ARRAY(rules); ARRAY(supports);
  ARRAY(mechanisms); ARRAY(roles); ARRAY(spellings); ARRAY(spelling_filter); ARRAY(word_roots); ARRAY(place_bits);
  ARRAY(terms); ARRAY(scores); ARRAY(score_rows);
  ARRAY(events); ARRAY(episode_rules); NUMBER(event_count); NUMBER(episode_rule_count);
  NUMBER(string_bytes); NUMBER(cell_count); NUMBER(word_slot_count); NUMBER(word_count);
  NUMBER(word_symbol_count); NUMBER(range_count); NUMBER(node_count); NUMBER(edge_count);
  NUMBER(accept_count); NUMBER(symbol_count); NUMBER(pattern_count); NUMBER(concept_count);
  NUMBER(fact_count); NUMBER(alias_count); NUMBER(code_count); NUMBER(rule_count);
  NUMBER(support_count); NUMBER(mechanism_count); NUMBER(name_count); NUMBER(spelling_slot_count); NUMBER(spelling_filter_words); NUMBER(root_count); NUMBER(word_root_count);
  NUMBER(place_words); NUMBER(place_bit_count); NUMBER(term_count); NUMBER(score_count); NUMBER(score_row_count);
  NUMBER(hash_high); NUMBER(hash_low); NUMBER(pack_name); NUMBER(pack_language); NUMBER(pack_version);
  puts("};\n\nconst uti_knowledge *uti_knowledge_builtin(void) { return &builtin; }");
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: generate FOLDER > knowledge.c\n");
    return 2;
  }
  uti_slice texts[UTI_TABLE_COUNT];
  for (int table = 0; table < UTI_TABLE_COUNT; table++) texts[table] = read_file(argv[1], (uti_table)table);
  uti_text mistakes;
  uti_text_init(&mistakes, &uti_default_allocator);
  uti_knowledge *knowledge = NULL;
  uti_result result = uti_pack_compile(&uti_default_allocator, NULL, texts, &knowledge, &mistakes);
  if (result != UTI_OK) {
    const char *list = uti_text_finish(&mistakes, NULL);
    fputs(list != NULL && *list != 0 ? list : "generate: out of memory\n", stderr);
    return 1;
  }
  print_knowledge(knowledge);
  print_struct(knowledge);
  uti_pack_free(&uti_default_allocator, knowledge);
  uti_text_free(&mistakes);
  for (int table = 0; table < UTI_TABLE_COUNT; table++) free((void *)(uintptr_t)texts[table].bytes);
  return 0;
}
