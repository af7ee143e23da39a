/* pack_build.h - the workshop of the pack compiler, shared by pack*.c only. */
#ifndef UTI_PACK_BUILD_H
#define UTI_PACK_BUILD_H

#include <setjmp.h>

#include "pack.h"

enum {
  PACK_ELEMENTS = 24,    /* words in a pattern */
  PACK_SEQUENCES = 768,  /* ways to say one pattern */
  PACK_COLUMNS = 12,
  PACK_DEPTH = 5,        /* brackets in brackets */
  PACK_CELL = 6000,      /* bytes of a pattern or condition */
  PACK_CIRCULAR = 2,     /* a rule whose circle was reported, in `placed` */
  PACK_NODES = 2000000,  /* of the matcher: some twenty times the built-in pack */
  PACK_PLACES = 512      /* classes that phrases stand near: a bit each for every word */
};

/* A hash map from a pair of numbers to a number; 0 is "not there". */
typedef struct pack_map {
  uti_list slots;
  size_t used;
} pack_map;

typedef struct pack_edge {
  uint32_t node, symbol, child;
} pack_edge;

typedef struct pack_accept {
  uint32_t node, pattern;
  uint32_t member;       /* 1: of a class; `pattern` is the class's symbol */
} pack_accept;

typedef struct pack_word_symbol {
  uint32_t word, symbol;
} pack_word_symbol;

typedef struct pack_class {
  uint32_t name, symbol;
  uint32_t place;        /* its number among those that phrases stand near, or 0 */
} pack_class;

/* One way to say a pattern: symbols and gaps in a row. */
typedef struct pack_sequence {
  uint32_t count;
  uint32_t items[PACK_ELEMENTS];
} pack_sequence;

typedef struct pack_name {
  uint32_t text, index;
} pack_name;

/* Where a row of a table comes from. */
typedef struct pack_origin {
  uint32_t line;         /* in the pack's file; 0: a built-in row */
  uint32_t known;        /* 1: the built-in pack has a row with this key */
} pack_origin;

/* A name that the condition of a rule uses. */
typedef struct pack_need {
  uint32_t row, name;
} pack_need;

/* How often a pattern can be said, and how many of these other rows say too. */
typedef struct pack_said {
  uint32_t ways, covered, other, reported;
} pack_said;

/* What a number may be, in thousandths. */
typedef struct pack_span {
  int64_t low, high;
  bool known, unknown;   /* required to be */
} pack_span;

typedef struct pack_build {
  const uti_allocator *allocator;
  const uti_knowledge *base;             /* NULL: none */
  bool extends;                          /* the pack is laid over the base */
  uti_text *mistakes;
  bool mistaken;
  uint32_t mistake_count;
  bool too_large;
  jmp_buf *no_memory;  /* on the stack: an allocator of 8-byte alignment, as SQLite's, is too little for it on Windows */
  uti_list strings, cells, words, ranges, nodes, edges, accepts, word_symbols, patterns, concepts,
      facts, aliases, code, rules, supports, mechanisms, classes, names, terms, scores, score_rows, events, episode_rules;
  pack_map string_map, word_map, edge_map, range_map, group_map;
  uti_table_data tables[UTI_TABLE_COUNT];
  uint32_t symbol_count, place_count;
  uint32_t roles[UTI_ROLE_COUNT];
  uint64_t hash;
  uti_list pool[PACK_DEPTH][3];          /* lists of the pattern reader, by depth of brackets */
  uti_list ways, forms;
  char copy[PACK_CELL];
  /* where the compiler stands, for mistakes */
  uti_table table;
  uint32_t row, column;
  uint32_t line;                         /* while a file is read; 0: that of the row */
  uti_list origins[UTI_TABLE_COUNT];     /* pack_origin: of each row */
  uint32_t file_column;                  /* while a header is read; 0: that of `column` */
  uint32_t shown[UTI_TABLE_COUNT][PACK_COLUMNS];   /* column in the file, from 1; 0: not there */
  /* rows of the file that is being read (pack_tables.c) */
  uti_list file_cells, file_lines, file_used;
  pack_map row_map;
  /* pack_order.c: names that rules give, who needs them, rules in their order */
  uti_list given, needs, order, placed, circle;
  pack_map given_map;
  /* pack_check.c */
  uti_list starts, may_be, spans;
  /* pack_wordings.c */
  uti_list said, node_accepts, word_first, symbol_first, symbol_words, parents, place_numbers;
  uti_text message;
} pack_build;

/* Room in a list, or a jump to the compiler's out-of-memory exit. */
void *pack_add(pack_build *, uti_list *);

