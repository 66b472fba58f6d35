#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/input/file.h"
#include "cli/scratch.h"
#include "cli/stand_in/stand_in.h"
#include "config/event.h"
#include "core/arn.h"
#include "core/timestamp.h"
#include "engine/selection.h"

/* Bytes of one request: the largest is an event of 6 MiB, whose JSON takes ten times that. */
#define SCRATCH_LIMIT ((size_t)256 * 1024 * 1024)
#define DEFAULT_REGION "eu-central-1"
#define DEFAULT_ACCOUNT "123456789012"

struct invoke_options {
    const char *bootstrap, *replies;
    const struct report_format *format;
};

void stand_in_fail(struct stand_in *stand_in, const char *place, const char *fmt, ...)
{
    struct error err = {.kind = ERROR_RULE};
    va_list args;

    va_start(args, fmt);
    vsnprintf(err.message, sizeof(err.message), fmt, args);
    va_end(args);
    print_error(place, &err);
    stand_in->failed = true;
}

/* "eu-central-1", and not "global". */
static bool is_region(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return text[length] == '\0' && length < 64 && strchr(text, '-');
}

/* The Region of the Config rule, else of the item; NULL: neither says. */
static const char *find_region(struct arena *arena, const cJSON *json, const struct event *event)
{
    const char *rule = arn_region(arena, json_string(json, "configRuleArn", NULL));
    const char *item = event->item.aws_region;

    if (rule && is_region(rule))
        return rule;
    return item && is_region(item) ? arena_strdup(arena, item) : NULL;
}

struct loading {
    struct stand_in *stand_in;
    struct arena *arena; /* for what is kept */
    struct delivery *delivery;
};

static bool read_payload(struct arena *scratch, void *context, struct error *err)
{
    struct loading *loading = context;
    struct delivery *delivery = loading->delivery;
    const char *text;

    if (!file_read(scratch, delivery->place, &text, &delivery->length, err))
        return false;
    delivery->payload = arena_strndup(loading->arena, text, delivery->length);
    return true;
}

/* What the stand-in has to know of an event. False: it is for no rule that we know. */
static bool survey(struct arena *scratch, void *context, struct error *err)
{
    struct loading *loading = context;
    struct delivery *delivery = loading->delivery;
    const struct rule *rule;
    struct event event = {0};
    cJSON *json;

    if (!json_parse(delivery->payload, delivery->length, "the event", &json, err))
        return false;
    bool known = event_read(scratch, json, NULL, &event, err) &&
                 engine_find_rule(scratch, &event, &rule, err);
    if (known)
        delivery->rule = rule;
    if (event.account_id)
        delivery->account = arena_strdup(loading->arena, event.account_id);
    if (event.result_token)
        delivery->result_token = arena_strdup(loading->arena, event.result_token);
    if (!loading->stand_in->region)
        loading->stand_in->region = find_region(loading->arena, json, &event);
    return known;
}

/* All files before anything starts: one that cannot be opened is known at once. */
static bool load_all(struct stand_in *stand_in, struct arena *arena, char *const *paths,
                     size_t count)
{
    static const struct rule unknown = {.name = ""};
    struct delivery *deliveries = arena_alloc(arena, (count + 1) * sizeof(*deliveries));
    struct loading loading = {.stand_in = stand_in, .arena = arena};
    struct error err;

    stand_in->deliveries = deliveries;
    stand_in->delivery_count = count;
    for (size_t i = 0; i < count; i++) {
        loading.delivery = &deliveries[i];
        deliveries[i].place = paths[i];
        deliveries[i].account = DEFAULT_ACCOUNT;
        if (!run_in_scratch(arena, read_payload, &loading, &err))
            stand_in_fail(stand_in, paths[i], "%s", err.message);
        else if (!run_in_scratch(arena, survey, &loading, &err))
            deliveries[i].rule = &unknown; /* delivered all the same: the program will say why */
    }
    if (!stand_in->region)
        stand_in->region = DEFAULT_REGION;
    return !stand_in->failed;
}

/* Beside this program: the build puts it there, and the package, whose /usr/bin has a link. NULL:
 * nobody knows where that is. */
static const char *default_program(struct arena *arena)
{
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path));

    while (length > 0 && path[length - 1] != '/')
        length--;
    return length > 0 ? arena_printf(arena, "%.*sbootstrap", (int)length, path) : NULL;
}

