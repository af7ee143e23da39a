/* connection.c - what one database connection keeps between calls. */
#include "adapter.h"

#include "../uti_pack.h"

#include <string.h>

/* A buffer that one huge report has blown up is given back after it. */
#define BUFFER_KEPT ((size_t)1 << 20)

void uti_buffer_free(uti_buffer *buffer) {
  sqlite3_free(buffer->bytes);
  *buffer = (uti_buffer){NULL, 0, 0};
}

void uti_buffer_clear(uti_buffer *buffer) {
  if (buffer->capacity > BUFFER_KEPT && buffer->length < BUFFER_KEPT) uti_buffer_free(buffer);
  buffer->length = 0;
}

bool uti_buffer_add(uti_buffer *buffer, const void *bytes, size_t length) {
  if (length > buffer->capacity - buffer->length) {
    size_t capacity = buffer->length + length;
    capacity += capacity / 2 + 64;
    char *grown = sqlite3_realloc64(buffer->bytes, capacity);
    if (grown == NULL) return false;
    buffer->bytes = grown;
    buffer->capacity = capacity;
  }
  if (length > 0) memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
  return true;
}

static void *resize(void *context, void *memory, size_t bytes) {
  (void)context;
  if (bytes == 0) {
    sqlite3_free(memory);
    return NULL;
  }
  return sqlite3_realloc64(memory, bytes);
}

const uti_allocator uti_sqlite_allocator = {resize, NULL};

uti_rules *uti_rules_new(const uti_knowledge *knowledge) {
  uti_rules *rules = sqlite3_malloc64(sizeof *rules);
  if (rules == NULL) {
    uti_knowledge_free(knowledge, &uti_sqlite_allocator);
    return NULL;
  }
  *rules = (uti_rules){1, knowledge};
  return rules;
}

uti_rules *uti_rules_hold(uti_rules *rules) {
  rules->references++;
  return rules;
}

void uti_rules_release(uti_rules *rules) {
  if (rules == NULL || --rules->references > 0) return;
  uti_knowledge_free(rules->knowledge, &uti_sqlite_allocator);
  sqlite3_free(rules);
}

uti_connection *uti_connection_new(void) {
  uti_connection *connection = sqlite3_malloc64(sizeof *connection);
  if (connection == NULL) return NULL;
  memset(connection, 0, sizeof *connection);
  connection->references = 1;
  connection->rules = uti_rules_new(uti_knowledge_builtin());
  if (connection->rules == NULL) {
    sqlite3_free(connection);
    return NULL;
  }
  connection->rule_set = UTI_RULES_FULL;
  return connection;
}

static void free_desk(uti_desk *desk) {
  if (desk->reader != NULL) uti_reader_free(desk->reader);
  if (desk->facts != NULL) uti_facts_free(desk->facts);
  uti_buffer_free(&desk->facts_key);
  uti_buffer_free(&desk->report);
  uti_rules_release(desk->rules);
}

/* Reader and facts of other rules are of no more use. */
static void renew_desk(uti_desk *desk, uti_rules *rules) {
  free_desk(desk);
  memset(desk, 0, sizeof *desk);
  desk->rules = uti_rules_hold(rules);
}

void uti_connection_release(uti_connection *connection) {
  if (--connection->references > 0) return;
  for (int i = 0; i < UTI_DESKS; i++) free_desk(&connection->desks[i]);
  uti_rules_release(connection->rules);
  uti_buffer_free(&connection->key);
  sqlite3_free(connection);
}

uti_reader *uti_connection_reader(uti_connection *connection, uti_desk *desk) {
  if (desk->rules != connection->rules) renew_desk(desk, connection->rules);
  if (desk->reader == NULL) {
    desk->reader = uti_reader_new(desk->rules->knowledge, &uti_sqlite_allocator);
    if (desk->reader == NULL) return NULL;
  }
  if (desk->facts == NULL) {
    desk->facts = uti_facts_new(desk->rules->knowledge, &uti_sqlite_allocator);
    if (desk->facts == NULL) return NULL;
  }
  if (uti_reader_rule_set(desk->reader) != connection->rule_set) {
    uti_reader_use(desk->reader, connection->rule_set);
    desk->assessed = false;
  }
  return desk->reader;
}

uti_binding *uti_binding_new(uti_connection *connection, const char *name, const void *definition) {
  uti_binding *binding = sqlite3_malloc64(sizeof *binding);
  if (binding == NULL) return NULL;
  *binding = (uti_binding){connection, name, definition};
  connection->references++;
  return binding;
}

void uti_binding_free(void *memory) {
  uti_binding *binding = memory;
  uti_connection_release(binding->connection);
  sqlite3_free(binding);
}
