#include "words.h"

#include <string.h>

#include "spelling.h"

#if defined(__SSE2__) && !defined(UTI_PORTABLE)
#include <emmintrin.h>
#define WIDE 1
#else
#define WIDE 0
#endif

enum { REMEMBERED = 1 << 14 };

typedef struct known_word {
  uti_letters letters;         /* 0: an empty place */
  uint32_t word;
  uint32_t unused;
} known_word;

/* "soooo baaad": three letters and more in a row stand for two or one. */
static uint32_t find_drawn_out(const uti_knowledge *knowledge, const char *text, size_t length) {
  char shorter[UTI_WORD_LONGEST + 1];
  for (size_t keep = 2; keep >= 1; keep--) {
    size_t out = 0, run = 0;
    bool drawn = false;
    for (size_t i = 0; i < length; i++) {
      run = i > 0 && text[i] == text[i - 1] ? run + 1 : 1;
      size_t ahead = i + 1;
      while (ahead < length && text[ahead] == text[i]) ahead++;
      bool long_run = run + (ahead - i) - 1 >= 3;
      drawn = drawn || long_run;
      if (!long_run || run <= keep) shorter[out++] = text[i];
    }
    if (!drawn) return UTI_NONE_ID;
    shorter[out] = 0;
    uint32_t word = uti_word_find(knowledge, shorter, out);
    if (word != UTI_NONE_ID) return word;
  }
  return UTI_NONE_ID;
}

uint32_t uti_word_meant(const uti_knowledge *knowledge, const char *folded, size_t length) {
  uint32_t word = uti_word_find(knowledge, folded, length);
  if (word == UTI_NONE_ID) word = find_drawn_out(knowledge, folded, length);
  if (word == UTI_NONE_ID) word = uti_spelling_find(knowledge, folded, length);
  return word;
}

/* ---- Short words ---- */

uint32_t uti_word_meant_short(uti_word_memory *memory, const uti_knowledge *knowledge, const uti_letters *letters,
                              size_t length) {
  uint64_t mixed = (letters->first ^ letters->second * UINT64_C(0xd6e8feb86659fd93)) * UINT64_C(0x9e3779b97f4a7c15);
  known_word *known = &UTI_ITEM(&memory->known, known_word, mixed >> 50);
  if (known->letters.first == letters->first && known->letters.second == letters->second) return known->word;
  char text[sizeof *letters];
  memcpy(text, letters, sizeof text);
  *known = (known_word){*letters, uti_word_meant(knowledge, text, length), 0};
  return known->word;
}

static size_t take_each(const char *bytes, size_t length, uti_letters *letters) {
  char text[sizeof *letters] = {0};
  size_t count = 0;
  for (; count < length; count++) {
    char lower = (char)(bytes[count] | 0x20);
    if (lower < 'a' || lower > 'z') break;
    if (count == UTI_WORD_SHORT) return 0;
    text[count] = lower;
  }
  memcpy(letters, text, sizeof text);
  return count;
}

#if WIDE
/* Sixteen bytes at once. */
static size_t take_wide(const char *bytes, uti_letters *letters) {
  static const unsigned char kept[32] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  __m128i text = _mm_loadu_si128((const __m128i *)(const void *)bytes);
  __m128i lower = _mm_or_si128(text, _mm_set1_epi8(0x20));
  __m128i from_a = _mm_add_epi8(lower, _mm_set1_epi8((char)(128 - 'a')));
  __m128i letter = _mm_cmplt_epi8(from_a, _mm_set1_epi8((char)(-128 + 26)));
  unsigned others = ~(unsigned)_mm_movemask_epi8(letter) & 0xffff;
  if (others == 0) return 0;
  size_t count = (size_t)__builtin_ctz(others);
  __m128i mask = _mm_loadu_si128((const __m128i *)(const void *)(kept + 16 - count));
  _mm_storeu_si128((__m128i *)(void *)letters, _mm_and_si128(lower, mask));
  return count;
}
#endif

size_t uti_letters_take(const char *bytes, size_t length, uti_letters *letters) {
#if WIDE
  if (length >= sizeof *letters) return take_wide(bytes, letters);
#endif
  return take_each(bytes, length, letters);
}

/* ---- The memory ---- */

void uti_word_memory_init(uti_word_memory *memory, const uti_allocator *allocator) {
  uti_list_init(&memory->known, allocator, sizeof(known_word));
}

void uti_word_memory_free(uti_word_memory *memory) { uti_list_free(&memory->known); }

bool uti_word_memory_begin(uti_word_memory *memory) {
  return memory->known.count > 0 || uti_list_extend(&memory->known, REMEMBERED) != NULL;
}
