#include "tokens.h"

#include <string.h>

#include "form_marks.h"
#include "number_words.h"
#include "sentences.h"
#include "utf8.h"

enum { LINE_WRAPPED = 60 };

/* The reading of one text: where it stands, and what it has made. */
typedef struct scan {
  uti_tokens *tokens;
  const uti_knowledge *knowledge;
  const char *bytes;
  size_t length, at;
  size_t line_start;
  uint16_t before;         /* gathered since the last token */
  bool number_words;       /* a word was a number */
  bool plus_sought, plus;  /* items of a list begin with a plus */
  bool signs_lead;         /* signs in brackets stand before what they are said of */
  bool boxes_sought;
  uti_boxes boxes;         /* where those of this line stand */
  bool pluses_lead;        /* a line has begun with a plus */
  bool failed;
} scan;

/* One folded character of the text. */
typedef struct folded {
  char ascii;              /* 0: none */
  char second;             /* ligatures fold to two */
  bool letter;             /* a letter of any script */
  size_t used;             /* bytes */
  uint32_t character;
} folded;

static bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Symbols, punctuation and pictures, which separate words in any script. */
static bool is_symbol(uint32_t character) {
  return character < 0xc0 || character == 0xd7 || character == 0xf7 ||
         (character >= 0x2000 && character <= 0x2bff) || (character >= 0x3000 && character <= 0x303f) ||
         (character >= 0xfe00 && character <= 0xfe0f) || character >= 0x1f000 || character == 0xfeff ||
         (character >= 0xfff0 && character <= 0xffff);
}

static folded peek(const scan *s, size_t at) {
  folded result = {0, 0, false, 0, 0};
  if (at >= s->length) return result;
  unsigned char first = (unsigned char)s->bytes[at];
  if (first < 0x80) {
    result.character = first;
    result.ascii = (char)(first >= 'A' && first <= 'Z' ? first + 32 : first);
    result.letter = is_letter(result.ascii);
    result.used = 1;
    return result;
  }
  result.used = uti_utf8_decode(s->bytes + at, s->length - at, &result.character);
  if (result.character == UTI_BAD_CHARACTER) {
    /* Windows-1252 quotes are the bad bytes that reports really hold. */
    if (first == 0x91 || first == 0x92) result.ascii = '\'';
    return result;
  }
  char pair[2] = {0, 0};
  if (uti_fold(result.character, pair) > 0) {
    result.ascii = pair[0];
    result.second = pair[1];
    result.letter = is_letter(result.ascii);
  } else {
    result.letter = !is_symbol(result.character) && !uti_is_accent(result.character);
  }
  return result;
}

static uti_token *add_token(scan *s, uti_token_kind kind, size_t start, size_t end) {
  uti_token *token = uti_list_room(&s->tokens->list);
  if (token == NULL) {
    s->failed = true;
    return NULL;
  }
  *token = (uti_token){.kind = (uint8_t)kind, .start = (uint32_t)start, .length = (uint32_t)(end - start),
                       .word = UTI_NONE_ID, .before = s->before};
  s->before = 0;
  if (kind != UTI_TOKEN_END) s->tokens->count++;
  return token;
}

static void add_named(scan *s, uti_token_kind kind, size_t start, size_t end, const char *name) {
  uti_token *token = add_token(s, kind, start, end);
  if (token != NULL) token->word = uti_word_find(s->knowledge, name, strlen(name));
}

/* ---- Words ---- */

static size_t fold_word(scan *s, char text[UTI_WORD_LONGEST + 1], size_t *end) {
  size_t length = 0, at = s->at;
  *end = at;
  while (at < s->length) {
    folded next = peek(s, at);
    bool apostrophe = next.ascii == '\'' || next.ascii == '`';
    if (apostrophe && !peek(s, at + next.used).letter) break;
    bool accent = uti_is_accent(next.character);
    if (!apostrophe && !accent && !next.letter) break;
    if (next.letter) {
      const char *source = next.ascii != 0 ? &next.ascii : s->bytes + at;
      size_t more = next.ascii != 0 ? 1 : next.used;
      for (size_t i = 0; i < more; i++, length++)
        if (length < UTI_WORD_LONGEST) text[length] = source[i];
      if (next.second != 0 && length++ < UTI_WORD_LONGEST) text[length - 1] = next.second;
    }
    at += next.used;
    *end = at;
  }
  if (length > UTI_WORD_LONGEST) length = UTI_WORD_LONGEST;
  text[length] = 0;
  return length;
}

