#include "reader.h"

#include <string.h>

uti_reader *uti_reader_new(const uti_knowledge *knowledge, const uti_allocator *allocator) {
  if (allocator == NULL) allocator = &uti_default_allocator;
  uti_reader *reader = uti_resize(allocator, NULL, sizeof *reader);
  if (reader == NULL) return NULL;
  memset(reader, 0, sizeof *reader);
  reader->knowledge = knowledge;
  reader->allocator = *allocator;
  reader->set = UTI_RULES_FULL;
  const uti_allocator *own = &reader->allocator;
  uti_tokens_init(&reader->tokens, own);
  uti_mentions_init(&reader->mentions, own);
  uti_statuses_init(&reader->statuses, own);
  uti_findings_init(&reader->findings, own);
  uti_scores_init(&reader->scores, own);
  uti_decision_init(&reader->decision, own);
  uti_dependence_init(&reader->dependence, own);
  uti_scores_init(&reader->resting_scores, own);
  uti_decision_init(&reader->resting, own);
  uti_text_init(&reader->warnings, own);
  uti_list_init(&reader->warning_pointers, own, sizeof(const char *));
  uti_tokens_init(&reader->phrase, own);
  uti_list_init(&reader->phrase_borders, own, sizeof(uint32_t));
  uti_text_init(&reader->written, own);
  uti_list_init(&reader->score_items, own, sizeof(uti_score_item));
  return reader;
}

void uti_reader_free(uti_reader *reader) {
  if (reader == NULL) return;
  uti_tokens_free(&reader->tokens);
  uti_mentions_free(&reader->mentions);
  uti_statuses_free(&reader->statuses);
  uti_findings_free(&reader->findings);
  uti_scores_free(&reader->scores);
  uti_decision_free(&reader->decision);
  uti_dependence_free(&reader->dependence);
  uti_scores_free(&reader->resting_scores);
  uti_decision_free(&reader->resting);
  uti_text_free(&reader->warnings);
  uti_list_free(&reader->warning_pointers);
  uti_tokens_free(&reader->phrase);
  uti_list_free(&reader->phrase_borders);
  uti_text_free(&reader->written);
  uti_list_free(&reader->score_items);
  uti_allocator allocator = reader->allocator;
  uti_resize(&allocator, reader, 0);
}

const uti_knowledge *uti_reader_knowledge(const uti_reader *reader) { return reader->knowledge; }
void uti_reader_use(uti_reader *reader, uti_rule_set set) { reader->set = set; }
uti_rule_set uti_reader_rule_set(const uti_reader *reader) { return reader->set; }

static uti_result read_text(uti_reader *reader, uti_slice report) {
  uti_result result = uti_tokens_read(&reader->tokens, reader->knowledge, report);
  if (result == UTI_OK) result = uti_mentions_find(&reader->mentions, reader->knowledge, &reader->tokens, false);
  if (result == UTI_OK)
    result = uti_statuses_settle(&reader->statuses, reader->knowledge, &reader->tokens, &reader->mentions);
  return result;
}

/* ---- Warnings ---- */

static void warn(uti_reader *reader, const char *sentence) {
  uti_text_add_string(&reader->warnings, sentence);
  uti_text_add(&reader->warnings, "", 1);
  reader->warning_count++;
}

enum { WORDS_TO_JUDGE = 5 };

/* A report of some length with few English words is not covered. */
static bool hardly_english(const uti_tokens *tokens) {
  return tokens->words >= WORDS_TO_JUDGE && tokens->common_words * 5 < tokens->words && tokens->known_words * 2 < tokens->words;
}

static void warn_of_text(uti_reader *reader, const uti_facts *facts) {
  uti_text_clear(&reader->warnings);
  reader->warning_count = 0;
  if (facts != NULL) {
    uti_text_add(&reader->warnings, facts->warnings.bytes.items, facts->warnings.bytes.count);
    reader->warning_count = facts->warning_count;
  }
  if (reader->tokens.stopped_at_nul) warn(reader, "reading stopped at a NUL character");
  if (hardly_english(&reader->tokens)) warn(reader, "language not covered");
}

