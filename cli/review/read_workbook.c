/* read_workbook.c - the workbook: sheets that hold cases are known by their columns,
** columns by their titles, rows by their keys, wherever they have been moved to. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "batch/assess.h"
#include "common/knowledge.h"
#include "common/message.h"
#include "review/review.h"
#include "spreadsheet/xlsx.h"
#include "workbook/book.h"

enum { HEADER_WITHIN = 50 };   /* rows: somebody may have written above it */

typedef enum { TITLE_KEY, TITLE_DECISION, TITLE_URGENCY, TITLE_MECHANISM, TITLE_REVIEWER, TITLE_COMMENT, TITLES } title;
static const char *const titles[TITLES] = {"Key", "Decision", "Corrected urgency", "Corrected mechanism", "Reviewer", "Comment"};

typedef struct sheet_state {
  review_run *run;
  const char *sheet;
  uint32_t columns[TITLES];    /* UINT32_MAX: none */
  int twice;                   /* a title that two columns have; -1: none */
  uint32_t first_row;
  bool header, without_key, failed;
  text room;
} sheet_state;

void review_reject(review_run *run, const char *sheet, uint32_t row, const char *why) {
  run->rejected++;
  message_rejected("%s, sheet %s, row %u: %s", run->file, sheet, (unsigned)row, why);
}

void review_note(review_run *run, const char *sheet, uint32_t row, const char *what) {
  run->notes++;
  message_note("%s, sheet %s, row %u: %s", run->file, sheet, (unsigned)row, what);
}

void review_row_free(review_row *r) {
  free(r->seen_mechanism);
  free(r->shown_id);
  free(r->report_id);
  free(r->corrected_mechanism);
  free(r->reviewer);
  free(r->comment);
  free(r->before);
}

static bool is_title(uti_slice s, const char *name) {
  s = slice_trim(s);
  return s.length == strlen(name) && strncasecmp(s.bytes, name, s.length) == 0;
}

static char *copy_or_none(uti_slice s) { return s.length == 0 ? NULL : memory_copy(s.bytes, s.length); }

/* ---- _meta and Lists ---- */

static bool take_meta(void *state, const xlsx_row *row) {
  workbook_meta *m = state;
  uti_slice name = slice_trim(xlsx_text(row, 0)), value = slice_trim(xlsx_text(row, 1));
  char *copy = memory_copy(value.length == 0 ? "" : value.bytes, value.length);
  if (slice_is(name, "schema_version")) m->version = strtol(copy, NULL, 10);
  if (slice_is(name, "rows_flagged")) m->rows_flagged = strtoull(copy, NULL, 10);
  if (slice_is(name, "rows_not_flagged")) m->rows_not_flagged = strtoull(copy, NULL, 10);
  if (slice_is(name, "min_level")) uti_level_parse(value, &m->minimum_level);
  char **kept = slice_is(name, "run_id") ? &m->run_id : slice_is(name, "rules_id") ? &m->rules_id : NULL;
  if (kept == NULL || *kept != NULL) free(copy);
  else *kept = copy;
  return true;
}

static bool is_id(const char *s) { return s != NULL && strlen(s) == 16 && strspn(s, "0123456789abcdef") == 16; }

static int check_meta(const review_run *run) {
  const workbook_meta *m = &run->meta;
  if (m->version > WORKBOOK_VERSION)
    return message_error("%s is a workbook of version %ld, and this program reads up to %d: use the uti-report that made it, or a newer one", run->file, m->version, WORKBOOK_VERSION);
  if (m->version > 0 && m->version < WORKBOOK_VERSION)
    return message_error("%s was made by an older uti-report, whose keys do not lead to a database: make it anew with flag", run->file);
  if (m->version <= 0 || !is_id(m->run_id) || !is_id(m->rules_id)) return message_error("%s: the hidden sheet _meta is damaged: copy the decisions into a workbook that flag makes from the same file", run->file);
  return EXIT_DONE;
}

