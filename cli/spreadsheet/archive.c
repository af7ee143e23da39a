/* archive.c - see archive.h. */
#include "spreadsheet/archive.h"

#include <expat.h>
#include <minizip/unzip.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 * 1024, ENTRIES_AT_MOST = 20000, DEPTH_AT_MOST = 100, SILENT_BLOCKS_AT_MOST = 32, RATIO_AT_MOST = 300 };
#define FREE_OF_RATIO ((uint64_t)32 << 20)     /* small parts may be as repetitive as they like */
#define BYTES_AT_MOST ((uint64_t)6 << 30)      /* of all parts together, unpacked */

struct archive {
  unzFile file;
  uint64_t unpacked;
};

archive *archive_open(const char *file, text *problem) {
  unz_global_info64 info;
  unzFile opened = unzOpen64(file);
  bool good = opened != NULL && unzGetGlobalInfo64(opened, &info) == UNZ_OK;
  if (!good) text_add_string(problem, "it is damaged or was cut off: the list of its parts cannot be read");
  else if (info.number_entry > ENTRIES_AT_MOST) text_add_format(problem, "it has more than %d parts", ENTRIES_AT_MOST);
  if (problem->length > 0) {
    if (opened != NULL) unzClose(opened);
    return NULL;
  }
  archive *a = memory_resize(NULL, 1, sizeof *a);
  *a = (archive){.file = opened};
  return a;
}

void archive_close(archive *a) {
  if (a == NULL) return;
  unzClose(a->file);
  free(a);
}

bool archive_has(archive *a, const char *entry) {
  enum { EITHER_CASE = 2 };
  return unzLocateFile(a->file, entry, EITHER_CASE) == UNZ_OK;
}

static bool open_entry(archive *a, const char *entry) { return archive_has(a, entry) && unzOpenCurrentFile(a->file) == UNZ_OK; }

size_t archive_peek(archive *a, const char *entry, char *bytes, size_t room) {
  if (!open_entry(a, entry)) return 0;
  int length = unzReadCurrentFile(a->file, bytes, (unsigned)room);
  unzCloseCurrentFile(a->file);
  return length < 0 ? 0 : (size_t)length;
}

/* ---- XML ---- */

typedef struct parsing {
  XML_Parser parser;
  xml_reader *reader;
  size_t depth, silent_blocks;
} parsing;

static const char *local(const char *name) {
  const char *colon = strchr(name, ':');
  return colon == NULL ? name : colon + 1;
}

const char *xml_attribute(const char **attributes, const char *name) {
  for (; *attributes != NULL; attributes += 2)
    if (strcmp(local(attributes[0]), name) == 0) return attributes[1];
  return NULL;
}

static void stop(parsing *p, const char *why) {
  if (p->reader->problem == NULL) p->reader->problem = why;
  XML_StopParser(p->parser, XML_FALSE);
}

static void on_start(void *data, const char *name, const char **attributes) {
  parsing *p = data;
  p->silent_blocks = 0;
  if (++p->depth > DEPTH_AT_MOST) {
    stop(p, "its XML is nested too deeply");
    return;
  }
  if (p->reader->start != NULL) p->reader->start(p->reader, local(name), attributes);
  if (p->reader->problem != NULL) XML_StopParser(p->parser, XML_FALSE);
}

static void on_end(void *data, const char *name) {
  parsing *p = data;
  p->silent_blocks = 0;
  p->depth--;
  if (p->reader->problem == NULL && p->reader->end != NULL) p->reader->end(p->reader, local(name));
  if (p->reader->problem != NULL) XML_StopParser(p->parser, XML_FALSE);
}

static void on_characters(void *data, const char *bytes, int length) {
  parsing *p = data;
  p->silent_blocks = 0;
  if (p->reader->problem == NULL && p->reader->characters != NULL) p->reader->characters(p->reader, bytes, (size_t)length);
  if (p->reader->problem != NULL) XML_StopParser(p->parser, XML_FALSE);
}

static void on_document_type(void *data, const char *name, const char *system, const char *public, int internal) {
  (void)name, (void)system, (void)public, (void)internal;
  stop(data, "its XML declares a document type, which no spreadsheet program writes");
}

static bool start_parser(parsing *p) {
  p->parser = XML_ParserCreate(NULL);
  if (p->parser == NULL) return false;
  XML_SetUserData(p->parser, p);
  XML_SetElementHandler(p->parser, on_start, on_end);
  XML_SetCharacterDataHandler(p->parser, on_characters);
  XML_SetStartDoctypeDeclHandler(p->parser, on_document_type);
  return true;
}

/* What a part may unpack to, against what it takes in the file. Not more is unpacked than
** the file says, so what it says can be judged before. */
static const char *check_size(archive *a, const unz_file_info64 *info) {
  a->unpacked += info->uncompressed_size;
  if (a->unpacked > BYTES_AT_MOST) return "it unpacks to more than 6 GB";
  if (info->uncompressed_size > FREE_OF_RATIO && info->uncompressed_size / RATIO_AT_MOST > info->compressed_size)
    return "a part unpacks to more than 300 times its size, as no workbook does";
  return NULL;
}

static const char *parse_blocks(archive *a, parsing *p, uint64_t most) {
  uint64_t unpacked = 0;
  for (;;) {
    void *block = XML_GetBuffer(p->parser, BLOCK);
    if (block == NULL) return "out of memory";
    int length = unzReadCurrentFile(a->file, block, BLOCK);
    if (length < 0) return "it is damaged: a part cannot be unpacked";
    unpacked += (uint64_t)length;
    if (unpacked > most) return "it is damaged: a part is longer than the file says";
    /* A tag that never ends would be looked through again with each block. */
    if (++p->silent_blocks > SILENT_BLOCKS_AT_MOST) return "its XML has a tag without an end";
    bool good = XML_ParseBuffer(p->parser, length, length == 0) == XML_STATUS_OK;
    if (p->reader->problem != NULL) return p->reader->problem;
    if (!good) return "it is damaged: a part is no valid XML";
    if (length == 0) return NULL;
  }
}

bool archive_parse(archive *a, const char *entry, xml_reader *r, text *problem) {
  parsing p = {.reader = r};
  unz_file_info64 info = {0};
  r->problem = NULL;
  if (!open_entry(a, entry)) {
    text_add_string(problem, "it is damaged: a part that it names is missing, or packed in a way that is not known");
    return false;
  }
  bool known = unzGetCurrentFileInfo64(a->file, &info, NULL, 0, NULL, 0, NULL, 0) == UNZ_OK;
  const char *why = known ? check_size(a, &info) : "it is damaged: a part has no size";
  if (why == NULL) why = start_parser(&p) ? parse_blocks(a, &p, info.uncompressed_size) : "out of memory";
  if (p.parser != NULL) XML_ParserFree(p.parser);
  int closed = unzCloseCurrentFile(a->file);
  if (why == NULL && closed == UNZ_CRCERROR) why = "it is damaged: the checksum of a part is wrong";
  if (why != NULL) text_add_string(problem, why);
  return why == NULL;
}