static void count_word(scan *s, uint32_t word) {
  s->tokens->words++;
  if (word == UTI_NONE_ID) return;
  s->tokens->known_words++;
  if (uti_word_is(s->knowledge, word, UTI_ROLE_COMMON)) s->tokens->common_words++;
  if (s->knowledge->words[word].number != 0) s->number_words = true;
}

/* Whether a word goes on after its letters a to z: with an apostrophe, an accent,
** a letter of another script. */
static bool goes_on(const scan *s, size_t at) {
  if (at >= s->length) return false;
  char c = s->bytes[at];
  return c == '\'' || c == '`' || (unsigned char)c >= 0x80;
}

/* The word at hand; its end in *end. */
static uint32_t find_word(scan *s, size_t *end) {
  uti_letters letters;
  size_t length = uti_letters_take(s->bytes + s->at, s->length - s->at, &letters);
  if (length > 0 && !goes_on(s, s->at + length)) {
    *end = s->at + length;
    return uti_word_meant_short(&s->tokens->memory, s->knowledge, &letters, length);
  }
  char text[UTI_WORD_LONGEST + 1];
  length = fold_word(s, text, end);
  return uti_word_meant(s->knowledge, text, length);
}

static void read_word(scan *s) {
  size_t end;
  uint32_t word = find_word(s, &end);
  uti_token *token = add_token(s, UTI_TOKEN_WORD, s->at, end);
  s->at = end;
  s->tokens->letters_and_digits = 1;
  if (token == NULL) return;
  token->word = word;
  count_word(s, word);
}

/* ---- Numbers ---- */

static size_t digits_from(const scan *s, size_t at) {
  size_t count = 0;
  while (at + count < s->length && is_digit(s->bytes[at + count])) count++;
  return count;
}

static int64_t take_digits(const scan *s, size_t at, size_t count, int64_t value) {
  for (size_t i = 0; i < count; i++)
    if (value < INT64_C(1000000000)) value = value * 10 + (s->bytes[at + i] - '0');
  return value;
}

/* The bytes of a decimal point here: ".", "," and the raised point of older British
** notes, "38·9". */
static size_t point_length(const scan *s) {
  if (s->at < s->length && (s->bytes[s->at] == '.' || s->bytes[s->at] == ',')) return 1;
  bool raised = s->at + 1 < s->length && (unsigned char)s->bytes[s->at] == 0xC2 && (unsigned char)s->bytes[s->at + 1] == 0xB7;
  return raised ? 2 : 0;
}

/* Digits, thousands groups, a decimal point or comma: "1,234.5", "39,4". */
static void read_number(scan *s) {
  size_t start = s->at, count = digits_from(s, s->at);
  int64_t whole = take_digits(s, s->at, count, 0), fraction = 0;
  uint8_t decimals = 0;
  s->at += count;
  while (s->at < s->length && s->bytes[s->at] == ',' && digits_from(s, s->at + 1) == 3 && count <= 3) {
    whole = take_digits(s, s->at + 1, 3, whole);
    s->at += 4;
  }
  size_t point = point_length(s);
  if (point > 0) {
    size_t places = digits_from(s, s->at + point);
    if (places > 0 && (s->bytes[s->at] != ',' || places <= 2)) {
      decimals = (uint8_t)(places > 3 ? 3 : places);
      fraction = take_digits(s, s->at + point, decimals, 0);
      for (size_t i = decimals; i < 3; i++) fraction *= 10;
      s->at += point + places;
    }
  }
  uti_token *token = add_token(s, UTI_TOKEN_NUMBER, start, s->at);
  s->tokens->letters_and_digits = 1;
  if (token == NULL) return;
  token->number = whole * 1000 + fraction;
  token->decimals = decimals;
}

/* ---- Punctuation ---- */

static bool letter_at(const scan *s, size_t at) { return peek(s, at).letter; }

static bool blank_at(const scan *s, size_t at) {
  return at >= s->length || s->bytes[at] == ' ' || s->bytes[at] == '\t' || s->bytes[at] == '\n' ||
         s->bytes[at] == '\r';
}

