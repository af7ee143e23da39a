/* inputs.h - the inputs of a command. Files of FHIR resources are one input, at the
** place of the first: a patient may stand in one and what was observed in another. */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include "options/options.h"

typedef struct input_list {
  names *inputs;               /* the files of each */
  size_t count;
} input_list;

void inputs_find(input_list *, const options *);
void inputs_free(input_list *);

#endif
