/* Wordings of a pack that another row has too: for the same thing, which is of no
** use, or for another, which cannot be meant. Rows that the built-in pack has
** as well are taken as meant and not held against each other; what it says for the
** same thing in other rows it may have learnt after the pack was written.
**
** Every way to say a new row is walked through the matcher, word by word, so
** that "burning" meets "burn~" and "(pain|burning)". */
#include <string.h>

#include "pack_build.h"

enum {
  WORDS_TRIED = 12,          /* forms of one word that are walked */
  WALKS = 48,                /* texts of one way */
  WORK = 20000000            /* steps in all, then what is left is not looked at */
};

typedef struct step {
  uint32_t symbol, word;     /* word UTI_NONE_ID: a class, a number, a gap */
} step;

typedef struct walk {
  pack_build *build;
  uint32_t pattern;          /* the new row's */
  step steps[PACK_ELEMENTS];
  uint32_t count, texts;
  bool covered;              /* another new row says this text for the same thing */
  uint32_t work;
} walk;

static uti_table table_of(const uti_pattern *p) {
  return p->kind == UTI_TARGET_CONTEXT ? UTI_TABLE_CONTEXTS : UTI_TABLE_PHRASES;
}

static const uti_pattern *pattern_at(const pack_build *build, uint32_t index) {
  return &UTI_ITEM(&build->patterns, uti_pattern, index);
}

static bool is_new(const pack_build *build, const uti_pattern *p) {
  return p->row != UTI_NONE_ID && pack_origin_of(build, table_of(p), p->row).known == 0;
}

/* A cue may be a label's answer ("fever: no") and a cue of its own. */
static bool same_use(const uti_pattern *a, const uti_pattern *b) {
  return a->direction == b->direction && (a->reach == UTI_REACH_LABEL) == (b->reach == UTI_REACH_LABEL);
}

static bool same_target(const uti_pattern *a, const uti_pattern *b) {
  return a->kind == b->kind && a->target == b->target && (a->kind != UTI_TARGET_CONTEXT || same_use(a, b));
}

static bool decides_status(const uti_pattern *p) { return p->target <= UTI_CUE_PRESENT; }

/* Pain of the thigh is pain of the leg too. */
static bool implies(const pack_build *build, uint32_t concept, uint32_t other) {
  for (size_t steps = 0; concept != UTI_NONE_ID && steps < build->concepts.count; steps++) {
    if (concept == other) return true;
    concept = UTI_ITEM(&build->concepts, uti_concept, concept).implies;
  }
  return false;
}

/* Two rows that cannot both be right for the same words. */
static bool contradict(const pack_build *build, const uti_pattern *a, const uti_pattern *b) {
  if (a->kind == UTI_TARGET_CONTEXT)
    return a->target != b->target && decides_status(a) && decides_status(b) && (a->direction & b->direction) != 0 &&
           (a->reach == UTI_REACH_LABEL) == (b->reach == UTI_REACH_LABEL);
  if (a->kind == UTI_TARGET_FACT || b->kind == UTI_TARGET_FACT) return false;
  if (a->kind != b->kind || a->status != b->status) return true;
  return a->kind == UTI_TARGET_CONCEPT && !implies(build, a->target, b->target) && !implies(build, b->target, a->target);
}

static void report(pack_build *build, const uti_pattern *row, const uti_pattern *other, bool same) {
  uti_text *wanted = &build->message;
  uint32_t line = pack_origin_of(build, table_of(other), other->row).line;
  uti_text_clear(wanted);
  bool status = !same && same_target(row, other);
  uti_text_add_string(wanted, same ? "words that no other row for " : status ? "words of one status for " : "words that mean one thing, and not ");
  uti_text_add_string(wanted, pack_cell(build, table_of(other), other->row, 0));
  uti_text_add_string(wanted, same ? " has, as " : status ? ", and not another than in " : " too, as in ");
  uti_text_add_string(wanted, line == 0 ? "the built-in row \"" : "line ");
  if (line == 0) uti_text_add_string(wanted, pack_cell(build, table_of(other), other->row, 1));
  else uti_text_add_integer(wanted, line);
  uti_text_add_string(wanted, line == 0 ? "\"" : "");
  build->table = table_of(row);
  build->row = row->row;
  build->column = 1;
  const char *cell = pack_cell(build, build->table, row->row, 1), *text = uti_text_finish(wanted, NULL);
  if (text == NULL) longjmp(*build->no_memory, 1);
  pack_mistake(build, text, cell, strlen(cell));
}

