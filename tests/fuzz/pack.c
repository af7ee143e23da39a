/* pack.c - a rule pack: its files one after the other, each begun by a line
** "=== phrases.tsv". Each mistake is named by file, line and column; what
** compiles reads a report, and is taken down without a leak. */
#include "core/pack.h"
#include "fuzz.h"
#include "uti_pack.h"

static uti_slice line_of(uti_slice *rest) {
  const char *end = memchr(rest->bytes, '\n', rest->length);
  uti_slice line = {rest->bytes, end == NULL ? rest->length : (size_t)(end - rest->bytes) + 1};
  *rest = (uti_slice){rest->bytes + line.length, rest->length - line.length};
  return line;
}

static int table_of(uti_slice line) {
  for (int table = 0; table < UTI_TABLE_COUNT; table++) {
    const char *name = uti_table_name((uti_table)table);
    size_t length = strlen(name);
    if (line.length >= length + 4 && memcmp(line.bytes + 4, name, length) == 0 && line.length > length + 4 &&
        line.bytes[4 + length] == '.')
      return table;
  }
  return -1;
}

static void split(uti_slice input, uti_slice texts[UTI_TABLE_COUNT]) {
  int table = -1;
  while (input.length > 0) {
    uti_slice line = line_of(&input);
    if (line.length > 4 && memcmp(line.bytes, "=== ", 4) == 0) {
      table = table_of(line);
      if (table >= 0) texts[table] = (uti_slice){input.bytes, 0};
    } else if (table >= 0) {
      texts[table].length += line.length;
    }
  }
}

static void read_with(const uti_knowledge *k) {
  static const uti_slice text = {"No fever. Tengo un zumbido, my leg is swollen, I have a UTI.", 60};
  uti_reader *reader = uti_reader_new(k, NULL);
  uti_assessment a;
  size_t length = 0;
  char id[17];
  uti_rules_id(k, UTI_RULES_FULL, id);
  FUZZ_HOLDS(reader != NULL && uti_assess(reader, text, NULL, &a) == UTI_OK);
  fuzz_check_findings(&a, text);
  FUZZ_HOLDS(uti_write_explanation_json(reader, &a, text, &length) != NULL);
  uti_reader_free(reader);
}

/* What the pack is laid over. Over the built-in knowledge a compilation takes long: seldom. */
static const uti_knowledge *base_for(size_t size) {
  static const uti_knowledge *small;
  uti_mistakes mistakes;
  if (small == NULL) FUZZ_HOLDS(uti_pack_read("fixtures/packs/small", NULL, &small, &mistakes) == UTI_OK);
  if (size % 512 == 0) return uti_knowledge_builtin();
  return size % 2 == 0 ? small : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  uti_slice texts[UTI_TABLE_COUNT] = {{NULL, 0}};
  uti_text mistakes;
  uti_knowledge *made = NULL;
  size_t length = 0;
  if (size == 0) return 0;
  split((uti_slice){(const char *)bytes, size}, texts);
  for (int table = 0; table < UTI_TABLE_COUNT; table++)
    if (texts[table].bytes != NULL) texts[table].bytes = fuzz_copy(texts[table]);
  uti_text_init(&mistakes, &uti_default_allocator);
  const uti_knowledge *base = base_for(size);
  uti_result result = uti_pack_compile(&uti_default_allocator, base, texts, &made, &mistakes);
  FUZZ_HOLDS(result == UTI_OK || result == UTI_BAD_PACK);
  if (result == UTI_OK) read_with(made);
  else FUZZ_HOLDS(uti_text_finish(&mistakes, &length) != NULL && length > 0);
  if (result == UTI_OK) uti_pack_free(&uti_default_allocator, made);
  uti_text_free(&mistakes);
  for (int table = 0; table < UTI_TABLE_COUNT; table++) free((void *)(uintptr_t)texts[table].bytes);
  return 0;
}