typedef struct lists_state {
  names *mechanisms;
  uint32_t column;             /* UINT32_MAX: not found yet */
} lists_state;

static bool take_list(void *state, const xlsx_row *row) {
  lists_state *s = state;
  for (size_t i = 0; i < row->count && s->column == UINT32_MAX; i++) {
    if (!is_title(row->cells[i].text, titles[TITLE_MECHANISM])) continue;
    s->column = row->cells[i].column;
    return true;
  }
  uti_slice word = slice_trim(xlsx_text(row, s->column));
  if (word.length > 0 && s->mechanisms->count < 1000) names_add(s->mechanisms, word.bytes, word.length);
  return true;
}

static void usual_mechanisms(names *list) {
  const uti_knowledge *k = knowledge_in_force();
  for (size_t i = 0; i < uti_mechanism_count(k); i++) names_add(list, uti_mechanism_name(k, i), strlen(uti_mechanism_name(k, i)));
  names_add(list, "none", 4);
}

static long sheet_named(const xlsx *book, const char *name) {
  for (size_t i = 0; i < xlsx_sheet_count(book); i++)
    if (strcasecmp(xlsx_sheet_name(book, i), name) == 0) return (long)i;
  return -1;
}

/* ---- Rows ---- */

static void find_columns(sheet_state *s, const xlsx_row *row) {
  uint32_t found[TITLES];
  bool is_case = false;
  for (int t = 0; t < TITLES; t++) found[t] = UINT32_MAX;
  s->twice = -1;
  for (size_t i = 0; i < row->count; i++) {
    is_case = is_case || is_title(row->cells[i].text, "Case");
    for (int t = 0; t < TITLES; t++) {
      if (!is_title(row->cells[i].text, titles[t])) continue;
      if (found[t] != UINT32_MAX) s->twice = t;
      found[t] = row->cells[i].column;
    }
  }
  if (found[TITLE_DECISION] == UINT32_MAX) return;
  s->header = found[TITLE_KEY] != UINT32_MAX;
  s->without_key = !s->header && is_case;
  memcpy(s->columns, found, sizeof found);
}

static uti_slice titled(const sheet_state *s, const xlsx_row *row, title t) {
  return s->columns[t] == UINT32_MAX ? (uti_slice){NULL, 0} : slice_trim(xlsx_text(row, s->columns[t]));
}

static void keep_row(sheet_state *s, uint32_t number, const case_key *key, const review_cells *cells) {
  review_run *run = s->run;
  const char *why, *note;
  review_row made = {.sheet = s->sheet, .row = number, .sampled = key->sampled, .seen_level = key->level, .report_hash = key->report_hash,
                     .seen_mechanism = copy_or_none(key->mechanism)};
  cells_state state = review_decide(run, cells, &made, &why, &note);
  if (state == CELLS_DECIDED) {
    if (note != NULL) review_note(run, s->sheet, number, note);
    made.shown_id = memory_copy(key->shown_id.bytes, key->shown_id.length);
    made.comment = copy_or_none(cells->comment);
    made.reviewer = copy_or_none(cells->reviewer.length > 0 ? cells->reviewer : slice_trim(slice_of(run->options->reviewer)));
    run->rows = memory_grow(run->rows, run->row_count, &run->row_room, sizeof *run->rows);
    run->rows[run->row_count++] = made;
    return;
  }
  if (state == CELLS_WRONG) review_reject(run, s->sheet, number, why);
  else run->not_reviewed++;
  review_row_free(&made);
}

