/* episode.h - several reports of one patient to one level.
**
** A report is kept as its time, its level and one bit for each event that the
** rules over time ask about; its text is not kept. What the reports say
** together (the course) is folded from them in the order of time, so that
** reports that come in that order cost no more than one step each. */
#ifndef UTI_EPISODE_H
#define UTI_EPISODE_H

#include "reader.h"

typedef struct uti_episode_report {
  int64_t time;                /* UTI_NO_TIME: not known */
  uint64_t events;             /* those that hold */
  uint64_t open;               /* those that are not known */
  uti_level level;
  uint32_t order;              /* in which it came */
  bool warned;
  char *details;               /* members of JSON for the explanation, or NULL */
} uti_episode_report;

/* What the reports say together, as far as they are folded in. */
typedef struct uti_course {
  uint64_t any;                /* events of any report, dated or not */
  uint64_t appeared;           /* events of a report that an earlier one does not have */
  uint64_t missing;            /* events that a report so far does not have */
  int64_t now;                 /* the time of the last report */
  uint64_t held_now;           /* events of the reports of that time */
  int64_t first[UTI_EVENTS_AT_MOST], last[UTI_EVENTS_AT_MOST];
  uti_level highest;
  int lowest;                  /* level so far */
  int highest_now;             /* of the reports of that time */
  bool rose;
} uti_course;

struct uti_episode {
  const uti_allocator *allocator;
  uti_list reports;            /* uti_episode_report, in the order in which they came */
  size_t oldest;               /* the first that is in the episode */
  uti_list sorted;             /* the same by time, while `is_sorted` */
  uti_course course;
  size_t folded;               /* how many of `reports` the course holds */
  uint32_t next_order;
  bool explained, in_order, is_sorted;
};

static inline uint64_t uti_event_bit(uint32_t event) { return UINT64_C(1) << event; }

/* The reports by time, those without one last. NULL: no memory. */
const uti_episode_report *uti_episode_by_time(uti_episode *, size_t *count);
void uti_course_begin(uti_course *);
/* `events`: those that count as held by the report. */
void uti_course_fold(uti_course *, const uti_episode_report *, uint64_t events);
bool uti_course_fires(const uti_course *, const uti_episode_rule *);

#endif
