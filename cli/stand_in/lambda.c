#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/stand_in/stand_in.h"
#include "core/timestamp.h"

#define RESPONSE_LIMIT ((size_t)6 * 1024 * 1024 + 100) /* bytes, Lambda's own */
#define INVOCATION_LIMIT_MS 60000
#define REQUEST_ID_SIZE 37

/* The same in every run: nothing that is printed depends on chance. */
static void request_id(const struct stand_in *stand_in, char out[REQUEST_ID_SIZE])
{
    snprintf(out, REQUEST_ID_SIZE, "00000000-0000-4000-8000-%012zu", stand_in->current + 1);
}

/* Another text than the request id, so that echoing the wrong one shows. */
static const char *invocation_id(struct stand_in *stand_in)
{
    return arena_printf(&stand_in->scratch, "invocation-%zu", stand_in->current + 1);
}

static void reply_accepted(struct server_reply *reply)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddStringToObject(json, "status", "OK");
    server_reply_json(reply, 202, "application/json", json);
}

static void reply_refused(struct server_reply *reply, unsigned status, const char *type,
                          const char *message)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddStringToObject(json, "errorMessage", message);
    cJSON_AddStringToObject(json, "errorType", type);
    server_reply_json(reply, status, "application/json", json);
}

/* Asked twice during one invocation, Lambda gives the same one again. */
static void next(struct stand_in *stand_in, const struct server_request *request,
                 struct server_reply *reply)
{
    const struct delivery *delivery = &stand_in->deliveries[stand_in->current];
    int64_t now_ms = timestamp_now_ms();
    struct arena *arena = &stand_in->scratch;
    char id[REQUEST_ID_SIZE];

    (void)request;
    if (stand_in->finished) {
        reply_refused(reply, 403, "InvalidStateTransition", "the program already waits for more");
        return;
    }
    stand_in->started = true;
    if (stand_in->current == stand_in->delivery_count) {
        stand_in->finished = true;
        return;
    }
    if (!stand_in->in_flight) {
        stand_in->in_flight = true;
        stand_in->heard = false;
        stand_in->patience_ms = now_ms + STAND_IN_PATIENCE_MS;
    }
    request_id(stand_in, id);
    const struct sigv4_header headers[] = {
        {"Content-Type", "application/json"},
        {"Lambda-Runtime-Aws-Request-Id", arena_strdup(arena, id)},
        {"Lambda-Runtime-Deadline-Ms",
         arena_printf(arena, "%" PRId64, now_ms + INVOCATION_LIMIT_MS)},
        {"Lambda-Runtime-Invoked-Function-Arn",
         arena_printf(arena, "arn:aws:lambda:%s:%s:function:%s", stand_in->region,
                      delivery->account, STAND_IN_FUNCTION)},
        {"Lambda-Runtime-Trace-Id",
         arena_printf(arena, "Root=1-%08" PRIx64 "-%024zu;Parent=%016zu;Sampled=0",
                      (uint64_t)now_ms / 1000, stand_in->current + 1, stand_in->current + 1)},
        {"Lambda-Runtime-Invocation-Id", invocation_id(stand_in)},
    };
    reply->status = 200;
    memcpy(reply->headers, headers, sizeof(headers));
    reply->body = delivery->payload;
    reply->length = delivery->length;
}

/*
 * Whether an answer is to the invocation in flight. Lambda lets an answer without the nonce pass,
 * for the sake of runtimes older than it; the program under test has to echo it.
 */
static bool is_expected(struct stand_in *stand_in, const struct server_request *request,
                        struct server_reply *reply)
{
    const char *echo = server_header(request, "Lambda-Runtime-Invocation-Id");
    char id[REQUEST_ID_SIZE];

    request_id(stand_in, id);
    if (!stand_in->in_flight) {
        reply_refused(reply, 403, "InvalidStateTransition", "no invocation is in flight");
        return false;
    }
    if (strcmp(request->id, id) != 0) {
        reply_refused(reply, 400, "InvalidRequestID",
                      "the request id is not that of the invocation");
        return false;
    }
    if (echo && strcmp(echo, invocation_id(stand_in)) == 0)
        return true;
    stand_in_fail(stand_in, stand_in->program, "answered %s %s Lambda-Runtime-Invocation-Id", id,
                  echo ? "with a wrong" : "without");
    reply_refused(reply, 400, "InvalidRequestID",
                  "Lambda-Runtime-Invocation-Id is not the one given");
    return false;
}

static void fail_delivery(struct stand_in *stand_in, const char *what)
{
    stand_in_fail(stand_in, stand_in->deliveries[stand_in->current].place, "%s", what);
}

static void end_invocation(struct stand_in *stand_in)
{
    stand_in->in_flight = false;
    stand_in->current++;
}

/* AWS Config ignores what a function returns. It must have heard of the result before. */
static void response(struct stand_in *stand_in, const struct server_request *request,
                     struct server_reply *reply)
{
    if (!is_expected(stand_in, request, reply))
        return;
    if (request->length > RESPONSE_LIMIT) {
        fail_delivery(stand_in, "Function.ResponseSizeTooLarge: the response is over 6 MiB");
        reply_refused(reply, 413, "RequestEntityTooLarge", "the response is over 6 MiB");
    } else {
        if (!stand_in->heard)
            fail_delivery(stand_in, "the invocation succeeded without PutEvaluations");
        reply_accepted(reply);
    }
    end_invocation(stand_in);
}

/* "errorType: errorMessage" */
static const char *failure(struct stand_in *stand_in, const struct server_request *request)
{
    const char *header = server_header(request, "Lambda-Runtime-Function-Error-Type");
    struct error err;
    cJSON *json = NULL;

    if (request->length > SERVER_BODY_LIMIT ||
        !json_parse(request->body, request->length, "the error", &json, &err))
        json = NULL;
    return arena_printf(&stand_in->scratch, "%s: %s",
                        json_string(json, "errorType", header ? header : "Runtime.Unknown"),
                        json_string(json, "errorMessage", "the error has no errorMessage"));
}

static void error(struct stand_in *stand_in, const struct server_request *request,
                  struct server_reply *reply)
{
    if (!is_expected(stand_in, request, reply))
        return;
    fail_delivery(stand_in, failure(stand_in, request));
    reply_accepted(reply);
    end_invocation(stand_in);
}

static void init_error(struct stand_in *stand_in, const struct server_request *request,
                       struct server_reply *reply)
{
    if (stand_in->started) {
        reply_refused(reply, 403, "InvalidStateTransition", "the initialisation is over");
        return;
    }
    stand_in_fail(stand_in, stand_in->program, "%s", failure(stand_in, request));
    reply_accepted(reply);
    stand_in->finished = true;
}

#define API "/2018-06-01/runtime/"

const struct server_route stand_in_lambda_routes[] = {
    {"GET", API "invocation/next", next},
    {"POST", API "invocation/*/response", response},
    {"POST", API "invocation/*/error", error},
    {"POST", API "init/error", init_error},
    {0},
};
