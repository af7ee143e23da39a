/* spill.c - see spill.h. */
#define _GNU_SOURCE
#include "common/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { WAITING_AT_MOST = 1 << 18 };

spill spill_in(const char *folder) { return (spill){.folder = folder, .file = -1}; }

static void open_file(spill *s) {
  const char *folder = s->folder != NULL ? s->folder : getenv("TMPDIR");
  text name = {0};
  text_add_format(&name, "%s/uti-report-XXXXXX", folder == NULL || *folder == 0 ? "/tmp" : folder);
  s->file = mkostemp(name.bytes, O_CLOEXEC);   /* 0600 */
  if (s->file < 0) s->problem = errno;
  else if (unlink(name.bytes) != 0) s->problem = errno;   /* with a name it would stay behind */
  if (s->file >= 0 && s->problem != 0) unlink(name.bytes);
  text_free(&name);
}

static void write_waiting(spill *s) {
  if (s->file < 0 && s->problem == 0) open_file(s);
  for (size_t at = 0; at < s->waiting.length && s->problem == 0;) {
    ssize_t done = write(s->file, s->waiting.bytes + at, s->waiting.length - at);
    if (done > 0) at += (size_t)done;
    else if (done == 0) s->problem = ENOSPC;
    else if (errno != EINTR) s->problem = errno;
  }
  s->written += s->waiting.length;
  text_clear(&s->waiting);
}

uint64_t spill_add(spill *s, const void *bytes, size_t length) {
  uint64_t place = s->written + s->waiting.length;
  text_add(&s->waiting, bytes, length);
  if (s->waiting.length >= WAITING_AT_MOST) write_waiting(s);
  return place;
}

static bool read_file(const spill *s, uint64_t place, char *to, size_t length) {
  for (size_t at = 0; at < length;) {
    ssize_t done = pread(s->file, to + at, length - at, (off_t)(place + at));
    if (done < 0 && errno == EINTR) continue;
    if (done == 0) errno = EIO;
    if (done <= 0) return false;
    at += (size_t)done;
  }
  return true;
}

bool spill_read(const spill *s, uint64_t place, size_t length, text *room) {
  text_clear(room);
  errno = s->problem;
  if (s->problem != 0) return false;
  if (place >= s->written) {
    text_add(room, s->waiting.bytes + (place - s->written), length);
    return true;
  }
  if (room->room < length + 1) {
    room->bytes = memory_resize(room->bytes, length + 1, 1);
    room->room = length + 1;
  }
  if (!read_file(s, place, room->bytes, length)) return false;
  room->bytes[length] = 0;
  room->length = length;
  return true;
}

void spill_close(spill *s) {
  if (s->file >= 0) close(s->file);
  text_free(&s->waiting);
  s->file = -1;
}
