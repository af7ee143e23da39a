/* message.c - see message.h. */
#include "common/message.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *command_name = "";
static bool quiet;
static void (*clear_progress)(void);
static volatile sig_atomic_t being_written;

void message_command(const char *name) { command_name = name; }
void message_quiet(bool on) { quiet = on; }
void message_before(void (*clear)(void)) { clear_progress = clear; }
bool message_is_being_written(void) { return being_written != 0; }

/* File and column names may hold anything: control characters would reach the
** terminal as commands. Written at once: a console may not join the bytes of a
** character that come one by one. */
static void write_safely(char *bytes) {
  for (char *b = bytes; *b != 0; b++) {
    unsigned char c = (unsigned char)*b;
    if ((c < 0x20 && c != '\n') || c == 0x7F) *b = '?';
  }
  fputs(bytes, stderr);
}

static void write_message(const char *kind, const char *format, va_list arguments) {
  char bytes[4096];
  vsnprintf(bytes, sizeof bytes, format, arguments);
  being_written = 1;
  if (clear_progress != NULL) clear_progress();
  if (kind != NULL) fprintf(stderr, "uti-report%s%s: %s", *command_name ? " " : "", command_name, kind);
  write_safely(bytes);
  putc('\n', stderr);
  being_written = 0;
}

int message_error(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  write_message("", format, arguments);
  va_end(arguments);
  return EXIT_FAILED;
}

int message_usage(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  write_message("", format, arguments);
  va_end(arguments);
  being_written = 1;
  if (*command_name) fprintf(stderr, "See: uti-report help %s\n", command_name);
  else fprintf(stderr, "See: uti-report help\n");
  being_written = 0;
  return EXIT_USAGE;
}

void message_rejected(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  write_message("rejected: ", format, arguments);
  va_end(arguments);
}

void message_note(const char *format, ...) {
  if (quiet) return;
  va_list arguments;
  va_start(arguments, format);
  write_message(NULL, format, arguments);
  va_end(arguments);
}

void message_colored(const char *on, const char *off, const char *format, ...) {
  if (quiet) return;
  va_list arguments;
  va_start(arguments, format);
  char bytes[1024];
  vsnprintf(bytes, sizeof bytes, format, arguments);
  va_end(arguments);
  being_written = 1;
  fputs(on, stderr);
  write_safely(bytes);
  fprintf(stderr, "%s\n", off);
  being_written = 0;
}

void message_no_memory(void) {
  fprintf(stderr, "uti-report: out of memory\n");
  exit(EXIT_FAILED);
}
