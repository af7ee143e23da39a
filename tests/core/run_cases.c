/* run_cases.c - runs case files against the core alone and prints TAP.
**
** A case is a line: text, call, expected, with tabs between and \n in the text
** for a line break. Calls: findings, urgency, mechanism, reasons, warnings,
** gaps, has CONCEPT, value FACT, context PHRASE; score NAME ("2 to 9 likely"),
** points NAME ITEM, decided NAME ITEM, missing NAME, population NAME, rules (ids
** that fired), agrees (a reader that has read nothing else says the same); a call may end in " | {facts}" and begin with "full " or "article " for another rule set than core.
** With --rules DIR first, the cases are run under that rule pack. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "uti_pack.h"

static int passed, failed;

static uti_slice slice(const char *text) { return (uti_slice){text, strlen(text)}; }

/* "\n", "\t", "\0" and "\xHH" in a case's text. */
static size_t unescape(char *text) {
  char *to = text;
  for (const char *from = text; *from != 0; from++) {
    if (*from != '\\') {
      *to++ = *from;
    } else if (*++from == 'n') {
      *to++ = '\n';
    } else if (*from == 't') {
      *to++ = '\t';
    } else if (*from == '0') {
      *to++ = 0;
    } else if (*from == 'x') {
      char digits[3] = {from[1], from[2], 0};
      *to++ = (char)strtol(digits, NULL, 16);
      from += 2;
    } else {
      *to++ = *from;
    }
  }
  *to = 0;
  return (size_t)(to - text);
}

