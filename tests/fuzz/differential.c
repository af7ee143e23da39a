/* differential.c - two reports with a separator between: what the second says is
** the same after the first as in a reader of its own, a wider rule set never
** lowers its level, and the same bytes give the same answer again. */
#include "fuzz.h"

static char *explained(uti_reader *reader, uti_slice text, uti_level *level) {
  uti_assessment a;
  size_t length = 0;
  FUZZ_HOLDS(uti_assess(reader, text, NULL, &a) == UTI_OK);
  fuzz_check_findings(&a, text);
  *level = a.level;
  const char *json = uti_write_explanation_json(reader, &a, text, &length);
  char *copy = malloc(length + 1);
  FUZZ_HOLDS(json != NULL && copy != NULL);
  memcpy(copy, json, length + 1);
  return copy;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  static uti_reader *used;
  const uti_knowledge *k = uti_knowledge_builtin();
  if (used == NULL) used = uti_reader_new(k, NULL);
  uti_slice rest = {(const char *)bytes, size};
  uti_slice first = fuzz_part(&rest), second = fuzz_part(&rest);
  uti_reader *fresh = uti_reader_new(k, NULL);
  uti_level before = UTI_NONE, after = UTI_NONE;
  FUZZ_HOLDS(fresh != NULL);
  free(explained(used, first, &before));
  char *after_another = explained(used, second, &after);
  char *alone = explained(fresh, second, &before);
  FUZZ_HOLDS(before == after && strcmp(after_another, alone) == 0);
  for (int set = UTI_RULES_ARTICLE; set <= UTI_RULES_FULL; set++) {
    uti_assessment a;
    uti_reader_use(fresh, (uti_rule_set)set);
    FUZZ_HOLDS(uti_assess(fresh, second, NULL, &a) == UTI_OK);
    FUZZ_HOLDS(set == UTI_RULES_ARTICLE || a.level >= before);
    before = a.level;
  }
  uti_reader_free(fresh);
  free(after_another);
  free(alone);
  return 0;
}
