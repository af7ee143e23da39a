#include "episode.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

#define HOUR INT64_C(3600000)

/* ---- The course ---- */

void uti_course_begin(uti_course *course) {
  memset(course, 0, sizeof *course);
  course->highest = UTI_NOT_ASSESSABLE;
  course->now = UTI_NO_TIME;
  course->lowest = INT_MAX;
  for (int i = 0; i < UTI_EVENTS_AT_MOST; i++) course->first[i] = course->last[i] = UTI_NO_TIME;
}

/* Reports of one time, of one day say, may have come in either order: what
** either order shows is taken. */
static void compare_with_earlier(uti_course *course, const uti_episode_report *report, uint64_t events) {
  int level = (int)report->level;
  if (report->time != course->now) {
    course->now = report->time;
    course->held_now = 0;
    course->highest_now = INT_MIN;
  }
  course->appeared |= (events & course->missing) | (course->held_now & ~events);
  if (level > course->lowest || level < course->highest_now) course->rose = true;
  course->missing |= ~events;
  course->held_now |= events;
  if (level < course->lowest) course->lowest = level;
  if (level > course->highest_now) course->highest_now = level;
}

void uti_course_fold(uti_course *course, const uti_episode_report *report, uint64_t events) {
  if (report->level == UTI_NOT_ASSESSABLE) return;
  course->any |= events;
  if (report->level > course->highest) course->highest = report->level;
  if (report->time == UTI_NO_TIME) return;
  compare_with_earlier(course, report, events);
  for (uint32_t i = 0; events != 0; i++, events >>= 1) {
    if ((events & 1) == 0) continue;
    if (course->first[i] == UTI_NO_TIME) course->first[i] = report->time;
    course->last[i] = report->time;
  }
}

static bool apart(const uti_course *course, uint32_t from, uint32_t to, uint32_t hours) {
  int64_t first = course->first[from], last = course->last[to];
  if (first == UTI_NO_TIME || last == UTI_NO_TIME) return false;
  return last - first >= (int64_t)hours * HOUR / 1000;
}

bool uti_course_fires(const uti_course *course, const uti_episode_rule *rule) {
  if ((course->any & uti_event_bit(rule->needs)) == 0) return false;
  if (rule->over_time == UTI_OVER_TIME_RISES) return course->rose;
  if (rule->over_time == UTI_OVER_TIME_FOLLOWS)
    return apart(course, rule->first_event, rule->first_event + 1, rule->hours);
  for (uint32_t i = rule->first_event; i < rule->first_event + rule->event_count; i++) {
    if (rule->over_time == UTI_OVER_TIME_ONCE && (course->any & uti_event_bit(i)) != 0) return true;
    if (rule->over_time == UTI_OVER_TIME_APPEARS && (course->appeared & uti_event_bit(i)) != 0) return true;
    if (rule->over_time == UTI_OVER_TIME_PERSISTS && apart(course, i, i, rule->hours)) return true;
  }
  return false;
}

/* ---- The reports ---- */

uti_episode *uti_episode_new(const uti_allocator *allocator, bool explained) {
  if (allocator == NULL) allocator = &uti_default_allocator;
  uti_episode *episode = uti_resize(allocator, NULL, sizeof *episode);
  if (episode == NULL) return NULL;
  memset(episode, 0, sizeof *episode);
  episode->allocator = allocator;
  episode->explained = explained;
  episode->in_order = true;
  uti_list_init(&episode->reports, allocator, sizeof(uti_episode_report));
  uti_list_init(&episode->sorted, allocator, sizeof(uti_episode_report));
  uti_course_begin(&episode->course);
  return episode;
}

static void free_details(const uti_episode *episode, uti_episode_report *report) {
  if (report->details != NULL) uti_resize(episode->allocator, report->details, 0);
  report->details = NULL;
}