/* ---- One text through the matcher ---- */

static void compare_with(walk *w, uint32_t other_index) {
  pack_build *build = w->build;
  const uti_pattern *row = pattern_at(build, w->pattern), *other = pattern_at(build, other_index);
  pack_said *said = &UTI_ITEM(&build->said, pack_said, w->pattern);
  bool earlier = other->row != UTI_NONE_ID && (!is_new(build, other) || other_index < w->pattern);
  if (!earlier || table_of(other) != table_of(row) || other->near != row->near || other->rival != row->rival || other->of != row->of) return;
  if (same_target(row, other) && !contradict(build, row, other)) {
    if (!is_new(build, other)) return;
    w->covered = true;
    said->other = other_index;
  } else if (contradict(build, row, other) && !said->reported) {
    said->reported = 1;
    report(build, row, other, false);
  }
}

static void follow(walk *w, uint32_t node, uint32_t at) {
  const pack_build *build = w->build;
  if (++w->work > WORK) return;
  if (at == w->count) {
    uint32_t first = UTI_ITEM(&build->node_accepts, uint32_t, node), end = UTI_ITEM(&build->node_accepts, uint32_t, node + 1);
    for (uint32_t i = first; i < end; i++) compare_with(w, UTI_ITEM(&build->accepts, pack_accept, i).pattern);
    return;
  }
  const step *next = &w->steps[at];
  uint32_t child = pack_map_get(&build->edge_map, pack_key(node, next->symbol));
  if (child != 0) follow(w, child, at + 1);
  if (next->word == UTI_NONE_ID) return;
  uint32_t end = UTI_ITEM(&build->word_first, uint32_t, next->word + 1);
  for (uint32_t i = UTI_ITEM(&build->word_first, uint32_t, next->word); i < end; i++) {
    uint32_t symbol = UTI_ITEM(&build->word_symbols, pack_word_symbol, i).symbol;
    if (symbol == next->symbol) continue;
    child = pack_map_get(&build->edge_map, pack_key(node, symbol));
    if (child != 0) follow(w, child, at + 1);
  }
}

/* ---- Every text of a way ---- */

/* The first words with a symbol, in `words`; 0 for a class of many words, a number, a gap. */
static uint32_t words_of(const pack_build *build, uint32_t symbol, uint32_t words[WORDS_TRIED]) {
  uint32_t count = 0;
  if (symbol >= build->symbol_count) return 0;
  uint32_t end = UTI_ITEM(&build->symbol_first, uint32_t, symbol + 1);
  for (uint32_t i = UTI_ITEM(&build->symbol_first, uint32_t, symbol); i < end; i++) {
    if (count == WORDS_TRIED) return 0;
    words[count++] = UTI_ITEM(&build->symbol_words, uint32_t, i);
  }
  return count;
}

static void try_texts(walk *w, uint32_t at) {
  uint32_t words[WORDS_TRIED];
  if (w->texts >= WALKS || w->work > WORK) return;
  if (at == w->count) {
    pack_said *said = &UTI_ITEM(&w->build->said, pack_said, w->pattern);
    w->texts++;
    w->covered = false;
    follow(w, 0, 0);
    said->ways++;
    said->covered += w->covered;
    return;
  }
  uint32_t count = words_of(w->build, w->steps[at].symbol, words);
  w->steps[at].word = UTI_NONE_ID;
  if (count == 0) try_texts(w, at + 1);
  for (uint32_t i = 0; i < count; i++) {
    w->steps[at].word = words[i];
    try_texts(w, at + 1);
  }
}

