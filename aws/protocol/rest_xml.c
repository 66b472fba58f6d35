/*
 * https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html, as far as S3 needs it: a body is
 * the payload of an operation, as it is, and errors are not wrapped
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
 */
#include <string.h>

#include "aws/operations.h"
#include "aws/protocol/rest.h"
#include "aws/protocol/wire.h"
#include "aws/protocol/xml.h"

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
    const struct xml_names names = {operation->elements, .entry = "member"};
    const bool payload = reply->status == 200 && operation->payload;
    cJSON *xml = NULL;
    bool read = payload ||
                xml_parse(arena, reply->body, reply->body_length, "the reply", &names, &xml, err);
    cJSON *root = xml ? xml->child : NULL;
    const cJSON *error = json_get(xml, "Error");

    *out = (struct protocol_answer){
        .output = cJSON_IsObject(root) ? root : cJSON_CreateObject(),
        .failed = reply->status != 200 || reply->error_type || error,
        .code = wire_code(arena, reply->error_type, json_string(error, "Code", NULL)),
        .message = json_string(error, "Message", ""),
    };
    return read;
}

const struct protocol protocol_rest_xml = {write_request, read_reply, .markup = true};
