/* gzip.h - opens what AWS Config and people compress (https://www.rfc-editor.org/rfc/rfc1952). */
#ifndef CLI_GZIP_H
#define CLI_GZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"

/* Whether bytes begin as gzip's do. JSON never does. */
bool gzip_is(const char *bytes, size_t length);

/*
 * All members of a gzip file, one after the other, into the arena. ERROR_INPUT: it is damaged,
 * breaks off, or has something else behind; ERROR_LIMIT: more than limit bytes are in it.
 */
MUST_USE bool gzip_open(struct arena *arena, const char *bytes, size_t length, size_t limit,
                        const char **out, size_t *out_length, struct error *err);

/* "zlib 1.2.13": what opens. Lives in static storage. */
const char *gzip_library(void);

#endif
