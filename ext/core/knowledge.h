/* knowledge.h - the compiled form of a rule pack.
**
** Flat arrays without pointers inside, so that the build can print the
** built-in pack as constant C. Texts are offsets into `strings`, where offset
** 0 is the empty text. pack.c makes it; nothing changes it afterwards. */
#ifndef UTI_KNOWLEDGE_H
#define UTI_KNOWLEDGE_H

#include <string.h>

#include "../uti.h"

#define UTI_NONE_ID UINT32_MAX

/* ---- Words and patterns ---- */

/* A symbol is what a pattern element asks of a token: a word, a member of a
** class, a number, a number in a range. */
typedef struct uti_word {
  uint32_t text;
  uint32_t first_symbol, symbol_count;   /* in word_symbols, ascending */
  uint32_t first_root, root_count;       /* in word_roots: children of node 0 that it leads to */
  uint32_t busy_roots;                   /* the first of them, which accept or have gaps */
  uint32_t first_chunk, chunk_count;     /* the same of node 1 */
  uint32_t number;                       /* 1 + value of a number word (three is 4); 0: none */
  uint32_t roles, late_roles;            /* a bit for each uti_role that it has; those from 32 on in the second */
} uti_word;

/* Symbols below UTI_SYMBOL_GAP; above it, UTI_SYMBOL_GAP + n allows n words. */
#define UTI_SYMBOL_NUMBER 0u
#define UTI_SYMBOL_GAP 0x40000000u

typedef struct uti_number_range {
  uint32_t symbol, minimum, maximum;     /* in thousandths */
} uti_number_range;

typedef struct uti_node {
  uint32_t first_edge, edge_count;       /* by ascending symbol, without gaps */
  uint32_t gap_count;                    /* gaps, which stand after the other edges */
  uint32_t first_accept, accept_count;   /* in accepts: pattern indexes */
} uti_node;

typedef struct uti_edge {
  uint32_t symbol, node;
} uti_edge;

/* An entry of the spelling table: the hash of a word that has one or two
** letters left out, and the word. */
typedef struct uti_spelling {
  uint32_t hash, word;                   /* word + 1; 0: empty */
} uti_spelling;

/* ---- Rows ---- */

typedef enum { UTI_TARGET_DECOY, UTI_TARGET_CONCEPT, UTI_TARGET_FACT, UTI_TARGET_CONTEXT } uti_target_kind;

/* What a wording that says nothing by itself needs around it: to be the first or last words of
** the report or a sentence of its own ('16, never had this'), or a statement ('Referral: F 66 (...)'). */
typedef enum { UTI_NOT_ALONE, UTI_ALONE, UTI_APART } uti_alone;

/* One row of phrases.tsv or contexts.tsv that a pattern leads to. */
typedef struct uti_pattern {
  uint32_t kind;         /* uti_target_kind */
  uint32_t target;       /* concept, fact or context kind */
  uint32_t status;       /* phrases: uti_status that the words mean by themselves */
  uint32_t qualifier;    /* text; contexts: the value */
  uint32_t value;        /* facts: fixed value in thousandths, or the factor */
  uint32_t value_kind;   /* uti_value_kind */
  uint32_t direction;    /* contexts: uti_direction */
  uint32_t reach;        /* contexts: uti_reach, or UTI_REACH_WORDS + n */
  uint32_t near;         /* phrases: a place that must stand near, or 0 */
  uint32_t place, rival; /* phrases: places, of which `rival` may not stand nearer than `place`, or 0 */
  uint32_t of;           /* phrases: 1 where the two are looked for in the sentence, and before the words first */
  uint32_t alone;        /* phrases: uti_alone */
  uint32_t row;          /* in its table */
} uti_pattern;

typedef enum { UTI_VALUE_NUMBER, UTI_VALUE_FACTOR, UTI_VALUE_FIXED } uti_value_kind;

