#include "facts.h"

#include <math.h>
#include <string.h>

#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#include <jsmn.h>
#pragma GCC diagnostic pop

enum { FACTS_IN_JSON = 1024, FACT_TEXT = 128 };

uti_facts *uti_facts_new(const uti_knowledge *knowledge, const uti_allocator *allocator) {
  if (allocator == NULL) allocator = &uti_default_allocator;
  uti_facts *facts = uti_resize(allocator, NULL, sizeof *facts);
  if (facts == NULL) return NULL;
  memset(facts, 0, sizeof *facts);
  facts->knowledge = knowledge;
  facts->allocator = allocator;
  uti_text_init(&facts->warnings, allocator);
  facts->numbers = uti_resize(allocator, NULL, (knowledge->fact_count + 1) * sizeof *facts->numbers);
  if (facts->numbers == NULL) {
    uti_facts_free(facts);
    return NULL;
  }
  uti_facts_clear(facts);
  return facts;
}

void uti_facts_free(uti_facts *facts) {
  if (facts == NULL) return;
  if (facts->numbers != NULL) uti_resize(facts->allocator, facts->numbers, 0);
  uti_text_free(&facts->warnings);
  uti_resize(facts->allocator, facts, 0);
}

void uti_facts_clear(uti_facts *facts) {
  for (uint32_t i = 0; i < facts->knowledge->fact_count; i++) facts->numbers[i] = UTI_NO_NUMBER;
  uti_text_clear(&facts->warnings);
  facts->warning_count = 0;
}

size_t uti_fact_count(const uti_knowledge *knowledge) { return knowledge->fact_count; }

const char *uti_fact_name(const uti_knowledge *knowledge, size_t fact) {
  return uti_string(knowledge, knowledge->facts[fact].name);
}

const char *uti_fact_unit(const uti_knowledge *knowledge, size_t fact) {
  return uti_string(knowledge, knowledge->facts[fact].unit);
}

/* Names are compared without case; "-" and blanks count as "_". */
static bool same_name(const char *name, uti_slice given) {
  for (size_t i = 0; i < given.length; i++) {
    char c = given.bytes[i];
    if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
    bool blank = c == ' ' || c == '-' || c == '_';
    bool name_blank = name[i] == '-' || name[i] == '_';
    if (name[i] == 0 || (c != name[i] && !(blank && name_blank))) return false;
  }
  return name[given.length] == 0;
}

int uti_fact_find(const uti_knowledge *knowledge, uti_slice name) {
  if (name.length == 0) return -1;
  for (uint32_t i = 0; i < knowledge->fact_count; i++)
    if (same_name(uti_fact_name(knowledge, i), name)) return (int)i;
  for (uint32_t i = 0; i < knowledge->alias_count; i++)
    if (same_name(uti_string(knowledge, knowledge->aliases[i].name), name)) return (int)knowledge->aliases[i].fact;
  return -1;
}

/* ---- Values ---- */

static bool in_range(const uti_fact *fact, int64_t number) {
  return !fact->has_range || (number >= fact->minimum && number <= fact->maximum);
}

bool uti_fact_place(const uti_knowledge *knowledge, uint32_t *fact, int64_t number) {
  const uti_fact *entry = &knowledge->facts[*fact];
  if (entry->reads_first == UTI_NONE_ID) return in_range(entry, number);
  const uint32_t readings[] = {entry->reads_first, entry->reads_second};
  for (int i = 0; i < 2; i++) {
    if (readings[i] == UTI_NONE_ID || !in_range(&knowledge->facts[readings[i]], number)) continue;
    *fact = readings[i];
    return true;
  }
  return false;
}

void uti_fact_implausible(const uti_knowledge *knowledge, uint32_t fact, int64_t number, uti_text *text) {
  const uti_fact *entry = &knowledge->facts[fact];
  uti_text_add_string(text, "implausible value: ");
  uti_text_add_string(text, uti_string(knowledge, entry->name));
  uti_text_add(text, " ", 1);
  uti_text_add_thousandths(text, number);
  if (entry->has_range) {
    uti_text_add_string(text, " is outside ");
    uti_text_add_thousandths(text, entry->minimum);
    uti_text_add_string(text, " to ");
    uti_text_add_thousandths(text, entry->maximum);
    uti_text_add_string(text, *uti_string(knowledge, entry->unit) != 0 ? " " : "");
    uti_text_add_string(text, uti_string(knowledge, entry->unit));
  } else {
    uti_text_add_string(text, " fits no unit");
  }
  uti_text_add_string(text, "; it was left out");
}

