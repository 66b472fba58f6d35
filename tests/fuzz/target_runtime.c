/*
 * What the Runtime API answers: invocation | answer to ours | ... Whatever an invocation's headers
 * hold, ours say of it only what a header and a path can hold.
 */
#include <stdlib.h>
#include <string.h>

#include "runtime/runtime_api.h"
#include "tests/fuzz/transport.h"

static const char *one_line(const char *text)
{
    if (!text)
        return "-";
    EXPECT(*text);
    for (const char *at = text; *at; at++)
        EXPECT((unsigned char)*at >= 0x20 && *at != 0x7F);
    return text;
}

static void expect_post(const struct http_request *request)
{
    struct error err;
    cJSON *json;

    if (strcmp(request->method, "POST") == 0)
        EXPECT(json_parse(request->body, request->body_length, "the answer", &json, &err));
}

void fuzz_target(struct fuzz *fuzz)
{
    struct invocation invocation;
    struct runtime_api api;
    struct error err = {0}, failure = {0};

    setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001", 1);
    transport_use(fuzz, expect_post);
    EXPECT(runtime_api_open(&api, &err));
    if (!runtime_api_next(&api, fuzz->arena, &invocation, &err)) {
        expect_failure(fuzz, &err);
        return;
    }
    EXPECT(invocation.request_id && !strpbrk(invocation.request_id, "/?#% "));
    EXPECT(invocation.deadline_ms > 0);
    fprintf(fuzz->said, "%s %s %s %s %zu\n", one_line(invocation.request_id),
            one_line(invocation.function_arn), one_line(invocation.trace_id),
            one_line(invocation.invocation_id), invocation.payload_length);
    EXPECT(!invocation.payload || invocation.payload[invocation.payload_length] == '\0');
    error_set(&failure, ERROR_INPUT, "%s", invocation.payload ? invocation.payload : "too large");
    if (!runtime_api_error(&api, fuzz->arena, &invocation, &failure, &err) ||
        !runtime_api_response(&api, fuzz->arena, &invocation, "{}", &err))
        expect_failure(fuzz, &err);
    runtime_api_close(&api);
}
