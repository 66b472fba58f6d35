#include "cli/input/gzip.h"

#include <stdio.h>
#include <string.h>

#define ZLIB_CONST /* it changes no bytes that it is handed */
#include <zlib.h>

#define FIRST_SIZE ((size_t)256 * 1024)

struct unpacked {
    struct arena *arena;
    unsigned char *bytes;
    size_t used, capacity, limit;
};

/* zlib's own memory is the arena's too, so that nothing is held when the arena is exhausted. */
static void *allocate(void *arena, unsigned count, unsigned size)
{
    return arena_alloc(arena, (size_t)count * size);
}

static void release(void *arena, void *pointer)
{
    (void)arena;
    (void)pointer;
}

bool gzip_is(const char *bytes, size_t length)
{
    return length >= 2 && memcmp(bytes, "\x1f\x8b", 2) == 0;
}

static void make_room(struct unpacked *out)
{
    size_t wanted = out->capacity ? 2 * out->capacity : FIRST_SIZE;

    if (wanted > out->limit + 1)
        wanted = out->limit + 1;
    unsigned char *grown = arena_alloc(out->arena, wanted);
    if (out->used)
        memcpy(grown, out->bytes, out->used);
    out->bytes = grown;
    out->capacity = wanted;
}

/* One member, from which stream goes on behind it. */
static bool read_member(z_stream *stream, struct unpacked *out, struct error *err)
{
    int status = Z_OK;

    while (status == Z_OK) {
        if (out->used == out->capacity)
            make_room(out);
        stream->next_out = out->bytes + out->used;
        stream->avail_out = (unsigned)(out->capacity - out->used);
        status = inflate(stream, Z_NO_FLUSH);
        out->used = out->capacity - stream->avail_out;
        if (out->used > out->limit)
            return error_set(err, ERROR_LIMIT, "has more than %zu MiB in its gzip",
                             out->limit >> 20);
    }
    if (status == Z_STREAM_END)
        return true;
    return error_set(err, ERROR_INPUT, "is gzip that %s",
                     status == Z_BUF_ERROR ? "breaks off" : "is damaged");
}

bool gzip_open(struct arena *arena, const char *bytes, size_t length, size_t limit,
               const char **out, size_t *out_length, struct error *err)
{
    struct unpacked unpacked = {.arena = arena, .limit = limit};
    z_stream stream = {.zalloc = allocate, .zfree = release, .opaque = arena};

    /* 16: gzip and nothing else. With memory that never is NULL this cannot fail. */
    if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK)
        return error_set(err, ERROR_CONFIGURATION, "is gzip, which this zlib cannot open");
    stream.next_in = (const Bytef *)bytes;
    stream.avail_in = (unsigned)length;
    do {
        if (!gzip_is((const char *)stream.next_in, stream.avail_in))
            return error_set(err, ERROR_INPUT, "is gzip with something else behind it");
        if (inflateReset(&stream) != Z_OK || !read_member(&stream, &unpacked, err))
            return false;
    } while (stream.avail_in > 0);
    *out = (const char *)unpacked.bytes;
    *out_length = unpacked.used;
    return true;
}

const char *gzip_library(void)
{
    static char text[32];

    snprintf(text, sizeof(text), "zlib %s", zlibVersion());
    return text;
}
