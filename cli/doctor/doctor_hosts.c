/* doctor_hosts.c - the extension, and the programs that may load it: each that is
** found loads it and says the rules it got. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor/doctor.h"
#include "system/system.h"

/* ---- The extension ---- */

/* Beside the program, or where `make install` puts it. */
static bool find_extension(const options *o, text *path) {
  static const char *const places[] = {SYSTEM_EXTENSION, ("../lib/sqlite3/" SYSTEM_EXTENSION), "uti.dylib", "../lib/sqlite3/uti.dylib"};
  if (o->extension != NULL) {
    char *whole = system_whole_name(o->extension);
    text_add_string(path, whole == NULL ? o->extension : whole);
    free(whole);
    return access(path->bytes, R_OK) == 0;
  }
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    text_clear(path);
    system_program_folder(path);
    text_add_string(path, places[i]);
    char *whole = system_whole_name(path->bytes);
    if (whole == NULL) continue;
    text_clear(path);
    text_add_string(path, whole);
    free(whole);
    return true;
  }
  return false;
}

static void compare(doctor *d, sqlite3 *database, const char *path) {
  sqlite3_stmt *row = NULL;
  char id[17];
  uti_rules_id(uti_knowledge_builtin(), UTI_RULES_FULL, id);
  if (sqlite3_prepare_v2(database, "SELECT uti_rules_id(), uti_version()", -1, &row, NULL) != SQLITE_OK || sqlite3_step(row) != SQLITE_ROW)
    doctor_say(d, DOCTOR_PROBLEM, "%s loads but does not answer: %s", path, sqlite3_errmsg(database));
  else if (strcmp((const char *)sqlite3_column_text(row, 0), id) != 0)
    doctor_say(d, DOCTOR_PROBLEM, "%s has rules %s, the program %s: install both of one version", path, sqlite3_column_text(row, 0), id);
  else
    doctor_say(d, DOCTOR_GOOD, "%s: version %s, the same rules as the program", path, sqlite3_column_text(row, 1));
  sqlite3_finalize(row);
}

bool doctor_extension(doctor *d, text *path) {
  if (!find_extension(d->options, path)) {
    if (d->options->extension != NULL) doctor_say(d, DOCTOR_PROBLEM, "%s cannot be read", path->bytes);
    else doctor_say(d, DOCTOR_NOTE, "no " SYSTEM_EXTENSION " beside the program or in lib/sqlite3: name it with --extension FILE. The program itself does not need it");
    return false;
  }
  sqlite3 *database = NULL;
  char *problem = NULL;
  bool loaded = sqlite3_open(":memory:", &database) == SQLITE_OK && sqlite3_enable_load_extension(database, 1) == SQLITE_OK &&
                sqlite3_load_extension(database, path->bytes, "sqlite3_uti_init", &problem) == SQLITE_OK;
  if (loaded) compare(d, database, path->bytes);
  else doctor_say(d, DOCTOR_PROBLEM, "%s does not load: %s", path->bytes, problem != NULL ? problem : sqlite3_errmsg(database));
  sqlite3_free(problem);
  sqlite3_close(database);
  return loaded;
}

/* ---- Hosts ---- */

/* A host prints "rules ID" when the extension answers, or else what is missing.
** The path stands in UTI_EXTENSION, so that no quoting can go wrong. */
typedef struct host {
  const char *name;
  const char *arguments[5];
  const char *way_round;       /* where it runs but does not load */
} host;

#define PYTHON_ANSWER \
  "print('rules', c.execute('select uti_rules_id()').fetchone()[0])\n"

