#include "runtime/runtime_api.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/json.h"
#include "core/log.h"
#include "core/text.h"
#include "core/timestamp.h"

/* Bytes. Lambda's own limit is 6 MiB
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
#define PAYLOAD_LIMIT ((size_t)6 * 1024 * 1024 + 100)
#define ANSWER_LIMIT ((size_t)64 * 1024) /* bytes; the API says {"status":"OK"} or an error */
#define POST_TIMEOUT_MS 10000
#define NEXT_ATTEMPTS 4
#define POST_ATTEMPTS 2
#define UNSAID_DEADLINE_MS 60000

bool runtime_api_open(struct runtime_api *api, struct error *err)
{
    api->origin = getenv("AWS_LAMBDA_RUNTIME_API");
    if (!api->origin || !*api->origin)
        return error_set(err, ERROR_CONFIGURATION,
                         "AWS_LAMBDA_RUNTIME_API is not set: this program runs in AWS Lambda, or "
                         "under \"configrule invoke\"");
    api->http = http_open(true, err);
    return api->http != NULL;
}

void runtime_api_close(struct runtime_api *api)
{
    http_close(api->http);
}

static const char *url(const struct runtime_api *api, struct arena *arena, const char *path)
{
    return arena_printf(arena, "http://%s/2018-06-01/runtime/%s", api->origin, path);
}

static void pause_before(int attempt)
{
    struct timespec wait = {.tv_nsec = 50000000L * attempt};

    nanosleep(&wait, NULL);
}

/* The id becomes part of a path, in which "." and ".." are steps. */
static bool is_path_segment(const char *text)
{
    return text && *text && strlen(text) <= 128 && strcmp(text, ".") != 0 &&
           strcmp(text, "..") != 0 && text[strspn(text, TEXT_ALPHANUMERIC "-_.~")] == '\0';
}

/* NULL also for a value with a control character, which could not be sent back in a header. */
static const char *copy_header(struct runtime_api *api, struct arena *arena, const char *name)
{
    const char *value = http_header(api->http, name);

    for (const char *at = value; at && *at; at++)
        if (iscntrl((unsigned char)*at))
            return NULL;
    return value ? arena_strdup(arena, value) : NULL;
}

static void read_headers(struct runtime_api *api, struct arena *arena, struct invocation *out)
{
    const char *deadline = http_header(api->http, "Lambda-Runtime-Deadline-Ms");
    int64_t deadline_ms = deadline ? strtoll(deadline, NULL, 10) : 0;

    *out = (struct invocation){
        .request_id = copy_header(api, arena, "Lambda-Runtime-Aws-Request-Id"),
        .function_arn = copy_header(api, arena, "Lambda-Runtime-Invoked-Function-Arn"),
        .trace_id = copy_header(api, arena, "Lambda-Runtime-Trace-Id"),
        .invocation_id = copy_header(api, arena, "Lambda-Runtime-Invocation-Id"),
        .deadline_ms = deadline_ms > 0 ? deadline_ms : timestamp_now_ms() + UNSAID_DEADLINE_MS,
    };
}

bool runtime_api_next(struct runtime_api *api, struct arena *arena, struct invocation *out,
                      struct error *err)
{
    const struct http_request request = {
        .method = "GET",
        .url = url(api, arena, "invocation/next"),
        .body_limit = PAYLOAD_LIMIT,
    };

