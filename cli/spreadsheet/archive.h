/* archive.h - the parts of a zipped document, read as XML piece by piece. The file
** comes from somebody else: what it may cost is limited, its entries' names are
** looked up and never used as paths, and document types are refused, and with them
** every entity that could be declared. */
#ifndef CLI_ARCHIVE_H
#define CLI_ARCHIVE_H

#include "common/text.h"

typedef struct archive archive;

/* NULL: `problem` says why. */
archive *archive_open(const char *file, text *problem);
void archive_close(archive *);
bool archive_has(archive *, const char *entry);
/* The first bytes of an entry; 0 where there is none. */
size_t archive_peek(archive *, const char *entry, char *bytes, size_t room);

/* Names come without their prefix: "x:row" is "row". A handler stops the reading by
** setting `problem`; those that are NULL are left out. */
typedef struct xml_reader {
  void *state;
  void (*start)(struct xml_reader *, const char *name, const char **attributes);
  void (*end)(struct xml_reader *, const char *name);
  void (*characters)(struct xml_reader *, const char *bytes, size_t length);
  const char *problem;
} xml_reader;

bool archive_parse(archive *, const char *entry, xml_reader *, text *problem);
const char *xml_attribute(const char **attributes, const char *name);   /* NULL: none */

#endif
