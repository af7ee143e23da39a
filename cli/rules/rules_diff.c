/* rules_diff.c - two knowledges row by row. Rows of one key belong together:
** those that are equal are left out, the others are paired as changed, and what
** is left over was added or removed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/rules.h"

typedef struct row {
  const uti_knowledge *knowledge;
  uti_table table;
  size_t index;
} row;

typedef enum { ADDED, CHANGED, REMOVED } change;

/* before or after is NULL where there is none. */
typedef void (*visitor)(void *context, change, const row *before, const row *after);

static const char *cell(const row *r, size_t column) { return uti_table_cell(r->knowledge, r->table, r->index, column); }

static int compare(const row *a, const row *b, size_t columns) {
  for (size_t i = 0; i < columns; i++) {
    int order = strcmp(cell(a, i), cell(b, i));
    if (order != 0) return order;
  }
  return 0;
}

static int compare_rows(const void *a, const void *b) {
  const row *x = a, *y = b;
  int order = compare(x, y, uti_table_columns(x->knowledge, x->table));
  return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static row *sorted_rows(const uti_knowledge *k, uti_table table, size_t *count) {
  *count = uti_table_rows(k, table);
  row *rows = memory_resize(NULL, *count + 1, sizeof *rows);
  for (size_t i = 0; i < *count; i++) rows[i] = (row){k, table, i};
  if (*count > 1) qsort(rows, *count, sizeof *rows, compare_rows);
  return rows;
}

/* Rows of one key, both sorted: equal ones are taken out. */
static void visit_group(row *before, size_t before_count, row *after, size_t after_count, visitor visit, void *context) {
  size_t columns = uti_table_columns((before_count > 0 ? before : after)->knowledge, (before_count > 0 ? before : after)->table);
  size_t b = 0, a = 0, left = 0, right = 0;
  while (b < before_count || a < after_count) {
    int order = b == before_count ? 1 : a == after_count ? -1 : compare(&before[b], &after[a], columns);
    if (order == 0) b++, a++;
    else if (order < 0) before[left++] = before[b++];
    else after[right++] = after[a++];
  }
  for (size_t i = 0; i < left || i < right; i++)
    visit(context, i >= left ? ADDED : i >= right ? REMOVED : CHANGED, i < left ? &before[i] : NULL, i < right ? &after[i] : NULL);
}

static size_t group_end(const row *rows, size_t from, size_t count, const row *key, size_t keys) {
  while (from < count && compare(&rows[from], key, keys) == 0) from++;
  return from;
}

static void compare_tables(const uti_knowledge *before, const uti_knowledge *after, uti_table table, visitor visit, void *context) {
  size_t before_count, after_count, keys = uti_table_keys(table);
  row *old = sorted_rows(before, table, &before_count), *new = sorted_rows(after, table, &after_count);
  for (size_t b = 0, a = 0; b < before_count || a < after_count;) {
    bool take_new = b == before_count || (a < after_count && compare(&new[a], &old[b], keys) < 0);
    row key = take_new ? new[a] : old[b];
    size_t b_end = group_end(old, b, before_count, &key, keys), a_end = group_end(new, a, after_count, &key, keys);
    visit_group(old + b, b_end - b, new + a, a_end - a, visit, context);
    b = b_end;
    a = a_end;
  }
  free(old);
  free(new);
}

/* What a pack says of itself is no change of the rules. */
static void compare_all(const uti_knowledge *before, const uti_knowledge *after, visitor visit, void *context) {
  for (int table = 0; table < UTI_TABLE_COUNT; table++)
    if (table != UTI_TABLE_PACK && table != UTI_TABLE_OFF) compare_tables(before, after, (uti_table)table, visit, context);
}

/* ---- Counting ---- */

static void count_change(void *context, change kind, const row *before, const row *after) {
  rules_changes *changes = context;
  (void)before, (void)after;
  *(kind == ADDED ? &changes->added : kind == CHANGED ? &changes->changed : &changes->removed) += 1;
}

rules_changes rules_count_changes(const uti_knowledge *before, const uti_knowledge *after) {
  rules_changes changes = {0, 0, 0};
  compare_all(before, after, count_change, &changes);
  return changes;
}

/* ---- Printing ---- */

typedef struct printing {
  page_format format;
  size_t lines;
} printing;

static const char *const kinds[] = {"added", "changed", "removed"};

static void print_text_change(change kind, const row *before, const row *after) {
  const row *shown = after != NULL ? after : before;
  size_t columns = uti_table_columns(shown->knowledge, shown->table), keys = uti_table_keys(shown->table);
  printf("%c %s: %s", "+~-"[kind], uti_table_name(shown->table), cell(shown, 0));
  for (size_t i = 1; i < (kind == CHANGED ? keys : columns); i++)
    if (*cell(shown, i) != 0) printf(" | %s", cell(shown, i));
  putchar('\n');
  for (size_t i = keys; kind == CHANGED && i < columns; i++)
    if (strcmp(cell(before, i), cell(after, i)) != 0)
      printf("    %s: \"%s\" -> \"%s\"\n", uti_table_column_name(shown->knowledge, shown->table, i), cell(before, i), cell(after, i));
}

/* A line a cell that differs: change, table, id, words, column, before, after. */
static void print_cells(printing *p, change kind, const row *before, const row *after) {
  static const char *const names[] = {"change", "table", "id", "words", "column", "before", "after"};
  const row *shown = after != NULL ? after : before;
  for (size_t i = 0; i < uti_table_columns(shown->knowledge, shown->table); i++) {
    const char *old = before == NULL ? "" : cell(before, i), *new = after == NULL ? "" : cell(after, i);
    if (strcmp(old, new) == 0) continue;
    const char *values[] = {kinds[kind], uti_table_name(shown->table), cell(shown, 0),
                            uti_table_keys(shown->table) > 1 ? cell(shown, 1) : "",
                            uti_table_column_name(shown->knowledge, shown->table, i), old, new};
    if (p->format == FORMAT_JSON) fputs(p->lines++ > 0 ? ",\n{" : "\n{", stdout);
    for (size_t v = 0; v < 7; v++) {
      if (v > 0) putchar(p->format == FORMAT_JSON ? ',' : '\t');
      if (p->format == FORMAT_JSON) printf("\"%s\":", names[v]), rules_print_json(values[v]);
      else rules_print_cell(values[v]);
    }
    fputs(p->format == FORMAT_JSON ? "}" : "\n", stdout);
  }
}

static void print_change(void *context, change kind, const row *before, const row *after) {
  printing *p = context;
  if (p->format == FORMAT_TEXT) print_text_change(kind, before, after);
  else print_cells(p, kind, before, after);
}

void rules_diff(const uti_knowledge *before, const uti_knowledge *after, const options *o) {
  printing p = {o->format, 0};
  if (p.format == FORMAT_TSV) puts("change\ttable\tid\twords\tcolumn\tbefore\tafter");
  if (p.format == FORMAT_JSON) putchar('[');
  compare_all(before, after, print_change, &p);
  if (p.format == FORMAT_JSON) puts("]");
  if (p.format != FORMAT_TEXT) return;
  rules_changes changes = rules_count_changes(before, after);
  printf("%zu added, %zu changed, %zu removed\n", changes.added, changes.changed, changes.removed);
}