typedef enum {
  UTI_CUE_ABSENT,
  UTI_CUE_PAST,
  UTI_CUE_POSSIBLE,
  UTI_CUE_HYPOTHETICAL,
  UTI_CUE_OTHER,
  UTI_CUE_PRESENT,
  UTI_CUE_STOP,
  UTI_CUE_DECOY,
  UTI_CUE_QUALIFIER,
  UTI_CUE_SECTION,
  UTI_CUE_QUESTION,
  UTI_CUE_PROXY,
  UTI_CUE_SELF,
  UTI_CUE_KINDS
} uti_cue_kind;

typedef enum { UTI_AFTER = 1, UTI_BEFORE = 2, UTI_BOTH = 3 } uti_direction;

typedef enum {
  UTI_REACH_CLAUSE,
  UTI_REACH_SENTENCE,
  UTI_REACH_LINE,
  UTI_REACH_SECTION,
  UTI_REACH_LABEL,
  UTI_REACH_REPORT,
  UTI_REACH_OPENING,     /* the sentence, for a cue that opens it ("Last year I had") */
  UTI_REACH_EARLIER,     /* the nearest findings before ("It was all gone by Thursday") */
  UTI_REACH_WORDS        /* + n */
} uti_reach;

typedef struct uti_concept {
  uint32_t name, label;
  uint32_t implies;          /* concept or UTI_NONE_ID */
  uint32_t present_when;     /* offset in code, or UTI_NONE_ID */
  uint32_t absent_when;
  uint32_t group;            /* text: of one group the longer wording wins */
  uint32_t lasting;          /* 1: a condition that a history section does not end */
} uti_concept;

typedef enum { UTI_FACT_NUMBER, UTI_FACT_YES_NO, UTI_FACT_SEX, UTI_FACT_AVPU, UTI_FACT_TIME, UTI_FACT_AGE } uti_fact_kind;

typedef enum { UTI_SEVERAL_FIRST, UTI_SEVERAL_LAST, UTI_SEVERAL_HIGHEST, UTI_SEVERAL_LOWEST } uti_several;

typedef struct uti_fact {
  uint32_t name, label, unit;
  uint32_t kind;             /* uti_fact_kind */
  uint32_t minimum, maximum; /* thousandths; both 0: no range */
  uint32_t concept;          /* the concept that a yes/no fact sets, or UTI_NONE_ID */
  uint32_t has_range;
  uint32_t several;          /* uti_several: which of several values in a text counts */
  uint32_t personal;         /* 1: says who the patient is, and assesses nothing alone */
  uint32_t reads_first, reads_second;   /* facts that take the value by their range, or UTI_NONE_ID */
} uti_fact;

typedef struct uti_alias {
  uint32_t name, fact;       /* sorted by name */
} uti_alias;

/* Conditions are postfix code: see conditions.h. */
typedef struct uti_code {
  uint32_t operation, argument, value;
} uti_code;

/* Numbers that conditions compare beside the facts. */
typedef enum {
  UTI_TERM_DIFFERENCE,       /* first fact less second fact */
  UTI_TERM_CELSIUS,          /* first fact in °F or second in °C, in °C to the nearest tenth */
  UTI_TERM_SCORE,            /* the total of score `first` */
  UTI_TERM_SINGLE            /* the highest points of a single item of score `first` */
} uti_term_kind;

typedef struct uti_term {
  uint32_t kind, first, second;
} uti_term;

typedef enum { UTI_GIVES_LEVEL, UTI_GIVES_NAME, UTI_GIVES_WARNING, UTI_GIVES_NOTE,
               UTI_GIVES_OUTSIDE /* warns where no rule gives a level */,
               UTI_GIVES_QUESTION /* what to ask next */ } uti_gives;

typedef struct uti_rule {
  uint32_t id, label, citation, basis;
  uint32_t gap, gap_name;    /* the sentence, and whose being known would fire the rule */
  uint32_t rule_set;         /* the smallest uti_rule_set that holds it */
  uint32_t gives;            /* uti_gives */
  uint32_t level;            /* for UTI_GIVES_LEVEL */
  uint32_t name;             /* for UTI_GIVES_NAME: index of the given name */
  uint32_t condition, condition_length;
  uint32_t row;
} uti_rule;

