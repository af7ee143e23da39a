/* Rows of episode_rules.tsv to rules over several reports. */
#include "conditions.h"
#include "pack_cells.h"

enum { COLUMN_ID, COLUMN_RULE_SET, COLUMN_GIVES, COLUMN_NEEDS, COLUMN_OVER_TIME, COLUMN_EVENTS, COLUMN_HOURS,
       COLUMN_LABEL, COLUMN_GAP, COLUMN_CITATION, COLUMN_SOURCE };

static const uti_table table = UTI_TABLE_EPISODE_RULES;

/* One condition: `at` points into build->copy. */
static uint32_t add_event(pack_build *build, const char *at, size_t length) {
  while (length > 0 && *at == ' ') at++, length--;
  while (length > 0 && at[length - 1] == ' ') length--;
  uint32_t text = pack_string(build, at, length);
  int concept = pack_find_concept(build, at, length);
  uint32_t label = concept < 0 ? text : UTI_ITEM(&build->concepts, uti_concept, (size_t)concept).label;
  uti_event event = {.label = label, .row = build->row, .column = build->column};
  char condition[PACK_CELL];
  memcpy(condition, at, length);
  condition[length] = 0;
  event.condition_length = pack_compile_condition(build, condition, &event.condition);
  uti_event *slot = pack_add(build, &build->events);
  *slot = event;
  if (build->events.count == UTI_EVENTS_AT_MOST + 1) pack_mistake(build, "at most 64 events in all", at, length);
  return (uint32_t)build->events.count - 1;
}

static void read_events(pack_build *build, uint32_t row, uti_episode_rule *rule) {
  rule->first_event = (uint32_t)build->events.count;
  if (!pack_copy_cell(build, table, row, COLUMN_EVENTS)) return;
  for (const char *at = build->copy; *at != 0;) {
    size_t length = strcspn(at, ";");
    add_event(build, at, length);
    at += length + (at[length] == ';');
  }
  rule->event_count = (uint32_t)build->events.count - rule->first_event;
}

static void check_events(pack_build *build, uint32_t row, const uti_episode_rule *rule) {
  const char *cell = cell_at(build, table, row, COLUMN_EVENTS);
  uint32_t count = rule->event_count;
  if (rule->over_time == UTI_OVER_TIME_RISES && count != 0) pack_mistake(build, "no events", cell, strlen(cell));
  else if (rule->over_time == UTI_OVER_TIME_FOLLOWS && count != 2) pack_mistake(build, "two events, with ; between", cell, strlen(cell));
  else if (rule->over_time != UTI_OVER_TIME_RISES && count == 0) pack_mistake(build, "events, with ; between", cell, strlen(cell));
}

static void read_hours(pack_build *build, uint32_t row, uti_episode_rule *rule) {
  const char *cell = cell_at(build, table, row, COLUMN_HOURS);
  bool wanted = rule->over_time == UTI_OVER_TIME_PERSISTS || rule->over_time == UTI_OVER_TIME_FOLLOWS;
  if (wanted ? !pack_number(cell, strlen(cell), &rule->hours) : *cell != 0)
    pack_mistake(build, wanted ? "a number of hours" : "an empty cell", cell, strlen(cell));
}

void pack_read_episode_rules(pack_build *build) {
  static const char *const sets[] = {"", "article", "core", "full"};
  static const char *const ways[] = {"once", "persists", "rises", "appears", "follows"};
  for (uint32_t row = 0; row < build->tables[table].rows; row++) {
    uti_episode_rule rule = {0};
    uti_level level = UTI_NONE;
    rule.id = offset_at(build, table, row, COLUMN_ID);
    rule.rule_set = choose(build, cell_at(build, table, row, COLUMN_RULE_SET), sets, 4, "article, core or full");
    const char *gives = cell_at(build, table, row, COLUMN_GIVES);
    if (!uti_level_parse((uti_slice){gives, strlen(gives)}, &level)) pack_mistake(build, "a level", gives, strlen(gives));
    rule.level = (uint32_t)level;
    rule.over_time = choose(build, cell_at(build, table, row, COLUMN_OVER_TIME), ways, 5,
                            "once, persists, rises, appears or follows");
    if (pack_copy_cell(build, table, row, COLUMN_NEEDS)) rule.needs = add_event(build, build->copy, strlen(build->copy));
    read_events(build, row, &rule);
    check_events(build, row, &rule);
    read_hours(build, row, &rule);
    rule.label = offset_at(build, table, row, COLUMN_LABEL);
    rule.gap = offset_at(build, table, row, COLUMN_GAP);
    rule.citation = offset_at(build, table, row, COLUMN_CITATION);
    uint32_t source = pack_check_source(build, table, row, COLUMN_SOURCE);
    rule.basis = source == UTI_NONE_ID ? 0 : offset_at(build, UTI_TABLE_SOURCES, source, 4);
    uti_episode_rule *slot = pack_add(build, &build->episode_rules);
    *slot = rule;
  }
}
