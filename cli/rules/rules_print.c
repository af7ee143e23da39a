/* rules_print.c - the knowledge as a listing, TSV or JSON. */
#include <stdio.h>

#include "common/knowledge.h"
#include "rules/rules.h"

/* ---- Text ---- */

/* "fever: febrile (register clinical, source language)" */
static void print_line(const uti_knowledge *k, uti_table table, size_t row) {
  const char *before = " (", *first = uti_table_cell(k, table, row, 0);
  printf("  %s: %s", first, uti_table_cell(k, table, row, 1));
  for (size_t i = 2; i < uti_table_columns(k, table); i++) {
    const char *cell = uti_table_cell(k, table, row, i);
    if (*cell == 0) continue;
    printf("%s%s %s", before, uti_table_column_name(k, table, i), cell);
    before = ", ";
  }
  puts(*before == ',' ? ")" : "");
}

static void print_block(const uti_knowledge *k, uti_table table, size_t row) {
  printf("  %s\n", uti_table_cell(k, table, row, 0));
  for (size_t i = 1; i < uti_table_columns(k, table); i++) {
    const char *cell = uti_table_cell(k, table, row, i);
    if (*cell != 0) printf("      %s: %s\n", uti_table_column_name(k, table, i), cell);
  }
}

static bool is_short(uti_table table) {
  return table == UTI_TABLE_PHRASES || table == UTI_TABLE_CONTEXTS || table == UTI_TABLE_WORDS;
}

static void print_text(const uti_knowledge *k, uti_table table) {
  size_t rows = uti_table_rows(k, table);
  printf("\n%s: %zu row%s\n", uti_table_name(table), rows, rows == 1 ? "" : "s");
  for (size_t row = 0; row < rows; row++) {
    if (is_short(table)) print_line(k, table, row);
    else print_block(k, table, row);
  }
}

static void print_heading(const uti_knowledge *k, const options *o) {
  text title = {0};
  char id[17];
  knowledge_title(k, &title);
  uti_rules_id(k, o->rule_set, id);
  printf("pack %s, rule set %s, rules %s\n", title.bytes, uti_rule_set_name(o->rule_set), id);
  text_free(&title);
}

/* ---- TSV and JSON ---- */

static void print_tsv_row(const uti_knowledge *k, uti_table table, size_t row, bool header) {
  for (size_t i = 0; i < uti_table_columns(k, table); i++) {
    if (i > 0) putchar('\t');
    rules_print_cell(header ? uti_table_column_name(k, table, i) : uti_table_cell(k, table, row, i));
  }
  putchar('\n');
}

static void print_tsv(const uti_knowledge *k, uti_table table, bool several) {
  if (several) printf("# %s.tsv\n", uti_table_name(table));
  print_tsv_row(k, table, 0, true);
  for (size_t row = 0; row < uti_table_rows(k, table); row++) print_tsv_row(k, table, row, false);
}

static void print_json(const uti_knowledge *k, uti_table table) {
  printf(",\n\"%s\":[", uti_table_name(table));
  for (size_t row = 0; row < uti_table_rows(k, table); row++) {
    fputs(row > 0 ? ",\n{" : "\n{", stdout);
    for (size_t i = 0; i < uti_table_columns(k, table); i++) {
      printf("%s\"%s\":", i > 0 ? "," : "", uti_table_column_name(k, table, i));
      rules_print_json(uti_table_cell(k, table, row, i));
    }
    putchar('}');
  }
  putchar(']');
}

void rules_print(const uti_knowledge *k, const options *o, const bool shown[UTI_TABLE_COUNT]) {
  size_t count = 0;
  char id[17];
  uti_rules_id(k, o->rule_set, id);
  for (int table = 0; table < UTI_TABLE_COUNT; table++) count += shown[table];
  if (o->format == FORMAT_TEXT) print_heading(k, o);
  if (o->format == FORMAT_JSON) printf("{\"rules_id\":\"%s\",\"rule_set\":\"%s\"", id, uti_rule_set_name(o->rule_set));
  for (int table = 0; table < UTI_TABLE_COUNT; table++) {
    if (!shown[table]) continue;
    if (o->format == FORMAT_TEXT) print_text(k, (uti_table)table);
    else if (o->format == FORMAT_TSV) print_tsv(k, (uti_table)table, count > 1);
    else print_json(k, (uti_table)table);
  }
  if (o->format == FORMAT_JSON) puts("}");
}