static bool take_row(void *state, const xlsx_row *row) {
  sheet_state *s = state;
  if (!s->header) {
    if (s->first_row == 0) s->first_row = row->number;
    find_columns(s, row);
    return !s->without_key && s->twice < 0 && row->number < s->first_row + HEADER_WITHIN;
  }
  review_cells cells = {titled(s, row, TITLE_DECISION), titled(s, row, TITLE_URGENCY), titled(s, row, TITLE_MECHANISM), titled(s, row, TITLE_REVIEWER), titled(s, row, TITLE_COMMENT)};
  uti_slice written = titled(s, row, TITLE_KEY);
  bool filled = cells.decision.length + cells.urgency.length + cells.mechanism.length + cells.comment.length > 0;
  if (written.length == 0) {
    if (filled) review_reject(s->run, s->sheet, row->number, "there is a decision, and no key that tells of which case");
    return true;
  }
  case_key key;
  key_state found = case_key_read(written, s->run->meta.run_id, &key, &s->room);
  if (found == KEY_UNREADABLE) review_reject(s->run, s->sheet, row->number, "its key was changed");
  if (found == KEY_OF_ANOTHER_RUN) review_reject(s->run, s->sheet, row->number, "it comes from another workbook: review that one");
  if (found != KEY_GOOD) return true;
  if (key.shown_id.length == 0) {
    if (filled) review_reject(s->run, s->sheet, row->number, "its report has no id that --redact may show: make the workbook anew with --hash-ids KEYFILE beside it");
    return true;
  }
  if (!reviews_add_case(s->run, &key)) {
    s->failed = true;
    return false;
  }
  keep_row(s, row->number, &key, &cells);
  return true;
}

static int read_sheet(review_run *run, xlsx *book, size_t index) {
  sheet_state s = {.run = run, .sheet = xlsx_sheet_name(book, index), .twice = -1};
  bool read = xlsx_read(book, index, take_row, &s) && !s.failed;
  text_free(&s.room);
  if (!read) return EXIT_FAILED;
  if (s.without_key) return message_error("%s, sheet %s: the hidden column Key is missing: undo its deletion, or copy the decisions into a workbook that flag makes from the same file", run->file, s.sheet);
  if (s.header && s.twice >= 0) return message_error("%s, sheet %s: two columns are called %s: rename the one that was added", run->file, s.sheet, titles[s.twice]);
  if (s.header) names_add(&run->sheets, s.sheet, strlen(s.sheet));
  return EXIT_DONE;
}

static int read_book(review_run *run, xlsx *book) {
  long meta = sheet_named(book, "_meta"), lists = sheet_named(book, "Lists");
  lists_state list = {&run->mechanisms, UINT32_MAX};
  run->meta.minimum_level = UTI_SOON;
  if (meta < 0)
    return message_error("%s has no sheet _meta, which tells what it is: it is no workbook of uti-report flag, or the hidden sheet was deleted; "
                         "copy the decisions into a workbook that flag makes from the same file", run->file);
  if (!xlsx_read(book, (size_t)meta, take_meta, &run->meta)) return EXIT_FAILED;
  int status = check_meta(run);
  if (status != EXIT_DONE) return status;
  if (lists >= 0 && !xlsx_read(book, (size_t)lists, take_list, &list)) return EXIT_FAILED;
  if (run->mechanisms.count == 0) usual_mechanisms(&run->mechanisms);
  for (size_t i = 0; i < xlsx_sheet_count(book) && status == EXIT_DONE; i++)
    if ((long)i != meta && (long)i != lists) status = read_sheet(run, book, i);
  if (status == EXIT_DONE && run->sheets.count == 0) return message_error("%s has no sheet with the columns Decision and Key: wanted the sheet Cases or Sample", run->file);
  return status;
}

bool review_read_workbook(review_run *run) {
  xlsx *book = xlsx_open(run->file);
  if (book == NULL) return false;
  bool good = read_book(run, book) == EXIT_DONE;
  /* The names of sheets are needed longer than the book. */
  for (size_t i = 0; i < run->row_count; i++)
    for (size_t n = 0; n < run->sheets.count; n++)
      if (strcmp(run->rows[i].sheet, run->sheets.items[n]) == 0) run->rows[i].sheet = run->sheets.items[n];
  xlsx_close(book);
  return good;
}
