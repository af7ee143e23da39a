/* query.h - a query of the library or a file of the user's, and what its header
** says: title, parameters, chart. sql/README.md describes the header. */
#ifndef CLI_QUERY_H
#define CLI_QUERY_H

#include "options/options.h"

typedef enum { CHART_NONE, CHART_COLUMN, CHART_BAR, CHART_LINE } chart_kind;

typedef struct chart_wish {
  chart_kind kind;
  bool stacked;
  char *x;                     /* a column of the result */
  names y;
} chart_wish;

typedef struct query {
  char *place;                 /* as it was given: for messages */
  char *name;                  /* for titles, sheets and files: letters, digits, _ and - */
  char *title;
  char *sql;                   /* the whole file */
  bool own;                    /* the user's file */
  chart_wish chart;
} query;

/* EXIT_DONE, or a message. */
int query_load(const char *given, query *);
void query_free(query *);

/* A part of the header ("Title", "Chart", ...), its lines joined by a blank;
** false where there is none. */
bool query_header(const char *sql, const char *part, text *);

/* For the user, on stdout. */
void query_list(void);
void query_describe(const query *);
/* The names of the library, with blanks between. */
const char *query_names(void);

#endif
