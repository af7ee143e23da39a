/* sql.c - every function and table of the extension, called with as many
** arguments as the input says, each of a type that the input says. A call
** answers or gives an error with a message; the connection stays usable. */
#include <sqlite3.h>

#include "fuzz.h"
#include "sqlite/entry.h"

typedef struct input {
  const uint8_t *bytes;
  size_t left;
} input;

static uint8_t take(input *in) {
  if (in->left == 0) return 0;
  in->left--;
  return *in->bytes++;
}

/* uti_load_rules() alone reads files; the pack target reads packs. */
static const char *const calls[] = {
  "SELECT uti_urgency(%s)", "SELECT uti_urgency_rank(%s)", "SELECT uti_reasons(%s)", "SELECT cramp_mechanism(%s)",
  "SELECT uti_explain(%s)", "SELECT uti_has(%s)", "SELECT uti_highlight(%s)", "SELECT uti_context(%s)",
  "SELECT wells_dvt(%s)", "SELECT news2(%s)", "SELECT qsofa(%s)", "SELECT sirs(%s)", "SELECT uti_probability(%s)",
  "SELECT temp_f(%s)", "SELECT temp_c(%s)", "SELECT uti_convert(%s)", "SELECT uti_rules_id(%s)", "SELECT uti_version(%s)",
  "SELECT uti_rule_set(%s)", "SELECT uti_episode(%s)", "SELECT uti_episode_explain(%s)", "SELECT cohen_kappa(%s)",
  "SELECT uti_episode(%s) OVER (ROWS 1 PRECEDING) FROM (VALUES (1), (2), (3))",
  "SELECT uti_episode_explain(%s) OVER (ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) FROM (VALUES (1), (2), (3))",
  "SELECT cohen_kappa(%s) OVER (ROWS 1 PRECEDING) FROM (VALUES (1), (2), (3))",
  "SELECT * FROM uti_assess(%s)", "SELECT * FROM uti_findings(%s)", "SELECT * FROM cramp_mechanisms(%s)",
  "SELECT * FROM news2_items(%s)", "SELECT * FROM wells_dvt_items(%s)", "SELECT * FROM qsofa_items(%s)",
  "SELECT * FROM sirs_items(%s)", "SELECT * FROM uti_probability_items(%s)",
  "SELECT * FROM uti_rules WHERE id = (%s)", "SELECT * FROM uti_facts WHERE minimum < (%s)",
};

static const char *const words[] = {"I have a UTI and chills.", "temp_f", "sex", "F", "{\"age\":40}", "{\"temp_c\":39,\"fever\":true}",
                                    "2026-11-23 08:30", "fever", "full", "mg/dL", "mmol/L", "magnesium", "°C", "My whole leg is swollen."};

static void bind(sqlite3_stmt *statement, int parameter, input *in) {
  uint64_t number = 0;
  double real = 0;
  size_t length = 0;
  switch (take(in) % 10) {
    case 0: break;
    case 1: sqlite3_bind_int(statement, parameter, (int8_t)take(in)); break;
    case 2:
      for (int i = 0; i < 8; i++) number = number << 8 | take(in);
      sqlite3_bind_int64(statement, parameter, (sqlite3_int64)number);
      break;
    case 3:
      for (int i = 0; i < 8; i++) number = number << 8 | take(in);
      memcpy(&real, &number, sizeof real);
      sqlite3_bind_double(statement, parameter, real);
      break;
    case 4: sqlite3_bind_double(statement, parameter, take(in)); break;
    case 5: sqlite3_bind_text(statement, parameter, words[take(in) % (sizeof words / sizeof *words)], -1, SQLITE_STATIC); break;
    case 6: sqlite3_bind_zeroblob(statement, parameter, take(in)); break;
    case 7:
      length = take(in) % (in->left + 1);
      sqlite3_bind_blob(statement, parameter, length == 0 ? "" : (const char *)in->bytes, (int)length, SQLITE_TRANSIENT);
      in->bytes += length;
      in->left -= length;
      break;
    case 8:
      length = take(in) % (in->left + 1) / 2 * 2;
      sqlite3_bind_text16(statement, parameter, length == 0 ? (const void *)"\0" : in->bytes, (int)length, SQLITE_TRANSIENT);
      in->bytes += length;
      in->left -= length;
      break;
    default:
      length = take(in) % (in->left + 1);
      sqlite3_bind_text(statement, parameter, length == 0 ? "" : (const char *)in->bytes, (int)length, SQLITE_TRANSIENT);
      in->bytes += length;
      in->left -= length;
  }
}

static void call(sqlite3 *db, input *in) {
  static char arguments[256], sql[512];
  sqlite3_stmt *statement = NULL;
  const char *shape = calls[take(in) % (sizeof calls / sizeof *calls)];
  int count = take(in) % 8;
  arguments[0] = 0;
  for (int i = 0; i < count; i++) strcat(arguments, i == 0 ? "?" : ", ?");
  snprintf(sql, sizeof sql, shape, arguments);
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK) {
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); i++) bind(statement, i, in);
    int code, rows = 0;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW && rows++ < 200)
      for (int column = 0; column < sqlite3_column_count(statement); column++) {
        const char *text = (const char *)sqlite3_column_text(statement, column);
        if (text != NULL) FUZZ_HOLDS(strlen(text) < (size_t)INT32_MAX);
      }
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      FUZZ_HOLDS((code & 0xff) != SQLITE_INTERNAL && (code & 0xff) != SQLITE_CORRUPT && (code & 0xff) != SQLITE_NOMEM);
      FUZZ_HOLDS(strlen(sqlite3_errmsg(db)) > 0);
    }
  }
  sqlite3_finalize(statement);
}

static void stays_usable(sqlite3 *db) {
  sqlite3_stmt *statement = NULL;
  FUZZ_HOLDS(sqlite3_prepare_v2(db, "SELECT uti_rule_set('full'), uti_urgency('I have a UTI and chills.')", -1, &statement, NULL) == SQLITE_OK);
  FUZZ_HOLDS(sqlite3_step(statement) == SQLITE_ROW);
  FUZZ_HOLDS(strcmp((const char *)sqlite3_column_text(statement, 1), "urgent") == 0);
  sqlite3_finalize(statement);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  static sqlite3 *db;
  if (db == NULL) {
    sqlite3_auto_extension((void (*)(void))sqlite3_uti_init);
    FUZZ_HOLDS(sqlite3_open(":memory:", &db) == SQLITE_OK);
  }
  input in = {bytes, size};
  for (int calls_left = 4; calls_left > 0 && in.left > 0; calls_left--) call(db, &in);
  stays_usable(db);
  return 0;
}