static int compare_names(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* Concepts that every list of findings shows; helpers of the rules stay out. */
static int shown(const char *name) {
  static const char *const hidden[] = {"persistent_symptoms", "antibiotic", "both_legs", "dry_mouth",
                                       "headache", "tingling", "limp", "eases_on_voiding",
                                       "exertion", "groin_pain", "posture", "leg_pale", "skin_pale",
                                       "lower_abdominal_cramps", "pain_down_both_legs", "urine_feeling_lost",
                                       "blood_infection", "leg_weakness_worse", "sciatica", NULL};
  for (int i = 0; hidden[i] != NULL; i++)
    if (strcmp(hidden[i], name) == 0) return 0;
  return 1;
}

static void list_findings(const uti_knowledge *k, const uti_assessment *a, char *out) {
  static char items[512][96];
  char *sorted[512];
  size_t count = 0;
  for (size_t i = 0; i < uti_concept_count(k); i++) {
    if (a->statuses[i] == UTI_NOT_MENTIONED || !shown(uti_concept_name(k, i))) continue;
    snprintf(items[count], sizeof items[count], "%s=%s", uti_concept_name(k, i), uti_status_name(a->statuses[i]));
    sorted[count] = items[count];
    count++;
  }
  qsort(sorted, count, sizeof *sorted, compare_names);
  *out = 0;
  for (size_t i = 0; i < count; i++) {
    if (i > 0) strcat(out, " ");
    strcat(out, sorted[i]);
  }
}

static void value_of(const uti_assessment *a, const char *fact, char *out) {
  strcpy(out, "null");
  for (size_t i = 0; i < a->finding_count; i++) {
    const uti_finding *f = &a->findings[i];
    if (f->concept != SIZE_MAX || strcmp(f->name, fact) != 0 || f->status != UTI_PRESENT) continue;
    if (!f->has_value && f->qualifier != NULL) strcpy(out, strcmp(f->qualifier, "male") == 0 ? "M" : "F");
    else snprintf(out, 64, "%.10g", f->value);
    return;
  }
}

static void has(const uti_knowledge *k, const uti_assessment *a, const char *name, char *out) {
  int concept = uti_concept_find(k, slice(name));
  uti_status status = concept < 0 ? UTI_NOT_MENTIONED : a->statuses[concept];
  strcpy(out, concept < 0 ? "no such concept" : status == UTI_PRESENT ? "1" : status == UTI_ABSENT ? "0" : "null");
}

static void join(const char *piece, char *out, size_t room) {
  if (*out != 0) strncat(out, "; ", room - strlen(out) - 1);
  strncat(out, piece, room - strlen(out) - 1);
}

/* "grade: what speaks for it" of one mechanism. */
static void evidence_for(const uti_assessment *a, const char *mechanism, char *out, size_t room) {
  for (size_t i = 0; i < a->mechanism_count; i++) {
    if (strcmp(a->mechanisms[i].name, mechanism) != 0) continue;
    snprintf(out, room, "%s: %s", *a->mechanisms[i].grade ? a->mechanisms[i].grade : "no grade", a->mechanisms[i].evidence);
  }
}

/* "2 to 9", "3" or "null". */
static void write_ends(const uti_score_item *item, char *out) {
  if (!item->known) strcpy(out, "null");
  else if (item->lowest < item->highest) sprintf(out, "%.10g to %.10g", item->lowest, item->highest);
  else sprintf(out, "%.10g", item->lowest);
}

/* call is "points NAME ITEM" or another call of a score. */
static void score(uti_reader *reader, const char *call, char *out) {
  char what[16], name[32], wanted[64] = "";
  uti_score found;
  int got = sscanf(call, "%15s %31s %63s", what, name, wanted);
  int index = got < 2 ? -1 : uti_score_find(uti_reader_knowledge(reader), slice(name));
  strcpy(out, "no such score or item");
  if (index < 0 || uti_score_explain(reader, (size_t)index, &found) != UTI_OK) return;
  const uti_score_item *item = got == 2 ? &found.total : NULL;
  for (size_t i = 0; item == NULL && i < found.item_count; i++)
    if (strcmp(found.items[i].name, wanted) == 0) item = &found.items[i];
  if (item == NULL) return;
  if (strcmp(what, "missing") == 0) strcpy(out, item->missing);
  else if (strcmp(what, "decided") == 0) strcpy(out, item->decided_by);
  else if (strcmp(what, "population") == 0) strcpy(out, item->population);
  else write_ends(item, out);
  if (strcmp(what, "score") == 0 && item->reading[0] != 0) strcat(strcat(out, " "), item->reading);
}

static int is_score_call(const char *call) {
  static const char *const calls[] = {"score ", "points ", "missing ", "decided ", "population "};
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
    if (strncmp(call, calls[i], strlen(calls[i])) == 0) return 1;
  return 0;
}

/* Whether a reader that has read other texts says of this one, and of each of its words, what a
** reader says that has read nothing else. */
static bool agrees(uti_reader *used, uti_slice text) {
  uti_reader *fresh = uti_reader_new(uti_reader_knowledge(used), NULL);
  uti_assessment a;
  uti_reader_use(used, UTI_RULES_FULL);
  bool same = fresh != NULL && uti_assess(used, text, NULL, &a) == UTI_OK;
  char *first = same ? strdup(uti_write_explanation_json(used, &a, text, NULL)) : NULL;
  same = same && uti_assess(fresh, text, NULL, &a) == UTI_OK && strcmp(first, uti_write_explanation_json(fresh, &a, text, NULL)) == 0;
  for (size_t at = 0, end; same && at < text.length; at = end + 1) {
    for (end = at; end < text.length && text.bytes[end] != ' '; end++) {}
    uti_slice word = {text.bytes + at, end - at};
    uti_status one, other;
    same = uti_phrase_context(used, text, word, &one) == UTI_OK && uti_phrase_context(fresh, text, word, &other) == UTI_OK && one == other;
  }
  free(first);
  if (fresh != NULL) uti_reader_free(fresh);
  return same;
}

static void answer(uti_reader *reader, uti_facts *facts, uti_slice text, char *call, char *out, size_t room) {
  const uti_knowledge *k = uti_reader_knowledge(reader);
  uti_assessment a;
  *out = 0;
  if (strcmp(call, "agrees") == 0) {
    strcpy(out, agrees(reader, text) ? "yes" : "no");
    return;
  }
  if (strncmp(call, "context ", 8) == 0) {
    uti_status status;
    uti_phrase_context(reader, text, slice(call + 8), &status);
    strcpy(out, status == UTI_NOT_MENTIONED ? "null" : uti_status_name(status));
    return;
  }
  if (uti_assess(reader, text, facts, &a) != UTI_OK) {
    strcpy(out, "error");
  } else if (strcmp(call, "findings") == 0) {
    list_findings(k, &a, out);
  } else if (strcmp(call, "urgency") == 0) {
    const char *level = uti_level_name(a.level);
    strcpy(out, level == NULL ? "null" : level);
  } else if (strcmp(call, "mechanism") == 0) {
    strcpy(out, a.mechanism < 0 ? "null" : uti_mechanism_name(k, (size_t)a.mechanism));
  } else if (strcmp(call, "reasons") == 0) {
    strncat(out, uti_write_reasons(reader, &a, NULL), room - 1);
  } else if (strcmp(call, "warnings") == 0) {
    for (size_t i = 0; i < a.warning_count; i++) join(a.warnings[i], out, room);
  } else if (strcmp(call, "gaps") == 0) {
    for (size_t i = 0; i < a.gap_count; i++) join(a.gaps[i].name, out, room);
  } else if (strcmp(call, "notes") == 0) {
    for (size_t i = 0; i < a.rule_count; i++)
      if (a.rules[i].level == UTI_NOT_ASSESSABLE) join(a.rules[i].id, out, room);
  } else if (strcmp(call, "questions") == 0) {
    for (size_t i = 0; i < a.question_count; i++) join(a.questions[i].rule, out, room);
  } else if (strncmp(call, "evidence ", 9) == 0) {
    evidence_for(&a, call + 9, out, room);
  } else if (strcmp(call, "rules") == 0) {
    for (size_t i = 0; i < a.rule_count; i++) strcat(strcat(out, i > 0 ? " " : ""), a.rules[i].id);
  } else if (is_score_call(call)) {
    score(reader, call, out);
  } else if (strncmp(call, "has ", 4) == 0) {
    has(k, &a, call + 4, out);
  } else if (strcmp(call, "value pregnant") == 0) {
    has(k, &a, "pregnancy", out);   /* the two names are one */
  } else if (strncmp(call, "value ", 6) == 0) {
    value_of(&a, call + 6, out);
  } else {
    strcpy(out, "no such call");
  }
}

static void run_case(uti_reader *reader, uti_facts *facts, const char *file, int line, char *text, char *call,
                     const char *expected) {
  static char got[16384];
  char shown_text[100];
  snprintf(shown_text, sizeof shown_text, "%.99s", text);
  for (char *c = shown_text; *c != 0; c++)
    if (*c == '#' || *c == '\n') *c = ' ';
  size_t length = unescape(text);
  uti_facts_clear(facts);
  uti_rule_set set = UTI_RULES_CORE;
  char *body = call, *json = strstr(call, " | ");
  if (json != NULL) {
    *json = 0;
    uti_json_error error;
    if (uti_facts_set_json(facts, slice(json + 3), &error) != UTI_OK) printf("# %s:%d: facts are wrong\n", file, line);
  }
  if (strncmp(body, "full ", 5) == 0) set = UTI_RULES_FULL, body += 5;
  else if (strncmp(body, "article ", 8) == 0) set = UTI_RULES_ARTICLE, body += 8;
  uti_reader_use(reader, set);
  answer(reader, facts, (uti_slice){text, length}, body, got, sizeof got);
  int good = strcmp(got, expected) == 0;
  good ? passed++ : failed++;
  printf("%s %d - %s:%d %s: %s\n", good ? "ok" : "not ok", passed + failed, file, line, body, shown_text);
  if (!good) printf("#   wanted %s\n#   got    %s\n", expected, got);
}

static void run_file(uti_reader *reader, uti_facts *facts, const char *path) {
  FILE *file = fopen(path, "r");
  const char *name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
  static char row[65536];
  int line = 0;
  if (file == NULL) {
    printf("not ok %d - cannot read %s\n", passed + ++failed, name);
    return;
  }
  while (fgets(row, sizeof row, file) != NULL) {
    line++;
    row[strcspn(row, "\r\n")] = 0;
    char *call = strchr(row, '\t'), *expected = call != NULL ? strchr(call + 1, '\t') : NULL;
    if (row[0] == '#' || row[0] == 0 || (line == 1 && strncmp(row, "text\t", 5) == 0)) continue;
    if (expected == NULL) {
      printf("not ok %d - %s:%d wants text, call and expected\n", passed + ++failed, name, line);
      continue;
    }
    *call++ = 0;
    *expected++ = 0;
    run_case(reader, facts, name, line, row, call, expected);
  }
  fclose(file);
}

int main(int argc, char **argv) {
  const uti_knowledge *knowledge = uti_knowledge_builtin();
  int first = 1;
  if (argc > 2 && strcmp(argv[1], "--rules") == 0) {
    uti_mistakes mistakes;
    if (uti_pack_read(argv[2], NULL, &knowledge, &mistakes) != UTI_OK) {
      printf("not ok 1 - the pack %s\n%s", argv[2], mistakes.lines == NULL ? "no memory\n" : mistakes.lines);
      uti_mistakes_free(&mistakes, NULL);
      return 1;
    }
    first = 3;
  }
  uti_reader *reader = uti_reader_new(knowledge, NULL);
  uti_facts *facts = uti_facts_new(knowledge, NULL);
  if (reader == NULL || facts == NULL) return 1;
  for (int i = first; i < argc; i++) run_file(reader, facts, argv[i]);
  uti_facts_free(facts);
  uti_reader_free(reader);
  uti_knowledge_free(knowledge, NULL);
  printf("1..%d\n", passed + failed);
  return failed != 0;
}