    for (int attempt = 1; attempt <= NEXT_ATTEMPTS; attempt++) {
        struct http_response response = {0};
        bool whole = http_send(api->http, &request, &response, err);

        if (whole && response.body_length == 0 && !http_header(api->http, "Content-Length")) {
            /* libcurl takes a reply that ends within its headers for an empty one. */
            error_set(err, ERROR_NETWORK, "the Runtime API's answer to /next was cut off");
        } else if (whole && response.status != 200) {
            error_set(err, ERROR_NETWORK, "the Runtime API answered /next with %ld: %.200s",
                      response.status, response.body);
            if (response.status >= 500)
                return false;
        } else if (whole || err->kind == ERROR_LIMIT) {
            read_headers(api, arena, out);
            out->payload = whole ? response.body : NULL;
            out->payload_length = response.body_length;
            if (is_path_segment(out->request_id))
                return true;
            error_set(err, ERROR_NETWORK,
                      "the Runtime API gave an invocation without a usable "
                      "Lambda-Runtime-Aws-Request-Id");
        }
        log_error(LOG_WARN, err);
        pause_before(attempt);
    }
    return false;
}

/* True when the process may go on, also when the answer was refused or lost. */
static bool post(struct runtime_api *api, const char *path, const char *const *headers,
                 const char *body, struct error *err)
{
    const struct http_request request = {
        .method = "POST",
        .url = path,
        .headers = headers,
        .body = body,
        .body_length = strlen(body),
        .body_limit = ANSWER_LIMIT,
        .timeout_ms = POST_TIMEOUT_MS,
    };
    struct http_response response;

    for (int attempt = 1; attempt <= POST_ATTEMPTS; attempt++) {
        if (!http_send(api->http, &request, &response, err)) {
            log_error(LOG_WARN, err);
            continue; /* a second answer to one invocation is refused, and harmless */
        }
        if (response.status >= 500)
            return error_set(err, ERROR_NETWORK, "the Runtime API answered a POST with %ld",
                             response.status);
        if (response.status >= 300)
            log_write(LOG_WARN, "the Runtime API refused an answer with %ld: %.200s",
                      response.status, response.body);
        return true;
    }
    log_write(LOG_ERROR, "an answer was lost on its way to the Runtime API");
    return true;
}

static const char *invocation_url(const struct runtime_api *api, struct arena *arena,
                                  const struct invocation *invocation, const char *what)
{
    return url(api, arena, arena_printf(arena, "invocation/%s/%s", invocation->request_id, what));
}

/* The nonce of an invocation that has one; NULL ends a list of headers. */
static const char *echo(struct arena *arena, const struct invocation *invocation)
{
    return invocation && invocation->invocation_id
               ? arena_printf(arena, "Lambda-Runtime-Invocation-Id: %s", invocation->invocation_id)
               : NULL;
}

bool runtime_api_response(struct runtime_api *api, struct arena *arena,
                          const struct invocation *invocation, const char *json, struct error *err)
{
    const char *headers[] = {"Content-Type: application/json", echo(arena, invocation), NULL};

    return post(api, invocation_url(api, arena, invocation, "response"), headers, json, err);
}

static bool post_error(struct runtime_api *api, struct arena *arena,
                       const struct invocation *invocation, const char *path,
                       const struct error *failure, struct error *err)
{
    const char *type = error_type(failure->kind);
    const char *headers[] = {
        "Content-Type: application/json",
        arena_printf(arena, "Lambda-Runtime-Function-Error-Type: %s", type),
        echo(arena, invocation),
        NULL,
    };
    cJSON *body = cJSON_CreateObject();

    cJSON_AddStringToObject(body, "errorMessage", failure->message);
    cJSON_AddStringToObject(body, "errorType", type);
    cJSON_AddArrayToObject(body, "stackTrace");
    return post(api, path, headers, cJSON_PrintUnformatted(body), err);
}

bool runtime_api_error(struct runtime_api *api, struct arena *arena,
                       const struct invocation *invocation, const struct error *failure,
                       struct error *err)
{
    return post_error(api, arena, invocation, invocation_url(api, arena, invocation, "error"),
                      failure, err);
}

void runtime_api_init_error(struct runtime_api *api, struct arena *arena,
                            const struct error *failure)
{
    struct error err;

    if (!post_error(api, arena, NULL, url(api, arena, "init/error"), failure, &err))
        log_error(LOG_ERROR, &err);
}
