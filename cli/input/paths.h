/* paths.h - the files that a user means by the paths on a command line. */
#ifndef CLI_PATHS_H
#define CLI_PATHS_H

#include "core/arena.h"

struct input_path {
    const char *path;
    bool found; /* below a directory that was named; else it was named itself */
};

struct input_paths {
    struct input_path *items;
    size_t count, capacity;
};

/*
 * Adds the paths, which end with NULL, in their order. For a directory these are all *.json and
 * *.json.gz below it, sorted in each directory by their bytes, hidden ones left out; links to
 * directories in it are not followed, as they may lead back. "-" is standard input.
 *
 * False: some cannot be read, or are directories without such a file. That was said, and the others
 * are there. Paths live in the arena, or are those of the command line.
 */
MUST_USE bool paths_add(struct arena *arena, char *const *named, struct input_paths *paths);

#endif
