/* entry.h - for programs that link the adapter in:
** sqlite3_auto_extension((void (*)(void))sqlite3_uti_init). */
#ifndef UTI_SQLITE_ENTRY_H
#define UTI_SQLITE_ENTRY_H

struct sqlite3;
struct sqlite3_api_routines;

#if defined(SQLITE_CORE)
#define UTI_EXPORT
#elif defined(_WIN32)
#define UTI_EXPORT __declspec(dllexport)
#else
#define UTI_EXPORT __attribute__((visibility("default")))
#endif

UTI_EXPORT int sqlite3_uti_init(struct sqlite3 *db, char **message,
                                const struct sqlite3_api_routines *api);

#endif