static bool touches_left(const scan *s) {
  return s->tokens->count > 0 && s->before == 0;
}

static const uti_token *last_token(const scan *s) {
  return s->tokens->count == 0 ? NULL : uti_token_at(s->tokens, s->tokens->count - 1);
}

static bool after_number(const scan *s) {
  const uti_token *last = last_token(s);
  return touches_left(s) && last->kind == UTI_TOKEN_NUMBER;
}

static void read_line_break(scan *s) {
  size_t breaks = 0, line_length = s->at - s->line_start;
  while (s->at < s->length) {
    char c = s->bytes[s->at];
    if (c == '\n') breaks++;
    else if (c != '\r' && c != ' ' && c != '\t') break;
    s->at++;
  }
  s->line_start = s->at;
  s->signs_lead = s->boxes_sought = false;
  char next = s->at < s->length ? s->bytes[s->at] : 0;
  bool wrapped = breaks == 1 && line_length >= LINE_WRAPPED && is_letter(next);
  s->before |= wrapped ? UTI_GAP_BLANK : UTI_GAP_LINE;
  if (breaks > 1) s->before |= UTI_GAP_PARAGRAPH;
}

/* "-ve" */
static bool peek_sign_word(const scan *s, size_t at) {
  return at + 1 < s->length && peek(s, at).ascii == 'v' && peek(s, at + 1).ascii == 'e' && !letter_at(s, at + 2);
}

static size_t skip_blanks(const scan *s, size_t at) {
  while (at < s->length && (s->bytes[at] == ' ' || s->bytes[at] == '\t')) at++;
  return at;
}

/* "CV: - palp, + edema" */
static bool plus_begins_item(const scan *s, size_t at) {
  if (!letter_at(s, skip_blanks(s, at + 1))) return false;
  while (at > 0 && (s->bytes[at - 1] == ' ' || s->bytes[at - 1] == '\t')) at--;
  return at == 0 || strchr(",:\n", s->bytes[at - 1]) != NULL;
}

static bool has_plus_items(scan *s) {
  if (s->plus_sought) return s->plus;
  s->plus_sought = true;
  const char *at = s->bytes, *end = s->bytes + s->length;
  while (!s->plus && (at = memchr(at, '+', (size_t)(end - at))) != NULL) s->plus = plus_begins_item(s, (size_t)(at++ - s->bytes));
  return s->plus;
}

/* "- fever, - chills, + fatigue": a dash is a minus where others have a plus. */
static bool is_minus(scan *s, size_t next) {
  return (s->before & (UTI_GAP_COMMA | UTI_GAP_COLON)) != 0 && blank_at(s, next) && letter_at(s, skip_blanks(s, next)) &&
         has_plus_items(s);
}

static uti_line line_of(const scan *s) { return (uti_line){s->bytes, s->length, s->line_start, s->knowledge}; }

/* "Cough -N  Rash -Y", "Cough      No": an answer beside its label. */
static bool answers_label(const scan *s, size_t at) {
  const uti_token *last = last_token(s);
  if (last == NULL || last->kind != UTI_TOKEN_WORD || (s->before & ~(unsigned)(UTI_GAP_BLANK | UTI_GAP_BRACKET)) != 0) return false;
  uti_line line = line_of(s);
  return uti_answer_at(&line, at) && !uti_answer_at(&line, last->start);
}

enum { LISTED_BYTES = 60 };   /* of an item of a list */

/* "GU: -dysuria, -frequency", "+chills. -vomiting", lines of "+fever" and "-rash". */
static bool is_tight_minus(scan *s, size_t next) {
  if ((s->before & UTI_GAP_LINE) != 0) return s->pluses_lead;
  if ((s->before & UTI_GAP_STOP) != 0) return has_plus_items(s);
  if ((s->before & UTI_GAP_COLON) == 0) return false;
  size_t last = next + LISTED_BYTES < s->length ? next + LISTED_BYTES : s->length;
  while (next < last && s->bytes[next] != ',' && s->bytes[next] != '\n') next++;
  size_t item = skip_blanks(s, next + 1);
  bool listed = next < s->length && s->bytes[next] == ',' && item + 1 < s->length && strchr("+-", s->bytes[item]) != NULL;
  return (listed && letter_at(s, item + 1)) || has_plus_items(s);
}

