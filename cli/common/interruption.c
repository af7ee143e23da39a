/* interruption.c - see interruption.h. A call that was begun goes on (SA_RESTART): what
** is being written is written whole, and whoever waits for input looks again and again. */
#define _POSIX_C_SOURCE 200809L
#include "common/interruption.h"

#include <signal.h>
#include <string.h>

static volatile sig_atomic_t signal_seen;

static void note_signal(int signal_number) { signal_seen = signal_number; }

void interruption_watch(void) {
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  struct sigaction action;
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    /* A signal that is ignored, as under nohup, stays so. */
    if (sigaction(signals[i], NULL, &action) != 0 || action.sa_handler == SIG_IGN) continue;
    memset(&action, 0, sizeof action);
    action.sa_handler = note_signal;
    action.sa_flags = SA_RESTART;
    sigaction(signals[i], &action, NULL);
  }
}

bool interrupted(void) { return signal_seen != 0; }

void interruption_end(void) {
  if (signal_seen == 0) return;
  signal((int)signal_seen, SIG_DFL);
  raise((int)signal_seen);
}
