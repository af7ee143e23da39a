/* Rows of the tables to compiled concepts, facts, phrases, cues and rules. */
#include <stdlib.h>
#include <string.h>

#include "conditions.h"
#include "pack_cells.h"

bool pack_number(const char *text, size_t length, uint32_t *thousandths) {
  uint64_t value = 0;
  size_t digits = 0, decimals = 0;
  bool point = false;
  for (size_t i = 0; i < length; i++) {
    if (text[i] == '.' && !point) {
      point = true;
      continue;
    }
    if (text[i] < '0' || text[i] > '9' || (point && ++decimals > 3)) return false;
    value = value * 10 + (uint64_t)(text[i] - '0');
    if (value > UINT32_MAX) return false;
    digits++;
  }
  for (; decimals < 3; decimals++) value *= 10;
  *thousandths = (uint32_t)value;
  return digits > 0 && value <= UINT32_MAX;
}

/* Every row names a source that sources.tsv holds; its row is returned, or UTI_NONE_ID. */
uint32_t pack_check_source(pack_build *build, uti_table table, uint32_t row, uint32_t column) {
  const char *cell = cell_at(build, table, row, column);
  uint32_t wanted = offset_at(build, table, row, column);
  for (uint32_t i = 0; i < build->tables[UTI_TABLE_SOURCES].rows; i++)
    if (offset_at(build, UTI_TABLE_SOURCES, i, 0) == wanted) return i;
  pack_mistake(build, "a source of sources.tsv", cell, strlen(cell));
  return UTI_NONE_ID;
}

/* ---- Concepts ---- */

static bool same(const char *text, const char *name, size_t length) {
  return strlen(text) == length && memcmp(text, name, length) == 0;
}

int pack_find_concept(const pack_build *build, const char *name, size_t length) {
  for (size_t i = 0; i < build->concepts.count; i++)
    if (same(pack_text(build, UTI_ITEM(&build->concepts, uti_concept, i).name), name, length)) return (int)i;
  return -1;
}

void pack_read_concepts(pack_build *build) {
  const uti_table table = UTI_TABLE_CONCEPTS;
  for (uint32_t row = 0; row < build->tables[table].rows; row++) {
    const char *name = cell_at(build, table, row, 0);
    if (*name == 0) pack_mistake(build, "a name", "", 0);
    if (pack_find_concept(build, name, strlen(name)) >= 0)
      pack_mistake(build, "a concept that no earlier row has", name, strlen(name));
    uti_concept *concept = pack_add(build, &build->concepts);
    concept->name = offset_at(build, table, row, 0);
    concept->label = offset_at(build, table, row, 1);
    concept->group = offset_at(build, table, row, 2);
    concept->lasting = strcmp(cell_at(build, table, row, 3), "yes") == 0;
    concept->implies = concept->present_when = concept->absent_when = UTI_NONE_ID;
    pack_check_source(build, table, row, 9);
  }
}

static uint32_t concept_condition(pack_build *build, uint32_t row, uint32_t column) {
  uint32_t first = UTI_NONE_ID;
  if (*cell_at(build, UTI_TABLE_CONCEPTS, row, column) == 0) return first;
  if (!pack_copy_cell(build, UTI_TABLE_CONCEPTS, row, column)) return first;
  uint32_t mistakes = build->mistake_count, length = pack_compile_condition(build, build->copy, &first);
  if (build->mistake_count > mistakes) return UTI_NONE_ID;
  for (uint32_t i = first; i < first + length; i++) {
    uint32_t operation = UTI_ITEM(&build->code, uti_code, i).operation;
    if (operation > UTI_CODE_QUALIFIED) continue;   /* there are no names of rules yet */
    pack_mistake(build, "a condition of facts alone: concepts are not settled where it is asked", build->copy, strlen(build->copy));
    break;
  }
  /* its length stands in front of it, as an operation of its own */
  pack_add(build, &build->code);
  memmove(&UTI_ITEM(&build->code, uti_code, first + 1), &UTI_ITEM(&build->code, uti_code, first),
          length * sizeof(uti_code));
  UTI_ITEM(&build->code, uti_code, first) = (uti_code){UTI_CODE_COUNT, length, 0};
  return first;
}

static bool implies_itself(const pack_build *build, uint32_t concept) {
  uint32_t at = UTI_ITEM(&build->concepts, uti_concept, concept).implies;
  for (size_t steps = 0; at != UTI_NONE_ID && steps < build->concepts.count; steps++) {
    if (at == concept) return true;
    at = UTI_ITEM(&build->concepts, uti_concept, at).implies;
  }
  return false;
}

