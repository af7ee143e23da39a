/* uti.h - the public interface of the core: one report in, findings and a
** decision out.
**
** The core is plain C11. It knows nothing of SQLite, does no input or output,
** keeps no global state and reads no clock, environment or locale. The same
** bytes, facts and knowledge give the same answer on every platform.
**
** Order of use: knowledge (built in, or compiled from a rule pack) -> reader
** (the workspace of one thread) -> facts (what is known beside the text)
** -> uti_assess() -> the assessment and the writers at the end of this file.
**
** Threads: a knowledge never changes once made and may be shared. A reader and
** its facts belong to one thread at a time.
** Memory: what an assessment points to belongs to the reader and is valid
** until the reader's next call. In the steady state a call allocates nothing.
*/
#ifndef UTI_H
#define UTI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTI_VERSION "0.1.0"

/* The longest report that is read, in bytes; a longer one is UTI_TOO_BIG. */
#define UTI_MAXIMUM_REPORT ((size_t)256 * 1024 * 1024)

typedef enum {
  UTI_OK = 0,
  UTI_NO_MEMORY,     /* an allocation failed; the object stays usable */
  UTI_TOO_BIG,       /* the report is over UTI_MAXIMUM_REPORT */
  UTI_UNKNOWN_FACT,  /* no fact has this name */
  UTI_WRONG_VALUE,   /* the value is of a kind that no fact takes */
  UTI_BAD_JSON,      /* the facts are not one JSON object */
  UTI_BAD_PACK       /* a rule pack holds mistakes; they are listed */
} uti_result;

/* resize() is realloc() with a context: bytes == 0 frees and returns NULL. */
typedef struct uti_allocator {
  void *(*resize)(void *context, void *memory, size_t bytes);
  void *context;
} uti_allocator;

/* A piece of text: not terminated, never NULL when length > 0. */
typedef struct uti_slice {
  const char *bytes;
  size_t length;
} uti_slice;

typedef enum {
  UTI_NOT_ASSESSABLE = -1,  /* nothing at all to assess: SQL's NULL */
  UTI_NONE = 0,
  UTI_ROUTINE,
  UTI_SOON,
  UTI_URGENT,
  UTI_EMERGENCY
} uti_level;

/* In the order in which several mentions of one concept are settled. */
typedef enum {
  UTI_PRESENT = 0,
  UTI_POSSIBLE,
  UTI_ABSENT,
  UTI_PAST,
  UTI_HYPOTHETICAL,
  UTI_OTHER,
  UTI_NOT_MENTIONED
} uti_status;

typedef enum { UTI_RULES_ARTICLE = 1, UTI_RULES_CORE, UTI_RULES_FULL } uti_rule_set;

typedef enum { UTI_FROM_TEXT = 0, UTI_FROM_FACT, UTI_FROM_IMPLICATION } uti_origin;

const char *uti_level_name(uti_level);            /* "emergency"; NULL for UTI_NOT_ASSESSABLE */
bool uti_level_parse(uti_slice, uti_level *);     /* false for a word that is no level */
const char *uti_status_name(uti_status);          /* "present"; "not mentioned" */
const char *uti_rule_set_name(uti_rule_set);      /* "article", "core", "full" */
bool uti_rule_set_parse(uti_slice, uti_rule_set *);
const char *uti_origin_name(uti_origin);          /* "text", "fact", "implied" */

/* ---- Knowledge ---------------------------------------------------------- */

typedef struct uti_knowledge uti_knowledge;

/* The pack that ships with the code, compiled in. Never NULL. */
const uti_knowledge *uti_knowledge_builtin(void);

/* The tables of a pack, as its TSV files hold them: every cell is UTF-8 text,
** empty where the file has nothing. */
typedef enum {
  UTI_TABLE_CONCEPTS = 0,
  UTI_TABLE_PHRASES,
  UTI_TABLE_CONTEXTS,
  UTI_TABLE_FACTS,
  UTI_TABLE_RULES,
  UTI_TABLE_MECHANISMS,
  UTI_TABLE_SOURCES,
  UTI_TABLE_WORDS,
  UTI_TABLE_CODES,       /* ICD-10-CM and LOINC */
  UTI_TABLE_SNOMED,      /* the same for SNOMED CT, which a licence governs */
  UTI_TABLE_SCORES,
  UTI_TABLE_UNITS,       /* factors between the units of measurements */
  UTI_TABLE_EPISODE_RULES,   /* rules over several reports of one patient */
  UTI_TABLE_PACK,    /* one row: name, mode, language, version */
  UTI_TABLE_OFF,     /* built-in rows that a pack switches off */
  UTI_TABLE_COUNT
} uti_table;

