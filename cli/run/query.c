/* query.c - see query.h. */
#include "run/query.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/message.h"
#include "input/source.h"
#include "library/sql_library.h"
#include "system/system.h"

enum { LONGEST_FILE = 4 * 1024 * 1024 };

/* ---- The header ---- */

static const char *next_line(const char *line) {
  line += strcspn(line, "\n");
  return *line == 0 ? line : line + 1;
}

/* What stands behind "-- " and the part's name; NULL where the line is another. */
static const char *part_of(const char *line, const char *part) {
  size_t length = strlen(part);
  if (strncmp(line, "-- ", 3) != 0 || strncasecmp(line + 3, part, length) != 0 || line[3 + length] != ':') return NULL;
  return line + 4 + length;
}

/* A line that goes on with the part before it is indented. */
static bool goes_on(const char *line) { return strncmp(line, "--  ", 4) == 0; }

static void add_line(text *t, const char *from) {
  uti_slice words = slice_trim((uti_slice){from, strcspn(from, "\n")});
  if (words.length == 0) return;
  if (t->length > 0) text_add(t, " ", 1);
  text_add(t, words.bytes, words.length);
}

bool query_header(const char *sql, const char *part, text *t) {
  for (const char *line = sql; strncmp(line, "--", 2) == 0; line = next_line(line)) {
    const char *from = part_of(line, part);
    if (from == NULL) continue;
    add_line(t, from);
    while (goes_on(line = next_line(line))) add_line(t, line + 2);
    return t->length > 0;
  }
  return false;
}

/* "stacked bar site; emergency, urgent" */
static int read_chart(query *q) {
  static const char *const kinds[] = {"column", "bar", "line"};
  text t = {0};
  if (!query_header(q->sql, "Chart", &t)) {
    text_free(&t);
    return EXIT_DONE;
  }
  char *words = t.bytes;
  q->chart.stacked = strncmp(words, "stacked ", 8) == 0;
  if (q->chart.stacked) words += 8;
  size_t length = strcspn(words, " ");
  for (size_t i = 0; i < 3; i++)
    if (strlen(kinds[i]) == length && memcmp(words, kinds[i], length) == 0) q->chart.kind = (chart_kind)(CHART_COLUMN + i);
  const char *x = words + length, *between = strchr(x, ';');
  if (between != NULL) {
    uti_slice name = slice_trim((uti_slice){x, (size_t)(between - x)});
    q->chart.x = memory_copy(name.bytes, name.length);
    for (const char *from = between + 1; *from != 0; from += *from == ',') {
      name = slice_trim((uti_slice){from, strcspn(from, ",")});
      from += strcspn(from, ",");
      if (name.length > 0) names_add(&q->chart.y, name.bytes, name.length);
    }
  }
  text_free(&t);
  if (q->chart.kind != CHART_NONE && q->chart.x != NULL && *q->chart.x != 0 && q->chart.y.count > 0) return EXIT_DONE;
  return message_error("%s: its line 'Chart:' wants column, bar or line, then X; Y1, Y2 (columns of the result), and holds something else", q->place);
}

/* ---- The library ---- */

static const char *skip_comments(const char *sql) {
  for (;;) {
    sql += strspn(sql, " \t\r\n");
    if (strncmp(sql, "--", 2) == 0) {
      sql = next_line(sql);
    } else if (strncmp(sql, "/*", 2) == 0) {
      const char *end = strstr(sql + 2, "*/");
      sql = end == NULL ? sql + strlen(sql) : end + 2;
    } else {
      return sql;
    }
  }
}

/* Files that create tables or write rows are for the sqlite3 shell. */
static bool is_offered(const sql_file *file) {
  const char *first = skip_comments(file->sql);
  return strncasecmp(first, "SELECT", 6) == 0 || strncasecmp(first, "WITH", 4) == 0;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Letters to add, leave out or change. */
static size_t distance(const char *a, const char *b) {
  enum { LONGEST = 64 };
  size_t m = strlen(a), n = strlen(b), row[LONGEST + 1];
  if (m > LONGEST || n > LONGEST) return LONGEST;
  for (size_t j = 0; j <= n; j++) row[j] = j;
  for (size_t i = 1; i <= m; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= n; j++) {
      size_t above = row[j];
      row[j] = least(diagonal + (tolower((unsigned char)a[i - 1]) != b[j - 1]), least(above, row[j - 1]) + 1);
      diagonal = above;
    }
  }
  return row[n];
}

static bool is_near(const char *given, const char *name) {
  size_t length = strlen(given);
  return (length >= 3 && strstr(name, given) != NULL) || distance(given, name) <= length / 3;
}

