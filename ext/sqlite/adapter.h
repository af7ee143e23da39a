/* adapter.h - what the files of the SQLite adapter share.
**
** The adapter stands between SQLite and the core (uti.h): it reads arguments,
** keeps one workspace a connection, and hands results over. No clinical fact
** stands here.
**
** 1. One scan a row: calls that ask about the same report, facts and rule set
**    share one assessment (connection.c). The key is compared byte by byte, so
**    nothing stale is ever returned.
** 2. No message quotes a report or a value (arguments.c). A fact's or
**    concept's name may be quoted where it is short and looks like a name.
** 3. What the reader returns is valid until its next call only: results are
**    copied on the way to SQLite. */
#ifndef UTI_SQLITE_ADAPTER_H
#define UTI_SQLITE_ADAPTER_H

#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT3

#include "../uti.h"

/* ---- Problems (problem.c) ---- */

/* SQLITE_OK: none. The message is owned; NULL where the code says it all. */
typedef struct uti_problem {
  int code;
  char *message;
} uti_problem;

void uti_problem_say(uti_problem *, const char *format, ...);
/* For results other than UTI_OK that carry no detail. */
void uti_problem_from(uti_problem *problem, uti_result result);   /* UTI_NO_MEMORY or UTI_TOO_BIG */
/* Both hand the message over. */
void uti_problem_to_function(uti_problem *, sqlite3_context *);
int uti_problem_to_table(uti_problem *, sqlite3_vtab *);
const char *uti_type_name(sqlite3_value *);
/* The name in quotes where it may be shown, else "other text". Free with sqlite3_free. */
char *uti_name_shown(uti_slice name);

/* ---- Connection (connection.c) ---- */

typedef struct uti_buffer {
  char *bytes;
  size_t length, capacity;
} uti_buffer;

void uti_buffer_free(uti_buffer *);
void uti_buffer_clear(uti_buffer *);
bool uti_buffer_add(uti_buffer *, const void *bytes, size_t length);

/* A knowledge that is in use: by the connection, by its desks, by open cursors.
** What uti_load_rules() replaces lives on until the last of them lets go. */
typedef struct uti_rules {
  unsigned references;
  const uti_knowledge *knowledge;
} uti_rules;

/* Owns the knowledge from then on, also where memory runs out (NULL). */
uti_rules *uti_rules_new(const uti_knowledge *);
uti_rules *uti_rules_hold(uti_rules *);
void uti_rules_release(uti_rules *);   /* NULL does nothing */

/* One workspace with the assessment that it made last. */
typedef struct uti_desk {
  uti_rules *rules;          /* what reader and facts were made with */
  uti_reader *reader;
  uti_facts *facts;
  uti_buffer facts_key;      /* what `facts` was set from */
  uti_buffer report;
  bool facts_valid;
  bool report_is_null;
  bool assessed;             /* `assessment` answers report, facts and rule set */
  bool whole;                /* with what uti_assess_rest() adds */
  uti_assessment assessment;
} uti_desk;

/* Calls with facts and calls without often stand in one row, so each kind has
** a desk; uti_context() scans for itself and would disturb both. */
enum { UTI_DESK_TEXT, UTI_DESK_FACTS, UTI_DESK_PHRASE, UTI_DESKS };

typedef struct uti_connection {
  unsigned references;
  uti_rules *rules;          /* in force */
  uti_rule_set rule_set;
  uti_desk desks[UTI_DESKS];
  uti_buffer key;            /* facts of the call at hand, see arguments.c */
} uti_connection;

extern const uti_allocator uti_sqlite_allocator;

uti_connection *uti_connection_new(void);
void uti_connection_release(uti_connection *);
static inline const uti_knowledge *uti_connection_knowledge(const uti_connection *connection) {
  return connection->rules->knowledge;
}
extern const uti_allocator uti_sqlite_allocator;
/* The reader of a desk under the rule set in force; NULL: no memory. */
uti_reader *uti_connection_reader(uti_connection *, uti_desk *);

/* What a registered function or table gets as its client data. */
typedef struct uti_binding {
  uti_connection *connection;
  const char *name;
  const void *definition;
} uti_binding;

/* Counts one more user of the connection; NULL: no memory. */
uti_binding *uti_binding_new(uti_connection *, const char *name, const void *definition);
void uti_binding_free(void *binding);

/* ---- Arguments (arguments.c) ---- */

/* The arguments of one call: the report first, facts from `first_fact` on. */
typedef struct uti_arguments {
  const char *function;
  sqlite3_context *context;  /* NULL for a table */
  int count;
  sqlite3_value **values;
  int first_fact;
} uti_arguments;

