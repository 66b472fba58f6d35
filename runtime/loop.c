#include "runtime/loop.h"

#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/timestamp.h"

#define MIB ((size_t)1 << 20)
#define ANSWER_MEMORY MIB /* bytes: what telling of an exhausted arena may take */

/* One invocation, for arena_try(). */
struct serving {
    const struct handler *handler;
    struct arena *arena, *kept;
    const struct invocation *invocation;
    struct error *err;
    bool succeeded;
};

static void serve(void *context)
{
    struct serving *s = context;

    s->succeeded = s->handler->serve(s->arena, s->kept, s->invocation, s->err);
}

static bool serve_within_memory(const struct handler *handler, struct arena *arena,
                                const struct invocation *invocation, struct error *err)
{
    struct serving serving = {handler, arena, arena_within(arena), invocation, err, false};

    if (arena_try(arena, ANSWER_MEMORY, serve, &serving))
        return serving.succeeded;
    return error_set(err, ERROR_LIMIT,
                     "the event needs more than %zu MiB of memory: raise the function's memory "
                     "size",
                     (arena->limit - ANSWER_MEMORY) / MIB);
}

/*
 * For X-Ray: the trace of this invocation in _X_AMZN_TRACE_ID. setenv() would keep every value that
 * it is ever given, so one variable is rewritten in place.
 */
static void set_trace_id(const char *trace_id)
{
    static char variable[1024] = "_X_AMZN_TRACE_ID=";
    static const size_t name = sizeof("_X_AMZN_TRACE_ID=") - 1;

    unsetenv("_X_AMZN_TRACE_ID");
    if (!trace_id || strlen(trace_id) >= sizeof(variable) - name)
        return;
    memcpy(variable + name, trace_id, strlen(trace_id) + 1);
    putenv(variable);
}

static void log_answer(struct answer *answer, const struct invocation *invocation, bool succeeded,
                       int64_t start_ms)
{
    int64_t now_ms = timestamp_now_ms();

    metrics_add(&answer->metrics, "Failures", "Count", succeeded ? 0 : 1);
    metrics_add(&answer->metrics, "Duration", "Milliseconds", (double)(now_ms - start_ms));
    metrics_log(&answer->metrics, invocation->request_id, now_ms);
}

bool loop_turn(struct runtime_api *api, const struct handler *handler, struct arena *arena,
               const struct invocation *invocation, struct error *err)
{
    struct answer answer = {0};
    int64_t start_ms = timestamp_now_ms();

    set_trace_id(invocation->trace_id);
    log_set_request_id(invocation->request_id);
    bool succeeded = serve_within_memory(handler, arena, invocation, err);
    handler->answer(&answer);
    log_answer(&answer, invocation, succeeded, start_ms);
    if (succeeded)
        return runtime_api_response(api, arena, invocation, answer.json, err);
    struct error failure = *err;
    log_error(LOG_ERROR, &failure);
    return runtime_api_error(api, arena, invocation, &failure, err) &&
           (!answer.end || error_set(err, ERROR_CONFIGURATION, "%s", answer.end));
}
