/* system.h - what differs between Linux and Windows, and is no part of C.
**
** Each system has its own posix*.c or windows*.c. Names of files, arguments and
** variables are UTF-8 everywhere. Where a function fails, errno says why. */
#ifndef CLI_SYSTEM_H
#define CLI_SYSTEM_H

#include <pthread.h>
#include <stdio.h>

#include "common/text.h"

#ifdef _WIN32
#include "system/windows_names.h"
#define SYSTEM_EXTENSION "uti.dll"
#define SYSTEM_TEMPORARY "TMPDIR or the user's own"
#define SYSTEM_TO_MAKE_PRIVATE "take their rights away (icacls FILE /inheritance:r /grant:r USER:F)"
#else
#define SYSTEM_EXTENSION "uti.so"
#define SYSTEM_TEMPORARY "TMPDIR or /tmp"
#define SYSTEM_TO_MAKE_PRIVATE "chmod 600 it"
#endif

/* Before all others: arguments as UTF-8, streams that leave bytes as they are. */
void system_begin(int *count, char ***arguments);

/* ---- Names of files ---- */

typedef enum { SYSTEM_NOTHING, SYSTEM_FILE, SYSTEM_FOLDER, SYSTEM_OTHER } system_kind;

system_kind system_kind_of(const char *name);                     /* of what a link leads to */
system_kind system_kind_of_itself(const char *name);              /* a link is SYSTEM_OTHER */
system_kind system_kind_of_open(int file, uint64_t *size);
int system_open(const char *name);                                 /* to read */
bool system_same_file(const char *, const char *);
bool system_folder_takes_files(const char *folder);
size_t system_folder_length(const char *name);                    /* with its last slash */
bool system_names_folder(const char *name);                       /* whether it holds a slash */
char *system_whole_name(const char *name);                        /* NULL where there is nothing; to be freed */
void system_program_folder(text *);                               /* with its last slash; nothing where it is not known */
const char *system_temporary_folder(const char *given);           /* the given one unless NULL */
/* Free bytes, and whether the folder stands in memory. */
bool system_free_space(const char *folder, uint64_t *bytes, bool *in_memory);

/* ---- Files that only their owner can read ---- */

int system_create_private(const char *name);                      /* fails with EEXIST */
/* A temporary file that is gone when it is closed, or the program ends, however it
** ends; its name tells nothing, if it has one at all. */
int system_open_unnamed(const char *folder);
bool system_read_at(int file, uint64_t place, void *to, size_t length);
bool system_write_at(int file, uint64_t place, const void *from, size_t length);
/* For libraries that do not look: what fails is noted. The file is closed with it. */
FILE *system_watched_stream(int file, bool *failed);
bool system_open_to_others(FILE *);                               /* so far as the system tells */

/* A file in the target's folder that gets its name when it is complete. One at a time. */
const char *system_draft_begin(const char *target);               /* the name to write to, or NULL */
bool system_draft_name(bool replace);                             /* EEXIST: the target came meanwhile */
void system_draft_abandon(void);                                  /* in handlers of signals too */

/* ---- Signals ---- */

/* Ctrl-C and its like, unless they are ignored; `going_on`: a call that was begun is
** finished. In Windows the handler has a thread of its own. */
void system_on_interruption(void (*handler)(int), bool going_on);
void system_end_by_signal(int signal_number);
/* When nobody reads stdout or stderr any more; NULL: it is no reason to end. */
void system_on_reader_gone(void (*handler)(int));
/* Whether that is why writing failed, where no signal says it. */
bool system_reader_is_gone(int file);

/* ---- Waiting, threads, programs ---- */

long system_read(int file, void *to, size_t length);               /* 0 at the end, -1 where it fails */
bool system_wait_for_input(int file, int milliseconds);           /* false: nothing came */
/* Signals are left to the calling thread. */
bool system_start_thread(pthread_t *, void *(*run)(void *), void *context);
unsigned system_processors(void);                                 /* that this process may use */
void system_set_variable(const char *name, const char *value);
char **system_variables(void);
/* Runs a program and adds what it prints; ends it when the time is over. False where
** there is no such program. */
bool system_answer_of(char *const *arguments, unsigned seconds, text *answer);

/* ---- Terminal ---- */

bool system_is_terminal(int file);                                /* one that knows escape sequences */
size_t system_terminal_columns(void);                             /* of stdout; 0: not known */
size_t system_character_width(uint32_t code_point);

#endif
