/* score.c - the command score: NDJSON in, NDJSON out, a line for each line. Lines go
** through the workers in pieces. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch/assess.h"
#include "input/json_line.h"
#include "common/interruption.h"
#include "common/knowledge.h"
#include "common/message.h"
#include "common/parallel.h"
#include "common/progress.h"
#include "options/options.h"
#include "privacy/hash_ids.h"
#include "privacy/redact.h"
#include "input/source.h"
#include "system/system.h"

typedef struct rejected_line {
  size_t number;
  char *problem;
} rejected_line;

/* Some lines, and their answers. */
typedef struct piece {
  text lines;
  size_t *ends, count, end_room;   /* of the lines in `lines` */
  size_t first;                /* number of the first line */
  text answers;
  rejected_line *rejected;
  size_t rejected_count, rejected_room;
} piece;

/* What the calling thread keeps. */
typedef struct stream {
  const options *options;
  source *in;
  size_t lines, rejected, rejected_here;   /* of the input at hand */
} stream;

/* What a worker needs for a line. */
typedef struct scoring {
  const options *options;
  assessor assessor;
  json_line line;
  text out, problem, warnings;
  redactor *redactor;          /* NULL without --redact */
  names identifying, left_out; /* of the line: values that tell who the person is; members */
} scoring;

/* What the command adds; an input field of the same name gives way. */
static const char *const added[] = {"urgency", "urgency_rank", "cramp_mechanism", "reasons",
                                    "findings", "warnings", "rules_id", NULL};

static bool read_facts(scoring *s, json_t *object) {
  const options *o = s->options;
  json_t *facts = json_object_get(object, "facts");
  json_set_member_facts(s->assessor.facts, object, o->text_field, o->id_field, &s->warnings);
  if (facts == NULL || json_is_null(facts)) return true;
  if (json_is_object(facts)) return json_set_facts(s->assessor.facts, facts, &s->problem);
  text_add_format(&s->problem, "\"facts\": wanted an object, got %s", json_kind(facts));
  return false;
}

static bool score_object(scoring *s, uti_assessment *assessment) {
  const char *field = s->options->text_field;
  json_t *value = json_object_get(s->line.object, field);
  char digits[32];
  uti_slice report;
  uti_facts_clear(s->assessor.facts);
  if (!json_as_text(value, digits, &report)) {
    text_add_format(&s->problem, "\"%s\": wanted text or null, got %s", field, json_kind(value));
    return false;
  }
  if (!read_facts(s, s->line.object)) return false;
  if (value == NULL) text_add_format(&s->warnings, "there is no field \"%s\"%c", field, 0);
  if (s->line.bad_bytes > 0)
    text_add_format(&s->warnings, "bytes that are no UTF-8 were replaced: %zu%c", s->line.bad_bytes, 0);
  uti_result result = uti_assess(s->assessor.reader, report, s->assessor.facts, assessment);
  if (result != UTI_OK) text_add_string(&s->problem, result_sentence(result));
  return result == UTI_OK;
}

/* ---- What may be shown ---- */

static void leave_out(scoring *s, const char *name) { names_add(&s->left_out, name, strlen(name)); }

/* Which members are not copied: those that are written anew, and with --redact
** those that tell who the person is. */
/* Every text and number of a member that tells who the person is. */
static void add_identifying(scoring *s, json_t *value) {
  const char *name;
  json_t *part;
  char digits[32];
  size_t i;
  uti_slice words;
  json_array_foreach(value, i, part) add_identifying(s, part);
  json_object_foreach(value, name, part) add_identifying(s, part);
  bool single = !json_is_object(value) && !json_is_array(value);
  if (single && json_as_text(value, digits, &words) && words.length > 0) names_add(&s->identifying, words.bytes, words.length);
}

/* Adds what below a member tells who the person is: whether anything does. */
static bool tells(scoring *s, const char *name, json_t *value) {
  const char *below;
  json_t *part;
  size_t i;
  bool any = name != NULL && redact_column(name);
  if (any) {
    add_identifying(s, value);
    return true;
  }
  json_array_foreach(value, i, part) any = tells(s, NULL, part) || any;
  json_object_foreach(value, below, part) any = tells(s, below, part) || any;
  return any;
}

