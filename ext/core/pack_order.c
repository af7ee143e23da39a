/* The order of the rules: names are given before they are used, wherever the
** rows stand. A pack may so put a rule before, or in place of, any other. */
#include <string.h>

#include "pack_build.h"

/* A name that rules give, and how many of those rules are not yet placed. */
typedef struct given_name {
  uint32_t text, left;
} given_name;

static uint32_t rule_count(const pack_build *build) { return build->tables[UTI_TABLE_RULES].rows; }

static bool gives_a_name(const char *gives) {
  static const char *const others[] = {"warning", "note", "outside"};
  uti_level level;
  if (uti_level_parse((uti_slice){gives, strlen(gives)}, &level)) return false;
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (strcmp(gives, others[i]) == 0) return false;
  return true;
}

uint32_t pack_given_name(pack_build *build, uint32_t row) {
  bool named = gives_a_name(pack_cell(build, UTI_TABLE_RULES, row, 2));
  return pack_cell_offset(build, UTI_TABLE_RULES, row, named ? 2 : 0);
}

static void list_given(pack_build *build) {
  for (uint32_t row = 0; row < rule_count(build); row++) {
    uint32_t text = pack_given_name(build, row);
    uint32_t index = pack_map_get(&build->given_map, text);
    if (index == 0) {
      given_name *name = pack_add(build, &build->given);
      *name = (given_name){text, 0};
      index = (uint32_t)build->given.count;
      pack_map_set(build, &build->given_map, text, index);
    }
    UTI_ITEM(&build->given, given_name, index - 1).left++;
  }
}

static bool name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Which given names the condition of each rule uses. */
static void list_needs(pack_build *build) {
  for (uint32_t row = 0; row < rule_count(build); row++) {
    if (!pack_copy_cell(build, UTI_TABLE_RULES, row, 3)) continue;
    for (const char *at = build->copy; *at != 0;) {
      size_t length = 0;
      while (name_byte(at[length])) length++;
      if (length > 0) {
        uint32_t index = pack_map_get(&build->given_map, pack_string(build, at, length));
        pack_need *need = index == 0 ? NULL : pack_add(build, &build->needs);
        if (need != NULL) *need = (pack_need){row, index - 1};
      }
      at += length > 0 ? length : 1;
    }
  }
}

static void place(pack_build *build, uint32_t row) {
  uint32_t *slot = pack_add(build, &build->order);
  *slot = row;
  UTI_ITEM(&build->placed, uint8_t, row) = 1;
  uint32_t index = pack_map_get(&build->given_map, pack_given_name(build, row));
  UTI_ITEM(&build->given, given_name, index - 1).left--;
}

/* The first name that the rule waits for, or UTI_NONE_ID. Needs stand in the
** order of the rules; *at is where those of this rule begin, then end. */
static uint32_t waits_for(const pack_build *build, uint32_t row, size_t *at) {
  uint32_t found = UTI_NONE_ID;
  while (*at < build->needs.count && UTI_ITEM(&build->needs, pack_need, *at).row < row) ++*at;
  for (; *at < build->needs.count && UTI_ITEM(&build->needs, pack_need, *at).row == row; ++*at) {
    uint32_t name = UTI_ITEM(&build->needs, pack_need, *at).name;
    if (found == UTI_NONE_ID && UTI_ITEM(&build->given, given_name, name).left > 0) found = name;
  }
  return found;
}

static bool place_ready(pack_build *build) {
  bool any = false;
  size_t at = 0;
  for (uint32_t row = 0; row < rule_count(build); row++)
    if (UTI_ITEM(&build->placed, uint8_t, row) == 0 && waits_for(build, row, &at) == UTI_NONE_ID) place(build, row), any = true;
  return any;
}

static uint32_t first_unplaced(pack_build *build, uint32_t name) {
  uint32_t text = UTI_ITEM(&build->given, given_name, name).text, row = 0;
  while (UTI_ITEM(&build->placed, uint8_t, row) != 0 || pack_given_name(build, row) != text) row++;
  return row;
}

static uint32_t next_in_circle(pack_build *build, uint32_t row) {
  size_t at = 0;
  return first_unplaced(build, waits_for(build, row, &at));
}

static uint32_t first_of_circle(pack_build *build, uint32_t row) {
  uint32_t first = row;
  for (uint32_t here = next_in_circle(build, row); here != row; here = next_in_circle(build, here))
    if (here < first) first = here;
  return first;
}

bool pack_name_is_used(const pack_build *build, uint32_t text) {
  uint32_t index = pack_map_get(&build->given_map, text);
  for (size_t i = 0; i < build->needs.count; i++)
    if (UTI_ITEM(&build->needs, pack_need, i).name + 1 == index) return true;
  return false;
}

/* Follows from a rule that waits to one that it waits for, until one comes
** again: that is the circle. It is reported once, and cut. */
static void report_circle(pack_build *build) {
  uint32_t row = 0;
  while (UTI_ITEM(&build->placed, uint8_t, row) != 0) row++;
  for (uint32_t steps = 0; steps <= rule_count(build); steps++) row = next_in_circle(build, row);
  row = first_of_circle(build, row);
  uti_text circle;
  build->circle.count = 0;
  circle.bytes = build->circle;
  circle.failed = false;
  uint32_t here = row;
  uti_text_add_string(&circle, pack_cell(build, UTI_TABLE_RULES, row, 0));
  do {
    here = next_in_circle(build, here);
    uti_text_add_string(&circle, " needs ");
    uti_text_add_string(&circle, pack_cell(build, UTI_TABLE_RULES, here, 0));
  } while (here != row);
  build->circle = circle.bytes;
  if (circle.failed) longjmp(*build->no_memory, 1);
  build->table = UTI_TABLE_RULES;
  build->row = row;
  build->column = 3;
  pack_mistake(build, "a condition that does not lead back to its own rule", circle.bytes.items, circle.bytes.count);
  place(build, row);
  UTI_ITEM(&build->placed, uint8_t, row) = PACK_CIRCULAR;
}

/* A name must not be a concept or a fact as well: a condition could mean both. */
static void check_given(pack_build *build) {
  for (uint32_t row = 0; row < rule_count(build); row++) {
    uint32_t text = pack_given_name(build, row);
    const char *name = pack_text(build, text);
    build->table = UTI_TABLE_RULES;
    build->row = row;
    build->column = text == pack_cell_offset(build, UTI_TABLE_RULES, row, 0) ? 0 : 2;
    if (pack_find_fact(build, name, strlen(name)) >= 0)
      pack_mistake(build, "a name that no concept and no fact has", name, strlen(name));
    if (*name == 0) pack_mistake(build, "a level, warning, note, outside or a name", "", 0);
  }
}

void pack_order_rules(pack_build *build) {
  list_given(build);
  check_given(build);
  list_needs(build);
  for (uint32_t row = 0; row < rule_count(build); row++) {
    uint8_t *placed = pack_add(build, &build->placed);
    *placed = 0;
  }
  while (build->order.count < rule_count(build))
    if (!place_ready(build)) report_circle(build);
}