void pack_read_concept_conditions(pack_build *build) {
  for (uint32_t row = 0; row < build->tables[UTI_TABLE_CONCEPTS].rows; row++) {
    const char *implied = cell_at(build, UTI_TABLE_CONCEPTS, row, 4);
    if (*implied != 0) {
      int found = pack_find_concept(build, implied, strlen(implied));
      if (found < 0) pack_mistake(build, "a concept", implied, strlen(implied));
      else UTI_ITEM(&build->concepts, uti_concept, row).implies = (uint32_t)found;
      if (implies_itself(build, row)) pack_mistake(build, "a concept that does not lead back to this one", implied, strlen(implied));
    }
    uint32_t present = concept_condition(build, row, 5), absent = concept_condition(build, row, 6);
    UTI_ITEM(&build->concepts, uti_concept, row).present_when = present;
    UTI_ITEM(&build->concepts, uti_concept, row).absent_when = absent;
  }
}

/* ---- Facts ---- */

int pack_find_fact(const pack_build *build, const char *name, size_t length) {
  for (size_t i = 0; i < build->facts.count; i++)
    if (same(pack_text(build, UTI_ITEM(&build->facts, uti_fact, i).name), name, length)) return (int)i;
  return -1;
}

static void add_aliases(pack_build *build, uint32_t row, uint32_t fact) {
  if (!pack_copy_cell(build, UTI_TABLE_FACTS, row, 6)) return;
  for (const char *at = build->copy; *at != 0;) {
    size_t length = strcspn(at, "|");
    uti_alias *entry = pack_add(build, &build->aliases);
    entry->name = pack_string(build, at, length);
    entry->fact = fact;
    at += length + (at[length] == '|');
  }
}

static void fact_range(pack_build *build, uint32_t row, uti_fact *fact) {
  const char *minimum = cell_at(build, UTI_TABLE_FACTS, row, 4);
  const char *maximum = cell_at(build, UTI_TABLE_FACTS, row, 5);
  if (*minimum == 0 && *maximum == 0) return;
  fact->has_range = 1;
  /* From high to low no value would be plausible, and none would count. */
  if (!pack_number(minimum, strlen(minimum), &fact->minimum) ||
      !pack_number(maximum, strlen(maximum), &fact->maximum) || fact->minimum > fact->maximum)
    pack_mistake(build, "two numbers, the lower one first", maximum, strlen(maximum));
}

/* "temp_f|temp_c": the value is read as the first whose range holds it. */
static void fact_reading(pack_build *build, uint32_t row) {
  uti_fact *fact = &UTI_ITEM(&build->facts, uti_fact, row);
  fact->reads_first = fact->reads_second = UTI_NONE_ID;
  const char *cell = cell_at(build, UTI_TABLE_FACTS, row, 8);
  for (int i = 0; *cell != 0; i++) {
    size_t length = strcspn(cell, "|");
    int found = i < 2 ? pack_find_fact(build, cell, length) : -1;
    if (found < 0) pack_mistake(build, "one or two facts", cell, length);
    else if (i == 0) fact->reads_first = (uint32_t)found;
    else fact->reads_second = (uint32_t)found;
    cell += length + (cell[length] == '|');
  }
}

void pack_read_facts(pack_build *build) {
  static const char *const kinds[] = {"number", "yes_no", "sex", "avpu", "time", "age"};
  static const char *const several[] = {"first", "last", "highest", "lowest"};
  const uti_table table = UTI_TABLE_FACTS;
  for (uint32_t row = 0; row < build->tables[table].rows; row++) {
    const char *name = cell_at(build, table, row, 0);
    if (*name == 0) pack_mistake(build, "a name", "", 0);
    if (pack_find_fact(build, name, strlen(name)) >= 0)
      pack_mistake(build, "a fact that no earlier row has", name, strlen(name));
    uti_fact fact = {0};
    fact.name = offset_at(build, table, row, 0);
    fact.label = offset_at(build, table, row, 1);
    fact.unit = offset_at(build, table, row, 3);
    fact.concept = UTI_NONE_ID;
    fact.kind = choose(build, cell_at(build, table, row, 2), kinds, 6, "number, yes_no, sex, avpu, time or age");
    fact.personal = fact.kind == UTI_FACT_SEX || fact.kind == UTI_FACT_TIME || fact.kind == UTI_FACT_AGE;
    fact_range(build, row, &fact);
    fact.several = choose(build, cell_at(build, table, row, 7), several, 4, "first, last, highest or lowest");
    pack_check_source(build, table, row, 10);
    uti_fact *slot = pack_add(build, &build->facts);
    *slot = fact;
    add_aliases(build, row, (uint32_t)build->facts.count - 1);
  }
  for (uint32_t row = 0; row < build->tables[table].rows; row++) fact_reading(build, row);
  /* every concept is a yes/no fact too */
  for (uint32_t i = 0; i < build->concepts.count; i++) {
    const uti_concept concept = UTI_ITEM(&build->concepts, uti_concept, i);
    uti_fact *slot = pack_add(build, &build->facts);
    *slot = (uti_fact){.name = concept.name, .label = concept.label, .kind = UTI_FACT_YES_NO, .concept = i,
                       .reads_first = UTI_NONE_ID, .reads_second = UTI_NONE_ID};
  }
}

