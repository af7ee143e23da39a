/* spill.c - see spill.h. */
#include "common/spill.h"

#include <errno.h>
#include <unistd.h>

#include "system/system.h"

enum { WAITING_AT_MOST = 1 << 18 };

spill spill_in(const char *folder) { return (spill){.folder = folder, .file = -1}; }

static void write_waiting(spill *s) {
  if (s->file < 0 && s->problem == 0) {
    s->file = system_open_unnamed(s->folder);
    if (s->file < 0) s->problem = errno;
  }
  if (s->problem == 0 && !system_write_at(s->file, s->written, s->waiting.bytes, s->waiting.length)) s->problem = errno;
  s->written += s->waiting.length;
  text_clear(&s->waiting);
}

uint64_t spill_add(spill *s, const void *bytes, size_t length) {
  uint64_t place = s->written + s->waiting.length;
  text_add(&s->waiting, bytes, length);
  if (s->waiting.length >= WAITING_AT_MOST) write_waiting(s);
  return place;
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
  if (!system_read_at(s->file, place, room->bytes, length)) return false;
  room->bytes[length] = 0;
  room->length = length;
  return true;
}

void spill_close(spill *s) {
  if (s->file >= 0) close(s->file);
  text_free(&s->waiting);
  s->file = -1;
}