typedef struct uti_support {
  uint32_t mechanism;
  uint32_t condition, condition_length;
  uint32_t weight;           /* thousandths */
  uint32_t otherwise;        /* 1: counts only where no other mechanism reaches this weight */
  uint32_t evidence, grade, reasoning;
  uint32_t row;
} uti_support;

enum { UTI_MECHANISMS_AT_MOST = 32 };

typedef struct uti_mechanism {
  uint32_t name;
} uti_mechanism;

typedef enum {
  UTI_SCORE_SUM,             /* the points of the items together */
  UTI_SCORE_ODDS             /* a probability that one likelihood ratio moves */
} uti_score_kind;

typedef struct uti_score_entry {
  uint32_t name, label, note;
  uint32_t kind;             /* uti_score_kind */
  uint32_t prior;            /* UTI_SCORE_ODDS: probability in thousandths */
  uint32_t first_row, row_count;
} uti_score_entry;

typedef enum {
  UTI_SCORE_OUTSIDE,         /* condition: outside the population */
  UTI_SCORE_ITEM,            /* condition: the item has these points; the first row of an item that holds counts */
  UTI_SCORE_TOGETHER,        /* UTI_SCORE_ODDS: findings that have one ratio together */
  UTI_SCORE_READING          /* condition: what the total means; the first that is certain */
} uti_score_row_kind;

typedef struct uti_score_row {
  uint32_t kind;             /* uti_score_row_kind */
  uint32_t item, label, note;
  uint32_t condition, condition_length;
  uint32_t points;           /* thousandths, as an int32_t: see uti_score_points() */
} uti_score_row;
/* ---- Rules over several reports ---- */

/* What a rule over time asks of each report. A report keeps one bit an event. */
enum { UTI_EVENTS_AT_MOST = 64 };

typedef struct uti_event {
  uint32_t label;            /* the concept's, or the condition itself */
  uint32_t condition, condition_length;
  uint32_t row, column;      /* of episode_rules.tsv */
} uti_event;

typedef enum {
  UTI_OVER_TIME_ONCE,        /* an event in any report */
  UTI_OVER_TIME_PERSISTS,    /* the same event in two reports, `hours` or more apart */
  UTI_OVER_TIME_RISES,       /* a report's level is higher than that of an earlier one */
  UTI_OVER_TIME_APPEARS,     /* an event in a report that an earlier one does not have */
  UTI_OVER_TIME_FOLLOWS      /* the second event `hours` or more after the first */
} uti_over_time;

typedef struct uti_episode_rule {
  uint32_t id, label, gap, citation, basis;
  uint32_t rule_set, level;
  uint32_t over_time;        /* uti_over_time */
  uint32_t hours;            /* thousandths */
  uint32_t needs;            /* the event that any report of the episode must have */
  uint32_t first_event, event_count;
} uti_episode_rule;

typedef struct uti_table_data {
  uint32_t columns, rows;
  uint32_t first_name;       /* in cells: the column names, then the cells row by row */
} uti_table_data;

