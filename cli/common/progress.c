/* progress.c - see progress.h. */
#define _POSIX_C_SOURCE 200809L
#include "common/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "common/message.h"
#include "system/system.h"

static bool shown, on_screen;
static double began, last;
static char step[80];                  /* what is done with the rows; empty: they are read */

static double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void clear_line(void) {
  if (on_screen) fputs("\r\033[K", stderr);
  on_screen = false;
}

void progress_begin(const options *o) {
  shown = !o->quiet && !o->no_progress && system_is_terminal(STDERR_FILENO);
  if (shown) message_before(clear_line);
  began = last = seconds_now();
  step[0] = 0;
}

void progress_show(uint64_t rows, uint64_t position, uint64_t size) {
  if (!shown) return;
  double now = seconds_now();
  if (now - last < 0.2) return;
  last = now;
  double rate = (double)rows / (now - began);
  clear_line();
  fprintf(stderr, "%s%s%" PRIu64 " rows, %.0f a second", step, *step != 0 ? ": " : "", rows, rate);
  if (size > 0 && position > 0 && position <= size) {
    double part = (double)position / (double)size;
    fprintf(stderr, ", %.0f %%, %.0f s left", part * 100, (now - began) * (1 - part) / part);
  }
  fflush(stderr);
  on_screen = true;
}

void progress_step(const char *what) {
  began = last = seconds_now();
  snprintf(step, sizeof step, "%s", what);
  if (!shown) return;
  clear_line();
  fprintf(stderr, "%s ...", what);
  fflush(stderr);
  on_screen = true;
}

void progress_end(void) {
  clear_line();
  message_before(NULL);
}