void uti_episode_free(uti_episode *episode) {
  if (episode == NULL) return;
  for (size_t i = episode->oldest; i < episode->reports.count; i++)
    free_details(episode, &UTI_ITEM(&episode->reports, uti_episode_report, i));
  uti_list_free(&episode->reports);
  uti_list_free(&episode->sorted);
  uti_resize(episode->allocator, episode, 0);
}

static void see_events(const uti_reader *reader, uti_episode_report *report) {
  const uti_knowledge *k = reader->knowledge;
  uti_known known = uti_decision_known(&reader->decision, k, &reader->findings);
  for (uint32_t i = 0; i < k->event_count; i++) {
    uti_truth truth = uti_condition(&known, k->events[i].condition, k->events[i].condition_length, UTI_NONE_ID);
    if (truth == UTI_YES) report->events |= uti_event_bit(i);
    if (truth == UTI_UNKNOWN) report->open |= uti_event_bit(i);
  }
}

/* "reasons":"...","rules":["A3"],"not_known":["..."],"warnings":[...] */
static uti_result write_details(uti_episode *episode, uti_reader *reader, const uti_assessment *assessment,
                                uti_episode_report *report) {
  uti_text text;
  uti_text_init(&text, episode->allocator);
  bool assessed = assessment->level != UTI_NOT_ASSESSABLE;
  const char *reasons = assessed ? uti_write_reasons(reader, assessment, NULL) : NULL;
  json_member(&text, "reasons", reasons);
  json_open(&text, "rules", "[");
  for (size_t i = 0; i < assessment->rule_count; i++) {
    json_comma(&text);
    uti_text_add_json(&text, assessment->rules[i].id, strlen(assessment->rules[i].id));
  }
  uti_text_add_string(&text, "]");
  json_open(&text, "not_known", "[");
  for (size_t i = 0; i < assessment->gap_count; i++) {
    json_comma(&text);
    uti_text_add_json(&text, assessment->gaps[i].name, strlen(assessment->gaps[i].name));
  }
  uti_text_add_string(&text, "],\"warnings\":");
  const char *warnings = uti_write_warnings_json(reader, assessment, NULL);
  uti_text_add_string(&text, warnings);
  const char *whole = uti_text_finish(&text, NULL);
  bool written = (reasons != NULL || !assessed) && warnings != NULL && whole != NULL;
  if (written) report->details = text.bytes.items;
  else uti_text_free(&text);
  return written ? UTI_OK : UTI_NO_MEMORY;
}

bool uti_episode_has_warnings(const uti_episode *episode) {
  for (size_t i = episode->oldest; i < episode->reports.count; i++)
    if (UTI_ITEM(&episode->reports, uti_episode_report, i).warned) return true;
  return false;
}

/* Rows that were taken back leave room at the front. */
static void close_up(uti_episode *episode) {
  uti_list *reports = &episode->reports;
  size_t gone = episode->oldest;
  if (gone < 32 || gone * 2 < reports->count) return;
  memmove(reports->items, (uti_episode_report *)reports->items + gone, (reports->count - gone) * reports->item_size);
  reports->count -= gone;
  episode->folded = episode->folded > gone ? episode->folded - gone : 0;
  episode->oldest = 0;
}

static void forget_course(uti_episode *episode) {
  uti_course_begin(&episode->course);
  episode->folded = episode->oldest;
}

static bool comes_early(const uti_episode *episode, int64_t time) {
  for (size_t i = episode->reports.count; i-- > episode->oldest;) {
    int64_t last = UTI_ITEM(&episode->reports, uti_episode_report, i).time;
    if (last != UTI_NO_TIME) return time < last;
  }
  return false;
}

static int compare_times(const void *a, const void *b) {
  const uti_episode_report *x = a, *y = b;
  bool x_dated = x->time != UTI_NO_TIME, y_dated = y->time != UTI_NO_TIME;
  if (x_dated != y_dated) return x_dated ? -1 : 1;
  if (x->time != y->time) return x->time < y->time ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

/* Puts the newest report where it belongs; the room for it is there. */
static void sort_in(uti_episode *episode, const uti_episode_report *report) {
  uti_episode_report *sorted = episode->sorted.items;
  size_t low = 0, high = episode->sorted.count - 1, last = high;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (compare_times(&sorted[middle], report) < 0) low = middle + 1;
    else high = middle;
  }
  memmove(sorted + low + 1, sorted + low, (last - low) * sizeof *sorted);
  sorted[low] = *report;
}

