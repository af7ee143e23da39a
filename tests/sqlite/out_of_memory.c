/* out_of_memory.c - the adapter linked in, and every allocation of a session
** failing in turn: each statement is right or says that memory ran out, and the
** next session is as if nothing had been. An answer "!text" is an error whose
** message holds that text. The second list runs in a database of UTF-16, where
** each text that a function is given takes an allocation to read. */
#include <sqlite3.h>
#include <stdbool.h>
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

typedef struct statement {
  const char *sql;
  const char *answer;
} statement;

static const statement statements[] = {
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
  {"SELECT uti_reasons('I have a UTI.')", "urinary tract infection [A8]"},
  {"SELECT uti_urgency('UTI', 'temp_f', 'hot')", "routine"},
  {"SELECT uti_urgency('UTI', 'temp_f', printf('%2000s', '103'))", "urgent"},
  {"SELECT uti_urgency('UTI', printf('{%5000s:103}', '\"temp_f\"'))", "urgent"},
  {"SELECT round(cohen_kappa(column1, column2), 3) FROM (VALUES (1, 2), (2, 3))", "-0.333"},
  {"SELECT uti_has('fever', 'feaver')", "!must name a concept, got 'feaver': did you mean 'fever'?"},
  {"SELECT uti_urgency('UTI', '{\"temp_f\":[1]}')", "!'temp_f' must be a number, text"},
  {"SELECT uti_urgency('UTI', '{\"nonsense\":1}')", "!must hold facts only"},
  {"SELECT uti_convert(1, 'mg/dL', 'mmol/L', 'lithium')", "!an analyte (temperature, "},
  {"SELECT uti_load_rules('tests/none')", "!the rules in force stay"},
  {"SELECT icd10cm || loinc FROM uti_concepts WHERE concept = 'fever'", "R50.98310-5"},
  {"SELECT count(*) FROM uti_findings('UTI') AS f JOIN uti_findings('fever') AS g WHERE f.report <> g.report AND f.facts_json IS NULL", "1"},
  {"SELECT count(*) FROM uti_assess('UTI', '{\"age\":40}') WHERE report = 'UTI' AND facts_json = '{\"age\":40}'", "1"},
  {"SELECT cohen_kappa(column1, column2) FROM (VALUES (1.5, 1), (2, 2), ('a', 'a'), (x'41', x'41'), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8)) "
   "WHERE column1 = column2", "1.0"},
  {"CREATE TABLE held (report TEXT CHECK (uti_urgency(report) <> 'none'))", NULL},
  {"SELECT uti_rule_set('article')", "!refused, 1 object would hold stale values: table main.held: drop it first"},
};

/* After PRAGMA encoding = 'UTF-16'. */
static const statement wide[] = {
  {"SELECT uti_episode(column1, column2, column3) FROM (VALUES ('UTI', '2026-11-01', '{\"age\":40}'))", "routine"},
  {"SELECT ifnull(uti_urgency(''), 'nothing')", "nothing"},
  {"SELECT uti_urgency('UTI', 'age', 1, 'age', 2, 'age', 3, 'age', 40)", "routine"},
  {"SELECT ifnull(cohen_kappa(zeroblob(900), zeroblob(900)), 'not defined')", "not defined"},
  {"SELECT ifnull(cohen_kappa(zeroblob(column1), zeroblob(column1)), 'not defined') FROM (VALUES (900))", "not defined"},
  {"SELECT uti_urgency('I have a UTI.', 'temp_f', '103')", "urgent"},
  {"SELECT uti_urgency(7, '{\"temp_f\":103}')", "none"},
  {"SELECT uti_has('no fever', 'fever')", "0"},
  {"SELECT uti_highlight('chills', '[', ']', 'chills')", "[chills]"},
  {"SELECT uti_context('no headache', 'headache')", "absent"},
  {"SELECT uti_urgency_rank('urgent')", "3"},
  {"SELECT uti_rule_set('full')", "full"},
  {"SELECT length(uti_load_rules(NULL))", "16"},
  {"SELECT uti_load_rules('tests/none')", "!the rules in force stay"},
  {"SELECT temp_f('38.5', 'C')", "101.3"},
  {"SELECT uti_convert('1', 'mmol/L', 'mg/dL', 'magnesium')", "2.431"},
  {"SELECT cohen_kappa(column1, column2) FROM (VALUES ('a', 'a'), ('b', 'b'), ('b', 'b'), (zeroblob(900), zeroblob(900)))", "1.0"},
  {"SELECT count(*) FROM uti_findings('UTI')", "1"},
  {"CREATE TABLE held (report TEXT CHECK (uti_urgency(report) <> 'none'))", NULL},
  {"SELECT uti_rule_set('article')", "!refused, 1 object would hold stale values: table main.held: drop it first"},
};

