/* form_marks.h - marks by which forms answer: a box, a tick, a ring around one of several
** answers, an answer in a column of its own. Asked of the bytes of a text, before it has words. */
#ifndef UTI_FORM_MARKS_H
#define UTI_FORM_MARKS_H

#include "knowledge.h"

/* The text, where the line begins that is being read, and whose answers count. */
typedef struct uti_line {
  const char *bytes;
  size_t length, start;
  const uti_knowledge *knowledge;
} uti_line;

typedef enum uti_box { UTI_NO_BOX, UTI_BOX_EMPTY, UTI_BOX_TICKED } uti_box;

/* The box or tick here, and how many bytes it has. */
uti_box uti_box_at(const uti_line *, size_t at, size_t *used);
/* Where the boxes of a line stand: "[x] fever", "fever [x]", "fever yes [x] no [ ]". */
typedef enum uti_boxes { UTI_BOXES_BEFORE, UTI_BOXES_BEHIND, UTI_BOXES_BEHIND_ANSWERS } uti_boxes;

uti_boxes uti_boxes_of(const uti_line *);
/* Whether a box that ends here has an answer of its own ("Fever [x] yes [ ] no"). */
bool uti_box_has_answer(const uti_line *, size_t after);
/* Whether a bracket or star here rings one of several printed answers: "(Y) / N", "0 1 (2) 3". */
bool uti_ring_at(const uti_line *, size_t at);
/* Whether an answer of one word stands here and nothing goes on after it: "Fever -Y  Cough -N",
** "Fever        No". */
bool uti_answer_at(const uti_line *, size_t at);

#endif
