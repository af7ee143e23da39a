/* The explanation of an episode: its reports in the order of time, the rules
** over time with the reports that they rest on, and what was not known. */
#include <limits.h>

#include "episode.h"
#include "json.h"
#include "times.h"

typedef struct telling {
  const uti_reader *reader;
  const uti_knowledge *knowledge;
  uti_text *text;
  const uti_episode_report *reports;   /* by time */
  size_t count;
  uti_course course;                   /* of what is known */
  uti_course open;                     /* of what is known and what may be */
  uti_level level;
} telling;

static void fold_both(telling *t) {
  uti_course_begin(&t->course);
  uti_course_begin(&t->open);
  for (size_t i = 0; i < t->count; i++) {
    uti_course_fold(&t->course, &t->reports[i], t->reports[i].events);
    uti_course_fold(&t->open, &t->reports[i], t->reports[i].events | t->reports[i].open);
  }
}

/* ---- Reports ---- */

static void reports_json(const telling *t) {
  json_open(t->text, "reports", "[");
  for (size_t i = 0; i < t->count; i++) {
    const uti_episode_report *report = &t->reports[i];
    json_open(t->text, NULL, "{");
    json_integer(t->text, "report", (int64_t)i + 1);
    json_open(t->text, "reported_at", "");
    if (report->time == UTI_NO_TIME) {
      uti_text_add_string(t->text, "null");
    } else {
      uti_text_add_string(t->text, "\"");
      uti_time_write(report->time, t->text);
      uti_text_add_string(t->text, "\"");
    }
    json_member(t->text, "urgency", uti_level_name(report->level));
    json_comma(t->text);
    uti_text_add_string(t->text, report->details);
    uti_text_add_string(t->text, "}");
  }
  uti_text_add_string(t->text, "]");
}

/* ---- What a rule rests on ---- */

static bool dated(const telling *t, size_t report) {
  return t->reports[report].time != UTI_NO_TIME && t->reports[report].level != UTI_NOT_ASSESSABLE;
}

static bool has(const telling *t, size_t report, uint32_t event) {
  return t->reports[report].level != UTI_NOT_ASSESSABLE && (t->reports[report].events & uti_event_bit(event)) != 0;
}

/* Numbers of reports, each once, as members of an array. */
static void tell_report(const telling *t, size_t report) {
  json_comma(t->text);
  uti_text_add_integer(t->text, (int64_t)report + 1);
}

/* Where any report with the event has a time, the first has: those without come last. */
static size_t first_with(const telling *t, uint32_t event) {
  for (size_t i = 0; i < t->count; i++)
    if (has(t, i, event)) return i;
  return t->count;
}

static size_t last_with(const telling *t, uint32_t event) {
  for (size_t i = t->count; i-- > 0;)
    if (has(t, i, event) && dated(t, i)) return i;
  return t->count;
}

static int shown(const telling *t, size_t report, uint32_t event, bool by_level) {
  return by_level ? (int)t->reports[report].level : has(t, report, event);
}

/* The first pair of reports in which `later` shows what `earlier`, of no later time,
** does not. */
static bool find_rise(const telling *t, uint32_t event, bool by_level, size_t *earlier, size_t *later) {
  int lowest = INT_MAX;
  for (size_t j = 0, seen = 0; j < t->count; j++) {
    if (!dated(t, j)) continue;
    for (; seen < t->count && t->reports[seen].time <= t->reports[j].time; seen++)
      if (dated(t, seen) && shown(t, seen, event, by_level) < lowest) lowest = shown(t, seen, event, by_level);
    if (lowest >= shown(t, j, event, by_level)) continue;
    size_t i = 0;
    while (!dated(t, i) || shown(t, i, event, by_level) >= shown(t, j, event, by_level)) i++;
    *earlier = i;
    *later = j;
    return true;
  }
  return false;
}

static bool event_counts(const telling *t, const uti_episode_rule *rule, uint32_t event) {
  uti_episode_rule alone = *rule;
  alone.first_event = event;
  alone.event_count = 1;
  return uti_course_fires(&t->course, &alone);
}

static void tell_pair(const telling *t, size_t one, size_t other) {
  tell_report(t, one);
  if (other != one) tell_report(t, other);
}

static void tell_reports(const telling *t, const uti_episode_rule *rule, uint32_t event) {
  size_t earlier, later;
  if (rule->over_time == UTI_OVER_TIME_ONCE) tell_report(t, first_with(t, event));
  else if (rule->over_time == UTI_OVER_TIME_PERSISTS) tell_pair(t, first_with(t, event), last_with(t, event));
  else if (rule->over_time == UTI_OVER_TIME_FOLLOWS) tell_pair(t, first_with(t, event), last_with(t, event + 1));
  else if (find_rise(t, event, rule->over_time == UTI_OVER_TIME_RISES, &earlier, &later)) tell_pair(t, earlier, later);
}

/* {"sign":"...","reports":[1,3]} */
static void tell_sign(const telling *t, const uti_episode_rule *rule, uint32_t event) {
  bool named = rule->over_time != UTI_OVER_TIME_RISES && rule->over_time != UTI_OVER_TIME_FOLLOWS;
  json_open(t->text, NULL, "{");
  if (named) json_member(t->text, "sign", uti_string(t->knowledge, t->knowledge->events[event].label));
  json_open(t->text, "reports", "[");
  tell_reports(t, rule, event);
  uti_text_add_string(t->text, "]}");
}

