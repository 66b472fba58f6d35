#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/stand_in/stand_in.h"

struct invoke_options {
    const char *bootstrap, *replies;
    const struct report_format *format;
};

/*
 * bootstrap beside this program, where the build puts it, and the package, whose /usr/bin has a
 * link to this program. NULL: the system does not say where that is.
 */
static const char *default_program(struct arena *arena)
{
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path));

    while (length > 0 && path[length - 1] != '/')
        length--;
    return length > 0 ? arena_printf(arena, "%.*sbootstrap", (int)length, path) : NULL;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void print_counts(const struct stand_in *s)
{
    size_t invocations = s->current + s->in_flight;

    printf("%zu invocation%s, %zu evaluation%s put, %zu signature%s verified, "
           "%zu connection%s to the Runtime API, %zu to AWS\n",
           invocations, plural(invocations), s->evaluations, plural(s->evaluations), s->signatures,
           plural(s->signatures), s->lambda.connections, plural(s->lambda.connections),
           s->aws.connections);
}

static int invoke(struct stand_in *stand_in, struct arena *arena, char *const *paths, size_t count)
{
    if (!stand_in_load(stand_in, arena, paths, count))
        return EXIT_FAULT;
    report_begin(&stand_in->report);
    stand_in_play(stand_in, arena);
    report_end(&stand_in->report);
    if (stand_in->report.format == &report_table && stand_in->started &&
        message_shown(MESSAGE_NOTES))
        print_counts(stand_in);
    if (stand_in->child.signal != 0) {
        fflush(stdout);
        raise(stand_in->child.signal); /* which waited until the program was gone */
        return EXIT_FAULT;
    }
    return stand_in->failed                         ? EXIT_FAULT
           : stand_in->report.counts[NON_COMPLIANT] ? 1
                                                    : EXIT_SUCCESS;
}

static int run(struct arena *arena, const struct command_line *line)
{
    const struct invoke_options *given = line->options;
    struct stand_in stand_in = {
        .program = given->bootstrap ? given->bootstrap : default_program(arena),
        .child.show_log = message_shown(MESSAGE_DETAILS),
        .report = {.format = given->format ? given->format : &report_table,
                   .out = stdout,
                   .arena = arena},
    };
    struct error err;

    if (!stand_in.program)
        return usage_error(&command_invoke,
                           "/proc does not say where bootstrap is: name it with --bootstrap FILE");
    if (given->replies && !replies_read(arena, given->replies, &stand_in.replies, &err)) {
        print_error(command_invoke.name, &err);
        return EXIT_FAULT;
    }
    return invoke(&stand_in, arena, line->arguments, line->count);
}

static const struct option_description options[] = {
    {.name = "bootstrap",
     .value = "FILE",
     .kind = VALUE_FILE,
     OPTION_OWN(invoke_options, bootstrap),
     .text = "The program to run; by default bootstrap in the directory of configrule."},
    OPTION_REPLIES(invoke_options),
    OPTION_REPORT(invoke_options, "How to print what AWS Config received."),
    OPTION_QUIET,
    OPTION_VERBOSE("Show the log of the program, too, on standard error."),
    {0},
};

static const struct example examples[] = {
    {"Run the events of a directory through the program that runs in Lambda",
     "configrule invoke --replies replies.json events/*.json"},
    {0},
};

const struct command command_invoke = {
    .name = "invoke",
    .summary = "Runs the Lambda program on events, and shows what AWS Config got.",
    .notes = "One process of the program, bootstrap, is invoked with one event after the other. "
             "Lambda and AWS "
             "are played on this machine, and every request to AWS must have a right signature.",
    .argument = {.name = "EVENT",
                 .kind = VALUE_FILE,
                 .minimum = 1,
                 .text = "A file with the event of a Lambda invocation; \"-\": standard input."},
    .options = options,
    .options_size = sizeof(struct invoke_options),
    .examples = examples,
    .exit_status = "0: nothing is NON_COMPLIANT; 1: something is; 2: an error.",
    .run = run,
};
