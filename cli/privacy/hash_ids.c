/* hash_ids.c - see hash_ids.h. */
#include "privacy/hash_ids.h"

#include <sodium.h>
#include <stdio.h>

#include "common/message.h"
#include "system/system.h"

enum { KEY_BYTES_LEAST = 16, KEY_BYTES_MOST = 4096, SHOWN_BYTES = 10 };

static unsigned char key[crypto_generichash_KEYBYTES];
static bool in_use;

static bool wanted(const char *file, const char *got) {
  message_error("--hash-ids: wanted a file of %d bytes and more that nobody can guess, such as head -c 32 /dev/urandom > KEYFILE gives; %s %s", KEY_BYTES_LEAST, file, got);
  return false;
}

bool hash_ids_use(const char *key_file) {
  unsigned char bytes[KEY_BYTES_MOST];
  if (sodium_init() < 0) message_no_memory();
  FILE *in = fopen(key_file, "rb");
  if (in == NULL) return wanted(key_file, "cannot be read");
  size_t length = fread(bytes, 1, sizeof bytes, in);
  bool open_to_others = system_open_to_others(in);
  fclose(in);
  if (length < KEY_BYTES_LEAST) return wanted(key_file, "is shorter");
  if (open_to_others) message_note("%s can be read by others: " SYSTEM_TO_MAKE_PRIVATE, key_file);
  crypto_generichash(key, sizeof key, bytes, length, NULL, 0);
  sodium_memzero(bytes, sizeof bytes);
  in_use = true;
  return true;
}

bool hash_ids_in_use(void) { return in_use; }

void hash_ids_show(uti_slice id, text *t) {
  unsigned char hash[crypto_generichash_BYTES];
  if (!in_use) {
    text_add(t, id.bytes, id.length);
    return;
  }
  crypto_generichash(hash, sizeof hash, (const unsigned char *)id.bytes, id.length, key, sizeof key);
  text_add_string(t, "id-");
  for (size_t i = 0; i < SHOWN_BYTES; i++) text_add_format(t, "%02x", hash[i]);
}
