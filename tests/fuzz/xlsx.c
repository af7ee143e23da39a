/* xlsx.c - a workbook from somebody else: the bytes of the zip, or, as a fuzzer does
** not get past checksums, parts after the separator that this target zips: the
** workbook, its relations, a sheet, the shared strings. */
#include <minizip/zip.h>

#include "spreadsheet/xlsx.h"
#include "table.h"

static void add_part(zipFile zip, const char *name, uti_slice part) {
  zip_fileinfo when = {0};
  FUZZ_HOLDS(zipOpenNewFileInZip(zip, name, &when, NULL, 0, NULL, 0, NULL, 0, 0) == ZIP_OK);
  FUZZ_HOLDS(zipWriteInFileInZip(zip, part.bytes, (unsigned)part.length) == ZIP_OK);
  FUZZ_HOLDS(zipCloseFileInZip(zip) == ZIP_OK);
}

static const char workbook[] =
    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Cases\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>";
static const char relations[] =
    "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"b\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
static const char root[] =
    "<Relationships><Relationship Id=\"w\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\""
    " Target=\"xl/workbook.xml\"/></Relationships>";

/* An empty part stands for a good one. */
static uti_slice or_good(uti_slice part, const char *good, size_t length) {
  return part.length == 0 ? (uti_slice){good, length} : part;
}

static void make_workbook(const char *name, uti_slice rest) {
  zipFile zip = zipOpen(name, APPEND_STATUS_CREATE);
  FUZZ_HOLDS(zip != NULL);
  uti_slice sheet = fuzz_part(&rest), strings = fuzz_part(&rest), book = fuzz_part(&rest), links = fuzz_part(&rest);
  add_part(zip, "[Content_Types].xml", (uti_slice){"<Types/>", 8});
  add_part(zip, "_rels/.rels", (uti_slice){root, sizeof root - 1});
  add_part(zip, "xl/workbook.xml", or_good(book, workbook, sizeof workbook - 1));
  add_part(zip, "xl/_rels/workbook.xml.rels", or_good(links, relations, sizeof relations - 1));
  add_part(zip, "xl/worksheets/sheet1.xml", sheet);
  add_part(zip, "xl/sharedStrings.xml", or_good(strings, "<sst/>", 6));
  FUZZ_HOLDS(zipClose(zip, NULL) == ZIP_OK);
}

static bool take(void *state, const xlsx_row *row) {
  size_t *rows = state;
  FUZZ_HOLDS(row->number >= 1 && row->number <= XLSX_ROWS);
  for (size_t i = 0; i < row->count; i++) {
    FUZZ_HOLDS(row->cells[i].column < XLSX_COLUMNS);
    fuzz_touch(row->cells[i].text);
  }
  return ++*rows < 10000;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  char name[32];
  bool zipped = size > 2 && bytes[0] == 'P' && bytes[1] == 'K';
  int file = fuzz_file(bytes, zipped ? size : 0, name);
  if (!zipped) make_workbook(name, (uti_slice){(const char *)bytes, size});
  xlsx *book = xlsx_open(name);
  for (size_t i = 0; book != NULL && i < xlsx_sheet_count(book); i++) {
    size_t rows = 0;
    FUZZ_HOLDS(xlsx_sheet_name(book, i) != NULL);
    xlsx_read(book, i, take, &rows);
  }
  xlsx_close(book);
  close(file);
  return 0;
}