static void read_hyphen(scan *s, size_t used) {
  size_t start = s->at, next = s->at + used;
  folded follows = peek(s, next);
  bool left = touches_left(s);
  if (follows.ascii == '>') {
    s->at = next + follows.used;
    add_named(s, UTI_TOKEN_SIGN, start, s->at, "arrow");
    return;
  }
  s->at = next;
  if (!left && used == 1 && answers_label(s, next)) {
    add_named(s, UTI_TOKEN_SIGN, start, next, "=");
    return;
  }
  if (after_number(s) && is_digit(follows.ascii)) {
    add_named(s, UTI_TOKEN_SIGN, start, next, "-");
  } else if (left && (follows.letter || is_digit(follows.ascii))) {
    /* a hyphen inside a compound: the words touch without a gap */
  } else if (follows.letter && !left && is_tight_minus(s, next)) {
    add_named(s, UTI_TOKEN_SIGN, start, next, "-");
  } else if ((s->before & UTI_GAP_LINE) != 0 || s->tokens->count == 0) {
    s->before |= UTI_GAP_BULLET;
  } else if (is_minus(s, next)) {
    add_named(s, UTI_TOKEN_SIGN, start, next, "-");
  } else if (!left && blank_at(s, next) && next < s->length) {
    s->before |= UTI_GAP_DASH;
  } else if (follows.ascii == '-' || used > 1) {
    s->before |= UTI_GAP_DASH;
  } else if (follows.letter && (s->before & (UTI_GAP_COMMA | UTI_GAP_BRACKET)) != 0) {
    add_named(s, UTI_TOKEN_SIGN, start, next, "-");   /* "+dysuria, -fever" */
  } else if (follows.letter && peek_sign_word(s, next)) {
    add_named(s, UTI_TOKEN_SIGN, start, next, "-");   /* "fever -ve" */
  } else if (follows.letter || is_digit(follows.ascii)) {
    s->before |= UTI_GAP_DASH;
  } else {
    add_named(s, UTI_TOKEN_SIGN, start, next, "-");
  }
}

/* How many of a sign stand here, in its wide form of other scripts too. */
static size_t skip_run(scan *s, char ascii) {
  size_t count = 0;
  for (folded next = peek(s, s->at); next.ascii == ascii; next = peek(s, s->at)) {
    s->at += next.used;
    count++;
  }
  return count;
}

/* "p.o. intake", "b.i.d. until Friday": the last stop of letters with stops ends
** no sentence before a small letter; times of day ("3 p.m. no fever") often do. */
static bool ends_dotted(const scan *s) {
  const uti_tokens *tokens = s->tokens;
  size_t count = tokens->list.count;
  if (count < 2 || last_token(s)->length != 1 || last_token(s)->before != 0) return false;
  const uti_token *previous = uti_token_at(tokens, count - 2);
  if (previous->length != 1 || previous->kind != UTI_TOKEN_WORD || last_token(s)->start != previous->start + 2) return false;
  if ((s->bytes[last_token(s)->start] | 0x20) == 'm') return false;
  size_t next = s->at;
  while (next < s->length && s->bytes[next] == ' ') next++;
  return next > s->at && next < s->length && s->bytes[next] >= 'a' && s->bytes[next] <= 'z';
}

static void read_stop(scan *s) {
  size_t dots = skip_run(s, '.');
  if (dots == 1 && ends_dotted(s)) return;
  bool inside = touches_left(s) && letter_at(s, s->at) && last_token(s)->length == 1;
  if (dots > 1) s->before |= UTI_GAP_DASH;
  else if (!inside) s->before |= UTI_GAP_STOP;
}

/* "[x] fever", "fever [x]", "fever [x] yes [ ] no", and ticks and crosses. */
static bool read_box(scan *s) {
  uti_line line = line_of(s);
  size_t used, start = s->at;
  uti_box box = uti_box_at(&line, start, &used);
  if (box == UTI_NO_BOX) return false;
  if (!s->boxes_sought) s->boxes = uti_boxes_of(&line);
  s->boxes_sought = true;
  bool trails = s->boxes == UTI_BOXES_BEHIND_ANSWERS || (s->boxes == UTI_BOXES_BEHIND && !uti_box_has_answer(&line, start + used));
  s->at += used;
  if (trails) add_named(s, UTI_TOKEN_SIGN, start, s->at, box == UTI_BOX_TICKED ? "tickedafter" : "emptyafter");
  else add_named(s, UTI_TOKEN_SIGN, start, s->at, box == UTI_BOX_TICKED ? "boxticked" : "boxempty");
  return true;
}

