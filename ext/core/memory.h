/* memory.h - growable lists and text on the caller's allocator. */
#ifndef UTI_MEMORY_H
#define UTI_MEMORY_H

#include "../uti.h"

extern const uti_allocator uti_default_allocator;

void *uti_resize(const uti_allocator *, void *memory, size_t bytes);

/* A list of equal items that keeps its memory between uses. */
typedef struct uti_list {
  const uti_allocator *allocator;
  void *items;
  size_t count;
  size_t capacity;
  size_t item_size;
} uti_list;

void uti_list_init(uti_list *, const uti_allocator *, size_t item_size);
void uti_list_free(uti_list *);
/* Room for one more item, zeroed and counted; NULL when memory ran out. */
void *uti_list_add(uti_list *);
/* The same, neither zeroed nor known to be: for the caller to fill whole. */
static inline void *uti_list_room(uti_list *list) {
  if (list->count == list->capacity) return uti_list_add(list);
  return (char *)list->items + list->count++ * list->item_size;
}
/* Room for `more` items at once, zeroed and counted; never NULL for 0 items while there is memory. */
void *uti_list_extend(uti_list *, size_t more);
/* `count` items in place of those there are, zeroed; false when memory ran out. */
bool uti_list_renew(uti_list *, size_t count);
/* Gives memory back when a rare large report has blown the list up. */
void uti_list_trim(uti_list *, size_t keep_bytes);

/* What must hold for a read or a loop to keep its bounds, and an item in place. A build
** with UTI_CHECKED (the fuzzers', the sanitizers') ends the program where it does not, or
** where there is no such item: what is kept beyond the count hides it from a sanitizer. */
#ifdef UTI_CHECKED
void uti_check(bool holds);
size_t uti_list_index(const uti_list *, size_t index);
#define UTI_CHECK(holds) uti_check(holds)
#define UTI_ITEM(list, type, index) (((type *)(list)->items)[uti_list_index(list, index)])
#else
#define UTI_CHECK(holds) ((void)0)
#define UTI_ITEM(list, type, index) (((type *)(list)->items)[index])
#endif

/* Text under construction. Once an allocation fails, `failed` stays set and
** later calls do nothing, so that a writer checks once at its end. */
typedef struct uti_text {
  uti_list bytes;
  bool failed;
} uti_text;

void uti_text_init(uti_text *, const uti_allocator *);
void uti_text_free(uti_text *);
void uti_text_clear(uti_text *);
void uti_text_add(uti_text *, const char *bytes, size_t length);
void uti_text_add_string(uti_text *, const char *);
void uti_text_add_integer(uti_text *, int64_t);
/* A number given in thousandths, without trailing zeros: 103100 is "103.1". */
void uti_text_add_thousandths(uti_text *, int64_t);
/* A JSON string with quotes; bad UTF-8 becomes U+FFFD. */
void uti_text_add_json(uti_text *, const char *bytes, size_t length);
/* Terminated text and its length; NULL when an allocation had failed. */
const char *uti_text_finish(uti_text *, size_t *length);

#endif
