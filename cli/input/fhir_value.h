/* fhir_value.h - codes, values and units of FHIR resources as facts. */
#ifndef CLI_FHIR_VALUE_H
#define CLI_FHIR_VALUE_H

#include <jansson.h>

#include "common/text.h"

/* A string member; "" where there is none. */
const char *fhir_string(const json_t *object, const char *name);
/* The words of a CodeableConcept: its text, or what its codes display; "" for none. */
const char *fhir_words(const json_t *concept);
/* The first code of a CodeableConcept; "" for none. */
const char *fhir_code(const json_t *concept);
/* Whether a CodeableConcept holds that code. */
bool fhir_has_code(const json_t *concept, const char *code);

/* The fact that a CodeableConcept or a Coding stands for, by LOINC, ICD-10-CM and
** SNOMED CT codes, or by the exact name of a fact; -1: none. */
int fhir_fact_of_concept(const json_t *concept);
int fhir_fact_of_coding(const json_t *coding);
int fhir_fact_of_link(const char *link);               /* "8310-5", "/8310-5", "temp_f" */
/* The label of the concept that a code of a condition stands for; NULL: none. */
const char *fhir_label_of_concept(const json_t *concept);

typedef enum { FHIR_NO_VALUE, FHIR_VALUE, FHIR_WORDS, FHIR_UNIT_UNKNOWN, FHIR_NOT_UNDERSTOOD } fhir_reading;

/* What valueX (Observation and its components, answers) says of a fact. FHIR_VALUE
** fills `value`, in the fact's unit, and may choose the fact's other unit. Where a
** unit is not known, `value` is the unit. */
fhir_reading fhir_fact_value(const json_t *holder, int *fact, text *value);
/* valueX as words: "Yes", "38.9 Cel"; FHIR_NO_VALUE, FHIR_WORDS or FHIR_NOT_UNDERSTOOD. */
fhir_reading fhir_value_words(const json_t *holder, text *words);
/* The member that begins with "value"; NULL: none. */
const json_t *fhir_value(const json_t *holder, const char **name);

/* Of two values of one fact in one report, whether the second weighs more. */
bool fhir_weighs_more(int fact, uti_slice first, uti_slice second);

#endif
