/* evidence.h - what a fired rule rests on: the findings and comparisons of its
** condition that hold. */
#ifndef UTI_EVIDENCE_H
#define UTI_EVIDENCE_H

#include "reader.h"

typedef struct uti_evidence {
  const uti_code *code;        /* the concept or comparison */
  bool through_name;           /* it made a name hold that the rule asks for */
} uti_evidence;

/* Calls visit() for each piece of evidence of a fired rule, in the order of
** its condition; names that other rules gave are followed to their evidence. */
void uti_evidence_visit(const uti_reader *, size_t rule_row, void (*visit)(void *context, const uti_evidence *),
                        void *context);

/* What is written for a piece of evidence: a concept that a measured value made
** present is written as that value's comparison. */
const uti_code *uti_evidence_shown(const uti_reader *, const uti_evidence *);

/* The next item from *row on that gives a score's evidence its points; false
** after the last, and where the evidence is no score of points. */
bool uti_evidence_item(const uti_reader *, const uti_code *, uint32_t *row, uti_item_value *);

/* "flank pain", "severe back pain", "possible DVT", "temp 103.1 °F > 102 °F". */
void uti_evidence_write(const uti_reader *, const uti_evidence *, uti_text *);

#endif
