/* dump.c - prints every cell that the workbook reader finds in the files it is given:
** sheet, row, column, text as a JSON string. A file that cannot be read is no failure
** here: the message says why. */
#include <stdio.h>

#include "common/message.h"
#include "spreadsheet/xlsx.h"

static const char *sheet;

static bool print_row(void *state, const xlsx_row *row) {
  text shown = {0};
  (void)state;
  for (size_t i = 0; i < row->count; i++) {
    text_clear(&shown);
    text_add_json(&shown, row->cells[i].text);
    printf("%s\t%u\t%u\t%s\n", sheet, (unsigned)row->number, (unsigned)row->cells[i].column, shown.bytes);
  }
  text_free(&shown);
  return true;
}

int main(int count, char **files) {
  message_command("review");
  for (int i = 1; i < count; i++) {
    xlsx *book = xlsx_open(files[i]);
    for (size_t s = 0; book != NULL && s < xlsx_sheet_count(book); s++) {
      sheet = xlsx_sheet_name(book, s);
      xlsx_read(book, s, print_row, NULL);
    }
    xlsx_close(book);
  }
  return 0;
}
