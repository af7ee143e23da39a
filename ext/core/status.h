/* status.h - what the words around a mention say about it: denied, over,
** suspected, conditional, another person's, or present. */
#ifndef UTI_STATUS_H
#define UTI_STATUS_H

#include "mentions.h"

/* The status of the mention with the same index; cues have none. */
typedef struct uti_stated {
  uti_status status;
  uint32_t cue;                /* mention that decided, or UTI_NONE_ID */
  uint32_t qualifier;          /* text, 0: none */
  bool ended;                  /* later text says that it is over */
} uti_stated;

typedef struct uti_statuses {
  uti_list stated;             /* uti_stated, one a mention */
  uti_list cues;               /* internal */
  uti_list marks;              /* internal: one a token */
  bool about_relative;         /* written by a carer or parent: "my son" is the patient */
  bool about_writer;           /* nobody but the writer is spoken of as the patient */
} uti_statuses;

/* The pattern of a mention that no row of the knowledge names. */
#define UTI_UNLISTED UTI_NONE_ID

void uti_statuses_init(uti_statuses *, const uti_allocator *);
void uti_statuses_free(uti_statuses *);
uti_result uti_statuses_settle(uti_statuses *, const uti_knowledge *, const uti_tokens *, const uti_mentions *);

#endif