const char *uti_table_name(uti_table);            /* "concepts": the file without ".tsv" */
size_t uti_table_columns(const uti_knowledge *, uti_table);
const char *uti_table_column_name(const uti_knowledge *, uti_table, size_t column);
size_t uti_table_rows(const uti_knowledge *, uti_table);
const char *uti_table_cell(const uti_knowledge *, uti_table, size_t row, size_t column);
/* How many leading columns tell one row of a table from another ("id"; "concept"
** and "pattern"): a pack's row takes the place of the built-in row that has the
** same text in them. */
size_t uti_table_keys(uti_table);

/* What pack.tsv says of the pack in force: "uti", "en", "1"; "" where it says nothing. */
const char *uti_pack_name(const uti_knowledge *);
const char *uti_pack_language(const uti_knowledge *);
const char *uti_pack_version(const uti_knowledge *);

/* Sixteen hexadecimal digits over all tables and the rule set: equal ids give
** equal answers. buffer takes 17 bytes. */
void uti_rules_id(const uti_knowledge *, uti_rule_set, char buffer[17]);

size_t uti_concept_count(const uti_knowledge *);
const char *uti_concept_name(const uti_knowledge *, size_t concept);   /* "flank_pain" */
const char *uti_concept_label(const uti_knowledge *, size_t concept);  /* "flank pain" */
/* The index of a concept, or -1. */
int uti_concept_find(const uti_knowledge *, uti_slice name);
/* The known name that is nearest to a misspelled one, or NULL. */
const char *uti_concept_nearest(const uti_knowledge *, uti_slice name);

size_t uti_score_count(const uti_knowledge *);
const char *uti_score_name(const uti_knowledge *, size_t score);       /* "wells_dvt" */
/* The index of a score, or -1. */
int uti_score_find(const uti_knowledge *, uti_slice name);

size_t uti_mechanism_count(const uti_knowledge *);
const char *uti_mechanism_name(const uti_knowledge *, size_t mechanism);

/* ---- Facts -------------------------------------------------------------- */

/* What is known beside the text: measured values, age and sex, and any concept
** by its name. Names and aliases are rows of facts.tsv, and every concept.
** A NULL, a blank string and an unreadable number are "not known"; the last
** leaves a warning, and so does a value outside its plausible range. */
typedef struct uti_facts uti_facts;

uti_facts *uti_facts_new(const uti_knowledge *, const uti_allocator *);  /* NULL: no memory */
void uti_facts_free(uti_facts *);
void uti_facts_clear(uti_facts *);

/* Number of fact names that can be set (facts.tsv and all concepts). */
size_t uti_fact_count(const uti_knowledge *);
const char *uti_fact_name(const uti_knowledge *, size_t fact);
const char *uti_fact_unit(const uti_knowledge *, size_t fact);   /* "" without one */
/* The index for a name or an alias (LOINC code, usual column name), or -1. */
int uti_fact_find(const uti_knowledge *, uti_slice name);
const char *uti_fact_nearest(const uti_knowledge *, uti_slice name);     /* NULL: none near */

/* A fact that is given again, under whatever name, with another value: of a measurement
** the more serious value counts, of a yes/no fact "yes", else the last, and a warning
** says so. uti_facts_clear() forgets what was given. */
uti_result uti_facts_set_text(uti_facts *, size_t fact, uti_slice value);
uti_result uti_facts_set_integer(uti_facts *, size_t fact, int64_t value);
uti_result uti_facts_set_real(uti_facts *, size_t fact, double value);

/* Where uti_facts_set_json() stopped: at byte `offset`; `name` is the member
** concerned (into the JSON text), empty when there is none; `wanted` and `got`
** are fixed phrases ("a number, text, true, false or null" / "an array"). */
typedef struct uti_json_error {
  size_t offset;
  uti_slice name;
  const char *wanted;
  const char *got;
} uti_json_error;

/* Sets every member of one JSON object, e.g. {"temp_f":103.1,"sex":"F"}. */
uti_result uti_facts_set_json(uti_facts *, uti_slice json, uti_json_error *);

/* ---- Assessment --------------------------------------------------------- */

/* One cue may decide many findings, and a gap in it holds words of any length: what
** is longer is cut at the end of a character, so that answers grow with the report. */
#define UTI_LONGEST_CUE 200