uint32_t pack_string(pack_build *, const char *bytes, size_t length);
const char *pack_text(const pack_build *, uint32_t offset);

uint32_t pack_map_get(const pack_map *, uint64_t key);
void pack_map_set(pack_build *, pack_map *, uint64_t key, uint32_t value);
static inline uint64_t pack_key(uint32_t a, uint32_t b) { return (uint64_t)a << 32 | b; }

/* Notes a mistake at the present table, row and column. */
void pack_mistake(pack_build *, const char *wanted, const char *got, size_t got_length);

/* pack_tables.c */
void pack_read_tables(pack_build *, const uti_slice texts[UTI_TABLE_COUNT]);
const char *pack_cell(pack_build *, uti_table, uint32_t row, uint32_t column);
uint32_t pack_cell_offset(pack_build *, uti_table, uint32_t row, uint32_t column);
/* Copies a cell to build->copy, since strings move while they are made; false
** with a mistake noted for one that is too long. */
bool pack_copy_cell(pack_build *, uti_table, uint32_t row, uint32_t column);
const char *pack_column_name(uti_table, uint32_t column);
static inline pack_origin pack_origin_of(const pack_build *build, uti_table table, uint32_t row) {
  return UTI_ITEM(&build->origins[table], pack_origin, row);
}

/* pack_words.c */
/* Folds as the tokenizer folds text: case, accents, apostrophes. */
size_t pack_fold(const char *word, size_t bytes, char folded[64]);
uint32_t pack_word(pack_build *, const char *folded, size_t length);
uint32_t pack_literal(pack_build *, const char *folded, size_t length);
uint32_t pack_class_symbol(pack_build *, uint32_t name, bool make);
/* The number of a class as a place that a phrase stands near, from 1; UTI_NONE_ID: no class. */
uint32_t pack_class_place(pack_build *, uint32_t name);
void pack_read_words(pack_build *);
void pack_share_meanings(pack_build *);
/* Adds every regular form of word~ to `forms` (uint32_t words). */
void pack_forms(pack_build *, const char *stem, size_t length, uti_list *forms);
uint32_t pack_group_symbol(pack_build *, uti_list *words);
uint32_t pack_range_symbol(pack_build *, uint32_t minimum, uint32_t maximum);

/* pack_patterns.c */
uint32_t pack_new_node(pack_build *);
/* `root` is 0 for patterns, 1 for members of classes. */
void pack_insert(pack_build *, uint32_t root, const pack_sequence *, uint32_t accept);
/* Reads a pattern; the ways to say it go to `sequences` (pack_sequence). */
bool pack_parse_pattern(pack_build *, const char *text, uti_list *sequences);

/* pack_conditions.c */
int pack_find_concept(const pack_build *, const char *name, size_t length);
int pack_find_fact(const pack_build *, const char *name, size_t length);
int pack_find_score(const pack_build *, const char *name, size_t length);
/* Compiles a condition to the end of `code`; its first index in *first. */
uint32_t pack_compile_condition(pack_build *, const char *text, uint32_t *first);

/* pack_order.c */
/* Puts rules in an order in which names are given before they are used, and
** finds circles. */
void pack_order_rules(pack_build *);
/* The name that a rule gives: its id, or what its `gives` names. */
uint32_t pack_given_name(pack_build *, uint32_t row);
/* Whether the condition of a rule uses this given name. */
bool pack_name_is_used(const pack_build *, uint32_t text);

/* pack_check.c: what no single row shows */
void pack_check_rules(pack_build *);

/* pack_wordings.c */
void pack_check_wordings(pack_build *);

/* pack_rows.c */
void pack_read_concepts(pack_build *);
void pack_read_facts(pack_build *);
void pack_read_concept_conditions(pack_build *);
void pack_read_phrases(pack_build *);
void pack_read_contexts(pack_build *);
void pack_read_rules(pack_build *);
void pack_read_mechanisms(pack_build *);
/* The row of sources.tsv that a cell names, or a mistake. */
uint32_t pack_check_source(pack_build *, uti_table, uint32_t row, uint32_t column);
bool pack_number(const char *text, size_t length, uint32_t *thousandths);
/* The row of sources.tsv that a cell names, or a mistake. */
uint32_t pack_check_source(pack_build *, uti_table, uint32_t row, uint32_t column);

/* pack_scores.c */
void pack_read_scores(pack_build *);

/* pack_codes.c */
/* Checks codes.tsv or snomed.tsv; nothing is compiled, the rows are shown only. */
void pack_read_codes(pack_build *, uti_table);
void pack_read_units(pack_build *);

/* pack_episodes.c */
void pack_read_episode_rules(pack_build *);

#endif
