/* ndjson.c - JSON objects, one a line, and what is no object. */
#include "table.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  uint8_t *line = malloc(size + 16);
  FUZZ_HOLDS(line != NULL);
  memcpy(line, "{\"id\":1}\n", 9);   /* so that it is read as NDJSON whatever follows */
  memcpy(line + 9, bytes, size);
  fuzz_table(line, size + 9, false);
  free(line);
  return 0;
}
