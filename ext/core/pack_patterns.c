/* The pattern notation of knowledge/README.md to paths of the matcher. */
#include <stdlib.h>
#include <string.h>

#include "pack_build.h"
#include "utf8.h"

/* ---- Paths ---- */

uint32_t pack_new_node(pack_build *build) {
  pack_add(build, &build->nodes);
  return (uint32_t)build->nodes.count - 1;
}

void pack_insert(pack_build *build, uint32_t root, const pack_sequence *way, uint32_t accept) {
  uint32_t node = root;
  if (build->nodes.count > PACK_NODES) {
    if (!build->too_large) pack_mistake(build, "a pack with fewer and shorter patterns", "too many", 8);
    build->too_large = true;
    return;
  }
  for (uint32_t i = 0; i < way->count; i++) {
    uint64_t key = pack_key(node, way->items[i]);
    uint32_t child = pack_map_get(&build->edge_map, key);
    if (child == 0) {
      child = pack_new_node(build);
      pack_map_set(build, &build->edge_map, key, child);
      pack_edge *edge = pack_add(build, &build->edges);
      *edge = (pack_edge){node, way->items[i], child};
    }
    node = child;
  }
  for (size_t i = build->accepts.count; i-- > 0;) {
    const pack_accept *old = &UTI_ITEM(&build->accepts, pack_accept, i);
    if (old->pattern != accept) break;
    if (old->node == node) return;
  }
  pack_accept *end = pack_add(build, &build->accepts);
  *end = (pack_accept){node, accept, root};
}

/* ---- The notation ---- */

typedef struct reading {
  pack_build *build;
  const char *at;
  bool wrong;
} reading;

static void fail(reading *r, const char *wanted) {
  if (!r->wrong) pack_mistake(r->build, wanted, r->at, strlen(r->at));
  r->wrong = true;
}

static void add_way(reading *r, uti_list *ways, const pack_sequence *way) {
  if (ways->count >= PACK_SEQUENCES) {
    fail(r, "a pattern with fewer alternatives");
    return;
  }
  pack_sequence *slot = pack_add(r->build, ways);
  *slot = *way;
}

static void append_symbol(reading *r, uti_list *ways, uint32_t symbol) {
  for (size_t i = 0; i < ways->count; i++) {
    pack_sequence *way = &UTI_ITEM(ways, pack_sequence, i);
    if (way->count == PACK_ELEMENTS) {
      fail(r, "a pattern of at most 24 words");
      return;
    }
    way->items[way->count++] = symbol;
  }
}

/* Every way so far, followed by every option. */
static void append_options(reading *r, uti_list *ways, const uti_list *options) {
  size_t before = ways->count;
  for (size_t w = 0; w < before && !r->wrong; w++) {
    pack_sequence head = UTI_ITEM(ways, pack_sequence, w);
    for (size_t o = 0; o < options->count && !r->wrong; o++) {
      const pack_sequence *tail = &UTI_ITEM(options, pack_sequence, o);
      pack_sequence joined = head;
      if (joined.count + tail->count > PACK_ELEMENTS) {
        fail(r, "a pattern of at most 24 words");
        return;
      }
      memcpy(joined.items + joined.count, tail->items, tail->count * sizeof(uint32_t));
      joined.count += tail->count;
      if (o == 0) UTI_ITEM(ways, pack_sequence, w) = joined;
      else add_way(r, ways, &joined);
    }
  }
}

static bool word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || (unsigned char)c >= 0x80;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

size_t pack_fold(const char *word, size_t bytes, char folded[64]) {
  size_t length = 0;
  for (size_t at = 0; at < bytes;) {
    uint32_t character;
    size_t used = uti_utf8_decode(word + at, bytes - at, &character);
    char pair[2];
    size_t count = uti_fold(character, pair);
    if (count == 0 && !uti_is_accent(character) && length + used < 64) {
      memcpy(folded + length, word + at, used);
      length += used;
    }
    for (size_t i = 0; i < count; i++)
      if (pair[i] != '\'' && length < 63) folded[length++] = pair[i];
    at += used;
  }
  return length;
}

/* The forms of one word of the pattern, with or without "~", to `words`. */
static void word_forms(reading *r, uti_list *words) {
  char text[64];
  size_t bytes = 0;
  while (word_byte(r->at[bytes])) bytes++;
  size_t length = pack_fold(r->at, bytes, text);
  if (length == 0) {
    fail(r, "a word with a letter");
    return;
  }
  r->at += bytes;
  if (*r->at == '~') {
    r->at++;
    pack_forms(r->build, text, length, words);
  } else {
    uint32_t *slot = pack_add(r->build, words);
    *slot = pack_word(r->build, text, length);
  }
}

static uint32_t read_number(reading *r) {
  size_t length = strspn(r->at, "0123456789.");
  uint32_t value = 0;
  if (!pack_number(r->at, length, &value)) fail(r, "a number");
  r->at += length;
  return value;
}

/* "#" or "#34-43". */
static uint32_t read_number_element(reading *r) {
  r->at++;
  if (!is_digit(*r->at)) return UTI_SYMBOL_NUMBER;
  uint32_t minimum = read_number(r), maximum = minimum;
  if (*r->at == '-') {
    r->at++;
    maximum = read_number(r);
  }
  if (maximum < minimum) fail(r, "a range from low to high");
  return pack_range_symbol(r->build, minimum, maximum);
}

