/*
 * Runs a fuzz target without libFuzzer: once over each file, and over each file of each folder,
 * that is named on the command line. For compilers and machines without it; a crash is the finding.
 * With "--exhaust SHARE" first, each allocation of the target fails once, and then all from there
 * on; of so many files one is taken, by its name; SHARE 0 or 1: all.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/shortage.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool exhaust;
static unsigned long share; /* of --exhaust */

/* With each of the target's allocations failing, and behind each as if nothing had been. */
static size_t run_short(const uint8_t *bytes, size_t size, bool lasting)
{
    char *first = fuzz_run(bytes, size);
    size_t count = 0;
    bool failed;

    shortage.lasting = lasting;
    do {
        shortage.number = ++count;
        shortage.taken = 0;
        free(fuzz_run(bytes, size));
        failed = shortage.taken >= count;
        shortage.number = 0;
        char *again = fuzz_run(bytes, size);
        EXPECT(strcmp(first, again) == 0);
        free(again);
    } while (failed);
    free(first);
    return count - 1;
}

/* Whether a file is the one of share files that is taken. */
static bool is_taken(const char *path)
{
    const char *slash = strrchr(path, '/');
    unsigned long hash = 5381;

    for (const char *at = slash ? slash : path; *at; at++)
        hash = 33 * hash + (unsigned char)*at;
    return share < 2 || hash % share == 0;
}

static size_t run_file(const char *path)
{
    FILE *file = is_taken(path) ? fopen(path, "rb") : NULL;
    char *bytes = NULL;
    size_t length, capacity = 0;

    if (!file)
        return 0;
    fprintf(stderr, "%s\n", path); /* the last one is what failed */
    FILE *copy = open_memstream(&bytes, &capacity);
    char part[4096];
    while ((length = fread(part, 1, sizeof(part), file)) > 0)
        fwrite(part, 1, length, copy);
    fclose(file);
    fclose(copy);
    /* A copy of just that size: what reads beyond it is seen. */
    uint8_t *input = malloc(capacity);
    memcpy(input, bytes, capacity);
    if (exhaust)
        fprintf(stderr, "%zu and %zu allocations\n", run_short(input, capacity, false),
                run_short(input, capacity, true));
    else
        LLVMFuzzerTestOneInput(input, capacity);
    free(input);
    free(bytes);
    return 1;
}

static size_t run_folder(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    char file[4096];
    size_t count = 0;

    if (!folder)
        return run_file(path);
    while ((entry = readdir(folder))) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
        count += run_file(file);
    }
    closedir(folder);
    return count;
}

int main(int argc, char **argv)
{
    size_t count = 0;

    LLVMFuzzerInitialize(&argc, &argv);
    exhaust = argc > 2 && strcmp(argv[1], "--exhaust") == 0;
    if (exhaust)
        share = strtoul(argv[2], NULL, 10);
    for (int i = exhaust ? 3 : 1; i < argc; i++)
        count += run_folder(argv[i]);
    printf("%zu inputs\n", count);
    return count ? EXIT_SUCCESS : EXIT_FAILURE;
}
