/* hold.c - for Windows: hold FILE has the file open, as a spreadsheet program has, until
** stdin ends; "held" when it has. */
#include <stdio.h>
#include <windows.h>

int main(int count, char **arguments) {
  HANDLE file = count < 2 ? INVALID_HANDLE_VALUE : CreateFileA(arguments[1], GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
  if (file == INVALID_HANDLE_VALUE) return 1;
  puts("held");
  fflush(stdout);
  while (getchar() != EOF) continue;
  return 0;
}
