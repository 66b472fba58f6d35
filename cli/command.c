#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/input/gzip.h"
#include "core/names.h"
#include "report/print.h"

/*
 * Bytes of a file as it is on disk. All of it is read at once, and the JSON of it takes up to ten
 * times as much, of the GiB that there is. The largest file of the tests has 250 KB.
 */
#define FILE_LIMIT ((size_t)64 * 1024 * 1024)

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

/* The work of run_in_scratch(), for arena_try(). */
struct scratch_work {
    bool (*work)(struct arena *scratch, void *context, struct error *err);
    struct arena scratch;
    void *context;
    struct error *err;
    bool done;
};

static void work_in_scratch(void *context)
{
    struct scratch_work *w = context;

    w->done = w->work(&w->scratch, w->context, w->err);
}

static bool out_of_memory(const struct arena *arena, struct error *err)
{
    return error_set(err, ERROR_LIMIT, "needs more than %zu MiB of memory", arena->limit >> 20);
}

bool run_in_scratch(struct arena *arena,
                    bool (*work)(struct arena *scratch, void *context, struct error *err),
                    void *context, struct error *err)
{
    struct scratch_work w = {
        .work = work, .scratch.limit = arena->limit, .context = context, .err = err};

    json_use_arena(&w.scratch);
    if (!arena_try(&w.scratch, 0, work_in_scratch, &w))
        out_of_memory(&w.scratch, err);
    json_use_arena(arena);
    arena_reset(&w.scratch);
    return w.done;
}

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
    struct error note;

    if (length < 3 || memcmp(text, "\xef\xbb\xbf", 3) != 0)
        return;
    error_set(&note, ERROR_INPUT, "begins with a byte order mark (BOM), which was left out");
    print_error(path, &note);
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
