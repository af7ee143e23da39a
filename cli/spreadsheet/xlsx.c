/* xlsx.c - finds the parts of a workbook: through its relations, whatever their names
** are. What is no workbook is told by its first bytes. */
#include "spreadsheet/xlsx.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/message.h"
#include "spreadsheet/xlsx_parts.h"

enum { SHEETS_AT_MOST = 5000, PART_NAME_AT_MOST = 250 };

/* ---- What else it may be ---- */

#define SAVE_AS "open it in the spreadsheet program and save it as an Excel workbook (.xlsx)"

/* Excel puts an encrypted workbook into an envelope of the old format. */
static bool is_encrypted(FILE *f) {
  static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
  enum { LENGTH = sizeof name - 1, BLOCK = 64 * 1024, BLOCKS = 4096 };
  char *block = memory_resize(NULL, BLOCK + LENGTH, 1);
  size_t kept = 0, length;
  bool found = false;
  rewind(f);
  for (int i = 0; i < BLOCKS && !found && (length = fread(block + kept, 1, BLOCK, f)) > 0; i++) {
    length += kept;
    for (size_t at = 0; at + LENGTH <= length && !found; at++) found = block[at] == 'E' && memcmp(block + at, name, LENGTH) == 0;
    kept = length < LENGTH ? length : LENGTH;
    memmove(block, block + length - kept, kept);
  }
  free(block);
  return found;
}

static const char *not_a_workbook(FILE *f) {
  char head[8] = {0};
  size_t length = fread(head, 1, sizeof head, f);
  if (ferror(f)) return "it cannot be read";
  if (length == 0) return "it is empty";
  if (memcmp(head, "PK\3\4", 4) == 0) return NULL;
  if (memcmp(head, "\xD0\xCF\x11\xE0", 4) == 0)
    return is_encrypted(f) ? "it is encrypted with a password: save it without one (in Excel: File, Info, Protect Workbook, Encrypt with Password) and give that"
                           : "it is an old Excel workbook (.xls): " SAVE_AS;
  if (memcmp(head, "%PDF", 4) == 0) return "it is a PDF: give the workbook that was filled in";
  if (memcmp(head, "SQLite f", 8) == 0) return "it is a database: the workbook comes first, the database after --db";
  return "it is no workbook (.xlsx); a CSV file has lost the sheets that tell which case a decision belongs to: fill in the workbook itself, and " SAVE_AS;
}

static const char *not_this_zip(archive *a) {
  char kind[64] = {0};
  if (archive_peek(a, "mimetype", kind, sizeof kind - 1) > 0 && strstr(kind, "opendocument") != NULL) return "it is an OpenDocument file (.ods): " SAVE_AS;
  if (archive_has(a, "xl/workbook.bin")) return "it is a binary workbook (.xlsb): " SAVE_AS;
  if (archive_has(a, "word/document.xml")) return "it is a text document: give the workbook that was filled in";
  return "it is a zip file, but no workbook (.xlsx)";
}

/* ---- Relations ---- */

/* The name of the part that a target means, seen from the folder of `from`. */
static char *resolve(const char *from, const char *target) {
  text name = {0};
  const char *slash = strrchr(from, '/');
  if (*target == '/') target++;
  else if (slash != NULL) text_add(&name, from, (size_t)(slash - from) + 1);
  text_add(&name, "", 0);
  while (*target != 0) {
    size_t length = strcspn(target, "/");
    if (length == 2 && memcmp(target, "..", 2) == 0) {
      if (name.length > 0) name.length--;
      while (name.length > 0 && name.bytes[name.length - 1] != '/') name.length--;
    } else if (!(length == 1 && *target == '.')) {
      text_add(&name, target, length);
      if (target[length] == '/') text_add(&name, "/", 1);
    }
    target += length + (target[length] == '/');
    if (name.length > PART_NAME_AT_MOST) break;
  }
  char *part = memory_copy(name.bytes, name.length);
  text_free(&name);
  return part;
}

typedef struct relations_state {
  xlsx *book;
  const char *from;            /* the part whose relations these are */
  char *document;
} relations_state;

static bool ends_with(const char *s, const char *end) {
  size_t length = strlen(s), tail = strlen(end);
  return length >= tail && strcmp(s + length - tail, end) == 0;
}

