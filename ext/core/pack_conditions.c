/* Conditions in words to postfix code. */
#include <string.h>

#include "conditions.h"
#include "pack_build.h"

typedef struct parsing {
  pack_build *build;
  const char *at;
  uint32_t depth, nesting;
  bool wrong;
} parsing;

static void fail(parsing *p, const char *wanted) {
  if (!p->wrong) pack_mistake(p->build, wanted, p->at, strlen(p->at));
  p->wrong = true;
}

static void emit(parsing *p, uti_operation operation, uint32_t argument, uint32_t value) {
  uti_code *code = pack_add(p->build, &p->build->code);
  *code = (uti_code){operation, argument, value};
}

static void push(parsing *p, uti_operation operation, uint32_t argument, uint32_t value) {
  emit(p, operation, argument, value);
  if (++p->depth >= UTI_CODE_DEEPEST) fail(p, "a condition with less nesting");
}

static void skip_blanks(parsing *p) {
  while (*p->at == ' ') p->at++;
}

static bool name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t name_length(const parsing *p) {
  size_t length = 0;
  while (name_byte(p->at[length])) length++;
  return length;
}

static bool take_word(parsing *p, const char *word) {
  skip_blanks(p);
  size_t length = strlen(word);
  if (name_length(p) != length || strncmp(p->at, word, length) != 0) return false;
  p->at += length;
  return true;
}

static bool take(parsing *p, char c) {
  skip_blanks(p);
  if (*p->at != c) return false;
  p->at++;
  return true;
}

static int find_name(const pack_build *build, const char *name, size_t length) {
  for (size_t i = 0; i < build->names.count; i++) {
    const pack_name *entry = &UTI_ITEM(&build->names, pack_name, i);
    const char *text = pack_text(build, entry->text);
    if (strlen(text) == length && memcmp(text, name, length) == 0) return (int)entry->index;
  }
  return -1;
}

int pack_find_score(const pack_build *build, const char *name, size_t length) {
  for (size_t i = 0; i < build->scores.count; i++) {
    const char *text = pack_text(build, UTI_ITEM(&build->scores, uti_score_entry, i).name);
    if (strlen(text) == length && memcmp(text, name, length) == 0) return (int)i;
  }
  return -1;
}

/* possible(x), denied(x), past(x), severe(x), spreads(x), eases(x) */
static bool parse_call(parsing *p, const char *name, size_t length) {
  static const struct {
    const char *name;
    uti_operation operation;
    const char *qualifier;
  } calls[] = {{"possible", UTI_CODE_POSSIBLE, ""},   {"denied", UTI_CODE_DENIED, ""},
               {"past", UTI_CODE_PAST, ""},
               {"severe", UTI_CODE_QUALIFIED, "severe"}, {"mild", UTI_CODE_QUALIFIED, "mild"},
               {"spreads", UTI_CODE_QUALIFIED, "spreads"}, {"eases", UTI_CODE_QUALIFIED, "eases"},
               {"longstanding", UTI_CODE_QUALIFIED, "longstanding"}, {"persistent", UTI_CODE_QUALIFIED, "persistent"}};
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    if (strlen(calls[i].name) != length || memcmp(calls[i].name, name, length) != 0) continue;
    skip_blanks(p);
    size_t argument = name_length(p);
    int concept = pack_find_concept(p->build, p->at, argument);
    if (concept < 0) {
      fail(p, "a concept");
      return true;
    }
    p->at += argument;
    uint32_t qualifier = pack_string(p->build, calls[i].qualifier, strlen(calls[i].qualifier));
    push(p, calls[i].operation, (uint32_t)concept, qualifier);
    if (!take(p, ')')) fail(p, "a closing bracket");
    return true;
  }
  return false;
}

static void parse_or(parsing *p);

