/* interrupt.c - for Windows: interrupt PATTERN RESULT PROGRAM ARGUMENT... starts the
** program, presses Ctrl-C in their console when there is a file whose name fits, and
** writes to RESULT how the program ended. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

static BOOL WINAPI leave_it(DWORD event) { return event == CTRL_C_EVENT; }

static BOOL is_there(const char *pattern) {
  WIN32_FIND_DATAA about;
  HANDLE found = FindFirstFileA(pattern, &about);
  if (found != INVALID_HANDLE_VALUE) FindClose(found);
  return found != INVALID_HANDLE_VALUE;
}

int main(int count, char **arguments) {
  enum { LOOKS = 400, BETWEEN_LOOKS = 50, TO_END = 30000 };
  char line[4096] = "";
  PROCESS_INFORMATION process;
  STARTUPINFOA how = {.cb = sizeof how};
  DWORD status = 0;
  if (count < 4) return 2;
  for (int i = 3; i < count; i++) snprintf(line + strlen(line), sizeof line - strlen(line), "\"%s\" ", arguments[i]);
  SetConsoleCtrlHandler(leave_it, TRUE);
  if (!CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &how, &process)) return 3;
  for (int i = 0; i < LOOKS && !is_there(arguments[1]); i++) Sleep(BETWEEN_LOOKS);
  if (!is_there(arguments[1]) || !GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0)) return 4;
  if (WaitForSingleObject(process.hProcess, TO_END) != WAIT_OBJECT_0) return 5;
  GetExitCodeProcess(process.hProcess, &status);
  FILE *result = fopen(arguments[2], "wb");
  if (result == NULL) return 6;
  fprintf(result, "%08lx\n", status);
  return fclose(result);
}
