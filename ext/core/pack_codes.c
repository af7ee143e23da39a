/* Checks the codes of other systems, which decide nothing, and the units. */
#include <string.h>

#include "pack_cells.h"

static bool names_a_rule(pack_build *build, const char *id) {
  for (uint32_t row = 0; row < build->tables[UTI_TABLE_RULES].rows; row++)
    if (strcmp(pack_cell(build, UTI_TABLE_RULES, row, 0), id) == 0) return true;
  return false;
}

/* A concept, fact:NAME or rule:ID. */
static bool names_something(pack_build *build, const char *cell) {
  if (strncmp(cell, "fact:", 5) == 0) return pack_find_fact(build, cell + 5, strlen(cell + 5)) >= 0;
  if (strncmp(cell, "rule:", 5) == 0) return names_a_rule(build, cell + 5);
  return pack_find_concept(build, cell, strlen(cell)) >= 0;
}

/* A day such as 2025-10-01, or nothing. */
static bool is_day(const char *cell) {
  static const char form[] = "dddd-dd-dd";
  if (*cell == 0) return true;
  if (strlen(cell) != sizeof form - 1) return false;
  for (size_t i = 0; i < sizeof form - 1; i++) {
    bool digit = cell[i] >= '0' && cell[i] <= '9';
    if (form[i] == 'd' ? !digit : cell[i] != form[i]) return false;
  }
  return true;
}

void pack_read_codes(pack_build *build, uti_table table) {
  static const char *const systems[] = {"icd10cm", "loinc", "snomed"};
  for (uint32_t row = 0; row < build->tables[table].rows; row++) {
    const char *cell = cell_at(build, table, row, 0);
    /* a pack may have switched off what a built-in code stands for */
    if (build->base != NULL && pack_origin_of(build, table, row).line == 0) continue;
    if (!names_something(build, cell)) pack_mistake(build, "a concept, fact:NAME or rule:ID", cell, strlen(cell));
    cell = cell_at(build, table, row, 1);
    bool known = false;
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) known = known || strcmp(cell, systems[i]) == 0;
    if (!known) pack_mistake(build, "icd10cm, loinc or snomed", cell, strlen(cell));
    cell = cell_at(build, table, row, 2);
    if (*cell == 0) pack_mistake(build, "a code", cell, 0);
    for (uint32_t column = 4; column <= 5; column++) {
      cell = cell_at(build, table, row, column);
      if (!is_day(cell)) pack_mistake(build, "a day such as 2025-10-01, or nothing", cell, strlen(cell));
    }
    pack_check_source(build, table, row, 6);
  }
}

/* Amounts are above 0; a zero of a scale may be 0. */
void pack_read_units(pack_build *build) {
  const uti_table table = UTI_TABLE_UNITS;
  for (uint32_t row = 0; row < build->tables[table].rows; row++) {
    for (uint32_t column = 0; column <= 1; column++) {
      const char *name = cell_at(build, table, row, column);
      if (*name == 0) pack_mistake(build, "an analyte and its unit", name, 0);
    }
    for (uint32_t column = 3; column <= 5; column++) {
      const char *number = cell_at(build, table, row, column);
      uint32_t thousandths = 0;
      bool wrong = !pack_number(number, strlen(number), &thousandths) || (thousandths == 0 && column < 5);
      if (wrong) pack_mistake(build, column < 5 ? "a number above 0" : "a number", number, strlen(number));
    }
    pack_check_source(build, table, row, 6);
  }
}