static void parse_count(parsing *p) {
  skip_blanks(p);
  uint32_t wanted = (uint32_t)(*p->at - '0'), items = 0;
  if (wanted < 1 || wanted > 9) {
    fail(p, "a count from 1 to 9");
    return;
  }
  p->at++;
  while (!p->wrong && take(p, ',')) {
    parse_or(p);
    items++;
  }
  if (!take(p, ')')) fail(p, "a closing bracket");
  if (items < wanted) fail(p, "at least as many names as are counted");
  if (p->wrong) return;
  emit(p, UTI_CODE_COUNT, items, wanted);
  p->depth -= items - 1;
}

static void parse_unproven(parsing *p) {
  parse_or(p);
  if (!take(p, ')')) fail(p, "a closing bracket");
  emit(p, UTI_CODE_UNPROVEN, 0, 0);
}

static void parse_comparison(parsing *p, uint32_t compared) {
  skip_blanks(p);
  bool equal = false;
  char sign = *p->at++;
  if (*p->at == '=') {
    equal = true;
    p->at++;
  }
  skip_blanks(p);
  uint32_t value = 0;
  size_t digits = strspn(p->at, "0123456789.");
  if (digits > 0 && pack_number(p->at, digits, &value)) p->at += digits;
  else if (take_word(p, "F")) value = 0;
  else if (take_word(p, "M")) value = 1000;
  else fail(p, "a number, F or M");
  uti_operation operation = sign == '<' ? (equal ? UTI_CODE_LESS_EQUAL : UTI_CODE_LESS)
                            : sign == '>' ? (equal ? UTI_CODE_GREATER_EQUAL : UTI_CODE_GREATER)
                                          : UTI_CODE_EQUAL;
  push(p, operation, compared, value);
}

static bool at_comparison(const parsing *p) { return *p->at == '<' || *p->at == '>' || *p->at == '='; }

/* What a comparison names for a term: terms stand behind the facts. */
static uint32_t add_term(parsing *p, uti_term_kind kind, int first, int second) {
  uti_list *terms = &p->build->terms;
  uint32_t facts = (uint32_t)p->build->facts.count;
  for (uint32_t i = 0; i < terms->count; i++) {
    const uti_term *term = &UTI_ITEM(terms, uti_term, i);
    if (term->kind == (uint32_t)kind && term->first == (uint32_t)first && term->second == (uint32_t)second) return facts + i;
  }
  uti_term *term = pack_add(p->build, terms);
  *term = (uti_term){kind, (uint32_t)first, (uint32_t)second};
  return facts + (uint32_t)terms->count - 1;
}

static void compare_term(parsing *p, uti_term_kind kind, int first, int second) {
  skip_blanks(p);
  if (!at_comparison(p)) fail(p, "a comparison");
  else parse_comparison(p, add_term(p, kind, first, second));
}

/* first - second > 40 */
static void parse_difference(parsing *p, int first) {
  p->at++;
  skip_blanks(p);
  size_t length = name_length(p);
  int second = pack_find_fact(p->build, p->at, length);
  if (first < 0 || second < 0) {
    fail(p, "a difference of two facts");
    return;
  }
  p->at += length;
  compare_term(p, UTI_TERM_DIFFERENCE, first, second);
}

static bool has_unit(const pack_build *build, uint32_t fact, const char *unit) {
  return fact != UTI_NONE_ID && strcmp(pack_text(build, UTI_ITEM(&build->facts, uti_fact, fact).unit), unit) == 0;
}

