/* The writer of uti.h for scores: what each item has, by what, and what is missing. */
#include <string.h>

#include "reader.h"

enum { NAMES_AT_MOST = 64 };

typedef struct writing {
  const uti_reader *reader;
  const uti_knowledge *knowledge;
  const uti_score_entry *score;
  uti_known known;
  uti_text *text;
  const char *names[NAMES_AT_MOST];      /* said in the piece at hand */
  size_t name_count;
} writing;

static uti_truth truth_of(const writing *w, uint32_t row, uti_side side) {
  return uti_score_truth(&w->reader->scores, w->knowledge, row, side);
}

/* What is asked about is what the item was read from. */
static void take_side(writing *w, uti_side side) {
  w->known = uti_scores_known(&w->reader->scores, w->knowledge, &w->reader->findings, side);
}

/* ---- Pieces ---- */

static void begin_piece(writing *w) { w->name_count = 0; }

static void end_piece(writing *w) { uti_text_add(w->text, "", 1); }

/* False where the piece has it already. */
static bool add_name(writing *w, const char *name) {
  for (size_t i = 0; i < w->name_count; i++)
    if (strcmp(w->names[i], name) == 0) return false;
  if (w->name_count == NAMES_AT_MOST) return false;
  if (w->name_count > 0) uti_text_add_string(w->text, ", ");
  w->names[w->name_count++] = name;
  return true;
}

static const char *fact_name(const writing *w, uint32_t fact) {
  return uti_string(w->knowledge, w->knowledge->facts[fact].name);
}

/* The fact that is read as the two of a temperature: celsius() names one. */
static const char *reading_name(const writing *w, const uti_term *term) {
  const uti_fact *fact = w->knowledge->facts;
  while (fact->reads_first != term->first || fact->reads_second != term->second) fact++;
  return uti_string(w->knowledge, fact->name);
}

static bool is_negated(const uti_code *code, uint32_t left) {
  return left > 0 && code[1].operation == UTI_CODE_UNPROVEN;
}

/* ---- What is missing ---- */

static void add_missing_name(writing *w, const char *name) {
  if (add_name(w, name)) uti_text_add_string(w->text, name);
}

static void add_missing_term(writing *w, const uti_term *term) {
  const int64_t *numbers = w->known.lows;
  if (term->kind == UTI_TERM_CELSIUS) {
    add_missing_name(w, reading_name(w, term));
  } else if (term->kind == UTI_TERM_DIFFERENCE) {
    if (numbers[term->first] == UTI_NO_NUMBER) add_missing_name(w, fact_name(w, term->first));
    if (numbers[term->second] == UTI_NO_NUMBER) add_missing_name(w, fact_name(w, term->second));
  } else {
    add_missing_name(w, uti_score_name(w->knowledge, term->first));
  }
}

/* Names of what is not known in a condition that is not known. */
static void add_missing(writing *w, const uti_score_row *row) {
  uint32_t end = row->condition + row->condition_length;
  for (uint32_t i = row->condition; i < end; i++) {
    const uti_code *code = &w->knowledge->code[i];
    bool atom = code->operation < UTI_CODE_NOT;
    if (!atom || is_negated(code, end - i - 1) || uti_condition_atom(&w->known, code) != UTI_UNKNOWN) continue;
    const uti_term *term = uti_is_comparison(code) ? uti_term_of(w->knowledge, code) : NULL;
    if (term != NULL) add_missing_term(w, term);
    else if (code->operation <= UTI_CODE_QUALIFIED) add_missing_name(w, uti_concept_name(w->knowledge, code->argument));
    else add_missing_name(w, fact_name(w, code->argument));   /* scores name no rule */
  }
}

static void add_missing_of(writing *w, const uti_item_value *item) {
  if (item->points.lowest == item->points.highest) return;
  take_side(w, item->side);
  for (uint32_t i = item->first_row; i < item->first_row + item->row_count; i++)
    if (truth_of(w, i, item->side) == UTI_UNKNOWN) add_missing(w, &w->knowledge->score_rows[i]);
}

/* ---- What decided ---- */

/* "pulse 120 /min", "usual systolic less systolic 45 mmHg", "NEWS2 7". */
static void add_number(writing *w, const char *label, const char *less, int64_t number, const char *unit) {
  if (!add_name(w, label)) return;
  uti_text_add_string(w->text, label);
  if (*less != 0) uti_text_add_string(w->text, " less ");
  uti_text_add_string(w->text, less);
  uti_text_add(w->text, " ", 1);
  uti_text_add_thousandths(w->text, number);
  if (*unit != 0) uti_text_add(w->text, " ", 1);
  uti_text_add_string(w->text, unit);
}

