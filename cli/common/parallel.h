/* parallel.h - work on several threads whose results come out in the order in
** which it went in.
**
** The calling thread fills pieces of work and takes the finished ones; workers do
** what lies between. There are a few pieces a worker, used again and again, so
** memory does not grow with the work. */
#ifndef CLI_PARALLEL_H
#define CLI_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>

typedef struct parallel parallel;

typedef struct parallel_work {
  size_t piece_size;                             /* bytes; a new piece is zero */
  bool (*fill)(void *context, void *piece);      /* false at the end: the piece is not worked on */
  void (*work)(void *worker, void *piece);       /* touches nothing but these two */
  bool (*take)(void *context, void *piece);      /* false ends everything */
  void (*clear)(void *piece);                    /* frees what a piece holds */
  void *(*open_worker)(void *context);
  void (*close_worker)(void *worker);
} parallel_work;

/* Runs until fill() or take() returns false; with one thread, on the caller's. */
void parallel_run(const parallel_work *, unsigned threads, void *context);
/* To be called in fill() before it waits for input: takes all that was filled
** before, so that no answer is held back. */
void parallel_catch_up(void);

#endif
