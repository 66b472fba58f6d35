/* configrule: AWS Config rules on a developer's machine. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "core/names.h"
#include "iam/tables.h"
#include "report/print.h"

#define MEMORY_LIMIT ((size_t)1 << 30) /* bytes; an input of 64 MB takes some ten times that */

const struct command *const commands[] = {&command_list,      &command_show,     &command_run,
                                          &command_test,      &command_simulate, &command_invoke,
                                          &command_catalogue, &command_complete, NULL};

#define COMMAND_COUNT (sizeof(commands) / sizeof(*commands) - 1)

static void print_usage(FILE *stream)
{
    fprintf(stream, "Usage: configrule COMMAND [ARGUMENT]...\n\n"
                    "Runs AWS Config rules on this machine, against events in files, and decides\n"
                    "requests by IAM policies.\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(stream, "  %-10s  %s\n", commands[i]->name, commands[i]->summary);
    fprintf(stream, "\n\"configrule help COMMAND\" shows its options.\n");
}

/* NULL: there is none, and that was said. */
static const struct command *find_command(const char *name)
{
    const char *names[COMMAND_COUNT + 2] = {"help"};
    struct error err;

    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(name, commands[i]->name) == 0)
            return commands[i];
        names[i + 1] = commands[i]->name;
    }
    error_set(&err, ERROR_CONFIGURATION, "is no command%s", did_you_mean(name, names).text);
    print_error(name, &err);
    print_usage(stderr);
    return NULL;
}

static int dispatch(struct arena *arena, int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    const struct command *command;

    if (!*name) {
        print_usage(stderr);
        return EXIT_FAULT;
    }
    if (strcmp(name, "--version") == 0) {
        printf("configrule %s\nActions, resource types and context keys of AWS as of %s\n",
               PROJECT_VERSION, iam_facts_date);
        return EXIT_SUCCESS;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        if (argc == 2) {
            print_usage(stdout);
            return EXIT_SUCCESS;
        }
        command = find_command(argv[2]);
        if (command)
            print_help(command);
        return command ? EXIT_SUCCESS : EXIT_FAULT;
    }
    command = find_command(name);
    return command ? command->run(arena, argc - 1, argv + 1) : EXIT_FAULT;
}

struct program {
    struct arena arena;
    int argc;
    char **argv;
    int status;
};

static void run_program(void *context)
{
    struct program *program = context;

    program->status = dispatch(&program->arena, program->argc, program->argv);
}

int main(int argc, char **argv)
{
    struct program program = {.arena.limit = MEMORY_LIMIT, .argc = argc, .argv = argv};
    struct error err;

    print_init();
    setvbuf(stderr, NULL, _IOLBF, BUFSIZ); /* else each character of a warning is a write() */
    json_use_arena(&program.arena);
    if (!arena_try(&program.arena, 0, run_program, &program)) {
        error_set(&err, ERROR_LIMIT, "needs more than %zu MiB of memory", MEMORY_LIMIT >> 20);
        print_error("the input", &err);
        return EXIT_FAULT;
    }
    arena_reset(&program.arena);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        error_set(&err, ERROR_CONFIGURATION, "%s", strerror(errno));
        print_error("standard output", &err);
        return EXIT_FAULT;
    }
    return program.status;
}
