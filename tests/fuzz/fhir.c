/* fhir.c - a FHIR R4 bundle, or resources one a line. */
#include "table.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  if (size < 2 || bytes[0] != '{') return 0;
  fuzz_table(bytes, size, true);
  return 0;
}
