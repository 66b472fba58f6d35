/*
 * command.h - one command of configrule is one file of commands/ with one constant, as a rule is.
 *
 * Exit statuses of every command: 0: all well; 1: something is NON_COMPLIANT, or a test failed; 2:
 * wrong usage, input that cannot be read or is invalid, an evaluation that failed.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/message.h"
#include "cli/options.h"
#include "engine/rule.h"

#define EXIT_FAULT 2

struct example {
    const char *text;    /* what it does, without an end: "Evaluate what AWS Config recorded" */
    const char *command; /* the command line; lines are broken by "\\\n" and less than 76 wide */
};

/*
 * Texts are plain sentences for help and for the manual page, which break their lines. A line feed
 * in a text begins a paragraph.
 */
struct command {
    const char *name;    /* "run" */
    const char *summary; /* one sentence, for the list of commands */
    const char *notes;   /* what else is to be known; NULL: nothing */
    struct argument_description argument;
    const struct option_description *options; /* end with an empty one; NULL: none of its own */
    size_t options_size;                      /* bytes of the struct that they fill in; 0: none */
    const struct example *examples;           /* end with an empty one; NULL: none */
    const char *exit_status;                  /* NULL: 0, or 2 after an error */
    bool hidden;                              /* it is for programs: help does not list it */
    /* Returns the exit status. The arena, which JSON uses, lives as long as the process. */
    int (*run)(struct arena *arena, const struct command_line *line);
};

/* All of them, in the order of help. */
#define COMMANDS(X)      \
    X(command_list)      \
    X(command_show)      \
    X(command_run)       \
    X(command_test)      \
    X(command_simulate)  \
    X(command_invoke)    \
    X(command_catalogue) \
    X(command_help)      \
    X(command_version)   \
    X(command_complete)  \
    X(command_manual)

#define X(one) extern const struct command one;
COMMANDS(X)
#undef X

/* The same; ends with NULL. */
extern const struct command *const commands[];

/* NULL: there is none; that, and the nearest, was said. */
const struct command *command_find(const char *name);

/* What --version shows, on standard output. */
void print_version(struct arena *arena);

/* Says what is wrong, and in one line how the command is used, on standard error. EXIT_FAULT. */
int usage_error(const struct command *command, const char *fmt, ...) PRINTF(2, 3);

#endif
