#include "spelling.h"

uint32_t uti_spelling_find(const uti_knowledge *knowledge, const char *folded, size_t length) {
  (void)knowledge;
  (void)folded;
  (void)length;
  return UTI_NONE_ID;
}
