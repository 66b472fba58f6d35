/* file.h - files of the environment that are read whole: a token, a profile. */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include <stddef.h>

#include "core/arena.h"

/*
 * The bytes of a file, of any kind, and a NUL, in the arena. The limit, in bytes, is allocated
 * before the file is opened, so that it is not left open where memory ends. length may be NULL.
 * ERROR_INPUT, which leaves the place to the caller, with the system's reason, or when it is
 * longer.
 */
MUST_USE bool file_read_whole(struct arena *arena, const char *path, size_t limit, char **text,
                              size_t *length, struct error *err);

#endif
