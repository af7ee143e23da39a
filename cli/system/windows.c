/* windows.c - see system.h: beginning, signals, threads and the terminal. */
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "common/message.h"
#include "system/windows_wide.h"

#include <shellapi.h>
#include <winternl.h>

/* ---- Beginning and end ---- */

static UINT code_page_before;          /* of the console; 0: it was left as it is */
static bool knows_escapes[3];          /* by descriptor */

static void leave_console(void) {
  if (code_page_before != 0) SetConsoleOutputCP(code_page_before);
}

static void prepare_console(int file) {
  HANDLE handle = (HANDLE)_get_osfhandle(file);
  DWORD mode;
  if (!GetConsoleMode(handle, &mode)) return;
  knows_escapes[file] = SetConsoleMode(handle, mode | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
  if (code_page_before == 0) code_page_before = GetConsoleOutputCP();
  SetConsoleOutputCP(CP_UTF8);
}

/* Without patterns that the C library would expand: a report may hold a "*". */
static void read_arguments(int *count, char ***arguments) {
  wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), count);
  if (wide == NULL) message_no_memory();
  char **all = memory_resize(NULL, (size_t)*count + 1, sizeof *all);
  for (int i = 0; i < *count; i++) all[i] = utf8_of(wide[i]);
  all[*count] = NULL;
  LocalFree(wide);
  *arguments = all;
}

void system_begin(int *count, char ***arguments) {
  enum { BLOCK = 64 * 1024 };
  SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX);
  for (int file = 0; file <= 2; file++) _setmode(file, _O_BINARY);
  setvbuf(stdout, NULL, _IOFBF, BLOCK);
  prepare_console(1);
  prepare_console(2);
  atexit(leave_console);
  read_arguments(count, arguments);
}

/* ---- Signals ---- */

static void (*on_interruption)(int);

/* When the window is closed, the program ends with the return of this: until then it
** has a few seconds to end by itself. */
static BOOL WINAPI note_event(DWORD event) {
  enum { MILLISECONDS_TO_END = 10000 };
  if (on_interruption == NULL) return FALSE;
  on_interruption(event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT ? SIGINT : SIGTERM);
  if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) Sleep(MILLISECONDS_TO_END);
  return TRUE;
}

void system_on_interruption(void (*handler)(int), bool going_on) {
  (void)going_on;
  if (on_interruption == NULL) SetConsoleCtrlHandler(note_event, TRUE);
  on_interruption = handler;
}

void system_end_by_signal(int signal_number) {
  (void)signal_number;
  leave_console();
  ExitProcess((UINT)STATUS_CONTROL_C_EXIT);
}

/* Nothing is sent: writing fails. */
void system_on_reader_gone(void (*handler)(int)) { (void)handler; }

bool system_reader_is_gone(int file) {
  enum { CONNECTED = 3 };
  FILE_PIPE_LOCAL_INFORMATION about;
  IO_STATUS_BLOCK done;
  HANDLE handle = (HANDLE)_get_osfhandle(file);
  if (GetFileType(handle) != FILE_TYPE_PIPE) return false;
  return NtQueryInformationFile(handle, &done, &about, sizeof about, FilePipeLocalInformation) == 0 && about.NamedPipeState != CONNECTED;
}

/* ---- Waiting and threads ---- */

typedef enum { PIPE_READY, PIPE_WAITS, PIPE_UNKNOWN } pipe_state;

static pipe_state state_of(HANDLE pipe) {
  DWORD there;
  if (PeekNamedPipe(pipe, NULL, 0, NULL, &there, NULL)) return there > 0 ? PIPE_READY : PIPE_WAITS;
  return GetLastError() == ERROR_BROKEN_PIPE ? PIPE_READY : PIPE_UNKNOWN;
}

bool system_wait_for_input(int file, int milliseconds) {
  enum { MILLISECONDS_BETWEEN_LOOKS = 5 };
  HANDLE handle = (HANDLE)_get_osfhandle(file);
  DWORD mode, type = GetFileType(handle);
  if (type == FILE_TYPE_CHAR && GetConsoleMode(handle, &mode)) return WaitForSingleObject(handle, (DWORD)milliseconds) != WAIT_TIMEOUT;
  pipe_state state = type == FILE_TYPE_PIPE ? state_of(handle) : PIPE_READY;
  for (int waited = 0; state == PIPE_WAITS && waited < milliseconds; waited += MILLISECONDS_BETWEEN_LOOKS) {
    Sleep(MILLISECONDS_BETWEEN_LOOKS);
    state = state_of(handle);
  }
  /* Where nobody tells, whoever has time to wait may as well read. */
  return state == PIPE_READY || (state == PIPE_UNKNOWN && milliseconds > 0);
}