static const host hosts[] = {
    {"sqlite3", {"sqlite3", ":memory:", ".load '${UTI_EXTENSION}' sqlite3_uti_init", "SELECT 'rules ' || uti_rules_id()", NULL},
     "this shell is built without extensions: install the distribution's sqlite3, or use uti-report"},
    {"python3 (sqlite3)", {"python3", "-c",
     "import os, sqlite3\nc = sqlite3.connect(':memory:')\n"
     "if not hasattr(c, 'enable_load_extension'): raise SystemExit('no enable_load_extension')\n"
     "c.enable_load_extension(True)\nc.load_extension(os.environ['UTI_EXTENSION'])\n" PYTHON_ANSWER, NULL},
     "this Python cannot load extensions: use the distribution's or python.org's, the package apsw or pysqlite3-binary, or uti-report"},
    {"python3 (apsw)", {"python3", "-c",
     "import os\ntry: import apsw\nexcept ImportError: raise SystemExit('absent')\nc = apsw.Connection(':memory:')\nc.enableloadextension(True)\n"
     "c.loadextension(os.environ['UTI_EXTENSION'])\n"
     "print('rules', list(c.cursor().execute('select uti_rules_id()'))[0][0])\n", NULL},
     "install a current apsw"},
    {"node (node:sqlite)", {"node", "--no-warnings", "-e",
     "let s; try { s = require('node:sqlite') } catch { console.log('absent'); process.exit() }\n"
     "const c = new s.DatabaseSync(':memory:', {allowExtension: true}); c.loadExtension(process.env.UTI_EXTENSION);\n"
     "console.log('rules', Object.values(c.prepare('select uti_rules_id()').get())[0])", NULL},
     "use Node 22.13 or later, or the package better-sqlite3"},
    {"sqlite-utils", {"sqlite-utils", "memory", "--load-extension=${UTI_EXTENSION}", "select 'rules ' || uti_rules_id()", NULL},
     "it runs on a Python that cannot load extensions: see python3"},
    {"php", {"php", "-r",
     "$d = ini_get('sqlite3.extension_dir'); if (!class_exists('SQLite3')) { echo 'absent'; exit; }\n"
     "$c = new SQLite3(':memory:'); if (!@$c->loadExtension(basename(getenv('UTI_EXTENSION')))) { echo 'not loaded'; exit; }\n"
     "echo 'rules ', $c->querySingle('select uti_rules_id()');", NULL},
     "set sqlite3.extension_dir in php.ini to the folder of the extension"}};

enum { HOST_COUNT = sizeof hosts / sizeof *hosts, SECONDS = 20, ARGUMENTS_AT_MOST = 5 };

static void expand(const char *argument, const char *extension, text *t) {
  static const char name[] = "${UTI_EXTENSION}";
  const char *found = strstr(argument, name);
  if (found == NULL) {
    text_add_string(t, argument);
    return;
  }
  text_add(t, argument, (size_t)(found - argument));
  text_add_string(t, extension);
  text_add_string(t, found + strlen(name));
}

/* False where there is no such program. */
static bool run_host(const host *h, const char *extension, text *answer) {
  text expanded[ARGUMENTS_AT_MOST] = {{0}};
  char *arguments[ARGUMENTS_AT_MOST + 1] = {NULL};
  for (size_t i = 0; i < ARGUMENTS_AT_MOST && h->arguments[i] != NULL; i++) {
    expand(h->arguments[i], extension, &expanded[i]);
    arguments[i] = expanded[i].bytes;
  }
  bool started = system_answer_of(arguments, SECONDS, answer);
  for (size_t i = 0; i < ARGUMENTS_AT_MOST; i++) text_free(&expanded[i]);
  return started;
}

void doctor_hosts(doctor *d, const char *extension) {
  char id[17];
  text absent = {0};
  uti_rules_id(uti_knowledge_builtin(), UTI_RULES_FULL, id);
  system_set_variable("UTI_EXTENSION", extension);
  for (size_t i = 0; i < HOST_COUNT; i++) {
    text answer = {0};
    bool there = run_host(&hosts[i], extension, &answer) && (answer.bytes == NULL || strstr(answer.bytes, "absent") == NULL);
    const char *rules = answer.bytes == NULL ? NULL : strstr(answer.bytes, "rules ");
    if (!there) text_add_format(&absent, "%s%s", absent.length > 0 ? ", " : "", hosts[i].name);
    else if (rules == NULL) doctor_say(d, DOCTOR_NOTE, "%s cannot load the extension: %s", hosts[i].name, hosts[i].way_round);
    else if (strncmp(rules + 6, id, 16) != 0) doctor_say(d, DOCTOR_PROBLEM, "%s loads it but answers with other rules", hosts[i].name);
    else doctor_say(d, DOCTOR_GOOD, "%s loads it", hosts[i].name);
    text_free(&answer);
  }
  if (absent.length > 0) doctor_say(d, DOCTOR_GOOD, "not on this machine: %s", absent.bytes);
  text_free(&absent);
}
