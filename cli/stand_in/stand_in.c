#include "cli/stand_in/stand_in.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "core/timestamp.h"

/* Bytes of one request: the largest is an event of 6 MiB, whose JSON takes ten times that. */
#define SCRATCH_LIMIT ((size_t)256 * 1024 * 1024)

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

/* The program did not answer every event. What it logged may say why. */
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

void stand_in_play(struct stand_in *stand_in, struct arena *arena)
{
    struct error err;

    stand_in->scratch.limit = SCRATCH_LIMIT;
    stand_in->lambda = (struct server){
        .stand_in = stand_in, .routes = stand_in_lambda_routes, .scratch = &stand_in->scratch};
    stand_in->aws = (struct server){
        .stand_in = stand_in, .routes = stand_in_aws_routes, .scratch = &stand_in->scratch};
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