static uint32_t read_class(reading *r) {
  size_t length = 1 + strspn(r->at + 1, "abcdefghijklmnopqrstuvwxyz_0123456789");
  uint32_t symbol = pack_class_symbol(r->build, pack_string(r->build, r->at, length), false);
  if (symbol == UTI_NONE_ID) fail(r, "a class of words.tsv");
  r->at += length;
  return symbol;
}

/* Whether the bracket at r->at holds one plain alternative after another,
** so that they can share one symbol. */
static bool plain_alternative(const char *at, size_t *length) {
  size_t n = 0;
  while (word_byte(at[n])) n++;
  if (n == 0) return false;
  if (at[n] == '~') n++;
  *length = n;
  while (at[n] == ' ') n++;
  return at[n] == '|' || at[n] == ')' || at[n] == ']';
}

static void read_row(reading *r, uti_list *ways, int depth);

/* "(a|b c|d)": the ways to say it, to `options`. */
static void read_bracket(reading *r, uti_list *options, int depth) {
  char close = *r->at == '(' ? ')' : ']';
  uti_list *words = &r->build->pool[depth][1], *row = &r->build->pool[depth][2];
  words->count = 0;
  options->count = 0;
  pack_sequence empty = {0, {0}};
  if (close == ']') add_way(r, options, &empty);
  do {
    r->at++;
    while (*r->at == ' ') r->at++;
    size_t plain = 0;
    if (plain_alternative(r->at, &plain)) {
      word_forms(r, words);
      while (*r->at == ' ') r->at++;
      continue;
    }
    row->count = 0;
    add_way(r, row, &empty);
    read_row(r, row, depth + 1);
    for (size_t i = 0; i < row->count && !r->wrong; i++) add_way(r, options, &UTI_ITEM(row, pack_sequence, i));
  } while (*r->at == '|' && !r->wrong);
  if (*r->at != close) fail(r, "a closing bracket");
  else r->at++;
  if (words->count > 0) {
    pack_sequence one = {1, {pack_group_symbol(r->build, words)}};
    add_way(r, options, &one);
  }
}

/* "<3>" is a gap, "<" alone a sign. */
static bool gap_here(const char *at) { return at[0] == '<' && is_digit(at[1]) && at[2] == '>'; }

static bool too_wide_gap(const char *at) { return at[0] == '<' && is_digit(at[1]) && is_digit(at[2]); }

static void read_element(reading *r, uti_list *ways, int depth) {
  char c = *r->at;
  if (c == '(' || c == '[') {
    if (depth + 1 >= PACK_DEPTH) {
      fail(r, "fewer brackets in brackets");
      return;
    }
    uti_list *options = &r->build->pool[depth + 1][0];
    read_bracket(r, options, depth + 1);
    if (!r->wrong) append_options(r, ways, options);
  } else if (gap_here(r->at)) {
    append_symbol(r, ways, UTI_SYMBOL_GAP + (uint32_t)(r->at[1] - '0'));
    r->at += 3;
  } else if (too_wide_gap(r->at)) {
    fail(r, "a gap of at most nine words: <9>");
  } else if (c == '@') {
    append_symbol(r, ways, read_class(r));
  } else if (c == '#') {
    append_symbol(r, ways, read_number_element(r));
  } else if (is_digit(c)) {
    uint32_t value = read_number(r);
    append_symbol(r, ways, pack_range_symbol(r->build, value, value));
  } else if (word_byte(c)) {
    r->build->forms.count = 0;
    word_forms(r, &r->build->forms);
    append_symbol(r, ways, pack_group_symbol(r->build, &r->build->forms));
  } else if (c == '&') {
    r->at++;
    append_symbol(r, ways, pack_literal(r->build, "and", 3));
  } else if (strchr("+-?/=<>%", c) != NULL) {
    r->at++;
    append_symbol(r, ways, pack_literal(r->build, &c, 1));
  } else {
    fail(r, "a word, @class, #, <n>, bracket or sign");
  }
}

static void read_row(reading *r, uti_list *ways, int depth) {
  while (*r->at != 0 && *r->at != ')' && *r->at != ']' && *r->at != '|' && !r->wrong) {
    if (*r->at == ' ') r->at++;
    else if (r->at[0] == '-' && word_byte(r->at[1])) r->at++;
    else read_element(r, ways, depth);
  }
}

bool pack_parse_pattern(pack_build *build, const char *text, uti_list *sequences) {
  reading r = {build, text, false};
  sequences->count = 0;
  pack_sequence empty = {0, {0}};
  add_way(&r, sequences, &empty);
  read_row(&r, sequences, 0);
  if (!r.wrong && *r.at != 0) fail(&r, "the end of the pattern");
  for (size_t i = 0; i < sequences->count && !r.wrong; i++) {
    const pack_sequence *way = &UTI_ITEM(sequences, pack_sequence, i);
    bool solid = way->count > 0 && way->items[0] < UTI_SYMBOL_GAP && way->items[way->count - 1] < UTI_SYMBOL_GAP;
    if (!solid) {
      r.at = text;
      fail(&r, "a pattern that begins and ends with a word and is never empty");
    }
  }
  return !r.wrong;
}
