/* ndjson.c - lines of JSON as a table of reports, and the members of each line as
** `score` copies them: all but those that are left out, whatever way they are written. */
#include "fuzz_cli.h"
#include "input/json_line.h"

/* All numbers as reals: how others in the line are read depends on the largest. */
static json_t *parse(uti_slice object) {
  json_t *parsed = json_loadb(object.bytes, object.length, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL);
  FUZZ_HOLDS(json_is_object(parsed));
  return parsed;
}

static void copy_members(const reader *r, const table_row *row) {
  static const char *const left_out[] = {"text", "urgency", "id", NULL};
  json_line line = {0};
  text problem = {0}, copy = {0};
  if (strncmp(r->kind, "NDJSON", 6) != 0) return;
  FUZZ_HOLDS(json_line_read(&line, row->raw, &problem));
  json_copy_members(line.bytes, left_out, &copy);
  text_add_string(&copy, "}");
  json_t *wanted = parse(line.bytes), *copied = parse(text_slice(&copy));
  for (size_t i = 0; left_out[i] != NULL; i++) json_object_del(wanted, left_out[i]);
  FUZZ_HOLDS(json_equal(wanted, copied));
  json_decref(wanted);
  json_decref(copied);
  json_line_free(&line);
  text_free(&problem);
  text_free(&copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  char *path = (char *)(uintptr_t)fuzz_file(0, (uti_slice){(const char *)bytes, size});
  const names files = {&path, 1, 1};
  const options o = {.arguments = files};
  fuzz_read_table(&files, &o, copy_members);
  return 0;
}