/* 0: right; 1: memory ran out; 2: wrong. */
static int run(sqlite3 *db, const char *sql, const char *answer) {
  sqlite3_stmt *statement = NULL;
  int result = 2;
  bool may_fail = countdown >= 0;
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
  } else if (answer == NULL ? code == SQLITE_DONE : answer[0] == '!' && strstr(sqlite3_errmsg(db), answer + 1) != NULL) {
    result = 0;
  } else if (answer != NULL && answer[0] == '!' && may_fail && countdown < 0 && strcmp(sqlite3_errmsg(db), "SQL logic error") == 0) {
    result = 1;   /* SQLite had no memory to copy the message of an error */
  } else {
    printf("%s: %s\n", sql, sqlite3_errmsg(db));
  }
  sqlite3_finalize(statement);
  return result;
}

/* 1 when something was wrong. */
static int session(const char *encoding, const statement *list, size_t count, long fail_at, int *ran_out) {
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
  if (code == SQLITE_OK && sqlite3_exec(db, encoding, NULL, NULL, NULL) != SQLITE_OK) *ran_out = 1;
  for (size_t i = 0; code == SQLITE_OK && i < count; i++) {
    int result = run(db, list[i].sql, list[i].answer);
    if (result == 1) *ran_out = 1;
    if (result == 1 && list[i].answer == NULL) result = run(db, list[i].sql, NULL);   /* what follows needs it */
    if (result == 2) {
      printf("allocation %ld failed before that\n", fail_at);
      wrong = 1;
    }
  }
  *ran_out |= countdown < 0 && fail_at >= 0;
  countdown = -1;
  sqlite3_close(db);
  return wrong;
}

/* A pack has too many allocations to fail each here (tests/packs/faults.c does that
** for those of the core): one after ever more of them. */
static int packs(void) {
  int wrong = 0;
  for (long fail_at = 0; fail_at >= 0 && !wrong; fail_at += 1 + fail_at / 2) {
    sqlite3 *db = NULL;
    wrong = sqlite3_open(":memory:", &db) != SQLITE_OK;
    countdown = fail_at;
    int result = run(db, "SELECT length(uti_load_rules('fixtures/packs/es'))", "16");
    bool last = countdown >= 0;
    countdown = -1;
    wrong = wrong || result == 2 || (result == 1) == last;
    if (wrong) printf("a pack, with allocation %ld failing: %s\n", fail_at, result == 1 ? "out of memory" : "another answer");
    wrong = wrong || run(db, "SELECT length(uti_load_rules('fixtures/packs/es'))", "16") != 0;
    sqlite3_close(db);
    if (last) break;
  }
  return wrong;
}

static int sessions(const char *encoding, const statement *list, size_t count) {
  int ran_out = 0;
  if (session(encoding, list, count, -1, &ran_out)) return 1;
  for (long fail_at = 0; fail_at < 100000; fail_at++) {
    if (session(encoding, list, count, fail_at, &ran_out)) return 1;
    if (!ran_out) break;
  }
  return session(encoding, list, count, -1, &ran_out);
}

int main(void) {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &original);
  sqlite3_mem_methods failing = original;
  failing.xMalloc = allocate;
  failing.xRealloc = resize;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
  sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
  sqlite3_auto_extension((void (*)(void))sqlite3_uti_init);
  if (sessions("PRAGMA encoding = 'UTF-8'", statements, sizeof statements / sizeof *statements)) return 1;
  if (sessions("PRAGMA encoding = 'UTF-16'", wide, sizeof wide / sizeof *wide)) return 1;
  if (packs()) return 1;
  sqlite3_reset_auto_extension();
  sqlite3_shutdown();
  if (sqlite3_memory_used() != 0) {
    printf("%lld bytes were never given back\n", (long long)sqlite3_memory_used());
    return 1;
  }
  return 0;
}
