/* message.h - words for the user, on stderr. A message never holds anything of
** a report: callers give file names, lines, column names and fixed phrases. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include <stdbool.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_REJECTED = 3 };

#define MESSAGE_FORMAT __attribute__((format(printf, 1, 2)))

void message_command(const char *name);         /* messages begin "uti-report NAME:" */
void message_quiet(bool);                       /* leaves out message_note() */
int message_error(const char *format, ...) MESSAGE_FORMAT;   /* returns EXIT_FAILED */
int message_usage(const char *format, ...) MESSAGE_FORMAT;   /* returns EXIT_USAGE */
void message_rejected(const char *format, ...) MESSAGE_FORMAT;
/* What is rejected of an input is listed on the terminal so often; then one line tells how many more. */
enum { REJECTED_LISTED = 20 };
void message_note(const char *format, ...) MESSAGE_FORMAT;   /* without a prefix */
/* As message_note(), with escape sequences around it. */
void message_colored(const char *on, const char *off, const char *format, ...) __attribute__((format(printf, 3, 4)));
_Noreturn void message_no_memory(void);

/* For handlers of signals. */
bool message_is_being_written(void);

/* Takes the progress line off the terminal before words are written. */
void message_before(void (*clear)(void));

#endif
