/* text.c - a report, and a phrase after the separator: the assessment, every
** writer, every score, and the status of the phrase. */
#include "fuzz.h"

static void write_all(uti_reader *reader, const uti_assessment *a, uti_slice text) {
  size_t length = 0;
  const uti_slice none = {"", 0}, open = {"<b>", 3}, close = {"</b>", 4};
  const char *written = uti_write_reasons(reader, a, &length);
  FUZZ_HOLDS(written != NULL && strlen(written) == length);
  written = uti_write_findings_json(reader, a, text, &length);
  FUZZ_HOLDS(written != NULL && written[0] == '[' && written[length - 1] == ']' && strlen(written) == length);
  written = uti_write_rules_json(reader, a, &length);
  FUZZ_HOLDS(written != NULL && written[0] == '[' && written[length - 1] == ']' && strlen(written) == length);
  written = uti_write_warnings_json(reader, a, &length);
  FUZZ_HOLDS(written != NULL && written[0] == '[' && written[length - 1] == ']' && strlen(written) == length);
  written = uti_write_explanation_json(reader, a, text, &length);
  FUZZ_HOLDS(written != NULL && written[0] == '{' && written[length - 1] == '}' && strlen(written) == length);
  written = uti_write_highlight(reader, a, text, open, close, -1, &length);
  FUZZ_HOLDS(written != NULL && length >= text.length);
  written = uti_write_highlight(reader, a, text, none, none, -1, &length);
  FUZZ_HOLDS(length == text.length && (length == 0 || memcmp(written, text.bytes, length) == 0));
}

static void score_all(uti_reader *reader) {
  for (size_t s = 0; s < uti_score_count(uti_reader_knowledge(reader)); s++) {
    uti_score score;
    double lowest = 0, highest = 0;
    bool whole = false, known = uti_score_total(reader, s, &lowest, &highest, &whole);
    FUZZ_HOLDS(uti_score_explain(reader, s, &score) == UTI_OK);
    FUZZ_HOLDS(score.total.known == known);
    FUZZ_HOLDS(!known || (lowest <= highest && score.total.lowest == lowest && score.total.highest == highest));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  static uti_reader *reader;
  if (reader == NULL) reader = uti_reader_new(uti_knowledge_builtin(), NULL);
  uti_slice rest = {(const char *)bytes, size};
  uti_slice text = fuzz_part(&rest), phrase = fuzz_part(&rest);
  text.bytes = fuzz_copy(text);
  phrase.bytes = fuzz_copy(phrase);
  uti_assessment a;
  uti_status status = UTI_NOT_MENTIONED;
  FUZZ_HOLDS(uti_assess(reader, text, NULL, &a) == UTI_OK);
  FUZZ_HOLDS(a.level >= UTI_NOT_ASSESSABLE && a.level <= UTI_EMERGENCY);
  fuzz_check_findings(&a, text);
  score_all(reader);
  write_all(reader, &a, text);
  FUZZ_HOLDS(uti_phrase_context(reader, text, phrase, &status) == UTI_OK);
  FUZZ_HOLDS(uti_status_name(status) != NULL);
  free((void *)(uintptr_t)text.bytes);
  free((void *)(uintptr_t)phrase.bytes);
  return 0;
}
