#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/help.h"
#include "core/names.h"

const struct command *const commands[] = {
#define X(one) &(one),
    COMMANDS(X)
#undef X
        NULL,
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(*commands) - 1)

const struct command *command_find(const char *name)
{
    const char *names[COMMAND_COUNT + 3] = {"--help", "--version"};
    struct error err;

    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(name, commands[i]->name) == 0)
            return commands[i];
        names[i + 2] = commands[i]->name;
    }
    error_set(&err, ERROR_CONFIGURATION, "is no %s%s", *name == '-' ? "option" : "command",
              did_you_mean(name, names).text);
    print_error(name, &err);
    fputs("Usage: configrule COMMAND [OPTION]... [ARGUMENT]...\n", stderr);
    return NULL;
}

int usage_error(const struct command *command, const char *fmt, ...)
{
    struct error err;
    va_list args;

    va_start(args, fmt);
    vsnprintf(err.message, sizeof(err.message), fmt, args);
    va_end(args);
    print_error(command->name, &err);
    print_usage(stderr, command);
    return EXIT_FAULT;
}