static uti_result point_at_warnings(uti_reader *reader) {
  reader->warning_pointers.count = 0;
  const char **pointers = uti_list_extend(&reader->warning_pointers, reader->warning_count + 1);
  if (pointers == NULL) return UTI_NO_MEMORY;
  const char *at = reader->warnings.bytes.items;
  for (size_t i = 0; i < reader->warning_count; i++, at += strlen(at) + 1) pointers[i] = at;
  return UTI_OK;
}

/* ---- Assessment ---- */

/* Whether anything is known beyond the person: age and sex alone assess nothing. */
static bool facts_say_something(const uti_knowledge *knowledge, const uti_facts *facts) {
  if (facts == NULL) return false;
  for (uint32_t i = 0; i < knowledge->fact_count; i++) {
    if (facts->numbers[i] == UTI_NO_NUMBER) continue;
    if (!knowledge->facts[i].personal) return true;
  }
  return false;
}

static void fill(const uti_reader *reader, uti_assessment *a) {
  *a = (uti_assessment){
      .level = reader->decision.level,
      .mechanism = reader->decision.mechanism,
      .findings = reader->findings.found.items,
      .finding_count = reader->findings.found.count,
      .statuses = reader->findings.statuses.items,
      .rules = reader->decision.fired.items,
      .rule_count = reader->decision.fired.count,
      .mechanisms = reader->decision.mechanisms.items,
      .mechanism_count = reader->decision.mechanisms.count,
      .warnings = reader->warning_pointers.items,
      .warning_count = reader->warning_count,
      .gaps = reader->decision.gaps.items,
      .gap_count = reader->decision.gaps.count,
      .questions = reader->decision.questions.items,
      .question_count = reader->decision.questions.count,
      .outside_scope = reader->decision.outside_scope,
  };
  if (reader->assessable) return;
  a->level = UTI_NOT_ASSESSABLE;
  a->gap_count = 0;
  a->question_count = 0;
}

static uti_decision_sources sources_of(uti_reader *reader, bool resting) {
  return (uti_decision_sources){reader->knowledge, &reader->findings, resting ? &reader->resting_scores : &reader->scores,
                                resting ? NULL : &reader->resting_scores, reader->set, &reader->dependence, resting ? NULL : &reader->resting};
}

/* Decides where nothing at all is known: most rules of most reports are as here. */
static uti_result come_to_rest(uti_reader *reader) {
  const uti_knowledge *k = reader->knowledge;
  if (reader->resting_set == reader->set) return UTI_OK;
  reader->resting_set = (uti_rule_set)0;
  uti_result result = uti_dependence_find(&reader->dependence, k);
  if (result == UTI_OK) result = uti_findings_clear(&reader->findings, k);
  if (result == UTI_OK) result = uti_scores_begin(&reader->resting_scores, k);
  if (result != UTI_OK) return result;
  uti_scores_compute_all(&reader->resting_scores, k, &reader->findings, &reader->dependence, NULL);
  uti_decision_sources from = sources_of(reader, true);
  uti_text_clear(&reader->warnings);
  result = uti_decide(&reader->resting, &from, &reader->warnings, &reader->warning_count);
  if (result == UTI_OK) result = uti_decide_rest(&reader->resting, &from);
  if (result == UTI_OK) reader->resting_set = reader->set;
  return result;
}

/* Findings, scores and the decision, from what was read. */
static uti_result weigh(uti_reader *reader, uti_slice report, const uti_facts *facts) {
  const uti_knowledge *k = reader->knowledge;
  uti_finding_sources text = {k, report, &reader->tokens, &reader->mentions, &reader->statuses, facts, &reader->dependence};
  uti_result result = uti_findings_gather(&reader->findings, &text, &reader->warnings, &reader->warning_count);
  if (result == UTI_OK) uti_dependence_touch(&reader->dependence, reader->findings.touched.items);
  if (result == UTI_OK) result = uti_scores_begin(&reader->scores, k);
  uti_decision_sources known = sources_of(reader, false);
  if (result == UTI_OK) result = uti_decide(&reader->decision, &known, &reader->warnings, &reader->warning_count);
  return result;
}

