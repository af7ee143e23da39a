/* utf8.h - reading UTF-8 that may be broken, and folding it for comparison. */
#ifndef UTI_UTF8_H
#define UTI_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a byte decodes to that begins no valid sequence. */
#define UTI_BAD_CHARACTER UINT32_C(0xffffffff)

/* Decodes one character; returns the bytes used (at least 1 when length > 0).
** A bad byte is one character of its own. */
size_t uti_utf8_decode(const char *bytes, size_t length, uint32_t *character);

/* Folds case, accents, curly quotes and odd dashes: up to 2 ASCII characters
** into folded; returns their number, 0 for a character with no ASCII form. */
size_t uti_fold(uint32_t character, char folded[2]);

/* At most so many bytes, without part of a character at their end. */
size_t uti_cut(const char *bytes, size_t length, size_t most);

/* Whether a character is an accent that follows its letter, as decomposed text has
** it: a word is the same without it. */
static inline bool uti_is_accent(uint32_t character) { return character >= 0x300 && character <= 0x36f; }

/* Characters as SQLite's substr() counts them, which also counts bad bytes. */
size_t uti_count_characters(const char *bytes, size_t length);

#endif