static void rule_json(const telling *t, const uti_episode_rule *rule) {
  const uti_knowledge *k = t->knowledge;
  json_open(t->text, NULL, "{");
  json_member(t->text, "id", uti_string(k, rule->id));
  json_member(t->text, "level", uti_level_name((uti_level)rule->level));
  json_member(t->text, "label", uti_string(k, rule->label));
  json_member(t->text, "citation", uti_string(k, rule->citation));
  json_member(t->text, "basis", uti_string(k, rule->basis));
  json_integer(t->text, "context_report", (int64_t)first_with(t, rule->needs) + 1);
  json_open(t->text, "evidence", "[");
  if (rule->over_time == UTI_OVER_TIME_RISES || rule->over_time == UTI_OVER_TIME_FOLLOWS) {
    tell_sign(t, rule, rule->first_event);
  } else {
    for (uint32_t i = rule->first_event; i < rule->first_event + rule->event_count; i++)
      if (event_counts(t, rule, i)) tell_sign(t, rule, i);
  }
  uti_text_add_string(t->text, "]}");
}

static bool in_force(const telling *t, const uti_episode_rule *rule) {
  return rule->rule_set <= (uint32_t)t->reader->set;
}

static void rules_json(const telling *t) {
  json_open(t->text, "rules", "[");
  for (uint32_t i = 0; i < t->knowledge->episode_rule_count; i++) {
    const uti_episode_rule *rule = &t->knowledge->episode_rules[i];
    if (in_force(t, rule) && uti_course_fires(&t->course, rule)) rule_json(t, rule);
  }
  uti_text_add_string(t->text, "]");
}

/* ---- What was not known ---- */

static void gaps_json(const telling *t) {
  json_open(t->text, "not_known", "[");
  for (uint32_t i = 0; i < t->knowledge->episode_rule_count; i++) {
    const uti_episode_rule *rule = &t->knowledge->episode_rules[i];
    bool raises = in_force(t, rule) && rule->gap != 0 && (int)rule->level > (int)t->level;
    bool context = (t->course.any & uti_event_bit(rule->needs)) != 0;
    if (!raises || !context || !uti_course_fires(&t->open, rule)) continue;
    json_open(t->text, NULL, "{");
    json_member(t->text, "rule", uti_string(t->knowledge, rule->id));
    json_member(t->text, "level", uti_level_name((uti_level)rule->level));
    json_member(t->text, "sentence", uti_string(t->knowledge, rule->gap));
    uti_text_add_string(t->text, "}");
  }
  uti_text_add_string(t->text, "]");
}

static void count_warning(const telling *t, size_t count, const char *one, const char *many) {
  if (count == 0) return;
  json_comma(t->text);
  uti_text_add_string(t->text, "\"");
  uti_text_add_integer(t->text, (int64_t)count);
  uti_text_add_string(t->text, count == 1 ? one : many);
  uti_text_add_string(t->text, "\"");
}

/* A sign that a report without the context shows may belong to it all the same,
** where no rule over time could say so. */
static void warn_of_signs(const telling *t, const uti_episode_rule *rule) {
  bool context = (t->course.any & uti_event_bit(rule->needs)) != 0, begun = false;
  if (!context || !in_force(t, rule) || uti_course_fires(&t->course, rule)) return;
  for (uint32_t i = rule->first_event; i < rule->first_event + rule->event_count; i++) {
    bool alone = false;
    for (size_t r = 0; r < t->count && !alone; r++) alone = has(t, r, i) && !has(t, r, rule->needs);
    if (!alone) continue;
    if (!begun) json_comma(t->text);
    uti_text_add_string(t->text, begun ? ", " : "\"read the reports together: ");
    uti_text_add_string(t->text, uti_string(t->knowledge, t->knowledge->events[i].label));
    begun = true;
  }
  if (begun) uti_text_add_string(t->text, " in a report that shows no urinary infection itself\"");
}

static void warnings_json(const telling *t) {
  size_t undated = 0, empty = 0;
  for (size_t i = 0; i < t->count; i++) {
    if (t->reports[i].level == UTI_NOT_ASSESSABLE) empty++;
    else if (t->reports[i].time == UTI_NO_TIME) undated++;
  }
  json_open(t->text, "warnings", "[");
  count_warning(t, undated, " report has no time: its level counts, the rules over time do not see it",
                " reports have no time: their levels count, the rules over time do not see them");
  count_warning(t, empty, " report holds nothing to assess", " reports hold nothing to assess");
  for (uint32_t i = 0; i < t->knowledge->episode_rule_count; i++)
    if (t->knowledge->episode_rules[i].over_time == UTI_OVER_TIME_APPEARS) warn_of_signs(t, &t->knowledge->episode_rules[i]);
  uti_text_add_string(t->text, "]");
}

const char *uti_write_episode_json(uti_reader *reader, uti_episode *episode, size_t *length) {
  telling t = {.reader = reader, .knowledge = reader->knowledge, .text = &reader->written};
  char id[17];
  if (uti_episode_level(episode, reader, &t.level) != UTI_OK) return NULL;
  t.reports = uti_episode_by_time(episode, &t.count);
  if (t.reports == NULL) return NULL;
  fold_both(&t);
  uti_text_clear(t.text);
  uti_rules_id(t.knowledge, reader->set, id);
  uti_text_add_string(t.text, "{");
  json_member(t.text, "urgency", uti_level_name(t.level));
  reports_json(&t);
  rules_json(&t);
  gaps_json(&t);
  warnings_json(&t);
  json_member(t.text, "rule_set", uti_rule_set_name(reader->set));
  json_member(t.text, "rules_id", id);
  uti_text_add_string(t.text, "}");
  return uti_text_finish(t.text, length);
}
