/* facts.h - what is known beside the text, and how it is read. */
#ifndef UTI_FACTS_H
#define UTI_FACTS_H

#include "conditions.h"
#include "memory.h"

struct uti_facts {
  const uti_knowledge *knowledge;
  const uti_allocator *allocator;
  int64_t *numbers;            /* one a fact, thousandths; UTI_NO_NUMBER: not known */
  uti_text warnings;           /* one after the other, each terminated */
  size_t warning_count;
};

/* Puts a value where the fact belongs: "temp" is read as °F or °C by its
** range. False where it is implausible; *fact is then unchanged. */
bool uti_fact_place(const uti_knowledge *, uint32_t *fact, int64_t number);

/* The sentence about an implausible value. */
void uti_fact_implausible(const uti_knowledge *, uint32_t fact, int64_t number, uti_text *);

#endif
