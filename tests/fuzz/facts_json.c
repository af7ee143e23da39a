/* facts_json.c - facts as JSON, and a report after the separator: what is wrong
** is named by a place in the JSON, and what is right is assessed. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  static uti_reader *reader;
  static uti_facts *facts;
  const uti_knowledge *k = uti_knowledge_builtin();
  if (reader == NULL) reader = uti_reader_new(k, NULL);
  if (facts == NULL) facts = uti_facts_new(k, NULL);
  uti_slice rest = {(const char *)bytes, size};
  uti_slice json = fuzz_part(&rest), text = fuzz_part(&rest);
  json.bytes = fuzz_copy(json);
  uti_json_error error;
  uti_assessment a;
  size_t length = 0;
  uti_facts_clear(facts);
  uti_result result = uti_facts_set_json(facts, json, &error);
  FUZZ_HOLDS(result != UTI_NO_MEMORY && result != UTI_TOO_BIG && result != UTI_BAD_PACK);
  if (result != UTI_OK) {
    FUZZ_HOLDS(error.offset <= json.length && error.wanted != NULL && error.got != NULL);
    if (error.name.length > 0)
      FUZZ_HOLDS(error.name.bytes >= json.bytes && error.name.bytes + error.name.length <= json.bytes + json.length);
    if (result == UTI_UNKNOWN_FACT) (void)uti_fact_nearest(k, error.name);
  }
  FUZZ_HOLDS(uti_assess(reader, text, facts, &a) == UTI_OK);
  fuzz_check_findings(&a, text);
  FUZZ_HOLDS(uti_write_reasons(reader, &a, &length) != NULL);
  FUZZ_HOLDS(uti_write_explanation_json(reader, &a, text, &length) != NULL);
  free((void *)(uintptr_t)json.bytes);
  return 0;
}
