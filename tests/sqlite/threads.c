/* threads.c - connections in threads of their own, each with reports and rules of
** its own; one of them loads its rules again and again. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

typedef struct worker {
  const char *extension;
  const char *report;
  double temperature;
  const char *urgency;
  const char *mechanism;
  const char *pack;          /* NULL: the built-in rules */
  int loads;                 /* so many times */
  int wrong;
} worker;

static int same(const unsigned char *got, const char *wanted) {
  return got != NULL && strcmp((const char *)got, wanted) == 0;
}

static int load(sqlite3 *db, const char *pack) {
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2(db, "SELECT uti_load_rules(?1)", -1, &statement, NULL);
  if (code == SQLITE_OK) {
    sqlite3_bind_text(statement, 1, pack, -1, SQLITE_STATIC);
    code = sqlite3_step(statement) == SQLITE_ROW ? SQLITE_OK : SQLITE_ERROR;
  }
  sqlite3_finalize(statement);
  return code;
}

static void *work(void *memory) {
  worker *mine = memory;
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  char *message = NULL;
  mine->wrong = 1;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) return NULL;
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
  int code = sqlite3_load_extension(db, mine->extension, NULL, &message);
  if (code == SQLITE_OK) {
    code = sqlite3_prepare_v2(db,
                              "SELECT uti_urgency(?1, 'temp_f', ?2), cramp_mechanism(?1), urgency "
                              "FROM uti_assess(?1, json_object('temp_f', ?2))",
                              -1, &statement, NULL);
  }
  if (code != SQLITE_OK) {
    printf("%s\n", message != NULL ? message : sqlite3_errmsg(db));
  } else {
    mine->wrong = 0;
    for (int i = 0; i < 2000; i++) {
      if (mine->loads > 0 && i % (2000 / mine->loads) == 0) mine->wrong += load(db, mine->pack) != SQLITE_OK;
      sqlite3_bind_text(statement, 1, mine->report, -1, SQLITE_STATIC);
      sqlite3_bind_double(statement, 2, mine->temperature);
      sqlite3_step(statement);
      mine->wrong += !same(sqlite3_column_text(statement, 0), mine->urgency);
      mine->wrong += !same(sqlite3_column_text(statement, 1), mine->mechanism);
      mine->wrong += !same(sqlite3_column_text(statement, 2), mine->urgency);
      sqlite3_reset(statement);
    }
  }
  sqlite3_finalize(statement);
  sqlite3_free(message);
  sqlite3_close(db);
  return NULL;
}

int main(int count, char **values) {
  if (count < 2) return 2;
  worker workers[] = {
    {values[1], "I have a UTI, leg cramps and my calf is swollen.", 98.6, "emergency",
     "possible_clot", NULL, 0, 0},
    {values[1], "I have a UTI, leg cramps, and I am drinking less.", 103.1, "urgent",
     "electrolyte_imbalance", NULL, 2, 0},
    {values[1], "Tengo una infección de orina, calambres en las piernas y bebo poca agua.", 103.1, "urgent",
     "electrolyte_imbalance", "fixtures/packs/es", 10, 0},
  };
  enum { COUNT = sizeof workers / sizeof *workers };
  pthread_t threads[COUNT];
  int wrong = 0;
  for (int i = 0; i < COUNT; i++) pthread_create(&threads[i], NULL, work, &workers[i]);
  for (int i = 0; i < COUNT; i++) {
    pthread_join(threads[i], NULL);
    if (workers[i].wrong > 0) printf("thread %d: %d wrong answers\n", i, workers[i].wrong);
    wrong += workers[i].wrong;
  }
  return wrong > 0;
}