uti_result uti_episode_add(uti_episode *episode, uti_reader *reader, const uti_assessment *assessment, int64_t time) {
  uti_episode_report report = {.time = time, .level = assessment->level, .order = episode->next_order,
                               .warned = assessment->warning_count > 0};
  if (report.level != UTI_NOT_ASSESSABLE) see_events(reader, &report);
  if (episode->explained && write_details(episode, reader, assessment, &report) != UTI_OK) return UTI_NO_MEMORY;
  close_up(episode);
  bool early = time != UTI_NO_TIME && episode->in_order && comes_early(episode, time);
  if (episode->is_sorted && uti_list_add(&episode->sorted) == NULL) episode->is_sorted = false;
  uti_episode_report *slot = uti_list_add(&episode->reports);
  if (slot == NULL) {
    episode->is_sorted = false;
    free_details(episode, &report);
    return UTI_NO_MEMORY;
  }
  *slot = report;
  if (episode->is_sorted) sort_in(episode, slot);
  episode->next_order++;
  if (early) {
    episode->in_order = false;
    forget_course(episode);
  }
  return UTI_OK;
}

void uti_episode_remove_oldest(uti_episode *episode) {
  if (episode->oldest == episode->reports.count) return;
  free_details(episode, &UTI_ITEM(&episode->reports, uti_episode_report, episode->oldest));
  episode->is_sorted = false;
  if (++episode->oldest == episode->reports.count) {
    episode->oldest = episode->reports.count = 0;
    episode->in_order = true;
  }
  forget_course(episode);
}

const uti_episode_report *uti_episode_by_time(uti_episode *episode, size_t *count) {
  *count = episode->reports.count - episode->oldest;
  if (episode->is_sorted) return episode->sorted.items;
  episode->sorted.count = 0;
  uti_episode_report *sorted = uti_list_extend(&episode->sorted, *count + 1);
  if (sorted == NULL) return NULL;
  episode->sorted.count = *count;
  episode->is_sorted = true;
  if (*count == 0) return sorted;
  memcpy(sorted, (const uti_episode_report *)episode->reports.items + episode->oldest, *count * sizeof *sorted);
  qsort(sorted, *count, sizeof *sorted, compare_times);
  return sorted;
}

/* ---- The level ---- */

static bool fold_all(uti_episode *episode) {
  if (episode->in_order) {
    for (; episode->folded < episode->reports.count; episode->folded++) {
      const uti_episode_report *report = &UTI_ITEM(&episode->reports, uti_episode_report, episode->folded);
      uti_course_fold(&episode->course, report, report->events);
    }
    return true;
  }
  size_t count;
  const uti_episode_report *sorted = uti_episode_by_time(episode, &count);
  if (sorted == NULL) return false;
  uti_course_begin(&episode->course);
  for (size_t i = 0; i < count; i++) uti_course_fold(&episode->course, &sorted[i], sorted[i].events);
  return true;
}

uti_result uti_episode_level(uti_episode *episode, const uti_reader *reader, uti_level *level) {
  const uti_knowledge *k = reader->knowledge;
  if (!fold_all(episode)) return UTI_NO_MEMORY;
  *level = episode->course.highest;
  for (uint32_t i = 0; i < k->episode_rule_count; i++) {
    const uti_episode_rule *rule = &k->episode_rules[i];
    bool counts = rule->rule_set <= (uint32_t)reader->set && (int)rule->level > (int)*level;
    if (counts && uti_course_fires(&episode->course, rule)) *level = (uti_level)rule->level;
  }
  return UTI_OK;
}
