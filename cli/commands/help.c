#include "cli/help.h"

#include <stdlib.h>

static int run(struct arena *arena, const struct command_line *line)
{
    const struct command *command;

    if (!line->count) {
        print_commands(stdout);
        return EXIT_SUCCESS;
    }
    command = command_find(line->arguments[0]);
    if (!command)
        return EXIT_FAULT;
    print_help(arena, command);
    return EXIT_SUCCESS;
}

static const struct example examples[] = {
    {"Show the options of run", "configrule help run"},
    {0},
};

const struct command command_help = {
    .name = "help",
    .summary = "Shows the commands, or the options of one.",
    .argument = {.name = "COMMAND",
                 .kind = VALUE_COMMAND,
                 .maximum = 1,
                 .text = "The command to show; without it, all are listed."},
    .examples = examples,
    .run = run,
};