uti_result uti_assess_level(uti_reader *reader, uti_slice report, const uti_facts *facts, uti_assessment *assessment) {
  if (report.length > UTI_MAXIMUM_REPORT) return UTI_TOO_BIG;
  if (facts != NULL && facts->warnings.failed) return UTI_NO_MEMORY;
  uti_result result = read_text(reader, report);
  if (result == UTI_OK) result = come_to_rest(reader);
  if (result != UTI_OK) return result;
  warn_of_text(reader, facts);
  result = weigh(reader, report, facts);
  if (result == UTI_OK) result = point_at_warnings(reader);
  if (result != UTI_OK) return result;
  reader->assessable = reader->tokens.letters_and_digits > 0 || facts_say_something(reader->knowledge, facts);
  fill(reader, assessment);
  assessment->finding_count = assessment->mechanism_count = assessment->gap_count = 0;
  return UTI_OK;
}

uti_result uti_assess_rest(uti_reader *reader, uti_slice report, uti_assessment *assessment) {
  uti_decision_sources known = sources_of(reader, false);
  uti_findings_place(&reader->findings, report);
  uti_scores_compute_all(&reader->scores, reader->knowledge, &reader->findings, &reader->dependence, &reader->resting_scores);
  uti_result result = uti_decide_rest(&reader->decision, &known);
  if (result == UTI_OK) fill(reader, assessment);
  return result;
}

uti_result uti_assess(uti_reader *reader, uti_slice report, const uti_facts *facts, uti_assessment *assessment) {
  uti_assessment made;
  uti_result result = uti_assess_level(reader, report, facts, &made);
  if (result == UTI_OK) result = uti_assess_rest(reader, report, &made);
  if (result == UTI_OK) *assessment = made;
  return result;
}

/* ---- A phrase of the caller's ---- */

/* Two tokens are the same word: numbers by their value, words by the lexicon where
** they are in it, else byte for byte without case. */
static bool same_token(const uti_token *a, uti_slice a_text, const uti_token *b, uti_slice b_text) {
  if (a->kind == UTI_TOKEN_NUMBER || b->kind == UTI_TOKEN_NUMBER) return a->kind == b->kind && a->number == b->number;
  if (a->word != UTI_NONE_ID || b->word != UTI_NONE_ID) return a->word == b->word;
  if (a->length != b->length) return false;
  for (uint32_t i = 0; i < a->length; i++) {
    char x = a_text.bytes[a->start + i], y = b_text.bytes[b->start + i];
    if (x >= 'A' && x <= 'Z') x = (char)(x + 32);
    if (y >= 'A' && y <= 'Z') y = (char)(y + 32);
    if (x != y) return false;
  }
  return true;
}

/* How many tokens of the phrase match after one more token, of `matched` before it
** (Knuth, Morris and Pratt): a phrase as long as the text takes no longer than a word. */
static uint32_t match_one_more(const uti_reader *reader, uint32_t matched, const uti_token *token, uti_slice text, uti_slice phrase) {
  const uint32_t *borders = reader->phrase_borders.items;
  for (;;) {
    if (same_token(token, text, uti_token_at(&reader->phrase, matched), phrase)) return matched + 1;
    if (matched == 0) return 0;
    matched = borders[matched - 1];
  }
}

/* Of each beginning of the phrase, how many tokens at its end are a beginning too. */
static uti_result find_borders(uti_reader *reader, uti_slice phrase) {
  uti_list_trim(&reader->phrase_borders, (size_t)1 << 20);
  uint32_t *borders = uti_list_extend(&reader->phrase_borders, reader->phrase.count);
  if (borders == NULL) return UTI_NO_MEMORY;
  for (size_t i = 1; i < reader->phrase.count; i++)
    borders[i] = match_one_more(reader, borders[i - 1], uti_token_at(&reader->phrase, i), phrase, phrase);
  return UTI_OK;
}

