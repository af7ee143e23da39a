/* findings.h - mentions, measurements and stated facts to findings: what is
** known of each concept, and from where. */
#ifndef UTI_FINDINGS_H
#define UTI_FINDINGS_H

#include "conditions.h"
#include "dependence.h"
#include "facts.h"
#include "status.h"

typedef struct uti_findings {
  uti_list found;              /* uti_finding */
  uti_list statuses;           /* uti_status, one a concept */
  uti_list qualifiers;         /* const char *, one a concept: of its present finding, or NULL */
  uti_list numbers;            /* int64_t, one a fact: the stated one, else that of the text */
  uti_list lows, highs;        /* the same: the lowest and highest of all that is said of it */
  uti_list from_text;          /* internal: uti_status, one a concept, of the text alone */
  uti_list from_facts;         /* the same of stated facts alone */
  uti_list texts;              /* internal: int64_t, one a fact, of the text alone */
  uti_list touched;            /* uint64_t: the set of concepts and facts of which anything is said */
} uti_findings;

void uti_findings_init(uti_findings *, const uti_allocator *);
void uti_findings_free(uti_findings *);

typedef struct uti_finding_sources {
  const uti_knowledge *knowledge;
  uti_slice report;
  const uti_tokens *tokens;
  const uti_mentions *mentions;
  const uti_statuses *statuses;
  const uti_facts *facts;      /* NULL: none */
  const uti_dependence *dependence;
} uti_finding_sources;

/* As if nothing were known. */
uti_result uti_findings_clear(uti_findings *, const uti_knowledge *);
/* Warnings are added to `warnings`, each terminated, and counted. The findings
** are in no order yet. */
uti_result uti_findings_gather(uti_findings *, const uti_finding_sources *, uti_text *warnings, size_t *warning_count);
/* Puts them in the order of the text and counts their places in characters. */
void uti_findings_place(uti_findings *, uti_slice report);

#endif
