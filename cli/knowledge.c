/* knowledge.c - see knowledge.h. */
#include "knowledge.h"

#include <stdio.h>

#include "message.h"

static const uti_knowledge *chosen;

const uti_knowledge *knowledge_in_force(void) { return chosen != NULL ? chosen : uti_knowledge_builtin(); }

int knowledge_use(const char *folder) {
  uti_mistakes mistakes;
  uti_result result = uti_pack_read(folder, NULL, &chosen, &mistakes);
  if (result == UTI_OK) return EXIT_DONE;
  if (result != UTI_BAD_PACK) message_no_memory();
  fwrite(mistakes.lines, 1, mistakes.length, stderr);
  message_error("--rules: the pack holds %zu mistake%s; nothing was done", mistakes.count, mistakes.count == 1 ? "" : "s");
  uti_mistakes_free(&mistakes, NULL);
  return EXIT_FAILED;
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
