/*
 * runtime_api.h - the Lambda Runtime API: the next invocation, its answer, its error. The process
 * goes on after an answer that was refused or lost, and ends only where Lambda has to start a new
 * one.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
#ifndef RUNTIME_RUNTIME_API_H
#define RUNTIME_RUNTIME_API_H

#include <stdint.h>

#include "aws/http.h"
#include "core/arena.h"

struct runtime_api {
    struct http *http;
    const char *origin; /* AWS_LAMBDA_RUNTIME_API: "127.0.0.1:9001" */
};

/* Strings live in the invocation's arena, the payload until the next exchange with the API. */
struct invocation {
    const char *request_id;
    const char *function_arn;  /* what was invoked; NULL: not said, or with a control character */
    const char *trace_id;      /* NULL: not traced */
    const char *invocation_id; /* a nonce to be echoed in the answer; NULL: not given */
    int64_t deadline_ms;       /* since 1970; a minute from now where the API does not say */
    const char *payload;       /* NULL: larger than Lambda's 6 MiB, to be answered with an error */
    size_t payload_length;
};

/* ERROR_CONFIGURATION when AWS_LAMBDA_RUNTIME_API is not set or libcurl cannot start. */
MUST_USE bool runtime_api_open(struct runtime_api *api, struct error *err);
void runtime_api_close(struct runtime_api *api);

/*
 * Waits, without any limit, for the next invocation: Lambda freezes the process in this call. What
 * a new connection may do better is tried again, three times. False: the process must exit with a
 * status that is not zero.
 */
MUST_USE bool runtime_api_next(struct runtime_api *api, struct arena *arena, struct invocation *out,
                               struct error *err);

/*
 * Answers an invocation, with JSON text or with an error. An answer that is refused (400, 403, 410,
 * 413) or lost is logged and no failure: the next invocation can come. False only when Lambda asks
 * the process to end.
 */
MUST_USE bool runtime_api_response(struct runtime_api *api, struct arena *arena,
                                   const struct invocation *invocation, const char *json,
                                   struct error *err);
MUST_USE bool runtime_api_error(struct runtime_api *api, struct arena *arena,
                                const struct invocation *invocation, const struct error *failure,
                                struct error *err);

/* Before the first runtime_api_next() only; the process must end afterwards. */
void runtime_api_init_error(struct runtime_api *api, struct arena *arena,
                            const struct error *failure);

#endif
