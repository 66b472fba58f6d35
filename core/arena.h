/*
 * arena.h - the memory of one invocation. Everything is taken from it and nothing is freed by
 * itself: one reset frees it all after the answer is sent.
 *
 * Nothing here returns NULL. Where memory ends, work that runs inside of arena_try() is left there
 * and then; outside of it the process aborts. An arena is used by one thread.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "core/error.h"

struct arena_block;

/*
 * An arena is all zero but for .limit before it is used. arena_within() makes one that needs none.
 */
struct arena {
    size_t used;  /* bytes taken from the system and not given back; to be read */
    size_t limit; /* bytes; the ceiling of .used; no less than a block, 64 KiB */

    /* The rest is the arena's own. */
    struct arena_block *head; /* the newest block; NULL: it is empty */
    struct arena *outer;      /* see arena_within(); NULL: it stands alone */
    struct arena *inner;      /* the newest of the arenas within this one; NULL: none */
    struct arena *older;      /* within .outer, the one that was made before this one */
    /* The jmp_buf of arena_try(), where the process goes on when memory ends; NULL: none. */
    void *exhausted;
};

/*
 * Makes an arena within another one, in which it lives. Its bytes count there too, and the limit of
 * the other one holds. What is taken from it outlives the marks of the other one that are set after
 * this call. It stays until the inner arena is reset, the outer one is, or the outer one is rewound
 * to a mark from before this call.
 */
struct arena *arena_within(struct arena *outer);

/*
 * Calls work(context). False: it needed more memory than there is. It was left where it asked for
 * too much, and all that it took from arena is given back.
 *
 * What work had changed elsewhere by then stays changed. So it changes what outlives it last, in a
 * step that takes no memory. While it may be left, it holds nothing that no arena owns: no open
 * file, no memory of malloc(), no handle of a library.
 *
 * reserve is how many bytes below the limit work must leave free, for what comes after it. Calls
 * may nest: the innermost one is left.
 */
MUST_USE bool arena_try(struct arena *arena, size_t reserve, void (*work)(void *context),
                        void *context);

/*
 * size bytes, zeroed and aligned for any type. Of size 0 it is a pointer that may not be read.
 * Memory has ended where the limit would be passed or the system has none: see above.
 */
void *arena_alloc(struct arena *arena, size_t size);

/* The first length bytes of text, which has as many, and a NUL. */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *fmt, ...) PRINTF(2, 3);
char *arena_vprintf(struct arena *arena, const char *fmt, va_list args) PRINTF(2, 0);

/*
 * Room for one more item behind the first count items of a list, each of size bytes. Returns items
 * itself, or a larger copy of the list when *capacity, in items, is reached. items NULL with a
 * capacity of 0: a new list. Where memory ends, the list is as it was.
 */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

/* A point in an arena to come back to. */
struct arena_mark {
    struct arena_block *head;
    size_t head_used; /* bytes */
    struct arena *inner;
};

struct arena_mark arena_mark(const struct arena *arena);
/*
 * Frees all that was taken since the mark, and the arenas that were made within this one since. The
 * mark is of this arena, which was neither reset nor rewound to an older mark since.
 */
void arena_rewind(struct arena *arena, struct arena_mark mark);

/*
 * Frees everything at once, the arenas within it too: no pointer that was taken from it may be used
 * after this. The arena itself may, also one within another.
 */
void arena_reset(struct arena *arena);

#endif
