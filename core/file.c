#include "core/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool file_read_whole(struct arena *arena, const char *path, size_t limit, char **text,
                     size_t *length, struct error *err)
{
    char *bytes = arena_alloc(arena, limit + 1);
    FILE *file = fopen(path, "rb");

    if (!file)
        return error_set(err, ERROR_INPUT, "cannot be opened: %s", strerror(errno));
    size_t count = fread(bytes, 1, limit + 1, file);
    bool failed = ferror(file);
    int why = errno;
    fclose(file);
    if (failed)
        return error_set(err, ERROR_INPUT, "cannot be read: %s", strerror(why));
    if (count > limit)
        return error_set(err, ERROR_INPUT, "has more than %zu bytes", limit);
    bytes[count] = '\0';
    *text = bytes;
    if (length)
        *length = count;
    return true;
}