/* The symbols from the root to a node. */
static void take_way(walk *w, uint32_t node) {
  uint32_t symbols[PACK_ELEMENTS];
  w->count = w->texts = 0;
  for (; node > 1; w->count++) {
    const pack_edge *edge = &UTI_ITEM(&w->build->edges, pack_edge, UTI_ITEM(&w->build->parents, uint32_t, node));
    UTI_CHECK(w->count < PACK_ELEMENTS);
    symbols[w->count] = edge->symbol;
    node = edge->node;
  }
  for (uint32_t i = 0; i < w->count; i++) w->steps[i] = (step){symbols[w->count - 1 - i], UTI_NONE_ID};
}

/* ---- What the walk looks up ---- */

static uint32_t *add_numbers(pack_build *build, uti_list *list, size_t count) {
  uint32_t *numbers = uti_list_extend(list, count);
  if (numbers == NULL) longjmp(*build->no_memory, 1);
  return numbers;
}

/* Counts to first places: numbers[i] becomes the sum of those before it. */
static void sum_up(uint32_t *numbers, size_t count) {
  for (size_t i = 1; i < count; i++) numbers[i] += numbers[i - 1];
}

/* accepts are sorted by node and word_symbols by word. */
static void make_indexes(pack_build *build) {
  uint32_t *accepts = add_numbers(build, &build->node_accepts, build->nodes.count + 1);
  uint32_t *words = add_numbers(build, &build->word_first, build->words.count + 1);
  uint32_t *symbols = add_numbers(build, &build->symbol_first, build->symbol_count + 2);
  uint32_t *of_symbol = add_numbers(build, &build->symbol_words, build->word_symbols.count + 1);
  uint32_t *parents = add_numbers(build, &build->parents, build->nodes.count);
  for (size_t i = 0; i < build->accepts.count; i++) accepts[UTI_ITEM(&build->accepts, pack_accept, i).node + 1]++;
  for (size_t i = 0; i < build->word_symbols.count; i++) {
    const pack_word_symbol *pair = &UTI_ITEM(&build->word_symbols, pack_word_symbol, i);
    words[pair->word + 1]++;
    symbols[pair->symbol + 2]++;
  }
  for (size_t i = 0; i < build->edges.count; i++) parents[UTI_ITEM(&build->edges, pack_edge, i).child] = (uint32_t)i;
  sum_up(accepts, build->nodes.count + 1);
  sum_up(words, build->words.count + 1);
  sum_up(symbols, build->symbol_count + 2);
  for (size_t i = 0; i < build->word_symbols.count; i++) {
    const pack_word_symbol *pair = &UTI_ITEM(&build->word_symbols, pack_word_symbol, i);
    of_symbol[symbols[pair->symbol + 1]++] = pair->word;
  }
}

void pack_check_wordings(pack_build *build) {
  if (build->base == NULL) return;
  make_indexes(build);
  for (size_t i = 0; i < build->patterns.count; i++) pack_add(build, &build->said);
  walk w = {.build = build};
  for (size_t i = 0; i < build->accepts.count && w.work <= WORK; i++) {
    const pack_accept *accept = &UTI_ITEM(&build->accepts, pack_accept, i);
    if (accept->member != 0 || !is_new(build, pattern_at(build, accept->pattern))) continue;
    w.pattern = accept->pattern;
    take_way(&w, accept->node);
    try_texts(&w, 0);
  }
  for (uint32_t i = 0; i < build->patterns.count; i++) {
    const pack_said *said = &UTI_ITEM(&build->said, pack_said, i);
    if (said->covered == 0 || said->covered < said->ways || said->reported) continue;
    report(build, pattern_at(build, i), pattern_at(build, said->other), true);
  }
}
