/* out_of_memory.c - the adapter linked in, and every allocation of a session
** failing in turn: each statement is right or says that memory ran out, and the
** next session is as if nothing had been. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "sqlite/entry.h"

static sqlite3_mem_methods original;
static long countdown = -1;  /* allocations until one fails; -1: none fails */

static int fails(void) { return countdown >= 0 && countdown-- == 0; }
static void *allocate(int bytes) { return fails() ? NULL : original.xMalloc(bytes); }
static void *resize(void *memory, int bytes) {
  return fails() ? NULL : original.xRealloc(memory, bytes);
}

static const struct {
  const char *sql;
  const char *answer;
} statements[] = {
  {"SELECT uti_urgency('I have a UTI and chills.', 'temp_f', 103.1, 'sex', 'F')", "urgent"},
  {"SELECT max(uti_urgency(column1)) FROM (VALUES ('I have a UTI.'), ('hello'))", "routine"},
  {"SELECT urgency FROM uti_assess('I have a UTI and chills.', '{\"age\":40}')", "urgent"},
  {"SELECT length(rules || findings || warnings || reasons) > 20 FROM uti_assess('UTI, fever')", "1"},
  {"SELECT group_concat(text) FROM uti_findings('chills')", "chills"},
  {"SELECT uti_explain('I have a UTI and leg cramps.') LIKE '{%}'", "1"},
  {"SELECT mechanism FROM cramp_mechanisms('I have a UTI and leg cramps.', '{\"potassium\":3}')",
   "electrolyte_imbalance"},
  {"SELECT uti_highlight('I have chills.', '[', ']', 'chills')", "I have [chills]."},
  {"SELECT uti_context('no headache', 'headache')", "absent"},
  {"SELECT uti_has('no fever', 'fever')", "0"},
  {"SELECT count(*) > 0 FROM uti_rules WHERE label IS NOT NULL", "1"},
  {"SELECT wells_dvt('My whole leg is swollen.') + news2('UTI', 'spo2', 91)", "4"},
  {"SELECT group_concat(lowest) FROM news2_items('UTI, confused', '{\"spo2\":91}')", "0,3,0,0,0,3,0,6"},
  {"SELECT highest FROM uti_probability_items('dysuria') WHERE item = 'total'", "0.958"},
  {"SELECT uti_episode(column1, column2, column3) FROM (VALUES ('UTI, fever', 2, NULL), "
   "('fever', 1, '{\"age\":40}'), ('UTI', NULL, NULL))", "urgent"},
  {"SELECT uti_episode_explain(column1, column2) LIKE '{%E1%}' FROM (VALUES ('UTI, fever', 2), ('fever', 1))", "1"},
  {"SELECT group_concat(u) FROM (SELECT uti_episode(column1, column2) OVER (ORDER BY column2 ROWS 1 PRECEDING) AS u "
   "FROM (VALUES ('UTI, fever', 2), ('fever', 1), ('hello', 3)))", "none,urgent,soon"},
  {"SELECT uti_episode_explain(column1, column2) OVER (ORDER BY column2 ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) "
   "LIKE '{%}' FROM (VALUES ('UTI, fever', 2), ('fever', 1), ('hello', 3))", "1"},
  {"SELECT uti_convert(1, 'mmol/L', 'mg/dL', 'magnesium')", "2.431"},
  {"SELECT warnings LIKE '%1.9%9.4%' FROM uti_assess('Magnesium was 1.9.', '{\"calcium\":9.4}')", "0"},
  {"SELECT cohen_kappa(column1, column2) FROM (VALUES ('a', 'a'), ('b', 'b'))", "1.0"},
  {"SELECT uti_rule_set('core')", "core"},
  {"SELECT length(uti_load_rules(NULL))", "16"},
  {"SELECT uti_urgency('I have a UTI and chills.') || (SELECT count(*) FROM uti_sources) > 0", "1"},
  {"SELECT uti_urgency(hex(zeroblob(20000)) || ' I have a UTI')", "routine"},
};

/* 0: right; 1: memory ran out; 2: wrong. */
static int run(sqlite3 *db, const char *sql, const char *answer) {
  sqlite3_stmt *statement = NULL;
  int result = 2;
  int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  if (code == SQLITE_OK) code = sqlite3_step(statement);
  if (code == SQLITE_ROW) {
    const char *got = (const char *)sqlite3_column_text(statement, 0);
    if (got == NULL) {
      result = sqlite3_errcode(db) == SQLITE_NOMEM ? 1 : 2;
    } else if (strcmp(got, answer) == 0) {
      result = 0;
    }
    if (result == 2) printf("%s: got %s\n", sql, got == NULL ? "NULL" : got);
  } else if ((code & 0xff) == SQLITE_NOMEM) {
    result = 1;
  } else {
    printf("%s: %s\n", sql, sqlite3_errmsg(db));
  }
  sqlite3_finalize(statement);
  return result;
}

/* 1 when something was wrong. */
static int session(long fail_at, int *ran_out) {
  sqlite3 *db = NULL;
  int wrong = 0;
  countdown = fail_at;
  *ran_out = 0;
  int code = sqlite3_open(":memory:", &db);
  if (code != SQLITE_OK) {
    *ran_out = 1;
    const char *message = db == NULL ? "out of memory" : sqlite3_errmsg(db);
    if (strstr(message, "memory") == NULL && code != SQLITE_NOMEM) {
      printf("allocation %ld: open: %s\n", fail_at, message);
    }
  }
  for (size_t i = 0; code == SQLITE_OK && i < sizeof statements / sizeof *statements; i++) {
    int result = run(db, statements[i].sql, statements[i].answer);
    if (result == 1) *ran_out = 1;
    if (result == 2) {
      printf("allocation %ld failed before that\n", fail_at);
      wrong = 1;
    }
  }
  /* Too slow to fail in each of its allocations here: tests/packs/faults.c does that. */
  if (fail_at < 0) wrong |= run(db, "SELECT length(uti_load_rules('fixtures/packs/es'))", "16") != 0;
  *ran_out |= countdown < 0 && fail_at >= 0;
  countdown = -1;
  sqlite3_close(db);
  return wrong;
}

int main(void) {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &original);
  sqlite3_mem_methods failing = original;
  failing.xMalloc = allocate;
  failing.xRealloc = resize;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
  sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
  sqlite3_auto_extension((void (*)(void))sqlite3_uti_init);
  int ran_out = 0;
  if (session(-1, &ran_out)) return 1;
  for (long fail_at = 0; fail_at < 100000; fail_at++) {
    if (session(fail_at, &ran_out)) return 1;
    if (!ran_out) break;
  }
  if (session(-1, &ran_out)) return 1;
  sqlite3_reset_auto_extension();
  sqlite3_shutdown();
  if (sqlite3_memory_used() != 0) {
    printf("%lld bytes were never given back\n", (long long)sqlite3_memory_used());
    return 1;
  }
  return 0;
}
