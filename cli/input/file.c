#include "cli/input/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/input/gzip.h"
#include "cli/message.h"
#include "cli/scratch.h"

/*
 * Bytes of a file as it is on disk. All of it is read at once, and the JSON of it takes up to ten
 * times as much, of the GiB that there is. The largest file of the tests has 250 KB.
 */
#define FILE_LIMIT ((size_t)64 * 1024 * 1024)

/* A file that is being read, for arena_try(). */
struct reading {
    struct arena *arena;
    FILE *file;
    char *bytes;
    size_t length;
    struct error *err;
    bool done;
};

static void read_all(void *context)
{
    struct reading *r = context;
    size_t capacity = 0;

    do {
        r->bytes = arena_grow(r->arena, r->bytes, r->length, &capacity, 1);
        r->length += fread(r->bytes + r->length, 1, capacity - r->length, r->file);
        if (ferror(r->file)) {
            error_set(r->err, ERROR_INPUT, "cannot be read: %s", strerror(errno));
            return;
        }
        if (r->length > FILE_LIMIT) {
            error_set(r->err, ERROR_LIMIT, "is larger than %zu MiB", FILE_LIMIT >> 20);
            return;
        }
    } while (!feof(r->file));
    r->done = true;
}

bool file_read(struct arena *arena, const char *path, const char **text, size_t *length,
               struct error *err)
{
    bool standard_input = strcmp(path, "-") == 0;
    struct reading r = {.arena = arena, .err = err};

    r.file = standard_input ? stdin : fopen(path, "rb");
    if (!r.file)
        return error_set(err, ERROR_INPUT, "cannot be opened: %s", strerror(errno));
    if (!arena_try(arena, 0, read_all, &r))
        out_of_memory(arena, err);
    if (!standard_input)
        fclose(r.file);
    *text = r.bytes;
    *length = r.length;
    return r.done && (!gzip_is(r.bytes, r.length) ||
                      gzip_open(arena, r.bytes, r.length, FILE_LIMIT, text, length, err));
}

/* PowerShell writes one, which is harmless but is not JSON. */
static void note_byte_order_mark(const char *path, const char *text, size_t length)
{
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        print_note(path, "begins with a byte order mark (BOM), which was left out");
}

bool file_read_document(struct arena *arena, const char *path, const char **text, cJSON **out,
                        struct error *err)
{
    size_t length = 0;

    if (!file_read(arena, path, text, &length, err))
        return false;
    if (length == 0)
        return error_set(err, ERROR_INPUT, "the file is empty");
    note_byte_order_mark(path, *text, length);
    return json_parse(*text, length, "the file", out, err);
}

bool file_read_json(struct arena *arena, const char *path, cJSON **out, struct error *err)
{
    const char *text = NULL;

    return file_read_document(arena, path, &text, out, err);
}
