/* configrule: AWS Config rules on a developer's machine. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/help.h"
#include "cli/redirect.h"
#include "core/json.h"
#include "report/print.h"

#define MEMORY_LIMIT ((size_t)1 << 30) /* bytes; an input of 64 MB takes some ten times that */

struct program {
    struct arena arena;
    int argc;
    char **argv;
    struct command_line line;
    int status; /* to exit with */
};

/* "configrule --help run" is "configrule help run". */
static const char *command_name(const char *word)
{
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return command_help.name;
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        return command_version.name;
    return word;
}

static int run_command(struct arena *arena, const struct command *command, int argc, char **argv,
                       struct command_line *line)
{
    struct common_options *common = &line->common;
    int status = options_parse(arena, command, argc, argv, line);
    struct error err;

    if (status != -1)
        return status;
    if (common->quiet && common->verbose)
        return usage_error(command, "--quiet and --verbose exclude each other");
    message_show(common->quiet     ? MESSAGE_ERRORS
                 : common->verbose ? MESSAGE_DETAILS
                                   : MESSAGE_NOTES);
    if (common->output && strcmp(common->output, "-") == 0)
        common->output = NULL;
    if (common->output && !redirect_start(common->output, &err)) {
        print_error(common->output, &err);
        return EXIT_FAULT;
    }
    return command->run(arena, line);
}

static void run_program(void *context)
{
    struct program *p = context;
    const struct command *command = command_find(command_name(p->argv[1]));

    p->status =
        command ? run_command(&p->arena, command, p->argc - 1, p->argv + 1, &p->line) : EXIT_FAULT;
}

/* What is written is whole, or it is said why not. Returns the exit status. */
static int finish(const struct program *program, bool ran)
{
    const char *output = program->line.common.output;
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    struct error err;

    if (!written) {
        error_set(&err, ERROR_CONFIGURATION, "cannot be written: %s", strerror(errno));
        print_error(output ? output : "standard output", &err);
    }
    if (!redirect_finish(ran && written, &err)) {
        print_error(output, &err);
        written = false;
    }
    return ran && written ? program->status : EXIT_FAULT;
}

int main(int argc, char **argv)
{
    struct program program = {
        .arena.limit = MEMORY_LIMIT, .argc = argc, .argv = argv, .status = EXIT_FAULT};
    struct error err;

    print_init();
    setvbuf(stderr, NULL, _IOLBF, BUFSIZ); /* else each character of a warning is a write() */
    if (argc < 2 || !*argv[1]) {
        print_commands(stderr);
        return EXIT_FAULT;
    }
    json_use_arena(&program.arena);
    bool ran = arena_try(&program.arena, 0, run_program, &program);
    if (!ran) {
        error_set(&err, ERROR_LIMIT, "needs more than %zu MiB of memory", MEMORY_LIMIT >> 20);
        print_error("the input", &err);
    }
    int status = finish(&program, ran);
    arena_reset(&program.arena);
    return status;
}
