#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/print.h"
#include "core/nearest.h"

#define FILE_LIMIT ((size_t)64 * 1024 * 1024)
#define FIRST_READ ((size_t)64 * 1024)

static void refuse_option(struct arena *arena, const struct command *command, const char *given,
                          int option)
{
    const struct option *options = command->options;
    size_t count = 0;
    bool is_flag = false;

    for (; options[count].name; count++)
        is_flag = is_flag || (options[count].val == optopt && !options[count].has_arg);
    const char **names = arena_alloc(arena, (count + 1) * sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = arena_printf(arena, "--%s", options[i].name);
    if (option == ':')
        usage_error(command, "%s needs a value", given);
    else if (strncmp(given, "--", 2) != 0 || (optopt && !is_flag))
        usage_error(command, "-%c is no option", optopt);
    else if (is_flag)
        usage_error(command, "%.*s takes no value", (int)strcspn(given, "="), given);
    else
        usage_error(command, "%s is no option%s", given, did_you_mean(given, names).text);
}

int next_option(struct arena *arena, const struct command *command, int argc, char **argv)
{
    opterr = 0;
    int option = getopt_long(argc, argv, ":h", command->options, NULL);

    if (option == 'h') {
        print_help(command);
        return EXIT_SUCCESS;
    }
    if (option != ':' && option != '?')
        return option;
    refuse_option(arena, command, argv[optind - 1], option);
    return EXIT_FAULT;
}

void print_help(const struct command *command)
{
    printf("Usage: configrule %s %s\n\n%s\n\n%s", command->name, command->usage, command->summary,
           command->help);
}

int usage_error(const struct command *command, const char *fmt, ...)
{
    struct error err;
    va_list args;

    va_start(args, fmt);
    vsnprintf(err.message, sizeof(err.message), fmt, args);
    va_end(args);
    print_error(command->name, &err);
    fprintf(stderr, "Usage: configrule %s %s\n", command->name, command->usage);
    return EXIT_FAULT;
}

void print_error(const char *place, const struct error *err)
{
    fputs("configrule: ", stderr);
    print_visible(stderr, place);
    fputs(": ", stderr);
    print_visible(stderr, err->message);
    fputc('\n', stderr);
}

void override_parameters(struct event *event, const cJSON *over)
{
    cJSON *merged = cJSON_Duplicate(event->rule_parameters, true);
    const cJSON *parameter;

    cJSON_ArrayForEach (parameter, over)
        json_set(merged, parameter->string, cJSON_Duplicate(parameter, true));
    event->rule_parameters = merged;
}

bool run_in_scratch(struct arena *arena,
                    bool (*work)(struct arena *scratch, void *context, struct error *err),
                    void *context, struct error *err)
{
    jmp_buf exhausted;
    struct arena scratch = {.limit = arena->limit, .exhausted = &exhausted};
    bool ok;

    json_use_arena(&scratch);
    if (setjmp(exhausted) == 0)
        ok = work(&scratch, context, err);
    else
        ok = error_set(err, ERROR_LIMIT, "needs more than %zu MiB of memory", scratch.limit >> 20);
    json_use_arena(arena);
    arena_reset(&scratch);
    return ok;
}

static bool read_all(struct arena *arena, FILE *file, const char **text, size_t *length,
                     struct error *err)
{
    size_t used = 0, capacity = 0;
    char *bytes = NULL;

    do {
        if (used == capacity) {
            capacity = capacity ? 2 * capacity : FIRST_READ;
            char *grown = arena_alloc(arena, capacity);

            if (used)
                memcpy(grown, bytes, used);
            bytes = grown;
        }
        used += fread(bytes + used, 1, capacity - used, file);
        if (ferror(file))
            return error_set(err, ERROR_EVENT, "cannot be read: %s", strerror(errno));
        if (used > FILE_LIMIT)
            return error_set(err, ERROR_LIMIT, "is larger than %zu MiB", FILE_LIMIT >> 20);
    } while (!feof(file));
    *text = bytes;
    *length = used;
    return true;
}

bool file_read(struct arena *arena, const char *path, const char **text, size_t *length,
               struct error *err)
{
    if (strcmp(path, "-") == 0)
        return read_all(arena, stdin, text, length, err);
    FILE *file = fopen(path, "rb");
    if (!file)
        return error_set(err, ERROR_EVENT, "cannot be opened: %s", strerror(errno));
    bool ok = read_all(arena, file, text, length, err);
    fclose(file);
    return ok;
}

bool file_read_json(struct arena *arena, const char *path, cJSON **out, struct error *err)
{
    const char *text = NULL;
    size_t length = 0;

    return file_read(arena, path, &text, &length, err) &&
           (length > 0 || error_set(err, ERROR_EVENT, "the file is empty")) &&
           json_parse(text, length, "the file", out, err);
}
