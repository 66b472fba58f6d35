/*
 * command.h - one command of configrule is one file with one constant, as a rule is, and what the
 * commands share: reading their options and files, and saying what is wrong.
 *
 * Exit statuses of every command: 0: all well; 1: something is NON_COMPLIANT, or a test failed; 2:
 * wrong usage, unreadable or invalid input, an evaluation that failed.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <getopt.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/json.h"
#include "engine/rule.h"

#define EXIT_FAULT 2

struct command {
    const char *name; /* "run" */
    /*
     * What follows the name: "[--rule RULE] FILE...". Every option with a value is in brackets;
     * "RULE" is the name of one, in lower case "are|words" to choose from. "complete" reads it.
     */
    const char *usage;
    const char *summary;          /* one line for the list of commands */
    const char *help;             /* options and arguments, for people; lines end in '\n' */
    const struct option *options; /* for next_option(); ends with OPTIONS_END; NULL: not used */
    /* argv[0] is the name. The arena lives as long as the process. Returns the exit status. */
    int (*run)(struct arena *arena, int argc, char **argv);
};

extern const struct command command_catalogue, command_complete, command_invoke, command_list,
    command_run, command_show, command_simulate, command_test;

/* All of them, as --help lists them; ends with NULL. */
extern const struct command *const commands[];

/* clang-format off */
#define OPTIONS_END {"help", no_argument, NULL, 'h'}, {0}
/* clang-format on */

/*
 * The next of command->options, as getopt_long() gives it: its letter, with optarg; -1 after the
 * last, when argv[optind] is the first argument. Smaller than a letter is an exit status to return
 * at once: --help was answered (0), or a wrong option was refused (EXIT_FAULT).
 */
int next_option(struct arena *arena, const struct command *command, int argc, char **argv);

/* Usage, summary and options of a command, on standard output. */
void print_help(const struct command *command);

/* Says what is wrong, and how the command is used, on standard error. Returns EXIT_FAULT. */
int usage_error(const struct command *command, const char *fmt, ...) PRINTF(2, 3);

/* "configrule: <place>: <message>" on standard error, control characters made visible. */
void print_error(const char *place, const struct error *err);

/*
 * Sets members of the event's ruleParameters, replacing its own. over is an object; its member
 * RESERVED_PARAMETER_RULE chooses the rule.
 */
void override_parameters(struct event *event, const cJSON *over);

/*
 * Calls work with an arena of its own, which JSON uses meanwhile, so that no input takes the memory
 * of the next. What work returns; false with ERROR_LIMIT when it needs more memory than there is.
 */
MUST_USE bool run_in_scratch(struct arena *arena,
                             bool (*work)(struct arena *scratch, void *context, struct error *err),
                             void *context, struct error *err);

/*
 * The bytes of a file, "-": standard input; of a gzip file what is in it. At most 64 MiB.
 * ERROR_INPUT naming the reason.
 */
MUST_USE bool file_read(struct arena *arena, const char *path, const char **text, size_t *length,
                        struct error *err);

/* A file that holds one JSON value. */
MUST_USE bool file_read_json(struct arena *arena, const char *path, cJSON **out, struct error *err);
/* The same, and the text as well. */
MUST_USE bool file_read_document(struct arena *arena, const char *path, const char **text,
                                 cJSON **out, struct error *err);

#endif