static uti_result end_warning(uti_facts *facts) {
  uti_text_add(&facts->warnings, "", 1);
  facts->warning_count++;
  return facts->warnings.failed ? UTI_NO_MEMORY : UTI_OK;
}

typedef enum { COUNTS_HIGHER, COUNTS_LOWER, COUNTS_LAST } counting;

/* Which of two values of a fact is the more serious; of a sign it is "yes". */
static counting counting_of(const uti_fact *fact) {
  if (fact->several == UTI_SEVERAL_LOWEST) return COUNTS_LOWER;
  return fact->several == UTI_SEVERAL_HIGHEST || fact->kind == UTI_FACT_YES_NO ? COUNTS_HIGHER : COUNTS_LAST;
}

static const char *counting_words(const uti_fact *fact, counting which, bool numbers) {
  if (which == COUNTS_LAST) return "; the last counts";
  if (numbers) return which == COUNTS_LOWER ? "; the lower counts" : "; the higher counts";
  if (fact->kind != UTI_FACT_YES_NO) return "; the more serious counts";
  return which == COUNTS_HIGHER ? "; yes counts" : "; no counts";
}

/* A fact may come twice, under one name or two ("temp_c" and "temp"): the more serious
** value stays, and a warning says so. True where the new one does. */
static bool prevails(uti_facts *facts, uint32_t fact, int64_t number) {
  const uti_fact *entry = &facts->knowledge->facts[fact];
  int64_t known = facts->numbers[fact];
  if (known == UTI_NO_NUMBER || known == number) return true;
  counting which = counting_of(entry);
  bool numbers = entry->kind == UTI_FACT_NUMBER || entry->kind == UTI_FACT_AGE;
  bool turned = which != COUNTS_LAST && number > known;
  uti_text_add_string(&facts->warnings, "several values: ");
  uti_text_add_string(&facts->warnings, uti_string(facts->knowledge, entry->name));
  if (numbers) {
    uti_text_add_string(&facts->warnings, " is ");
    uti_text_add_thousandths(&facts->warnings, turned ? number : known);
    uti_text_add_string(&facts->warnings, " and ");
    uti_text_add_thousandths(&facts->warnings, turned ? known : number);
  }
  uti_text_add_string(&facts->warnings, counting_words(entry, which, numbers));
  end_warning(facts);
  return which == COUNTS_LAST || (which == COUNTS_HIGHER) == (number > known);
}

/* A calcium of 9.4 fits no mmol/L, and is one of mg/dL. */
static uti_result read_in_another_unit(uti_facts *facts, uint32_t stated, uint32_t fact, int64_t number) {
  const uti_knowledge *k = facts->knowledge;
  uti_text_add_string(&facts->warnings, uti_fact_name(k, stated));
  uti_text_add(&facts->warnings, " ", 1);
  uti_text_add_thousandths(&facts->warnings, number);
  uti_text_add_string(&facts->warnings, " fits no ");
  uti_text_add_string(&facts->warnings, uti_string(k, k->facts[stated].unit));
  uti_text_add_string(&facts->warnings, "; it was read as ");
  uti_text_add_string(&facts->warnings, uti_string(k, k->facts[fact].unit));
  return end_warning(facts);
}

static uti_result set_number(uti_facts *facts, size_t index, int64_t number) {
  uint32_t fact = (uint32_t)index;
  uint32_t kind = facts->knowledge->facts[fact].kind;
  if (kind == UTI_FACT_YES_NO) number = number != 0 ? 1000 : 0;
  if (kind == UTI_FACT_TIME) return UTI_OK;
  if (!uti_fact_place(facts->knowledge, &fact, number)) {
    uti_fact_implausible(facts->knowledge, (uint32_t)index, number, &facts->warnings);
    return end_warning(facts);
  }
  if (prevails(facts, fact, number)) facts->numbers[fact] = number;
  bool another_unit = fact != (uint32_t)index && *uti_string(facts->knowledge, facts->knowledge->facts[index].unit) != 0;
  return another_unit ? read_in_another_unit(facts, (uint32_t)index, fact, number) : UTI_OK;
}

