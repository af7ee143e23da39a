/* ndjson.c - lines of JSON as a table of reports, and the members of each line as
** `score` copies them: all but those that are left out, whatever way they are written. */
#include "fuzz_cli.h"
#include "input/json_line.h"

static void copy_members(const reader *r, const table_row *row) {
  static const char *const left_out[] = {"text", "urgency", "id", NULL};
  json_line line = {0}, copied = {0};
  text problem = {0}, copy = {0};
  if (strncmp(r->kind, "NDJSON", 6) != 0) return;
  FUZZ_HOLDS(json_line_read(&line, row->raw, &problem));
  json_copy_members(line.bytes, left_out, &copy);
  text_add_string(&copy, "}");
  FUZZ_HOLDS(json_line_read(&copied, text_slice(&copy), &problem));
  for (size_t i = 0; left_out[i] != NULL; i++) json_object_del(line.object, left_out[i]);
  FUZZ_HOLDS(json_equal(line.object, copied.object));
  json_line_free(&line);
  json_line_free(&copied);
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
