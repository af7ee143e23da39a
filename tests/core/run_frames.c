/* run_frames.c - puts every sign of a table into every frame and prints TAP.
**
** A line is "sign", the sign's words and its concept, or a status, and a frame
** in which "_" stands for the sign: what is said around a sign must leave that
** status, whichever sign it is. A "matter" is words about something else, with
** which a sign stays present before and after each of the joints; one that may
** only stand "before" or "after" a sign says so. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "uti_pack.h"

enum { SIGNS_AT_MOST = 64, LINE_BYTES = 1024 };

static struct {
  char words[128], concept[64];
} signs[SIGNS_AT_MOST];
static size_t sign_count;
static int passed, failed;

static size_t concept_named(const uti_knowledge *k, const char *name) {
  for (size_t i = 0; i < uti_concept_count(k); i++)
    if (strcmp(uti_concept_name(k, i), name) == 0) return i;
  fprintf(stderr, "run_frames: no concept is named %s\n", name);
  exit(2);
}

static void fill(const char *frame, const char *words, char *out) {
  const char *place = strchr(frame, '_');
  if (place == NULL) {
    fprintf(stderr, "run_frames: a frame has no _: %s\n", frame);
    exit(2);
  }
  snprintf(out, LINE_BYTES * 2, "%.*s%s%s", (int)(place - frame), frame, words, place + 1);
}

static void check(const uti_knowledge *k, uti_reader *reader, uti_facts *facts, const char *status, const char *frame) {
  static char text[LINE_BYTES * 2];
  char wrong[LINE_BYTES] = "";
  for (size_t i = 0; i < sign_count; i++) {
    uti_assessment a;
    fill(frame, signs[i].words, text);
    if (uti_assess(reader, (uti_slice){text, strlen(text)}, facts, &a) != UTI_OK) exit(2);
    uti_status got = a.statuses[concept_named(k, signs[i].concept)];
    const char *name = got == UTI_NOT_MENTIONED ? "not mentioned" : uti_status_name(got);
    if (strcmp(name, status) != 0 && strlen(wrong) < LINE_BYTES / 2)
      snprintf(wrong + strlen(wrong), LINE_BYTES / 4, "; %s is %s", signs[i].concept, name);
  }
  if (*wrong == 0) passed++;
  else failed++;
  printf("%s %d - %s: %s%s\n", *wrong == 0 ? "ok" : "not ok", passed + failed, status, frame, wrong);
}

static const char *const joints[] = {", ", ". ", " - ", "; "};
/* A list after it looks most like one that is denied with its first item. */
static const char *const lists[] = {"%s, _, tired, off food", "%s, headache, cough, _"};

static void check_matter(const uti_knowledge *k, uti_reader *reader, uti_facts *facts, const char *place, const char *words) {
  char frame[LINE_BYTES];
  for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
    snprintf(frame, sizeof frame, "%s%s_", words, joints[i]);
    if (strcmp(place, "after") != 0) check(k, reader, facts, "present", frame);
    snprintf(frame, sizeof frame, "_%s%s", joints[i], words);
    if (strcmp(place, "before") != 0) check(k, reader, facts, "present", frame);
  }
  for (size_t i = 0; i < sizeof lists / sizeof *lists && strcmp(place, "after") != 0; i++) {
    snprintf(frame, sizeof frame, lists[i], words);
    check(k, reader, facts, "present", frame);
  }
}

static bool is_matter(const char *kind) { return strcmp(kind, "matter") == 0 || strcmp(kind, "before") == 0 || strcmp(kind, "after") == 0; }

int main(int count, char **files) {
  const uti_knowledge *knowledge = uti_knowledge_builtin();
  uti_reader *reader = uti_reader_new(knowledge, NULL);
  uti_facts *facts = uti_facts_new(knowledge, NULL);
  if (reader == NULL || facts == NULL) return 2;
  uti_reader_use(reader, UTI_RULES_CORE);
  for (int f = 1; f < count; f++) {
    FILE *in = fopen(files[f], "r");
    if (in == NULL) return perror(files[f]), 2;
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, in) != NULL) {
      line[strcspn(line, "\n")] = 0;
      char *second = strchr(line, '\t');
      if (line[0] == '#' || second == NULL) continue;
      *second++ = 0;
      if (strcmp(line, "status") == 0) continue;
      if (is_matter(line)) {
        check_matter(knowledge, reader, facts, line, second);
      } else if (strcmp(line, "sign") != 0) {
        check(knowledge, reader, facts, line, second);
      } else if (sign_count < SIGNS_AT_MOST) {
        char *concept = strchr(second, '\t');
        if (concept == NULL) return fprintf(stderr, "run_frames: a sign without a concept\n"), 2;
        snprintf(signs[sign_count].words, sizeof signs->words, "%.*s", (int)(concept - second), second);
        snprintf(signs[sign_count++].concept, sizeof signs->concept, "%s", concept + 1);
      }
    }
    fclose(in);
  }
  printf("1..%d\n", passed + failed);
  uti_facts_free(facts);
  uti_reader_free(reader);
  return failed != 0;
}