/* Word classes that the engine itself asks about, as symbols. */
typedef enum {
  UTI_ROLE_NOW,              /* says of a denial that it holds now */
  UTI_ROLE_RECENT,           /* dates a sign within the day: it does not end by passing */
  UTI_ROLE_ABBREVIATION,     /* a full stop after it ends no sentence */
  UTI_ROLE_CLAUSE_START,     /* after a comma it begins a clause of its own */
  UTI_ROLE_AND,              /* joins the members of a list */
  UTI_ROLE_OR,               /* joins what may be instead */
  UTI_ROLE_THIRD_PERSON,     /* goes on speaking of another person */
  UTI_ROLE_HAS,              /* says what somebody has */
  UTI_ROLE_PREPOSITION,      /* before a comma no wording begins with it alone */
  UTI_ROLE_BARRIER,          /* no gap of a pattern skips it */
  UTI_ROLE_PREDICATE,        /* says what a part of the body is or does */
  UTI_ROLE_ASIDE,            /* may be denied and is no finding */
  UTI_ROLE_SYMPTOM,          /* a denial of it goes on over a comma */
  UTI_ROLE_CONTRAST,         /* after a denial, says what there is instead */
  UTI_ROLE_LITTLE,           /* after a comma, says that there is a little of it */
  UTI_ROLE_RESUMING,         /* after a comma goes on speaking of what stood before */
  UTI_ROLE_AFTER,            /* names what a sign came after */
  UTI_ROLE_NOT,              /* denies a verb: of what follows over a comma it says nothing */
  UTI_ROLE_DENIAL,           /* after a pause it begins a denial, which no gap skips */
  UTI_ROLE_REAL,             /* real words that are near one of the lexicon, and mean nothing here */
  UTI_ROLE_COMMON,           /* ordinary words, to tell whether the report is in a known language */
  UTI_ROLE_POINT,            /* before the decimals of a number in words */
  UTI_ROLE_HUNDRED_AND,      /* after the hundreds of one: "one hundred and three" */
  UTI_ROLE_TENS_AND,         /* after the tens of one: "treinta y ocho" */
  UTI_ROLE_UNTIL_NOW,        /* beside "never" says that it is so no more */
  UTI_ROLE_ENDING,           /* in a question about a finding asks when it ends */
  UTI_ROLE_DEVICE,           /* makes a part of the body before it a thing: "leg bag" */
  UTI_ROLE_CLOSING,          /* an abbreviation: a full stop after it and a capital end a sentence */
  UTI_ROLE_DOUBTED,          /* a diagnosis: a question mark right after it doubts it */
  UTI_ROLE_RETELLING,        /* before words of an end it is no subject of their own */
  UTI_ROLE_TREATMENT,        /* what is told with it may stand between a sign and words of its end */
  UTI_ROLE_ALL,              /* words of an end with it speak of all that was told */
  UTI_ROLE_WITHIN,           /* before a number, trailing or treatment it tells when */
  UTI_ROLE_TRAILING,         /* after them it is no object of theirs */
  UTI_ROLE_SIDE,             /* after a word of the next class it is no place of its own: "on the one side" */
  UTI_ROLE_WHICH_SIDE,
  UTI_ROLE_MARK,             /* begins the answer of a form, whatever goes on behind it */
  UTI_ROLE_PURPOSE,          /* before a sign it names what a medicine is for */
  UTI_ROLE_KIN,              /* among a family's illnesses its sentence speaks of a relative */
  UTI_ROLE_HE,               /* a pronoun that is no woman's */
  UTI_ROLE_SHE,
  UTI_ROLE_MAN,              /* a relative who is a man */
  UTI_ROLE_WOMAN,
  UTI_ROLE_TELLING,          /* after a comma, in an item of its own, it tells, and is not denied */
  UTI_ROLE_PRINTED_ANSWER,   /* what a form prints to choose from: a ring around it, or a column of its own, answers */
  UTI_ROLE_ANSWER_OPENS,     /* begins an answer behind a box */
  UTI_ROLE_ANSWER,           /* answers in a column of its own, or after a dash */
  UTI_ROLE_ANOTHER_MATTER,   /* what is said to be like an earlier illness is of this, and not of that illness */
  UTI_ROLE_MATTER,           /* the place of such an illness: what is like it is of this, whatever else is told */
  UTI_ROLE_NUMBERING,        /* between a diagnosis and its number: a full stop after it ends no sentence */
  UTI_ROLE_COUNT
} uti_role;

