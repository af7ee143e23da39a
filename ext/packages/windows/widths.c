/* widths.c - prints how wide characters are on a terminal, as this machine's C library
** knows it: the ranges of those whose width is not 1, for systems that do not tell. */
#define _XOPEN_SOURCE 700
#include <locale.h>
#include <stdio.h>
#include <wchar.h>

static int width_of(unsigned c) {
  int width = wcwidth((wchar_t)c);
  return width < 0 ? 1 : width;
}

int main(void) {
  enum { LAST = 0x10FFFF };
  if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) return 1;
  for (unsigned first = 0x80, next; first <= LAST; first = next) {
    int width = width_of(first);
    for (next = first + 1; next <= LAST && width_of(next) == width; next++) continue;
    if (width != 1) printf("{0x%X, 0x%X, %d},\n", first, next - 1, width);
  }
  return 0;
}
