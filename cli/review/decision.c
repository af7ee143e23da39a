/* decision.c - what the reviewer's cells of one row say. In doubt a row is left out
** and listed, so that somebody looks again; nothing is taken for "agree". */
#include <string.h>
#include <strings.h>

#include "review/review.h"
#include "workbook/book.h"

static bool same_word(uti_slice s, const char *word) {
  return s.length == strlen(word) && strncasecmp(s.bytes, word, s.length) == 0;
}

int decision_named(uti_slice s) {
  for (int i = 0; i < DECISIONS; i++)
    if (same_word(s, decision_words[i])) return i;
  return -1;
}

static bool level_named(uti_slice s, uti_level *level) {
  for (int l = UTI_NONE; l <= UTI_EMERGENCY; l++) {
    if (!same_word(s, uti_level_name((uti_level)l))) continue;
    *level = (uti_level)l;
    return true;
  }
  return false;
}

static const char *mechanism_named(const review_run *run, uti_slice s) {
  for (size_t i = 0; i < run->mechanisms.count; i++)
    if (same_word(s, run->mechanisms.items[i])) return run->mechanisms.items[i];
  return NULL;
}

/* "none" and no mechanism at all are one. */
static bool other_mechanism(const review_row *r) {
  const char *seen = r->seen_mechanism == NULL ? "none" : r->seen_mechanism;
  return r->corrected_mechanism != NULL && strcmp(r->corrected_mechanism, seen) != 0;
}

/* A correction without a decision is one. */
static int implied_decision(const review_row *r, bool has_level) {
  if (has_level && r->corrected_level > r->seen_level) return DECISION_TOO_LOW;
  if (has_level && r->corrected_level < r->seen_level) return DECISION_TOO_HIGH;
  return other_mechanism(r) ? DECISION_WRONG_MECHANISM : DECISION_AGREE;
}

static const char *contradiction(const review_row *r, bool has_level) {
  bool raised = has_level && r->corrected_level > r->seen_level, lowered = has_level && r->corrected_level < r->seen_level;
  switch (r->decision) {
    case DECISION_AGREE:
      if (raised || lowered || other_mechanism(r)) return "the decision is 'agree', and a correction says otherwise";
      break;
    case DECISION_TOO_LOW:
      if (has_level && !raised) return "the decision is 'too low', and the corrected urgency is not higher";
      if (!has_level && r->seen_level == UTI_EMERGENCY) return "the decision is 'too low', and there is no level above 'emergency'";
      break;
    case DECISION_TOO_HIGH:
      if (has_level && !lowered) return "the decision is 'too high', and the corrected urgency is not lower";
      if (!has_level && r->seen_level <= UTI_NONE) return "the decision is 'too high', and there is no level below";
      break;
    case DECISION_WRONG_MECHANISM:
      if (r->corrected_mechanism != NULL && !other_mechanism(r)) return "the decision is 'wrong mechanism', and the corrected one is the same";
      break;
    default:
      if (has_level || r->corrected_mechanism != NULL) return "the decision is 'cannot tell', and there is a correction";
  }
  return NULL;
}

cells_state review_decide(const review_run *run, const review_cells *cells, review_row *r, const char **why, const char **note) {
  bool decided = cells->decision.length > 0, has_level = cells->urgency.length > 0;
  *why = *note = NULL;
  r->corrected_level = UTI_NOT_ASSESSABLE;
  if (!decided && !has_level && cells->mechanism.length == 0) {
    if (cells->comment.length == 0) return CELLS_EMPTY;
    *why = "there is a comment and no decision";
    return CELLS_WRONG;
  }
  const char *mechanism = cells->mechanism.length == 0 ? NULL : mechanism_named(run, cells->mechanism);
  r->decision = decided ? decision_named(cells->decision) : DECISION_AGREE;
  if (r->decision < 0) *why = "Decision: wanted agree, too high, too low, wrong mechanism or cannot tell, got something else";
  else if (has_level && !level_named(cells->urgency, &r->corrected_level)) *why = "Corrected urgency: wanted emergency, urgent, soon, routine or none, got something else";
  else if (cells->mechanism.length > 0 && mechanism == NULL) *why = "Corrected mechanism: wanted a word of the sheet Lists, got something else";
  if (*why != NULL) return CELLS_WRONG;
  if (mechanism != NULL) r->corrected_mechanism = memory_copy(mechanism, strlen(mechanism));
  if (!decided) {
    r->decision = implied_decision(r, has_level);
    *note = "a correction without a decision was taken as the decision that it means";
  } else if (!has_level && (r->decision == DECISION_TOO_LOW || r->decision == DECISION_TOO_HIGH)) {
    *note = "no corrected urgency: in the figures the next level counts";
  }
  *why = contradiction(r, has_level);
  return *why == NULL ? CELLS_DECIDED : CELLS_WRONG;
}

bool review_level(int decision, uti_level seen, uti_level corrected, uti_level *meant) {
  *meant = corrected != UTI_NOT_ASSESSABLE ? corrected : seen;
  if (decision == DECISION_CANNOT_TELL) return false;
  if (corrected != UTI_NOT_ASSESSABLE) return true;
  if (decision != DECISION_TOO_LOW && decision != DECISION_TOO_HIGH) return decision >= 0;
  if (seen == UTI_NOT_ASSESSABLE) return false;
  if (decision == DECISION_TOO_LOW) *meant = seen == UTI_EMERGENCY ? seen : (uti_level)(seen + 1);
  else *meant = seen == UTI_NONE ? seen : (uti_level)(seen - 1);
  return true;
}