/* Adds a mention of no row for each place of the phrase, after the others. */
static uti_result add_phrases(uti_reader *reader, uti_slice text, uti_slice phrase) {
  size_t length = reader->phrase.count;
  uint32_t matched = 0;
  if (length > reader->tokens.count) return UTI_OK;
  if (find_borders(reader, phrase) != UTI_OK) return UTI_NO_MEMORY;
  for (size_t at = 0; at < reader->tokens.count; at++) {
    matched = match_one_more(reader, matched, uti_token_at(&reader->tokens, at), text, phrase);
    if (matched < length) continue;
    matched = 0;
    uti_mention *mention = uti_list_add(&reader->mentions.found);
    if (mention == NULL) return UTI_NO_MEMORY;
    uint64_t mask = length >= 64 ? UINT64_MAX : (UINT64_C(1) << length) - 1;
    *mention = (uti_mention){UTI_UNLISTED, (uint32_t)(at + 1 - length), (uint32_t)(at + 1), mask, 0, 0};
  }
  return UTI_OK;
}

/* Words of the phrase are neither cues nor findings of their own: such
** mentions are taken out, and the rest put in the order of the text. */
static void merge_phrases(uti_reader *reader, size_t listed) {
  uti_mentions *mentions = &reader->mentions;
  size_t total = mentions->found.count, kept = 0, next = listed;
  uint32_t end = 0;
  for (size_t i = 0; i < listed; i++) {
    uti_mention mention = *uti_mention_at(mentions, i);
    while (next < total && uti_mention_at(mentions, next)->first <= mention.first) end = uti_mention_at(mentions, next++)->end;
    if (mention.end > end) *uti_mention_at(mentions, kept++) = mention;
  }
  size_t phrases = total - listed;
  memmove(uti_mention_at(mentions, kept), uti_mention_at(mentions, listed), phrases * sizeof(uti_mention));
  mentions->found.count = kept + phrases;
  uti_mentions_sort(mentions);
}

/* "ALLERGIES: He has no known allergies": a heading that nothing answers says
** nothing, where the phrase comes again. */
static bool is_bare_heading(const uti_reader *reader, const uti_mention *mention, const uti_stated *stated) {
  if (stated->cue != UTI_NONE_ID || mention->end >= reader->tokens.count) return false;
  return (uti_token_at(&reader->tokens, mention->end)->before & UTI_GAP_COLON) != 0;
}

uti_result uti_phrase_context(uti_reader *reader, uti_slice text, uti_slice phrase, uti_status *status) {
  *status = UTI_NOT_MENTIONED;
  if (text.length > UTI_MAXIMUM_REPORT || phrase.length > UTI_MAXIMUM_REPORT) return UTI_TOO_BIG;
  uti_result result = uti_tokens_read(&reader->phrase, reader->knowledge, phrase);
  if (result == UTI_OK) result = uti_tokens_read(&reader->tokens, reader->knowledge, text);
  if (result != UTI_OK || reader->phrase.count == 0) return result;
  result = uti_mentions_find(&reader->mentions, reader->knowledge, &reader->tokens, true);
  size_t listed = reader->mentions.found.count;
  if (result == UTI_OK) result = add_phrases(reader, text, phrase);
  if (result != UTI_OK || reader->mentions.found.count == listed) return result;
  merge_phrases(reader, listed);
  result = uti_statuses_settle(&reader->statuses, reader->knowledge, &reader->tokens, &reader->mentions);
  bool heads = false;
  for (size_t i = 0; result == UTI_OK && i < reader->mentions.found.count; i++) {
    const uti_mention *mention = uti_mention_at(&reader->mentions, i);
    const uti_stated *stated = &UTI_ITEM(&reader->statuses.stated, uti_stated, i);
    if (mention->pattern != UTI_UNLISTED) continue;
    if (is_bare_heading(reader, mention, stated)) heads = true;
    else if (stated->status < *status) *status = stated->status;
  }
  if (heads && *status == UTI_NOT_MENTIONED) *status = UTI_PRESENT;
  return result;
}