/* "(Y) / N", "0 1 (2) 3": the ring stands before the answer that it chooses. */
static bool read_ring(scan *s) {
  uti_line line = line_of(s);
  if (!uti_ring_at(&line, s->at)) return false;
  size_t start = s->at;
  while (s->at < s->length && strchr("([*", s->bytes[s->at]) != NULL) s->at++;
  add_named(s, UTI_TOKEN_SIGN, start, s->at, "ringed");
  return true;
}

/* "(-) chills, (+) rigors", but "chills (-), rigors (+)": the first of a line shows
** on which side they stand. */
static bool read_leading_sign(scan *s) {
  const char *at = s->bytes + s->at;
  if (s->length - s->at < 3 || at[2] != ')' || (at[1] != '-' && at[1] != '+')) return false;
  const unsigned begins = UTI_GAP_LINE | UTI_GAP_COLON | UTI_GAP_COMMA | UTI_GAP_STOP | UTI_GAP_BULLET | UTI_GAP_DASH;
  if (!s->signs_lead && s->tokens->count > 0 && (s->before & begins) == 0) return false;
  if (!letter_at(s, skip_blanks(s, s->at + 3))) return false;
  s->signs_lead = true;
  s->at += 3;
  add_named(s, UTI_TOKEN_SIGN, s->at - 3, s->at, at[1] == '-' ? "-" : "+");
  return true;
}

static const char *symbol_name(uint32_t character) {
  switch (character) {
    case 0x2192: case 0x21d2: return "arrow";
    default: return NULL;
  }
}

static uint16_t plain_gap(char c) {
  switch (c) {
    case ',': return UTI_GAP_COMMA;
    case ';': return UTI_GAP_SEMICOLON;
    case ':': return UTI_GAP_COLON;
    case '!': return UTI_GAP_STOP;
    case '(': case ')': case '[': case ']': case '{': case '}': return UTI_GAP_BRACKET;
    case '"': case '\'': return UTI_GAP_QUOTE;
    case '|': return UTI_GAP_SLASH;
    case '*': return UTI_GAP_BULLET;
    default: return UTI_GAP_BLANK;
  }
}

/* A question mark before a word is a sign of doubt ("?UTI"), after one it
** ends a question. */
static void read_question(scan *s) {
  size_t start = s->at;
  skip_run(s, '?');
  size_t next = s->at;
  while (next < s->length && s->bytes[next] == ' ') next++;
  bool begins = start == 0 || (s->before & (UTI_GAP_LINE | UTI_GAP_COLON | UTI_GAP_BRACKET | UTI_GAP_STOP |
                                            UTI_GAP_COMMA | UTI_GAP_BULLET | UTI_GAP_DASH | UTI_GAP_SLASH)) != 0;
  bool doubt = (!touches_left(s) && letter_at(s, s->at)) || (begins && letter_at(s, next));
  if (doubt) add_named(s, UTI_TOKEN_SIGN, start, s->at, "?");
  else s->before |= UTI_GAP_QUESTION;
  if (!doubt && start > 0 && s->bytes[start - 1] == ' ' && next > s->at) s->before |= UTI_GAP_QUERY;
}

static void read_slash(scan *s, size_t used) {
  size_t start = s->at;
  s->at += used;
  bool fraction = after_number(s) && s->at < s->length && (is_digit(s->bytes[s->at]) || letter_at(s, s->at));   /* "3/7", "x10/day" */
  if (fraction) add_named(s, UTI_TOKEN_SIGN, start, s->at, "/");
  else s->before |= UTI_GAP_SLASH;
}

static void read_sign(scan *s, char c) {
  char name[2] = {c, 0};
  s->at++;
  if (c == '=' && s->at < s->length && s->bytes[s->at] == '>') {
    s->at++;
    add_named(s, UTI_TOKEN_SIGN, s->at - 2, s->at, "arrow");
    return;
  }
  if (c == '+' && (s->tokens->count == 0 || (s->before & UTI_GAP_LINE) != 0)) s->pluses_lead |= letter_at(s, s->at);
  while (c == '+' && s->at < s->length && s->bytes[s->at] == '+') s->at++;
  add_named(s, UTI_TOKEN_SIGN, s->at - 1, s->at, c == '&' ? "and" : name);
}

