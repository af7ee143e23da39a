/* option_table.h - a row is an option: how it is written, which commands take
** it, what reads its value, and its help. */
#ifndef CLI_OPTION_TABLE_H
#define CLI_OPTION_TABLE_H

#include "options/options.h"

/* Reads a value into the options: NULL, or what was wanted. */
typedef const char *(*value_reader)(options *, const char *value);

/* The commands that take an option. */
enum {
  FLAG = 1 << 0, IMPORT = 1 << 1, SCORE = 1 << 2, EXPLAIN = 1 << 3, EVAL = 1 << 4, RULES = 1 << 5, DOCTOR = 1 << 6, COMPLETIONS = 1 << 7,
  HELP = 1 << 8, VERSION = 1 << 9, RUN = 1 << 10, REVIEW = 1 << 11, SAMPLE = 1 << 12,
  WRITING = FLAG | SAMPLE, READING = WRITING | IMPORT, ASSESSING = READING | SCORE | EXPLAIN | EVAL | RUN, ALL = 0xFFFF
};

typedef struct option_row {
  const char *name;
  char letter;                 /* 0: none */
  const char *argument;        /* NULL: none; in brackets: may be left out */
  unsigned commands;
  value_reader read;
  bool private_value;          /* may hold something of a patient: never repeated in a message */
  const char *help;
} option_row;

/* Of values that are checked by the rules in force, after all options are read. */
#define MAP_WANTED "FACT=COL, such as temp_f=Temperature, where FACT is a fact or a concept"
#define CONCEPTS_WANTED "names of concepts with commas between"

extern const option_row option_table[];
extern const size_t option_count;

bool option_is_of(const option_row *, const command *);

#endif