static void add_word(writing *w, const char *label, bool yes) {
  if (!add_name(w, label)) return;
  uti_text_add_string(w->text, label);
  if (!yes) uti_text_add_string(w->text, ": no");
}

static void add_compared(writing *w, const uti_code *code) {
  const uti_knowledge *k = w->knowledge;
  const uti_term *term = uti_term_of(k, code);
  int64_t number = uti_compared(&w->known, code).lowest;
  if (term != NULL && (term->kind == UTI_TERM_SCORE || term->kind == UTI_TERM_SINGLE)) {
    add_number(w, uti_string(k, k->scores[term->first].label), "", number, "");
    return;
  }
  bool difference = term != NULL && term->kind == UTI_TERM_DIFFERENCE;
  uint32_t fact = term == NULL ? code->argument : difference ? term->first : term->second;
  const uti_fact *entry = &k->facts[fact];
  if (entry->kind == UTI_FACT_SEX) add_word(w, w->known.highs[fact] != 0 ? "male" : "female", true);
  else add_number(w, uti_string(k, entry->label), difference ? uti_string(k, k->facts[term->second].label) : "", number, uti_string(k, entry->unit));
}

static void add_known_atom(writing *w, const uti_code *code, uti_truth truth) {
  const uti_knowledge *k = w->knowledge;
  if (uti_is_comparison(code)) {
    add_compared(w, code);
  } else if (code->operation == UTI_CODE_FACT && k->facts[code->argument].kind == UTI_FACT_AVPU) {
    add_word(w, truth == UTI_YES ? "not alert" : "alert", true);
  } else if (code->operation == UTI_CODE_FACT) {
    add_word(w, uti_string(k, k->facts[code->argument].label), truth == UTI_YES);
  } else if (code->operation == UTI_CODE_PAST) {
    if (!add_name(w, uti_concept_label(k, code->argument))) return;
    uti_text_add_string(w->text, "past ");
    uti_text_add_string(w->text, uti_concept_label(k, code->argument));
  } else {
    bool present = truth == UTI_YES ? code->operation != UTI_CODE_DENIED : code->operation == UTI_CODE_DENIED;
    add_word(w, uti_concept_label(k, code->argument), present);
  }
}

static void add_known_atoms(writing *w, const uti_score_row *row) {
  for (uint32_t i = row->condition; i < row->condition + row->condition_length; i++) {
    const uti_code *code = &w->knowledge->code[i];
    uti_truth truth = code->operation < UTI_CODE_NOT ? uti_condition_atom(&w->known, code) : UTI_UNKNOWN;
    if (truth != UTI_UNKNOWN) add_known_atom(w, code, truth);
  }
}

/* The row that counts; where none does because none holds, all of them. */
static void add_deciding(writing *w, const uti_item_value *item) {
  if (item->points.lowest != item->points.highest) return;
  take_side(w, item->side);
  for (uint32_t i = item->first_row; i < item->first_row + item->row_count; i++)
    if (item->decided == UTI_NONE_ID || item->decided == i) add_known_atoms(w, &w->knowledge->score_rows[i]);
  if (w->name_count == 0) uti_text_add_string(w->text, "not stated");
}

/* ---- The items ---- */

static bool is_whole(const uti_score_entry *score, const uti_interval *points) {
  return score->kind == UTI_SCORE_SUM && points->lowest % 1000 == 0 && points->highest % 1000 == 0;
}

static void set_points(const writing *w, uti_score_item *item, const uti_interval *points) {
  item->known = points->lowest != UTI_NO_NUMBER;
  item->whole = is_whole(w->score, points);
  if (!item->known) return;
  item->lowest = (double)points->lowest / 1000.0;
  item->highest = (double)points->highest / 1000.0;
}

static bool next_shown(const writing *w, uint32_t *row, uti_item_value *item) {
  uint32_t end = w->score->first_row + w->score->row_count;
  for (; *row < end; ++*row) {
    uint32_t kind = w->knowledge->score_rows[*row].kind;
    if (kind != UTI_SCORE_ITEM && kind != UTI_SCORE_TOGETHER) continue;
    *item = uti_score_item_at(&w->reader->scores, w->knowledge, w->score, *row);
    *row += item->row_count;
    return true;
  }
  return false;
}

