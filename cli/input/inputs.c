/* inputs.c - see inputs.h. */
#include "input/inputs.h"

#include <stdlib.h>
#include <string.h>

#include "input/reader.h"
#include "input/source.h"
#include "system/system.h"

/* Only a file can be looked into without taking from it. */
static bool is_fhir(const char *name) {
  if (strcmp(name, "-") == 0 || system_kind_of(name) != SYSTEM_FILE) return false;
  source *in = source_open(name);
  if (in == NULL) return false;
  bool fhir = fhir_begins(slice_trim(source_peek(in)));
  source_close(in);
  return fhir;
}

void inputs_find(input_list *list, const options *o) {
  names *fhir = NULL;
  *list = (input_list){.inputs = memory_resize(NULL, o->arguments.count, sizeof *list->inputs)};
  for (size_t i = 0; i < o->arguments.count; i++) {
    const char *name = o->arguments.items[i];
    bool joins = is_fhir(name);
    names *input = joins && fhir != NULL ? fhir : &list->inputs[list->count];
    if (input != fhir) list->inputs[list->count++] = (names){0};
    if (joins) fhir = input;
    names_add(input, name, strlen(name));
  }
}

void inputs_free(input_list *list) {
  for (size_t i = 0; i < list->count; i++) names_free(&list->inputs[i]);
  free(list->inputs);
}
