/* old_sqlite.c - the entry point under a library that is too old: it must say so
** and touch nothing that such a library lacks (every other entry is NULL here). */
#include <dlfcn.h>
#include <sqlite3ext.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int version_number(void) { return 3039004; }
static const char *version(void) { return "3.39.4"; }
static char message_text[200];

static char *format(const char *text, ...) {
  va_list arguments;
  va_start(arguments, text);
  vsnprintf(message_text, sizeof message_text, text, arguments);
  va_end(arguments);
  return message_text;
}

static const void *forgotten;
static void forget(void *text) { forgotten = text; }

int main(int count, char **values) {
  void *library = count > 1 ? dlopen(values[1], RTLD_NOW) : NULL;
  if (library == NULL) return 1;
  int (*init)(void *, char **, const sqlite3_api_routines *) = NULL;
  *(void **)&init = dlsym(library, "sqlite3_uti_init");
  static sqlite3_api_routines api;
  api.libversion_number = version_number;
  api.libversion = version;
  api.mprintf = format;
  api.free = forget;
  char *message = NULL;
  int code = init(NULL, &message, &api);
  const char *wanted = "uti: wanted SQLite 3.40.0 or later, got 3.39.4";
  if (code == 0 || message == NULL || strcmp(message, wanted) != 0) {
    printf("code %d, message %s\n", code, message == NULL ? "(none)" : message);
    return 1;
  }
  /* A host that asks for no message gets none, and what was made for it is given back. */
  if (init(NULL, NULL, &api) == 0 || forgotten != message_text) {
    printf("without a message: %s\n", forgotten == NULL ? "nothing was given back" : "no error");
    return 1;
  }
  return 0;
}
