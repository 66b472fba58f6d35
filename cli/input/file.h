/* file.h - files that a user names, read as they are or as JSON. */
#ifndef CLI_FILE_H
#define CLI_FILE_H

#include <stddef.h>

#include "core/arena.h"
#include "core/json.h"

/*
 * The bytes of a file, "-": standard input; of a gzip file what is in it. At most 64 MiB.
 * ERROR_INPUT naming the reason. They live in the arena and end with no NUL.
 */
MUST_USE bool file_read(struct arena *arena, const char *path, const char **text, size_t *length,
                        struct error *err);

/* A file that holds one JSON value. */
MUST_USE bool file_read_json(struct arena *arena, const char *path, cJSON **out, struct error *err);
/* The same, and the text as well. */
MUST_USE bool file_read_document(struct arena *arena, const char *path, const char **text,
                                 cJSON **out, struct error *err);

#endif