/* What Lambda gives a function, and the reports of a sanitizer where one was built in. */
static char **environment(const struct stand_in *stand_in, struct arena *arena)
{
    static const char *const passed[] = {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"};
    char *const given[] = {
        "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128",
        "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
        "AWS_LAMBDA_LOG_FORMAT=JSON",
        "AWS_LAMBDA_LOG_STREAM_NAME=local",
        "LANG=en_US.UTF-8",
        "PATH=/usr/local/bin:/usr/bin:/bin",
        "TZ=:UTC",
        "_HANDLER=bootstrap",
        arena_printf(arena, "AWS_LAMBDA_FUNCTION_NAME=%s", STAND_IN_FUNCTION),
        arena_printf(arena, "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/%s", STAND_IN_FUNCTION),
        arena_printf(arena, "AWS_LAMBDA_RUNTIME_API=127.0.0.1:%u", stand_in->lambda.port),
        arena_printf(arena, "AWS_ENDPOINT_URL=http://127.0.0.1:%u", stand_in->aws.port),
        arena_printf(arena, "AWS_REGION=%s", stand_in->region),
        arena_printf(arena, "AWS_DEFAULT_REGION=%s", stand_in->region),
        arena_printf(arena, "AWS_ACCESS_KEY_ID=%s", stand_in_credentials.access_key_id),
        arena_printf(arena, "AWS_SECRET_ACCESS_KEY=%s", stand_in_credentials.secret_access_key),
        arena_printf(arena, "AWS_SESSION_TOKEN=%s", stand_in_credentials.session_token),
    };
    size_t count = sizeof(given) / sizeof(*given);
    char **all = arena_alloc(arena, sizeof(given) + sizeof(passed) + sizeof(*all));

    memcpy(all, given, sizeof(given));
    for (size_t i = 0; i < sizeof(passed) / sizeof(*passed); i++)
        if (getenv(passed[i]))
            all[count++] = arena_printf(arena, "%s=%s", passed[i], getenv(passed[i]));
    return all;
}

/* Until all is done, the program is over or out of time, or this process is asked to end. */
static void serve(struct stand_in *stand_in)
{
    struct child *child = &stand_in->child;

    while (!stand_in->finished && child->signal == 0 && !child_is_over(child)) {
        int64_t left_ms = stand_in->patience_ms - timestamp_now_ms();
        struct pollfd ready[] = {
            {.fd = server_fd(&stand_in->lambda), .events = POLLIN},
            {.fd = server_fd(&stand_in->aws), .events = POLLIN},
            {.fd = child->log, .events = POLLIN},
            {.fd = child->signals, .events = POLLIN},
        };

        if (left_ms <= 0)
            return;
        poll(ready, sizeof(ready) / sizeof(*ready),
             server_wait_ms(&stand_in->lambda, server_wait_ms(&stand_in->aws, (int)left_ms)));
        server_run(&stand_in->lambda);
        server_run(&stand_in->aws);
        child_read(child);
    }
}

/* The program was to go on, and did not: what it logged may say why. */
static void say_why_unfinished(struct stand_in *stand_in)
{
    const char *place =
        stand_in->in_flight ? stand_in->deliveries[stand_in->current].place : stand_in->program;
    char end[128];

    if (child_is_over(&stand_in->child))
        child_describe_end(&stand_in->child, end, sizeof(end));
    else
        snprintf(end, sizeof(end), "did not go on within %d s", STAND_IN_PATIENCE_MS / 1000);
    child_read(&stand_in->child);
    child_show_log(&stand_in->child);
    stand_in_fail(stand_in, place, "bootstrap %s; %zu of %zu events were answered", end,
                  stand_in->current, stand_in->delivery_count);
}

static void play(struct stand_in *stand_in, struct arena *arena)
{
    struct error err;

    report_begin(&stand_in->report);
    json_use_arena(&stand_in->scratch);
    if (server_start(&stand_in->lambda, &err) && server_start(&stand_in->aws, &err) &&
        child_start(&stand_in->child, stand_in->program, environment(stand_in, arena), &err)) {
        stand_in->patience_ms = timestamp_now_ms() + STAND_IN_PATIENCE_MS;
        serve(stand_in);
        if (!stand_in->finished && stand_in->child.signal == 0)
            say_why_unfinished(stand_in);
        child_end(&stand_in->child);
    } else {
        stand_in_fail(stand_in, stand_in->program, "%s", err.message);
    }
    server_stop(&stand_in->lambda);
    server_stop(&stand_in->aws);
    json_use_arena(arena);
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
    if (!load_all(stand_in, arena, paths, count))
        return EXIT_FAULT;
    play(stand_in, arena);
    report_end(&stand_in->report);
    if (stand_in->report.format == &report_table && stand_in->started &&
        message_shown(MESSAGE_NOTES))
        print_counts(stand_in);
    if (stand_in->child.signal != 0) {
        fflush(stdout);
        raise(stand_in->child.signal); /* now that nobody is left behind */
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
        .lambda = {.stand_in = &stand_in,
                   .routes = stand_in_lambda_routes,
                   .scratch = &stand_in.scratch},
        .aws = {.stand_in = &stand_in, .routes = stand_in_aws_routes, .scratch = &stand_in.scratch},
        .scratch = {.limit = SCRATCH_LIMIT},
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
    {.name = "replies",
     .value = "FILE",
     .kind = VALUE_FILE,
     OPTION_OWN(invoke_options, replies),
     .text = "Answer its questions to AWS from recorded replies: a JSON array of {\"service\", "
             "\"operation\", \"input\" (optional), \"reply\" or \"error\"}."},
    {.name = "format",
     .value = "FORMAT",
     .kind = VALUE_REPORT,
     OPTION_OWN(invoke_options, format),
     .text = "How to print what AWS Config received."},
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
