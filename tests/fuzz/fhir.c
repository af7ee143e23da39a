/* fhir.c - FHIR resources as a table of reports: bundles and bulk lines, in up to four
** files with a separator between. */
#include "fuzz_cli.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  uti_slice rest = {(const char *)bytes, size};
  char *paths[FUZZ_FILES];
  names files = {paths, 0, FUZZ_FILES};
  while (files.count < FUZZ_FILES && (rest.length > 0 || files.count == 0)) {
    paths[files.count] = (char *)(uintptr_t)fuzz_file(files.count, fuzz_part(&rest));
    files.count++;
  }
  const options o = {.arguments = files, .keeps_patients = size % 2 == 0};
  fuzz_read_table(&files, &o, NULL);
  return 0;
}