static uti_result unreadable(uti_facts *facts, size_t fact, const char *wanted) {
  uti_text_add_string(&facts->warnings, "unreadable value: ");
  uti_text_add_string(&facts->warnings, uti_fact_name(facts->knowledge, fact));
  uti_text_add_string(&facts->warnings, " wants ");
  uti_text_add_string(&facts->warnings, wanted);
  uti_text_add_string(&facts->warnings, "; it was left out");
  return end_warning(facts);
}

uti_result uti_facts_set_integer(uti_facts *facts, size_t fact, int64_t value) {
  int64_t largest = UTI_LARGEST_NUMBER / 1000;
  if (value > largest || value < -largest) value = value > 0 ? largest : -largest;
  uint32_t kind = facts->knowledge->facts[fact].kind;
  if (kind == UTI_FACT_SEX) return unreadable(facts, fact, "F, M, female or male");
  return set_number(facts, fact, value * 1000);
}

uti_result uti_facts_set_real(uti_facts *facts, size_t fact, double value) {
  if (!isfinite(value)) return unreadable(facts, fact, "a number");
  if (value > 1e12) value = 1e12;
  if (value < -1e12) value = -1e12;
  if (facts->knowledge->facts[fact].kind == UTI_FACT_SEX) return unreadable(facts, fact, "F, M, female or male");
  return set_number(facts, fact, llround(value * 1000.0));
}

/* ---- Values as text ---- */

static uti_slice trim(uti_slice text) {
  while (text.length > 0 && strchr(" \t\r\n", text.bytes[0]) != NULL) text.bytes++, text.length--;
  while (text.length > 0 && strchr(" \t\r\n", text.bytes[text.length - 1]) != NULL) text.length--;
  return text;
}

static bool read_thousandths(uti_slice text, int64_t *number) {
  size_t at = 0;
  bool negative = false, point = false;
  int64_t value = 0;
  int digits = 0, decimals = 0;
  if (text.bytes[0] == '-' || text.bytes[0] == '+') negative = text.bytes[at++] == '-';
  for (; at < text.length; at++) {
    char c = text.bytes[at];
    if ((c == '.' || c == ',') && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      digits++;
      if (point && decimals == 3) continue;
      if (value > INT64_C(100000000000000)) return false;
      value = value * 10 + (c - '0');
      decimals += point;
    } else {
      return false;
    }
  }
  for (; decimals < 3; decimals++) value *= 10;
  if (value > UTI_LARGEST_NUMBER) value = UTI_LARGEST_NUMBER;
  *number = negative ? -value : value;
  return digits > 0;
}

/* The place of a word in a list of "a|b|c", without case, or -1. */
static int find_word(const char *words, uti_slice text) {
  int place = 0;
  for (const char *at = words; *at != 0; place++) {
    size_t length = strcspn(at, "|"), i = 0;
    if (length == text.length) {
      while (i < length && (text.bytes[i] | 32) == at[i]) i++;
      if (i == length) return place;
    }
    at += length + (at[length] == '|');
  }
  return -1;
}

uti_result uti_facts_set_text(uti_facts *facts, size_t fact, uti_slice value) {
  value = trim(value);
  if (value.length == 0) return UTI_OK;
  int64_t number;
  int place;
  switch (facts->knowledge->facts[fact].kind) {
    case UTI_FACT_TIME: return UTI_OK;
    case UTI_FACT_SEX:
      place = find_word("f|female|woman|girl|m|male|man|boy", value);
      if (place < 0) return unreadable(facts, fact, "F, M, female or male");
      return set_number(facts, fact, place < 4 ? 0 : 1000);
    case UTI_FACT_AVPU:
      place = find_word("a|alert|c|confused|confusion|v|voice|verbal|p|pain|u|unresponsive", value);
      if (place < 0) return unreadable(facts, fact, "A, C, V, P or U");
      return set_number(facts, fact, place < 2 ? 0 : 1000);
    case UTI_FACT_YES_NO:
      place = find_word("yes|y|true|t|present|positive|pos|no|n|false|f|absent|negative|neg|none", value);
      if (place >= 0) return set_number(facts, fact, place < 7);
      if (read_thousandths(value, &number)) return set_number(facts, fact, number);
      return unreadable(facts, fact, "yes or no");
    default:
      if (read_thousandths(value, &number)) return set_number(facts, fact, number);
      return unreadable(facts, fact, "a number");
  }
}

