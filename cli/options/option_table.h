/* option_table.h - a row is an option: how it is written, which commands take
** it, what reads its value, and its help. */
#ifndef CLI_OPTION_TABLE_H
#define CLI_OPTION_TABLE_H

#include "options/options.h"

/* Reads a value into the options: NULL, or what was wanted. */
typedef const char *(*value_reader)(options *, const char *value);

/* The commands that take an option, a bit each in the order of `commands`. */
enum { FLAG = 1, SCORE = 2, EXPLAIN = 4, EVAL = 8, RULES = 16, REVIEW = 32, SAMPLE = 64, READING = FLAG | SAMPLE,
       ASSESSING = FLAG | SCORE | EXPLAIN | EVAL | SAMPLE, ALL = 0xFFFF };

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
