/*
 * Runs a fuzz target without libFuzzer: once over each file, and over each file of each folder,
 * that is named on the command line. For compilers and machines without it; a crash is the finding.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static size_t run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
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
    for (int i = 1; i < argc; i++)
        count += run_folder(argv[i]);
    printf("%zu inputs\n", count);
    return count ? EXIT_SUCCESS : EXIT_FAILURE;
}
