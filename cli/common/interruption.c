/* interruption.c - see interruption.h. A call that was begun goes on: what
** is being written is written whole, and whoever waits for input looks again and again. */
#include "common/interruption.h"

#include <signal.h>

#include "system/system.h"

static volatile sig_atomic_t signal_seen;

static void note_signal(int signal_number) { signal_seen = signal_number; }

void interruption_watch(void) { system_on_interruption(note_signal, true); }

bool interrupted(void) { return signal_seen != 0; }

void interruption_end(void) {
  if (signal_seen != 0) system_end_by_signal((int)signal_seen);
}
