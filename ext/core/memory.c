#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

static void *default_resize(void *context, void *memory, size_t bytes) {
  (void)context;
  if (bytes == 0) {
    free(memory);
    return NULL;
  }
  return realloc(memory, bytes);
}

const uti_allocator uti_default_allocator = {default_resize, NULL};

void *uti_resize(const uti_allocator *allocator, void *memory, size_t bytes) {
  return allocator->resize(allocator->context, memory, bytes);
}

void uti_list_init(uti_list *list, const uti_allocator *allocator, size_t item_size) {
  memset(list, 0, sizeof *list);
  list->allocator = allocator;
  list->item_size = item_size;
}

void uti_list_free(uti_list *list) {
  if (list->items != NULL) uti_resize(list->allocator, list->items, 0);
  list->items = NULL;
  list->count = list->capacity = 0;
}

void *uti_list_extend(uti_list *list, size_t more) {
  if (more > SIZE_MAX / list->item_size - list->count) return NULL;
  size_t wanted = list->count + more;
  if (wanted > list->capacity || list->items == NULL) {
    size_t capacity = list->capacity < 16 ? 16 : list->capacity;
    while (capacity < wanted) {
      if (capacity > SIZE_MAX / 2 / list->item_size) return NULL;
      capacity *= 2;
    }
    void *items = uti_resize(list->allocator, list->items, capacity * list->item_size);
    if (items == NULL) return NULL;
    list->items = items;
    list->capacity = capacity;
  }
  char *room = (char *)list->items + list->count * list->item_size;
  if (more > 0) memset(room, 0, more * list->item_size);
  list->count = wanted;
  return room;
}

void *uti_list_add(uti_list *list) { return uti_list_extend(list, 1); }

#ifdef UTI_CHECKED
void uti_check(bool holds) {
  if (!holds) abort();
}

size_t uti_list_index(const uti_list *list, size_t index) {
  uti_check(index < list->count);
  return index;
}
#endif

bool uti_list_renew(uti_list *list, size_t count) {
  list->count = 0;
  return uti_list_extend(list, count) != NULL;
}

void uti_list_trim(uti_list *list, size_t keep_bytes) {
  list->count = 0;
  if (list->capacity * list->item_size > keep_bytes) uti_list_free(list);
}

void uti_text_init(uti_text *text, const uti_allocator *allocator) {
  uti_list_init(&text->bytes, allocator, 1);
  text->failed = false;
}

void uti_text_free(uti_text *text) { uti_list_free(&text->bytes); }

void uti_text_clear(uti_text *text) {
  text->bytes.count = 0;
  text->failed = false;
}

void uti_text_add(uti_text *text, const char *bytes, size_t length) {
  uti_list *list = &text->bytes;
  if (text->failed || length == 0) return;
  if (length <= list->capacity - list->count) {
    list->count += length;
  } else if (uti_list_extend(list, length) == NULL) {
    text->failed = true;
    return;
  }
  memcpy((char *)list->items + list->count - length, bytes, length);
}

void uti_text_add_string(uti_text *text, const char *string) {
  if (string != NULL) uti_text_add(text, string, strlen(string));
}

/* From 0 on. */
void uti_text_add_integer(uti_text *text, int64_t number) {
  char digits[24];
  size_t at = sizeof digits;
  do {
    digits[--at] = (char)('0' + number % 10);
    number /= 10;
  } while (number != 0);
  uti_text_add(text, digits + at, sizeof digits - at);
}

void uti_text_add_thousandths(uti_text *text, int64_t number) {
  if (number < 0) {
    uti_text_add(text, "-", 1);
    number = -number;
  }
  uti_text_add_integer(text, number / 1000);
  int64_t fraction = number % 1000;
  if (fraction == 0) return;
  char digits[4] = {'.', (char)('0' + fraction / 100), (char)('0' + fraction / 10 % 10),
                    (char)('0' + fraction % 10)};
  size_t length = 4;
  while (digits[length - 1] == '0') length--;
  uti_text_add(text, digits, length);
}

/* How many bytes stand in JSON as they are, from the first on. */
static size_t plain_bytes(const char *bytes, size_t length) {
  size_t count = 0;
  while (count < length && bytes[count] >= 0x20 && bytes[count] < 0x7f && bytes[count] != '"' && bytes[count] != '\\') count++;
  return count;
}

void uti_text_add_json(uti_text *text, const char *bytes, size_t length) {
  static const char hex[] = "0123456789abcdef";
  uti_text_add(text, "\"", 1);
  for (size_t at = 0; at < length;) {
    size_t plain = plain_bytes(bytes + at, length - at);
    uti_text_add(text, bytes + at, plain);
    at += plain;
    if (at == length) break;
    uint32_t character;
    size_t used = uti_utf8_decode(bytes + at, length - at, &character);
    if (character == '"' || character == '\\') {
      char escaped[2] = {'\\', (char)character};
      uti_text_add(text, escaped, 2);
    } else if (character == '\n') {
      uti_text_add(text, "\\n", 2);
    } else if (character < 0x20 || character == 0x7f) {
      char escaped[6] = {'\\', 'u', '0', '0', hex[character >> 4], hex[character & 15]};
      uti_text_add(text, escaped, 6);
    } else if (character == UTI_BAD_CHARACTER) {
      uti_text_add(text, "\xef\xbf\xbd", 3);
    } else {
      uti_text_add(text, bytes + at, used);
    }
    at += used;
  }
  uti_text_add(text, "\"", 1);
}

const char *uti_text_finish(uti_text *text, size_t *length) {
  if (!text->failed && uti_list_extend(&text->bytes, 1) == NULL) text->failed = true;
  if (text->failed) return NULL;
  text->bytes.count--;
  if (length != NULL) *length = text->bytes.count;
  return text->bytes.items;
}
