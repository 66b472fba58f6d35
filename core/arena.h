/*
 * arena.h - the memory of one invocation: everything is taken from it, nothing is given back, and
 * one reset frees it all after the answer is sent.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "core/error.h"

struct arena_block;

/* Zero-initialise and set .limit, or .within, before use. */
struct arena {
    struct arena_block *head; /* newest block; NULL when empty */
    size_t used;              /* bytes taken from the system since the last reset */
    size_t limit;             /* bytes; the ceiling of .used; no less than a block, 64 KiB */
    /*
     * Another arena, whose .used counts these bytes too, and whose .limit and .exhausted hold: for
     * what outlives marks there. Reset this one first. NULL: stands alone.
     */
    struct arena *within;
    /*
     * Where longjmp() goes, with 1, when the limit would be passed or the system has no memory: to
     * where one input is given up. Who sets it puts back what was there. NULL: logs it and aborts.
     */
    jmp_buf *exhausted;
};

/* Never returns NULL. The bytes are zeroed and aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* length bytes of text and a NUL. */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *fmt, ...) PRINTF(2, 3);
char *arena_vprintf(struct arena *arena, const char *fmt, va_list args) PRINTF(2, 0);

/*
 * Room for one more behind the first count items of a list, each of size bytes: items itself, or a
 * larger copy when *capacity, in items, has been reached. items NULL: a new list.
 */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

/* A point to come back to. */
struct arena_mark {
    struct arena_block *head;
    size_t head_used; /* bytes */
};

struct arena_mark arena_mark(const struct arena *arena);
/* Frees all that was taken since the mark, which must be of this arena and not before a reset. */
void arena_rewind(struct arena *arena, struct arena_mark mark);

/* Frees everything at once. Every pointer taken from the arena is dead after this. */
void arena_reset(struct arena *arena);

#endif
