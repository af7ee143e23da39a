/* knowledge.c - see knowledge.h. */
#include "common/knowledge.h"

#include "common/message.h"

static const uti_knowledge *chosen;

const uti_knowledge *knowledge_in_force(void) { return chosen != NULL ? chosen : uti_knowledge_builtin(); }

const uti_knowledge *knowledge_read(const char *folder, FILE *out, const char *before, const char *after) {
  const uti_knowledge *pack = NULL;
  uti_mistakes mistakes;
  uti_result result = uti_pack_read(folder, NULL, &pack, &mistakes);
  if (result == UTI_OK) return pack;
  if (result != UTI_BAD_PACK) message_no_memory();
  fwrite(mistakes.lines, 1, mistakes.length, out);
  message_error("%sthe pack holds %zu mistake%s%s", before, mistakes.count, mistakes.count == 1 ? "" : "s", after);
  uti_mistakes_free(&mistakes, NULL);
  return NULL;
}

int knowledge_use(const char *folder) {
  chosen = knowledge_read(folder, stderr, "--rules: ", "; nothing was done");
  return chosen != NULL ? EXIT_DONE : EXIT_FAILED;
}

void knowledge_close(void) {
  uti_knowledge_free(chosen, NULL);
  chosen = NULL;
}

void knowledge_title(const uti_knowledge *k, text *t) {
  const char *name = uti_pack_name(k), *version = uti_pack_version(k), *language = uti_pack_language(k);
  text_add_string(t, *name ? name : "without a name");
  if (*version) text_add_format(t, " %s", version);
  if (*language) text_add_format(t, " (%s)", language);
}