/* celsius(temp) > 38.0, highest(news2) >= 3 */
static bool parse_measure(parsing *p, const char *name, size_t length) {
  bool celsius = length == 7 && memcmp(name, "celsius", 7) == 0;
  bool highest = length == 7 && memcmp(name, "highest", 7) == 0;
  if (!celsius && !highest) return false;
  skip_blanks(p);
  size_t argument = name_length(p);
  int found = celsius ? pack_find_fact(p->build, p->at, argument) : pack_find_score(p->build, p->at, argument);
  uti_fact fact = {.reads_first = UTI_NONE_ID, .reads_second = UTI_NONE_ID};
  if (celsius && found >= 0) fact = UTI_ITEM(&p->build->facts, uti_fact, (size_t)found);
  bool readings = has_unit(p->build, fact.reads_first, "°F") && has_unit(p->build, fact.reads_second, "°C");
  if (celsius && !readings) {
    fail(p, "a fact that is read as °F or °C");
  } else if (found < 0) {
    fail(p, "a score");
  } else {
    p->at += argument;
    if (!take(p, ')')) fail(p, "a closing bracket");
    else if (celsius) compare_term(p, UTI_TERM_CELSIUS, (int)fact.reads_first, (int)fact.reads_second);
    else compare_term(p, UTI_TERM_SINGLE, found, 0);
  }
  return true;
}

static void parse_name(parsing *p) {
  skip_blanks(p);
  size_t length = name_length(p);
  const char *name = p->at;
  if (length == 0) {
    fail(p, "a concept, a fact or a name that a rule gives");
    return;
  }
  p->at += length;
  if (*p->at == '(') {
    p->at++;
    if (length == 5 && memcmp(name, "count", 5) == 0) parse_count(p);
    else if (length == 8 && memcmp(name, "unproven", 8) == 0) parse_unproven(p);
    else if (!parse_measure(p, name, length) && !parse_call(p, name, length))
      fail(p, "possible(), denied(), past(), unproven(), severe(), mild(), spreads(), eases(), longstanding(), persistent(), celsius(), highest() or count()");
    return;
  }
  skip_blanks(p);
  int fact = pack_find_fact(p->build, name, length), score = pack_find_score(p->build, name, length);
  if (*p->at == '-') {
    parse_difference(p, fact);
    return;
  }
  if (at_comparison(p)) {
    if (score >= 0) compare_term(p, UTI_TERM_SCORE, score, 0);
    else if (fact < 0 || pack_find_concept(p->build, name, length) >= 0) fail(p, "a fact or a score before a comparison");
    else parse_comparison(p, (uint32_t)fact);
    return;
  }
  int concept = pack_find_concept(p->build, name, length), given = find_name(p->build, name, length);
  if (concept >= 0) push(p, UTI_CODE_CONCEPT, (uint32_t)concept, 0);
  else if (given >= 0) push(p, UTI_CODE_NAME, (uint32_t)given, 0);
  else if (fact >= 0) push(p, UTI_CODE_FACT, (uint32_t)fact, 0);
  else {
    p->at = name;
    fail(p, "a concept, a fact or a name that a rule gives");
  }
}

static void parse_factor(parsing *p) {
  if (++p->nesting > UTI_CODE_DEEPEST) {
    fail(p, "a condition with less nesting");
    return;
  }
  if (take_word(p, "not")) {
    parse_factor(p);
    emit(p, UTI_CODE_NOT, 0, 0);
  } else if (take(p, '(')) {
    parse_or(p);
    if (!take(p, ')')) fail(p, "a closing bracket");
  } else {
    parse_name(p);
  }
  p->nesting--;
}

static void parse_and(parsing *p) {
  parse_factor(p);
  while (!p->wrong && take_word(p, "and")) {
    parse_factor(p);
    emit(p, UTI_CODE_AND, 0, 0);
    p->depth--;
  }
}

static void parse_or(parsing *p) {
  parse_and(p);
  while (!p->wrong && take_word(p, "or")) {
    parse_and(p);
    emit(p, UTI_CODE_OR, 0, 0);
    p->depth--;
  }
}

uint32_t pack_compile_condition(pack_build *build, const char *text, uint32_t *first) {
  parsing p = {build, text, 0, 0, false};
  *first = (uint32_t)build->code.count;
  parse_or(&p);
  skip_blanks(&p);
  if (!p.wrong && *p.at != 0) fail(&p, "and, or, or the end of the condition");
  return p.wrong ? 0 : (uint32_t)build->code.count - *first;
}