static int unknown_name(const char *given) {
  text near = {0};
  for (const sql_file *f = sql_library; f->name != NULL; f++)
    if (is_offered(f) && is_near(given, f->name)) text_add_format(&near, "%s%s", near.length > 0 ? ", " : "", f->name);
  int status = near.length > 0 ? message_usage("there is no query '%s': did you mean %s? A file of your own ends in .sql or holds a slash", given, near.bytes)
                               : message_usage("there is no query '%s': uti-report run lists them. A file of your own ends in .sql or holds a slash", given);
  text_free(&near);
  return status;
}

/* ---- Loading ---- */

static int read_file(const char *name, text *sql) {
  source *in = source_open(name);
  if (in == NULL) return EXIT_FAILED;
  for (uti_slice block; sql->length <= LONGEST_FILE && (block = source_block(in)).length > 0;) text_add(sql, block.bytes, block.length);
  bool failed = source_failed(in);
  source_close(in);
  if (failed) return EXIT_FAILED;
  if (sql->length == 0) return message_error("%s is empty: wanted a query", name);
  if (sql->length > LONGEST_FILE) return message_error("%s is longer than %d MB: wanted a query", name, LONGEST_FILE / (1024 * 1024));
  if (memchr(sql->bytes, 0, sql->length) != NULL || !utf8_valid(text_slice(sql))) return message_error("%s is no text in UTF-8: wanted a query", name);
  return EXIT_DONE;
}

/* The file's name without folder and ending, of characters that sheets may have. */
static char *plain_name(const char *place) {
  const char *from = strcmp(place, "-") == 0 ? "query" : place + system_folder_length(place);
  size_t length = strlen(from);
  if (length > 4 && strcasecmp(from + length - 4, ".sql") == 0) length -= 4;
  char *name = memory_copy(from, length);
  for (char *c = name; *c != 0; c++)
    if (!isalnum((unsigned char)*c) && *c != '-') *c = '_';
  return name;
}

static bool is_file(const char *given) {
  size_t length = strlen(given);
  return strcmp(given, "-") == 0 || system_names_folder(given) || (length > 4 && strcasecmp(given + length - 4, ".sql") == 0);
}

int query_load(const char *given, query *q) {
  text sql = {0}, title = {0};
  *q = (query){.own = is_file(given)};
  if (q->own) {
    int status = read_file(given, &sql);
    if (status != EXIT_DONE) {
      text_free(&sql);
      return status;
    }
  } else {
    const sql_file *found = sql_library_find(given);
    if (found == NULL) return unknown_name(given);
    if (!is_offered(found)) return message_usage("'%s' writes, and run only reads: run sql/%s.sql in the sqlite3 shell, or see import", given, given);
    text_add_string(&sql, found->sql);
  }
  const char *place = strcmp(given, "-") == 0 ? "stdin" : given;
  q->place = memory_copy(place, strlen(place));
  q->sql = sql.bytes;
  q->name = plain_name(given);
  if (!query_header(q->sql, "Title", &title)) text_add_string(&title, q->name);
  q->title = title.bytes;
  return read_chart(q);
}

void query_free(query *q) {
  free(q->place);
  free(q->name);
  free(q->title);
  free(q->sql);
  free(q->chart.x);
  names_free(&q->chart.y);
}

/* ---- For the user ---- */

/* The names that the header lists, a line each: "  :from  first day". */
static void add_parameters(const char *sql, text *t) {
  const char *line = sql;
  while (strncmp(line, "--", 2) == 0 && part_of(line, "Parameters") == NULL) line = next_line(line);
  for (line = next_line(line); goes_on(line); line = next_line(line)) {
    const char *name = line + 2 + strspn(line + 2, " ");
    if (*name == ':') text_add_format(t, "%s%.*s", t->length > 0 ? " " : "", (int)strcspn(name + 1, " \n"), name + 1);
  }
}

void query_list(void) {
  for (const sql_file *f = sql_library; f->name != NULL; f++) {
    text title = {0}, parameters = {0};
    if (!is_offered(f)) continue;
    query_header(f->sql, "Title", &title);
    add_parameters(f->sql, &parameters);
    printf("%-26s %s%s%s%s\n", f->name, title.bytes, parameters.length > 0 ? " [" : "", parameters.length > 0 ? parameters.bytes : "", parameters.length > 0 ? "]" : "");
    text_free(&title);
    text_free(&parameters);
  }
}

const char *query_names(void) {
  static char list[4096];
  size_t length = 0;
  for (const sql_file *f = sql_library; f->name != NULL && length < sizeof list; f++)
    if (is_offered(f)) length += (size_t)snprintf(list + length, sizeof list - length, "%s%s", length > 0 ? " " : "", f->name);
  return list;
}

/* The header without its dashes. */
void query_describe(const query *q) {
  printf("%s\n", q->name);
  if (strncmp(q->sql, "--", 2) != 0) printf("  (the file does not begin with a header)\n");
  for (const char *line = q->sql; strncmp(line, "--", 2) == 0; line = next_line(line))
    printf("  %.*s\n", (int)strcspn(line + 2, "\n") - (line[2] == ' '), line + 2 + (line[2] == ' '));
}