typedef struct uti_finding {
  size_t concept;        /* index of a concept; SIZE_MAX for a measurement that has none */
  const char *name;      /* concept name, or the fact's name for a measurement */
  const char *label;     /* readable name */
  uti_status status;
  uti_origin origin;
  const char *qualifier; /* "severe", "mild", "spreads to leg", ...; NULL: none */
  size_t start, length;              /* bytes of the report; length 0: not from text */
  size_t start_character, characters;/* the same counted as SQLite's substr() counts, from 1 */
  size_t cue_start, cue_length;      /* the wording that decided the status, its first UTI_LONGEST_CUE bytes; length 0: none */
  bool has_value;
  double value;          /* in `unit` */
  const char *unit;      /* "" without one */
} uti_finding;

typedef struct uti_fired_rule {
  const char *id;          /* "A2" */
  const char *label;       /* "high fever with a urinary infection" */
  uti_level level;         /* UTI_NOT_ASSESSABLE for a rule that only warns or notes */
  const char *citation;
  const char *basis;       /* "article", "guideline", "mapping" */
  size_t rule;             /* row of UTI_TABLE_RULES */
} uti_fired_rule;

typedef struct uti_mechanism_support {
  size_t mechanism;
  const char *name;
  int rank;                /* from 1, best supported first */
  double score;
  const char *grade;       /* "article", "contested", "laboratory", "published", "" */
  const char *support;     /* the article's reasoning in one sentence */
  const char *evidence;    /* labels of what speaks for it, "; " between; "" when nothing does */
} uti_mechanism_support;

/* What is not known and would raise the level. */
typedef struct uti_gap {
  const char *name;        /* fact, concept or score: "temp_f" */
  const char *rule;        /* the id of the rule that it would fire */
  uti_level level;         /* what that rule gives */
  const char *sentence;    /* "temperature not recorded: above 102 °F would make this urgent" */
} uti_gap;

/* What a good clinician would ask next, where nothing known decides it. */
typedef struct uti_question {
  const char *rule;        /* "Q1" */
  const char *question;    /* "Is the area between the legs numb?" */
  const char *citation;
} uti_question;

typedef struct uti_assessment {
  uti_level level;
  int mechanism;           /* index, or -1 for SQL's NULL */
  const uti_finding *findings;              /* mentions in the order of the text, then facts and implications */
  size_t finding_count;
  const uti_status *statuses;               /* one a concept: how its mentions were settled */
  const uti_fired_rule *rules;              /* highest level first */
  size_t rule_count;
  const uti_mechanism_support *mechanisms;  /* all of them, by rank; empty where not asked */
  size_t mechanism_count;
  const char *const *warnings;
  size_t warning_count;
  const uti_gap *gaps;
  size_t gap_count;
  const uti_question *questions;            /* in the order of the rules */
  size_t question_count;
  bool outside_scope;      /* serious signs without a urinary or leg context */
} uti_assessment;

typedef struct uti_reader uti_reader;

uti_reader *uti_reader_new(const uti_knowledge *, const uti_allocator *);  /* NULL: no memory */
void uti_reader_free(uti_reader *);
const uti_knowledge *uti_reader_knowledge(const uti_reader *);
void uti_reader_use(uti_reader *, uti_rule_set);       /* UTI_RULES_FULL until called */
uti_rule_set uti_reader_rule_set(const uti_reader *);

/* Assesses one report. report.bytes may be NULL (no text) and facts NULL (none).
** *assessment is filled on UTI_OK only. */
uti_result uti_assess(uti_reader *, uti_slice report, const uti_facts *facts,
                      uti_assessment *assessment);

/* The same in two steps, for callers that often need no more than the first: the
** level, statuses, rules, questions, warnings and outside_scope; then, of the same
** report, findings, mechanisms, gaps and what uti_score_total() gives. The writers
** and scores want both. After a failed second step the assessment is as before. */
uti_result uti_assess_level(uti_reader *, uti_slice report, const uti_facts *facts, uti_assessment *assessment);
uti_result uti_assess_rest(uti_reader *, uti_slice report, uti_assessment *assessment);

/* The status of a phrase that the caller names, known to the lexicon or not.
** UTI_NOT_MENTIONED where the phrase is not in the text. */
uti_result uti_phrase_context(uti_reader *, uti_slice text, uti_slice phrase, uti_status *);

/* ---- Scores -------------------------------------------------------------- */

/* One item of a published score, or its total. What is not known leaves an
** interval: no completion of the inputs gives less than `lowest` or more than
** `highest`. For a probability the items are likelihood ratios. */
typedef struct uti_score_item {
  const char *name;        /* "resp_rate"; "total" */
  const char *label;
  bool known;              /* false: no value, the person is outside the population */
  bool whole;              /* the ends are whole numbers */
  double lowest, highest;
  const char *decided_by;  /* "respiratory rate 24 /min"; "" where nothing did */
  const char *missing;     /* facts and concepts whose being known would narrow it, ", " between; "" */
  const char *reading;     /* total only: "likely"; "" */
  const char *population;  /* total only: "outside: pregnancy", "age not known"; "" */
  const char *note;        /* "" without one */
} uti_score_item;