static void read_other(scan *s, folded next) {
  const char *symbol = symbol_name(next.character);
  if (next.ascii == '\n' || next.ascii == '\r') read_line_break(s);
  else if (next.ascii == '-') read_hyphen(s, next.used);
  else if (next.character == 0x2013 || next.character == 0x2014) read_hyphen(s, next.used);
  else if (next.character == 0x2026) s->at += next.used, s->before |= UTI_GAP_DASH;
  else if (next.ascii == '.') read_stop(s);
  else if (next.ascii == '?') read_question(s);
  else if (next.ascii == '/') read_slash(s, next.used);
  else if (next.ascii != 0 && strchr("+=<>%&", next.ascii) != NULL && next.used == 1) read_sign(s, next.ascii);
  else if ((next.ascii == '[' || next.character >= 0x221a) && read_box(s)) return;
  else if ((next.ascii == '(' || next.ascii == '[' || next.ascii == '*') && read_ring(s)) return;
  else if (next.ascii == '(' && read_leading_sign(s)) return;
  else if (symbol != NULL) add_named(s, UTI_TOKEN_SIGN, s->at, s->at + next.used, symbol), s->at += next.used;
  else {
    bool bullet = next.character == 0x2022 || next.character == 0xb7 || next.character == 0x25cf;
    s->before |= bullet ? UTI_GAP_BULLET : plain_gap(next.ascii);
    s->at += next.used;
  }
}

void uti_tokens_init(uti_tokens *tokens, const uti_allocator *allocator) {
  memset(tokens, 0, sizeof *tokens);
  uti_list_init(&tokens->list, allocator, sizeof(uti_token));
  uti_word_memory_init(&tokens->memory, allocator);
}

void uti_tokens_free(uti_tokens *tokens) {
  uti_list_free(&tokens->list);
  uti_word_memory_free(&tokens->memory);
}

enum { COLUMN_BLANKS = 3 };

/* "Cough        No": blanks that make a column, before an answer, stand for a colon. */
static void read_blanks(scan *s) {
  size_t start = s->at;
  bool tab = false;
  for (; s->at < s->length && (s->bytes[s->at] == ' ' || s->bytes[s->at] == '\t'); s->at++) tab = tab || s->bytes[s->at] == '\t';
  bool column = (tab || s->at - start >= COLUMN_BLANKS) && answers_label(s, s->at);
  if (column) add_named(s, UTI_TOKEN_SIGN, start, s->at, "=");
  s->before |= UTI_GAP_BLANK;
}

/* The token, or what stands between tokens, at the place of the scan. */
static void read_next(scan *s) {
  char c = s->bytes[s->at], lower = (char)(c | 0x20);
  if (c == ' ' || c == '\t') {
    read_blanks(s);
  } else if (is_letter(lower)) {
    read_word(s);
  } else if (is_digit(c)) {
    read_number(s);
  } else {
    folded next = peek(s, s->at);
    if (next.letter) read_word(s);
    else read_other(s, next);
  }
}

uti_result uti_tokens_read(uti_tokens *tokens, const uti_knowledge *knowledge, uti_slice text) {
  const char *nul = text.length == 0 ? NULL : memchr(text.bytes, 0, text.length);
  tokens->stopped_at_nul = nul != NULL;
  tokens->count = tokens->letters_and_digits = 0;
  tokens->words = tokens->known_words = tokens->common_words = 0;
  uti_list_trim(&tokens->list, (size_t)1 << 20);
  if (!uti_word_memory_begin(&tokens->memory)) return UTI_NO_MEMORY;
  scan s = {.tokens = tokens, .knowledge = knowledge, .bytes = text.bytes,
            .length = nul != NULL ? (size_t)(nul - text.bytes) : text.length};
  while (s.at < s.length && !s.failed) read_next(&s);
  s.before |= UTI_GAP_LINE;
  if (!s.failed) add_token(&s, UTI_TOKEN_END, s.length, s.length);
  if (s.failed) return UTI_NO_MEMORY;
  if (s.number_words) uti_number_words_join(tokens, knowledge);
  uti_sentences_mark(tokens, knowledge, text.bytes);
  return UTI_OK;
}