static bool write_items(writing *w, uti_list *items) {
  const uti_knowledge *k = w->knowledge;
  uti_item_value value;
  items->count = 0;
  for (uint32_t row = w->score->first_row; next_shown(w, &row, &value);) {
    uti_score_item *item = uti_list_add(items);
    if (item == NULL) return false;
    const uti_score_row *shown = &k->score_rows[value.decided != UTI_NONE_ID ? value.decided : value.first_row];
    *item = (uti_score_item){.name = uti_string(k, shown->item), .label = uti_string(k, shown->label), .reading = "",
                             .population = "", .note = uti_string(k, shown->note)};
    set_points(w, item, &value.points);
    begin_piece(w);
    add_deciding(w, &value);
    end_piece(w);
    begin_piece(w);
    add_missing_of(w, &value);
    end_piece(w);
  }
  return true;
}

/* ---- The total ---- */

static void write_moving(writing *w, uint32_t row) {
  begin_piece(w);
  if (row != UTI_NONE_ID) {
    uti_text_add_string(w->text, uti_string(w->knowledge, w->knowledge->score_rows[row].label));
    uti_text_add_string(w->text, ", ratio ");
    uti_text_add_thousandths(w->text, uti_score_points(&w->knowledge->score_rows[row]));
  }
  end_piece(w);
}

static void write_all_missing(writing *w) {
  uti_item_value value;
  begin_piece(w);
  for (uint32_t row = w->score->first_row; next_shown(w, &row, &value);) add_missing_of(w, &value);
  end_piece(w);
}

static void write_population(writing *w, uint32_t outside) {
  begin_piece(w);
  take_side(w, UTI_SIDE_EITHER);
  if (outside != UTI_NONE_ID) {
    uti_text_add_string(w->text, "outside: ");
    uti_text_add_string(w->text, uti_string(w->knowledge, w->knowledge->score_rows[outside].label));
  } else {
    for (uint32_t i = w->score->first_row; i < w->score->first_row + w->score->row_count; i++) {
      const uti_score_row *row = &w->knowledge->score_rows[i];
      if (row->kind == UTI_SCORE_OUTSIDE && truth_of(w, i, UTI_SIDE_HIGHEST) == UTI_UNKNOWN) add_missing(w, row);
    }
    if (w->name_count > 0) uti_text_add_string(w->text, " not known");
  }
  end_piece(w);
}

/* ---- uti.h ---- */

static const char *take(const char **at) {
  const char *piece = *at;
  *at += strlen(piece) + 1;
  return piece;
}

uti_result uti_score_explain(uti_reader *reader, size_t score, uti_score *out) {
  const uti_knowledge *k = reader->knowledge;
  const uti_scores *scores = &reader->scores;
  writing w = {.reader = reader, .knowledge = k, .score = &k->scores[score], .text = &reader->written};
  const uint32_t reading = UTI_ITEM(&scores->readings, uint32_t, score);
  uti_text_clear(w.text);
  if (!write_items(&w, &reader->score_items)) return UTI_NO_MEMORY;
  write_moving(&w, UTI_ITEM(&scores->moving, uint32_t, score));
  write_all_missing(&w);
  write_population(&w, UTI_ITEM(&scores->outside, uint32_t, score));
  const char *at = uti_text_finish(w.text, NULL);
  if (at == NULL) return UTI_NO_MEMORY;
  for (size_t i = 0; i < reader->score_items.count; i++) {
    uti_score_item *item = &UTI_ITEM(&reader->score_items, uti_score_item, i);
    item->decided_by = take(&at);
    item->missing = take(&at);
  }
  *out = (uti_score){.name = uti_string(k, w.score->name), .items = reader->score_items.items,
                     .item_count = reader->score_items.count};
  out->total = (uti_score_item){.name = "total", .label = uti_string(k, w.score->label), .note = uti_string(k, w.score->note)};
  set_points(&w, &out->total, &UTI_ITEM(&scores->values, uti_score_value, score).total);
  out->total.decided_by = take(&at);
  out->total.missing = take(&at);
  out->total.population = take(&at);
  out->total.reading = reading == UTI_NONE_ID ? "" : uti_string(k, k->score_rows[reading].label);
  return UTI_OK;
}

bool uti_score_total(const uti_reader *reader, size_t score, double *lowest, double *highest, bool *whole) {
  const uti_interval *total = &UTI_ITEM(&reader->scores.values, uti_score_value, score).total;
  *whole = is_whole(&reader->knowledge->scores[score], total);
  if (total->lowest == UTI_NO_NUMBER) return false;
  *lowest = (double)total->lowest / 1000.0;
  *highest = (double)total->highest / 1000.0;
  return true;
}
