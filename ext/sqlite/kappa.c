/* kappa.c - cohen_kappa(a, b): the agreement of two raters beyond chance, as
** aggregate and window function.
**
** Cohen, Educational and Psychological Measurement 1960;20:37: observed less
** expected agreement, over one less the expected one. */
#include "adapter.h"

#include <string.h>

typedef struct rating {
  sqlite3_value *value;
  sqlite3_int64 first, second;   /* how often each rater gave it */
} rating;

/* Memory grows with the different values, not with the rows. */
typedef struct ratings {
  rating *items;
  size_t count, capacity;
  sqlite3_int64 pairs, agreed;
  bool failed;
} ratings;

/* Ratings are words of a scale: a column of numbers or names is a mistake, and
** would cost a search through all of them a row. */
enum { VALUES_AT_MOST = 1000 };

static bool is_number(int type) { return type == SQLITE_INTEGER || type == SQLITE_FLOAT; }

/* Text of a UTF-16 database is made UTF-8, and a zeroblob() bytes, when they are
** first asked for: false where there is no memory for it. They stay so. */
static bool is_readable(sqlite3_value *value) {
  int type = sqlite3_value_type(value);
  if (type == SQLITE_TEXT) return sqlite3_value_text(value) != NULL;
  return type != SQLITE_BLOB || sqlite3_value_bytes(value) == 0 || sqlite3_value_blob(value) != NULL;
}

/* As IS compares: numbers by value, text and blobs byte by byte. */
static bool same(sqlite3_value *a, sqlite3_value *b) {
  int type = sqlite3_value_type(a), other = sqlite3_value_type(b);
  if (is_number(type) && is_number(other)) {
    if (type == SQLITE_INTEGER && other == SQLITE_INTEGER) return sqlite3_value_int64(a) == sqlite3_value_int64(b);
    double x = sqlite3_value_double(a), y = sqlite3_value_double(b);
    return x <= y && x >= y;
  }
  if (type != other) return false;
  const void *x = type == SQLITE_TEXT ? (const void *)sqlite3_value_text(a) : sqlite3_value_blob(a);
  const void *y = type == SQLITE_TEXT ? (const void *)sqlite3_value_text(b) : sqlite3_value_blob(b);
  int length = sqlite3_value_bytes(a);
  if (length != sqlite3_value_bytes(b)) return false;
  return length == 0 || memcmp(x, y, (size_t)length) == 0;
}

static rating *find(ratings *all, sqlite3_value *value) {
  for (size_t i = 0; i < all->count; i++)
    if (same(all->items[i].value, value)) return &all->items[i];
  return NULL;
}

static bool add(ratings *all, sqlite3_value *value) {
  if (find(all, value) != NULL) return true;
  if (all->count == all->capacity) {
    size_t capacity = all->capacity == 0 ? 8 : 2 * all->capacity;
    rating *items = sqlite3_realloc64(all->items, capacity * sizeof *items);
    if (items == NULL) return false;
    all->items = items;
    all->capacity = capacity;
  }
  sqlite3_value *copy = sqlite3_value_dup(value);
  if (copy == NULL) return false;
  all->items[all->count++] = (rating){copy, 0, 0};
  return true;
}

/* One pair more, or one less where a window frame leaves it behind. */
static void count_pair(sqlite3_context *context, sqlite3_value **values, int by) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL || sqlite3_value_type(values[1]) == SQLITE_NULL) return;
  ratings *all = sqlite3_aggregate_context(context, sizeof *all);
  if (all == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (!is_readable(values[0]) || !is_readable(values[1]) || !add(all, values[0]) || !add(all, values[1])) {
    all->failed = true;
    sqlite3_result_error_nomem(context);
    return;
  }
  if (all->count > VALUES_AT_MOST) {
    all->failed = true;
    sqlite3_result_error(context, "cohen_kappa(): wanted at most 1000 different ratings, got more: "
                         "give it the raters' decisions, not a measured value", -1);
    return;
  }
  find(all, values[0])->first += by;
  find(all, values[1])->second += by;
  all->pairs += by;
  if (same(values[0], values[1])) all->agreed += by;
}

static void step(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  count_pair(context, values, 1);
}

static void inverse(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  count_pair(context, values, -1);
}

/* Where both raters give one value only, chance agrees always and kappa is not
** defined: NULL. */
static void value(sqlite3_context *context) {
  const ratings *all = sqlite3_aggregate_context(context, 0);
  if (all == NULL || all->pairs == 0) return;
  if (all->failed) {
    sqlite3_result_error_nomem(context);
    return;
  }
  double pairs = (double)all->pairs, expected = 0;
  bool single = false;
  for (size_t i = 0; i < all->count; i++) {
    const rating *item = &all->items[i];
    expected += (double)item->first / pairs * ((double)item->second / pairs);
    single = single || (item->first == all->pairs && item->second == all->pairs);
  }
  if (!single) sqlite3_result_double(context, ((double)all->agreed / pairs - expected) / (1 - expected));
}

static void finish(sqlite3_context *context) {
  value(context);
  ratings *all = sqlite3_aggregate_context(context, 0);
  if (all == NULL) return;
  for (size_t i = 0; i < all->count; i++) sqlite3_value_free(all->items[i].value);
  sqlite3_free(all->items);
  memset(all, 0, sizeof *all);
}

int uti_register_kappa(sqlite3 *db) {
  const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  return sqlite3_create_window_function(db, "cohen_kappa", 2, flags, NULL, step, finish, value, inverse, NULL);
}
