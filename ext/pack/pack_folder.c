/* pack_folder.c - see uti_pack.h. */
#define _POSIX_C_SOURCE 200809L
#include "../uti_pack.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../core/pack.h"
#include "open_folder.h"

typedef struct folder {
  const uti_allocator *allocator;
  uti_folder place;
  uti_text *mistakes;
  uti_slice texts[UTI_TABLE_COUNT];
  size_t total, files;
  bool no_memory;
} folder;

static void mistake(folder *f, const char *file, const char *sentence) {
  if (file != NULL) {
    uti_text_add_string(f->mistakes, file);
    uti_text_add_string(f->mistakes, ":1:1: ");
  }
  uti_text_add_string(f->mistakes, sentence);
  uti_text_add_string(f->mistakes, "\n");
}

/* strerror() is not safe between threads. */
static const char *reason(int error) {
  switch (error) {
    case ENOENT: return "wanted a folder, got a name that does not exist";
    case ENOTDIR: return "wanted a folder, got something else";
    case EACCES: return "wanted a folder that may be read, got no permission";
    default: return "wanted a folder, got an error when it was opened";
  }
}

/* ---- One file ---- */

static bool read_bytes(folder *f, int file, const char *name, size_t size, uti_slice *text) {
  char *bytes = uti_resize(f->allocator, NULL, size + 1);
  if (bytes == NULL) {
    f->no_memory = true;
    return false;
  }
  size_t length = 0;
  ssize_t got = 1;
  /* Windows counts in unsigned; a table is never that long. */
  while (length <= size && (got = read(file, bytes + length, (unsigned)(size + 1 - length))) != 0) {
    if (got > 0) length += (size_t)got;
    else if (errno != EINTR) break;
  }
  if (got < 0 || length > size) {
    mistake(f, name, got < 0 ? "wanted a file that can be read, got an error" : "wanted a file at rest, got one that grows");
    uti_resize(f->allocator, bytes, 0);
    return false;
  }
  *text = (uti_slice){bytes, length};
  return true;
}

static void read_table(folder *f, uti_table table) {
  char name[32] = "";
  struct stat about;
  strcat(strcat(name, uti_table_name(table)), ".tsv");
  int file = uti_folder_file(&f->place, name);
  if (file < 0) {
    if (errno == ELOOP) mistake(f, name, "wanted a regular file, got a link");
    else if (errno != ENOENT) mistake(f, name, "wanted a file that can be read, got an error");
    return;
  }
  f->files++;
  if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
    mistake(f, name, "wanted a regular file, got something else");
  } else if (about.st_size < 0 || (uintmax_t)about.st_size > UTI_PACK_FILE) {
    mistake(f, name, "wanted at most 4 MB, got a larger file");
  } else if (f->total + (size_t)about.st_size > UTI_PACK_TOTAL) {
    mistake(f, name, "wanted at most 8 MB in all files together, got more");
  } else if (read_bytes(f, file, name, (size_t)about.st_size, &f->texts[table])) {
    f->total += f->texts[table].length;
  }
  close(file);
}

/* ---- The folder ---- */

static bool is_table(const char *name, size_t length) {
  for (int table = 0; table < UTI_TABLE_COUNT; table++) {
    const char *known = uti_table_name((uti_table)table);
    if (strlen(known) == length && memcmp(known, name, length) == 0) return true;
  }
  return false;
}

/* A table under a wrong name would be left out without a word. */
static void find_stranger(void *context, const char *name) {
  size_t length = strlen(name);
  bool table = length > 4 && strcmp(name + length - 4, ".tsv") == 0 && name[0] != '.';
  if (!table || is_table(name, length - 4)) return;
  mistake(context, name, "wanted a name that a table of a pack has (concepts, phrases, contexts, facts, rules, "
                         "mechanisms, sources, words, pack, off), got another");
}

static uti_result compile(folder *f, const uti_knowledge **made) {
  uti_knowledge *knowledge = NULL;
  uti_result result = uti_pack_compile(f->allocator, uti_knowledge_builtin(), f->texts, &knowledge, f->mistakes);
  if (result == UTI_OK && f->mistakes->bytes.count > 0) {
    uti_pack_free(f->allocator, knowledge);
    return UTI_BAD_PACK;
  }
  if (result == UTI_OK) *made = knowledge;
  return result;
}

static uti_result read_folder(folder *f, const char *path, const uti_knowledge **made) {
  int error = uti_folder_open(&f->place, path);
  if (error != 0) {
    mistake(f, NULL, reason(error));
    return UTI_BAD_PACK;
  }
  if (!uti_folder_list(&f->place, find_stranger, f)) mistake(f, NULL, "wanted a folder that can be listed, got an error");
  for (int table = 0; table < UTI_TABLE_COUNT && !f->no_memory; table++) read_table(f, (uti_table)table);
  uti_folder_close(&f->place);
  if (f->files == 0) mistake(f, NULL, "wanted a folder with at least one table of a rule pack, such as phrases.tsv, got none");
  uti_result result = f->no_memory ? UTI_NO_MEMORY : f->files == 0 ? UTI_BAD_PACK : compile(f, made);
  for (int table = 0; table < UTI_TABLE_COUNT; table++)
    if (f->texts[table].bytes != NULL) uti_resize(f->allocator, (void *)(uintptr_t)f->texts[table].bytes, 0);
  return result;
}

uti_result uti_pack_read(const char *path, const uti_allocator *allocator, const uti_knowledge **made, uti_mistakes *mistakes) {
  uti_text text;
  if (allocator == NULL) allocator = &uti_default_allocator;
  folder f = {.allocator = allocator, .mistakes = &text};
  uti_text_init(&text, allocator);
  *made = NULL;
  *mistakes = (uti_mistakes){NULL, 0, 0};
  uti_result result = read_folder(&f, path, made);
  size_t length = 0;
  if (result == UTI_BAD_PACK && uti_text_finish(&text, &length) == NULL) result = UTI_NO_MEMORY;
  if (result != UTI_BAD_PACK) {
    uti_text_free(&text);
    return result;
  }
  *mistakes = (uti_mistakes){text.bytes.items, length, 0};
  for (size_t i = 0; i < length; i++) mistakes->count += mistakes->lines[i] == '\n';
  return result;
}

void uti_mistakes_free(uti_mistakes *mistakes, const uti_allocator *allocator) {
  if (mistakes->lines != NULL) uti_resize(allocator == NULL ? &uti_default_allocator : allocator, mistakes->lines, 0);
  *mistakes = (uti_mistakes){NULL, 0, 0};
}

void uti_knowledge_free(const uti_knowledge *knowledge, const uti_allocator *allocator) {
  if (knowledge == NULL || knowledge == uti_knowledge_builtin()) return;
  uti_pack_free(allocator == NULL ? &uti_default_allocator : allocator, (uti_knowledge *)(uintptr_t)knowledge);
}
