/* posix.c - see system.h: signals, threads, programs and the terminal. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "system/system.h"

extern char **environ;

void system_begin(int *count, char ***arguments) { (void)count, (void)arguments; }

/* ---- Signals ---- */

void system_on_interruption(void (*handler)(int), bool going_on) {
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  struct sigaction action;
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    /* A signal that is ignored, as under nohup, stays so. */
    if (sigaction(signals[i], NULL, &action) != 0 || action.sa_handler == SIG_IGN) continue;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = going_on ? SA_RESTART : 0;
    sigaction(signals[i], &action, NULL);
  }
}

void system_end_by_signal(int signal_number) {
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

void system_on_reader_gone(void (*handler)(int)) {
  sigaction(SIGPIPE, &(struct sigaction){.sa_handler = handler == NULL ? SIG_IGN : handler, .sa_flags = SA_RESTART}, NULL);
}

bool system_reader_is_gone(int file) {
  (void)file;
  return false;
}

/* ---- Waiting and threads ---- */

long system_read(int file, void *to, size_t length) {
  ssize_t got;
  do got = read(file, to, length);
  while (got < 0 && errno == EINTR);
  return (long)got;
}

bool system_wait_for_input(int file, int milliseconds) {
  struct pollfd one = {.fd = file, .events = POLLIN};
  int found = poll(&one, 1, milliseconds);
  return found > 0 || (found < 0 && errno != EINTR);
}

bool system_start_thread(pthread_t *thread, void *(*run)(void *), void *context) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  bool started = pthread_create(thread, NULL, run, context) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return started;
}

unsigned system_processors(void) {
#ifdef __linux__
  cpu_set_t usable;
  if (sched_getaffinity(0, sizeof usable, &usable) == 0 && CPU_COUNT(&usable) > 0) return (unsigned)CPU_COUNT(&usable);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (unsigned)online : 1;
}

/* ---- Programs ---- */

void system_set_variable(const char *name, const char *value) { setenv(name, value, 1); }
char **system_variables(void) { return environ; }

/* Reads to the end, or until the time is over. */
static void read_answer(int file, pid_t program, unsigned seconds, text *answer) {
  enum { ANSWER_AT_MOST = 65536 };
  time_t end = time(NULL) + (time_t)seconds;
  char block[4096];
  for (;;) {
    struct pollfd waiting = {file, POLLIN, 0};
    int ready = poll(&waiting, 1, 1000);
    if (ready < 0 && errno != EINTR) break;
    if (time(NULL) > end) {
      kill(program, SIGKILL);
      break;
    }
    if (ready <= 0) continue;
    ssize_t length = read(file, block, sizeof block);
    if (length <= 0) break;
    if (answer->length < ANSWER_AT_MOST) text_add(answer, block, (size_t)length);
  }
}

bool system_answer_of(char *const *arguments, unsigned seconds, text *answer) {
  int ends[2];
  pid_t program;
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
  bool started = posix_spawnp(&program, arguments[0], &actions, NULL, arguments, environ) == 0;
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (started) {
    read_answer(ends[0], program, seconds, answer);
    while (waitpid(program, NULL, 0) < 0 && errno == EINTR) continue;
  }
  close(ends[0]);
  return started;
}

/* ---- Terminal ---- */

bool system_is_terminal(int file) { return isatty(file); }

size_t system_terminal_columns(void) {
  struct winsize size;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* The environment's locale may not know UTF-8. */
size_t system_character_width(uint32_t code_point) {
  static locale_t characters = (locale_t)0;
  if (characters == (locale_t)0) characters = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (characters == (locale_t)0) characters = LC_GLOBAL_LOCALE;
  locale_t before = uselocale(characters);
  int width = wcwidth((wchar_t)code_point);
  uselocale(before);
  return width < 0 ? 1 : (size_t)width;
}
