#include "cli/input/paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/message.h"

static bool cannot_open(const char *path)
{
    struct error err;

    error_set(&err, ERROR_INPUT, "cannot be opened: %s", strerror(errno));
    print_error(path, &err);
    return false;
}

static bool holds_nothing(const char *path)
{
    struct error err;

    error_set(&err, ERROR_INPUT, "no *.json in it");
    print_error(path, &err);
    return false;
}

static void add(struct arena *arena, struct input_paths *paths, const char *path, bool found)
{
    paths->items =
        arena_grow(arena, paths->items, paths->count, &paths->capacity, sizeof(*paths->items));
    paths->items[paths->count++] = (struct input_path){path, found};
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), size = strlen(end);

    return length > size && strcmp(text + length - size, end) == 0;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* By bytes, whatever the locale. */
static int compare(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}

static bool add_directory(struct arena *arena, struct input_paths *paths, const char *directory)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, is_visible, compare);
    const char *slash = directory[strlen(directory) - 1] == '/' ? "" : "/";
    bool ok = true;

    if (count < 0)
        return cannot_open(directory);
    for (int i = 0; i < count; i++) {
        const char *path = arena_printf(arena, "%s%s%s", directory, slash, entries[i]->d_name);
        struct stat status;

        free(entries[i]);
        if (lstat(path, &status) != 0)
            ok = cannot_open(path);
        else if (S_ISDIR(status.st_mode))
            ok = add_directory(arena, paths, path) && ok;
        else if (ends_with(path, ".json") || ends_with(path, ".json.gz"))
            add(arena, paths, path, true);
    }
    free(entries);
    return ok;
}

static bool add_path(struct arena *arena, struct input_paths *paths, const char *path)
{
    size_t before = paths->count;
    struct stat status;

    if (strcmp(path, "-") == 0) {
        add(arena, paths, path, false);
        return true;
    }
    if (stat(path, &status) != 0)
        return cannot_open(path);
    if (!S_ISDIR(status.st_mode)) {
        add(arena, paths, path, false);
        return true;
    }
    return add_directory(arena, paths, path) && (paths->count > before || holds_nothing(path));
}

bool paths_add(struct arena *arena, char *const *named, struct input_paths *paths)
{
    bool ok = true;

    for (; *named; named++)
        ok = add_path(arena, paths, *named) && ok;
    return ok;
}