/* ---- Phrases and contexts ---- */

/* `mistakes`: how many there were before this row; one that has any is known
** by a row of UTI_NONE_ID. */
static void add_pattern(pack_build *build, uti_table table, uint32_t row, const uti_pattern *pattern, uint32_t mistakes) {
  uti_pattern *slot = pack_add(build, &build->patterns);
  *slot = *pattern;
  slot->row = build->mistake_count > mistakes ? UTI_NONE_ID : row;
  uint32_t index = (uint32_t)build->patterns.count - 1;
  if (!pack_copy_cell(build, table, row, 1)) return;
  if (!pack_parse_pattern(build, build->copy, &build->ways)) return;
  for (size_t i = 0; i < build->ways.count; i++)
    pack_insert(build, 0, &UTI_ITEM(&build->ways, pack_sequence, i), index);
}

static void phrase_target(pack_build *build, uint32_t row, uti_pattern *pattern) {
  const char *name = cell_at(build, UTI_TABLE_PHRASES, row, 0);
  if (strcmp(name, "-") == 0) {
    pattern->kind = UTI_TARGET_DECOY;
  } else if (strncmp(name, "fact:", 5) == 0) {
    int fact = pack_find_fact(build, name + 5, strlen(name + 5));
    if (fact < 0) pack_mistake(build, "a fact of facts.tsv", name + 5, strlen(name + 5));
    pattern->kind = UTI_TARGET_FACT;
    pattern->target = fact < 0 ? 0 : (uint32_t)fact;
  } else {
    int concept = pack_find_concept(build, name, strlen(name));
    if (concept < 0) pack_mistake(build, "a concept, fact:NAME or -", name, strlen(name));
    pattern->kind = UTI_TARGET_CONCEPT;
    pattern->target = concept < 0 ? 0 : (uint32_t)concept;
  }
}

/* "@class" or "@class/@rival": whether both are classes. */
static bool phrase_places(pack_build *build, const char *names, uti_pattern *pattern) {
  const char *slash = strchr(names, '/');
  size_t length = slash == NULL ? strlen(names) : (size_t)(slash - names);
  pattern->place = pack_class_place(build, pack_string(build, names, length));
  if (slash != NULL) pattern->rival = pack_class_place(build, pack_string(build, slash + 1, strlen(slash + 1)));
  return pattern->place != UTI_NONE_ID && pattern->rival != UTI_NONE_ID;
}

/* "of:@class/@rival" stands alone or after another value ("x7 of:@complaint/@else");
** gives that other value, in build->copy, as strings may move. */
static const char *phrase_owner(pack_build *build, uint32_t row, uti_pattern *pattern) {
  if (!pack_copy_cell(build, UTI_TABLE_PHRASES, row, 4)) return "";
  char *value = build->copy, *of = strncmp(value, "of:", 3) == 0 ? value : strstr(value, " of:");
  if (of == NULL) return value;
  pattern->of = 1;
  if (!phrase_places(build, strchr(of, ':') + 1, pattern) || pattern->rival == 0) pack_mistake(build, "of:@class/@rival", "", 0);
  *of = 0;
  return value;
}

