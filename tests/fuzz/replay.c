/* replay.c - gives a target its seeds one after the other, without a fuzzer: what was
** once found stays mended. Prints TAP. */
#include "fuzz.h"

static char *read_whole(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  FUZZ_HOLDS(file != NULL && fseek(file, 0, SEEK_END) == 0);
  *length = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(*length + 1);
  FUZZ_HOLDS(bytes != NULL && fread(bytes, 1, *length, file) == *length);
  fclose(file);
  return bytes;
}

int main(int count, char **paths) {
  for (int i = 1; i < count; i++) {
    size_t length = 0;
    char *bytes = read_whole(paths[i], &length);
    fflush(stdout);
    LLVMFuzzerTestOneInput((const uint8_t *)bytes, length);
    printf("ok %d - %s\n", i, paths[i]);
    free(bytes);
  }
  printf("1..%d\n", count - 1);
  return 0;
}