static bool is_fact(const char *name) {
  return strcmp(name, "facts") == 0 || uti_fact_find(knowledge_in_force(), slice_of(name)) >= 0;
}

static void choose_members(scoring *s) {
  const char *name;
  json_t *value;
  names_free(&s->identifying);
  names_free(&s->left_out);
  for (size_t i = 0; added[i] != NULL; i++) leave_out(s, added[i]);
  if (hash_ids_in_use()) leave_out(s, s->options->id_field);
  if (s->redactor == NULL) return;
  leave_out(s, s->options->text_field);
  json_object_foreach(s->line.object, name, value) {
    if (strcmp(name, s->options->id_field) == 0) add_identifying(s, value);
    else if (!is_fact(name) && tells(s, name, value)) leave_out(s, name);
  }
}

static void write_hashed_id(scoring *s) {
  char digits[32];
  uti_slice id;
  text shown = {0};
  if (!json_as_text(json_object_get(s->line.object, s->options->id_field), digits, &id) || id.bytes == NULL) return;
  hash_ids_show(id, &shown);
  if (s->out.length > 1) text_add(&s->out, ",", 1);
  text_add_json(&s->out, slice_of(s->options->id_field));
  text_add_string(&s->out, ":");
  text_add_json(&s->out, text_slice(&shown));
  text_free(&shown);
}

static void write_redacted_text(scoring *s, const uti_assessment *a) {
  char digits[32];
  uti_slice report;
  text shown = {0};
  size_t count;
  if (!json_as_text(json_object_get(s->line.object, s->options->text_field), digits, &report) || report.bytes == NULL) return;
  const mask *masks = redact_find(s->redactor, report, a, &s->identifying, &count);
  redact_apply(report, masks, count, &shown);
  if (s->out.length > 1) text_add(&s->out, ",", 1);
  text_add_json(&s->out, slice_of(s->options->text_field));
  text_add_string(&s->out, ":");
  text_add_json(&s->out, text_slice(&shown));
  text_free(&shown);
}

static void write_members(scoring *s, const uti_assessment *a) {
  if (s->redactor == NULL && !hash_ids_in_use()) {
    json_copy_members(s->line.bytes, added, &s->out);
  } else {
    choose_members(s);
    names_end(&s->left_out);
    json_copy_members(s->line.bytes, (const char *const *)s->left_out.items, &s->out);
    if (hash_ids_in_use()) write_hashed_id(s);
    if (s->redactor != NULL) write_redacted_text(s, a);
  }
  if (s->out.length > 1) text_add(&s->out, ",", 1);
}

static void reject(piece *p, size_t number, const char *problem) {
  p->rejected = memory_grow(p->rejected, p->rejected_count, &p->rejected_room, sizeof *p->rejected);
  p->rejected[p->rejected_count++] = (rejected_line){number, memory_copy(problem, strlen(problem))};
}

static void score_line(scoring *s, uti_slice line, size_t number, piece *p) {
  uti_assessment assessment;
  text_clear(&s->out);
  text_clear(&s->problem);
  text_clear(&s->warnings);
  if (json_line_read(&s->line, line, &s->problem) && score_object(s, &assessment)) {
    write_members(s, &assessment);
    write_answer_members(&s->assessor, &assessment, text_slice(&s->warnings), &s->out);
    text_add_string(&s->out, "}\n");
  } else {
    reject(p, number, s->problem.bytes);
    text_add_string(&s->out, "{\"error\":");
    text_add_json(&s->out, text_slice(&s->problem));
    text_add_format(&s->out, ",\"line\":%zu}\n", number);
  }
  text_add(&p->answers, s->out.bytes, s->out.length);
}

/* ---- The stages of a piece ---- */

enum { LINES_AT_MOST = 256, BYTES_AT_MOST = 1 << 20 };