static void on_relation(xml_reader *r, const char *name, const char **attributes) {
  relations_state *s = r->state;
  const char *id = xml_attribute(attributes, "Id"), *type = xml_attribute(attributes, "Type");
  const char *target = xml_attribute(attributes, "Target"), *mode = xml_attribute(attributes, "TargetMode");
  if (strcmp(name, "Relationship") != 0 || id == NULL || type == NULL || target == NULL) return;
  if (mode != NULL && strcmp(mode, "External") == 0) return;
  if (ends_with(type, "/officeDocument") && s->document == NULL) s->document = resolve(s->from, target);
  if (ends_with(type, "/sharedStrings") && s->book->strings_part == NULL) s->book->strings_part = resolve(s->from, target);
  for (size_t i = 0; i < s->book->sheet_count; i++) {
    xlsx_sheet *sheet = &s->book->sheets[i];
    if (sheet->part != NULL || sheet->no_rows || strcmp(sheet->relation, id) != 0) continue;
    if (ends_with(type, "/worksheet")) sheet->part = resolve(s->from, target);
    else sheet->no_rows = true;
  }
}

static void on_sheet(xml_reader *r, const char *name, const char **attributes) {
  xlsx *book = r->state;
  const char *title = xml_attribute(attributes, "name"), *relation = xml_attribute(attributes, "id");
  if (strcmp(name, "sheet") != 0 || title == NULL || relation == NULL) return;
  if (book->sheet_count == SHEETS_AT_MOST) {
    r->problem = "it has more than 5000 sheets";
    return;
  }
  book->sheets = memory_grow(book->sheets, book->sheet_count, &book->sheet_room, sizeof *book->sheets);
  book->sheets[book->sheet_count++] = (xlsx_sheet){memory_copy(title, strlen(title)), memory_copy(relation, strlen(relation)), NULL, false};
}

/* "xl/workbook.xml" has its relations in "xl/_rels/workbook.xml.rels". */
static char *relations_of(const char *part) {
  const char *slash = strrchr(part, '/');
  size_t folder = slash == NULL ? 0 : (size_t)(slash - part) + 1;
  text name = {0};
  text_add_format(&name, "%.*s_rels/%s.rels", (int)folder, part, part + folder);
  return name.bytes;
}

static bool read_parts(xlsx *book, text *problem) {
  relations_state relations = {.book = book, .from = ""};
  xml_reader relation_reader = {&relations, on_relation, NULL, NULL, NULL}, sheet_reader = {book, on_sheet, NULL, NULL, NULL};
  if (archive_has(book->archive, "_rels/.rels") && !archive_parse(book->archive, "_rels/.rels", &relation_reader, problem)) {
    free(relations.document);
    return false;
  }
  char *document = relations.document == NULL ? memory_copy("xl/workbook.xml", strlen("xl/workbook.xml")) : relations.document;
  char *its_relations = relations_of(document);
  const char *other = archive_has(book->archive, document) && !ends_with(document, ".bin") && archive_has(book->archive, its_relations) ? NULL : not_this_zip(book->archive);
  if (other != NULL) text_add_string(problem, other);
  relations.from = relations.document = document;
  bool good = other == NULL && archive_parse(book->archive, document, &sheet_reader, problem) &&
              archive_parse(book->archive, its_relations, &relation_reader, problem);
  free(document);
  free(its_relations);
  if (good && book->sheet_count == 0) text_add_string(problem, "it has no sheet");
  return good && book->sheet_count > 0 && xlsx_read_strings(book, problem);
}

xlsx *xlsx_open(const char *file) {
  FILE *f = fopen(file, "rb");
  if (f == NULL) {
    message_error("cannot open %s: %s", file, strerror(errno));
    return NULL;
  }
  const char *why = not_a_workbook(f);
  fclose(f);
  text problem = {0};
  xlsx *book = memory_resize(NULL, 1, sizeof *book);
  *book = (xlsx){.file = memory_copy(file, strlen(file))};
  if (why != NULL) text_add_string(&problem, why);
  else book->archive = archive_open(file, &problem);
  bool good = book->archive != NULL && read_parts(book, &problem);
  if (!good) {
    message_error("cannot read %s: %s", file, problem.bytes);
    xlsx_close(book);
  }
  text_free(&problem);
  return good ? book : NULL;
}

void xlsx_close(xlsx *book) {
  if (book == NULL) return;
  archive_close(book->archive);
  for (size_t i = 0; i < book->sheet_count; i++) {
    free(book->sheets[i].name);
    free(book->sheets[i].relation);
    free(book->sheets[i].part);
  }
  free(book->sheets);
  free(book->file);
  free(book->strings_part);
  text_free(&book->strings);
  free(book->string_ends);
  free(book);
}

size_t xlsx_sheet_count(const xlsx *book) { return book->sheet_count; }
const char *xlsx_sheet_name(const xlsx *book, size_t sheet) { return book->sheets[sheet].name; }