typedef struct uti_score {
  const char *name;
  uti_score_item total;
  const uti_score_item *items;
  size_t item_count;
} uti_score;

/* The total of a score of the last assessment, without its texts: false where
** it has no value. *whole tells that both ends are whole numbers. */
bool uti_score_total(const uti_reader *, size_t score, double *lowest, double *highest, bool *whole);
/* The score with its items; owned by the reader, valid until its next call. */
uti_result uti_score_explain(uti_reader *, size_t score, uti_score *);

/* ---- Writers: text from the last assessment ------------------------------ */

/* Each returns text owned by the reader, valid until its next call, and
** terminated; NULL when memory ran out. */
const char *uti_write_reasons(uti_reader *, const uti_assessment *, size_t *length);
/* JSON arrays / objects, see ext/README.md for their members. */
const char *uti_write_findings_json(uti_reader *, const uti_assessment *, uti_slice report, size_t *length);
const char *uti_write_rules_json(uti_reader *, const uti_assessment *, size_t *length);
const char *uti_write_warnings_json(uti_reader *, const uti_assessment *, size_t *length);
const char *uti_write_explanation_json(uti_reader *, const uti_assessment *, uti_slice report, size_t *length);
/* The report with each present finding wrapped; concept -1 means all. Where
** findings overlap, one pair is put around all of them. */
const char *uti_write_highlight(uti_reader *, const uti_assessment *, uti_slice report,
                                uti_slice open, uti_slice close, int concept, size_t *length);

/* ---- Times --------------------------------------------------------------- */

/* Milliseconds since noon of day 0 of SQLite's julian days, in UTC. */
#define UTI_NO_TIME INT64_MIN
/* Smaller numbers that are no julian day (20260123, say) are no clear time. */
#define UTI_LEAST_UNIX_TIME 100000000.0

/* What SQLite's date functions read with the modifier 'auto': YYYY-MM-DD, with
** HH:MM, :SS and .SSS after a blank or T, and Z or an offset; a julian day
** (0 to 5373484.5); Unix seconds from UTI_LEAST_UNIX_TIME to a thousand times
** that. Blank text is UTI_NO_TIME. False for anything else: "now" (there is no
** clock), a time without a date, numbers of other sizes. */
bool uti_time_from_text(uti_slice, int64_t *time);
bool uti_time_from_number(double, int64_t *time);

/* ---- Episodes: several reports of one patient ----------------------------- */

/* The level of an episode is the highest of its reports' levels and of the
** rules over time (episode_rules.tsv). The order in which reports come does
** not matter, and one that comes twice changes nothing. It grows by less than
** 200 bytes a report, and by the texts of the explanation where one is wanted. */
typedef struct uti_episode uti_episode;

uti_episode *uti_episode_new(const uti_allocator *, bool explained);   /* NULL: no memory */
void uti_episode_free(uti_episode *);
/* Adds the report that the reader assessed last. UTI_NO_TIME: its level counts,
** the rules over time do not see it. */
uti_result uti_episode_add(uti_episode *, uti_reader *, const uti_assessment *, int64_t time);
/* Takes back the report that was added first of those that are in it. */
void uti_episode_remove_oldest(uti_episode *);
/* UTI_NOT_ASSESSABLE while no report could be assessed. */
uti_result uti_episode_level(uti_episode *, const uti_reader *, uti_level *);
/* Of any of its reports, assessable or not. */
bool uti_episode_has_warnings(const uti_episode *);
/* JSON, see ext/README.md; for an episode that is explained. NULL: no memory. */
const char *uti_write_episode_json(uti_reader *, uti_episode *, size_t *length);

/* ---- Units -------------------------------------------------------------- */

/* A temperature in °F or °C. unit: 'F', 'C', or 0 to read it from the value
** (25-45 is °C, 77-113 is °F). False where the value fits no unit's range. */
bool uti_temperature_f(double value, char unit, double *fahrenheit);
bool uti_temperature_c(double value, char unit, double *celsius);

typedef enum { UTI_CONVERTED, UTI_UNKNOWN_ANALYTE, UTI_UNKNOWN_FROM, UTI_UNKNOWN_TO } uti_conversion;

/* A value of an analyte from one unit to another, by the factors of the units
** table; names without regard to case and blanks. *converted is set on
** UTI_CONVERTED only. */
uti_conversion uti_convert(const uti_knowledge *, double value, uti_slice from, uti_slice to, uti_slice analyte,
                           double *converted);

#endif
