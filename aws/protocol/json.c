/*
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
#include <string.h>

#include "aws/operations.h"
#include "aws/protocol/rest.h"
#include "aws/protocol/wire.h"

static bool write_request(struct arena *arena, const struct operation *operation,
                          const cJSON *input, struct protocol_request *out, struct error *err)
{
    (void)err;
    *out = (struct protocol_request){
        .method = "POST",
        .path = "/",
        .query = "",
        .headers = {{"content-type", "application/x-amz-json-1.1"},
                    {"x-amz-target", arena_printf(arena, "%s.%s", operation->service->target_prefix,
                                                  operation->name)}},
        .header_count = 2,
        .body = input ? cJSON_PrintUnformatted(input) : "{}",
    };
    out->body_length = strlen(out->body);
    return true;
}

/* What has no other place is the body of what is no GET. */
static bool write_rest_request(struct arena *arena, const struct operation *operation,
                               const cJSON *input, struct protocol_request *out, struct error *err)
{
    cJSON *rest;

    if (!rest_write(arena, operation, input, out, &rest, err))
        return false;
    if (strcmp(operation->method, "GET") == 0)
        return rest_is_empty(operation, rest, err);
    out->headers[out->header_count++] = (struct sigv4_header){"content-type", "application/json"};
    out->body = cJSON_PrintUnformatted(rest);
    out->body_length = strlen(out->body);
    return true;
}

static bool is_there(const cJSON *json, const char *path)
{
    const cJSON *value = json_get(json, path);

    return value && !cJSON_IsNull(value);
}

static bool read_reply(struct arena *arena, const struct operation *operation,
                       const struct protocol_reply *reply, struct protocol_answer *out,
                       struct error *err)
{
    cJSON *json;

    (void)operation;
    bool read =
        json_parse(reply->body, reply->body_length, "the reply", &json, err) &&
        (cJSON_IsObject(json) || error_set(err, ERROR_SERVICE, "the reply is not a JSON object"));
    if (!read)
        json = NULL;
    const char *code = json_string(json, "__type", json_string(json, "code", NULL));
    *out = (struct protocol_answer){
        .output = json,
        /* No good reply has the header, nor a member of these names. */
        .failed = reply->status != 200 || reply->error_type || is_there(json, "__type") ||
                  is_there(json, "code"),
        .code = wire_code(arena, reply->error_type, code),
        .message = json_string(json, "message", json_string(json, "Message", "")),
    };
    return read;
}

const struct protocol protocol_json = {write_request, read_reply, .markup = false};
const struct protocol protocol_rest_json = {write_rest_request, read_reply, .markup = false};
