/*
 * arena.h - the memory of one invocation: everything is taken from it, nothing is given back, and
 * one reset frees it all after the answer is sent.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "core/error.h"

struct arena_block;

/* Zero-initialise and set .limit before use; arena_within() makes the ones that need no .limit. */
struct arena {
    struct arena_block *head; /* newest block; NULL when empty */
    size_t used;              /* bytes taken from the system since the last reset */
    size_t limit;             /* bytes; the ceiling of .used; no less than a block, 64 KiB */

    /* The rest is the arena's own. */
    struct arena *outer; /* see arena_within(); NULL: stands alone */
    struct arena *inner; /* the newest of the arenas within this one; NULL: none */
    struct arena *older; /* within .outer, the one that was made before this one */
    void *exhausted; /* the jmp_buf of arena_try(), where it goes on when memory ends; NULL: none */
};

/*
 * An arena within another: its bytes count there too, and the ceiling of the other holds. What is
 * taken from it stays until it is reset, or the other one is, or the other one is rewound to a mark
 * from before this call. So it is for what outlives marks of the other. It lives in the other one.
 */
struct arena *arena_within(struct arena *outer);

/*
 * Calls work(context). False when that needs more memory than there is: work was left where it
 * asked for too much, and all that it took from arena is given back. What it had put elsewhere by
 * then stays, so work changes what outlives it last, in a step that takes no memory. It holds
 * nothing meanwhile that an arena does not own: no file, no malloc(), no handle of a library.
 * reserve, in bytes, is what work must leave free below the limit, for what comes after it. Calls
 * may nest; the innermost one is left. arena_alloc() outside of all of them logs and aborts.
 */
MUST_USE bool arena_try(struct arena *arena, size_t reserve, void (*work)(void *context),
                        void *context);

/*
 * Never returns NULL: where the limit would be passed, or the system has no memory, it does not
 * return at all, see arena_try(). The bytes are zeroed and aligned for any type.
 */
void *arena_alloc(struct arena *arena, size_t size);

/* length bytes of text and a NUL. */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *fmt, ...) PRINTF(2, 3);
char *arena_vprintf(struct arena *arena, const char *fmt, va_list args) PRINTF(2, 0);

/*
 * Room for one more behind the first count items of a list, each of size bytes: items itself, or a
 * larger copy when *capacity, in items, has been reached. items NULL: a new list. Where memory ends
 * the list is as it was.
 */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

/* A point to come back to. */
struct arena_mark {
    struct arena_block *head;
    size_t head_used; /* bytes */
    struct arena *inner;
};

struct arena_mark arena_mark(const struct arena *arena);
/*
 * Frees all that was taken since the mark, which must be of this arena and not before a reset, and
 * the arenas that were made within it since.
 */
void arena_rewind(struct arena *arena, struct arena_mark mark);

/*
 * Frees everything at once, the arenas within it too. Every pointer taken from it is dead after
 * this. An arena within another can be used again.
 */
void arena_reset(struct arena *arena);

#endif
