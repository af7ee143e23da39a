/* parallel.c - see parallel.h. */
#include "common/parallel.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/text.h"
#include "system/system.h"

enum { PIECES_A_WORKER = 3 };

/* Pieces are numbered in order; number n lies in slot n % slots. */
struct parallel {
  const parallel_work *work;
  void *context;
  char *pieces;
  bool *done;
  size_t slots;
  uint64_t filled, begun, taken;   /* numbers below them are filled, begun, taken */
  bool ended, stopped;
  pthread_mutex_t lock;
  pthread_cond_t more, finished;
};

static parallel *running;          /* of the thread that calls parallel_run() */

static void *piece_at(parallel *p, uint64_t number) { return p->pieces + number % p->slots * p->work->piece_size; }

static void *run_worker(void *context) {
  parallel *p = context;
  void *worker = p->work->open_worker(p->context);
  pthread_mutex_lock(&p->lock);
  for (;;) {
    while (p->begun == p->filled && !p->ended) pthread_cond_wait(&p->more, &p->lock);
    if (p->begun == p->filled) break;
    uint64_t number = p->begun++;
    pthread_mutex_unlock(&p->lock);
    p->work->work(worker, piece_at(p, number));
    pthread_mutex_lock(&p->lock);
    p->done[number % p->slots] = true;
    pthread_cond_signal(&p->finished);
  }
  pthread_mutex_unlock(&p->lock);
  p->work->close_worker(worker);
  return NULL;
}

/* Takes the oldest piece when it is done. */
static void take_next(parallel *p) {
  size_t slot = p->taken % p->slots;
  pthread_mutex_lock(&p->lock);
  while (!p->done[slot]) pthread_cond_wait(&p->finished, &p->lock);
  p->done[slot] = false;
  pthread_mutex_unlock(&p->lock);
  if (!p->stopped && !p->work->take(p->context, piece_at(p, p->taken))) p->stopped = true;
  p->taken++;
}

void parallel_catch_up(void) {
  parallel *p = running;
  while (p != NULL && p->taken < p->filled) take_next(p);
}

static void feed(parallel *p) {
  while (!p->stopped) {
    if (p->filled - p->taken == p->slots) take_next(p);
    else if (!p->work->fill(p->context, piece_at(p, p->filled))) break;
    else {
      pthread_mutex_lock(&p->lock);
      p->filled++;
      pthread_cond_signal(&p->more);
      pthread_mutex_unlock(&p->lock);
    }
  }
}

static void run_alone(const parallel_work *w, void *context) {
  char *piece = memory_resize(NULL, 1, w->piece_size);
  for (size_t i = 0; i < w->piece_size; i++) piece[i] = 0;
  void *worker = w->open_worker(context);
  while (w->fill(context, piece)) {
    w->work(worker, piece);
    if (!w->take(context, piece)) break;
  }
  w->close_worker(worker);
  w->clear(piece);
  free(piece);
}

static unsigned start_workers(parallel *p, pthread_t *workers, unsigned wanted) {
  unsigned started = 0;
  while (started < wanted && system_start_thread(&workers[started], run_worker, p)) started++;
  return started;
}

void parallel_run(const parallel_work *w, unsigned threads, void *context) {
  if (threads <= 1) {
    run_alone(w, context);
    return;
  }
  parallel p = {.work = w, .context = context, .slots = (size_t)threads * PIECES_A_WORKER};
  pthread_t *workers = memory_resize(NULL, threads, sizeof *workers);
  p.pieces = memory_resize(NULL, p.slots, w->piece_size);
  p.done = memory_resize(NULL, p.slots, sizeof *p.done);
  for (size_t i = 0; i < p.slots * w->piece_size; i++) p.pieces[i] = 0;
  for (size_t i = 0; i < p.slots; i++) p.done[i] = false;
  pthread_mutex_init(&p.lock, NULL);
  pthread_cond_init(&p.more, NULL);
  pthread_cond_init(&p.finished, NULL);
  unsigned started = start_workers(&p, workers, threads);
  if (started == 0) {
    run_alone(w, context);   /* no threads to be had */
  } else {
    running = &p;
    feed(&p);
    parallel_catch_up();
    running = NULL;
  }
  pthread_mutex_lock(&p.lock);
  p.ended = true;
  pthread_cond_broadcast(&p.more);
  pthread_mutex_unlock(&p.lock);
  for (unsigned i = 0; i < started; i++) pthread_join(workers[i], NULL);
  for (size_t i = 0; i < p.slots; i++) w->clear(p.pieces + i * w->piece_size);
  pthread_cond_destroy(&p.finished);
  pthread_cond_destroy(&p.more);
  pthread_mutex_destroy(&p.lock);
  free(p.done);
  free(p.pieces);
  free(workers);
}