/* What is typed comes as wide text; Ctrl-Z at the begin of a line ends it. */
static long read_console(HANDLE console, char *to, size_t length) {
  enum { BYTES_A_UNIT = 3, UNITS_AT_MOST = 8192, CONTROL_Z = 26 };
  wchar_t typed[UNITS_AT_MOST];
  size_t most = length / BYTES_A_UNIT > UNITS_AT_MOST ? UNITS_AT_MOST : length / BYTES_A_UNIT;
  DWORD units = 0;
  if (!ReadConsoleW(console, typed, (DWORD)most, &units, NULL)) {
    errno_of_system();
    return -1;
  }
  if (units == 0 || typed[0] == CONTROL_Z) return 0;
  return WideCharToMultiByte(CP_UTF8, 0, typed, (int)units, to, (int)length, NULL, NULL);
}

long system_read(int file, void *to, size_t length) {
  HANDLE handle = (HANDLE)_get_osfhandle(file);
  DWORD mode, done = 0;
  if (GetConsoleMode(handle, &mode)) return read_console(handle, to, length);
  if (ReadFile(handle, to, length > 1 << 30 ? 1 << 30 : (DWORD)length, &done, NULL)) return (long)done;
  if (GetLastError() == ERROR_BROKEN_PIPE || GetLastError() == ERROR_HANDLE_EOF) return 0;
  errno_of_system();
  return -1;
}

bool system_start_thread(pthread_t *thread, void *(*run)(void *), void *context) { return pthread_create(thread, NULL, run, context) == 0; }

unsigned system_processors(void) {
  DWORD_PTR usable, all;
  unsigned count = 0;
  if (!GetProcessAffinityMask(GetCurrentProcess(), &usable, &all)) return 1;
  for (; usable != 0; usable &= usable - 1) count++;
  return count == 0 ? 1 : count;
}

/* ---- Variables ---- */

/* Kept for good, as what getenv() gives. */
char *system_getenv(const char *name) {
  wchar_t *wide = wide_of(name);
  DWORD room = wide == NULL ? 0 : GetEnvironmentVariableW(wide, NULL, 0);
  char *value = NULL;
  if (room > 0) {
    wchar_t *found = memory_resize(NULL, room, sizeof *found);
    if (GetEnvironmentVariableW(wide, found, room) < room) value = utf8_of(found);
    free(found);
  }
  free(wide);
  return value;
}

void system_set_variable(const char *name, const char *value) {
  wchar_t *wide_name = wide_of(name), *wide_value = wide_of(value);
  if (wide_name != NULL && wide_value != NULL) SetEnvironmentVariableW(wide_name, wide_value);
  free(wide_name);
  free(wide_value);
}

char **system_variables(void) {
  static names all;
  wchar_t *block = all.count > 0 ? NULL : GetEnvironmentStringsW();
  for (const wchar_t *one = block; one != NULL && *one != 0; one += wcslen(one) + 1) {
    char *variable = utf8_of(one);
    names_add(&all, variable, strlen(variable));
    free(variable);
  }
  if (block != NULL) FreeEnvironmentStringsW(block);
  names_end(&all);
  return all.items;
}

/* ---- Terminal ---- */

bool system_is_terminal(int file) { return file >= 0 && file <= 2 && knows_escapes[file]; }

size_t system_terminal_columns(void) {
  CONSOLE_SCREEN_BUFFER_INFO about;
  return GetConsoleScreenBufferInfo((HANDLE)_get_osfhandle(1), &about) ? (size_t)(about.srWindow.Right - about.srWindow.Left + 1) : 0;
}

typedef struct width_range {
  uint32_t first, last;
  unsigned char width;
} width_range;

/* Of all characters whose width is not 1, in their order: see ext/packages/windows/widths.c. */
static const width_range ranges[] = {
#include "widths.h"
};

size_t system_character_width(uint32_t code_point) {
  size_t low = 0, high = sizeof ranges / sizeof *ranges;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (code_point < ranges[middle].first) high = middle;
    else if (code_point > ranges[middle].last) low = middle + 1;
    else return ranges[middle].width;
  }
  return 1;
}
