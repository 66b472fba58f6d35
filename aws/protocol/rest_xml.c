/*
 * https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html, as far as S3 needs it: a body is
 * the payload of an operation, as it is, and errors are not wrapped
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
 */
#include <string.h>

#include "aws/operations.h"
#include "aws/protocol/rest.h"
#include "aws/protocol/wire.h"

static bool write_request(struct arena *arena, const struct operation *operation,
                          const cJSON *input, struct protocol_request *out, struct error *err)
{
    cJSON *rest;

    return rest_write(arena, operation, input, out, &rest, err) &&
           rest_is_empty(operation, rest, err);
}

static bool read_reply(struct arena *arena, const struct operation *operation,
                       const struct protocol_reply *reply, struct protocol_answer *out,
                       struct error *err)
{
    static const struct wire_xml how = {.entry = "member", .root = "Result", .errors = "Error"};
    const bool is_get = strcmp(operation->method, "GET") == 0;

    /* What answers a GET is the payload; a PUT that S3 fails after 200 has an error for a body. */
    if (reply->status != 200 || !operation->payload || (!is_get && reply->body_length > 0))
        return wire_read_xml(arena, operation, reply, &how, out, err);
    *out = (struct protocol_answer){.output = cJSON_CreateObject(), .message = ""};
    return true;
}

const struct protocol protocol_rest_xml = {write_request, read_reply, .markup = true};
