/* stored_report.c - see stored_report.h. */
#include "explain/stored_report.h"

#include <sqlite3.h>

#include "common/message.h"

static int set_facts(uti_facts *facts, sqlite3_stmt *row) {
  uti_json_error problem;
  uti_slice json = {(const char *)sqlite3_column_text(row, 1), (size_t)sqlite3_column_bytes(row, 1)};
  if (json.bytes == NULL) return EXIT_DONE;
  uti_result result = uti_facts_set_json(facts, json, &problem);
  if (result == UTI_NO_MEMORY) message_no_memory();
  if (result == UTI_OK) return EXIT_DONE;
  return message_error("the facts of the report: '%.*s': wanted %s, got %s", (int)problem.name.length, problem.name.length > 0 ? problem.name.bytes : "", problem.wanted, problem.got);
}

static int read_row(sqlite3_stmt *row, uti_facts *facts, text *words, uti_slice *report) {
  int step = sqlite3_step(row);
  if (step == SQLITE_DONE) return message_error("--id: the database holds no report with this id");
  if (step != SQLITE_ROW) return message_error("cannot read the report: %s", sqlite3_errmsg(sqlite3_db_handle(row)));
  if (sqlite3_column_type(row, 0) != SQLITE_NULL) {
    const char *bytes = (const char *)sqlite3_column_text(row, 0);
    text_add(words, bytes, (size_t)sqlite3_column_bytes(row, 0));
    *report = words->length == 0 ? slice_of("") : text_slice(words);
  }
  return set_facts(facts, row);
}

int stored_report(const char *database, const char *id, uti_facts *facts, text *words, uti_slice *report) {
  sqlite3 *opened = NULL;
  sqlite3_stmt *row = NULL;
  int status;
  if (sqlite3_open_v2(database, &opened, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
    status = message_error("cannot open %s: %s", database, sqlite3_errmsg(opened));
  } else if (sqlite3_prepare_v2(opened, "SELECT report, facts_json FROM assessable_reports WHERE report_id = ?1", -1, &row, NULL) != SQLITE_OK) {
    status = message_error("%s is no database of the shipped schema: %s. Make one with import, or with sql/schema.sql and sql/views.sql", database, sqlite3_errmsg(opened));
  } else {
    sqlite3_bind_text(row, 1, id, -1, SQLITE_STATIC);
    status = read_row(row, facts, words, report);
  }
  sqlite3_finalize(row);
  sqlite3_close(opened);
  return status;
}