/* Takes what can be had without waiting, but one line at least. */
static bool fill(void *context, void *to) {
  stream *s = context;
  piece *p = to;
  uti_slice line;
  text_clear(&p->lines);
  p->count = 0;
  p->first = s->lines + 1;
  while (p->count < LINES_AT_MOST && p->lines.length < BYTES_AT_MOST && (p->count == 0 || source_line_ready(s->in)) && source_line(s->in, &line)) {
    if (interrupted()) break;   /* the line may be cut off */
    p->ends = memory_grow(p->ends, p->count, &p->end_room, sizeof *p->ends);
    text_add(&p->lines, line.bytes, line.length);
    p->ends[p->count++] = p->lines.length;
    s->lines++;
  }
  return p->count > 0;
}

static void work(void *worker, void *on) {
  piece *p = on;
  text_clear(&p->answers);
  p->rejected_count = 0;
  for (size_t i = 0, from = 0; i < p->count; from = p->ends[i++])
    score_line(worker, (uti_slice){p->lines.bytes + from, p->ends[i] - from}, p->first + i, p);
}

static bool take(void *context, void *finished) {
  stream *s = context;
  piece *p = finished;
  fwrite(p->answers.bytes, 1, p->answers.length, stdout);
  for (size_t i = 0; i < p->rejected_count; i++) {
    if (s->rejected_here++ < REJECTED_LISTED) message_rejected("%s line %zu: %s", source_name(s->in), p->rejected[i].number, p->rejected[i].problem);
    free(p->rejected[i].problem);
  }
  s->rejected += p->rejected_count;
  p->rejected_count = 0;
  progress_show(p->first + p->count - 1, source_position(s->in), source_size(s->in));
  return !ferror(stdout);
}

static void clear(void *emptied) {
  piece *p = emptied;
  for (size_t i = 0; i < p->rejected_count; i++) free(p->rejected[i].problem);
  free(p->rejected);
  free(p->ends);
  text_free(&p->lines);
  text_free(&p->answers);
}

static void *open_worker(void *context) {
  scoring *s = memory_resize(NULL, 1, sizeof *s);
  *s = (scoring){.options = ((const stream *)context)->options};
  assessor_open(&s->assessor, s->options->rule_set);
  if (s->options->redact) s->redactor = redactor_new();
  return s;
}

static void close_worker(void *worker) {
  scoring *s = worker;
  assessor_close(&s->assessor);
  redactor_free(s->redactor);
  names_free(&s->identifying);
  names_free(&s->left_out);
  json_line_free(&s->line);
  text_free(&s->out);
  text_free(&s->problem);
  text_free(&s->warnings);
  free(s);
}

static void flush_answers(void) {
  parallel_catch_up();
  fflush(stdout);
}

static bool score_file(stream *s, const char *name) {
  static const parallel_work lines = {sizeof(piece), fill, work, take, clear, open_worker, close_worker};
  s->in = source_open(name);
  if (s->in == NULL) return false;
  s->lines = s->rejected_here = 0;
  source_before_read(s->in, flush_answers);
  parallel_run(&lines, s->options->threads, s);
  bool failed = source_failed(s->in);
  if (s->rejected_here > REJECTED_LISTED)
    message_rejected("%s: ... and %zu more lines: the answers hold each with its error", source_name(s->in), s->rejected_here - REJECTED_LISTED);
  if (interrupted()) message_error("interrupted: %s was answered up to line %zu, and what was answered is whole", source_name(s->in), s->lines);
  source_close(s->in);
  return !failed && !interrupted();
}

int run_score(const options *o) {
  stream s = {.options = o};
  json_object_seed(0);   /* before there are threads */
  interruption_watch();
  bool beside_answers = system_is_terminal(STDOUT_FILENO);
  if (!beside_answers) progress_begin(o);
  bool done = o->arguments.count > 0 || score_file(&s, "-");
  for (size_t i = 0; i < o->arguments.count && done; i++) done = score_file(&s, o->arguments.items[i]);
  progress_end();
  fflush(stdout);
  interruption_end();
  return !done ? EXIT_FAILED : s.rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}