static void phrase_value(pack_build *build, uint32_t row, uti_pattern *pattern) {
  const char *value = phrase_owner(build, row, pattern);
  pattern->alone = strcmp(value, "alone") == 0 ? UTI_ALONE : strcmp(value, "apart") == 0 ? UTI_APART : UTI_NOT_ALONE;
  if (*value == 0 || pattern->alone != UTI_NOT_ALONE) {
    pattern->value_kind = UTI_VALUE_NUMBER;
  } else if (strncmp(value, "near:", 5) == 0) {
    if (phrase_places(build, value + 5, pattern)) pattern->near = pattern->place;
    else pack_mistake(build, "near:@class or near:@class/@rival", value, strlen(value));
  } else if (strncmp(value, "nearer:", 7) == 0) {
    if (!phrase_places(build, value + 7, pattern) || pattern->rival == 0)
      pack_mistake(build, "nearer:@class/@rival", value, strlen(value));
  } else if (value[1] == 0 && strchr("FMACVPU", value[0]) != NULL) {
    /* F and M for sex, A (alert) and C, V, P, U for consciousness */
    pattern->value_kind = UTI_VALUE_FIXED;
    pattern->value = value[0] == 'F' || value[0] == 'A' ? 0 : 1000;
  } else {
    bool factor = value[0] == 'x';
    pattern->value_kind = factor ? UTI_VALUE_FACTOR : UTI_VALUE_FIXED;
    if (!pack_number(value + factor, strlen(value + factor), &pattern->value))
      pack_mistake(build, "a number, xNUMBER, alone, apart, F, M, A, C, V, P or U", value, strlen(value));
  }
}

void pack_read_phrases(pack_build *build) {
  static const char *const statuses[] = {"present", "possible", "absent", "past", "hypothetical", "other"};
  const uti_table table = UTI_TABLE_PHRASES;
  for (uint32_t row = 0; row < build->tables[table].rows; row++) {
    uti_pattern pattern = {0};
    uint32_t mistakes = build->mistake_count;
    phrase_target(build, row, &pattern);
    pattern.qualifier = offset_at(build, table, row, 2);
    const char *status = cell_at(build, table, row, 3);
    if (*status != 0) pattern.status = choose(build, status, statuses, 6, "a status or an empty cell");
    phrase_value(build, row, &pattern);
    pack_check_source(build, table, row, 6);
    add_pattern(build, table, row, &pattern, mistakes);
  }
}

static uint32_t read_reach(pack_build *build, const char *cell) {
  static const char *const reaches[] = {"clause", "sentence", "line", "section", "label", "report", "opening", "earlier"};
  uint32_t words = 0;
  if (pack_number(cell, strlen(cell), &words)) return UTI_REACH_WORDS + words / 1000;
  return choose(build, cell, reaches, 8, "clause, sentence, line, section, label, report, opening, earlier or a number of words");
}

void pack_read_contexts(pack_build *build) {
  static const char *const kinds[] = {"absent", "past",  "possible",  "hypothetical", "other",    "present", "stop",
                                      "decoy",  "qualifier", "section", "question",    "proxy", "self"};
  static const char *const directions[] = {"", "after", "before", "both"};
  const uti_table table = UTI_TABLE_CONTEXTS;
  for (uint32_t row = 0; row < build->tables[table].rows; row++) {
    uti_pattern pattern = {.kind = UTI_TARGET_CONTEXT};
    uint32_t mistakes = build->mistake_count;
    pattern.target = choose(build, cell_at(build, table, row, 0), kinds, UTI_CUE_KINDS, "a kind of context");
    pattern.direction = choose(build, cell_at(build, table, row, 2), directions, 4, "after, before or both");
    const char *reach = cell_at(build, table, row, 3);
    pattern.reach = *reach == 0 ? UTI_REACH_CLAUSE : read_reach(build, reach);
    pattern.qualifier = offset_at(build, table, row, 4);
    pack_check_source(build, table, row, 5);
    add_pattern(build, table, row, &pattern, mistakes);
  }
}

/* ---- Rules and mechanisms ---- */

static uint32_t add_name(pack_build *build, uint32_t text) {
  for (size_t i = 0; i < build->names.count; i++)
    if (UTI_ITEM(&build->names, pack_name, i).text == text) return UTI_ITEM(&build->names, pack_name, i).index;
  pack_name *name = pack_add(build, &build->names);
  *name = (pack_name){text, (uint32_t)build->names.count - 1};
  return name->index;
}

static void rule_gives(pack_build *build, uint32_t row, uti_rule *rule) {
  const char *gives = cell_at(build, UTI_TABLE_RULES, row, 2);
  uti_level level;
  if (uti_level_parse((uti_slice){gives, strlen(gives)}, &level)) {
    rule->gives = UTI_GIVES_LEVEL;
    rule->level = (uint32_t)level;
  } else if (strcmp(gives, "warning") == 0) {
    rule->gives = UTI_GIVES_WARNING;
  } else if (strcmp(gives, "note") == 0) {
    rule->gives = UTI_GIVES_NOTE;
  } else if (strcmp(gives, "outside") == 0) {
    rule->gives = UTI_GIVES_OUTSIDE;
  } else if (strcmp(gives, "question") == 0) {
    rule->gives = UTI_GIVES_QUESTION;
  } else {
    rule->gives = UTI_GIVES_NAME;
  }
}

