#include "core/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"

#define BLOCK_SIZE ((size_t)64 * 1024)

struct arena_block {
    struct arena_block *next;
    size_t size, used; /* bytes */
    alignas(max_align_t) unsigned char bytes[];
};

static _Noreturn void die(const char *why)
{
    log_write(LOG_FATAL, "%s", why);
    abort();
}

/* The arena whose limit holds. */
static struct arena *payer_of(struct arena *arena)
{
    while (arena->outer)
        arena = arena->outer;
    return arena;
}

static _Noreturn void exhaust(struct arena *arena)
{
    jmp_buf *exhausted = payer_of(arena)->exhausted;

    if (exhausted)
        longjmp(*exhausted, 1);
    die("out of memory");
}

/* Bytes that a block of this size takes from the system. */
static size_t charge_of(size_t size)
{
    return sizeof(struct arena_block) + size;
}

static struct arena_block *add_block(struct arena *arena, size_t size)
{
    const struct arena *payer = payer_of(arena);
    struct arena_block *block = NULL;

    /* The limit may be below what is used: inside of arena_try() it is lowered. */
    if (charge_of(size) >= size && payer->used <= payer->limit &&
        charge_of(size) <= payer->limit - payer->used)
        block = calloc(1, charge_of(size));
    if (!block)
        exhaust(arena);
    block->size = size;
    block->next = arena->head;
    arena->head = block;
    for (struct arena *charged = arena; charged; charged = charged->outer)
        charged->used += charge_of(size);
    return block;
}

static void free_block(struct arena *arena)
{
    struct arena_block *block = arena->head;

    arena->head = block->next;
    for (struct arena *charged = arena; charged; charged = charged->outer)
        charged->used -= charge_of(block->size);
    free(block);
}

struct arena *arena_within(struct arena *outer)
{
    struct arena *inner = arena_alloc(outer, sizeof(*inner));

    inner->outer = outer;
    inner->older = outer->inner;
    outer->inner = inner;
    return inner;
}

bool arena_try(struct arena *arena, size_t reserve, void (*work)(void *context), void *context)
{
    struct arena *const payer = payer_of(arena);
    void *const outside = payer->exhausted;
    jmp_buf exhausted;
    const struct arena_mark mark = arena_mark(arena);
    const size_t limit = payer->limit;
    volatile bool whole = false;

    payer->limit = reserve < limit ? limit - reserve : 0;
    payer->exhausted = &exhausted;
    if (setjmp(exhausted) == 0) {
        work(context);
        whole = true;
    }
    payer->exhausted = outside;
    payer->limit = limit;
    if (!whole)
        arena_rewind(arena, mark);
    return whole;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->head;
    size_t rounded = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);

    if (rounded < size)
        exhaust(arena);
#ifdef ARENA_DEBUG
    block = add_block(arena, size); /* one each, so that the sanitizers see every allocation */
#else
    if (!block || block->size - block->used < rounded)
        block = add_block(arena, rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE);
#endif
    void *bytes = block->bytes + block->used;
    block->used += block->size < rounded ? block->size : rounded;
    return bytes;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);

    memcpy(copy, text, length);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *fmt, va_list args)
{
    va_list again;

    va_copy(again, args);
    int length = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (length < 0)
        die("a format string is wrong");
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, fmt, args);
    return text;
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    char *text = arena_vprintf(arena, fmt, args);
    va_end(args);
    return text;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t wanted = count < 8 ? 16 : 2 * count;
    if (wanted > SIZE_MAX / size)
        exhaust(arena);
    void *grown = arena_alloc(arena, wanted * size);
    if (items)
        memcpy(grown, items, count * size);
    *capacity = wanted;
    return grown;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){.head = arena->head,
                               .head_used = arena->head ? arena->head->used : 0,
                               .inner = arena->inner};
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    for (; arena->inner != mark.inner; arena->inner = arena->inner->older)
        arena_reset(arena->inner);
    while (arena->head != mark.head)
        free_block(arena);
    if (arena->head) {
        memset(arena->head->bytes + mark.head_used, 0, arena->head->used - mark.head_used);
        arena->head->used = mark.head_used;
    }
}

void arena_reset(struct arena *arena)
{
    arena_rewind(arena, (struct arena_mark){0});
}
