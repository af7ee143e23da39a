/* windows_programs.c - see system.h: other programs, which are told apart by what they
** print. */
#include <stdlib.h>
#include <string.h>

#include "system/windows_wide.h"

enum { ANSWER_AT_MOST = 65536, MILLISECONDS_BETWEEN_LOOKS = 20 };

/* In quotes, where backslashes count before a quote alone. */
static void add_argument(text *line, const char *argument) {
  text_add_string(line, line->length > 0 ? " \"" : "\"");
  for (size_t slashes = 0; *argument != 0; argument++) {
    if (*argument == '"')
      for (size_t i = 0; i <= slashes; i++) text_add_string(line, "\\");
    slashes = *argument == '\\' ? slashes + 1 : 0;
    text_add(line, argument, 1);
    if (argument[1] == 0)
      for (size_t i = 0; i < slashes; i++) text_add_string(line, "\\");
  }
  text_add_string(line, "\"");
}

/* Where PATH has it: the folder one stands in may hold a program of the same name. */
static bool find_program(const char *name, wchar_t *found, DWORD room) {
  char *path = system_getenv("PATH");
  wchar_t *wide_path = path == NULL ? NULL : wide_of(path), *wide_name = wide_of(name);
  DWORD length = wide_path == NULL || wide_name == NULL ? 0 : SearchPathW(wide_path, wide_name, L".exe", room, found, NULL);
  free(path);
  free(wide_path);
  free(wide_name);
  return length > 0 && length < room;
}

static bool start(wchar_t *line, const wchar_t *program, HANDLE output, PROCESS_INFORMATION *process) {
  SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
  HANDLE nothing = CreateFileW(L"NUL", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING, 0, NULL);
  STARTUPINFOW how = {.cb = sizeof how, .dwFlags = STARTF_USESTDHANDLES, .hStdInput = nothing, .hStdOutput = output, .hStdError = output};
  bool started = CreateProcessW(program, line, NULL, NULL, TRUE, CREATE_NO_WINDOW, NULL, NULL, &how, process);
  if (nothing != INVALID_HANDLE_VALUE) CloseHandle(nothing);
  return started;
}

/* Reads to the end, or until the time is over. */
static void read_answer(HANDLE pipe, HANDLE program, unsigned seconds, text *answer) {
  ULONGLONG end = GetTickCount64() + seconds * 1000ULL;
  char block[4096];
  DWORD there, done;
  while (PeekNamedPipe(pipe, NULL, 0, NULL, &there, NULL)) {
    if (GetTickCount64() > end) {
      TerminateProcess(program, 1);
      break;
    }
    if (there == 0) {
      Sleep(MILLISECONDS_BETWEEN_LOOKS);
      continue;
    }
    if (!ReadFile(pipe, block, sizeof block, &done, NULL)) break;
    if (answer->length < ANSWER_AT_MOST) text_add(answer, block, done);
  }
}

bool system_answer_of(char *const *arguments, unsigned seconds, text *answer) {
  wchar_t program[4096];
  SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
  HANDLE from, to;
  text line = {0};
  if (!find_program(arguments[0], program, sizeof program / sizeof *program) || !CreatePipe(&from, &to, &inherited, 0)) return false;
  SetHandleInformation(from, HANDLE_FLAG_INHERIT, 0);
  for (size_t i = 0; arguments[i] != NULL; i++) add_argument(&line, arguments[i]);
  wchar_t *wide_line = wide_of(line.bytes);
  PROCESS_INFORMATION process;
  bool started = wide_line != NULL && start(wide_line, program, to, &process);
  CloseHandle(to);
  if (started) {
    read_answer(from, process.hProcess, seconds, answer);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
  }
  CloseHandle(from);
  free(wide_line);
  text_free(&line);
  return started;
}