/* Text of argument `index` (from 0). False with a problem for a BLOB. NULL
** gives a slice without bytes. */
bool uti_argument_text(const uti_arguments *, int index, const char *advice, uti_slice *,
                       uti_problem *);
/* A concept named by argument `index`. */
bool uti_argument_concept(uti_connection *, const uti_arguments *, int index, int *concept,
                          uti_problem *);
/* Reads report and facts and assesses them; NULL with a problem. The level alone
** is what uti_assess_level() gives; what it leaves out follows where it is asked. */
uti_desk *uti_arguments_assess(uti_connection *, const uti_arguments *, uti_problem *);
uti_desk *uti_arguments_level(uti_connection *, const uti_arguments *, uti_problem *);
static inline uti_slice uti_desk_report(const uti_desk *desk) {
  return (uti_slice){desk->report_is_null ? NULL : desk->report.bytes, desk->report.length};
}

/* ---- Functions (functions.c, units.c, rule_set.c, load_rules.c), aggregates (aggregates.c,
   episode.c) ---- */

typedef struct uti_function {
  const char *name;
  int arguments;             /* -1: any number */
  int flags;
  void (*call)(sqlite3_context *, int, sqlite3_value **);
} uti_function;

extern const uti_function uti_functions[];
extern const size_t uti_function_count;

/* An aggregate that is a window function too. */
typedef struct uti_aggregate {
  const char *name;
  int arguments;
  int flags;
  void (*step)(sqlite3_context *, int, sqlite3_value **);
  void (*inverse)(sqlite3_context *, int, sqlite3_value **);
  void (*value)(sqlite3_context *);
  void (*final)(sqlite3_context *);
} uti_aggregate;

extern const uti_aggregate uti_aggregates[];
extern const size_t uti_aggregate_count;

void uti_step_episode(sqlite3_context *, int, sqlite3_value **);
void uti_step_episode_explain(sqlite3_context *, int, sqlite3_value **);
void uti_inverse_episode(sqlite3_context *, int, sqlite3_value **);
void uti_value_episode(sqlite3_context *);
void uti_value_episode_explain(sqlite3_context *);
void uti_final_episode(sqlite3_context *);
void uti_final_episode_explain(sqlite3_context *);

void uti_call_temp_f(sqlite3_context *, int, sqlite3_value **);
void uti_call_temp_c(sqlite3_context *, int, sqlite3_value **);
void uti_call_convert(sqlite3_context *, int, sqlite3_value **);
void uti_call_rule_set(sqlite3_context *, int, sqlite3_value **);
void uti_call_load_rules(sqlite3_context *, int, sqlite3_value **);
/* cohen_kappa(), an aggregate (kappa.c). */
int uti_register_kappa(sqlite3 *);
/* A problem where an attached schema holds values that our functions gave. */
void uti_refuse_if_held(sqlite3 *, const char *function, uti_problem *);

/* ---- Tables (table_report.c, report_rows.c, score_rows.c, table_knowledge.c) ---- */

struct uti_grid;

/* A table function over a report. `used` has a bit a column that is asked for. */
typedef struct uti_report_table {
  const char *name;
  const char *columns;       /* "a, b, c": report and facts_json follow, hidden */
  int column_count;          /* without the hidden ones */
  int rows;                  /* expected */
  void (*fill)(struct uti_grid *, uti_desk *, unsigned used);
} uti_report_table;

/* score_rows.c: the items of a score and its total; all scores have the same columns. */
#define UTI_SCORE_COLUMNS                                                              \
  "item TEXT, label TEXT, lowest NUMERIC, highest NUMERIC, decided_by TEXT, "          \
  "missing TEXT, interpretation TEXT, population TEXT, note TEXT"
enum { UTI_SCORE_COLUMN_COUNT = 9 };
void uti_fill_wells_dvt(struct uti_grid *, uti_desk *, unsigned used);
void uti_fill_news2(struct uti_grid *, uti_desk *, unsigned used);
void uti_fill_qsofa(struct uti_grid *, uti_desk *, unsigned used);
void uti_fill_sirs(struct uti_grid *, uti_desk *, unsigned used);
void uti_fill_uti_probability(struct uti_grid *, uti_desk *, unsigned used);

typedef struct uti_knowledge_table {
  const char *name;
  uti_table table;
  bool more;                 /* the rows of the next table follow: it has the same columns */
  bool codes;                /* columns for the codes of each row follow */
} uti_knowledge_table;

extern const uti_report_table uti_report_tables[];
extern const size_t uti_report_table_count;
extern const uti_knowledge_table uti_knowledge_tables[];
extern const size_t uti_knowledge_table_count;
extern const sqlite3_module uti_report_module;
extern const sqlite3_module uti_knowledge_module;

void uti_result_json(sqlite3_context *, const char *json, size_t length);

#endif
