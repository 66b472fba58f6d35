/*
 * command.h - one command of configrule is one file with one constant, as a rule is.
 *
 * Exit statuses of every command: 0: all well; 1: something is NON_COMPLIANT, or a test failed; 2:
 * wrong usage, unreadable or invalid input, an evaluation that failed.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "core/arena.h"
#include "core/json.h"

#define EXIT_FAULT 2

struct command {
    const char *name;    /* "run" */
    const char *usage;   /* "[--rule NAME] FILE...": what follows the name */
    const char *summary; /* one line for the list of commands */
    const char *help;    /* options and arguments, for people; lines end in '\n' */
    /* argv[0] is the name. The arena lives as long as the process. Returns the exit status. */
    int (*run)(struct arena *arena, int argc, char **argv);
};

extern const struct command command_catalogue, command_invoke, command_list, command_run,
    command_show, command_test;

/* Says what is wrong, and how the command is used, on standard error. Returns EXIT_FAULT. */
int usage_error(const struct command *command, const char *fmt, ...) PRINTF(2, 3);

/* "configrule: <place>: <message>" on standard error, control characters made visible. */
void print_error(const char *place, const struct error *err);

/* The bytes of a file, "-": standard input. At most 64 MiB. ERROR_EVENT naming the reason. */
MUST_USE bool file_read(struct arena *arena, const char *path, const char **text, size_t *length,
                        struct error *err);

/* A file that holds one JSON value. */
MUST_USE bool file_read_json(struct arena *arena, const char *path, cJSON **out, struct error *err);

#endif