/* ---- JSON ---- */

/* Of what stands where an object or a value of another kind was wanted. */
static const char *kind_of(const jsmntok_t *token) {
  if (token->type == JSMN_OBJECT) return "an object";
  return token->type == JSMN_ARRAY ? "an array" : "text";
}

static uti_slice slice_of(uti_slice json, const jsmntok_t *token) {
  return (uti_slice){json.bytes + token->start, (size_t)(token->end - token->start)};
}

static uti_result json_wrong(uti_json_error *error, uti_result result, size_t offset, uti_slice name,
                             const char *wanted, const char *got) {
  *error = (uti_json_error){offset, name, wanted, got};
  return result;
}

/* Between two tokens stand blanks and one sign: jsmn is lenient about it. */
static bool sign_between(uti_slice json, int from, int to, char sign) {
  int signs = 0;
  for (int i = from; i < to; i++) {
    char c = json.bytes[i];
    if (c == sign) signs++;
    else if (strchr(" \t\r\n\"", c) == NULL) return false;
  }
  return signs == 1;
}

static char hex_value(char digit) {
  static const char hex[] = "0123456789abcdef";
  return (char)(strchr(hex, digit | 32) - hex);
}

/* JSON's escapes in names and values, which are short and mostly ASCII: what
** does not fit stays as it is written and is then no known value. jsmn has seen
** to it that each escape is whole. */
static uti_slice unescape(uti_slice text, char room[FACT_TEXT]) {
  if (text.length >= FACT_TEXT) return text;
  size_t length = 0;
  for (size_t i = 0; i < text.length; i++) {
    char c = text.bytes[i];
    if (c == '\\') {
      c = text.bytes[++i];
      if (c == 'u' && text.bytes[i + 1] == '0' && text.bytes[i + 2] == '0') {
        c = (char)(hex_value(text.bytes[i + 3]) * 16 + hex_value(text.bytes[i + 4]));
        i += 4;
      } else if (strchr("bfnrt", c) != NULL) {
        c = ' ';
      }
    }
    room[length++] = c;
  }
  return (uti_slice){room, length};
}

static bool slice_is(uti_slice text, const char *word) {
  return text.length == strlen(word) && memcmp(text.bytes, word, text.length) == 0;
}

/* Digits from *at on; how many. */
static int read_digits(uti_slice text, size_t *at, double *number) {
  int count = 0;
  for (; *at < text.length && text.bytes[*at] >= '0' && text.bytes[*at] <= '9'; count++) *number = *number * 10 + (text.bytes[(*at)++] - '0');
  return count;
}

/* "-1.5e+3", without the C library, whose reading depends on the locale. */
static bool read_json_number(uti_slice text, double *number) {
  size_t at = text.bytes[0] == '-';
  bool minus = at == 1;
  int decimals = 0;
  double digits = 0, exponent = 0;
  if (read_digits(text, &at, &digits) == 0) return false;
  if (at < text.length && text.bytes[at] == '.') {
    at++;
    decimals = read_digits(text, &at, &digits);
    if (decimals == 0) return false;
  }
  if (at < text.length && (text.bytes[at] | 32) == 'e') {
    at++;
    bool small = at < text.length && text.bytes[at] == '-';
    at += small || (at < text.length && text.bytes[at] == '+');
    if (read_digits(text, &at, &exponent) == 0) return false;
    if (small) exponent = -exponent;
  }
  *number = digits / pow(10, decimals) * pow(10, exponent);
  if (minus) *number = -*number;
  return at == text.length;
}

