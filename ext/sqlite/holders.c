/* holders.c - see holders.h: the text of every table and index is read for a call
** of one of our functions. */
#include "holders.h"

#include <string.h>

#include "adapter.h"

/* ---- Reading SQL for calls ---- */

/* One token: a word (bare or quoted) or a single other character. */
typedef struct token {
  const char *text;
  size_t length;
  bool word;
} token;

static bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

static bool in_word(char c) { return starts_word(c) || (c >= '0' && c <= '9') || c == '$'; }

/* Past a quoted piece; a doubled quote inside it is left to the next token,
** which does no harm here. */
static const char *past_quote(const char *at, char quote) {
  const char *end = strchr(at, quote);
  return end == NULL ? at + strlen(at) : end + 1;
}

static const char *past_comment(const char *at) {
  const char *end = at[0] == '-' ? strchr(at, '\n') : strstr(at + 2, "*/");
  if (end == NULL) return at + strlen(at);
  return at[0] == '-' ? end : end + 2;
}

/* False at the end. */
static bool next_token(const char **at, token *found) {
  const char *c = *at;
  for (;;) {
    while (*c == ' ' || (*c >= '\t' && *c <= '\r')) c++;
    bool comment = (c[0] == '-' && c[1] == '-') || (c[0] == '/' && c[1] == '*');
    if (!comment) break;
    c = past_comment(c);
  }
  if (*c == '\0') return false;
  *found = (token){c, 1, false};
  if (*c == '\'') {
    c = past_quote(c + 1, '\'');
  } else if (*c == '"' || *c == '`' || *c == '[') {
    const char *end = past_quote(c + 1, *c == '[' ? ']' : *c);
    *found = (token){c + 1, (size_t)(end - c) - 2, true};
    if (end - c < 2) found->length = 0;
    c = end;
  } else if (starts_word(*c)) {
    while (in_word(*c)) c++;
    *found = (token){found->text, (size_t)(c - found->text), true};
  } else {
    c++;
  }
  *at = c;
  return true;
}

static bool token_is(const token *one, const char *word) {
  return one->word && one->length == strlen(word) &&
         sqlite3_strnicmp(one->text, word, (int)one->length) == 0;
}

/* Only deterministic functions can stand in what SQLite stores. A CHECK may call any, and
** SQLite 3.40 runs even those in it that are for direct calls alone: the rules of a
** connection are not for a database file to choose. */
static bool is_ours(const token *one) {
  for (size_t i = 0; i < uti_function_count; i++) {
    const uti_function *function = &uti_functions[i];
    if ((function->flags & (SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY)) != 0 && token_is(one, function->name)) return true;
  }
  return false;
}

/* The name after CREATE TABLE or ON may be one of ours and is no call. */
static bool names_object(const token *before) {
  return token_is(before, "TABLE") || token_is(before, "EXISTS") || token_is(before, "ON") ||
         token_is(before, "REFERENCES");
}

static bool calls_us(const char *sql) {
  token before = {"", 0, false}, one = before, after;
  while (next_token(&sql, &after)) {
    bool call = !after.word && *after.text == '(' && is_ours(&one) && !names_object(&before);
    if (call) return true;
    before = one;
    one = after;
  }
  return false;
}

/* ---- Looking through the schemas ---- */

static int look_through(sqlite3 *db, const char *schema, uti_holders *found) {
  sqlite3_stmt *statement = NULL;
  char *sql = sqlite3_mprintf("SELECT type, name, sql FROM \"%w\".sqlite_schema "
                              "WHERE type IN ('table', 'index') AND sql IS NOT NULL",
                              schema);
  if (sql == NULL) return SQLITE_NOMEM;
  int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  sqlite3_free(sql);
  while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
    const char *text = (const char *)sqlite3_column_text(statement, 2);
    code = text == NULL ? SQLITE_NOMEM : SQLITE_OK;
    if (text == NULL || !calls_us(text) || ++found->count > UTI_HOLDERS_NAMED) continue;
    const char *between = found->count > 1 ? "; " : "";
    found->names = sqlite3_mprintf("%z%s%s %s.%s", found->names, between, sqlite3_column_text(statement, 0), schema,
                                   sqlite3_column_text(statement, 1));
    if (found->names == NULL) code = SQLITE_NOMEM;
  }
  sqlite3_finalize(statement);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

int uti_find_holders(sqlite3 *db, uti_holders *found) {
  sqlite3_stmt *databases = NULL;
  int code = sqlite3_prepare_v2(db, "SELECT name FROM pragma_database_list", -1, &databases, NULL);
  while (code == SQLITE_OK && (code = sqlite3_step(databases)) == SQLITE_ROW) {
    const char *schema = (const char *)sqlite3_column_text(databases, 0);
    code = schema == NULL ? SQLITE_NOMEM : look_through(db, schema, found);
  }
  sqlite3_finalize(databases);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}
