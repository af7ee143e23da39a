/* message.c - see message.h. */
#include "common/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *command_name = "";
static bool quiet;
static void (*clear_progress)(void);

void message_command(const char *name) { command_name = name; }
void message_quiet(bool on) { quiet = on; }
void message_before(void (*clear)(void)) { clear_progress = clear; }

/* File and column names may hold anything: control characters would reach the
** terminal as commands. */
static void write_safely(const char *bytes) {
  for (const char *b = bytes; *b != 0; b++) {
    unsigned char c = (unsigned char)*b;
    putc((c < 0x20 && c != '\n') || c == 0x7F ? '?' : c, stderr);
  }
}

static void write_message(const char *kind, const char *format, va_list arguments) {
  char bytes[4096];
  vsnprintf(bytes, sizeof bytes, format, arguments);
  if (clear_progress != NULL) clear_progress();
  if (kind != NULL) fprintf(stderr, "uti-report%s%s: %s", *command_name ? " " : "", command_name, kind);
  write_safely(bytes);
  putc('\n', stderr);
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
  if (*command_name) fprintf(stderr, "See: uti-report help %s\n", command_name);
  else fprintf(stderr, "See: uti-report help\n");
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
  fputs(on, stderr);
  write_safely(bytes);
  fprintf(stderr, "%s\n", off);
}

void message_no_memory(void) {
  fprintf(stderr, "uti-report: out of memory\n");
  exit(EXIT_FAILED);
}