static uti_result set_member(uti_facts *facts, uti_slice json, const jsmntok_t *key, const jsmntok_t *value,
                             uti_json_error *error) {
  /* An error outlives the rooms here: it shows the name as the JSON has it. */
  uti_slice name = slice_of(json, key), text = slice_of(json, value);
  char name_room[FACT_TEXT], text_room[FACT_TEXT];
  if (value->type == JSMN_STRING) text = unescape(text, text_room);
  int fact = uti_fact_find(facts->knowledge, unescape(name, name_room));
  if (fact < 0) return json_wrong(error, UTI_UNKNOWN_FACT, (size_t)key->start, name, "a fact of uti_facts", "an unknown name");
  if (value->type == JSMN_STRING) return uti_facts_set_text(facts, (size_t)fact, text);
  if (value->type != JSMN_PRIMITIVE)
    return json_wrong(error, UTI_WRONG_VALUE, (size_t)value->start, name, "a number, text, true, false or null", kind_of(value));
  if (slice_is(text, "null")) return UTI_OK;
  if (slice_is(text, "true") || slice_is(text, "false")) return uti_facts_set_integer(facts, (size_t)fact, text.length == 4);
  double number;
  if (!read_json_number(text, &number)) return json_wrong(error, UTI_BAD_JSON, (size_t)value->start, name, "a number", "a bare word");
  return uti_facts_set_real(facts, (size_t)fact, number);
}

uti_result uti_facts_set_json(uti_facts *facts, uti_slice json, uti_json_error *error) {
  static const uti_slice nameless = {"", 0};
  jsmntok_t tokens[2 * FACTS_IN_JSON + 1];
  jsmn_parser parser;
  jsmn_init(&parser);
  if (json.length > INT32_MAX / 2) return json_wrong(error, UTI_BAD_JSON, 0, nameless, "one JSON object", "too much text");
  int count = json.length == 0 ? 0 : jsmn_parse(&parser, json.bytes, json.length, tokens, 2 * FACTS_IN_JSON + 1);
  if (count == JSMN_ERROR_NOMEM) return json_wrong(error, UTI_BAD_JSON, 0, nameless, "at most 1,024 facts", "more");
  if (count <= 0) return json_wrong(error, UTI_BAD_JSON, parser.pos, nameless, "one JSON object", "text that is no JSON");
  if (tokens[0].type != JSMN_OBJECT) return json_wrong(error, UTI_BAD_JSON, 0, nameless, "one JSON object", kind_of(&tokens[0]));
  for (size_t i = (size_t)tokens[0].end; i < json.length; i++)
    if (strchr(" \t\r\n", json.bytes[i]) == NULL)
      return json_wrong(error, UTI_BAD_JSON, i, nameless, "the end after one JSON object", "more text");
  int end = tokens[0].start + 1;
  for (int i = 1; i < count;) {
    const jsmntok_t *key = &tokens[i], *value = &tokens[i + 1];
    bool pair = i + 1 < count && key->size == 1 && sign_between(json, key->end, value->start, ':');
    if (!pair || (i > 1 && !sign_between(json, end, key->start, ',')))
      return json_wrong(error, UTI_BAD_JSON, (size_t)key->start, nameless, "\"name\": value pairs", "something else");
    uti_result result = set_member(facts, json, key, value, error);
    if (result != UTI_OK) return result;
    end = value->end;
    i += 2;
  }
  return facts->warnings.failed ? UTI_NO_MEMORY : UTI_OK;
}

/* ---- Temperatures ---- */

static bool temperature(double value, char unit, bool *celsius) {
  bool c = value >= 25.0 && value <= 45.0, f = value >= 77.0 && value <= 113.0;
  *celsius = unit == 'C' || (unit == 0 && c);
  return *celsius ? c : f;
}

bool uti_temperature_f(double value, char unit, double *fahrenheit) {
  bool celsius;
  if (!temperature(value, unit, &celsius)) return false;
  *fahrenheit = celsius ? (value * 9.0) / 5.0 + 32.0 : value;
  return true;
}

bool uti_temperature_c(double value, char unit, double *result) {
  bool celsius;
  if (!temperature(value, unit, &celsius)) return false;
  *result = celsius ? value : ((value - 32.0) * 5.0) / 9.0;
  return true;
}