static bool gap_names_known(pack_build *build, const char *at, size_t length) {
  for (const char *end = at + length; at < end;) {
    size_t part = strcspn(at, "|, )");
    if (part == 0 || (pack_find_fact(build, at, part) < 0 && pack_find_score(build, at, part) < 0)) return false;
    at += part;
    at += strspn(at, "|, ");
  }
  return true;
}

/* "(temp_f|temp_c) temperature not recorded: ...": the names, then the sentence. */
static void rule_gap(pack_build *build, uint32_t row, uti_rule *rule) {
  if (*cell_at(build, UTI_TABLE_RULES, row, 5) == 0 || !pack_copy_cell(build, UTI_TABLE_RULES, row, 5)) return;
  const char *close = strchr(build->copy, ')');
  size_t length = build->copy[0] == '(' && close != NULL ? (size_t)(close - build->copy) - 1 : 0;
  if (length == 0 || !gap_names_known(build, build->copy + 1, length)) {
    pack_mistake(build, "(name), (a|b) or (a, b) and a sentence, where the names are facts, concepts or scores", build->copy,
                 strlen(build->copy));
    return;
  }
  const char *sentence = close + 1 + strspn(close + 1, " ");
  rule->gap_name = pack_string(build, build->copy + 1, length);
  rule->gap = pack_string(build, sentence, strlen(sentence));
}

void pack_read_rules(pack_build *build) {
  static const char *const sets[] = {"", "article", "core", "full"};
  const uti_table table = UTI_TABLE_RULES;
  for (size_t i = 0; i < build->order.count; i++) {
    uint32_t row = UTI_ITEM(&build->order, uint32_t, i);
    uti_rule rule = {.row = row};
    rule.id = offset_at(build, table, row, 0);
    rule.rule_set = choose(build, cell_at(build, table, row, 1), sets, 4, "article, core or full");
    rule_gives(build, row, &rule);
    bool circular = UTI_ITEM(&build->placed, uint8_t, row) == PACK_CIRCULAR;
    if (!circular && pack_copy_cell(build, table, row, 3))
      rule.condition_length = pack_compile_condition(build, build->copy, &rule.condition);
    rule.label = offset_at(build, table, row, 4);
    rule_gap(build, row, &rule);
    rule.citation = offset_at(build, table, row, 6);
    uint32_t source = pack_check_source(build, table, row, 7);
    rule.basis = source == UTI_NONE_ID ? 0 : offset_at(build, UTI_TABLE_SOURCES, source, 4);
    rule.name = add_name(build, pack_given_name(build, row));
    uti_rule *slot = pack_add(build, &build->rules);
    *slot = rule;
  }
}

static uint32_t find_mechanism(pack_build *build, uint32_t row) {
  const char *given = cell_at(build, UTI_TABLE_MECHANISMS, row, 0);
  uint32_t name = offset_at(build, UTI_TABLE_MECHANISMS, row, 0);
  for (uint32_t i = 0; i < build->mechanisms.count; i++)
    if (UTI_ITEM(&build->mechanisms, uti_mechanism, i).name == name) return i;
  uti_mechanism *mechanism = pack_add(build, &build->mechanisms);
  mechanism->name = name;
  if (build->mechanisms.count == UTI_MECHANISMS_AT_MOST + 1) pack_mistake(build, "at most 32 mechanisms in all", given, strlen(given));
  return (uint32_t)build->mechanisms.count - 1;
}

void pack_read_mechanisms(pack_build *build) {
  const uti_table table = UTI_TABLE_MECHANISMS;
  for (uint32_t row = 0; row < build->tables[table].rows; row++) {
    uti_support support = {.row = row};
    support.mechanism = find_mechanism(build, row);
    if (pack_copy_cell(build, table, row, 1))
      support.condition_length = pack_compile_condition(build, build->copy, &support.condition);
    const char *weight = cell_at(build, table, row, 2);
    if (strncmp(weight, "else ", 5) == 0) {
      support.otherwise = 1;
      weight += 5;
    }
    if (!pack_number(weight, strlen(weight), &support.weight)) pack_mistake(build, "a weight, or else and a weight", weight, strlen(weight));
    support.evidence = offset_at(build, table, row, 3);
    support.grade = offset_at(build, table, row, 4);
    support.reasoning = offset_at(build, table, row, 5);
    pack_check_source(build, table, row, 6);
    uti_support *slot = pack_add(build, &build->supports);
    *slot = support;
  }
}