struct uti_knowledge {
  const char *strings;
  const uint32_t *cells;
  const uti_table_data *tables;      /* UTI_TABLE_COUNT */
  const uint32_t *word_slots;        /* hash table of word + 1; 0: empty */
  const uti_word *words;
  const uint32_t *word_symbols;
  const uti_number_range *ranges;
  const uti_node *nodes;             /* [0] phrases and contexts, [1] members of classes */
  const uti_edge *edges;
  const uint32_t *accepts;           /* pattern indexes; for class members the class's symbol */
  const uint32_t *word_roots;
  const uint32_t *roots;             /* a child of node 0 for each symbol, or 0; then the same of node 1 */
  const uti_pattern *patterns;
  const uti_concept *concepts;
  const uti_fact *facts;
  const uti_alias *aliases;
  const uti_code *code;
  const uti_rule *rules;             /* definitions before what names them */
  const uti_support *supports;
  const uti_mechanism *mechanisms;
  const uti_term *terms;
  const uti_score_entry *scores;
  const uti_score_row *score_rows;
  const uti_event *events;
  const uti_episode_rule *episode_rules;
  const uint32_t *roles;             /* UTI_ROLE_COUNT symbols */
  const uti_spelling *spellings;     /* hash table: a word with letters left out */
  const uint32_t *place_bits;        /* place_words for each word: the places that it names */
  const uint32_t *spelling_filter;   /* a bit set for each hash in it, which most that are not do not meet */
  uint32_t string_bytes, cell_count, word_slot_count, word_count, word_symbol_count, range_count,
      node_count, edge_count, accept_count, symbol_count, pattern_count, concept_count, fact_count,
      alias_count, code_count, rule_count, support_count, mechanism_count, name_count, spelling_slot_count, spelling_filter_words, root_count, word_root_count,
      place_words, place_bit_count, term_count, score_count, score_row_count, event_count, episode_rule_count;
  uint32_t hash_high, hash_low;      /* over every table */
  uint32_t pack_name, pack_language, pack_version;   /* texts */
};

static inline const char *uti_string(const uti_knowledge *knowledge, uint32_t offset) {
  return knowledge->strings + offset;
}

/* The value "in:NAME" of a cue: it counts in sections of the value NAME only. */
static inline bool uti_keeps_to_section(const uti_knowledge *knowledge, uint32_t value) {
  return strncmp(uti_string(knowledge, value), "in:", 3) == 0;
}

static inline int64_t uti_score_points(const uti_score_row *row) { return (int32_t)row->points; }

/* The bit of a hash in the filter; other bits of the hash than those of its slot. */
static inline uint32_t uti_spelling_bit(const uti_knowledge *knowledge, uint32_t hash) {
  return (hash * UINT32_C(2654435769)) >> 5 & (knowledge->spelling_filter_words * 32 - 1);
}

/* Whether a word is of a place that patterns name by its number. */
static inline bool uti_word_names(const uti_knowledge *knowledge, uint32_t word, uint32_t place) {
  if (word == UTI_NONE_ID) return false;
  return (knowledge->place_bits[word * knowledge->place_words + place / 32] >> place % 32 & 1) != 0;
}

#define UTI_HASH_START UINT32_C(2166136261)
static inline uint32_t uti_hash_byte(uint32_t hash, char byte) { return (hash ^ (unsigned char)byte) * 16777619u; }
static inline uint32_t uti_hash_end(uint32_t hash) { return hash ^ hash >> 15; }
uint32_t uti_hash_bytes(const char *bytes, size_t length);
/* The word with this folded text, or UTI_NONE_ID. */
uint32_t uti_word_find(const uti_knowledge *, const char *folded, size_t length);
/* Whether a word of the lexicon, never UTI_NONE_ID, has a symbol: a binary search over its symbols. */
bool uti_word_has(const uti_knowledge *, uint32_t word, uint32_t symbol);
static inline bool uti_word_is(const uti_knowledge *knowledge, uint32_t word, uti_role role) {
  if (word == UTI_NONE_ID) return false;
  uint32_t roles = role < 32 ? knowledge->words[word].roles : knowledge->words[word].late_roles;
  return (roles >> role % 32 & 1) != 0;
}

#endif
